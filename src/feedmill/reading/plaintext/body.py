"""Which blocks are the body: the stretch with the most running text and the least furniture.

Every block counts for or against (prose by its length, furniture a fixed fine, a mark of an article's end a heavy
one); the body is the contiguous stretch with the greatest sum. What is furniture inside the stretch is cut, too.
"""

from __future__ import annotations

from feedmill.reading import chrome
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.headline import name_again
from feedmill.reading.plaintext.tails import without_more

PROSE_CAP = 600
"""A paragraph counts at most this much, so that one long legal notice does not outweigh an article."""
LONGEST_RUN = -900
"""Where a run of lines without prose has cost this much, more of them say nothing new (a table, a long list)."""
FINES = {"heading": -30, "chrome": -60, "end": -350, "byline": -60, "script": 0}
"""Pasted code tells nothing about where an article ends: it stands between any two paragraphs."""


NEAR_HEADLINE = 12
"""Blocks below the headline in which the lede stands."""
LEDE = 100
"""Weight of running text from which it is a lede rather than a teaser or a caption."""


def find_body(blocks: list[Block]) -> tuple[int, int]:
    """First and last+1 index of the body; (0, 0) where there is no running text.

    Where the headline is known beyond doubt, because the first line has said it before, nothing above it belongs to
    the body, and the lede is the first running text below.
    """
    head = name_again(blocks)
    start, end = _best(blocks, head + 1 if head else 0)
    lede = next((at for at in range(head, min(start, head + NEAR_HEADLINE)) if _is_lede(blocks[at])), start)
    return (lede if head else start), end


def _is_lede(block: Block) -> bool:
    return block.prose and block.weight >= LEDE and not _is_teaser(block.text)


def _best(blocks: list[Block], first: int) -> tuple[int, int]:
    """The stretch with the greatest sum, from the block ``first`` on."""
    best = (0, 0, 0)
    total, start, run = 0, first, 0
    for place, block in enumerate(blocks[first:], first):
        if total <= 0:
            total, start = 0, place
        points = score(block)
        run = 0 if block.prose else run + min(points, 0)
        total += points if run > LONGEST_RUN else 0
        if total > best[0] and block.prose:
            best = (total, start, place + 1)
    return _grown(blocks, best[1], best[2]) if best[0] else (0, 0)


def score(block: Block) -> int:
    """What a block says for (positive) or against its being part of a body."""
    if block.prose:
        length = min(block.weight, PROSE_CAP)
        return length // 3 if _is_teaser(block.text) else length
    if block.ends_article:
        return FINES["end"]
    if block.reason:
        return FINES.get(block.reason, FINES["chrome"])
    if block.byline:
        return FINES["byline"]
    return block.weight if _is_short_sentence(block) else FINES["heading"]


def inner_reason(block: Block) -> str | None:
    """Why a block inside the body is cut nevertheless; None for what stays (prose, subheads, quotes, lists)."""
    if block.prose:
        return None
    if chrome.is_caption(block.text):
        return "caption"
    if block.byline is None and block.credit is None and block.reason is None and not _is_promo(block):
        return None
    if block.byline is not None:
        return "byline"
    if block.credit is not None:
        return "credit"
    return block.reason or "promo"


def _is_promo(block: Block) -> bool:
    """A line in capitals between paragraphs is a link to another story."""
    return chrome.is_capitals(block.text) and block.weight > 30


def _is_short_sentence(block: Block) -> bool:
    return chrome.ends_sentence(block.text) and block.weight >= 12 and not block.text.endswith((":", "："))


def _is_teaser(text: str) -> bool:
    return text.endswith(("[…]", "[...]")) or without_more(text)[0] != text


def _grown(blocks: list[Block], start: int, end: int) -> tuple[int, int]:
    """With short last sentences after the stretch, and without what is no prose at its head."""
    while (
        end < len(blocks)
        and _is_short_sentence(blocks[end])
        and not blocks[end].reason
        and not blocks[end].ends_article
        and not blocks[end].byline
    ):
        end += 1
    while start < end and not (blocks[start].prose or _is_short_sentence(blocks[start])):
        start += 1
    while start < end and (blocks[start].reason or blocks[start].byline or blocks[start].credit):
        start += 1
    return start, end
