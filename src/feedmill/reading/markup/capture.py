"""When a page was copied, as the copy itself states: what saved it left a comment or an address, or a line says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from feedmill.model import Moment
from feedmill.reading.blocks import Block
from feedmill.reading.dates import is_believed, parse_machine, read_capture

_HEAD = 16_384
_TAIL = 3_000
_LONGEST = 120
"""Characters of a line that may say when the page was copied."""
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile[^>]{0,2500}?saved date:\s*\w{3} "
    r"(?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<year>\d{4}) (?P<clock>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})"
)
_MIRRORED = re.compile(
    r"<!--\s*Mirrored from \S{1,2048} by HTTrack[^>]{0,80},\s*"
    r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) (?P<clock>\d\d:\d\d:\d\d) GMT"
)
_ARCHIVED = re.compile(
    r"FILE ARCHIVED ON (?P<clock>\d\d:\d\d:\d\d) (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}), (?P<year>\d{4})"
)
_SNAPSHOT = re.compile(r"\Ahttps?://web\.archive\.org/web/(\d{14})(?:[a-z]{2}_)?/")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def captured(
    text: str, lines: Sequence[Block], address: str | None, *, language: str | None, received: datetime
) -> Moment | None:
    """When the page was copied; None when nothing in the copy says so.

    ``text`` is its markup, ``lines`` all its blocks, ``address`` the one it was saved from: archives of the web put
    the moment into it.
    """
    marks = (_SINGLE_FILE.search(text[:_HEAD]), _MIRRORED.search(text[:_HEAD]), _ARCHIVED.search(text[-_TAIL:]))
    stated = [_stamp(mark) for mark in marks if mark]
    snapshot = _SNAPSHOT.match(address or "")
    if snapshot:
        stated.append(f"{snapshot[1][:8]}T{snapshot[1][8:]}Z")
    for one in stated:
        moment = parse_machine(one, "scrape date")
        if moment and is_believed(moment.at, received):
            return moment
    short = [line.text for line in lines if 0 < len(line.text) <= _LONGEST]
    return read_capture((*short[:40], *short[-20:]), language=language, received=received)


def _stamp(mark: re.Match[str]) -> str:
    """The stamp of a program that saves pages, in ISO 8601; "" for a month that is none."""
    if mark["month"] not in _MONTHS:
        return ""
    zone = mark.groupdict().get("zone") or "+0000"
    month = _MONTHS.index(mark["month"]) + 1
    return f"{mark['year']}-{month:02}-{int(mark['day']):02}T{mark['clock']}{zone[:3]}:{zone[3:]}"
