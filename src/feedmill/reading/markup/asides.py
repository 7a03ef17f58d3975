"""Captions below pictures and lives of authors at the end: what stands in the body and is not its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedmill.reading.blocks import Block
from feedmill.reading.chrome import is_bio, is_caption, sentence_reason
from feedmill.reading.sentences import split

_LONGEST_CAPTION = 300
_LONGEST_BIO = 500
_LAST = 3
"""Blocks at the end that may be about the author."""
_ITALIC = re.compile(r"<(em|i)>(?:(?!</\1>).)*</\1>(?:<br>)?\Z", re.DOTALL)
_TAKEN = re.compile(
    r"[摄攝][)）]?\Z|[(（/][^()（）/]{0,30}(?:getty|afp|reuters|/ ?ap|epa|xinhua|тасс)\W*\Z", re.IGNORECASE
)


def cut_captions(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """A short paragraph directly below a picture that names who took it, or is set in italics throughout."""
    for n in range(1, len(blocks)):
        if blocks[n - 1].kind == "image" and not reasons[n] and _describes(blocks[n]):
            reasons[n] = "caption"


def _describes(block: Block) -> bool:
    text = block.text
    if block.kind != "p" or not text or len(text) > _LONGEST_CAPTION:
        return False
    return bool(_ITALIC.match(block.html) or _TAKEN.search(text)) or any(is_caption(one) for one in split(text)[-2:])


def cut_bio(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """A last paragraph that tells who the author is, and the name that heads it."""
    left = [n for n, reason in enumerate(reasons) if not reason and blocks[n].kind != "image"]
    for at, n in enumerate(left[-_LAST:], start=max(0, len(left) - _LAST)):
        first = next(iter(split(blocks[n].text)), "")
        if at < 1 or blocks[n].kind != "p" or len(blocks[n].text) > _LONGEST_BIO or not is_bio(first):
            continue
        if any(not _follows(blocks[m]) for m in left[at + 1 :]):
            return
        heads = left[at - 1]
        start = at - 1 if at > 1 and blocks[n].text.startswith(blocks[heads].text.rstrip(" :,")) else at
        for m in left[start:]:
            reasons[m] = "bio"
        return


def _follows(block: Block) -> bool:
    """A line behind the author's life that belongs to it: more of it, or how to follow the author."""
    return len(block.text) < 120 or any(sentence_reason(one) for one in split(block.text))
