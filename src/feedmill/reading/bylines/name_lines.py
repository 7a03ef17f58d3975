"""Lines that are nothing but names; only their place in a document makes them bylines."""

from __future__ import annotations

import re

from feedmill.reading.bylines.agencies import is_agency
from feedmill.reading.bylines.attribution import Attribution
from feedmill.reading.bylines.lines import STRIPPED, without_addresses
from feedmill.reading.bylines.names import looks_like_person, read_writers

_LONGEST = 90
_MOST_WORDS = 14
_DIGIT = re.compile(r"\d")
_WITH_PLACE = re.compile(r"(?P<name>[^\n]{4,45}?)\s+[-–—|•·]\s+(?P<place>[^\W\d_]+(?:[\s-][^\W\d_]+){0,2})")
"""A name and where or for whom its bearer writes, parted by a mark."""
_ARABIC = re.compile(r"[\u0620-\u064a]{2,12}(?:\s[\u0620-\u064a]{2,12}){1,2}")


def read_name_line(line: str) -> Attribution | None:
    """A line that is nothing but the names of one to three people, perhaps with agency, outlet or city ("Ann Lee,
    Reuters", "Ann Lee – Oslo").
    """
    if not 2 <= len(line) <= _LONGEST or line[0].islower() or line[-1] in ".!?。！？" or _DIGIT.search(line):
        return None
    text = without_addresses(" ".join(line.split()), "").strip(STRIPPED)
    if len(text.split()) > _MOST_WORDS:
        return None
    told = read_writers(text)
    if told and 1 <= len(told[0]) <= 3 and all(looks_like_person(name) for name in told[0]):
        return Attribution(authors=tuple(told[0]), agency=told[1], publisher=told[2])
    return None if told else _with_place(text)


def _with_place(text: str) -> Attribution | None:
    found = _WITH_PLACE.fullmatch(text)
    if found is None or found["place"][0].islower():
        return None
    if not looks_like_person(found["name"]) and not _ARABIC.fullmatch(found["name"]):
        return None
    return Attribution(authors=(found["name"],), agency=found["place"] if is_agency(found["place"]) else None)
