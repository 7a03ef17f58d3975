"""Newsletters: a letter of several stories, each a linked headline with words below it, becomes several items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import takewhile

from feedmill.model import Document
from feedmill.reading.addresses import absolute
from feedmill.reading.blocks import Block, parse_blocks
from feedmill.reading.chrome import chrome_reason, weight
from feedmill.reading.feeds import Item
from feedmill.reading.safe_html import clean

FEWEST = 2
"""Headlines that make a letter a newsletter; of plain linked lines one more."""
MOST = 200
LONGEST = 1 << 20
"""Characters of a letter that is looked at for items."""

_HREF = re.compile(r'<a href="(https?://[^"]+)"')
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""What alerts part a headline from its words with."""
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
    if len(links) < FEWEST + (headed < len(starts)) or len(starts) > MOST:
        return ()
    ends = [*starts[1:], len(blocks)]
    return tuple(_item(blocks[start], _body(blocks[start + 1 : end])) for start, end in zip(starts, ends, strict=True))


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


def _body(blocks: Sequence[Block]) -> str:
    """The blocks up to the first that belongs to the letter and not to the item."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "image" and chrome_reason(block.text):
            break
        kept.append(block)
    return "\n".join(f"<p>{block.html}</p>" for block in kept if block.kind != "image")


def _item(headline: Block, html: str) -> Item:
    url = _link(headline)
    return Item(
        title=headline.text, html=html, url=url, guid=None, authors=(), published=None, updated=None,
        publisher=None, language=None, image=None, summary_only=False,
    )  # fmt: skip
