"""Marks in front of snippets and headlines: bullets and numbers; a day is none of them."""

from __future__ import annotations

import re

from feedmill.reading.dates import day_spans

_MARKER = re.compile(
    r"\s*(?:(?:[-*•‣▪●◦–—]|\+{2,3})\s+|[◆◇■□★☆▶►▷➤❖✓✔♦※◎○]\s*|\(?(?P<number>\d{1,3})(?:[.)、）]|\.\))\s*(?=\D)"
    r"|(?P<ring>[①-⑳])\s*|(?P<key>\d)\ufe0f?\u20e3\s*"
    r"|[（(]?(?P<han>[一二三四五六七八九十]{1,3})(?:、|[）)]、?)\s*)"
)
_HAN_NUMBERS = "一二三四五六七八九十"
_HAN_DIGITS = "〇一二三四五六七八九"


def marker_of(text: str) -> str:
    """The bullet or number that a text begins with, "" for none ("12. November" begins with a day)."""
    if text[:1].isalpha() and text[0] not in _HAN_NUMBERS:
        return ""
    match = _MARKER.match(text)
    if match is None or any(start <= match.start("number") < end for start, end in day_spans(text[:40], None)):
        return ""
    return match.group()


def number_of(text: str) -> int | None:
    """The number in front of a text ("3.", "③", "三、"), None for a bullet or nothing."""
    match = _MARKER.match(text)
    if match is None or not marker_of(text):
        return None
    if match["ring"]:
        return ord(match["ring"]) - ord("①") + 1
    if match["key"]:
        return int(match["key"])
    if match["han"]:
        return _han_number(match["han"])
    return int(match["number"]) if match["number"] else None


def _han_number(written: str) -> int:
    """二十三 → 23; up to 99."""
    tens, ten, ones = written.rpartition("十")
    return (_HAN_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (_HAN_DIGITS.find(ones) if ones else 0)


def without_marker(text: str) -> str:
    """A text without its bullet or number."""
    return text[len(marker_of(text)) :]
