"""Dates as documents state them: machine fields and prose lines. Nothing is guessed.

A missing year is resolved only by a weekday (the latest fitting year not after the document was received), a clock
time only by a zone that is stated or known from a dateline's place; otherwise the date is a day, or is not given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_tz
from functools import cache
from importlib.resources import files
from typing import Any

from feedmill.model import Moment
from feedmill.reading.words import LANGUAGES, language_words, numbered, words

EARLIEST = 1980
"""First year that is believed; earlier ones are zero values and typing errors in news."""
LATEST = 2099

_LONGEST = 400
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,5})?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3])(?:[:：]|(?:[.h](?=\d\d\s*(?:[ap]\.?m\b|uhr))))([0-5]\d)(?::([0-5]\d))?(?!\d)\s*([ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d.:])(1[0-2]|[1-9])\s*([ap]\.?m\b\.?)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_OFFSET = re.compile(r"\s*\(?(?:(?:utc|gmt)\s*)?([+\-−])(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE)
_ZONE_WORD = re.compile(r"[\s,(]*([^\W\d_]{1,5})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A calendar day found in a line; ``year`` is None where the line states none."""

    start: int
    end: int
    year: int | None
    month: int
    day: int


def parse_machine(value: str, provenance: str) -> Moment | None:
    """The moment of a machine field: ISO 8601, RFC 5322 (lenient), seconds or milliseconds since 1970.

    A value without a clock time, or with one but no zone, is a day. Impossible, zero and far-off values are None.
    """
    text = value.strip()[:_LONGEST]
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text), provenance)
    iso = _ISO.match(text)
    if iso:
        return _from_iso(iso, provenance)
    return _from_mail(text, provenance) or _from_prose(text, provenance)


def find_stated(
    line: str,
    *,
    language: str | None,
    received: datetime,
    provenance: str,
    place: str | None = None,
    weekday: int | None = None,
) -> Moment | None:
    """The first publication date that a byline, dateline or listing line states, or None: a day of change is none.

    ``language`` decides between day and month where digits leave it open; ``place`` of a dateline gives a clock time
    its zone; ``weekday`` (Monday is 1) is what the surroundings tell about the day, where the line itself is silent.
    A weekday beside the date must fit it. A day after ``received`` by more than one day is not believed.
    """
    setting = _Setting(language, received, provenance, place, weekday)
    return _first_settled(line[:_LONGEST], setting, updates=False)


def find_updated(line: str, *, language: str | None, received: datetime, provenance: str) -> Moment | None:
    """The first day that a line calls one of change ("Updated: …", "Обновлено …", 更新于 …), or None."""
    return _first_settled(line[:_LONGEST], _Setting(language, received, provenance, None, None), updates=True)


def _first_settled(text: str, setting: _Setting, *, updates: bool) -> Moment | None:
    for found in sorted(_days(text, setting.language), key=lambda found: found.start):
        moment = _settle(text, found, setting) if _is_update(text, found) is updates else None
        if moment:
            return moment
    return None


def day_spans(line: str, language: str | None) -> list[tuple[int, int]]:
    """Where days are written in a line, whether or not they can be resolved: for those who cut dates out of bylines."""
    return [(found.start, found.end) for found in _days(line[:_LONGEST], language)]


def weekday_in(text: str) -> int | None:
    """The only weekday that a text names (Monday is 1), None if it names none or several."""
    named = {numbered("dates", "weekdays")[word] for word in _weekday_words(text) if len(word) > 2 or "周" in word}
    return named.pop() if len(named) == 1 else None


# --- machine values --------------------------------------------------------------------------------------------


def _from_epoch(seconds: float, provenance: str) -> Moment | None:
    if seconds > 1e11:
        seconds /= 1000
    return _moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds)), "second", provenance)


def _from_iso(found: re.Match[str], provenance: str) -> Moment | None:
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        start = datetime(int(year), int(month), int(day), tzinfo=UTC)
        clock = time(int(hour), int(minute), min(int(second or 0), 59)) if hour else None
    except ValueError:
        return None
    offset = _offset_of(zone, start.date()) if zone else None
    if clock is None or offset is None:
        return _moment(start, "day", provenance)
    at = datetime.combine(start.date(), clock, UTC) - timedelta(minutes=offset)
    return _moment(at, "second" if second else "minute", provenance)


def _from_mail(text: str, provenance: str) -> Moment | None:
    parts = parsedate_tz(text)
    if not parts or not re.search(r"[^\W\d]", text) or not re.search(r"\d{4}|\d{1,2}\s+[A-Za-z]{3}\s+\d{2}\b", text):
        return None
    try:
        start = datetime(*parts[:3], tzinfo=UTC)
        clock = time(parts[3], parts[4], min(parts[5], 59))
    except (ValueError, TypeError, OverflowError):
        return None
    if parts[9] is None or abs(parts[9]) > 14 * 3600 or ":" not in text:
        return _moment(start, "day", provenance)
    seconds = re.search(r"\d:\d\d:\d\d", text)
    at = datetime.combine(start.date(), clock, UTC) - timedelta(seconds=parts[9])
    return _moment(at, "second" if seconds else "minute", provenance)


def _from_prose(text: str, provenance: str) -> Moment | None:
    """A date in words, as pages put it into fields meant for machines; only with its year."""
    far = datetime(LATEST, 12, 31, tzinfo=UTC)
    return find_stated(text, language=None, received=far, provenance=provenance) if re.search(r"\d{4}", text) else None


def _moment(at: datetime, precision: str, provenance: str) -> Moment | None:
    if not EARLIEST <= at.year <= LATEST:
        return None
    kept = {"second": at, "minute": at.replace(second=0), "day": at.replace(hour=0, minute=0, second=0)}[precision]
    return Moment(at=kept, precision=precision, provenance=provenance)  # type: ignore[arg-type]


def _offset_of(zone: str, day: date) -> int | None:
    """Minutes east of UTC of "+0300", "Z", "MSK", "ET"; None for what is unknown or ambiguous."""
    numeric = _OFFSET.fullmatch(zone)
    if numeric:
        sign = 1 if numeric.group(1) == "+" else -1
        minutes = int(numeric.group(2)) * 60 + int(numeric.group(3) or 0)
        return sign * minutes if minutes <= 14 * 60 else None
    key = zone.casefold()
    fixed: int | None = _zones()["abbreviations"].get(key)
    return fixed if fixed is not None else _seasonal(_zones()["seasonal"].get(key), day)


# --- prose -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is known around a line while its date is resolved."""

    language: str | None
    received: datetime
    provenance: str
    place: str | None
    weekday: int | None


def _settle(text: str, found: _Day, setting: _Setting) -> Moment | None:
    beside = _weekday_beside(text, found)
    provenance = setting.provenance
    if found.year is None:
        weekday = beside or setting.weekday
        year = _year_from_weekday(found, weekday, setting.received) if weekday else None
        if year is None:
            return None
        found, provenance = replace(found, year=year), f"{provenance}, year from weekday"
    day = _date(found)
    if day is None or (beside and day.isoweekday() != beside):
        return None
    if day > setting.received.date() + timedelta(days=1):
        return None
    return _with_clock(text, found, day, replace(setting, provenance=provenance))


def _with_clock(text: str, found: _Day, day: date, setting: _Setting) -> Moment | None:
    start = datetime.combine(day, time(), UTC)
    clock = _clock(text, found)
    if clock is None:
        return _moment(start, "day", setting.provenance)
    at, end, precise = clock
    offset, inferred = _zone_after(text[end:], day, setting)
    if offset is None:
        return _moment(start, "day", setting.provenance)
    moment = datetime.combine(day, at, UTC) - timedelta(minutes=offset)
    return _moment(moment, "second" if precise else "minute", setting.provenance + inferred)


def _clock(text: str, found: _Day) -> tuple[time, int, bool] | None:
    """The clock time next to a day, where it ends in the line, and whether it states seconds."""
    for start, end in ((found.end, found.end + 30), (max(0, found.start - 24), found.start)):
        for pattern in (_CLOCK, _HOUR):
            match = pattern.search(text, start, min(end, len(text)))
            if match:
                return _clock_of(match, pattern is _HOUR), match.end(), pattern is _CLOCK and match.group(3) is not None
    return None


def _clock_of(match: re.Match[str], hour_only: bool) -> time:
    half = (match.group(2) if hour_only else match.group(4) or "").casefold()[:1]
    hour = int(match.group(1))
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour) if hour_only else time(hour, int(match.group(2)), int(match.group(3) or 0))


def _zone_after(rest: str, day: date, setting: _Setting) -> tuple[int | None, str]:
    """Minutes east of UTC of the zone that follows a clock time, else of the dateline's place."""
    numeric = _OFFSET.match(rest)
    if numeric:
        return _offset_of(numeric.group().strip(" ("), day), ""
    head = rest.casefold().lstrip(" ,(")
    phrases = [
        name for name in _zones()["abbreviations"] if (" " in name or not name.isascii()) and head.startswith(name)
    ]
    if phrases:
        return _zones()["abbreviations"][phrases[0]], ""
    word = _ZONE_WORD.match(rest)
    if word:
        if setting.language == "zh" and word.group(1) == "CST":
            return 480, ""
        offset = _offset_of(word.group(1), day) if word.group(1).isupper() else None
        if offset is not None:
            return offset, ""
    place = _zones()["places"].get((setting.place or "").casefold().strip())
    return _seasonal(place, day), ", zone from dateline place" if place else ""


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


def _date(found: _Day) -> date | None:
    try:
        return date(found.year or 0, found.month, found.day)
    except ValueError:
        return None


def _year_from_weekday(found: _Day, weekday: int, received: datetime) -> int | None:
    """The latest year in which the day fell on the weekday and was not after ``received``; 12 years back at most."""
    for year in range(received.year, received.year - 12, -1):
        day = _date(replace(found, year=year))
        if day and day <= received.date() and day.isoweekday() == weekday:
            return year
    return None


def _is_update(text: str, found: _Day) -> bool:
    """Whether the words before a day say that it is the day of a change."""
    before = text[max(0, found.start - 30) : found.start].casefold()
    published = max(
        (before.rfind(word) + len(word) for word in words("dates", "published") if word in before), default=0
    )
    updated = max((before.rfind(word) + len(word) for word in words("dates", "updated") if word in before), default=0)
    return updated > 0 and updated >= published


def _weekday_beside(text: str, found: _Day) -> int | None:
    """The weekday written directly before or after a day ("Mon, 4 Feb", "4 февраля, пятница", "2月4日 星期五")."""
    named = numbered("dates", "weekdays")
    before = list(_weekday_words(text[max(0, found.start - 16) : found.start]))
    if before and re.search(
        re.escape(before[-1]) + r"[.,，、\s]*(?:(?:the|den|le|el|dem|on|am)\s+)?$", text[: found.start].casefold()
    ):
        return named[before[-1]]
    after = re.match(r"[\s,，(（]*", text[found.end :])
    tail = text[found.end + (after.end() if after else 0) :][:12]
    first = next(_weekday_words(tail), None)
    return named[first] if first and tail.casefold().startswith(first) else None


def _weekday_words(text: str) -> Iterator[str]:
    return (match.group().casefold() for match in _weekday_pattern().finditer(text))


@cache
def _weekday_pattern() -> re.Pattern[str]:
    names = sorted(numbered("dates", "weekdays"), key=len, reverse=True)
    spaced = "|".join(re.escape(name) for name in names if ord(name[0]) < 0x2E80)
    unspaced = "|".join(re.escape(name) for name in names if ord(name[0]) >= 0x2E80)
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])|(?:{unspaced})", re.IGNORECASE)


def _days(text: str, language: str | None) -> list[_Day]:
    """Every calendar day that is written in the line, in order; overlapping weaker readings are dropped."""
    found: list[_Day] = []
    if not _DIGIT.search(text):
        return found
    for pattern, reader in _patterns():
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            day = _read_day(match, reader, language)
            if day:
                found.append(day)
    return sorted(found, key=lambda day: day.start)


def _read_day(match: re.Match[str], reader: str, language: str | None) -> _Day | None:
    parts = match.groupdict()
    year = _year(parts.get("year"))
    if reader == "numeric":
        order = _numeric_order(int(parts["a"]), int(parts["b"]), parts["mark"], language)
        if order is None or year is None:
            return None
        month, day = order
    else:
        month = numbered("dates", "months").get(parts["month"].casefold(), 0) or (
            int(parts["month"]) if parts["month"].isdigit() else 0
        )
        day = int(parts["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31) or (parts.get("year") and year is None):
        return None
    return _Day(start=match.start(), end=match.end(), year=year, month=month, day=day)


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    return year if EARLIEST <= year <= LATEST else None


def _numeric_order(a: int, b: int, mark: str, language: str | None) -> tuple[int, int] | None:
    """Month and day of "a/b/year": by value, by the dot (day first everywhere), by the language; else None."""
    if a > 12 or b > 12:
        return (b, a) if a > 12 else (a, b)
    if a == b or mark == "." or (language and language_words_order(language) == "dmy"):
        return b, a
    return None


def language_words_order(language: str) -> str:
    """ "dmy" where a language writes the day first, "ymd" or "" (order varies) otherwise."""
    return str(language_words(language)["dates"].get("order", "")) if language in LANGUAGES else ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    names = "|".join(re.escape(name) for name in sorted(numbered("dates", "months"), key=len, reverse=True))
    flags = re.IGNORECASE
    ordinal = r"(?:st|nd|rd|th|er|-го|º|\.)?"
    return (
        (
            re.compile(
                r"(?<!\d)(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})(?!\d)\s*[日号號]?"
            ),
            "plain",
        ),
        (re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]"), "plain"),
        (
            re.compile(
                rf"(?<![\d:])(?P<day>\d{{1,2}}){ordinal}[\s-]+(?:de\s+|of\s+)?(?P<month>{names})\b\.?(?:[\s,-]*(?:del?\s+)?(?P<year>\d{{4}})(?!\d)(?:\s*(?:г\.|года\b|г\b))?)?",
                flags,
            ),
            "plain",
        ),
        (
            re.compile(
                rf"(?<![^\W_])(?P<month>{names})\.?[\s-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:[\s,-]+(?P<year>\d{{4}})(?!\d))?",
                flags,
            ),
            "plain",
        ),
        (
            re.compile(
                r"(?<![\d./-])(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d./-]*\d)"
            ),
            "numeric",
        ),
    )


@cache
def _zones() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("feedmill.reading.words").joinpath("zones.toml").read_text("utf-8"))
