"""Articles found again: by what they are, by where they came from, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from feedmill.model import Article, Judgement
from feedmill.store.codec import ARTICLE, JUDGEMENT
from feedmill.store.schema import articles, documents, feed_entries


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
            mine = named_by.in_(sorted(set(keys))), articles.c.source == source, articles.c.document != but
            found += _fetch(conn, _rows().where(*mine).order_by(articles.c.first_seen, articles.c.id))
    return list({row.id: row for row in found}.values())


def recognisable(
    conn: Connection, source: str, document: int, url_keys: Iterable[str], text_keys: Iterable[str]
) -> Sequence[ArticleRow]:
    """The articles of a polled source that the items of its newest version could be: those of the version before,
    and those of the same address or text. Bounded, however long the source has been polled."""
    here = (articles.c.document == document) & articles.c.present.is_(True)
    same = articles.c.url_key.in_(list(url_keys)), articles.c.text_key.in_(list(text_keys))
    rows = _any_of(conn, (here, *same))
    return [row for row in rows if row.source == source]


def decided(conn: Connection, ids: Iterable[UUID], url_keys: Iterable[str]) -> Sequence[ArticleRow]:
    """The articles that an editor's decision was applied to, and those with these ids or addresses."""
    named = (articles.c.id.in_(list(ids)), articles.c.url_key.in_(list(url_keys)), articles.c.as_read.is_not(None))
    return _any_of(conn, named)


def _any_of(conn: Connection, named: Iterable[ColumnElement[bool]]) -> list[ArticleRow]:
    """Articles that meet any of these, by first sight; one query each, for each has an index of its own."""
    found = {row.id: row for one in named for row in _fetch(conn, _rows().where(one))}
    return sorted(found.values(), key=lambda row: (row.first_seen, row.id.bytes))


def of_document(conn: Connection, document: int) -> Sequence[ArticleRow]:
    """All articles of a document, in their order."""
    query = _rows().where(articles.c.document == document).order_by(articles.c.position, articles.c.id)
    return _fetch(conn, query)


def newest_of_source(conn: Connection, source: str, limit: int) -> Sequence[ArticleRow]:
    """The articles of a source that were seen first most recently."""
    query = _rows().where(articles.c.source == source)
    return _fetch(conn, query.order_by(articles.c.first_seen.desc(), articles.c.id.desc()).limit(limit))


def newest_of(conn: Connection, source: str) -> datetime | None:
    """The latest date that an article of a source states; None when the source has brought no dated one."""
    query = select(func.max(articles.c.published)).where(articles.c.source == source)
    return conn.execute(query).scalar_one_or_none()


def daily(conn: Connection, names: Iterable[str], last: date, days: int) -> dict[str, list[int]]:
    """How many articles of each of these sources were first seen on each of ``days`` days (UTC), the oldest first;
    ``last`` is the newest day."""
    first = last - timedelta(days=days - 1)
    day = func.date(articles.c.first_seen)
    query = (
        select(articles.c.source, day.label("day"), func.count().label("seen"))
        .where(articles.c.first_seen >= datetime.combine(first, time(), UTC), articles.c.source.in_(list(names)))
        .group_by(articles.c.source, day)
    )
    found: dict[str, list[int]] = {}
    for row in conn.execute(query).all():
        place = (date.fromisoformat(str(row.day)) - first).days
        if place < days:
            found.setdefault(row.source, [0] * days)[place] += row.seen
    return found


def published(conn: Connection) -> Sequence[UUID]:
    """The ids of all articles that have a page: those in a story."""
    return (
        conn.execute(select(articles.c.id).where(articles.c.story.is_not(None)).order_by(articles.c.id)).scalars().all()
    )


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
    nearest: list[Any] = []
    for verdict in ("borderline", "no"):  # each in the order of the index: together they would be sorted whole
        query = select(articles.c.score, articles.c.id).where(articles.c.verdict == verdict, articles.c.score >= floor)
        if after is not None:
            score, last = after
            further = or_(articles.c.score < score, articles.c.id < last)
            query = query.where(articles.c.score <= score, further)
        ordered = query.order_by(articles.c.score.desc(), articles.c.id.desc())
        nearest += [(row.score, row.id) for row in conn.execute(ordered.limit(limit)).all()]
    return many(conn, [key for _, key in sorted(nearest, reverse=True)[:limit]]) if nearest else []


def of_other_beats(conn: Connection, beat: str, *, after: UUID | None, limit: int) -> Sequence[ArticleRow]:
    """Articles that were judged by another beat than this one, by id, ``limit`` at a time; not what was withdrawn."""
    held = articles.c.present | articles.c.story.is_not(None)
    query = _rows().where(articles.c.beat != beat, held)
    if after is not None:
        query = query.where(articles.c.id > after)
    return _fetch(conn, query.order_by(articles.c.id).limit(limit))


def of_other_fingerprints(conn: Connection, version: int, *, after: UUID | None, limit: int) -> Sequence[ArticleRow]:
    """Articles whose fingerprint is of another version, by id, ``limit`` at a time."""
    query = _rows().where(articles.c.fingerprint_version != version)
    if after is not None:
        query = query.where(articles.c.id > after)
    return _fetch(conn, query.order_by(articles.c.id).limit(limit))


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
