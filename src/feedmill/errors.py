"""The exceptions that end an operation.

What is *expected* to fail (a document that cannot be read, an article that is not about the beat) is a value
with a reason, never an exception; see :class:`feedmill.model.Rejection`.

::

    FeedmillError
     ├── UsageError            wrong usage or surroundings; exit code 2
     │    ├── ConfigError      faults in feedmill.toml or the environment, all of them at once
     │    ├── BeatError        faults in a beat's data files, all of them at once
     │    └── AlreadyRunning   another process holds this state folder
     ├── StoreError            the database cannot be used; exit code 3
     └── NotFound              no article, story or document of that name; exit code 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class FeedmillError(Exception):
    """Base of every exception that feedmill raises on purpose.

    The message is one or more complete sentences for the person at the terminal; ``exit_code`` is what the
    process returns (1 something failed, 2 wrong usage or configuration, 3 database unusable).
    """

    exit_code = 1


class UsageError(FeedmillError):
    """Wrong options, a missing folder, a port in use: the caller must change something."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file that a person wrote.

    ``line`` is 1-based; None where the place is unknown (an environment variable, a missing file).
    """

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


class _Faults(UsageError):
    """An error that lists several faults, one a line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ConfigError(_Faults):
    """feedmill.toml or a FEEDMILL_… variable is wrong; carries every fault found."""


class BeatError(_Faults):
    """A beat's data files are wrong; carries every fault found."""


class AlreadyRunning(UsageError):
    """Another feedmill process works on the same state folder."""


class StoreError(FeedmillError):
    """The database cannot be opened, is not ours, is newer than this program, or is damaged."""

    exit_code = 3


class NotFound(FeedmillError):
    """An id, address or path that the command was given names nothing that is stored."""
