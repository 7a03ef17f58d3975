"""Plain text of any shape → articles, or a refusal with a reason.

Lines become paragraphs (:mod:`lines`), paragraphs get features (:mod:`blocks`), the body is the best stretch of them
(:mod:`body`), what stands above tells title and byline (:mod:`head`); digests and listings are split (:mod:`items`).
Articles are put together in :mod:`article` and :mod:`item_article`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from feedmill.model import Article, Cut, Document, Reading, Rejection, Shape
from feedmill.reading.bylines import Attribution
from feedmill.reading.languages import identify
from feedmill.reading.plaintext.addresses import address_of
from feedmill.reading.plaintext.article import CUTS, Text, build, cut
from feedmill.reading.plaintext.blocks import Block, read_blocks
from feedmill.reading.plaintext.body import find_body, to_the_end
from feedmill.reading.plaintext.chat import Message, find_messages
from feedmill.reading.plaintext.flattened import unfold
from feedmill.reading.plaintext.item_article import item_article, outlet_of
from feedmill.reading.plaintext.items import Item, split_digest, split_listing
from feedmill.reading.plaintext.lines import is_one_line_each, paragraphs
from feedmill.reading.plaintext.marks import without_marker
from feedmill.reading.plaintext.posts import live_blog, time_of, transcript
from feedmill.reading.plaintext.sections import Sections, find_sections
from feedmill.reading.plaintext.shape import ShapeFound, find_shape, refusal
from feedmill.reading.plaintext.tails import without_outlet
from feedmill.reading.plaintext.tickers import find_dated, find_ticker
from feedmill.reading.plaintext.units import find_units

__all__ = ["read_text"]

_TYPE = "text/plain"
_BEGINNING = 60
"""Characters by which a line is known again."""
_TELLING = 8
"""Paragraphs that tell the language of a text."""


def read_text(text: str, document: Document, *, language_hint: str | None = None, authored: bool = False) -> Reading:
    """The articles in a plain text. ``language_hint`` is a declared language, believed if the script agrees.

    ``authored``: the text was written as a document of its own, no page's surroundings are to be expected below it.
    ``encoding`` of the reading is None: the caller knows it. Time grows linearly with the text.
    """
    parts = paragraphs(text)
    language = identify(" ".join(_longest(parts)), language_hint or document.language)
    parts = unfold(parts, language=language, received=document.received)
    messages = find_messages(parts, language=language, received=document.received)
    if messages:
        return _chat(Text(document=document, blocks=[], language=language), messages)
    blocks = read_blocks(parts, language=language, received=document.received, captured=document.captured)
    here = Text(document=document, blocks=blocks, language=language)
    sections = find_sections(blocks)
    several = _of_sections(here, sections) if sections else None
    several = several or _ticker(here) or _units(here)
    return several or _exchange(here) or _by_shape(here, line_each=is_one_line_each(text), authored=authored)


def _longest(parts: list[str]) -> list[str]:
    """The longest paragraphs: menus are often in another language than the text."""
    return sorted(parts, key=len, reverse=True)[:_TELLING]


def _chat(here: Text, messages: list[Message]) -> Reading:
    items = [_message_item(here, message) for message in messages]
    articles = [article for item in items if item and (article := item_article(here, item)) is not None]
    if not articles:
        return Reading.refused(
            _TYPE, Rejection(reason="no-article", detail="A chat in which no message is a piece of news.")
        )
    small = tuple(cut("chat", line) for message, item in zip(messages, items, strict=True) if not item
                  for line in message.lines)  # fmt: skip
    return _reading("digest", f"{len(messages)} messages of a chat or channel", _placed(articles), small[:CUTS])


def _message_item(here: Text, message: Message) -> Item | None:
    """A message as an item: a first line that is no sentence is its headline; None when nothing is told."""
    blocks = read_blocks(message.lines, language=here.language, received=here.document.received)
    told = [place for place, block in enumerate(blocks) if block.tells]
    if not told:
        return None
    title = blocks[0].text if blocks[0].is_heading and told[0] else None
    lines = [blocks[place].text for place in told]
    bare, outlet = without_outlet(lines[-1])
    url = _only_address(blocks)
    return Item(title=title, lines=[*lines[:-1], bare], byline=Attribution(date=message.date), outlet=outlet, url=url)


def _only_address(blocks: list[Block]) -> str | None:
    """The address that stands on a line of its own or behind a last sentence, if there is one only."""
    found = {url for block in blocks if (url := block.link or address_of(block.text))}
    return found.pop() if len(found) == 1 else None


def _of_sections(here: Text, sections: Sections) -> Reading | None:
    """The reading of a text whose parts are articles."""
    found = [(part, article) for part in sections.parts if (article := _section_article(here, part)) is not None]
    articles = [
        replace(article, title=part[0].text, title_provenance="stated") if sections.titled else article
        for part, article in found
    ]
    return _of_several(here, ShapeFound(shape="digest", reason=sections.reason), articles)


def _ticker(here: Text) -> Reading | None:
    """The reading of a list of headlines under clock times, or with their days."""
    items, by = find_ticker(here.blocks), "clock times"
    if items is None:
        items, by = find_dated(here.blocks, language=here.language, received=here.document.received), "their days"
    if items is None:
        return None
    articles = [article for item in items if (article := item_article(here, item)) is not None]
    return _of_several(here, ShapeFound(shape="listing", reason=f"{len(items)} headlines with {by}"), articles)


def _units(here: Text) -> Reading | None:
    """The reading of a digest that repeats one order of lines."""
    units = find_units(here.blocks)
    if units is None:
        return None
    articles = [article for item in units.items if (article := item_article(here, item)) is not None]
    return _of_several(here, ShapeFound(shape=units.shape, reason=units.reason), articles)


def _exchange(here: Text) -> Reading | None:
    """The reading of a live blog or a transcript, None for a text of another kind."""
    posts = live_blog(here.blocks)
    if posts:
        return _reading("live-blog", "posts under clock times", (build(here, posts),), ())
    turns = transcript(here.blocks)
    return _reading("transcript", "speakers take turns", (build(here, turns),), ()) if turns else None


def _by_shape(here: Text, *, line_each: bool, authored: bool) -> Reading:
    """The reading of a digest, of a listing, or of one article."""
    body = find_body(here.blocks)
    body = to_the_end(here.blocks, body) if authored and body[1] else body
    shape = find_shape(here.blocks, body, line_each=line_each)
    if shape.shape != "article":
        items = split_digest(here.blocks) if shape.shape == "digest" else split_listing(here.blocks)
        articles = [article for item in items if (article := item_article(here, item)) is not None]
        several = _of_several(here, shape, articles)
        if several:
            return several
    rejection = refusal(here.blocks, body)
    if rejection:
        return Reading.refused(_TYPE, rejection)
    return _reading("article", "one stretch of running text", (build(here, body),), ())


def _of_several(here: Text, found: ShapeFound, articles: list[Article]) -> Reading | None:
    if len(articles) < 2:
        return None
    placed = _placed(articles)
    return _reading(found.shape, found.reason, placed, _outside(here, placed))


def _section_article(here: Text, part: list[Block]) -> Article | None:
    """The article of one part of a text; an outlet behind its last sentence ran it."""
    told = [place for place, block in enumerate(part) if block.tells]
    if not told:
        return None
    body = find_body(part)
    body = body if body[1] else (told[0], told[-1] + 1)
    last = body[1] - 1
    bare, outlet = without_outlet(part[last].text)
    part = [*part[:last], replace(part[last], text=bare), *part[last + 1 :]]
    article = build(replace(here, blocks=part), body)
    source = outlet_of(here, outlet)
    return replace(
        article,
        url=_only_address(part) or article.url,
        agency=article.agency or source.agency,
        publisher=article.publisher or source.publisher,
        published=article.published or source.date,
    )


def _reading(shape: Shape, reason: str, articles: tuple[Article, ...], cuts: tuple[Cut, ...]) -> Reading:
    return Reading(media_type=_TYPE, encoding=None, shape=shape, shape_reason=reason, articles=articles, cuts=cuts)


def _placed(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(replace(article, position=place) for place, article in enumerate(articles))


def _outside(here: Text, articles: tuple[Article, ...]) -> tuple[Cut, ...]:
    """Blocks that are in no item, as far as they are told."""
    inside = {line[:_BEGINNING] for one in articles for line in (one.title, *one.text.split("\n\n"))}
    left = (block for block in here.blocks if not block.byline and not block.prose)
    outside = (block for block in left if inside.isdisjoint(_beginnings(block.text)))
    return tuple(cut(block.reason or "furniture", block.text) for block in islice(outside, CUTS))


def _beginnings(line: str) -> tuple[str, ...]:
    """How a line may begin within an item: with or without what marks it or tells its time."""
    bare = without_marker(line)
    return line[:_BEGINNING], bare[:_BEGINNING], line[len(time_of(line) or "") :].strip()[:_BEGINNING]
