"""What the pages may ask of the process that serves them."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID


class Control(Protocol):
    """The service, as the pages see it. All methods may be called from any thread and return at once."""

    @property
    def door_token(self) -> str:
        """The secret of this start, known to whoever may read the desk's lock file: the command line."""

    def request_refresh(self, trigger: str, source: str | None = None) -> UUID:
        """Ask for a pass; the id of the run that will serve the request (many requests may share one).

        ``source`` is the id of the one web source to be asked; None for every enabled one.
        """

    def run_state(self, run: UUID) -> dict[str, Any] | None:
        """What is known of a run; None when it is unknown.

        ``{run, trigger, state, progress, report, error}``, where ``state`` is "queued", "running", "finished" or
        "failed" and ``progress`` null or ``{stage, done, total}``.
        """

    def healthy(self) -> list[str]:
        """What is wrong with the service, in sentences; empty when all is well."""
