"""Which day a line states as that of publication, which as that of a change, and when the document was copied.

A missing year is resolved by a weekday (the latest fitting year not after the document was received) or by another
day that is stated in full nearby; a clock time only by a zone. Otherwise the date is a day, or is not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from feedmill.model import Moment
from feedmill.reading.dates.clocks import clock_beside, zone_of
from feedmill.reading.dates.days import Day, Order, find_days, plain_digits, weekday_beside
from feedmill.reading.dates.moments import LONGEST, dated_by_change, moment
from feedmill.reading.dates.relative import find_relative
from feedmill.reading.words import words

_AHEAD = timedelta(days=366)
"""A stated day farther ahead than this is a slip of the pen; a nearer one is kept as stated."""
_NEARBY = 92
"""Days between a day without year and the full one that lends it its year."""
_YEARS_BACK = 12
_LONGEST_SAVED = 300
_SMALL_WORD = 3
_LABEL = 34
"""Characters before a day that may announce it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known around a line while its dates are resolved.

    * ``language`` decides between day and month where digits leave it open, ``order`` what the document does elsewhere.
    * ``received``: first sight of the document. ``place`` of a dateline gives a clock time its zone.
    * ``weekday`` (Monday is 1) is what the surroundings tell where the line itself is silent.
    * ``near``: a day that the document states in full; it lends its year.
    * ``captured``: when the document says that it was copied; relative dates count from there, or not at all.
    """

    language: str | None
    received: datetime
    place: str | None = None
    weekday: int | None = None
    order: Order | None = None
    near: date | None = None
    captured: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a line states: the day of publication and that of the last change."""

    published: Moment | None = None
    updated: Moment | None = None


def find_stated(line: str, *, language: str | None, received: datetime, provenance: str) -> Moment | None:
    """The first publication date that a byline, dateline or listing line states, else that of a change, and then its
    provenance says so; or None.

    A weekday beside the date must fit it. A day more than a year after ``received`` is not believed.
    """
    stated = read_dates(line, Setting(language=language, received=received), provenance)
    return stated.published or dated_by_change(stated.updated)


def read_dates(line: str, setting: Setting, provenance: str) -> Stated:
    """The dates of a line by what announces them. A range is no date, a day of copying neither."""
    text = plain_digits(line[:LONGEST])
    days = find_days(text, setting.language)
    if not days:
        return _relative(text, setting, provenance)
    full = next((_date(day) for day in days if day.year and not day.ranged), None)
    here = replace(setting, near=full or setting.near)
    published = updated = None
    for place, day in enumerate(days):
        floor = days[place - 1].end if place else 0
        ceiling = days[place + 1].start if place + 1 < len(days) else len(text)
        kind = _kind(text, day, floor, ceiling)
        if kind == "saved" or (kind == "updated" and updated) or (kind == "published" and published):
            continue
        found = _settle(text, day, here, provenance, (floor, _next_label(text, day.end, ceiling)))
        if kind == "updated":
            updated = found
        else:
            published = found
    return Stated(published=published, updated=updated)


def _next_label(text: str, start: int, end: int) -> int:
    """Where words begin that announce another day: the clock behind them is not that of the day before them."""
    folded = text[start:end].casefold()
    found = (_announcing(kind).search(folded) for kind in ("published", "updated", "saved"))
    return start + min((one.start() for one in found if one), default=end - start)


def read_capture(lines: Iterable[str], *, language: str | None, received: datetime) -> Moment | None:
    """When a document says that it was copied ("Scraped: …", "Сохранено: …", 抓取时间：…); None if it does not."""
    setting = Setting(language=language, received=received)
    above = False
    for line in lines:
        announces = is_saved(line)
        labelled, above = announces or above, announces
        if len(line) > 120 or not labelled:
            continue
        text = plain_digits(line)
        for day in find_days(text, language):
            found = _settle(text, day, setting, "scrape date", (0, len(text)))
            if found:
                return found
    return None


def is_saved(line: str) -> bool:
    """Whether a line begins with words that announce when or from where a document was copied."""
    return len(line) <= _LONGEST_SAVED and bool(_saved_pattern().match(line))


# --- one day ---------------------------------------------------------------------------------------------------


def _settle(text: str, day: Day, setting: Setting, provenance: str, window: tuple[int, int]) -> Moment | None:
    """A day as a moment: its order, its year, its weekday, its clock time; None if any of them is in doubt."""
    if day.ranged:
        return None
    beside = weekday_beside(text, day)
    found = _in_order(day, setting, beside)
    if found is None:
        return None
    if found.year is None:
        found, note = _with_year(found, beside, setting)
        provenance += note
    at = _date(found)
    if at is None or (beside and at.isoweekday() != beside) or at > (setting.received + _AHEAD).date():
        return None
    return _with_clock(text, found, at, setting, (provenance, *window))


def _in_order(day: Day, setting: Setting, beside: int | None) -> Day | None:
    """The reading of an open day that its weekday, the document's habit or a neighbour decides."""
    if not day.open:
        return day
    both = (day, day.swapped)
    if beside:
        fits = [one for one in both if (at := _date(one)) and at.isoweekday() == beside]
        return fits[0] if len(fits) == 1 else None
    if setting.order:
        return day if setting.order == "mdy" else day.swapped
    near = setting.near if setting.near not in {_date(one) for one in both} or day.year is None else None
    close = [one for one in both if near and (at := _date(one)) and abs((at - near).days) <= 3]
    return close[0] if len(close) == 1 else None


def _with_year(day: Day, beside: int | None, setting: Setting) -> tuple[Day, str]:
    weekday = beside or setting.weekday
    near = _nearest(day, setting.near) if setting.near else None
    if near is not None and (weekday is None or near.isoweekday() == weekday):
        return replace(day, year=near.year), ", year from context"
    year = _year_from_weekday(day, weekday, setting) if weekday else None
    return replace(day, year=year), ", year from weekday" if year else ""


def _nearest(day: Day, near: date) -> date | None:
    dates = [at for year in (near.year - 1, near.year, near.year + 1) if (at := _date(replace(day, year=year)))]
    best = min(dates, key=lambda at: abs((at - near).days), default=None)
    return best if best and abs((best - near).days) <= _NEARBY else None


def _year_from_weekday(day: Day, weekday: int, setting: Setting) -> int | None:
    """The latest year in which the day fell on the weekday and was not after the document was received."""
    latest = setting.received.date()
    for year in range(latest.year, latest.year - _YEARS_BACK, -1):
        at = _date(replace(day, year=year))
        if at and at <= latest and at.isoweekday() == weekday:
            return year
    return None


def _date(day: Day) -> date | None:
    try:
        return date(day.year or 0, day.month, day.day)
    except ValueError:
        return None


def _with_clock(text: str, day: Day, at: date, setting: Setting, bounds: tuple[str, int, int]) -> Moment | None:
    provenance, floor, ceiling = bounds
    clock = clock_beside(text, day.start, day.end, floor=floor, ceiling=ceiling)
    start = datetime.combine(at, time(), UTC)
    if clock is None:
        return moment(start, "day", provenance)
    offset, inferred = zone_of(text, clock, at, language=setting.language, place=setting.place)
    if offset is None:
        return moment(start, "day", provenance)
    exact = datetime.combine(at, clock.at, UTC) - timedelta(minutes=offset)
    return moment(exact, "second" if clock.precise else "minute", provenance + inferred)


# --- what announces a day --------------------------------------------------------------------------------------


def _kind(text: str, day: Day, floor: int, ceiling: int) -> str:
    """ "published", "updated" or "saved", by the words before a day, else by those behind it ("3月9日 10:00更新")."""
    before = text[max(floor, day.start - _LABEL) : day.start].casefold()
    ends = {kind: _last(before, kind) for kind in ("published", "updated", "saved")}
    nearest = max(ends, key=lambda kind: ends[kind])
    if ends[nearest][0]:
        return nearest
    behind = re.sub(r"\A[\s\d:：()（）分]{0,12}", "", text[day.end : min(ceiling, day.end + 20)].casefold())
    if behind.startswith(_unspaced("updated")) and not re.match(r"[^\W\d_]*[:：]", behind):
        return "updated"
    return "published"


def _last(before: str, kind: str) -> tuple[int, int]:
    """Where the last word of a kind ends in what stands before a day, and how long it is; zeros if there is none."""
    return max(((found.end(), len(found[0])) for found in _announcing(kind).finditer(before)), default=(0, 0))


@cache
def _announcing(kind: str) -> re.Pattern[str]:
    spaced = "|".join(re.escape(word) for word in words("dates", kind) if ord(word[0]) < 0x2E80)
    unspaced = "|".join(re.escape(word) for word in words("dates", kind) if ord(word[0]) >= 0x2E80)
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W\d_])|(?:{unspaced})")


@cache
def _unspaced(kind: str) -> tuple[str, ...]:
    return tuple(word for word in words("dates", kind) if ord(word[0]) >= 0x2E80)


def is_published(line: str) -> bool:
    """Whether a line begins with words that announce the day of publication: "Published", "Опубликовано:"."""
    return len(line) <= LONGEST and bool(_published_pattern().match(line))


@cache
def _published_pattern() -> re.Pattern[str]:
    found = "|".join(
        re.escape(word) for word in words("dates", "published") if len(word) > _SMALL_WORD or word > "\u2e80"
    )
    return re.compile(rf"[\s\[(*#-]{{0,4}}(?:{found})(?![^\W\d_])", re.IGNORECASE)


@cache
def _saved_pattern() -> re.Pattern[str]:
    found = "|".join(re.escape(word) for word in words("dates", "saved"))
    return re.compile(rf"[\s\[(*#-]{{0,4}}(?:this page was\s)?(?:{found})(?![^\W\d_])", re.IGNORECASE)


# --- relative days ---------------------------------------------------------------------------------------------


def _relative(text: str, setting: Setting, provenance: str) -> Stated:
    captured = setting.captured
    found = find_relative(text) if captured else None
    if captured is None or found is None:
        return Stated()
    start, end, distance, by_clock = found
    if by_clock and captured.precision == "day":
        return Stated()
    at = captured.at - distance
    note = f"{provenance}, relative to scrape date"
    if by_clock:
        settled = moment(at, "minute", note)
    else:
        day = Day(start=start, end=end, year=at.year, month=at.month, day=at.day)
        settled = _with_clock(text, day, at.date(), setting, (note, 0, len(text)))
    kind = _kind(text, Day(start=start, end=end, year=None, month=1, day=1), 0, len(text))
    return Stated(updated=settled) if kind == "updated" else Stated(published=settled)
