"""Which story stands in which feed, and which feeds and pages wait to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from feedmill.model import Entry
from feedmill.store import archives
from feedmill.store.codec import ENTRY
from feedmill.store.rows import add_missing, add_up, put
from feedmill.store.schema import articles, dirty_feeds, dirty_pages, facts, feed_days, feed_entries, stories

_LEAVE = delete(feed_entries).where(
    feed_entries.c.feed == bindparam("left"), feed_entries.c.story == bindparam("leaving")
)
_ENTER = insert(feed_entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """The feeds that a story is to stand in, with its date in each. ``now`` is when it is published in those that are
    new to it (it only decides the archive that keeps it there); None while it only leaves feeds."""

    story: UUID
    dates: Mapping[str, datetime]
    now: datetime | None = None


def of_story(conn: Connection, story: UUID) -> dict[str, datetime]:
    """The feeds that carry a story, with the date it stands under."""
    return of_stories(conn, [story])[story]


def of_stories(conn: Connection, asked: Collection[UUID]) -> dict[UUID, dict[str, datetime]]:
    """The feeds that carry each of these stories, with the date it stands under."""
    found: dict[UUID, dict[str, datetime]] = {story: {} for story in asked}
    for row in conn.execute(select(feed_entries).where(feed_entries.c.story.in_(list(asked)))).all():
        found[row.story][row.feed] = row.date
    return found


def place(conn: Connection, story: UUID, dates: Mapping[str, datetime], now: datetime | None = None) -> None:
    """Let one story stand in just these feeds, as :func:`place_all` says."""
    place_all(conn, [Placing(story=story, dates=dates, now=now)])


def place_all(conn: Connection, placings: Sequence[Placing]) -> None:
    """Let stories, each named once, stand in just the feeds that are told of them."""
    before = of_stories(conn, [one.story for one in placings])
    left, entered = [], []
    for one in placings:
        was = before[one.story]
        left += [(one, feed, at) for feed, at in was.items() if one.dates.get(feed) != at]
        entered += [(one, feed, at) for feed, at in sorted(one.dates.items()) if was.get(feed) != at]
    if left:
        conn.execute(_LEAVE, [{"left": feed, "leaving": one.story} for one, feed, _ in left])
    if entered:
        conn.execute(_ENTER, [{"feed": feed, "story": one.story, "date": at} for one, feed, at in entered])
    days = Counter((feed, at.astimezone(UTC).date()) for _, feed, at in entered)
    days.subtract((feed, at.astimezone(UTC).date()) for _, feed, at in left)
    changed = [{"feed": feed, "day": day, "stories": change} for (feed, day), change in days.items() if change]
    add_up(conn, feed_days, changed, "stories")
    archives.note(conn, [(one.story, feed, one.now) for one, feed, _ in entered if one.now is not None])


def drop(conn: Connection, feed: str) -> Sequence[str]:
    """Let go of a feed that is no longer declared; gives the names of its archive documents."""
    for table in (feed_entries, feed_days, dirty_feeds):
        conn.execute(delete(table).where(table.c.feed == feed))
    return archives.forget_feed(conn, feed)


def known(conn: Connection) -> Sequence[str]:
    """The feeds that ever carried a story and were not let go of."""
    return conn.execute(select(feed_days.c.feed).distinct().order_by(feed_days.c.feed)).scalars().all()


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


def by_arrival(conn: Connection, feed: str, after: tuple[datetime, UUID] | None, limit: int) -> list[Entry]:
    """The entries of a feed from the earliest date on, ``limit`` at a time after a (date, id)."""
    query = (
        select(stories.c.entry)
        .join(feed_entries, feed_entries.c.story == stories.c.id)
        .where(feed_entries.c.feed == feed, stories.c.entry.is_not(None))
    )
    if after is not None:
        date, last = after
        later = or_(feed_entries.c.date > date, feed_entries.c.story > last)
        query = query.where(feed_entries.c.date >= date, later)
    query = query.order_by(feed_entries.c.date, feed_entries.c.story).limit(limit)
    return [ENTRY.decode(entry) for entry in conn.execute(query).scalars().all()]


def counts(conn: Connection) -> dict[str, int]:
    """How many stories each feed has, by the counters that :func:`place` keeps."""
    query = select(feed_days.c.feed, func.sum(feed_days.c.stories).label("n")).group_by(feed_days.c.feed)
    return {row.feed: int(row.n) for row in conn.execute(query).all() if row.n}


def count(conn: Connection, feed: str) -> int:
    """How many stories one feed has."""
    query = select(func.sum(feed_days.c.stories)).where(feed_days.c.feed == feed)
    return int(conn.execute(query).scalar_one() or 0)


def per_day(conn: Connection, feed: str, days: int) -> dict[date, int]:
    """How many stories of a feed each day has (UTC), over the ``days`` before its newest story."""
    mine = (feed_days.c.feed == feed) & (feed_days.c.stories > 0)
    newest = conn.execute(select(func.max(feed_days.c.day)).where(mine)).scalar_one_or_none()
    if newest is None:
        return {}
    query = select(feed_days.c.day, feed_days.c.stories).where(mine, feed_days.c.day > newest - timedelta(days=days))
    return {row.day: row.stories for row in conn.execute(query).all()}


def weekly(conn: Connection, names: Iterable[str], weeks: int) -> dict[str, list[int]]:
    """How many stories each feed has in each of the last ``weeks`` weeks, the oldest first; the last one ends with
    the newest day of all of them."""
    wanted = feed_days.c.feed.in_(list(names)) & (feed_days.c.stories > 0)
    newest = conn.execute(select(func.max(feed_days.c.day)).where(wanted)).scalar_one_or_none()
    if newest is None:
        return {}
    begin = newest - timedelta(weeks=weeks)
    found: dict[str, list[int]] = {}
    for row in conn.execute(select(feed_days).where(wanted, feed_days.c.day > begin)).all():
        found.setdefault(row.feed, [0] * weeks)[((row.day - begin).days - 1) // 7] += row.stories
    return found


def since(conn: Connection, feed: str, at: datetime, limit: int) -> list[Entry]:
    """The entries of a feed dated after a moment, the newest first, at most ``limit``."""
    query = (
        select(stories.c.entry)
        .join(feed_entries, feed_entries.c.story == stories.c.id)
        .where(feed_entries.c.feed == feed, feed_entries.c.date > at, stories.c.entry.is_not(None))
        .order_by(feed_entries.c.date.desc(), feed_entries.c.story)
        .limit(limit)
    )
    return [ENTRY.decode(entry) for entry in conn.execute(query).scalars().all()]


def mark_dirty(conn: Connection, names: Iterable[str]) -> None:
    """Leave word that these feeds must be rendered anew."""
    add_missing(conn, dirty_feeds, [{"feed": name} for name in sorted(set(names))])


def dirty(conn: Connection) -> Sequence[str]:
    """The feeds that must be rendered anew."""
    return conn.execute(select(dirty_feeds.c.feed).order_by(dirty_feeds.c.feed)).scalars().all()


def clear_dirty(conn: Connection, names: Iterable[str]) -> None:
    """Take back the word left for these feeds."""
    conn.execute(delete(dirty_feeds).where(dirty_feeds.c.feed.in_(list(names))))


def mark_page_dirty(conn: Connection, article: UUID) -> None:
    """Leave word that an article's page must be written or removed."""
    mark_pages_dirty(conn, [article])


def mark_pages_dirty(conn: Connection, found: Iterable[UUID]) -> None:
    """The same for several."""
    add_missing(conn, dirty_pages, [{"article": article} for article in found])


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
    put(conn, facts, [{"name": name, "value": value}])
