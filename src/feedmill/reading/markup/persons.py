"""What a body says about its own writers, once they are known, and the headline that is none of its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedmill.model import Cut
from feedmill.reading.blocks import Block, without_opening
from feedmill.reading.markup.body import Body
from feedmill.reading.markup.prose import SENTENCE_END
from feedmill.reading.safe_html import text_of

_FEWEST = 4
_HEAD = 3
"""Blocks at the top that may be nothing but the writer's name."""
_LONGEST_LIFE = 500
_LONGEST_CARD = 160
_LONGEST_HEADLINE = 160
_LED = re.compile(r"<(b|strong)>(?:(?!</\1>).)*</\1>\s*(?:<br>|\Z)", re.DOTALL)
_ITALIC = re.compile(r"<(i|em)>(?:(?!</\1>).)*</\1>(?:<br>)?\Z", re.DOTALL)


def without_lives(body: Body, authors: Sequence[str]) -> Body:
    """The body without a first line that presents its writer ("Ann Lee, professor of law") and without a last one, in
    italics, that tells the writer's life: reports do not speak of those who write them."""
    blocks, cuts = list(body.blocks), []
    head = [
        block
        for n, block in enumerate(blocks[:_HEAD])
        if (n == 0 and _presents(block, authors)) or block.text in authors
    ]
    if authors and len(blocks) >= _FEWEST:
        cuts += [Cut(reason="byline", text=block.text) for block in head]
        blocks = [block for block in blocks if block not in head]
    while authors and len(blocks) >= _FEWEST and _tells_life(blocks[-1], authors):
        cuts.append(Cut(reason="bio", text=blocks.pop().text))
    return Body(blocks=tuple(blocks), cuts=(*body.cuts, *cuts))


def _presents(block: Block, authors: Sequence[str]) -> bool:
    short = len(block.text) <= _LONGEST_CARD and not SENTENCE_END.search(block.text)
    return block.kind == "p" and short and block.text.startswith(tuple(authors))


def _tells_life(block: Block, authors: Sequence[str]) -> bool:
    short = block.kind == "p" and len(block.text) <= _LONGEST_LIFE
    return short and bool(_ITALIC.match(block.html)) and block.text.startswith(tuple(authors))


def take_headline(body: Body) -> tuple[str, Body]:
    """A first line that is bold from end to end and no sentence is the headline of a post; and the body without it."""
    first = next(iter(body.blocks), None)
    led = _LED.match(first.html) if first and first.kind == "p" else None
    line = text_of(led[0]) if led else ""
    whole = first is not None and line == first.text
    if first is None or (whole and len(body.blocks) == 1) or not 0 < len(line) <= _LONGEST_HEADLINE:
        return "", body
    if line.endswith((".", "。", "…", ":", "：", ",")) or not first.text.startswith(line):
        return "", body
    left = body.blocks[1:] if whole else (without_opening(first, len(line)), *body.blocks[1:])
    return line, Body(blocks=left, cuts=(*body.cuts, Cut(reason="title", text=line)))
