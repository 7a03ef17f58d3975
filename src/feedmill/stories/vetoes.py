"""What no sum of agreements can overrule: two articles that disagree in it tell of two events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from feedmill.stories.facts import Facts
from feedmill.stories.figures import Figure
from feedmill.stories.rounding import VAGUE_UNITS, confirmed
from feedmill.stories.tables import group

#: Days between two published days beyond which a re-telling is another story.
WINDOW = 3
#: Digits from which a figure is exact: two tellings of one event that lead with such figures share one.
EXACT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How the figures of two heads stand to each other: those that the other text confirms; and units of which both
    heads have figures, none of them confirmed (without a unit, if both are exact)."""

    common: Sequence[Figure]
    against: Sequence[str]


def compare_amounts(a: Facts, b: Facts) -> Amounts:
    """What the figures that two texts lead with say for and against them."""
    common = confirmed(a.head_figures, b.figures) | confirmed(b.head_figures, a.figures)
    ours, theirs = ({f.unit for f in facts.head_figures if _compares(f)} for facts in (a, b))
    return Amounts(common=sorted(common), against=sorted((ours & theirs) - {figure.unit for figure in common}))


def _compares(figure: Figure) -> bool:
    return figure.unit not in VAGUE_UNITS or (figure.unit == "" and figure.digits >= EXACT)


def find_vetoes(a: Facts, b: Facts, amounts: Amounts) -> Iterator[str]:
    """Every disagreement in days, places of a series, months or figures, for people."""
    if a.day is not None and b.day is not None and abs(a.day - b.day) > WINDOW:
        yield f"{abs(a.day - b.day)} days apart"
    yield from _manner_against(a, b)
    yield from _series_against(a, b)
    yield from _days_against(a, b)
    yield from _too_late(a, b)
    if a.periods and b.periods and not a.periods & b.periods:
        yield "different months"
    if amounts.against and not amounts.common:
        yield f"figures disagree ({', '.join(unit or 'no unit' for unit in amounts.against)})"


def _manner_against(a: Facts, b: Facts) -> Iterator[str]:
    """An opinion, a live page or a round-up is no telling of one event; and who lets in is not who is let in."""
    genre = a.genre or b.genre
    if genre:
        yield f"{genre}, not news"
    if a.side and b.side and a.side != b.side and a.acts & b.acts & group("directed"):
        yield f"{min(a.side, b.side)} acts, not {max(a.side, b.side)}"


def _too_late(a: Facts, b: Facts) -> Iterator[str]:
    """A text of a later day that answers, or that names a day which the earlier one could not know, goes on."""
    if a.day is None or b.day is None or a.day == b.day:
        return
    early, late = (a, b) if a.day < b.day else (b, a)
    if (late.acts - early.acts) & group("reactions"):
        yield "a reaction of a later day"
    known = (early.day or 0) + 1
    if early.events and any(known < day <= (late.day or 0) for day in late.events):
        yield "goes on to a later day"


def _series_against(a: Facts, b: Facts) -> Iterator[str]:
    for kind in {kind for kind, _ in a.head_series} & {kind for kind, _ in b.head_series}:
        ours = {n for k, n in a.head_series if k == kind}
        theirs = {n for k, n in b.head_series if k == kind}
        if not ours & theirs:
            yield f"another {kind} ({min(ours)} against {min(theirs)})"


def _days_against(a: Facts, b: Facts) -> Iterator[str]:
    """Days that the heads state and that cannot be the same one; a day's difference is a time zone."""
    if a.events and b.events:
        if min(abs(x - y) for x in a.events for y in b.events) > 1:
            yield "another day"
        return
    ours = {(m, d) for _, m, d in a.days if m and d}
    theirs = {(m, d) for _, m, d in b.days if m and d}
    if ours and theirs and not ours & theirs:
        yield "another date"
    dated, undated = (a, b) if a.day is not None else (b, a)
    named = weekdays_of(dated.events) or dated.weekdays
    if named and undated.weekdays and not named & undated.weekdays:
        yield "another weekday"


def weekdays_of(ordinals: Iterable[int]) -> set[int]:
    """The weekdays of days given as ordinals, Monday 0."""
    return {(ordinal - 1) % 7 for ordinal in ordinals}
