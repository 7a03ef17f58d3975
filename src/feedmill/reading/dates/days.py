"""Calendar days written in a line: digits, names of months, Han numerals, years of an era; ranges are marked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from feedmill.reading.dates.moments import EARLIEST, LATEST, LONGEST
from feedmill.reading.words import alternatives, numbered, words

Order = Literal["dmy", "mdy"]

_WRITTEN = re.compile(r"\d|[一二三四五六七八九十廿卅]日")
_DATED = re.compile(r"\d\s?[./年년-]\s?\d|[月월]")
_NEXT_TO = 24
"""Characters beside a weekday that may say which one is meant."""
_RECENT = 64
"""Lines whose days are remembered: bylines are searched for days to cut them out, and again to read them."""
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
_BEFORE_RANGE = re.compile(
    r"(?<!\d)(?:\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s?(?:[-–—/~～]|to|and|по|и|bis|und|au|et|al|a|y|e|do|i)\s?\Z"
)
_AFTER_RANGE = re.compile(
    r"\s?(?:[-–—~～至]|から|부터)\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号號일]|\s?[-–—]\s?\d{1,2}(?![\d:.])"
)
_BETWEEN = re.compile(r"\s*(?:[-–—~～至]|to|bis|по|до)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar day found in a line.

    ``year`` is None where the line states none. ``open``: month and day are digits that could change places.
    ``ranged``: it is an end of a range, which is no day of publication.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    open: bool = False
    ranged: bool = False

    @property
    def swapped(self) -> Day:
        """The other reading of an open day."""
        return replace(self, month=self.day, day=self.month)


def plain_digits(text: str) -> str:
    """A line with Arabic, Persian and full-width digits as ASCII ones; places stay the same."""
    return text if text.isascii() else text.translate(_DIGITS)


def find_days(text: str, language: str | None) -> list[Day]:
    """Every calendar day that is written in a line, in order; overlapping weaker readings are dropped."""
    return list(_found(text, language)) if may_hold_days(text) else []


@lru_cache(maxsize=_RECENT)
def _found(text: str, language: str | None) -> tuple[Day, ...]:
    found: list[Day] = []
    for pattern, kind in _patterns():
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            day = _read(match, kind, language)
            if day:
                found.append(_with_range(text, day))
    found.sort(key=lambda day: day.start)
    return tuple(_joined(text, found))


@lru_cache(maxsize=_RECENT)
def may_hold_days(text: str) -> bool:
    """Whether a line may hold a written day: one look that settles most lines."""
    return bool(_WRITTEN.search(text)) and bool(_DATED.search(text) or _names_a_month(text))


def _names_a_month(text: str) -> bool:
    return not _months().isdisjoint(_LETTERS.findall(text.casefold()))


@cache
def _months() -> frozenset[str]:
    """The first words of the names of months."""
    return frozenset(_LETTERS.findall(name)[0] for name in numbered("dates", "months"))


def day_spans(line: str, language: str | None) -> list[tuple[int, int]]:
    """Where days are written in a line, whether or not they can be resolved: for those who cut dates out of bylines."""
    return [(found.start, found.end) for found in find_days(plain_digits(line[:LONGEST]), language)]


def order_in(lines: Iterable[str]) -> Order | None:
    """How a document writes month and day in digits, told by those of its lines that leave no choice ("25/03/2024"),
    else by a day that another line writes with the name of its month.
    """
    texts = [plain_digits(line[:LONGEST]) for line in lines]
    matches = [match for text in texts if "/" in text or "-" in text for match in _patterns()[-1][0].finditer(text)]
    pairs = [(int(match["a"]), int(match["b"]), match["year"]) for match in matches if match["mark"] != "."]
    orders: set[Order] = {"dmy" if a > 12 else "mdy" for a, b, _ in pairs if max(a, b) > 12 >= min(a, b)}
    if not orders and pairs:
        told = {(day.year, day.month, day.day) for text in texts for day in find_days(text, None) if not day.open}
        orders |= {"dmy" for a, b, year in pairs if a != b and (_year(year), b, a) in told}
        orders |= {"mdy" for a, b, year in pairs if a != b and (_year(year), a, b) in told}
    return orders.pop() if len(orders) == 1 else None


def writes_day_first(language: str | None) -> bool:
    """Whether a language leaves no doubt that the day stands before the month."""
    return language in _calendars()["day_first"]


# --- weekdays --------------------------------------------------------------------------------------------------


def weekday_in(text: str) -> int | None:
    """The only weekday that a text names (Monday is 1), None if it names none, several, or that of another week ("from
    Monday", "с понедельника", "lunedì prossimo").
    """
    told = [
        match for match in _weekday_pattern().finditer(text) if len(match.group()) > 2 or match.group()[0] in "周週"
    ]
    if any(_is_elsewhen(text, match) for match in told):
        return None
    named = {numbered("dates", "weekdays")[match.group().casefold()] for match in told}
    return named.pop() if len(named) == 1 else None


def _is_elsewhen(text: str, weekday: re.Match[str]) -> bool:
    before, after = _elsewhen()
    head = text[max(0, weekday.start() - _NEXT_TO) : weekday.start()]
    return bool(before.search(head) or after.match(text, weekday.end(), weekday.end() + _NEXT_TO))


@cache
def _elsewhen() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before and behind a weekday that is not the one just gone by."""
    spaced, unspaced = alternatives(words("dates", "elsewhen"))
    after = alternatives(words("dates", "elsewhen_after"))[0]
    before = rf"(?:(?<![^\W_])(?:{spaced})\s(?:the\s|o\s|a\s|el\s|den\s)?|(?:{unspaced}))\Z"
    return re.compile(before, re.IGNORECASE), re.compile(rf"\s(?:{after})(?![^\W_])", re.IGNORECASE)


def weekday_beside(text: str, found: Day) -> int | None:
    """The weekday written directly before or after a day ("Mon, 4 Feb", "4 февраля, пятница", "2月4日(金)")."""
    named = numbered("dates", "weekdays")
    head = text[max(0, found.start - 24) : found.start].casefold()
    before = list(_weekday_words(head))
    if before and re.search(re.escape(before[-1]) + r"[.,，、\s]{0,4}(?:(?:the|den|le|el|dem|on|am|em)\s)?\Z", head):
        return named[before[-1]]
    tail = re.sub(r"\A[\s,，(（]{0,4}", "", text[found.end : found.end + 20].casefold())
    bracketed = "月火水木金土日".find(tail[0]) if tail[1:2] in (")", "）") else -1
    if bracketed >= 0:
        return bracketed + 1
    first = next(_weekday_words(tail), None)
    return named[first] if first and tail.startswith(first) else None


def weekday_spans(text: str) -> list[tuple[int, int]]:
    """Where weekdays stand in a line; abbreviations of one or two letters are left alone."""
    return [found.span() for found in _weekday_pattern().finditer(text) if len(found.group()) > 2 or not text.isascii()]


def _weekday_words(text: str) -> Iterator[str]:
    return (match.group().casefold() for match in _weekday_pattern().finditer(text))


@cache
def _weekday_pattern() -> re.Pattern[str]:
    names = sorted(numbered("dates", "weekdays"), key=len, reverse=True)
    spaced = "|".join(re.escape(name) for name in names if ord(name[0]) < 0x2E80)
    unspaced = "|".join(re.escape(name) for name in names if ord(name[0]) >= 0x2E80)
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])|(?:{unspaced})", re.IGNORECASE)


# --- reading ---------------------------------------------------------------------------------------------------


def _with_range(text: str, day: Day) -> Day:
    """A day with the other end of "3–5 March" or "3月3日至5日"."""
    before = _BEFORE_RANGE.search(text, max(0, day.start - 12), day.start)
    if before:
        return replace(day, start=before.start(), ranged=True)
    after = _AFTER_RANGE.match(text, day.end)
    if after and text[day.end - 1] in "日号號일" and re.search(r"[日号號일]\Z", after.group()):
        return replace(day, end=after.end(), ranged=True)
    return day


def _joined(text: str, found: list[Day]) -> list[Day]:
    """Days with nothing but a dash between them are the ends of a range."""
    ends = {
        place for place, (one, other) in enumerate(pairwise(found)) if _BETWEEN.fullmatch(text, one.end, other.start)
    }
    return [replace(day, ranged=True) if {place, place - 1} & ends else day for place, day in enumerate(found)]


def _read(match: re.Match[str], kind: str, language: str | None) -> Day | None:
    parts = match.groupdict()
    if kind == "numeric":
        return _numeric(match, language)
    if kind == "era":
        year: int | None = _calendars()["eras"][parts["era"]] + _number(parts["years"])
    else:
        year = _year(parts.get("year") or parts.get("short"))
    if (parts.get("year") or parts.get("short") or kind == "era") and (year is None or not EARLIEST <= year <= LATEST):
        return None
    month = numbered("dates", "months").get(parts["month"].casefold(), 0) or _number(parts["month"])
    day = _number(parts["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Day(start=match.start(), end=match.end(), year=year, month=month, day=day, ranged=bool(parts.get("upto")))


def _numeric(match: re.Match[str], language: str | None) -> Day | None:
    a, b, year = int(match["a"]), int(match["b"]), _year(match["year"])
    if year is None or not (1 <= a <= 31 and 1 <= b <= 31) or min(a, b) > 12:
        return None
    day_first = a > 12 or (b <= 12 and (match["mark"] == "." or writes_day_first(language)))
    day, month = (a, b) if day_first else (b, a)
    decided = day_first or b > 12 or a == b
    return Day(start=match.start(), end=match.end(), year=year, month=month, day=day, open=not decided)


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    year = _number(digits)
    year += 2000 if len(digits) == 2 else 0
    return year if EARLIEST <= year <= LATEST else None


def _number(written: str) -> int:
    """A number in digits or Han numerals ("31", "三十一", "廿三", "二〇二六"); 0 for anything else."""
    if written.isdecimal():
        return int(written)
    numerals = _calendars()["numerals"]
    text = written.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, units = text.partition("十")
        return int(numerals.get(tens, 1 if not tens else 0)) * 10 + int(numerals.get(units, 0))
    digits = [numerals.get(sign) for sign in text]
    return int("".join(map(str, digits))) if digits and None not in digits else 0


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with the way to read them, the surest first; that of digits alone last."""
    every = numbered("dates", "months")
    names = "|".join(re.escape(name) for name in sorted(every, key=len, reverse=True))
    # "Out 5" and "set 5" are no dates in English: short names lead only where they are English ones.
    leading = [name for name in every if len(name) > 4 or (name.isascii() and name not in _MISLEADING)]
    first = "|".join(re.escape(name) for name in sorted(leading, key=len, reverse=True))
    eras = "|".join(sorted(_calendars()["eras"], key=len, reverse=True))
    han = "[一二三四五六七八九十廿卅]{1,3}"
    ordinal = r"(?:st|nd|rd|th|er|-го|-е|º|ª|\.)?"
    tail = r"(?:[\s,，-]{1,3}(?:de[l]?\s+|of\s+|року\s+)?(?P<year>\d{4})(?!\d)|[\s-]?[’'-](?P<short>\d{2})(?!\d))"
    suffix = r"(?:\s?(?:г\.|года\b|г\b|року\b|р\.|r\.))?"
    spelled = (
        (
            rf"(?P<era>{eras})\s?(?P<years>元|\d{{1,3}})\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日",
            "era",
        ),
        (rf"(?:(?P<year>[〇○零一二三四五六七八九]{{4}})年)?(?P<month>{han})月(?P<day>{han})[日号號]", "plain"),
        (
            r"(?<!\d)(?P<year>\d{4})\s?[年년./-]\s?(?P<month>\d{1,2})\s?[月월./-]\s?(?P<day>\d{1,2})(?!\d)"
            r"\s?(?:[日号號일]|\.(?=\s|\Z))?",
            "plain",
        ),
        (r"(?<!\d)(?P<year>\d{4})\s(?P<month>\d{2})/(?P<day>\d{2})(?=\s\d{2}:\d{2})", "plain"),
        (r"(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]", "plain"),
        (
            rf"(?<!\d)(?P<year>\d{{4}})\.?\s(?:жылғы\s|жылы\s|m\.\s)?(?P<day>\d{{1,2}})[\s-](?P<month>{names})(?![^\W_])",
            "plain",
        ),
        (
            rf"(?<![\d:])(?P<day>\d{{1,2}}){ordinal}[\s-]{{1,3}}(?:de\s+|of\s+)?(?P<month>{names})(?![^\W_])\.?"
            rf"(?:{tail}{suffix})?",
            "plain",
        ),
        (
            rf"(?<![^\W_])(?P<month>{first})\.?[\s-]{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
            r"(?:\s?[-–—]\s?(?P<upto>\d{1,2})(?![\d:]))?(?:[\s,-]{1,3}(?P<year>\d{4})(?!\d))?",
            "plain",
        ),
        (
            r"(?<![\d./-])(?P<a>\d{1,2})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})(?![./-]?\d)",
            "numeric",
        ),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in spelled)


_MISLEADING = frozenset(
    {"set", "out", "mag", "lip", "lis", "sty", "lut", "sie", "gru", "cze", "ago", "gen", "dic", "ott"}
)


@cache
def _calendars() -> dict[str, Any]:
    return tomllib.loads(files("feedmill.reading.words").joinpath("calendars.toml").read_text("utf-8"))
