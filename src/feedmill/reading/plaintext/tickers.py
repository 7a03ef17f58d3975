"""Tickers: lists of headlines under clock times, with hardly any text; a line above or among them states the day.
Lists of headlines that each bring their day, before or behind."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

from feedmill.model import Moment
from feedmill.reading.bylines import Attribution
from feedmill.reading.chrome import chrome_reason, weight
from feedmill.reading.dates import day_spans, find_stated
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.items import BRACKETED, Item
from feedmill.reading.plaintext.posts import time_of

FEWEST = 3
"""Headlines under clock times that make a ticker."""
MOST = 0.8
"""Share of the lines under clock times that bring their headlines in brackets with them."""
OF_ALL = 0.6
"""Share of the lines with a day of their own, furniture left aside, that makes a list of dated headlines."""
_BULLETS = " \t-–—|·•*[]【】()（）"
_CLOCK = re.compile(r"\A\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)")
_SHORTEST_DATED = 15
_SHORTEST = 25
"""Weight from which a line is a headline rather than a point of a programme."""


def find_ticker(blocks: list[Block]) -> list[Item] | None:
    """The headlines of a ticker as items with the day that stands above them; None for a text of another kind.

    A clock time stands before its headline, on the same line or on its own above or below it. Nothing else of any
    length stands among them.
    """
    timed = [place for place, block in enumerate(blocks) if time_of(block.text)]
    flashes = [place for place in timed if BRACKETED.fullmatch(_without_time(blocks[place]))]
    if len(flashes) >= max(FEWEST, MOST * len(timed)):
        above = list(accumulate((block.byline.date if block.byline else None for block in blocks), _latest))
        return [_flash(_without_time(blocks[place]), above[place]) for place in flashes]
    if len(timed) < FEWEST or any(block.prose for block in blocks[timed[0] :] if not time_of(block.text)):
        return None
    headlines = _headlines(blocks, timed)
    if len(headlines) < len(timed) or any(block.prose for block in blocks[: timed[0]]):
        return None
    days = accumulate((block.byline.date if block.byline else None for block in blocks), _latest)
    above = list(days)
    return [_item(text, above[place]) for place, text in headlines]


def find_dated(blocks: list[Block], *, language: str | None, received: datetime) -> list[Item] | None:
    """The headlines of a list as items, each with the day that its own line states; None for a text of another kind.

    Lines that end as sentences do are a chronicle, which is one article; so is what stands among running text.
    """
    found = [_dated(block.text, language, received) for block in blocks]
    items = [item for item in found if item]
    others = [block for block, item in zip(blocks, found, strict=True) if item is None and block.reason is None]
    if len(items) < FEWEST or len(others) > len(items) * (1 - OF_ALL) or any(block.prose for block in others):
        return None
    return items


def _dated(line: str, language: str | None, received: datetime) -> Item | None:
    text = line.strip(_BULLETS)
    for start, end in day_spans(text, language):
        behind = text[end:].strip()
        title = behind if start == 0 else text[:start] if not behind or chrome_reason(behind) else ""
        title = _CLOCK.sub("", title.strip(_BULLETS)).strip(_BULLETS)
        day = find_stated(text[start:end], language=language, received=received, provenance="line")
        if day and weight(title) >= _SHORTEST_DATED and not title.endswith((".", "。", "!", "！")):
            return Item(title=title, lines=[title], byline=Attribution(date=day), teaser=True)
    return None


def _headlines(blocks: list[Block], timed: list[int]) -> list[tuple[int, str]]:
    """Places and words of the headlines that stand with the clock times."""
    alone = [place for place in timed if not _without_time(blocks[place])]
    last = blocks[timed[-1] + 1] if timed[-1] + 1 < len(blocks) else None
    behind = bool(alone) and (last is None or not _is_headline(last.text, last))
    found = []
    for place in timed:
        beside = place - 1 if behind else place + 1
        if place not in alone:
            found.append((place, _without_time(blocks[place])))
        elif 0 <= beside < len(blocks) and _is_headline(blocks[beside].text, blocks[beside]):
            found.append((place, blocks[beside].text))
    return [(place, text) for place, text in found if _is_headline(text, None)]


def _without_time(block: Block) -> str:
    return block.text[len(time_of(block.text) or "") :].strip()


def _is_headline(text: str, block: Block | None) -> bool:
    fits = block is None or (block.is_heading and not time_of(text))
    return fits and len(text) * (2 if text > "\u2e80" else 1) >= _SHORTEST and not text.endswith((".", "。"))


def _latest(above: Moment | None, here: Moment | None) -> Moment | None:
    return here or above


def _flash(text: str, day: Moment | None) -> Item:
    """A piece of news that begins with its headline in East Asian brackets."""
    told = BRACKETED.fullmatch(text)
    item = _item(text, day)
    return replace(item, title=told["title"].strip(), lines=[told["text"]], teaser=False) if told else item


def _item(title: str, day: Moment | None) -> Item:
    day = replace(day, provenance="day heading") if day else None
    return Item(title=title, lines=[title], byline=Attribution(date=day), teaser=True)
