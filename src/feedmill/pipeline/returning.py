"""What comes again under another name: recognised across documents, withheld when it was forgotten, held back when a
source suddenly offers its old items as new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from feedmill.model import Article, Judged
from feedmill.store import articles, documents, tombstones
from feedmill.store.articles import ArticleRow
from feedmill.stories.identity import Known, is_same, recognise, text_key, url_key
from feedmill.stories.recurrence import NEARLY, near_keys

MANY, MOST = 5, 0.8
"""So many items at once, and so large a share of what seems new, are a flood when they are old."""

OLD = timedelta(days=7)
"""How long before the newest that its source was known to have an item must be dated to be old."""


def find_moved(
    conn: Connection, document: int, source: str, here: Collection[str] | None, found: Sequence[tuple[Article, Judged]]
) -> list[ArticleRow | None]:
    """For each article the stored one that it is, kept until now under another document of the source.

    That document must be gone: none of its names is ``here``. None: the source is no folder, its documents are
    versions of one listing. Another outlet's copy is not the same article.
    """
    text_keys = [judged.text_key for _, judged in found]
    url_keys = [judged.url_key for _, judged in found if judged.url_key]
    stored = articles.with_keys(conn, source, text_keys, url_keys, but=document)
    gone = {row.document for row in stored} - (
        documents.still_named(conn, source, {row.document for row in stored}, here) if here is not None else set()
    )
    by_key: dict[str, list[Article]] = {}
    for article, judged in found:
        for key in {judged.text_key, judged.url_key or judged.text_key}:
            by_key.setdefault(key, []).append(article)
    same = {row.id: row for row in stored if row.document in gone and _is_among(row.original, by_key)}
    ids = recognise([Known(id=row.id, article=row.original) for row in same.values()], [one for one, _ in found])
    return [same[ident] if ident else None for ident in ids]


def _is_among(known: Article, by_key: Mapping[str, Sequence[Article]]) -> bool:
    keys = {text_key(known.text), url_key(known.url) if known.url else ""}
    return any(is_same(known, article) for key in keys for article in by_key.get(key, ()))


def is_buried(conn: Connection, article: Article, judged: Judged) -> bool:
    """Whether an article, or what stood under its address, was withdrawn or removed for good, or is nearly the text of
    what was removed by age."""
    keys = [("text", judged.text_key)]
    if judged.url_key:
        keys.append(("url", judged.url_key))
    return tombstones.is_buried(conn, keys) or is_buried_copy(conn, article, judged)


def is_buried_copy(conn: Connection, article: Article, judged: Judged) -> bool:
    """Whether a text is nearly one that was removed by age: of the same days or, when either has no date, with the
    same numbers."""
    published, print_ = article.published, judged.fingerprint
    if published is not None and tombstones.is_buried_copy(conn, published.at.date(), print_.lookup):
        return True
    return tombstones.shared_with_one_buried(conn, published is not None, near_keys(print_)) >= NEARLY


def hold_back(
    conn: Connection, source: str, fresh: Sequence[tuple[int, Article, Judged]], now: datetime
) -> frozenset[int]:
    """The places of items that are held back: old ones, when a source that was read before offers hardly anything
    else as new. They leave tombstones, so that the next visit does not offer them again.

    A source's first listing is never a flood, nor what a person drops into the folder.
    """
    graves = {at: _grave(source, judged) for at, _, judged in fresh}
    known = tombstones.buried_among(conn, "held", [key for _, key in graves.values()])
    buried = {at for at, (_, key) in graves.items() if key in known}
    newest = articles.newest_of(conn, source) if len(fresh) >= MANY else None
    if newest is None:
        return frozenset(buried)
    old = {at for at, article, _ in fresh if article.published and article.published.at < newest - OLD}
    if len(old - buried) >= MANY and len(old | buried) >= MOST * len(fresh):
        tombstones.bury(conn, [graves[at] for at in sorted(old)], "held back", now)
        return frozenset(old | buried)
    return frozenset(buried)


def held_words(held: Collection[int]) -> str:
    """What the ledger says of items that were held back."""
    return f"{len(held)} held back: old items that the source offers as new"


def _grave(source: str, judged: Judged) -> tuple[str, str]:
    return "held", f"{source}:{judged.text_key}"
