"""Developments: which version of which story has an entry of its own, under which id.

The entry lies among the stories' entries, so that feeds and archives carry it like any other; it has no date of its
own there, so that no list of stories shows it, and its id is an alias of the story.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from feedmill.model import Entry
from feedmill.store.codec import ENTRY
from feedmill.store.schema import developments, feed_entries, stories, story_aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRow:
    """An entry of its own: ``kinds`` are what it is the first of ("view:wire", "language:ru", "follow-up")."""

    id: UUID
    story: UUID
    article: UUID
    kinds: tuple[str, ...]
    entry: Entry


def add(conn: Connection, story: UUID, kinds: Iterable[str], entry: Entry, now: datetime) -> None:
    """Give a version of a story, or a follow-up, its permanent place; the entry's id is its own."""
    conn.execute(insert(stories).values(id=entry.id, created=now, entry=ENTRY.encode(entry)))
    conn.execute(insert(story_aliases).values(alias=entry.id, story=story, since=now))
    values = {"id": entry.id, "story": story, "article": entry.article, "kinds": list(kinds)}
    conn.execute(insert(developments).values(values))


def rewrite(conn: Connection, entry: Entry) -> None:
    """Change an entry, when its document was edited."""
    conn.execute(update(stories).where(stories.c.id == entry.id).values(entry=ENTRY.encode(entry)))


def of_story(conn: Connection, story: UUID) -> list[DevelopmentRow]:
    """The developments of a story, oldest first."""
    return of_stories(conn, [story])[story]


def of_stories(conn: Connection, asked: Collection[UUID]) -> dict[UUID, list[DevelopmentRow]]:
    """The developments of each of these stories, oldest first."""
    query = (
        select(developments, stories.c.entry)
        .join(stories, stories.c.id == developments.c.id)
        .where(developments.c.story.in_(list(asked)))
        .order_by(stories.c.created, developments.c.id)
    )
    found: dict[UUID, list[DevelopmentRow]] = {story: [] for story in asked}
    for row in conn.execute(query).all():
        entry = ENTRY.decode(row.entry)
        one = DevelopmentRow(id=row.id, story=row.story, article=row.article, kinds=tuple(row.kinds), entry=entry)
        found[row.story].append(one)
    return found


def move(conn: Connection, source: UUID, target: UUID) -> None:
    """Let the developments of one story belong to another; their ids stay."""
    conn.execute(update(developments).where(developments.c.story == source).values(story=target))


def withdraw(conn: Connection, development: UUID) -> None:
    """Take an entry out of every feed for good."""
    conn.execute(delete(feed_entries).where(feed_entries.c.story == development))
    conn.execute(delete(story_aliases).where(story_aliases.c.alias == development))
    conn.execute(delete(developments).where(developments.c.id == development))
    conn.execute(delete(stories).where(stories.c.id == development))
