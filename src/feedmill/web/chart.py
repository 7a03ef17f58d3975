"""Stories over time, as bars: the numbers and the geometry, drawn by a template as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Step = Literal["day", "week", "month"]

DAYS_SHOWN_SINGLY = 42
WEEKS_SHOWN_SINGLY = 52
MOST_BARS = 60

WIDTH, HEIGHT, GAP = 720, 120, 2
"""User units of the drawing; it is stretched to the width of its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stretch of time: its first day, its stories, and its place in the drawing."""

    first: date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars from the oldest day to the newest, without holes; ``step`` is what one bar stands for."""

    step: Step
    bars: tuple[Bar, ...]
    most: int
    total: int


def draw(per_day: Mapping[date, int]) -> Chart | None:
    """The chart of how many stories each day has; None when there is nothing to compare (fewer than two bars).

    The step follows the span: days up to six weeks, weeks up to a year, then months; at most the newest
    :data:`MOST_BARS` bars. A function of the data alone: no clock, so that an unchanged desk shows an unchanged page.
    """
    if not per_day:
        return None
    step = _step((max(per_day) - min(per_day)).days + 1)
    counts: dict[date, int] = {}
    for day, count in per_day.items():
        first = _first_day(day, step)
        counts[first] = counts.get(first, 0) + count
    steps = _steps(min(counts), max(counts), step)[-MOST_BARS:]
    if len(steps) < 2:
        return None
    return _chart(step, [(first, counts.get(first, 0)) for first in steps])


def _step(days: int) -> Step:
    if days <= DAYS_SHOWN_SINGLY:
        return "day"
    return "week" if days <= WEEKS_SHOWN_SINGLY * 7 else "month"


def _first_day(day: date, step: Step) -> date:
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def _steps(first: date, last: date, step: Step) -> list[date]:
    days = {"day": 1, "week": 7, "month": 32}[step]
    steps = [first]
    while steps[-1] < last:
        steps.append(_first_day(steps[-1] + timedelta(days=days), step))
    return steps


def _chart(step: Step, counts: list[tuple[date, int]]) -> Chart:
    most = max(count for _, count in counts)
    room = WIDTH / len(counts)
    bars = []
    for number, (first, count) in enumerate(counts):
        height = round(count / most * HEIGHT, 1)
        bars.append(
            Bar(
                first=first, count=count, x=round(number * room + GAP / 2, 1), y=HEIGHT - height,
                width=round(room - GAP, 1), height=height,
            )
        )  # fmt: skip
    return Chart(step=step, bars=tuple(bars), most=most, total=sum(count for _, count in counts))


SPARK_WIDTH, SPARK_HEIGHT = 130, 24
"""User units of a sparkline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A small line of bars beside a name: the points of its outline, and what it says in numbers."""

    points: str
    total: int
    last: int
    steps: int


def spark(counts: Sequence[int], most: int) -> Spark:
    """A sparkline; lines side by side share the scale ``most``, so that they can be compared."""
    width = SPARK_WIDTH / max(1, len(counts))
    corners = [f"0,{SPARK_HEIGHT}"]
    for number, count in enumerate(counts):
        y = round(SPARK_HEIGHT - (count / max(1, most)) ** 0.5 * SPARK_HEIGHT, 1)
        corners += [f"{number * width:.1f},{y}", f"{(number + 1) * width:.1f},{y}"]
    corners.append(f"{SPARK_WIDTH},{SPARK_HEIGHT}")
    return Spark(points=" ".join(corners), total=sum(counts), last=counts[-1] if counts else 0, steps=len(counts))
