"""When a page's article was published and last changed, weighed between what it tells machines and what it shows.

* What readers see in the head of the article wins over metadata that names another day: a page that moved to a new
  system carries the day of the move in its metadata. Three things speak against that, and the metadata stands: it
  names the same day (then it is the more precise), what readers see is the day of the last change that the metadata
  states too, or the page's own address carries the metadata's day.
* Without metadata: the lines of the head, then ``<time>`` elements and lines called dates in the head, then such
  elsewhere if they all name one day, then the day in the address. Dates in cards of other stories never count.
* An article that shows its readers nothing but its last change is dated by that, and its provenance says so.
* **Updated**: metadata, else a line that says so; only when later than the publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedmill.model import Moment
from feedmill.reading import dates
from feedmill.reading.dates import (
    Order,
    Stated,
    dated_by_change,
    is_believed,
    is_dated_by_change,
    parse_machine,
    read_dates,
    relative_spans,
)
from feedmill.reading.markup.lines import Heard
from feedmill.reading.markup.metadata import Claims
from feedmill.reading.markup.visible import Sign, Visible

_SAME_DAY = timedelta(hours=36)
_FURTHEST_EAST, _END_OF_DAY = -timedelta(hours=14), timedelta(hours=36)
"""Between which moments, from midnight in Greenwich on, a calendar day lies somewhere on earth."""
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\Z|\D)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What dates are read against: the page's lines around its headline (``head``), the places between which its head
    stands (``span``), its address, the article's language, the order in which its digits name month and day, if it
    tells (``order``), the moment the document was received, and the ``place`` of its dateline, which gives a clock its
    zone. Days told from the day of reading count from when the page was ``captured``, or not at all."""

    head: Sequence[str]
    span: tuple[int, int]
    address: str | None
    language: str | None
    received: datetime
    order: Order | None = None
    place: str | None = None
    captured: Moment | None = None


def choose_published(claims: Claims, visible: Visible, heard: Heard, setting: Setting) -> Moment | None:
    """When the article was published, by the rules of this module; None when nothing states it."""
    machine = _first(_parsed(claims.published, setting))
    seen = _seen(heard, visible, setting)
    address = _from_address(setting)
    if machine and seen:
        changed = _first(_parsed(claims.updated, setting))
        finer = machine.precision == "day" and abs(machine.at - seen.at) <= _SAME_DAY and not _is_round(seen)
        stands = _stands(machine, seen, changed, address) and not finer
        return machine if stands else _clocked(seen, visible, setting)
    if seen:
        return _clocked(seen, visible, setting)
    changed = heard.changed or _first(_changes(visible, setting))
    return machine or _lone(visible, setting) or address or dated_by_change(changed)


def _clocked(day: Moment, visible: Visible, setting: Setting) -> Moment:
    """The same day with its time, where the head of the page states that elsewhere."""
    if day.precision != "day":
        return day
    times = (*_timed(_near(visible.times, setting), setting), *_published(setting.head, setting))
    same = (at for at in times if at.precision != "day" and _FURTHEST_EAST <= at.at - day.at < _END_OF_DAY)
    return _first(same) or day


def _changes(visible: Visible, setting: Setting) -> Iterable[Moment]:
    for line in (*setting.head, *(sign.text for sign in _near(visible.dated, setting))):
        moment = _line(line, setting, "byline").updated
        if moment:
            yield moment
    for sign in _near(visible.changed, setting):
        moment = parse_machine(sign.value, "time-tag") if sign.value else None
        if moment and _believed(moment, setting):
            yield moment


def choose_updated(
    claims: Claims, heard: Heard, visible: Visible, published: Moment | None, setting: Setting
) -> Moment | None:
    """When the article was last changed; None unless that is later than its publication."""
    told = (*_parsed(claims.updated, setting), *filter(None, (heard.changed,)), *_changes(visible, setting))
    if published is None or is_dated_by_change(published):
        return _first(told)
    return _first(moment for moment in told if moment.at > published.at)


def _is_round(moment: Moment) -> bool:
    """Noon or midnight to the second: a program that knows only the day."""
    return moment.precision == "day" or (moment.at.hour % 12, moment.at.minute, moment.at.second) == (0, 0, 0)


def _stands(machine: Moment, seen: Moment, changed: Moment | None, address: Moment | None) -> bool:
    """Metadata stands against what readers see."""
    if abs(machine.at - seen.at) <= _SAME_DAY:
        return True
    if changed and abs(changed.at - seen.at) <= _SAME_DAY and machine.at < seen.at:
        return True
    if (machine.at.year, machine.at.month, machine.at.day) == (seen.at.year, seen.at.day, seen.at.month):
        return True  # read day for month
    return bool(address and abs(machine.at - address.at) <= _SAME_DAY)


def _seen(heard: Heard, visible: Visible, setting: Setting) -> Moment | None:
    """The date that readers see in the head of the article."""
    lines = [line for line in setting.head if line]
    return (
        heard.dated
        or _first(_published(lines, setting))
        or _first(_timed(_near(visible.times, setting), setting))
        or _first(_published([sign.text for sign in _near(visible.dated, setting)], setting))
        or heard.day
    )


def _lone(visible: Visible, setting: Setting) -> Moment | None:
    """The day that everything outside the head agrees on."""
    for moments in (
        list(_timed(visible.times, setting)),
        list(_published([sign.text for sign in visible.dated], setting)),
    ):
        if moments and all(abs(moment.at - moments[0].at) <= _SAME_DAY for moment in moments):
            return moments[0]
    return None


def _near(signs: Iterable[Sign], setting: Setting) -> list[Sign]:
    start, end = setting.span
    return [sign for sign in signs if start <= sign.place <= end]


def _published(lines: Iterable[str], setting: Setting) -> Iterable[Moment]:
    for line in lines:
        moment = _line(line, setting, "byline").published
        if moment:
            yield moment


def _timed(signs: Iterable[Sign], setting: Setting) -> Iterable[Moment]:
    """What ``<time>`` elements state, but for those that say when something changed and those that show only a month:
    their day was made up by the software."""
    for sign in signs:
        told = _line(f"{sign.label} {sign.value[:10] or sign.text}", setting, "time-tag")
        if told.updated and not told.published:
            continue
        if _YEAR.search(sign.text) and not _DAY.search(sign.text):
            continue
        moment = parse_machine(sign.value, "time-tag") if sign.value else None
        moment = moment or told.published
        if moment and _believed(moment, setting):
            yield moment


def _line(line: str, setting: Setting, provenance: str) -> Stated:
    """What a line states, as far as it is believed."""
    if not any(mark.isdigit() for mark in line) and not (setting.captured and relative_spans(line)):
        return Stated()
    around = dates.Setting(
        language=setting.language,
        received=setting.received,
        order=setting.order,
        place=setting.place,
        captured=setting.captured,
        near=setting.captured.at.date() if setting.captured else None,
    )
    stated = read_dates(line, around, provenance)
    return Stated(published=_if_believed(stated.published, setting), updated=_if_believed(stated.updated, setting))


def _if_believed(moment: Moment | None, setting: Setting) -> Moment | None:
    return moment if moment and _believed(moment, setting) else None


def _first(moments: Iterable[Moment]) -> Moment | None:
    return next(iter(moments), None)


def _parsed(values: Iterable[tuple[str, str]], setting: Setting) -> Iterable[Moment]:
    for value, provenance in values:
        moment = parse_machine(value, provenance)
        if moment and _believed(moment, setting):
            yield moment


def _believed(moment: Moment, setting: Setting) -> bool:
    return is_believed(moment.at, setting.received)


def _from_address(setting: Setting) -> Moment | None:
    match = _URL_DAY.search(setting.address or "")
    return _first(_parsed([("-".join(match.groups()), "url")], setting)) if match else None
