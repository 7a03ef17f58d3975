"""What servers and feeds say about time: Cache-Control, Expires, Retry-After, ttl, skipHours, updatePeriod.

All of it is clamped: careless values (a year, nought, the past) are common, and obeying them would stop or storm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_STATED = timedelta(hours=24)
"""The longest pause that a feed or a Cache-Control can ask for."""
LONGEST_REFUSAL = timedelta(days=7)
"""The longest pause that a Retry-After can ask for."""

_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_UNCACHED = re.compile(r"(?:^|,)\s*no-(?:cache|store)", re.IGNORECASE)
_PERIODS = {
    "hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30), "yearly": timedelta(days=365),
}  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed itself says: least pause; hours (0–23, UTC) and days (0 Monday) in which it need not be asked."""

    pause: timedelta = timedelta(0)
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def stated_pause(*, ttl: str = "", period: str = "", frequency: str = "") -> timedelta:
    """The pause that an RSS ttl (minutes) or a syndication module's updatePeriod ÷ updateFrequency asks for."""
    minutes = int(ttl) if ttl.isascii() and ttl.isdigit() and len(ttl) < 10 else 0
    pause = timedelta(minutes=minutes)
    every = _PERIODS.get(period.strip().lower())
    if every is not None:
        times = int(frequency) if frequency.isascii() and frequency.isdigit() and 0 < len(frequency) < 6 else 1
        pause = max(pause, every / max(1, times))
    return min(pause, LONGEST_STATED)


def skipped(hours: tuple[str, ...], days: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
    """RSS skipHours and skipDays; 24 is an old way to say 0. Ignored when they leave no hour or no day."""
    numbers = frozenset(int(hour) % 24 for hour in hours if hour.isascii() and hour.isdigit() and int(hour[:4]) <= 24)
    names = frozenset(_DAYS.index(day.lower()) for day in days if day.lower() in _DAYS)
    return numbers if len(numbers) < 24 else frozenset(), names if len(names) < 7 else frozenset()


def server_pause(headers: Mapping[str, str], now: datetime) -> timedelta:
    """For how long an answer says it is fresh (RFC 9111 §4.2: max-age before Expires, relative to Date), 0 to 24 h."""
    control = headers.get("cache-control", "")
    if _UNCACHED.search(control):
        return timedelta(0)
    match = _MAX_AGE.search(control)
    if match:
        age = headers.get("age", "")
        seconds = int(match.group(1)) - (int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0)
        return _clamped(min(seconds, 10**9), LONGEST_STATED)
    expires = _moment(headers.get("expires", ""))
    if expires is None:
        return timedelta(0)
    return _clamped((expires - (_moment(headers.get("date", "")) or now)).total_seconds(), LONGEST_STATED)


def refusal_pause(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What Retry-After asks for, seconds or a date relative to Date, at most a week; None when it says nothing."""
    stated = headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return _clamped(int(stated[:12]), LONGEST_REFUSAL)
    moment = _moment(stated)
    if moment is None:
        return None
    return _clamped((moment - (_moment(headers.get("date", "")) or now)).total_seconds(), LONGEST_REFUSAL)


def _clamped(seconds: float, most: timedelta) -> timedelta:
    return timedelta(seconds=max(0.0, min(seconds, most.total_seconds())))


def _moment(stated: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(stated)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
