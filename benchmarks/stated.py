"""What a text states of what people read on the page: the most that a reader of the text can give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from feedmill.reading.dates.days import find_days, plain_digits

_LONGEST = 400
_SHORTEST_NAME = 5
_AND = re.compile(r",|;|&| and ")


def states_day(text: str, wanted: str) -> bool:
    """Whether any line writes the day ``wanted`` (ISO 8601), with or without its year."""
    day = date.fromisoformat(wanted[:10])
    return any(
        (found.month, found.day) == (day.month, day.day) and found.year in (None, day.year)
        for line in _pieces(text)
        for read in find_days(plain_digits(line), None)
        for found in ((read, read.swapped) if read.open else (read,))
    )


def states_author(text: str, wanted: str) -> bool:
    """Whether the text holds the author's name, or one of several, wherever it stands: in a menu, too."""
    folded = _flat(text)
    names = [wanted, *(part for part in _AND.split(wanted) if len(part.strip()) >= _SHORTEST_NAME)]
    return any(_flat(name) in folded for name in names)


def stated(text: str, expected: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether author and day of a page are stated in its text; False where the page has none."""
    day = expected["publish_date"] or ""
    author = expected["author"] or ""
    return bool(author) and states_author(text, author), len(day) >= len("2024-05-01") and states_day(text, day)


def _pieces(text: str) -> Iterable[str]:
    return (line[at : at + _LONGEST] for line in text.split("\n") for at in range(0, len(line), _LONGEST - 20))


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
