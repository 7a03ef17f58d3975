"""Articles as members of stories: who belongs to one, who could."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, Select, TextualSelect, Uuid, bindparam, column, select, text, update

from feedmill.model import Article, Fingerprint, Judgement, Member, Neighbour
from feedmill.store.codec import ARTICLE, JUDGEMENT
from feedmill.store.schema import articles, documents, sources

NEIGHBOURS = 24
"""Most candidates that a newcomer is compared with: those that share most, and rarest, keys."""

COMMON = 100
"""A lookup key that stands in so many articles and more says nothing (a standing phrase of an agency, a president in a
busy week); it is skipped, so that placing costs the same however much is stored."""


_SHARING = """
WITH asked(key) AS (VALUES {keys}), sized AS MATERIALIZED (
SELECT key, (SELECT COUNT(*) FROM (SELECT 1 FROM lookup WHERE lookup.key = asked.key LIMIT :common) AS few) AS many
FROM asked)
SELECT lookup.article, SUM(100000 / (2 + many)) AS weight FROM sized JOIN lookup ON lookup.key = sized.key
WHERE many < :common GROUP BY lookup.article ORDER BY weight DESC, lookup.article LIMIT :most
"""


_FINGERPRINT = (articles.c.fingerprint, articles.c.fingerprint_version)


_NEAR = (
    select(articles.c.id, articles.c.story, *_FINGERPRINT, articles.c.published, articles.c.first_seen)
    .where(articles.c.id.in_(bindparam("ranked", expanding=True)), articles.c.story.is_not(None))
    .order_by(articles.c.first_seen, articles.c.id)
)
_TEXTS = select(articles.c.id, articles.c.article).where(articles.c.id.in_(bindparam("these", expanding=True)))


def neighbours(conn: Connection, fingerprint: Fingerprint, but: UUID | None = None) -> list[Neighbour]:
    """Stored members of stories that share lookup keys with a newcomer, at most :data:`NEIGHBOURS`.

    Of every key no more than :data:`COMMON` rows are looked at, so that a key that half the archive has costs as much
    as a rare one. A shared key counts the more, the fewer have it. Only articles in a story have keys.
    """
    keys = sorted(set(fingerprint.lookup))
    if not keys:
        return []
    named = {f"key{at}": key for at, key in enumerate(keys)}
    rows = conn.execute(_sharing(len(keys)), {**named, "common": COMMON, "most": NEIGHBOURS + 1}).all()
    ranked = [row.article for row in rows if row.article != but][:NEIGHBOURS]
    return _neighbours(conn, ranked) if ranked else []


@lru_cache(maxsize=128)
def _sharing(keys: int) -> TextualSelect:
    """One statement for all keys, each with a limit of its own. Weights are whole numbers: sums do not depend on
    their order."""
    asked = ", ".join(f"(:key{at})" for at in range(keys))
    sharing = text(_SHARING.format(keys=asked))
    return sharing.columns(column("article", Uuid), column("weight", Integer))


def _neighbours(conn: Connection, ranked: Sequence[UUID]) -> list[Neighbour]:
    return [
        Neighbour(
            id=row.id, story=row.story, fingerprint=_fingerprint(row), published=row.published,
            first_seen=row.first_seen,
        )
        for row in conn.execute(_NEAR, {"ranked": ranked}).all()
    ]  # fmt: skip


def _fingerprint(row: Any) -> Fingerprint:
    return Fingerprint(version=row.fingerprint_version, lookup=(), facts=row.fingerprint)


def texts(conn: Connection, keys: Collection[UUID]) -> dict[UUID, Article]:
    """These articles, without what is known about them."""
    return {row.id: ARTICLE.decode(row.article) for row in conn.execute(_TEXTS, {"these": list(keys)}).all()}


def of_story(conn: Connection, story: UUID) -> list[Member]:
    """All articles of a story, oldest first."""
    return of_stories(conn, [story])[story]


def of_stories(conn: Connection, stories: Collection[UUID]) -> dict[UUID, list[Member]]:
    """The articles of each of these stories, oldest first."""
    found: dict[UUID, list[Member]] = {story: [] for story in stories}
    for row in conn.execute(_members_query().where(articles.c.story.in_(list(stories)))).all():
        found[row.story].append(_member(row))
    return found


def sources_of(conn: Connection, story: UUID) -> frozenset[str]:
    """The sources that a story's articles came from."""
    query = select(documents.c.source).join(articles, articles.c.document == documents.c.id)
    return frozenset(conn.execute(query.where(articles.c.story == story)).scalars().all())


def judgements(conn: Connection, stories: Collection[UUID]) -> dict[UUID, Judgement]:
    """The judgements of these stories' articles, by article."""
    query = select(articles.c.id, articles.c.judgement).where(articles.c.story.in_(list(stories)))
    return {row.id: JUDGEMENT.decode(row.judgement) for row in conn.execute(query).all()}


def move(conn: Connection, source: UUID, target: UUID) -> None:
    """Let all articles of one story belong to another."""
    conn.execute(update(articles).where(articles.c.story == source).values(story=target))


def _members_query() -> Select[Any]:
    own = (
        articles.c.id, articles.c.story, articles.c.article, articles.c.verdict, articles.c.score,
        *_FINGERPRINT, articles.c.first_seen, documents.c.source, documents.c.origin, sources.c.view,
    )  # fmt: skip
    joined = select(*own).join(documents, documents.c.id == articles.c.document)
    joined = joined.outerjoin(sources, sources.c.id == documents.c.source)
    return joined.order_by(articles.c.first_seen, articles.c.id)


def _member(row: Any) -> Member:
    return Member(
        id=row.id, story=row.story, article=ARTICLE.decode(row.article), verdict=row.verdict, score=row.score,
        fingerprint=_fingerprint(row), first_seen=row.first_seen, source=row.source, document=row.origin,
        outlet_view=row.view or "unknown",
    )  # fmt: skip
