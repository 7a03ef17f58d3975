"""Ends of snippets: the "…More" that cuts a teaser, the outlet that a digest names after a snippet."""

from __future__ import annotations

import re
from functools import cache

from feedmill.reading.words import words

OUTLET = re.compile(
    r"\s*(?:[—–]\s?|--\s|\(|\[|（|【)(?P<outlet>[A-ZА-ЯЁ\u4e00-\u9fff](?:[^()\[\]（）【】.!?。]|\.(?=\w)){1,38})[)\]）】]?\s*$"
)
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[|【|[.!?。！？»→])\s*$")
_ARROWS = " \t»→>[【|"


def without_more(text: str) -> tuple[str, bool]:
    """A teaser without its "More", "читать далее", 阅读全文, and whether it is one (it had such words or ends in an
    ellipsis).
    """
    bare = text.rstrip(_ARROWS + "]】")
    folded = bare[-40:].casefold()
    if not folded.endswith(_more_words()):
        return text, text.endswith(("...", "…"))
    for word in _more_words():
        if not folded.endswith(word):
            continue
        rest = bare[: len(bare) - len(word)].rstrip(_ARROWS)
        if _CUT_OFF.search(rest) or text[len(bare) - len(word) - 1 : len(bare) - len(word)] in "[【":
            return rest, True
    return text, text.endswith(("...", "…"))


@cache
def _more_words() -> tuple[str, ...]:
    bare = (word.strip(" .…[]【】»→") for word in words("chrome", "more"))
    return tuple(word for word in bare if word)


def without_outlet(text: str) -> tuple[str, str | None]:
    """A snippet without the outlet at its end ("— Reuters", "(新华社)"), and the outlet."""
    start = max(0, len(text) - 60)
    tail = OUTLET.search(text, start)
    if tail is None or tail.start() < 20:
        return text, None
    head = text[: tail.start()].rstrip()
    return (head, tail["outlet"].strip()) if re.search(r"[.!?…。！？][”\"»」』]?$", head) else (text, None)
