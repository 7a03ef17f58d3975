"""A consistent copy of the database in one file, and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from feedmill.errors import StoreError, UsageError
from feedmill.store.database import BUSY_SECONDS, open_store, refuse_strangers

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps next to a file; a journal that belongs to another state of it would destroy it."""


def back_up(url: str, target: Path) -> None:
    """Copy the database at ``url`` to a file, as one moment's state, while others read and write it.

    An earlier backup there is replaced, in one step, by a copy that was read back whole. Raises UsageError when
    ``target`` is something else than a backup, or when the database is a server's; StoreError when either file
    cannot be used.
    """
    source = database_file(url)
    if not source.exists():
        raise StoreError(f"There is no database {source} yet.")
    if target.exists():
        _refuse_others(source, target)
    draft = target.with_name(f"{target.name}.part")
    with _cleared(draft):
        _copy(source, draft)
        _swap(draft, target)


def restore(url: str, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the database at ``url``; nobody may have that open (the caller holds the door).

    The backup is copied, read back whole and brought to today's schema before anything is touched, and stays as it
    is. What stood there before is kept beside it; gives its new name, None when nothing stood there. Raises
    UsageError for a server's database or a missing backup, StoreError for a backup that is damaged, not ours or newer.
    """
    place = database_file(url)
    if not backup.is_file():
        raise UsageError(f"There is no backup {backup}.")
    refuse_strangers(backup)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(f"The folder {place.parent} cannot be made: {fault.strerror}.") from fault
    draft = place.with_name(f"{place.name}.restored")
    with _cleared(draft):
        _copy(backup, draft)
        open_store(f"sqlite:///{draft}").close()
        kept = _set_aside(place, place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%SZ}"))
        _swap(draft, place)
    return kept


def database_file(url: str) -> Path:
    """The file of a database address; raises UsageError when it is a server's."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise UsageError("This desk works on a database server: use its own tools (pg_dump and pg_restore).")
    return Path(address.database)


def _refuse_others(source: Path, target: Path) -> None:
    if target.samefile(source):
        raise UsageError(f"{target} is the database itself. Name another file.")
    try:
        refuse_strangers(target)
    except StoreError as fault:
        raise UsageError(f"{target} exists and is no backup of ours. Name another file.") from fault


def _copy(source: Path, draft: Path) -> None:
    """All pages in one step, so that a writer can only wait, never make the copy start again; then read it back."""
    try:
        with _opened(source) as original, _opened(draft) as copy:
            original.backup(copy)
            found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
    except sqlite3.Error as fault:
        raise StoreError(f"{source} cannot be copied to {draft.parent}: {fault}.") from fault
    if found != ["ok"]:
        raise StoreError(f"{source} is damaged: {found[0]}.")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        yield conn
    finally:
        conn.close()


def _set_aside(place: Path, name: Path) -> Path | None:
    """Keep a second link to what stands at ``place``, so that at no instant there is no database."""
    if not place.exists():
        return None
    with suppress(sqlite3.Error), _opened(place) as old:  # ends what a crash left half done; damaged files are kept too
        old.execute("SELECT 1 FROM sqlite_master").fetchone()
    try:
        os.link(place, name)
        for one in BESIDE:
            left = place.with_name(place.name + one)
            if left.exists():
                left.rename(name.with_name(name.name + one))
    except OSError as fault:
        raise StoreError(f"{place} cannot be kept as {name}: {fault.strerror}.") from fault
    return name


def _swap(draft: Path, place: Path) -> None:
    try:
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(place)
    except OSError as fault:
        raise StoreError(f"{place} cannot be written: {fault.strerror}.") from fault


@contextmanager
def _cleared(draft: Path) -> Iterator[None]:
    """No draft is there before or after, whatever happens."""
    files = [draft, *(draft.with_name(draft.name + one) for one in BESIDE)]
    try:
        for file in files:
            file.unlink(missing_ok=True)
        yield
    except OSError as fault:
        raise StoreError(f"{draft} cannot be written: {fault.strerror}.") from fault
    finally:
        for file in files:
            with suppress(OSError):
                file.unlink(missing_ok=True)
