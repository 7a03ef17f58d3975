"""Newsletters: a letter of several stories, each a linked headline with words below it, becomes several items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from itertools import takewhile
from urllib.parse import urlsplit

from feedmill.model import Document
from feedmill.reading.addresses import absolute
from feedmill.reading.blocks import Block, parse_blocks
from feedmill.reading.bylines import announces
from feedmill.reading.chrome import chrome_reason, weight
from feedmill.reading.dates import day_spans
from feedmill.reading.feeds import Item
from feedmill.reading.safe_html import clean

FEWEST = 2
"""Headlines that make a letter a newsletter; of plain linked lines one more, unless little stands below each."""
MOST = 200
LONGEST = 1 << 20
"""Characters of a letter that is looked at for items."""

_HREF = re.compile(r'<a href="(https?://[^"]+)"')
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""What alerts part a headline from its words with."""
_OUTLET = re.compile(r"(?P<outlet>[^\d|·•]{2,60}?)\s*(?:[|·•,]|\s[-–—])\s*(?P<day>[^|·•]{0,12}\d[^|·•]{0,40})")
"""An outlet and the day, below a headline."""
_TEASER = 350
"""Weight of the words below a headline in an alert, at most."""
_WORDS = 40
"""Weight of the words below a headline."""


def split_newsletter(html: str, document: Document) -> tuple[Item, ...]:
    """The items of a newsletter in their order; none when the letter is not one. Line breaks divide where nothing else
    does.
    """
    if len(html) > LONGEST:
        return ()
    return _split(html, document) or _split(_BREAK.sub("<p>", html), document)


def _split(html: str, document: Document) -> tuple[Item, ...]:
    blocks = parse_blocks(clean(html, document.url))
    starts = [number for number in range(len(blocks)) if _opens(blocks, number)]
    links = {_link(blocks[start]) for start in starts}
    headed = sum(blocks[start].kind == "heading" for start in starts)
    if len(links) < FEWEST or len(starts) > MOST:
        return ()
    ends = [*starts[1:], len(blocks)]
    parts = [(blocks[start], _body(blocks[start + 1 : end])) for start, end in zip(starts, ends, strict=True)]
    few = len(links) < FEWEST + (headed < len(starts))
    if few and not _are_teasers(parts):
        return ()
    from_several = len({urlsplit(link).hostname for link in links if link}) > 1
    return tuple(_item(headline, body, from_several=from_several) for headline, body in parts)


def _are_teasers(parts: Sequence[tuple[Block, Sequence[Block]]]) -> bool:
    """Whether as little stands below each headline as alerts tell; a letter that links its own headline says more."""
    return all(0 < sum(weight(one.text) for one in body) <= _TEASER for _, body in parts)


def _opens(blocks: Sequence[Block], number: int) -> bool:
    """A headline: linked as a whole, and words that are not come before the next link."""
    block = blocks[number]
    if not _is_link(block) or not 12 <= weight(block.text) <= 250 or not _link(block) or chrome_reason(block.text):
        return False
    below = takewhile(lambda one: not _is_link(one), blocks[number + 1 : number + 4])
    return any(weight(one.text) >= _WORDS and one.linked * 2 < len(one.text) for one in below)


def _is_link(block: Block) -> bool:
    return bool(block.text) and block.linked >= 0.8 * len(block.text)


def _link(block: Block) -> str | None:
    found = _HREF.search(block.html)
    return absolute(unescape(found.group(1))) if found else None


def _body(blocks: Sequence[Block]) -> list[Block]:
    """The blocks up to the first that belongs to the letter and not to the item."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "image" and chrome_reason(block.text):
            break
        kept.append(block)
    return [block for block in kept if block.kind != "image"]


def _item(headline: Block, body: Sequence[Block], *, from_several: bool) -> Item:
    """An item; where headlines lead to several sites, a name beside a day is that of the site and no writer."""
    url = _link(headline)
    told = _OUTLET.fullmatch(body[0].text) if body and from_several else None
    outlet = told["outlet"] if told and day_spans(told["day"], None) and not announces(told["outlet"]) else None
    shown = [f"<p>{block.html}</p>" for block in body]
    if told and outlet:
        shown[0] = f"<p>{escape(told['day'])}</p>"
    html = "\n".join(shown)
    return Item(
        title=headline.text, html=html, url=url, guid=None, authors=(), published=None, updated=None,
        publisher=outlet, language=None, image=None, summary_only=False,
    )  # fmt: skip
