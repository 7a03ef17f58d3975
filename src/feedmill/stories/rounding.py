"""Whether two texts tell the same figure, the one exactly and the other rounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from feedmill.stories.figures import Figure

VAGUE_UNITS = frozenset({"", "years", "days", "months", "hours", "items"})
"""Units that contradict no other: a figure is often told without what it counts."""

_Rounded = tuple[int, float]
"""Significant digits and the value rounded to them."""


def same_figure(a: Figure, b: Figure) -> bool:
    """Equal, or one is the other rounded to its own digits; units must not contradict."""
    return any(_confirming(a, frozenset({b})))


def confirmed(some: frozenset[Figure], others: frozenset[Figure]) -> frozenset[Figure]:
    """Those of some figures that others confirm."""
    (ours, own), (theirs, told) = _told(some), _told(others)
    if own.keys().isdisjoint(theirs) and ours.keys().isdisjoint(told):
        return frozenset()
    return frozenset(figure for figure in some if any(_confirming(figure, others)))


def _confirming(figure: Figure, others: frozenset[Figure]) -> Iterator[Figure]:
    """Those of the others that tell the same, looked up, not searched: tables of figures are compared by the
    thousand."""
    rounded, exact = _told(others)
    own, *coarser = _roundings(figure)
    alike = chain(rounded.get(own, ()), *(exact.get(one, ()) for one in coarser))
    return (other for other in alike if _units_agree(figure, other))


def _units_agree(a: Figure, b: Figure) -> bool:
    return a.unit == b.unit or a.unit in VAGUE_UNITS or b.unit in VAGUE_UNITS


@lru_cache(maxsize=4096)
def _roundings(figure: Figure) -> tuple[_Rounded, ...]:
    """The figure with all its digits, then with ever fewer."""
    return tuple((digits, float(f"{figure.value:.{digits}g}")) for digits in range(figure.digits, 0, -1))


@lru_cache(maxsize=1024)
def _told(found: frozenset[Figure]) -> tuple[Mapping[_Rounded, list[Figure]], Mapping[_Rounded, list[Figure]]]:
    """Figures by all that they can be rounded to, and by what they are."""
    rounded: dict[_Rounded, list[Figure]] = {}
    exact: dict[_Rounded, list[Figure]] = {}
    for figure in sorted(found):
        own, *coarser = _roundings(figure)
        exact.setdefault(own, []).append(figure)
        for one in (own, *coarser):
            rounded.setdefault(one, []).append(figure)
    return rounded, exact
