"""Digests and listings taken apart: each item with its own lines only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from feedmill.reading.bylines import Attribution
from feedmill.reading.chrome import ends_sentence
from feedmill.reading.plaintext.addresses import address_of
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.marks import marker_of, without_marker
from feedmill.reading.plaintext.tails import without_bracketed, without_more, without_outlet
from feedmill.reading.titles import same_title
from feedmill.reading.words import words

BRACKETED = re.compile(r"【(?P<title>(?!.{0,30}(?:记者|記者|報道|报道))[^】＝=]{5,60})】\s*(?P<text>.{12,})", re.DOTALL)
"""A snippet that begins with its headline in East Asian brackets."""


@dataclass(slots=True, kw_only=True)
class Item:
    """One item while it is put together: what belongs to it and to no neighbour."""

    title: str | None = None
    lines: list[str] = field(default_factory=list)
    byline: Attribution | None = None
    outlet: str | None = None
    url: str | None = None
    teaser: bool = False


def split_digest(blocks: list[Block]) -> list[Item]:
    """One item a snippet; a heading directly above it is its title, an outlet at its end its publisher, an address
    below it (above it, where they stand before the first) its own."""
    items: list[Item] = []
    heading: str | None = None
    above: str | None = None
    prose = [block for block in blocks if block.prose]
    headed = not _are_marked(prose) and sum(block.is_heading for block in blocks) >= 0.6 * len(prose)
    bracketed = sum(without_bracketed(block.text)[1] is not None for block in prose) > 1
    for block in blocks:
        if block.prose or _is_marked(block):
            item = _snippet(block, heading if headed else None, bracketed=bracketed)
            item.url, above = item.url or above, None
            items.append(item)
            heading = None
        elif (url := address_of(block.text)) is not None:
            if items and not items[-1].url:
                items[-1].url = url
            else:
                above = url
        elif block.is_heading:
            heading = without_marker(block.text)
        elif block.byline and items and items[-1].byline is None and heading is None:
            items[-1].byline = block.byline
        elif block.credit and items:
            items[-1].outlet = items[-1].outlet or block.credit.agency or block.credit.publisher
    return items


def split_listing(blocks: list[Block]) -> list[Item]:
    """One item a card. The dated line opens a card, stands below its title, or closes it; which, most cards decide."""
    dated = [place for place, block in enumerate(blocks) if block.byline and block.byline.date]
    if _closes_cards(blocks, dated):
        starts, ends = (
            [_after_furniture(blocks, dated), *(place + 1 for place in dated[:-1])],
            [place + 1 for place in dated],
        )
    else:
        above = sum(place > 0 and blocks[place - 1].is_heading for place in dated)
        starts = [_card_start(blocks, place) for place in dated] if above >= 0.6 * len(dated) else dated
        ends = [*starts[1:], len(blocks)]
    cards = (_card(blocks[start:end]) for start, end in zip(starts, ends, strict=True))
    return [card for card in cards if card.lines or card.title]


def _closes_cards(blocks: list[Block], dated: list[int]) -> bool:
    """Whether titles and teasers stand above their dated lines: before the first one, and not after the last."""
    first, last = blocks[: dated[0]], blocks[dated[-1] + 1 :]
    return any(_is_card_text(block) for block in first[1:]) and not any(_is_card_text(block) for block in last[:3])


def _is_card_text(block: Block) -> bool:
    return not block.reason and not block.byline and (block.prose or block.weight > 40)


def _after_furniture(blocks: list[Block], dated: list[int]) -> int:
    """Where the first card starts: its heading is the last one above its teaser."""
    text = max((place for place in range(dated[0]) if _is_card_text(blocks[place])), default=0)
    heads = [place for place in range(text) if blocks[place].is_heading]
    return heads[-1] if heads else text


def _are_marked(prose: list[Block]) -> bool:
    """Whether bullets or numbers begin most snippets: lines above them head sections, not snippets."""
    return sum(bool(marker_of(block.text)) for block in prose) >= 0.7 * len(prose)


def _is_marked(block: Block) -> bool:
    """A short sentence behind a bullet or number."""
    return not block.reason and bool(marker_of(block.text)) and ends_sentence(without_outlet(block.text)[0])


def _snippet(block: Block, title: str | None, *, bracketed: bool) -> Item:
    bare, outlet = without_outlet(without_marker(block.text))
    bare, outlet = (bare, outlet) if outlet or not bracketed else without_bracketed(bare)
    headed = BRACKETED.match(bare) if title is None else None
    if headed:
        title, bare = headed["title"].strip(), headed["text"]
    return Item(title=title, lines=[bare], outlet=outlet, url=block.link)


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
            card.title = without_marker(block.text)
        elif card.title and same_title(card.title, block.text):
            continue
        elif (url := address_of(block.text)) is not None:
            card.url = card.url or url
        elif block.prose or (not block.reason and (ends_sentence(block.text) if card.lines else block.weight > 40)):
            card.url = card.url or block.link
            text, cut = without_more(block.text)
            card.lines.append(text)
            card.teaser = card.teaser or cut
        elif block.ends_article and card.lines:
            break
        elif block.text.casefold().strip(" .…»→[]") in words("chrome", "more"):
            card.teaser = True
    return card
