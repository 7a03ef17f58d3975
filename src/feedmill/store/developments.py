"""Developments: which version of which story has an entry of its own, under which id.

The entry lies among the stories' entries, so that feeds and archives carry it like any other; it has no date of its
own there, so that no list of stories shows it, and its id is an alias of the story.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def add(conn: Connection, rows: Sequence[tuple[DevelopmentRow, datetime]]) -> None:
    """Give versions of stories, and follow-ups, their permanent place, each from a moment on; their entries' ids are
    their own."""
    if not rows:
        return
    written = [{"id": one.id, "created": since, "entry": ENTRY.encode(one.entry)} for one, since in rows]
    conn.execute(insert(stories), written)
    conn.execute(insert(story_aliases), [{"alias": one.id, "story": one.story, "since": since} for one, since in rows])
    named = [{"id": one.id, "story": one.story, "article": one.article, "kinds": list(one.kinds)} for one, _ in rows]
    conn.execute(insert(developments), named)


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
