"""Ends of snippets: the "…More" that cuts a teaser, the outlet that a digest names after a snippet."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from feedmill.reading.bylines import is_agency
from feedmill.reading.words import alternatives, words

OUTLET = re.compile(
    r"\s*(?:[—–]\s?|--\s|(?<=[.!?…”\"»]\s)-\s|\(|\[|（|【)(?P<outlet>[A-ZА-ЯЁ\u4e00-\u9fff](?:[^()\[\]（）【】.!?。]|\.(?=\w)){1,38})[)\]）】]?\s*$"
)
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[|【|[.!?。！？»→])\s*$")
_SENTENCE_END = re.compile(r"[.!?…。！？][”\"»」』)）]?$")
_WIRE = re.compile(
    r"[.!?…。！？][”\"»」』]?(?P<mark>\s*(?:[（(/]{1,2}\s*|(?<=\s)))"
    r"(?P<wire>[^\W\d_a-zа-яё][^\s\d.()（）/]{1,14}(?: [^\s\d.()（）/]{2,14}){0,2})"
    r"\s*[)）/]{0,2}[.。]?\s*\Z"
)
_INITIALS = re.compile(r"[.!?…。！？][”\"»」』]?(?P<mark>\s*[（(](?P<who>[^()（）\s][^()（）]{1,24})[)）])\s*\Z")
_HINT = re.compile(r"[—–(\[（【:：]|--|\s-\s")
_BRACKETED = re.compile(r"\s*[(（](?P<outlet>[^\W\d_a-zа-яё][^()（）.!?。]{1,38})[)）](?P<stop>[.。])\s*\Z")
_COLON = re.compile("[:：]")
_LONGEST_TAIL = 80
_RECENT = 64
"""Paragraphs whose ends are remembered: several questions are asked of each."""
_ARROWS = " \t»→>[【|"


@lru_cache(maxsize=_RECENT)
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


@lru_cache(maxsize=_RECENT)
def without_outlet(text: str) -> tuple[str, str | None]:
    """A snippet without the outlet at its end ("— Reuters", "(新华社)", "Источник: Интерфакс, 11.11.2026"), and the
    outlet, perhaps with its day.
    """
    start = max(0, len(text) - _LONGEST_TAIL)
    if not _HINT.search(text, start):
        return without_wire(text)
    stopped = text.endswith((".", "!", "?", "。"))
    tail = None if stopped else OUTLET.search(text, start)
    tail = tail or (_announced().search(text, start) if _COLON.search(text, start) else None)
    if tail is None or tail.start() < 20:
        return without_wire(text)
    head = text[: tail.start()].rstrip()
    return (head, tail["outlet"].strip(" .")) if _SENTENCE_END.search(head) else (text, None)


def without_bracketed(text: str) -> tuple[str, str | None]:
    """A snippet whose outlet stands in brackets before its last stop ("… (Northern Post)."), and the outlet. Only
    several such snippets tell that it is one.
    """
    found = _BRACKETED.search(text, max(0, len(text) - _LONGEST_TAIL))
    return (text[: found.start()] + found["stop"], found["outlet"]) if found else (text, None)


def without_wire(text: str) -> tuple[str, str | None]:
    """A text without the wire service that stands behind its last sentence ("… de la cosecha. EFE", "/ТАСС/",
    "(jb/dpa)"), and the wire.
    """
    start = max(0, len(text) - _LONGEST_TAIL)
    tail = _WIRE.search(text, start)
    if tail and tail.start() >= 20 and is_agency(tail["wire"]):
        return text[: tail.start("mark")].rstrip(), tail["wire"]
    bracketed = text.find("(", start) >= 0 or text.find("（", start) >= 0
    initials = _INITIALS.search(text, start) if bracketed else None
    parts = re.split(r"[/,;]\s*", initials["who"]) if initials else []
    wire = next((part for part in parts if is_agency(part)), None)
    return (text[: initials.start("mark")].rstrip(), wire) if initials and wire else (text, None)


@cache
def _announced() -> re.Pattern[str]:
    """The word that announces a source behind a sentence, and the source."""
    spaced, unspaced = alternatives(words("bylines", "source"))
    name = r"(?P<outlet>[^\W\d_](?:[^()\[\]（）【】.!?。:：]|\.(?=\w)){1,48})"
    labels = rf"(?<![^\W_])(?:{spaced})\s*[:：]|(?:{unspaced})\s*[:：]"
    return re.compile(rf"[(\[（【]?\s*(?:{labels})\s*{name}[)\]）】.]?\s*\Z", re.IGNORECASE)
