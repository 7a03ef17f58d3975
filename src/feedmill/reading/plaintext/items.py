"""Digests and listings taken apart: each item with its own lines only."""

from __future__ import annotations

from dataclasses import dataclass, field

from feedmill.reading.bylines import Attribution
from feedmill.reading.chrome import ends_sentence
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.shape import MARKER
from feedmill.reading.plaintext.tails import without_more, without_outlet
from feedmill.reading.titles import same_title
from feedmill.reading.words import words


@dataclass(slots=True, kw_only=True)
class Item:
    """One item while it is put together: what belongs to it and to no neighbour."""

    title: str | None = None
    lines: list[str] = field(default_factory=list)
    byline: Attribution | None = None
    outlet: str | None = None
    teaser: bool = False


def split_digest(blocks: list[Block]) -> list[Item]:
    """One item a snippet; a heading directly above it is its title, an outlet at its end its publisher."""
    items: list[Item] = []
    heading: str | None = None
    headed = sum(block.is_heading for block in blocks) >= 0.6 * sum(block.prose for block in blocks)
    for block in blocks:
        if block.prose or _is_marked(block):
            items.append(_snippet(block.text, heading if headed else None))
            heading = None
        elif block.is_heading:
            heading = MARKER.sub("", block.text)
        elif block.byline and items and items[-1].byline is None and heading is None:
            items[-1].byline = block.byline
        elif block.credit and items:
            items[-1].outlet = items[-1].outlet or block.credit.agency or block.credit.publisher
    return items


def split_listing(blocks: list[Block]) -> list[Item]:
    """One item a card. The dated line opens a card or follows its title; which of both, most cards decide."""
    dated = [place for place, block in enumerate(blocks) if block.byline and block.byline.date]
    above = sum(place > 0 and blocks[place - 1].is_heading for place in dated)
    starts = [_card_start(blocks, place) for place in dated] if above >= 0.6 * len(dated) else dated
    ends = [*starts[1:], len(blocks)]
    cards = (_card(blocks[start:end]) for start, end in zip(starts, ends, strict=True))
    return [card for card in cards if card.lines or card.title]


def _is_marked(block: Block) -> bool:
    """A short sentence behind a bullet or number."""
    return not block.reason and bool(MARKER.match(block.text)) and ends_sentence(without_outlet(block.text)[0])


def _snippet(text: str, title: str | None) -> Item:
    text = MARKER.sub("", text)
    bare, outlet = without_outlet(text)
    return Item(title=title, lines=[bare], outlet=outlet)


def _card_start(blocks: list[Block], dated: int) -> int:
    return dated - 1 if dated and blocks[dated - 1].is_heading else dated


def _card(blocks: list[Block]) -> Item:
    card = Item()
    for block in blocks:
        if block.byline and block.byline.date and card.byline is None:
            card.byline = block.byline
        elif card.title is None and (
            block.is_heading or (not block.reason and not card.lines and not block.byline and block.weight < 200)
        ):
            card.title = MARKER.sub("", block.text)
        elif card.title and same_title(card.title, block.text):
            continue
        elif block.prose or (not block.reason and not card.lines and block.weight > 40):
            text, cut = without_more(block.text)
            card.lines.append(text)
            card.teaser = card.teaser or cut
        elif block.ends_article and card.lines:
            break
        elif block.text.casefold().strip(" .…»→[]") in words("chrome", "more"):
            card.teaser = True
    return card
