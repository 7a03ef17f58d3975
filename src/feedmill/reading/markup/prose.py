"""Which blocks of a page read like sentences, and how much of it they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedmill.reading.blocks import Block
from feedmill.reading.chrome import weight
from feedmill.reading.markup.places import MANY_LINKS

SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")


def prose(blocks: Sequence[Block]) -> int:
    """Latin letters' worth of the blocks that read like sentences and are not links."""
    return sum(weight(block.text) for block in blocks if is_prose(block))


def is_prose(block: Block) -> bool:
    """A block that reads like a sentence and is not made of links."""
    long = (
        len(block.text) >= 60
        or weight(block.text) >= _LONG
        or (len(block.text) >= 25 and bool(SENTENCE_END.search(block.text)))
    )
    if len(block.text) > WALL and is_wall(block.text):
        return False
    most = 3 if block.linked and block.html.count("<a ") >= MANY_LINKS else 2
    return long and block.linked * most < len(block.text)


def is_wall(text: str) -> bool:
    """Names and numbers one after the other without a sentence: places that a shop delivers to, keywords."""
    said = text.split()
    if sum(map(text.count, ".,;!?")) * 15 >= len(said):
        return False
    return sum(word[0].isupper() or word[0].isdigit() for word in said) >= 0.85 * len(said)


WALL = 400
_LONG = 75
"""Weight (Latin letters' worth) of a text that is longer than a headline: 25 to 30 Han signs."""


_BOLD = re.compile(r"<(b|strong)>(?:(?!</\1>).)*</\1>(?:<br>)?\Z", re.DOTALL)


def is_bold(block: Block) -> bool:
    """A paragraph that is set in bold from end to end, as headlines of posts are."""
    return block.kind == "p" and bool(_BOLD.match(block.html))
