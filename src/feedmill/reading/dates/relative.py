"""Days told from the day of reading: "2 hours ago", "вчера в 14:30", 3小时前. They mean something only in a document
that states when it was copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from feedmill.reading.words import words
from feedmill.reading.words.phrases import mentions

_UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
}
_EDGE, _CLOSE = r"(?<![^\W_])", r"(?![^\W\d_])"
_NAMED = {"today": timedelta(), "yesterday": timedelta(days=1), "day_before": timedelta(days=2)}


def find_relative(text: str) -> tuple[int, int, timedelta, bool] | None:
    """Start, end and distance of the first relative day in a line; True at the end if it counts hours or minutes."""
    return next(_found(text), None)


def relative_spans(text: str) -> list[tuple[int, int]]:
    """Where relative days stand in a line: for those who cut dates out of bylines."""
    return [(start, end) for start, end, _, _ in _found(text)]


def _found(text: str) -> Iterator[tuple[int, int, timedelta, bool]]:
    folded = text.casefold()
    if not mentions("dates", "today", "yesterday", "day_before", "ago", "since").any(folded):
        return
    pattern = _pattern() if mentions("dates", "ago", "since").any(folded) else _named_pattern()
    for match in pattern.finditer(text):
        named = next((kind for kind in _NAMED if match[kind]), None)
        if named:
            yield *match.span(), _NAMED[named], False
            continue
        unit = next(kind for kind in _UNITS if match[kind])
        if match["since"] or match["ago"]:
            count = int(match["count"]) if match["count"].isdecimal() else 1
            yield *match.span(), count * _UNITS[unit], unit in ("minutes", "hours")


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(f"(?P<{kind}>{_any('dates', kind)})" for kind in _UNITS)
    count = rf"(?P<count>\d{{1,3}}|{_any('dates', 'one')})"
    counted = rf"(?:(?P<since>{_any('dates', 'since')})\s)?{count}\s?(?:{units})(?:\s?(?P<ago>{_any('dates', 'ago')}))?"
    return re.compile(rf"{_EDGE}(?:{counted}|{_named()}){_CLOSE}", re.IGNORECASE)


@cache
def _named_pattern() -> re.Pattern[str]:
    """The same for a text without any word of distances, where nothing can be counted."""
    return re.compile(rf"{_EDGE}(?:{_named()}){_CLOSE}", re.IGNORECASE)


def _named() -> str:
    return "|".join(f"(?P<{kind}>{_any('dates', kind)})" for kind in ("day_before", "today", "yesterday"))


def _any(table: str, key: str) -> str:
    return "|".join(re.escape(word) for word in words(table, key))
