"""Digests whose items repeat one order of lines: a headline, words, a line that says where they are from.

A line of source is an outlet in brackets or behind a dash, a credit, or an address. Three items in the same order,
with nothing between them, are no coincidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedmill.model import Shape
from feedmill.reading.bylines import Attribution
from feedmill.reading.plaintext.addresses import address_of
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.items import Item
from feedmill.reading.plaintext.marks import marker_of, without_marker
from feedmill.reading.plaintext.tails import without_more

FEWEST = 3
"""Items that make a digest."""
INTRODUCTION = 250
"""Weight of the words that may stand above a digest; below more, such lines are the references of an article."""
HEADLINE = 30
"""Weight from which a line behind a bullet is a headline."""

_NAME = r"(?P<name>[^\W\d_][^()\[\]（）【】.!?。！？:：]{1,38})"
_NAMED = re.compile(rf"[(\[（【]\s*{_NAME}\s*[)\]）】]\.?|(?:—|–|--)\s*{_NAME.replace('name', 'behind')}")
_NAMED_BEGINS = "([（【—–-"
_NAMED_END = re.compile(rf"\s*[(\[（【]\s*{_NAME}\s*[)\]）】]\s*\Z")
_ORDER = re.compile(
    rf"[HT]{{0,3}}?(?P<units>(?:HT{{1,4}}S{{1,3}}){{{FEWEST},}}|(?:HS{{1,3}}T{{1,4}}){{{FEWEST},}}"
    rf"|(?:TS{{1,3}}){{{FEWEST},}}|(?:HS{{1,3}}){{{FEWEST},}})H{{0,2}}"
)
_UNIT = re.compile(r"HT+S+|HS+T+|TS+|HS+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The items, what kind of document they make, and the reason in a few words."""

    items: tuple[Item, ...]
    shape: Shape
    reason: str


def find_units(blocks: list[Block]) -> Units | None:
    """The items of a text that is made of such units, None for a text of another kind."""
    return _ordered(blocks) or _headlines(blocks)


def _ordered(blocks: list[Block]) -> Units | None:
    lines = [(kind, block) for block in blocks if (kind := _kind(block))]
    order = "".join(kind for kind, _ in lines)
    found = _ORDER.fullmatch(order)
    if found is None:
        return None
    start = found.start("units")
    shape: Shape = "digest" if "T" in found["units"] else "listing"
    above = sum(block.weight for kind, block in lines[:start] if kind == "T")
    if above > (INTRODUCTION if shape == "digest" else 0):
        return None
    spans = [(start + unit.start(), start + unit.end()) for unit in _UNIT.finditer(found["units"])]
    items = tuple(_item([block for _, block in lines[a:b]]) for a, b in spans)
    return Units(items=items, shape=shape, reason=f"{len(items)} items, each with a line that names its source")


def _kind(block: Block) -> str:
    """H for a line that may head an item, T for words, S for a line of source, "" for what is nothing of these."""
    named = block.text[:1] in _NAMED_BEGINS and _NAMED.fullmatch(block.text)
    if named or address_of(block.text) or _told(block):
        return "S"
    if block.tells:
        return "T"
    return "H" if block.is_heading and not block.reason else ""


def _told(block: Block) -> Attribution | None:
    """What a line tells that is nothing but a credit or byline and names a wire or an outlet."""
    told = block.byline or block.credit
    return told if told and (told.agency or told.publisher) else None


def _item(lines: list[Block]) -> Item:
    item = Item()
    for block in lines:
        named = _NAMED.fullmatch(block.text)
        if named:
            item.outlet = item.outlet or named["name"] or named["behind"]
        elif (url := address_of(block.text)) is not None:
            item.url = item.url or url
        elif block.tells:
            text, cut = without_more(block.text)
            item.lines.append(text)
            item.url, item.outlet, item.teaser = item.url or block.link, item.outlet or block.outlet, item.teaser or cut
        elif (told := _told(block)) is not None:
            item.byline = item.byline or told
        else:
            item.title = without_marker(block.text)
    return _as_headline(item) if not item.lines else item


def _as_headline(item: Item) -> Item:
    """An item without words says what its headline says."""
    item.lines, item.teaser = [item.title or ""], True
    return item


def _headlines(blocks: list[Block]) -> Units | None:
    """Headlines behind bullets, each with its outlet in brackets or its address behind, and no running text."""
    marked = [block for block in blocks if marker_of(block.text)]
    found = [item for block in marked if (item := _headline(block)) is not None]
    if len(found) < FEWEST or len(found) < 0.8 * len(marked) or any(block.prose for block in blocks):
        return None
    return Units(items=tuple(found), shape="listing", reason=f"{len(found)} headlines, each with its source behind")


def _headline(block: Block) -> Item | None:
    text = without_marker(block.text)
    named = _NAMED_END.search(text)
    if block.reason or block.weight < HEADLINE or not (named or block.link):
        return None
    title = text[: named.start()] if named else text
    return _as_headline(Item(title=title, outlet=named["name"] if named else None, url=block.link))
