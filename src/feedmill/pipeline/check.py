"""An examination of the desk: what is well, what deserves a look, what is broken, and what to do about it."""

from __future__ import annotations

import ipaddress
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import text

from feedmill.config import Settings
from feedmill.decisions import read_decisions
from feedmill.decisions.file import read_text
from feedmill.errors import FeedmillError, UsageError
from feedmill.judging import compile_beat
from feedmill.pipeline.catalogue import catalogue
from feedmill.pipeline.channels import FORMATS, channels, check_declared
from feedmill.pipeline.desk import beat_files
from feedmill.pipeline.refresh import look_over
from feedmill.publishing import check_folder
from feedmill.sources.folder import SOURCE
from feedmill.store import Store, documents, feeds, open_store, stories
from feedmill.store.database import wal_is_safe

LOW_DISK = 500 * 1024**2
"""Bytes of free space below which a desk will soon stop writing."""

LEAST_TOKEN = 16
"""Characters of a token that nobody tries out: 64 bits, if they are hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``remedy`` says what to do, None where nothing is to be done.

    ``code`` is the exit code that a command would end with because of it.
    """

    level: Literal["good", "hint", "fault"]
    what: str
    remedy: str | None = None
    code: int = 0


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, whatever is broken; changes nothing."""
    yield Finding(level="good", what=f"configuration: {settings.file or 'none, the defaults apply'}")
    yield from _site(settings)
    yield from _folders(settings)
    yield from _disk(settings.paths.state)
    parts = (
        (_beat, "correct the file, or beat.name"),
        (_sources, "correct the file"),
        (_declared, "correct the file"),
        (_decisions, "correct the file; until then the decisions before stay in force"),
        (_database, "see paths.database: a file that is whole and readable, or a PostgreSQL server that runs"),
    )
    told: set[str] = set()
    for part, remedy in parts:
        try:
            yield from part(settings)
        except FeedmillError as fault:
            if str(fault) in told:  # a faulty beat stops the parts that need it, too
                continue
            told.add(str(fault))
            yield Finding(level="fault", what=str(fault), remedy=remedy, code=fault.exit_code)


def _beat(settings: Settings) -> Iterator[Finding]:
    beat = compile_beat(beat_files(settings))
    yield Finding(level="good", what=f"beat: {beat.title} ({len(beat.topics)} topics, {beat.hash[:12]})")
    for remark in beat.remarks:
        yield Finding(level="hint", what=f"beat: {remark}", remedy="remove the word, or see how it is spelled now")


def _decisions(settings: Settings) -> Iterator[Finding]:
    path = settings.paths.decisions
    slugs = [topic.slug for topic in compile_beat(beat_files(settings)).topics]
    decisions = read_decisions(read_text(path), path.name, slugs)
    there = f"{len(decisions.entries)} in {path}" if path.exists() else f"none yet ({path})"
    yield Finding(level="good", what=f"decisions: {there}")


def _site(settings: Settings) -> Iterator[Finding]:
    site = settings.site
    public = not (_is_loopback(site.host) and _is_loopback(urlsplit(site.base_url).hostname or ""))
    if public and not site.token:
        yield Finding(
            level="fault",
            code=1,
            what="others than this machine can reach the service, and there is no token",
            remedy='set site.token to a long random text, or keep site.host and site.base_url at "127.0.0.1"',
        )
    if site.token and len(site.token) < LEAST_TOKEN:
        yield Finding(
            level="hint", what=f"the token has {len(site.token)} characters and can be guessed",
            remedy=f"set site.token to {LEAST_TOKEN} random characters or more, such as: openssl rand -hex 16",
        )  # fmt: skip
    if (urlsplit(site.base_url).hostname or "") in ("0.0.0.0", "::"):  # noqa: S104  (compared, not bound)
        yield Finding(
            level="fault", code=1, what=f"base_url {site.base_url} is no address that a reader can follow",
            remedy="set site.base_url to the name under which readers reach this machine",
        )  # fmt: skip
    if public and settings.full_text:
        yield Finding(
            level="hint", what="feeds carry full texts and others can read them",
            remedy='full texts belong to their publishers: feeds.content = "auto" or "summary"',
        )  # fmt: skip


def _sources(settings: Settings) -> Iterator[Finding]:
    """The lists of web sources, and whether publishers can reach somebody."""
    listed = catalogue(settings).values()
    enabled = [source for source in listed if source.enabled]
    yield Finding(level="good", what=f"web sources: {len(enabled)} of {len(listed)} are on")
    if enabled and not settings.fetch.contact:
        yield Finding(
            level="hint", what="publishers whose sites are read cannot reach you",
            remedy='set fetch.contact to an address, such as "mailto:you@example.org"; it goes into the User-Agent',
        )  # fmt: skip
    for source in enabled:
        if source.restricted:
            what = f"source {source.id} is on although its outlet is {source.restricted}"
            yield Finding(level="hint", what=what, remedy=f"ask counsel, or: feedmill sources disable {source.id}")


def _declared(settings: Settings) -> Iterator[Finding]:
    """The feeds of the user's own: what they name must be there."""
    if not settings.feed:
        return
    check_declared(settings, compile_beat(beat_files(settings)))
    known = {SOURCE, *catalogue(settings)}
    for feed in settings.feed:
        for missing in sorted(set(feed.sources) - known):
            what = f'feed {feed.slug}: there is no source "{missing}", nothing comes from it'
            yield Finding(level="hint", what=what, remedy="feedmill sources --all lists their ids")
    yield Finding(level="good", what=f"feeds of your own: {len(settings.feed)}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _folders(settings: Settings) -> Iterator[Finding]:
    try:
        scan = look_over(settings)
        yield Finding(level="good", what=f"seeds: {settings.paths.seeds}, {len(scan.looks)} files")
        for look in [one for one in scan.looks if one.problem]:
            yield Finding(level="hint", what=f"{look.origin}: {look.problem.detail if look.problem else ''}")
    except UsageError as fault:
        yield Finding(level="fault", what=str(fault), remedy="make it a folder, or change paths.seeds", code=2)
    for name, path in (("feeds", settings.paths.feeds), ("state", settings.paths.state)):
        yield _writable(name, path)


def _writable(name: str, path: Path) -> Finding:
    if not path.exists() and path.parent.is_dir():
        return Finding(level="hint", what=f"{name}: there is no folder {path} yet", remedy="feedmill refresh makes it")
    try:
        check_folder(path, name)
    except UsageError as fault:
        remedy = f"change the folder's owner or mode, or paths.{name}"
        return Finding(level="fault", what=str(fault), remedy=remedy, code=3 if name == "state" else 2)
    return Finding(level="good", what=f"{name}: {path} can be written")


def _disk(state: Path) -> Iterator[Finding]:
    there = next(path for path in (state, *state.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < LOW_DISK:
        yield Finding(level="hint", what=f"only {free >> 20} MiB are free at {there}", remedy="make room")


def _database(settings: Settings) -> Iterator[Finding]:
    file = settings.database_file
    if file is not None and not file.exists():
        yield Finding(level="hint", what=f"no database yet: {file}", remedy="feedmill refresh makes it")
        return
    store = open_store(settings.database_url)
    try:
        yield from _integrity(store, is_file=file is not None)
        yield from _readers(store)
        yield from _written(settings, store)
    finally:
        store.close()


def _integrity(store: Store, *, is_file: bool) -> Iterator[Finding]:
    if not is_file:
        yield Finding(level="good", what="database: reached")
        return
    with store.reading() as conn:
        result = conn.execute(text("PRAGMA quick_check")).scalar_one()
        broken = conn.execute(text("PRAGMA foreign_key_check")).fetchall()
    if result != "ok" or broken:
        yield Finding(level="fault", what=f"database is damaged: {result}", remedy="restore a backup", code=3)
        return
    journal = "write-ahead" if wal_is_safe(sqlite3.sqlite_version_info) else "rollback (safe for this version)"
    yield Finding(level="good", what=f"database: whole; SQLite {sqlite3.sqlite_version}, {journal} journal")


def _readers(store: Store) -> Iterator[Finding]:
    from feedmill.reading import READER_VERSION

    with store.reading() as conn:
        older = documents.outdated(conn, READER_VERSION)
    if older:
        what = f"documents that an older reader read: {older}"
        yield Finding(level="hint", what=what, remedy="feedmill refresh --re-read")


def _written(settings: Settings, store: Store) -> Iterator[Finding]:
    with store.reading() as conn:
        desk = feeds.fact(conn, "desk")
        waiting = len(feeds.dirty(conn)) + len(stories.dirty(conn))
    known = channels(settings, compile_beat(beat_files(settings)), UUID(desk)) if desk else {}
    files = [settings.paths.feeds / f"{slug}.{one}" for slug in known for one in FORMATS]
    missing = sum(not file.is_file() for file in files)
    if missing or waiting or not desk:
        what = f"{missing} feed files are missing, {waiting} stories and feeds wait to be published"
        yield Finding(level="hint", what=what, remedy="feedmill refresh")
    else:
        yield Finding(level="good", what=f"feeds: {len(files)} files, all written")
