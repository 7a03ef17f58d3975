"""Marks in front of snippets and headlines: bullets and numbers; a day is none of them."""

from __future__ import annotations

import re

from feedmill.reading.dates import day_spans

_MARKER = re.compile(
    r"\s*(?:[-*•‣▪●◦–—]\s+|\(?(?P<number>\d{1,3})(?:[.)、）]|\.\))\s*(?=\D)|[①-⑳]\s*|[一二三四五六七八九十]{1,3}、\s*)"
)


def marker_of(text: str) -> str:
    """The bullet or number that a text begins with, "" for none ("12. November" begins with a day)."""
    match = _MARKER.match(text)
    if match is None or any(start <= match.start("number") < end for start, end in day_spans(text[:40], None)):
        return ""
    return match.group()


def number_of(text: str) -> int | None:
    """The number in front of a text, None for a bullet or nothing."""
    match = _MARKER.match(text)
    return int(match["number"]) if match and match["number"] and marker_of(text) else None


def without_marker(text: str) -> str:
    """A text without its bullet or number."""
    return text[len(marker_of(text)) :]
