"""An open desk: the settings, the beat, the database and the readers that every command works with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedmill.beats import read_files
from feedmill.config import Settings
from feedmill.decisions import read_decisions
from feedmill.decisions.file import read_text
from feedmill.isolation import Readers
from feedmill.judging import DECISIONS, Beat, compile_beat, hash_files
from feedmill.pipeline.channels import check_declared
from feedmill.pipeline.outlets import Outlets, outlets_of
from feedmill.store import Store, open_store

if TYPE_CHECKING:
    from feedmill.pipeline.poll import Poller


def utc_now() -> datetime:
    """The clock of everything that is stored."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a command works with. ``now`` is the only clock. Without a ``poller`` no web source is asked."""

    settings: Settings
    beat: Beat
    store: Store
    readers: Readers
    outlets: Outlets = field(default_factory=Outlets)
    now: Callable[[], datetime] = utc_now
    poller: Poller | None = None


def beat_files(settings: Settings) -> Mapping[str, str]:
    """The files of the chosen beat, the user's own on top, and the phrases that editors decided about. Raises
    BeatError, or ConfigError when the file of decisions cannot be read."""
    overlay = settings.beat.overlay
    files = read_files(settings.beat.name, overlay if overlay and overlay.is_dir() else None)
    return files | {DECISIONS: read_text(settings.paths.decisions)}


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """Open everything, and close it again.

    Raises BeatError for faults in the beat's files, ConfigError for faults in the file of decisions and for declared
    feeds that do not fit the beat, StoreError when the database cannot be used.
    """
    from feedmill.pipeline.poll import Poller

    files = beat_files(settings)
    beat = compile_beat(files)
    check_declared(settings, beat)
    read_decisions(files[DECISIONS], settings.paths.decisions.name, [topic.slug for topic in beat.topics])
    store = open_store(settings.database_url)
    poller = Poller(settings)
    try:
        with Readers(settings.reading, files) as readers:
            outlets = outlets_of(settings, files)
            yield Desk(settings=settings, beat=beat, store=store, readers=readers, outlets=outlets, poller=poller)
    finally:
        poller.close()
        store.close()


def up_to_date(desk: Desk) -> Desk:
    """The same desk, with the phrases that editors have decided about since; itself when they are as they were.

    Raises BeatError or ConfigError for faults in the file of decisions, and then nothing has changed.
    """
    files = beat_files(desk.settings)
    if hash_files(files) == desk.beat.hash:
        return desk
    read_decisions(files[DECISIONS], desk.settings.paths.decisions.name, [topic.slug for topic in desk.beat.topics])
    return reopen(desk, desk.settings)


def reopen(desk: Desk, settings: Settings) -> Desk:
    """The same desk under changed settings and beat files: same database, same readers, which take up the beat.

    Raises BeatError or ConfigError, and then nothing has changed.
    """
    files = beat_files(settings)
    beat = compile_beat(files)
    check_declared(settings, beat)
    desk.readers.take_up(files)
    if desk.poller is not None and settings.fetch != desk.settings.fetch:
        desk.poller.take_up(settings)
    return replace(desk, settings=settings, beat=beat, outlets=outlets_of(settings, files))
