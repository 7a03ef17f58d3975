"""Articles: kept, found again, listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    TextualSelect,
    Uuid,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from feedmill.model import Article, Fingerprint, Judgement, Member
from feedmill.store import search
from feedmill.store.codec import ARTICLE, FINGERPRINT, JUDGEMENT
from feedmill.store.schema import articles, documents, edited_articles, feed_entries, lookup, sources

NEIGHBOURS = 60
"""Most candidates that a newcomer is compared with: those that share most keys, then the newest."""

COMMON = 200
"""A lookup key that stands in more articles than this says nothing (a standing phrase of an agency); it is skipped,
so that placing costs the same however much is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article as stored, with what it came from. ``document`` is the number, ``origin`` its name.

    ``as_read`` is the article before an editor's decision, None where there is none.
    """

    id: UUID
    document: int
    origin: str
    source: str
    sha256: str | None
    media_type: str | None
    encoding: str | None
    story: UUID | None
    present: bool
    article: Article
    judgement: Judgement
    first_seen: datetime
    as_read: Article | None = None

    @property
    def original(self) -> Article:
        """The article as its document states it, whatever an editor decided."""
        return self.as_read or self.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An article in a list: no more than a line says of it."""

    id: UUID
    document: int
    story: UUID | None
    title: str
    language: str | None
    verdict: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToKeep:
    """An article about to be stored; ``url_key`` and ``text_key`` are how it is recognised again.

    ``as_read``: the article before an editor's decision, where there is one.
    """

    id: UUID
    document: int
    story: UUID | None
    article: Article
    judgement: Judgement
    fingerprint: Fingerprint
    url_key: str | None
    text_key: str
    first_seen: datetime
    as_read: Article | None = None
    present: bool = True


def keep(conn: Connection, kept: ToKeep) -> None:
    """Store an article or its new version; its first sight, once recorded, never changes."""
    values = _values(kept)
    if conn.execute(update(articles).where(articles.c.id == kept.id).values(values)).rowcount == 0:
        conn.execute(insert(articles).values(id=kept.id, first_seen=kept.first_seen, **values))
    search.keep(conn, _to_find(kept, *_source(conn, kept.document)))
    _index(conn, kept.id, kept.fingerprint if kept.story is not None else None)


def _to_find(kept: ToKeep, source: str, view: str) -> search.Entry:
    return search.Entry(
        key=kept.id,
        article=kept.article,
        judgement=kept.judgement,
        first_seen=kept.first_seen,
        source=source,
        view=view,
    )


def add_storyless(conn: Connection, kept: Sequence[ToKeep]) -> None:
    """Store new articles that are in no story, all at once: most of what feeds hold is not about the beat."""
    if kept:
        rows = [{"id": one.id, "first_seen": one.first_seen, **_values(one)} for one in kept]
        conn.execute(insert(articles), rows)
        told = {document: _source(conn, document) for document in {one.document for one in kept}}
        search.add(conn, [_to_find(one, *told[one.document]) for one in kept])


def _values(kept: ToKeep) -> dict[str, Any]:
    article, judgement = kept.article, kept.judgement
    return {
        "document": kept.document,
        "story": kept.story,
        "position": article.position,
        "present": kept.present,
        "title": article.title,
        "url": article.url,
        "url_key": kept.url_key,
        "text_key": kept.text_key,
        "language": article.language,
        "published": article.published.at if article.published else None,
        "verdict": judgement.verdict,
        "score": judgement.score,
        "article": ARTICLE.encode(article),
        "as_read": ARTICLE.encode(kept.as_read) if kept.as_read else None,
        "judgement": JUDGEMENT.encode(judgement),
        "fingerprint": FINGERPRINT.encode(kept.fingerprint),
        "fingerprint_version": kept.fingerprint.version,
        "beat": judgement.beat,
    }


def _index(conn: Connection, article: UUID, fingerprint: Fingerprint | None) -> None:
    """Only what can be in a story can be a neighbour."""
    conn.execute(delete(lookup).where(lookup.c.article == article))
    keys = sorted(set(fingerprint.lookup)) if fingerprint else []
    if keys:
        conn.execute(insert(lookup), [{"key": key, "article": article} for key in keys])


def refingerprint(conn: Connection, row: ArticleRow, fingerprint: Fingerprint) -> None:
    """Give a stored article a fingerprint of another version; nothing else about it changes."""
    values = {"fingerprint": FINGERPRINT.encode(fingerprint), "fingerprint_version": fingerprint.version}
    conn.execute(update(articles).where(articles.c.id == row.id).values(values))
    _index(conn, row.id, fingerprint if row.story is not None else None)


def of_other_fingerprints(conn: Connection, version: int, *, after: UUID | None, limit: int) -> Sequence[ArticleRow]:
    """Articles whose fingerprint is of another version, by id, ``limit`` at a time."""
    query = _rows().where(articles.c.fingerprint_version != version)
    if after is not None:
        query = query.where(articles.c.id > after)
    return _fetch(conn, query.order_by(articles.c.id).limit(limit))


def _source(conn: Connection, document: int) -> tuple[str, str]:
    """The source of a document, and whose eyes it sees with."""
    query = select(documents.c.source, sources.c.view).outerjoin(sources, sources.c.id == documents.c.source)
    row = conn.execute(query.where(documents.c.id == document)).one()
    return row.source, row.view or "unknown"


def mark_absent(conn: Connection, document: int, present: Iterable[UUID]) -> None:
    """Note which articles the latest version of a document no longer holds. They stay published: a listing rolls on."""
    here = list(present)
    gone = (articles.c.document == document) & articles.c.id.not_in(here)
    conn.execute(update(articles).where(gone).values(present=False))


def withdraw(conn: Connection, gone: Iterable[UUID]) -> None:
    """Take articles out of their stories: their document, read by better rules, does not hold them."""
    ids = list(gone)
    conn.execute(delete(lookup).where(lookup.c.article.in_(ids)))
    conn.execute(update(articles).where(articles.c.id.in_(ids)).values(present=False, story=None, verdict="no"))


def mark_edited(conn: Connection, article: UUID) -> None:
    """Note that a known article's title or text was changed by its document."""
    if conn.execute(select(edited_articles).where(edited_articles.c.article == article)).first() is None:
        conn.execute(insert(edited_articles).values(article=article))


def take_edited(conn: Connection) -> frozenset[UUID]:
    """The articles edited since this was last asked, which is hereby forgotten."""
    found = frozenset(conn.execute(select(edited_articles.c.article)).scalars().all())
    conn.execute(delete(edited_articles))
    return found


def of_document(conn: Connection, document: int) -> Sequence[ArticleRow]:
    """All articles of a document, in their order."""
    query = _rows().where(articles.c.document == document).order_by(articles.c.position, articles.c.id)
    return _fetch(conn, query)


def recognisable(
    conn: Connection, source: str, document: int, url_keys: Iterable[str], text_keys: Iterable[str]
) -> Sequence[ArticleRow]:
    """The articles of a polled source that the items of its newest version could be: those of the version before,
    and those of the same address or text. Bounded, however long the source has been polled."""
    mine = documents.c.source == source
    here = (articles.c.document == document) & articles.c.present.is_(True)
    same = articles.c.url_key.in_(list(url_keys)) | articles.c.text_key.in_(list(text_keys))
    return _fetch(conn, _rows().where(mine, here | same).order_by(articles.c.first_seen, articles.c.id))


def newest_of_source(conn: Connection, source: str, limit: int) -> Sequence[ArticleRow]:
    """The articles of a source that were seen first most recently."""
    query = _rows().where(documents.c.source == source)
    return _fetch(conn, query.order_by(articles.c.first_seen.desc(), articles.c.id).limit(limit))


def outlines(conn: Connection, numbers: Iterable[int]) -> dict[int, list[Outline]]:
    """The articles of many documents, in their order, by document; without their texts."""
    wanted = (
        articles.c.id, articles.c.document, articles.c.story, articles.c.title, articles.c.language,
        articles.c.verdict, articles.c.score,
    )  # fmt: skip
    query = select(*wanted).where(articles.c.document.in_(list(numbers)))
    found: dict[int, list[Outline]] = {}
    for row in conn.execute(query.order_by(articles.c.document, articles.c.position, articles.c.id)).all():
        found.setdefault(row.document, []).append(Outline(**row._mapping))
    return found


def get(conn: Connection, article: UUID) -> ArticleRow | None:
    """One article by id."""
    found = _fetch(conn, _rows().where(articles.c.id == article))
    return found[0] if found else None


def many(conn: Connection, keys: Sequence[UUID]) -> list[ArticleRow]:
    """Articles by id, in the given order; unknown ones are left out."""
    found = {row.id: row for row in _fetch(conn, _rows().where(articles.c.id.in_(list(keys))))}
    return [found[key] for key in keys if key in found]


def find(conn: Connection, url_key: str) -> Sequence[ArticleRow]:
    """Articles with an address, given its key."""
    return _fetch(conn, _rows().where(articles.c.url_key == url_key).order_by(articles.c.first_seen, articles.c.id))


def with_keys(
    conn: Connection, source: str, text_keys: Collection[str], url_keys: Collection[str], *, but: int
) -> Sequence[ArticleRow]:
    """Articles of a source, outside of one document, that have one of these texts or addresses."""
    found: list[ArticleRow] = []
    for named_by, keys in ((articles.c.text_key, text_keys), (articles.c.url_key, url_keys)):
        if keys:
            mine = named_by.in_(sorted(set(keys))), documents.c.source == source, articles.c.document != but
            found += _fetch(conn, _rows().where(*mine).order_by(articles.c.first_seen, articles.c.id))
    return list({row.id: row for row in found}.values())


def newest_of(conn: Connection, source: str) -> datetime | None:
    """The latest date that an article of a source states; None when the source has brought no dated one."""
    query = select(func.max(articles.c.published)).join(documents, documents.c.id == articles.c.document)
    return conn.execute(query.where(documents.c.source == source)).scalar_one_or_none()


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


def members(conn: Connection, story: UUID) -> list[Member]:
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


def page(
    conn: Connection, *, after: tuple[datetime, UUID] | None = None, limit: int = 200, verdict: str | None = None,
    topic: str | None = None, newest_first: bool = False,
) -> Sequence[ArticleRow]:  # fmt: skip
    """Articles by first sight, ``limit`` at a time, after the (first_seen, id) of the last one of the page before."""
    query = _rows()
    if verdict is not None:
        query = query.where(articles.c.verdict == verdict)
    if topic is not None:
        query = query.where(articles.c.story.in_(select(feed_entries.c.story).where(feed_entries.c.feed == topic)))
    if after is not None:
        at, last = after
        beyond = articles.c.first_seen < at if newest_first else articles.c.first_seen > at
        further = articles.c.id < last if newest_first else articles.c.id > last
        query = query.where(or_(beyond, (articles.c.first_seen == at) & further))
    keys = (articles.c.first_seen, articles.c.id)
    order = [key.desc() for key in keys] if newest_first else list(keys)
    return _fetch(conn, query.order_by(*order).limit(limit))


def close(conn: Connection, *, floor: int, limit: int, after: tuple[int, UUID] | None = None) -> Sequence[ArticleRow]:
    """Articles that are not in the topic feeds but scored at least ``floor``, the closest first; ``after`` is the
    (score, id) of the last one of the page before."""
    query = _rows().where(articles.c.verdict.in_(("borderline", "no")), articles.c.score >= floor)
    if after is not None:
        score, last = after
        query = query.where(or_(articles.c.score < score, (articles.c.score == score) & (articles.c.id < last)))
    return _fetch(conn, query.order_by(articles.c.score.desc(), articles.c.id.desc()).limit(limit))


def of_other_beats(conn: Connection, beat: str, *, after: UUID | None, limit: int) -> Sequence[ArticleRow]:
    """Articles that were judged by another beat than this one, by id, ``limit`` at a time; not what was withdrawn."""
    held = articles.c.present | articles.c.story.is_not(None)
    query = _rows().where(articles.c.beat != beat, held)
    if after is not None:
        query = query.where(articles.c.id > after)
    return _fetch(conn, query.order_by(articles.c.id).limit(limit))


def decided(conn: Connection, ids: Iterable[UUID], url_keys: Iterable[str]) -> Sequence[ArticleRow]:
    """The articles that an editor's decision was applied to, and those with these ids or addresses."""
    named = or_(articles.c.id.in_(list(ids)), articles.c.url_key.in_(list(url_keys)), articles.c.as_read.is_not(None))
    return _fetch(conn, _rows().where(named).order_by(articles.c.first_seen, articles.c.id))


def published(conn: Connection) -> Sequence[UUID]:
    """The ids of all articles that have a page: those in a story."""
    return (
        conn.execute(select(articles.c.id).where(articles.c.story.is_not(None)).order_by(articles.c.id)).scalars().all()
    )


def move(conn: Connection, source: UUID, target: UUID) -> None:
    """Let all articles of one story belong to another."""
    conn.execute(update(articles).where(articles.c.story == source).values(story=target))


def remove(conn: Connection, article: UUID) -> None:
    """Delete an article and its keys."""
    search.drop(conn, article)
    conn.execute(delete(lookup).where(lookup.c.article == article))
    conn.execute(delete(edited_articles).where(edited_articles.c.article == article))
    conn.execute(delete(articles).where(articles.c.id == article))


def count(conn: Connection) -> dict[str, int]:
    """How many articles have which verdict."""
    rows = conn.execute(select(articles.c.verdict, func.count().label("n")).group_by(articles.c.verdict)).all()
    return {row.verdict: row.n for row in rows}


def _rows() -> Select[Any]:
    from_document = (
        documents.c.origin, documents.c.source, documents.c.sha256, documents.c.media_type, documents.c.encoding,
    )  # fmt: skip
    own = (
        articles.c.id, articles.c.document, articles.c.story, articles.c.present, articles.c.article,
        articles.c.judgement, articles.c.first_seen, articles.c.as_read,
    )  # fmt: skip
    return select(*own, *from_document).join(documents, documents.c.id == articles.c.document)


def _fetch(conn: Connection, query: Select[Any]) -> list[ArticleRow]:
    return [_row(row) for row in conn.execute(query).all()]


def _row(row: Row[Any]) -> ArticleRow:
    return ArticleRow(
        id=row.id, document=row.document, origin=row.origin, source=row.source, sha256=row.sha256,
        media_type=row.media_type, encoding=row.encoding, story=row.story, present=row.present,
        article=ARTICLE.decode(row.article), judgement=JUDGEMENT.decode(row.judgement), first_seen=row.first_seen,
        as_read=ARTICLE.decode(row.as_read) if row.as_read else None,
    )  # fmt: skip


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
