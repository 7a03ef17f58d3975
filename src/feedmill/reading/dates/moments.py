"""Making a moment: what years are believed, and how much of it is kept."""

from __future__ import annotations

from datetime import datetime

from feedmill.model import Moment, Precision

EARLIEST = 1980
"""First year that is believed; earlier ones are zero values and typing errors in news."""
LATEST = 2099

LONGEST = 400
"""Characters of a line or field that are looked at."""


def moment(at: datetime, precision: Precision, provenance: str) -> Moment | None:
    """``at`` cut down to its precision; None for a year that is not believed."""
    if not EARLIEST <= at.year <= LATEST:
        return None
    kept = {"second": at, "minute": at.replace(second=0), "day": at.replace(hour=0, minute=0, second=0)}[precision]
    return Moment(at=kept, precision=precision, provenance=provenance)
