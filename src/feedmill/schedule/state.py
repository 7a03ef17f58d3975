"""What is remembered of a source between two visits, and what a visit brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from feedmill.schedule.hints import Hints

Kind = Literal["fresh", "same", "failed", "left-alone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong with a source: a slug, a sentence, what can be done, and since when."""

    reason: str
    detail: str
    remedy: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is known of one source.

    * ``url``: where it is asked now; ``stated``: the address its owner configured, from which the other may derive
      by discovery or by a permanent move.
    * ``etag``, ``last_modified``: as received, standing for ``validated_url`` since ``validated_at`` (last 200).
    * ``sha256``: hash of the last body that was read.
    * ``pace``: the pause between visits before hints and jitter. ``share``: smoothed share of new items, 0 to 1.
    * ``errors``: graded weights of consecutive failures. ``arrivals``: the last visits that brought something new.
    * ``moving_to``, ``moves``, ``moved_on``: a permanent redirect, on how many days it was seen, and the last day.
    * ``gap_at``: when items were last missed between two visits; ``gaps``: how often.
    * ``silent_since``: set while the source is silent beyond its usual rhythm.
    * ``hints``: what the feed said when it was last read; it holds for the 304s that follow.
    """

    url: str
    stated: str
    next_due: datetime | None = None
    pace: timedelta = timedelta(0)
    share: float = 0.0
    last_visit: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    items: int = 0
    arrivals: tuple[datetime, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None
    validated_at: datetime | None = None
    sha256: str | None = None
    errors: float = 0.0
    trouble: Trouble | None = None
    moving_to: str | None = None
    moves: int = 0
    moved_on: str | None = None
    gone: bool = False
    gap_at: datetime | None = None
    gaps: int = 0
    silent_since: datetime | None = None
    hints: Hints = field(default_factory=Hints)

    @property
    def rhythm(self) -> timedelta | None:
        """The usual time between two visits that bring something new; None while too few are known."""
        if len(self.arrivals) < 4:
            return None
        spans = sorted(late - early for early, late in pairwise(self.arrivals))
        return spans[len(spans) // 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit to a source brought.

    * ``kind``: "fresh" (an answer that was read), "same" (304, or the same bytes), "failed", "left-alone".
    * ``items`` it holds, ``new`` among them; ``gap``: none of them was known although some were before.
    * ``pause``: what the server's headers ask for; ``hints``: what the feed says, None when it was not read.
    * ``refusal``: the end of a 429 or 503, when that is what failed.
    * ``moved``: the address that every hop led to for good.
    """

    at: datetime
    kind: Kind
    items: int = 0
    new: int = 0
    gap: bool = False
    pause: timedelta = timedelta(0)
    hints: Hints | None = None
    moved: str | None = None
    reason: str = ""
    detail: str = ""
    remedy: str = ""
    refusal: datetime | None = None
