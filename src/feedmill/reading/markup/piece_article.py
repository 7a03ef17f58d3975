"""One story of a digest as an article: what it tells about itself, and what the page tells about all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from feedmill.model import Article, Moment
from feedmill.reading.addresses import canonical
from feedmill.reading.blocks import html_from, text_from
from feedmill.reading.bylines import is_agency
from feedmill.reading.dates import day_spans, find_stated
from feedmill.reading.languages import identify
from feedmill.reading.markup.authors import persons
from feedmill.reading.markup.body import Body
from feedmill.reading.markup.lines import listen
from feedmill.reading.markup.pieces import Piece
from feedmill.reading.safe_html import text_of
from feedmill.reading.titles import derive


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a page tells about all its stories. ``published`` is its own day: that of stories which state none."""

    publisher: str | None
    sites: tuple[str, ...]
    language: str | None
    base: str | None
    published: Moment | None
    received: datetime


def piece_article(piece: Piece, position: int, digest: Digest) -> Article | None:
    """The article of a story; None where nothing is left of it but chrome."""
    told = Body(blocks=piece.blocks)
    language = identify(f"{piece.title}\n{text_from(piece.blocks)}", digest.language)
    heard, body = listen((), told, language=language, received=digest.received)
    text = text_from(body.blocks)
    if not text:
        return None
    outlet, day = _outlet(piece.outlet, language, digest.received)
    wire = outlet if outlet and is_agency(outlet) else None
    title = text_of(piece.title)
    return Article(
        position=position,
        title=title or derive(text),
        title_provenance="stated" if title else "derived",
        text=text,
        html=html_from(body.blocks, digest.base),
        url=canonical(piece.url),
        authors=persons(heard.authors, digest.sites),
        agency=heard.agency or wire,
        publisher=(outlet if not wire else None) or heard.publisher or digest.publisher,
        language=language,
        published=heard.dated or heard.day or day or _of_digest(digest.published),
        updated=heard.changed,
        place=heard.place,
        cuts=body.cuts,
    )


def _outlet(tail: str | None, language: str | None, received: datetime) -> tuple[str | None, Moment | None]:
    """The name of an outlet and the day behind it ("Interfax, 11.11.2026")."""
    told = tail or ""
    spans = day_spans(told, language)
    name = told[: spans[0][0] if spans else len(told)].strip(" ,，;；|(（-–—")
    return name or None, find_stated(told, language=language, received=received, provenance="source line")


def _of_digest(published: Moment | None) -> Moment | None:
    return replace(published, provenance=f"{published.provenance}, of the digest") if published else None
