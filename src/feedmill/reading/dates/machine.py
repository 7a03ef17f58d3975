"""Machine fields: ISO 8601, RFC 5322 (lenient), seconds or milliseconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_tz

from feedmill.model import Moment
from feedmill.reading.dates.clocks import offset_of
from feedmill.reading.dates.lines import find_stated
from feedmill.reading.dates.moments import LATEST, LONGEST, moment

_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,5})?)?",
    re.IGNORECASE,
)
_MAIL_DAY = re.compile(r"\d{4}|\d{1,2}\s+[A-Za-z]{3}\s+\d{2}\b")
_LETTER = re.compile(r"[^\W\d]")


def parse_machine(value: str, provenance: str) -> Moment | None:
    """The moment of a machine field.

    A value without a clock time, or with one but no zone, is a day. Impossible, zero and far-off values are None.
    """
    text = value.strip()[:LONGEST]
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text), provenance)
    iso = _ISO.match(text)
    if iso:
        return _from_iso(iso, provenance)
    return _from_mail(text, provenance) or _from_prose(text, provenance)


def read_field(value: str, *, language: str | None, received: datetime, provenance: str) -> Moment | None:
    """The moment of a field that a machine or a person filled in: its form for programs, else as a line states it."""
    stated = parse_machine(value, provenance)
    return stated or find_stated(value, language=language, received=received, provenance=provenance)


def _from_epoch(seconds: float, provenance: str) -> Moment | None:
    if seconds > 1e11:
        seconds /= 1000
    return moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds)), "second", provenance)


def _from_iso(found: re.Match[str], provenance: str) -> Moment | None:
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        start = datetime(int(year), int(month), int(day), tzinfo=UTC)
        clock = time(int(hour), int(minute), min(int(second or 0), 59)) if hour else None
    except ValueError:
        return None
    offset = offset_of(zone, start.date()) if zone else None
    if clock is None or offset is None or start.year < 2:
        return moment(start, "day", provenance)
    at = datetime.combine(start.date(), clock, UTC) - timedelta(minutes=offset)
    return moment(at, "second" if second else "minute", provenance)


def _from_mail(text: str, provenance: str) -> Moment | None:
    parts = parsedate_tz(text) if _LETTER.search(text) and _MAIL_DAY.search(text) else None
    if not parts:
        return None
    try:
        start = datetime(*parts[:3], tzinfo=UTC)
        clock = time(parts[3], parts[4], min(parts[5], 59))
    except (ValueError, TypeError, OverflowError):
        return None
    if parts[9] is None or abs(parts[9]) > 14 * 3600 or ":" not in text or start.year < 2:
        return moment(start, "day", provenance)
    seconds = re.search(r"\d:\d\d:\d\d", text)
    at = datetime.combine(start.date(), clock, UTC) - timedelta(seconds=parts[9])
    return moment(at, "second" if seconds else "minute", provenance)


def _from_prose(text: str, provenance: str) -> Moment | None:
    """A date in words, as pages put it into fields meant for machines; only with its year."""
    far = datetime(LATEST, 12, 31, tzinfo=UTC)
    return find_stated(text, language=None, received=far, provenance=provenance) if re.search(r"\d{4}", text) else None
