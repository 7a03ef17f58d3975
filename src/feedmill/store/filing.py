"""Articles filed: stored, indexed, changed, withdrawn, removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from feedmill.model import Article, Fingerprint, Judgement
from feedmill.store import search
from feedmill.store.articles import ArticleRow
from feedmill.store.codec import ARTICLE, FINGERPRINT, JUDGEMENT
from feedmill.store.schema import articles, documents, edited_articles, lookup, sources


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


def add_storyless(conn: Connection, kept: Sequence[ToKeep]) -> None:
    """Store new articles that are in no story, all at once: most of what feeds hold is not about the beat."""
    if kept:
        rows = [{"id": one.id, "first_seen": one.first_seen, **_values(one)} for one in kept]
        conn.execute(insert(articles), rows)
        told = {document: _source(conn, document) for document in {one.document for one in kept}}
        search.add(conn, [_to_find(one, *told[one.document]) for one in kept])


def _to_find(kept: ToKeep, source: str, view: str) -> search.Entry:
    return search.Entry(
        key=kept.id,
        article=kept.article,
        judgement=kept.judgement,
        first_seen=kept.first_seen,
        source=source,
        view=view,
    )


def _source(conn: Connection, document: int) -> tuple[str, str]:
    """The source of a document, and whose eyes it sees with."""
    query = select(documents.c.source, sources.c.view).outerjoin(sources, sources.c.id == documents.c.source)
    row = conn.execute(query.where(documents.c.id == document)).one()
    return row.source, row.view or "unknown"


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


def remove(conn: Connection, article: UUID) -> None:
    """Delete an article and its keys."""
    search.drop(conn, article)
    conn.execute(delete(lookup).where(lookup.c.article == article))
    conn.execute(delete(edited_articles).where(edited_articles.c.article == article))
    conn.execute(delete(articles).where(articles.c.id == article))


def mark_edited(conn: Connection, article: UUID) -> None:
    """Note that a known article's title or text was changed by its document."""
    if conn.execute(select(edited_articles).where(edited_articles.c.article == article)).first() is None:
        conn.execute(insert(edited_articles).values(article=article))


def take_edited(conn: Connection) -> frozenset[UUID]:
    """The articles edited since this was last asked, which is hereby forgotten."""
    found = frozenset(conn.execute(select(edited_articles.c.article)).scalars().all())
    conn.execute(delete(edited_articles))
    return found
