"""What a person states about a document in a file beside it wins over what the document shows."""

from __future__ import annotations

from dataclasses import replace

from feedmill.model import Article, Document, Reading, Stated


def with_stated(document: Document) -> Document:
    """The document with the stated address, publisher and language as what is known of it from the start."""
    stated = document.stated
    if stated is None:
        return document
    return replace(
        document,
        url=stated.url or document.url,
        publisher=stated.publisher or document.publisher,
        language=stated.language or document.language,
    )


def as_stated(reading: Reading, stated: Stated | None) -> Reading:
    """The reading with what is stated of its only article. Several articles keep their own titles, dates and
    addresses. What was wrong in the statement stands in the reason."""
    if stated is None:
        return reading
    if len(reading.articles) == 1:
        reading = replace(reading, articles=(_article(reading.articles[0], stated),))
    return replace(reading, shape_reason="; ".join((reading.shape_reason, *stated.notes)))


def _article(article: Article, stated: Stated) -> Article:
    return replace(
        article,
        title=stated.title or article.title,
        title_provenance="stated" if stated.title else article.title_provenance,
        url=stated.url or article.url,
        publisher=stated.publisher or article.publisher,
        language=stated.language or article.language,
        published=stated.published or article.published,
    )
