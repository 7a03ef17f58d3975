"""What headline and lede say about the two sides, and what others make of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from feedmill.judging.compiling import Beat
from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan
from feedmill.judging.signals import BOTH, mention, signal
from feedmill.model import Evidence

_ANNOUNCING = frozenset({"actor", "agent", "anaphora", "third-party"})
_SHORT = 4
"""Sentences of an item whose second one, announced by the headline, is as good as the first."""


def weigh_head(scan: Scan, relations: list[Relation], beat: Beat) -> list[Evidence]:
    """Signals of headline and lede, and of somebody else on the two wherever he stands."""
    weights = beat.scales.weights
    return [
        *_head(relations, weights, "title"),
        *_head(relations, weights, "lede"),
        *_across(scan, beat, relations),
        *_adjacent(scan, beat, relations),
        *_third_parties(scan, relations, weights),
    ]


def _head(relations: list[Relation], weights: Mapping[str, int], place: str) -> list[Evidence]:
    """The best sentence of the headline, or of the lede."""
    candidates = [
        one
        for one in relations
        if one.kind in BOTH
        and (one.sentence.headline if place == "title" else one.sentence.zone == "lede" and not one.sentence.headline)
    ]
    worth = [(weights[f"{place}_{_worth(one)}"] * one.strength, one) for one in candidates]
    if not worth:
        return []
    best = max(worth, key=lambda pair: pair[0])[1]
    found = [signal(f"{place}_{_worth(best)}", weights[f"{place}_{_worth(best)}"], best)]
    if place == "lede" and not best.sentence.first and not _announced(relations):
        found.append(signal("lede_second", weights["lede_second"], best))
    if best.parallel:
        found.append(signal("parallel", weights["parallel"], best))
    return found


def _worth(relation: Relation) -> str:
    """Two names that act side by side are worth a pair term."""
    return "pair" if relation.kind == "relation" and relation.joined else relation.kind


def _announced(relations: list[Relation]) -> bool:
    """A short item whose headline speaks of a side or of the two."""
    head = {hit.role.kind for one in relations if one.sentence.headline for hit in one.sentence.hits}
    return len(relations) <= _SHORT and bool(head & _ANNOUNCING)


def _across(scan: Scan, beat: Beat, relations: list[Relation]) -> list[Evidence]:
    """The headline names one side; the lede both, or the other."""
    head = [hit for one in scan.sentences if one.headline for hit in one.sides]
    told = any(one.kind != "none" for one in relations if one.sentence.headline)
    if not head or told:
        return []
    lede = [one for one in relations if one.sentence.zone == "lede" and not one.sentence.headline]
    weights = beat.scales.weights
    if any(one.kind in BOTH for one in lede):
        return [mention("title_side", weights["title_side"], scan, head[0], beat)]
    other = [
        hit
        for one in lede
        if not one.sentence.of("separate") and (one.sentence.of("interaction") or one.sentence.of("third-party"))
        for hit in one.sentence.sides
        if hit.role.name != head[0].role.name and hit.role.kind != "track"
    ]
    if not other or len({hit.role.name for hit in head}) != 1 or head[0].role.kind == "track":
        return []
    return [mention("title_to_lede", weights["title_to_lede"], scan, other[0], beat)]


def _adjacent(scan: Scan, beat: Beat, relations: list[Relation]) -> list[Evidence]:
    """Neighbouring sentences of headline and lede name one side each, and none of them both."""
    head = [one.sentence for one in relations if one.sentence.zone != "body"]
    if any(one.kind != "none" for one in relations if one.sentence.zone != "body"):
        return []
    for one, two in pairwise(head):
        hits = [hit for hit in (*one.sides, *two.sides) if hit.role.kind != "track"]
        if one.zone == two.zone == "lede" and len({hit.role.name for hit in hits}) > 1 and not two.of("separate"):
            found = [mention("adjacent", beat.scales.weights["adjacent"], scan, hits[0], beat)]
            named = [hit for sentence in scan.sentences if sentence.headline for hit in sentence.sides]
            return found + [
                mention("title_side", beat.scales.weights["title_side"], scan, hit, beat) for hit in named[:1]
            ]
    return []


def _third_parties(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """Somebody else on the two: the phrase with one side in its sentence and the other anywhere."""
    sides = {hit.role.name for one in scan.sentences for hit in one.sides}
    if len(sides) < 2 and not any(one.kind == "pair" for one in relations):
        return []
    for one in relations:
        phrases = one.sentence.of("third-party")
        if phrases and (one.sentence.sides or one.sentence.of("pair") or one.sentence.headline):
            place = "third_party_body" if one.sentence.zone == "body" else "third_party_head"
            text = scan.surface(phrases[0])
            return [Evidence(signal=place, points=weights[place], where=one.sentence.zone, text=text)]
    return []
