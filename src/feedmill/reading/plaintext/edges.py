"""What belongs to a body beyond its best stretch: a lede above a list, and paragraphs below a box of links."""

from __future__ import annotations

from feedmill.reading import chrome
from feedmill.reading.bylines import Attribution
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.boxes import interrupts, is_filed
from feedmill.reading.plaintext.snippets import leans, stems
from feedmill.reading.plaintext.tails import without_more

LEDE = 100
"""Weight of running text from which it is a lede rather than a teaser or a caption."""
FAR = 12
"""Blocks above a stretch in which its lede may stand, and blocks of a box within a text."""
_BELOW_BYLINE = 3
_FEW = 2
"""Paragraphs in a row below a box that are no teaser."""
_SMALL_BOX = 4
"""Lines of a box below which one paragraph alone may go on with the text."""
ALIKE = 0.4
"""Share of a headline's rare words that come back in the teaser below it."""
SHORTEST_SENTENCE = 12


def is_lede(block: Block) -> bool:
    """Whether a block is long enough to open an article, and no teaser of another one."""
    return block.prose and block.weight >= LEDE and not is_teaser(block.text)


def is_teaser(text: str) -> bool:
    """Whether a paragraph ends as those do that lead to other pages."""
    return text.endswith(("[…]", "[...]")) or without_more(text)[0] != text


def is_short_sentence(block: Block) -> bool:
    """Whether a block is a sentence too short to have the shape of running text."""
    announces = block.text.endswith((":", "："))
    return chrome.ends_sentence(block.text) and block.weight >= SHORTEST_SENTENCE and not announces


def lede_above(blocks: list[Block], start: int) -> int:
    """Where a stretch begins if a lede stands above it, directly below the names of its writers: a list of dates or of
    points between the two is no end. A box of links is none either, and above it a day tells as much as names.
    """
    found = start
    crossed = False
    for at in range(start - 1, max(0, start - FAR) - 1, -1):
        block = blocks[at]
        if (block.ends_article and not interrupts(block.text)) or (block.byline and block.byline.authors):
            break
        crossed = crossed or block.ends_article
        over = [one.byline for one in blocks[max(0, at - _BELOW_BYLINE) : at] if one.byline]
        signed = any(one.authors for one in over) and not crossed
        if is_lede(block) and (signed or _opens_above_box(over, blocks[at + 1 : start], blocks[start])):
            found = at
    return found


def _opens_above_box(over: list[Attribution], between: list[Block], opening: Block) -> bool:
    """Whether a lede stands below its day or its writers, and above a box that does not speak of what comes next."""
    dated = any(one.date or one.authors for one in over)
    return dated and bool(between) and _is_box(between) and not _is_told_above(opening, between)


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
    last = next((at for at in range(first, len(blocks)) if not _is_said(blocks[at])), len(blocks))
    run = blocks[first:last]
    if leans(run[0].text):
        return last
    known = set().union(*(stems(block.text) for block in blocks[start:end] if block.prose))
    goes_on = any(leans(one.text) or known & stems(one.text) for one in run)
    teaser = len(run) < _FEW and (len(box) > _SMALL_BOX or _is_told_above(run[0], box))
    return last if goes_on and not teaser else end


def _is_told_above(block: Block, box: list[Block]) -> bool:
    """Whether a paragraph is about what a headline of the box says: the teaser of that story."""
    told = stems(block.text)
    lines = (stems(one.text) for one in box if one.is_heading)
    return any(len(line & told) >= max(1.0, ALIKE * len(line)) for line in lines if line)


def _is_said(block: Block) -> bool:
    plain = not (block.reason or block.ends_article or block.byline or block.credit)
    return block.prose or (plain and is_short_sentence(block))


def _is_box(box: list[Block]) -> bool:
    """Whether lines are a box that interrupts a text; below comments, tags, credits and bylines it does not go on."""
    heads = [block for block in box if block.ends_article]
    stated = any(block.credit or (block.byline and (block.byline.date or block.byline.authors)) for block in box)
    filed = any(block.reason and is_filed(block.text) for block in box)
    return bool(heads) and not stated and not filed and all(interrupts(block.text) for block in heads)
