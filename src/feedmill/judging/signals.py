"""How one signal is written down: its points, and the words that fired it."""

from __future__ import annotations

from feedmill.judging.compiling import Beat
from feedmill.judging.matching import Hit
from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan
from feedmill.model import Evidence

TOLD = frozenset({"pair", "relation"})
"""Kinds of sentences that link the two."""
BOTH = TOLD | {"both"}
"""Kinds of sentences that name the two."""


def signal(name: str, points: int, relation: Relation) -> Evidence:
    """A signal that a sentence fires, worth less the less certain its weaker side is."""
    return Evidence(
        signal=name, points=round(points * relation.strength / 100), where=relation.sentence.zone, text=relation.text
    )


def mention(name: str, points: int, scan: Scan, hit: Hit, beat: Beat) -> Evidence:
    """A signal that one name fires, worth less the less certain that name is."""
    share = beat.scales.strengths.get(hit.role.kind, 100)
    return Evidence(signal=name, points=round(points * share / 100), where=scan.zone(hit), text=scan.surface(hit))
