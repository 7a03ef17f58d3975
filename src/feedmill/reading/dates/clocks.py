"""Clock times beside a written day, and the zones they are told in.

A zone is believed when it stands with the time ("14:30 MSK", "UTC+8", 北京时间), or when the place of a dateline has
one. "CST" is China's where the place or the language is Chinese, America's where the place is American, else unknown.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

_ZONED = r"(?=\d\d\s*(?:[ap]\.?m\b|uhr|cet|mez|gmt|bst|utc|msk|мск|edt|est\b|ist\b))"
_MARK = rf"[:：]|[.h]{_ZONED}|\s?h\s?(?=[0-5]\d\b)|\s?[時时点點시]\s?(?=[0-5]\d)"
_CLOCK = re.compile(
    rf"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])(?:{_MARK})(?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d)(?:\.\d{{1,6}})?)?(?!\d)"
    r"\s?[分분]?\s*(?P<half>[ap]\.?m\b\.?)?(?:\s?(?:uhr|hrs|hours|ч\.|h)(?![^\W_]))?",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?<![\d.:])(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[ap]\.?m\b\.?)|(?<![\d.:])(?P<full>[01]?\d|2[0-3])\s?(?:uhr\b|[時时点點시](?!\w))",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\s*[(（]?(?:(?:utc|gmt|мск)\s*)?([+\-−])(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE)
_WORD = re.compile(r"[\s,(（]*([^\W\d_]{1,5})\b")
_AHEAD = 40
"""Characters behind a day in which its clock time is looked for."""
_BEFORE = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock time and where it stands in the line; ``precise`` when it states seconds."""

    at: time
    start: int
    end: int
    precise: bool


def clock_beside(text: str, start: int, end: int, *, floor: int = 0, ceiling: int | None = None) -> Clock | None:
    """The clock time behind the day at ``start``–``end``, else before it; between ``floor`` and ``ceiling`` only."""
    last = len(text) if ceiling is None else ceiling
    for low, high in ((end, min(end + _AHEAD, last)), (max(floor, start - _BEFORE), start)):
        for pattern in (_CLOCK, _HOUR):
            found = pattern.search(text, low, high)
            if found:
                return _read(text, found, max(low, found.start() - 4))
    return None


def clock_spans(text: str) -> list[tuple[int, int]]:
    """Where clock times with their zones are written: for those who cut them out of bylines."""
    found = [match.span() for pattern in (_CLOCK, _HOUR) for match in pattern.finditer(text)]
    return [(_half_start(text, start, 0), end + _zone_end(text[end : end + 40])) for start, end in found]


def _read(text: str, found: re.Match[str], low: int) -> Clock:
    parts = found.groupdict()
    start = _half_start(text, found.start(), low)
    half = (parts.get("half") or "").casefold()[:1]
    word = next((word for word in _data("calendars")["halves"] if text[start : found.start()].startswith(word)), "")
    hour = int(parts.get("full") or parts["hour"])
    if (half or word) and hour <= 12:
        later = half == "p" or bool(word and _data("calendars")["halves"][word])
        hour = hour % 12 + (12 if later else 0)
    second = parts.get("second")
    at = time(hour, int(parts.get("minute") or 0), int(second or 0))
    return Clock(at=at, start=start, end=found.end(), precise=second is not None)


def _half_start(text: str, start: int, low: int) -> int:
    """Where a half of the day that is named before the hour begins ("下午3:30", "오후 3시 30분")."""
    before = text[max(low, start - 4) : start].rstrip()
    word = next((word for word in _data("calendars")["halves"] if before.endswith(word)), "")
    return max(low, start - 4) + len(before) - len(word) if word else start


def _zone_end(rest: str) -> int:
    """How many characters of ``rest`` (what follows a clock time) name a zone."""
    numeric = _OFFSET.match(rest)
    if numeric and re.match(r"\s*[(（]?(?:utc|gmt|мск)|[+\-−]\d", rest, re.IGNORECASE):
        return numeric.end() + (rest[numeric.end() : numeric.end() + 1] in (")", "）"))
    head = rest.casefold()
    phrase = next((name for name in _phrases() if head.lstrip(" ,(（").startswith(name)), "")
    if phrase:
        return head.find(phrase) + len(phrase) + (rest[head.find(phrase) + len(phrase) :][:1] in (")", "）"))
    word = _WORD.match(rest)
    if word and (_is_zone(word.group(1)) and (word.group(1).isupper() or not word.group(1).isascii())):
        return word.end() + (rest[word.end() : word.end() + 1] in (")", "）"))
    return 0


def _is_zone(word: str) -> bool:
    key = word.casefold()
    return key in _data("zones")["abbreviations"] or key in _data("zones")["seasonal"] or key in ("cst", "ist")


def zone_of(text: str, clock: Clock, day: date, *, language: str | None, place: str | None) -> tuple[int | None, str]:
    """Minutes east of UTC that a clock time is told in, and what of it was inferred ("", or a note with a comma)."""
    stated = _stated_zone(text, clock, day, language, place)
    if stated is not None:
        return stated, ""
    entry = place_zone(place)
    return _seasonal(entry, day), ", zone from dateline place" if entry else ""


def _stated_zone(text: str, clock: Clock, day: date, language: str | None, place: str | None) -> int | None:
    rest = text[clock.end : clock.end + 48]
    numeric = _OFFSET.match(rest)
    if numeric and not re.match(r"\s*[-−]\s", rest):
        offset = offset_of(numeric.group().strip(" (（"), day)
        return offset if offset is not None or place is None else None
    head = rest.casefold().lstrip(" ,(（")
    named: dict[str, int] = _data("zones")["abbreviations"]
    phrase = next((name for name in _phrases() if head.startswith(name)), None)
    before = text[max(0, clock.start - 24) : clock.start].casefold()
    phrase = phrase or next((name for name in _phrases() if not name.isascii() and name in before), None)
    if phrase:
        return named[phrase]
    word = _WORD.match(rest)
    if word is None or not word.group(1).isupper():
        return None
    if word.group(1) == "CST":
        return _china_or_america(day, language, place)
    return offset_of(word.group(1), day)


def _china_or_america(day: date, language: str | None, place: str | None) -> int | None:
    """What "CST" means: by the place of the dateline, else by the language."""
    entry = place_zone(place)
    if entry is not None:
        return 480 if entry[0] == 480 else (_seasonal([-360, ""], day) if entry[1] == "us" else None)
    return 480 if language == "zh" else None


def place_zone(place: str | None) -> list[Any] | None:
    """Standard minutes and summer rule of a dateline's place ("BEIJING", "MOSCOW, Russia"), None if unknown."""
    key = (place or "").casefold().strip()
    places: dict[str, list[Any]] = _data("zones")["places"]
    return places.get(key) or places.get(re.split(r"[,(/]", key)[0].strip())


def offset_of(zone: str, day: date) -> int | None:
    """Minutes east of UTC of "+0300", "Z", "MSK", "ET"; None for what is unknown or ambiguous."""
    numeric = _OFFSET.fullmatch(zone)
    if numeric:
        sign = 1 if numeric.group(1) == "+" else -1
        minutes = sign * (int(numeric.group(2)) * 60 + int(numeric.group(3) or 0))
        minutes += 180 if zone.casefold().startswith("мск") else 0
        return minutes if abs(minutes) <= 14 * 60 else None
    key = zone.casefold()
    fixed: int | None = _data("zones")["abbreviations"].get(key)
    return fixed if fixed is not None else _seasonal(_data("zones")["seasonal"].get(key), day)


def _seasonal(entry: list[Any] | None, day: date) -> int | None:
    """Standard time plus the summer hour of the "us" or "eu" rule."""
    if entry is None:
        return None
    standard, rule = entry
    if rule == "us":
        first, last = _sunday(day.year, 3, 2), _sunday(day.year, 11, 1)
    elif rule == "eu":
        first, last = _sunday(day.year, 4, 1) - timedelta(days=7), _sunday(day.year, 11, 1) - timedelta(days=7)
    else:
        return int(standard)
    return int(standard) + (60 if first <= day < last else 0)


def _sunday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.isoweekday()) % 7 + 7 * (which - 1))


@cache
def _phrases() -> tuple[str, ...]:
    """Zones that are named by words, longest first."""
    named = _data("zones")["abbreviations"]
    return tuple(sorted((name for name in named if " " in name or not name.isascii()), key=len, reverse=True))


@cache
def _data(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("feedmill.reading.words").joinpath(f"{name}.toml").read_text("utf-8"))
