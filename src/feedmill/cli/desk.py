"""The desk that a command works at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from feedmill.cli.options import settings_of
from feedmill.config import Settings
from feedmill.errors import StoreError

if TYPE_CHECKING:
    from feedmill.pipeline import Desk, Progress, Wish


@contextmanager
def existing_desk(context: typer.Context) -> Iterator[Desk]:
    """A desk to look at. Raises StoreError when it has no database yet: looking makes none."""
    from feedmill.pipeline import open_desk

    settings = settings_of(context)
    file = settings.database_file
    if file is not None and not file.exists():
        raise StoreError(f"There is no database {file} yet. It is made by the first: feedmill refresh")
    with open_desk(settings) as desk:
        yield desk


def one_pass(settings: Settings, wish: Wish, progress: Progress, *, source: str | None = None) -> Mapping[str, Any]:
    """One pass over the desk as it is on disk now; its report.

    The running service makes it, if there is one, and is told which ``source`` alone is wanted.
    """
    from feedmill.pipeline import open_desk, refresh
    from feedmill.pipeline.refresh import check_folders
    from feedmill.service import door

    try:
        with door.hold_or_wait(settings):
            check_folders(settings)
            with open_desk(settings) as desk:
                return refresh(desk, wish, progress=progress).as_json()
    except door.Held as fault:
        return door.ask_refresh(fault.service, settings, progress, again=wish.again, source=source)


def publish_now(desk: Desk) -> None:
    """Write what waits to be written; the running service does it, if there is one."""
    from feedmill.pipeline.publish import publish
    from feedmill.service import door

    try:
        with door.hold_or_wait(desk.settings):
            publish(desk)
    except door.Held as fault:
        door.ask_refresh(fault.service, desk.settings, lambda *_: None)
