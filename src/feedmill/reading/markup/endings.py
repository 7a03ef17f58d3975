"""Where an article ends: lists of other stories, boxes and headings behind it that have no name of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from feedmill.reading.blocks import Block
from feedmill.reading.markup.places import closes
from feedmill.reading.markup.prose import SENTENCE_END, is_prose, prose
from feedmill.reading.plaintext.boxes import introduces_house


def cut_appendix(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """From a closing heading ("Related stories", "About the author") on, when most of the prose stands above it."""
    whole = prose(blocks)
    above = 0
    for n, block in enumerate(blocks):
        passing = _stands_between(block, reasons[n]) and any(map(is_prose, blocks[n + 1 : n + 3]))
        if block.kind != "image" and _closes(block) and not passing and (above * 2 >= whole or above >= _COMPLETE):
            for rest in range(n, len(blocks)):
                reasons[rest] = reasons[rest] or "after-article"
            return
        above += len(block.text) if is_prose(block) else 0


def _closes(block: Block) -> bool:
    """A line that heads what is no part of the article, or what a house says about itself below its release."""
    return closes(block.text) or (bool(block.text) and introduces_house(block.text))


def _stands_between(block: Block, reason: str | None) -> bool:
    """A line that heads nothing: one other story behind its label, an invitation, buttons; the article may go on."""
    label, colon, rest = block.text.partition(":")
    return block.kind == "p" and ((bool(colon) and bool(label) and bool(rest.strip())) or reason in _PASSING)


_PASSING = frozenset({"newsletter", "share", "promo"})
_COMPLETE = 1_200
"""Characters of running text above a closing heading that make an article, however long the appendix is."""


def cut_announcements(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """Headings of boxes that were cut ("You might like"), and links that come again and again ("Compare prices")."""
    times = Counter(
        block.text for block in blocks if 0 < len(block.text) <= 120 and block.linked * 2 >= len(block.text)
    )
    for n, block in enumerate(blocks):
        if reasons[n] or block.kind == "image":
            continue
        follows = blocks[n + 1] if n + 1 < len(blocks) else None
        if times[block.text] >= _AGAIN:
            reasons[n] = "promo"
        elif closes(block.text) and (follows is None or reasons[n + 1] or not is_prose(follows)):
            reasons[n] = "related-links"


_AGAIN = 3


def cut_lists(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """From a list of links that is one paragraph, its items parted by breaks, to the end, where no sentence follows."""
    left = [n for n, reason in enumerate(reasons) if not reason and blocks[n].kind != "image"]
    for at in range(len(left) - 1, max(0, len(left) - _LAST), -1):
        behind = [blocks[n] for n in left[at:]]
        if any(is_prose(block) and SENTENCE_END.search(block.text) for block in behind):
            return
        if _lists_links(behind[0]):
            for n in left[at:]:
                reasons[n] = "related-links"
            return


_LAST = 4
_LIST = 3
"""Links that make a paragraph a list, if they are two fifths of it."""


def _lists_links(block: Block) -> bool:
    return block.kind == "p" and block.html.count("<a ") >= _LIST and block.linked * 5 >= len(block.text) * 2


def end_with_prose(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """Headings that nothing follows are not the article's."""
    for place in range(len(blocks) - 1, -1, -1):
        if reasons[place]:
            continue
        if blocks[place].kind != "heading":
            return
        reasons[place] = "related-links"
