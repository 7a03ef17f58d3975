"""The archive documents of a feed (RFC 5005): what it first published in a month, then never changed.

A document is begun with the first story of a month, or when the one before it is full, and is closed when the next
one is begun: no clock closes it, and what it costs to publish one story never depends on how many are stored.
A story is in one document of a feed, for good, whatever becomes of it later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, insert, or_, select, tuple_, update

from feedmill.model import Entry
from feedmill.store.codec import ENTRY
from feedmill.store.rows import put
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


@dataclass(slots=True, kw_only=True)
class _Document:
    """A row of the table, as it is to be."""

    feed: str
    number: int
    name: str
    stories: int = 0
    dirty: bool = True
    sealed: bool = False

    def takes(self, month: str) -> bool:
        """Whether a story of this month goes into it. A month that runs backwards with the clock stays in the
        document that is open."""
        return self.stories < MOST and self.name[:7] >= month

    def following(self, month: str) -> _Document:
        """The document that is begun when this one takes no more."""
        name = month if self.name[:7] < month else f"{self.name[:7]}-{int(self.name[8:] or 1) + 1}"
        return _Document(feed=self.feed, number=self.number + 1, name=name)


def note(conn: Connection, entering: Sequence[tuple[UUID, str, datetime]]) -> None:
    """Stories are published in feeds, each at its moment: put them into the document of each feed that is open, for
    good."""
    already = {(row.story, row.feed) for row in _held(conn, {story for story, _, _ in entering})}
    fresh = [one for one in entering if one[:2] not in already]
    opened = {feed: _Document(**row._mapping) for feed, row in _last(conn, {feed for _, feed, _ in fresh}).items()}
    touched: dict[tuple[str, int], _Document] = {}
    rows = []
    for story, feed, now in fresh:
        month = f"{now:%Y-%m}"
        document = opened.get(feed) or _Document(feed=feed, number=1, name=month)
        if not document.takes(month):
            touched[feed, document.number] = document  # it is closed, and names the next one
            document = document.following(month)
        document.stories += 1
        opened[feed] = touched[feed, document.number] = document
        rows.append({"feed": feed, "story": story, "number": document.number})
    if rows:
        conn.execute(insert(archive_entries), rows)
    put(conn, archives, [asdict(document) | {"dirty": True} for document in touched.values()])


def _held(conn: Connection, found: Collection[UUID]) -> Sequence[Any]:
    """The documents that hold these stories, under these very ids."""
    if not found:
        return []
    own = archive_entries.c.story, archive_entries.c.feed, archive_entries.c.number
    return conn.execute(select(*own).where(archive_entries.c.story.in_(list(found)))).all()


_SOIL = (
    update(archives).where(archives.c.feed == bindparam("of"), archives.c.number == bindparam("at")).values(dirty=True)
)
_NEWEST = (
    select(archives).where(archives.c.feed == bindparam("named")).order_by(archives.c.number.desc()).limit(1)
)  # one look for each feed, however many documents there are


def _last(conn: Connection, feeds: Iterable[str]) -> dict[str, Row[Any]]:
    """The newest document of each feed that has one."""
    found = [conn.execute(_NEWEST, {"named": feed}).first() for feed in sorted(set(feeds))]
    return {row.feed: row for row in found if row is not None}


def mark_open_dirty(conn: Connection, changed: Mapping[UUID, Collection[str]]) -> None:
    """Stories changed in these feeds: where the document of one is still open, that must be written anew."""
    held = [row for row in _held(conn, changed.keys()) if row.feed in changed[row.story]]
    last = _last(conn, {row.feed for row in held})
    _mark(conn, {row for row in held if last[row.feed].number == row.number})


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


def _mark(conn: Connection, found: Iterable[Any]) -> None:
    these = sorted({(row.feed, row.number) for row in found})
    if these:
        conn.execute(_SOIL, [{"of": feed, "at": number} for feed, number in these])


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
