"""What is old enough to be removed, and what keeps it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, or_, select

from feedmill.model import Fingerprint
from feedmill.store import archives, developments, documents, feeds, filing, tombstones
from feedmill.store.codec import ARTICLE
from feedmill.store.schema import (
    articles,
    dirty_stories,
    feed_entries,
    lookup,
    stories,
    story_aliases,
    story_links,
)
from feedmill.store.schema import (
    developments as development_table,
)
from feedmill.store.schema import (
    documents as document_table,
)

REASON = "removed by age"

TELLING = 40
"""Letters from which a text is an article's own; a shorter one ("Read more"), or none, would keep out strangers."""


Near = Callable[[Fingerprint], Iterable[str]]
"""Gives the keys by which a reworded copy of a text is known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """An article that is old enough: when it was first seen, and the story it belongs to."""

    id: UUID
    story: UUID | None
    first_seen: datetime


def aged(conn: Connection, before: datetime, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Aged]:
    """Articles first seen before a moment, the oldest first, ``limit`` at a time after a (first_seen, id)."""
    query = select(articles.c.id, articles.c.story, articles.c.first_seen).where(articles.c.first_seen < before)
    if after is not None:
        at, last = after
        query = query.where(articles.c.first_seen >= at, or_(articles.c.first_seen > at, articles.c.id > last))
    rows = conn.execute(query.order_by(articles.c.first_seen, articles.c.id).limit(limit)).all()
    return [Aged(**row._mapping) for row in rows]


def shown(conn: Connection, window: int) -> frozenset[UUID]:
    """The stories that stand among the newest ``window`` entries of any feed, themselves or by a development."""
    found: set[UUID] = set()
    for feed in feeds.known(conn):
        query = select(feed_entries.c.story).where(feed_entries.c.feed == feed)
        query = query.order_by(feed_entries.c.date.desc(), feed_entries.c.story).limit(window)
        found |= set(conn.execute(query).scalars().all())
    return frozenset(found | set(_stories_of(conn, found)))


def _stories_of(conn: Connection, entries: Collection[UUID]) -> Sequence[UUID]:
    query = select(development_table.c.story).where(development_table.c.id.in_(list(entries)))
    return conn.execute(query).scalars().all()


def is_current(conn: Connection, found: Collection[UUID], before: datetime) -> bool:
    """Whether any of these articles came later than a moment, or stands in a document that was read later."""
    newer = or_(articles.c.first_seen >= before, articles.c.present & (document_table.c.read_at >= before))
    query = select(articles.c.id).join(document_table, document_table.c.id == articles.c.document)
    return conn.execute(query.where(articles.c.id.in_(list(found)), newer).limit(1)).first() is not None


def members(conn: Connection, story: UUID) -> Sequence[UUID]:
    """The articles of a story."""
    return conn.execute(select(articles.c.id).where(articles.c.story == story)).scalars().all()


def remove_story(conn: Connection, story: UUID) -> bool:
    """Take a story out of what is stored, with its developments; its articles are removed by themselves. False, and
    nothing is done, while an archive document that holds any of them can still change.

    Counts and charts go on counting it. Other names of it stay unknown.
    """
    own = [row.id for row in developments.of_story(conn, story)]
    if not archives.seal_with(conn, [story, *own]):
        return False
    for development in own:
        developments.withdraw(conn, development)
    conn.execute(delete(feed_entries).where(feed_entries.c.story == story))
    conn.execute(delete(story_links).where(or_(story_links.c.story == story, story_links.c.other == story)))
    conn.execute(delete(story_aliases).where(story_aliases.c.story == story))
    conn.execute(delete(dirty_stories).where(dirty_stories.c.story == story))
    conn.execute(delete(stories).where(stories.c.id == story))
    return True


def remove_articles(
    conn: Connection, found: Collection[UUID], before: datetime, now: datetime, near: Near = lambda _: ()
) -> None:
    """Remove articles with their words and keys, and the originals that no other article needs; tombstones stay.

    ``near`` gives the keys by which a reworded copy without a date is known again.
    """
    joined = select(*_BURIED).join(document_table, document_table.c.id == articles.c.document)
    rows = conn.execute(joined.where(articles.c.id.in_(list(found)))).all()
    bands = _bands(conn, found)
    for row in rows:
        kept = near(Fingerprint(version=row.fingerprint_version, lookup=(), facts=row.fingerprint))
        graves = [*_graves(row, bands.get(row.id, [])), *tombstones.near_graves(row.published is not None, kept)]
        tombstones.bury(conn, graves, REASON, now)
        filing.remove(conn, row.id)
        if row.story is not None:
            feeds.mark_page_dirty(conn, row.id)
    for sha256 in {row.sha256 for row in rows if row.sha256 is not None and row.read_at < before}:
        if not _is_needed(conn, sha256):
            documents.withdraw_original(conn, sha256)


_BURIED = (
    articles.c.id, articles.c.story, articles.c.article, articles.c.text_key, articles.c.url_key, articles.c.published,
    articles.c.fingerprint, articles.c.fingerprint_version, document_table.c.sha256, document_table.c.read_at,
)  # fmt: skip


def _bands(conn: Connection, found: Collection[UUID]) -> dict[UUID, list[str]]:
    """The keys of these articles that a copy of their text shares."""
    query = select(lookup).where(lookup.c.article.in_(list(found))).order_by(lookup.c.key)
    bands: dict[UUID, list[str]] = {}
    for row in conn.execute(query).all():
        bands.setdefault(row.article, []).append(row.key)
    return bands


def _graves(row: Any, keys: Sequence[str]) -> list[tuple[str, str]]:
    graves = [("article", str(row.id))]
    if len(ARTICLE.decode(row.article).text) >= TELLING:
        graves.append(("text", row.text_key))
    if row.url_key:
        graves.append(("url", row.url_key))
    if keys and row.published is not None:
        graves.append(tombstones.copy_grave(row.published.date(), keys))
    return graves


def _is_needed(conn: Connection, sha256: str) -> bool:
    query = select(articles.c.id).join(document_table, document_table.c.id == articles.c.document)
    return conn.execute(query.where(document_table.c.sha256 == sha256).limit(1)).first() is not None
