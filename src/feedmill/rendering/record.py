"""The article record: one JSON object a line, the contract of ``read --json`` and ``export`` (docs/record.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from feedmill.model import Article, Judgement, Moment, Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSource:
    """The document that a record comes from. ``sha256`` is null for what could not be opened."""

    origin: str
    sha256: str | None
    media_type: str | None
    encoding: str | None
    source: str
    first_seen: datetime


FIELDS = (
    "id", "document", "position", "source", "title", "title_provenance", "url", "authors", "agency", "publisher",
    "language", "published", "published_precision", "published_provenance", "updated", "first_seen", "text", "html",
    "score", "verdict", "evidence", "topics", "story", "rejected",
)  # fmt: skip
"""The fields of every record, in order; null means: not stated, not known."""


def article_record(
    source: RecordSource, article: Article, judgement: Judgement, *, id: UUID | None = None, story: UUID | None = None
) -> dict[str, Any]:
    """The record of one article. ``id`` and ``story`` are null for documents that are only read, not stored."""
    stated = _moment(article.published)
    return _record(source) | {
        "id": id.urn if id else None,
        "position": article.position,
        "title": article.title,
        "title_provenance": article.title_provenance,
        "url": article.url,
        "authors": list(article.authors),
        "agency": article.agency,
        "publisher": article.publisher,
        "language": article.language,
        "published": stated["at"],
        "published_precision": stated["precision"],
        "published_provenance": stated["provenance"],
        "updated": _moment(article.updated)["at"],
        "text": article.text,
        "html": article.html,
        "score": judgement.score,
        "verdict": judgement.verdict,
        "evidence": [
            {"signal": one.signal, "points": one.points, "where": one.where, "text": one.text}
            for one in judgement.evidence
        ],
        "topics": [
            {
                "slug": topic.slug,
                "score": topic.score,
                "evidence": [{"term": one.term, "where": one.where, "text": one.text} for one in topic.evidence],
            }
            for topic in judgement.topics
        ],
        "story": story.urn if story else None,
    }


def refused_record(source: RecordSource, rejection: Rejection) -> dict[str, Any]:
    """The record of a document that yields no article: only where it came from and why."""
    return _record(source) | {"rejected": {"reason": rejection.reason, "detail": rejection.detail}}


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _record(source: RecordSource) -> dict[str, Any]:
    document = {
        "origin": source.origin,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "encoding": source.encoding,
    }
    known = {"document": document, "source": source.source, "first_seen": timestamp(source.first_seen)}
    return {name: known.get(name) for name in FIELDS}


def _moment(moment: Moment | None) -> dict[str, str | None]:
    if moment is None:
        return {"at": None, "precision": None, "provenance": None}
    return {"at": timestamp(moment.at), "precision": moment.precision, "provenance": moment.provenance}
