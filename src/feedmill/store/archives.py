"""The archive documents of a feed (RFC 5005): what it first published in a month, then never changed.

A document is begun with the first story of a month, or when the one before it is full, and is closed when the next
one is begun: no clock closes it, and what it costs to publish one story never depends on how many are stored.
A story is in one document of a feed, for good, whatever becomes of it later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, tuple_, update

from feedmill.model import Entry
from feedmill.store.codec import ENTRY
from feedmill.store.schema import archive_entries, archives, feed_entries, stories, story_aliases

MOST = 100
"""Stories in one archive document; a busier month has several ("2026-11", "2026-11-2", …)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One archive document: its feed, its place among the feed's (from 1), its name, and its neighbours' names.

    ``sealed``: it shows stories that are no longer stored, so a file that stands is not written anew.
    """

    feed: str
    number: int
    name: str
    previous: str | None
    next: str | None
    sealed: bool = False


def note(conn: Connection, feeds: Iterable[str], story: UUID, now: datetime) -> None:
    """A story is published in these feeds at ``now``: put it into the document of each that is open, for good."""
    already = select(archive_entries.c.feed).where(archive_entries.c.story == story)
    fresh = sorted(set(feeds) - set(conn.execute(already).scalars().all()))
    if not fresh:
        return
    taking = _open_documents(conn, fresh, f"{now:%Y-%m}")
    rows = [{"feed": feed, "story": story, "number": number} for feed, number in taking.items()]
    conn.execute(insert(archive_entries), rows)
    these = tuple_(archives.c.feed, archives.c.number).in_(taking.items())
    conn.execute(update(archives).where(these).values(stories=archives.c.stories + 1, dirty=True))


def _open_documents(conn: Connection, feeds: Sequence[str], month: str) -> dict[str, int]:
    """The number of the document that takes the next story of each feed. A month that runs backwards with the clock
    stays in the document that is open."""
    last = _last(conn, feeds)
    closing = [row for row in last.values() if row.stories >= MOST or row.name[:7] < month]
    begun = [_following(row, month) for row in closing]
    begun += [{"feed": feed, "number": 1, "name": month} for feed in feeds if feed not in last]
    if closing:
        these = tuple_(archives.c.feed, archives.c.number).in_([(row.feed, row.number) for row in closing])
        conn.execute(update(archives).where(these).values(dirty=True))
    if begun:
        conn.execute(insert(archives), [{**one, "stories": 0, "dirty": True, "sealed": False} for one in begun])
    return {row.feed: row.number for row in last.values()} | {one["feed"]: one["number"] for one in begun}


def _last(conn: Connection, feeds: Iterable[str]) -> dict[str, Row[Any]]:
    """The newest document of each feed that has one."""
    newest = select(archives).order_by(archives.c.number.desc()).limit(1)  # one look each, however many there are
    found = [conn.execute(newest.where(archives.c.feed == feed)).first() for feed in sorted(set(feeds))]
    return {row.feed: row for row in found if row is not None}


def _following(last: Row[Any], month: str) -> dict[str, Any]:
    return {"feed": last.feed, "number": last.number + 1, "name": _next_name(last, month)}


def _next_name(last: Row[Any], month: str) -> str:
    if last.name[:7] < month:
        return month
    return f"{last.name[:7]}-{int(last.name[8:] or 1) + 1}"


def mark_open_dirty(conn: Connection, feeds: Iterable[str], story: UUID) -> None:
    """A story changed: where its document in a feed is still open, that must be written anew."""
    held = conn.execute(
        select(archive_entries.c.feed, archive_entries.c.number).where(archive_entries.c.story == story)
    ).all()
    last = _last(conn, feeds)
    _mark(conn, [row for row in held if row.feed in last and last[row.feed].number == row.number])


def mark_dirty_with(conn: Connection, story: UUID) -> None:
    """Leave word to write every document anew that holds a story or what was merged into it, closed ones too, and
    sealed ones: what was withdrawn must leave them."""
    rows = _holding(conn, [story])
    _mark(conn, rows)
    _seal(conn, rows, sealed=False)


def _holding(conn: Connection, found: Collection[UUID]) -> Sequence[Any]:
    """The documents that hold one of these stories, or what was merged into it."""
    merged = select(story_aliases.c.alias).where(story_aliases.c.story.in_(list(found)))
    holding = or_(archive_entries.c.story.in_(list(found)), archive_entries.c.story.in_(merged))
    return conn.execute(select(archive_entries.c.feed, archive_entries.c.number).where(holding)).all()


def seal_with(conn: Connection, found: Collection[UUID]) -> bool:
    """Let the files of the documents that hold these stories stay as they are, since they are about to be removed by
    age; False, and nothing is done, while one of them is still open or waits to be written."""
    held = _holding(conn, found)
    last = _last(conn, {row.feed for row in held})
    waiting = select(archives.c.number).where(_these(held), archives.c.dirty).limit(1)
    if any(last[row.feed].number == row.number for row in held if row.feed in last):
        return False
    if held and conn.execute(waiting).first() is not None:
        return False
    _seal(conn, held, sealed=True)
    return True


def _seal(conn: Connection, found: Sequence[Any], *, sealed: bool) -> None:
    if found:
        conn.execute(update(archives).where(_these(found)).values(sealed=sealed))


def _these(found: Sequence[Any]) -> ColumnElement[bool]:
    return tuple_(archives.c.feed, archives.c.number).in_([(row.feed, row.number) for row in found])


def mark_all_dirty(conn: Connection) -> None:
    """Leave word to write every document anew: they are lost, or their addresses changed."""
    conn.execute(update(archives).values(dirty=True))


def _mark(conn: Connection, found: Sequence[Any]) -> None:
    if found:
        conn.execute(update(archives).where(_these(found)).values(dirty=True))


def clear_dirty(conn: Connection, done: Archive) -> None:
    """Take back the word left for a document."""
    this = and_(archives.c.feed == done.feed, archives.c.number == done.number)
    conn.execute(update(archives).where(this).values(dirty=False))


def dirty(conn: Connection) -> Sequence[Archive]:
    """Documents that must be written, each feed's oldest first."""
    query = select(archives).where(archives.c.dirty).order_by(archives.c.feed, archives.c.number)
    return [_with_neighbours(conn, row) for row in conn.execute(query).all()]


def latest(conn: Connection, feed: str) -> Archive | None:
    """The newest document of a feed, the one that is open."""
    row = _last(conn, [feed]).get(feed)
    return _with_neighbours(conn, row) if row else None


def _with_neighbours(conn: Connection, row: Row[Any]) -> Archive:
    beside = and_(archives.c.feed == row.feed, archives.c.number.in_((row.number - 1, row.number + 1)))
    found = {one.number: one.name for one in conn.execute(select(archives).where(beside)).all()}
    return Archive(
        feed=row.feed,
        number=row.number,
        name=row.name,
        previous=found.get(row.number - 1),
        next=found.get(row.number + 1),
        sealed=row.sealed,
    )


def entries(conn: Connection, of: Archive) -> list[Entry]:
    """What a document holds: its stories as they stand in the feed now."""
    query = (
        select(stories.c.entry)
        .join(archive_entries, archive_entries.c.story == stories.c.id)
        .join(feed_entries, and_(feed_entries.c.story == stories.c.id, feed_entries.c.feed == archive_entries.c.feed))
        .where(archive_entries.c.feed == of.feed, archive_entries.c.number == of.number)
        .order_by(stories.c.id)
    )
    return [ENTRY.decode(entry) for entry in conn.execute(query).scalars().all() if entry is not None]


def forget_feed(conn: Connection, feed: str) -> Sequence[str]:
    """Let go of a feed that is no longer declared; gives the names of its documents."""
    names = conn.execute(select(archives.c.name).where(archives.c.feed == feed)).scalars().all()
    conn.execute(delete(archive_entries).where(archive_entries.c.feed == feed))
    conn.execute(delete(archives).where(archives.c.feed == feed))
    return names
