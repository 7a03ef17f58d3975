"""When to come again: by the measured share of new items, by what the other side asks for, by how often it failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feedmill.schedule.hints import LONGEST_REFUSAL, Hints, refusal_pause
from feedmill.schedule.state import Trouble, Visit, Watch

LEAST = timedelta(minutes=15)
"""No setting makes a source be asked more often than this by the clock."""
LONGEST = timedelta(hours=24)
"""The longest pause of a source that works."""
SLOWEST = 12
"""A source that brings nothing is asked at least every ``SLOWEST`` usual pauses."""
JITTER = 0.25
"""Share of the pause that is added at random, never taken away."""
VALIDATORS_LAST = timedelta(days=8)
"""After so long without a 200, validators are dropped: some servers say 304 for ever."""
MOVES_BELIEVED = 3
"""Days on which a permanent redirect must lead to the same place before the address is rewritten."""
OPENS_AT = 3.0
"""Weight of failures at which a source counts as broken, and its owner is told."""
DEAD_AFTER = timedelta(days=14)
"""A source that has failed for so long is asked once in :data:`DEAD_PACE`."""
DEAD_PACE = timedelta(days=7)
GAP_TOLD = timedelta(days=7)
"""How long its owner is told that a source may have lost items."""
USUAL_REFUSAL = timedelta(hours=1)
"""How long a host that says 429 or 503 is left alone when it does not say for how long; doubled each time."""

_SMOOTHING = 0.3
_ARRIVALS = 20
_WEIGHTS: Mapping[str, float] = {
    "timeout": 0.5, "connect": 0.5, "protocol": 0.5, "server": 0.5, "empty": 0.5, "dns": 0.7, "unconditional-304": 0.3,
    "missing": 1.0, "too-large": 1.0, "encoding": 1.0, "redirects": 1.0, "not-a-feed": 1.0, "tls": 1.5,
    "forbidden": 1.5, "robots": 1.5, "address": 3.0, "internal": 3.0, "twin": 3.0,
}  # fmt: skip
"""What a failure weighs: what mends itself weighs little, what only a person can mend weighs most."""
_MOST_ERRORS = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The operator's wishes: usual (and least) pause, spread of what is due at a start, least pause by hand."""

    poll: timedelta = timedelta(minutes=60)
    spread: timedelta = timedelta(minutes=5)
    floor: timedelta = timedelta(minutes=5)

    @property
    def least(self) -> timedelta:
        """The least pause between two visits by the clock."""
        return max(LEAST, self.poll)


def first_due(now: datetime, bounds: Bounds, chance: float) -> datetime:
    """When a source that was never asked is asked first: soon, but not all at once. ``chance``: 0 to 1."""
    return now + bounds.spread * chance


def spread_out(watch: Watch, now: datetime, bounds: Bounds, chance: float) -> Watch:
    """A source that came due while nobody worked: once, within the spread."""
    return replace(watch, next_due=first_due(now, bounds, chance)) if is_due(watch, now) else watch


def is_due(watch: Watch, now: datetime) -> bool:
    """Whether a source is to be asked now. A due time further ahead than any pause lasts was made by a wrong clock."""
    if watch.gone:
        return False
    latest = now + max(LONGEST_REFUSAL, DEAD_PACE) * (1 + JITTER)
    return watch.next_due is None or watch.next_due <= now or watch.next_due > latest


def asked_by_hand(watch: Watch, now: datetime, bounds: Bounds) -> str | None:
    """Why a refresh by hand leaves a source out, in a sentence; None when it is asked now."""
    if watch.gone:
        return "it is gone for good (status 410)"
    since = now - watch.last_visit if watch.last_visit else None
    if since is not None and timedelta(0) <= since < bounds.floor:
        return f"it was asked {int(since.total_seconds())} s ago; at most once in {_told(bounds.floor)}"
    return None


def after(watch: Watch, visit: Visit, bounds: Bounds, chance: float) -> Watch:
    """What is known of a source after a visit, and when it is visited next. ``chance``: 0 to 1, for the jitter."""
    if visit.kind == "left-alone":
        return replace(watch, next_due=visit.refusal or visit.at + USUAL_REFUSAL)
    visited = replace(watch, last_visit=visit.at)
    if visit.hints is not None:
        visited = replace(visited, hints=visit.hints)
    done = _failed(visited, visit) if visit.kind == "failed" else _succeeded(visited, visit, bounds)
    if done.gone:
        return replace(done, next_due=None)
    pause = _pause(done, visit, bounds)
    due = visit.at + pause * (1 + JITTER * chance)
    if visit.refusal is not None:
        due = max(due, visit.refusal)
    return replace(done, next_due=_outside(due, done.hints))


def validators_hold(watch: Watch, now: datetime) -> bool:
    """Whether the validators may still be sent."""
    return watch.validated_at is not None and timedelta(0) <= now - watch.validated_at < VALIDATORS_LAST


def quiet_until(headers: Mapping[str, str], refusals: int, now: datetime) -> datetime:
    """Until when a host that refused is left alone: as it says, else an hour, doubled with each refusal before."""
    stated = refusal_pause(headers, now)
    if stated is not None:
        return now + stated
    return now + min(LONGEST, USUAL_REFUSAL * (1 << min(refusals, 5)))


# --- parts ----------------------------------------------------------------------------------------------------


def _succeeded(watch: Watch, visit: Visit, bounds: Bounds) -> Watch:
    share = visit.new / visit.items if visit.items else 0.0
    smoothed = watch.share + _SMOOTHING * (share - watch.share) if watch.last_success else share
    pace = max(bounds.least, watch.pace) * _factor(visit, share)
    arrived = (*watch.arrivals, visit.at)[-_ARRIVALS:] if visit.new else watch.arrivals
    better = replace(
        watch, errors=0.0, trouble=None, last_success=visit.at, share=smoothed, arrivals=arrived,
        pace=min(max(pace, bounds.least), bounds.least * SLOWEST, max(LONGEST, bounds.least)),
        last_new=visit.at if visit.new else watch.last_new,
        items=visit.items if visit.kind == "fresh" else watch.items,
        gap_at=visit.at if visit.gap else _recent_gap(watch, visit.at), gaps=watch.gaps + visit.gap,
    )  # fmt: skip
    return _moved(_listened(better, visit.at), visit)


def _recent_gap(watch: Watch, now: datetime) -> datetime | None:
    return watch.gap_at if watch.gap_at is not None and now - watch.gap_at < GAP_TOLD else None


def _factor(visit: Visit, share: float) -> float:
    """How the pace changes: faster when much of a feed is new, slower when nothing is."""
    if visit.gap or share >= 0.3:
        return 0.5
    if share >= 0.1:
        return 0.7
    return 0.9 if share > 0 else 1.25


def _listened(watch: Watch, now: datetime) -> Watch:
    """Whether the source is silent beyond its rhythm: three times its usual pause, at least two days."""
    usual = watch.rhythm
    if usual is None or watch.last_new is None or now - watch.last_new <= max(3 * usual, timedelta(days=2)):
        return replace(watch, silent_since=None)
    return replace(watch, silent_since=watch.last_new)


def _moved(watch: Watch, visit: Visit) -> Watch:
    """Believe a permanent redirect once it was seen on several days; what is not repeated is forgotten."""
    if visit.moved is None:
        return replace(watch, moving_to=None, moves=0, moved_on=None)
    today = visit.at.date().isoformat()
    if visit.moved != watch.moving_to:
        return replace(watch, moving_to=visit.moved, moves=1, moved_on=today)
    if today == watch.moved_on:
        return watch
    seen = replace(watch, moves=watch.moves + 1, moved_on=today)
    if seen.moves < MOVES_BELIEVED:
        return seen
    return replace(seen, url=visit.moved, moving_to=None, moves=0, moved_on=None)


def _failed(watch: Watch, visit: Visit) -> Watch:
    since = watch.trouble.since if watch.trouble else visit.at
    trouble = Trouble(reason=visit.reason, detail=visit.detail, remedy=visit.remedy, since=since)
    if visit.reason == "gone":
        return replace(watch, trouble=trouble, gone=True)
    weight = 0.0 if visit.reason == "busy" else _WEIGHTS.get(visit.reason, 1.0)
    if visit.reason == "unconditional-304":
        watch = replace(watch, etag=None, last_modified=None, sha256=None)
    return replace(watch, trouble=trouble, errors=min(_MOST_ERRORS, watch.errors + weight))


def _pause(watch: Watch, visit: Visit, bounds: Bounds) -> timedelta:
    if visit.kind != "failed":
        return max(watch.pace, visit.pause, watch.hints.pause, bounds.least)
    since = visit.at - watch.trouble.since if watch.trouble else timedelta(0)
    if watch.errors >= OPENS_AT and since >= DEAD_AFTER:
        return max(DEAD_PACE, bounds.least)
    return max(bounds.least, min(max(LONGEST, bounds.least), bounds.least * float(2**watch.errors)))


def _outside(due: datetime, hints: Hints) -> datetime:
    """The first moment at or after ``due`` outside the hours and days that the feed wants skipped."""
    if not (hints.skip_hours or hints.skip_days):
        return due
    for _ in range(24 * 8):
        if due.hour not in hints.skip_hours and due.weekday() not in hints.skip_days:
            return due
        due += timedelta(hours=1)
    return due


def _told(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds // 60} min" if seconds >= 60 and seconds % 60 == 0 else f"{seconds} s"
