"""What is stored, as records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from feedmill.model import Entry
from feedmill.pipeline.desk import Desk
from feedmill.rendering.citation import csl_item
from feedmill.rendering.record import RecordSource, article_record, refused_record
from feedmill.store import articles, documents
from feedmill.store.articles import ArticleRow
from feedmill.store.codec import ENTRY
from feedmill.store.documents import DocumentRow

PAGE = 200
"""Rows between two transactions of a long read."""


def export(desk: Desk) -> Iterator[dict[str, Any]]:
    """The record of everything stored, refused documents too, document by document in the order of their arrival."""
    last = 0
    while True:
        with desk.store.reading() as conn:
            rows = documents.page(conn, after=last, limit=PAGE)
            records = [record for row in rows for record in _stored_records(conn, row)]
        if not rows:
            return
        yield from records
        last = rows[-1].id


def citations(desk: Desk) -> Iterator[dict[str, Any]]:
    """Every stored article that is about the beat or close to it, as a CSL-JSON item."""
    for record in export(desk):
        item = csl_item(record) if record["verdict"] in ("yes", "borderline") else None
        if item is not None:
            yield item


def _stored_records(conn: Connection, row: DocumentRow) -> list[dict[str, Any]]:
    records = [stored_record(article) for article in articles.of_document(conn, row.id)]
    if row.rejection is not None:
        records.append(refused_record(_source(row), row.rejection))
    return records


def stored_record(row: ArticleRow) -> dict[str, Any]:
    """The record of a stored article."""
    return article_record(_source(row), row.article, row.judgement, id=row.id, story=row.story)


def story_record(entry: Entry) -> dict[str, Any]:
    """A published story as its entry shows it, with ids as URNs."""
    return {**ENTRY.encode(entry), "id": entry.id.urn, "article": entry.article.urn}


def _source(row: ArticleRow | DocumentRow) -> RecordSource:
    return RecordSource(
        origin=row.origin, sha256=row.sha256, media_type=row.media_type, encoding=row.encoding, source=row.source,
        first_seen=row.first_seen,
    )  # fmt: skip
