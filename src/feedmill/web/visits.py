"""When this browser looked last, as its own cookie says: the server remembers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

VISIT_COOKIE = "feedmill-visit"
VISIT_DAYS = 400
PAUSE = timedelta(minutes=30)
"""Looking again within this time is the same visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """This visit: ``before`` is when the visit before it ended, None for the first; ``cookie`` is what to keep."""

    before: datetime | None
    cookie: str


def visit_of(cookies: Mapping[str, str], now: datetime) -> Visit:
    """The visit that a request belongs to. A cookie that is not ours, or from the future, counts as none."""
    before, _, last = cookies.get(VISIT_COOKIE, "").partition(".")
    ended, looked = _moment(before, now), _moment(last, now)
    if looked is None:
        ended = None
    elif now - looked > PAUSE:
        ended = looked
    kept = int(ended.timestamp()) if ended else 0
    return Visit(before=ended, cookie=f"{kept}.{int(now.timestamp())}")


def _moment(stated: str, now: datetime) -> datetime | None:
    if not (stated.isascii() and stated.isdigit()) or len(stated) > 11 or not 0 < int(stated) <= now.timestamp() + 60:
        return None
    return datetime.fromtimestamp(int(stated), UTC)
