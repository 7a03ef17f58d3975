"""Making a moment: what years are believed, how much of it is kept, and what dates an article that only changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feedmill.model import Moment, Precision

EARLIEST = 1980
"""First year that is believed; earlier ones are zero values and typing errors in news."""
LATEST = 2099

LONGEST = 400
"""Characters of a line or field that are looked at."""

_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(hours=24)
_CHANGED = ", day of the last change"


def moment(at: datetime, precision: Precision, provenance: str) -> Moment | None:
    """``at`` cut down to its precision; None for a year that is not believed."""
    if not EARLIEST <= at.year <= LATEST:
        return None
    kept = {"second": at, "minute": at.replace(second=0), "day": at.replace(hour=0, minute=0, second=0)}[precision]
    return Moment(at=kept, precision=precision, provenance=provenance)


def is_believed(at: datetime, received: datetime) -> bool:
    """Whether a machine may mean the moment that it states: earlier ones than 1990 are zero values, and
    what lies more than a day ahead of what was ``received`` is a fault of the software, not another clock.
    """
    return _FIRST <= at <= received + _CLOCKS_DIFFER


def dated_by_change(changed: Moment | None) -> Moment | None:
    """What dates an article of which nothing is stated but when it was last changed: that moment, and its provenance
    says so.
    """
    return replace(changed, provenance=f"{changed.provenance}{_CHANGED}") if changed else None


def is_dated_by_change(published: Moment) -> bool:
    """Whether a date is that of the last change, for want of another."""
    return published.provenance.endswith(_CHANGED)
