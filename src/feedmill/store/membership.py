"""Articles as members of stories: who belongs to one, who could."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Text, TextualSelect, Uuid, column, select, text, update

from feedmill.model import Fingerprint, Judgement, Member
from feedmill.store.codec import ARTICLE, FINGERPRINT, JUDGEMENT
from feedmill.store.schema import articles, documents, sources

NEIGHBOURS = 60
"""Most candidates that a newcomer is compared with: those that share most keys."""

COMMON = 200
"""A lookup key that stands in more articles than this says nothing (a standing phrase of an agency); it is skipped,
so that placing costs the same however much is stored."""


def neighbours(conn: Connection, fingerprint: Fingerprint, but: UUID | None = None) -> list[Member]:
    """Stored members of stories that share lookup keys with a newcomer, at most :data:`NEIGHBOURS`.

    Of every key no more than :data:`COMMON` rows and one are looked at, so that a key that half the archive has costs
    as much as a rare one.
    """
    keys = sorted(set(fingerprint.lookup))
    if not keys:
        return []
    named = {f"key{at}": key for at, key in enumerate(keys)}
    rows = conn.execute(_sharing(len(keys)), {**named, "most": COMMON + 1}).all()
    by_key: dict[str, list[UUID]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row.article)
    shared = Counter(one for found in by_key.values() if len(found) <= COMMON for one in found if one != but)
    ranked = sorted(shared, key=lambda one: (-shared[one], one))[:NEIGHBOURS]
    return _members(conn, _members_query().where(articles.c.id.in_(ranked))) if ranked else []


@lru_cache(maxsize=128)
def _sharing(keys: int) -> TextualSelect:
    """One statement for all keys, each with a limit of its own; built by hand, for SQLAlchemy takes longer to build
    a union of seventy than the database to answer it."""
    part = "SELECT key, article FROM (SELECT key, article FROM lookup WHERE key = :key{0} LIMIT :most) AS part{0}"
    statement = " UNION ALL ".join(part.format(at) for at in range(keys))
    return text(statement).columns(column("key", Text), column("article", Uuid))


def of_story(conn: Connection, story: UUID) -> list[Member]:
    """All articles of a story, oldest first."""
    return _members(conn, _members_query().where(articles.c.story == story))


def sources_of(conn: Connection, story: UUID) -> frozenset[str]:
    """The sources that a story's articles came from."""
    query = select(documents.c.source).join(articles, articles.c.document == documents.c.id)
    return frozenset(conn.execute(query.where(articles.c.story == story)).scalars().all())


def judgements(conn: Connection, story: UUID) -> dict[UUID, Judgement]:
    """The judgements of a story's articles."""
    query = select(articles.c.id, articles.c.judgement).where(articles.c.story == story)
    return {row.id: JUDGEMENT.decode(row.judgement) for row in conn.execute(query).all()}


def move(conn: Connection, source: UUID, target: UUID) -> None:
    """Let all articles of one story belong to another."""
    conn.execute(update(articles).where(articles.c.story == source).values(story=target))


def _members_query() -> Select[Any]:
    own = (
        articles.c.id, articles.c.story, articles.c.article, articles.c.verdict, articles.c.score,
        articles.c.fingerprint, articles.c.first_seen, documents.c.source, documents.c.origin, sources.c.view,
    )  # fmt: skip
    joined = select(*own).join(documents, documents.c.id == articles.c.document)
    joined = joined.outerjoin(sources, sources.c.id == documents.c.source)
    return joined.where(articles.c.story.is_not(None)).order_by(articles.c.first_seen, articles.c.id)


def _members(conn: Connection, query: Select[Any]) -> list[Member]:
    return [
        Member(
            id=row.id, story=row.story, article=ARTICLE.decode(row.article), verdict=row.verdict, score=row.score,
            fingerprint=FINGERPRINT.decode(row.fingerprint), first_seen=row.first_seen, source=row.source,
            document=row.origin, outlet_view=row.view or "unknown",
        )
        for row in conn.execute(query).all()
    ]  # fmt: skip
