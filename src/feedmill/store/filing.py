"""Articles filed: stored, indexed, changed, withdrawn, removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from feedmill.model import Article, Fingerprint, Judgement
from feedmill.store import search
from feedmill.store.articles import ArticleRow
from feedmill.store.codec import ARTICLE, JUDGEMENT
from feedmill.store.rows import add_missing
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


_ADD, _INDEX = insert(articles), insert(lookup)
_SHOWN = select(articles.c.id).where(articles.c.document == bindparam("of"), articles.c.present)
_UNINDEX = delete(lookup).where(lookup.c.article == bindparam("of"))
_SOURCE = (
    select(documents.c.source, sources.c.view)
    .outerjoin(sources, sources.c.id == documents.c.source)
    .where(documents.c.id == bindparam("number"))
)


def add(conn: Connection, kept: Sequence[ToKeep]) -> None:
    """Store new articles, all at once."""
    if not kept:
        return
    told = {document: _source(conn, document) for document in {one.document for one in kept}}
    rows = [{"id": one.id, "first_seen": one.first_seen, **_values(one, told[one.document][0])} for one in kept]
    conn.execute(_ADD, rows)
    search.add(conn, [_to_find(one, *told[one.document]) for one in kept])
    keys = [{"key": key, "article": one.id} for one in kept for key in _keys(one)]
    if keys:
        conn.execute(_INDEX, keys)


def change(conn: Connection, kept: ToKeep) -> None:
    """Store a known article's new version; its first sight never changes."""
    source, view = _source(conn, kept.document)
    conn.execute(update(articles).where(articles.c.id == kept.id).values(_values(kept, source)))
    search.keep(conn, _to_find(kept, source, view))
    _index(conn, kept.id, _keys(kept))


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
    row = conn.execute(_SOURCE, {"number": document}).one()
    return row.source, row.view or "unknown"


def _values(kept: ToKeep, source: str) -> dict[str, Any]:
    article, judgement = kept.article, kept.judgement
    return {
        "document": kept.document,
        "source": source,
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
        "fingerprint": kept.fingerprint.facts,
        "fingerprint_version": kept.fingerprint.version,
        "beat": judgement.beat,
    }


def _keys(kept: ToKeep) -> list[str]:
    """Only what is in a story can be a neighbour."""
    return sorted(set(kept.fingerprint.lookup)) if kept.story is not None else []


def _index(conn: Connection, article: UUID, keys: Sequence[str]) -> None:
    conn.execute(_UNINDEX, {"of": article})
    if keys:
        conn.execute(_INDEX, [{"key": key, "article": article} for key in keys])


def refingerprint(conn: Connection, row: ArticleRow, fingerprint: Fingerprint) -> None:
    """Give a stored article a fingerprint of another version; nothing else about it changes."""
    values = {"fingerprint": fingerprint.facts, "fingerprint_version": fingerprint.version}
    conn.execute(update(articles).where(articles.c.id == row.id).values(values))
    _index(conn, row.id, sorted(set(fingerprint.lookup)) if row.story is not None else [])


def mark_absent(conn: Connection, document: int, present: Iterable[UUID]) -> None:
    """Note which articles the latest version of a document no longer holds. They stay published: a listing rolls on."""
    here = list(present)
    shown = conn.execute(_SHOWN, {"of": document}).scalars().all()
    gone = sorted(set(shown).difference(here))
    if gone:
        conn.execute(update(articles).where(articles.c.id.in_(gone)).values(present=False))


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
    add_missing(conn, edited_articles, [{"article": article}])


def take_edited(conn: Connection) -> frozenset[UUID]:
    """The articles edited since this was last asked, which is hereby forgotten."""
    found = frozenset(conn.execute(select(edited_articles.c.article)).scalars().all())
    conn.execute(delete(edited_articles))
    return found
