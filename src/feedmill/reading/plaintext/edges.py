"""What belongs to a body beyond its best stretch: a lede above a list, and paragraphs below a box of links."""

from __future__ import annotations

from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.boxes import interrupts
from feedmill.reading.plaintext.snippets import leans, stems
from feedmill.reading.plaintext.tails import without_more

LEDE = 100
"""Weight of running text from which it is a lede rather than a teaser or a caption."""
FAR = 12
"""Blocks above a stretch in which its lede may stand, and blocks of a box within a text."""
_BELOW_BYLINE = 3
_FEW = 2
"""Paragraphs in a row below a box that are no teaser."""


def is_lede(block: Block) -> bool:
    """Whether a block is long enough to open an article, and no teaser of another one."""
    return block.prose and block.weight >= LEDE and not is_teaser(block.text)


def is_teaser(text: str) -> bool:
    """Whether a paragraph ends as those do that lead to other pages."""
    return text.endswith(("[…]", "[...]")) or without_more(text)[0] != text


def lede_above(blocks: list[Block], start: int) -> int:
    """Where a stretch begins if a lede stands above it, directly below the names of its writers: a list of dates or of
    points between the two is no end.
    """
    found = start
    for at in range(start - 1, max(0, start - FAR) - 1, -1):
        block = blocks[at]
        if block.ends_article or (block.byline and block.byline.authors):
            break
        over = blocks[max(0, at - _BELOW_BYLINE) : at]
        if is_lede(block) and any(one.byline and one.byline.authors for one in over):
            found = at
    return found


def end_below(blocks: list[Block], start: int, end: int) -> int:
    """Where a stretch ends if it goes on below boxes that lead to other stories or offer the rest."""
    while (further := _below_box(blocks, start, end)) > end:
        end = further
    return end


def _below_box(blocks: list[Block], start: int, end: int) -> int:
    first = next((at for at in range(end, min(end + FAR, len(blocks))) if blocks[at].prose), end)
    box = blocks[end:first]
    if not box or not _is_box(box):
        return end
    last = next((at for at in range(first, len(blocks)) if not blocks[at].prose), len(blocks))
    run = blocks[first:last]
    if leans(run[0].text):
        return last
    known = set().union(*(stems(block.text) for block in blocks[start:end] if block.prose))
    goes_on = len(run) >= _FEW and any(leans(one.text) or known & stems(one.text) for one in run)
    return last if goes_on else end


def _is_box(box: list[Block]) -> bool:
    """Whether lines are a box that interrupts a text; below comments, tags, credits and bylines it does not go on."""
    heads = [block for block in box if block.ends_article]
    stated = any(block.credit or (block.byline and (block.byline.date or block.byline.authors)) for block in box)
    return bool(heads) and not stated and all(interrupts(block.text) for block in heads)
