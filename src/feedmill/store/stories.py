"""Stories: their entries, aliases and links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, delete, insert, or_, select, update

from feedmill.model import Entry
from feedmill.store import feeds
from feedmill.store.codec import ENTRY
from feedmill.store.rows import add_missing
from feedmill.store.schema import articles, dirty_stories, documents, feed_entries, stories, story_aliases, story_links


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story as stored. ``entry`` is what feeds show, None before it was ever published."""

    id: UUID
    created: datetime
    entry: Entry | None


_ROW = (stories.c.id, stories.c.created, stories.c.entry)


_MANY = select(*_ROW).where(stories.c.id.in_(bindparam("these", expanding=True)))
_ALIASES = select(story_aliases.c.alias, story_aliases.c.story).where(
    story_aliases.c.alias.in_(bindparam("these", expanding=True))
)
_ADD = insert(stories)
_SAVE = (
    update(stories)
    .where(stories.c.id == bindparam("saved"))
    .values({name: bindparam(name) for name in ("verdict", "date", "arrived", "entry")})
)
_LINKS = (
    select(story_links)
    .where(
        or_(
            story_links.c.story.in_(bindparam("these", expanding=True)),
            story_links.c.other.in_(bindparam("these", expanding=True)),
        )
    )
    .order_by(story_links.c.story, story_links.c.other)
)


def add(conn: Connection, story: UUID, now: datetime) -> None:
    """A new story."""
    conn.execute(_ADD, {"id": story, "created": now})


def get(conn: Connection, story: UUID) -> StoryRow | None:
    """The story of an id, which may be an alias of it."""
    return many(conn, [story]).get(story)


def many(conn: Connection, keys: Sequence[UUID]) -> dict[UUID, StoryRow]:
    """Stories by the ids that are asked for, which may be aliases; unknown ones are left out."""
    meant = resolved(conn, keys)
    rows = conn.execute(_MANY, {"these": sorted(set(meant.values()))}).all() if meant else ()
    found = {
        row.id: StoryRow(id=row.id, created=row.created, entry=ENTRY.decode(row.entry) if row.entry else None)
        for row in rows
    }
    return {key: found[meant[key]] for key in keys if meant[key] in found}


def entries(conn: Connection, keys: Iterable[UUID]) -> list[Entry]:
    """The entries of these stories, in no particular order; unpublished ones are left out."""
    query = select(stories.c.entry).where(stories.c.id.in_(list(keys)), stories.c.entry.is_not(None))
    return [ENTRY.decode(entry) for entry in conn.execute(query).scalars().all()]


def resolve(conn: Connection, story: UUID) -> UUID:
    """The id that stands for a story now: itself, or what it was merged into."""
    return resolved(conn, [story])[story]


def resolved(conn: Connection, keys: Collection[UUID]) -> dict[UUID, UUID]:
    """The same for several: what stands for each."""
    if not keys:
        return {}
    return {key: key for key in keys} | {
        row.alias: row.story for row in conn.execute(_ALIASES, {"these": list(keys)}).all()
    }


def save_entry(conn: Connection, story: UUID, entry: Entry | None) -> None:
    """Freeze what feeds show of a story; None takes it out of them."""
    save_entries(conn, {story: entry})


def save_entries(conn: Connection, told: Mapping[UUID, Entry | None]) -> None:
    """The same for several stories."""
    rows = [
        {
            "saved": story,
            "verdict": entry.verdict if entry else None,
            "date": entry.date if entry else None,
            "arrived": entry.arrived if entry else None,
            "entry": ENTRY.encode(entry) if entry else None,
        }
        for story, entry in told.items()
    ]
    if rows:
        conn.execute(_SAVE, rows)


def merge(conn: Connection, younger: UUID, elder: UUID, now: datetime) -> None:
    """Let ``younger`` be another name of ``elder``; its aliases follow. Articles are moved by their own module."""
    conn.execute(update(story_aliases).where(story_aliases.c.story == younger).values(story=elder))
    conn.execute(insert(story_aliases).values(alias=younger, story=elder, since=now))
    feeds.place(conn, younger, {})
    conn.execute(delete(dirty_stories).where(dirty_stories.c.story == younger))
    _move_links(conn, younger, elder)
    conn.execute(delete(stories).where(stories.c.id == younger))


def _move_links(conn: Connection, younger: UUID, elder: UUID) -> None:
    links = related(conn, younger)
    mine = or_(story_links.c.story == younger, story_links.c.other == younger)
    conn.execute(delete(story_links).where(mine))
    for other, reason in links:
        if other != elder:
            link(conn, elder, other, reason)


def link(conn: Connection, one: UUID, other: UUID, reason: str) -> None:
    """Note that two stories belong together without being one; noting it twice changes nothing."""
    first, second = sorted((one, other))
    if first != second:
        add_missing(conn, story_links, [{"story": first, "other": second, "reason": reason}])


def related(conn: Connection, story: UUID) -> list[tuple[UUID, str]]:
    """The stories linked to a story, with the reason."""
    return related_to(conn, [story])[story]


def related_to(conn: Connection, asked: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The stories linked to each of these stories, with the reason."""
    found: dict[UUID, list[tuple[UUID, str]]] = {story: [] for story in asked}
    for row in conn.execute(_LINKS, {"these": list(asked)}).all():
        for one, other in ((row.story, row.other), (row.other, row.story)):
            if one in found:
                found[one].append((other, row.reason))
    return found


def mark_dirty(conn: Connection, story: UUID) -> None:
    """Leave word that a story's entry must be composed anew."""
    add_missing(conn, dirty_stories, [{"story": story}])


def mark_dirty_of(conn: Connection, sources: Iterable[str]) -> None:
    """Leave word for every story with an article of these sources."""
    query = select(articles.c.story).distinct().join(documents, documents.c.id == articles.c.document)
    told = query.where(documents.c.source.in_(list(sources)), articles.c.story.is_not(None))
    for story in conn.execute(told).scalars().all():
        mark_dirty(conn, story)


def dirty(conn: Connection) -> Sequence[UUID]:
    """The stories whose entries must be composed anew."""
    return conn.execute(select(dirty_stories.c.story).order_by(dirty_stories.c.story)).scalars().all()


def clear_dirty(conn: Connection, done: Iterable[UUID]) -> None:
    """Take back the word left for these stories."""
    conn.execute(delete(dirty_stories).where(dirty_stories.c.story.in_(list(done))))


def page(
    conn: Connection, *, feed: str | None = None, before: tuple[datetime, UUID] | None = None, limit: int = 100
) -> Sequence[StoryRow]:
    """Published stories, newest first, ``limit`` at a time; of one feed (under its dates), or all with an entry.

    ``before`` is the (date, id) of the last one of the page before.
    """
    query: Select[Any] = select(stories).where(stories.c.entry.is_not(None), stories.c.date.is_not(None))
    dated, key = stories.c.date, stories.c.id
    if feed is not None:  # by the columns of the feed's index, so that a page costs the same however long the feed is
        dated, key = feed_entries.c.date, feed_entries.c.story
        query = query.join(feed_entries, key == stories.c.id).where(feed_entries.c.feed == feed)
    if before is not None:
        date, last = before
        query = query.where(dated <= date, or_(dated < date, key > last))
    rows = conn.execute(query.order_by(dated.desc(), key).limit(limit)).all()
    return [StoryRow(id=row.id, created=row.created, entry=ENTRY.decode(row.entry)) for row in rows]
