"""Which story stands in which feed, and which feeds and pages wait to be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, func, insert, select, update

from feedmill.model import Entry
from feedmill.store.codec import ENTRY
from feedmill.store.schema import articles, dirty_feeds, dirty_pages, facts, feed_entries, stories


def of_story(conn: Connection, story: UUID) -> dict[str, datetime]:
    """The feeds that carry a story, with the date it stands under."""
    query = select(feed_entries.c.feed, feed_entries.c.date).where(feed_entries.c.story == story)
    return {row.feed: row.date for row in conn.execute(query).all()}


def place(conn: Connection, story: UUID, dates: Mapping[str, datetime]) -> None:
    """Let a story stand in just these feeds, under these dates."""
    conn.execute(delete(feed_entries).where(feed_entries.c.story == story))
    if dates:
        rows = [{"feed": feed, "story": story, "date": date} for feed, date in sorted(dates.items())]
        conn.execute(insert(feed_entries), rows)


def window(conn: Connection, feed: str, limit: int) -> list[Entry]:
    """The newest entries of a feed, newest first, ties by id."""
    query = (
        select(stories.c.entry)
        .join(feed_entries, feed_entries.c.story == stories.c.id)
        .where(feed_entries.c.feed == feed)
        .order_by(feed_entries.c.date.desc(), feed_entries.c.story)
        .limit(limit)
    )
    return [ENTRY.decode(entry) for entry in conn.execute(query).scalars().all() if entry is not None]


def counts(conn: Connection) -> dict[str, int]:
    """How many stories each feed has had."""
    query = select(feed_entries.c.feed, func.count().label("n")).group_by(feed_entries.c.feed)
    return {row.feed: row.n for row in conn.execute(query).all()}


def per_day(conn: Connection, feed: str, days: int) -> dict[date, int]:
    """How many stories of a feed each day has (UTC), over the ``days`` before its newest story."""
    mine = feed_entries.c.feed == feed
    newest = conn.execute(select(func.max(feed_entries.c.date)).where(mine)).scalar_one_or_none()
    if newest is None:
        return {}
    day = func.date(feed_entries.c.date).label("day")
    query = select(day, func.count().label("n")).where(mine, feed_entries.c.date > newest - timedelta(days=days))
    return {date.fromisoformat(str(row.day)): row.n for row in conn.execute(query.group_by(day)).all()}


def mark_dirty(conn: Connection, names: Iterable[str]) -> None:
    """Leave word that these feeds must be rendered anew."""
    known = set(conn.execute(select(dirty_feeds.c.feed)).scalars().all())
    fresh = sorted(set(names) - known)
    if fresh:
        conn.execute(insert(dirty_feeds), [{"feed": name} for name in fresh])


def dirty(conn: Connection) -> Sequence[str]:
    """The feeds that must be rendered anew."""
    return conn.execute(select(dirty_feeds.c.feed).order_by(dirty_feeds.c.feed)).scalars().all()


def clear_dirty(conn: Connection, names: Iterable[str]) -> None:
    """Take back the word left for these feeds."""
    conn.execute(delete(dirty_feeds).where(dirty_feeds.c.feed.in_(list(names))))


def mark_page_dirty(conn: Connection, article: UUID) -> None:
    """Leave word that an article's page must be written or removed."""
    if conn.execute(select(dirty_pages).where(dirty_pages.c.article == article)).first() is None:
        conn.execute(insert(dirty_pages).values(article=article))


def dirty_articles(conn: Connection, limit: int) -> Sequence[UUID]:
    """Articles whose pages must be written or removed, at most ``limit``."""
    query = select(dirty_pages.c.article).order_by(dirty_pages.c.article).limit(limit)
    return conn.execute(query).scalars().all()


def clear_dirty_pages(conn: Connection, done: Iterable[UUID]) -> None:
    """Take back the word left for these articles."""
    conn.execute(delete(dirty_pages).where(dirty_pages.c.article.in_(list(done))))


def mark_all_pages_dirty(conn: Connection) -> None:
    """Leave word that every published article's page must be written."""
    conn.execute(delete(dirty_pages))
    published = select(articles.c.id).where(articles.c.story.is_not(None))
    conn.execute(insert(dirty_pages).from_select(["article"], published))


def desk_id(conn: Connection) -> UUID:
    """The id of this database, minted at first use; feed ids derive from it."""
    found = fact(conn, "desk")
    if found is None:
        found = str(uuid4())
        remember(conn, "desk", found)
    return UUID(found)


def fact(conn: Connection, name: str) -> str | None:
    """A remembered value."""
    return conn.execute(select(facts.c.value).where(facts.c.name == name)).scalar_one_or_none()


def remember(conn: Connection, name: str, value: str) -> None:
    """Remember a value."""
    if conn.execute(update(facts).where(facts.c.name == name).values(value=value)).rowcount == 0:
        conn.execute(insert(facts).values(name=name, value=value))
