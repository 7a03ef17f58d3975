"""What headline and lede say about the two sides, and what others make of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from feedmill.judging.compiling import Beat
from feedmill.judging.matching import Hit
from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan, Sentence
from feedmill.judging.signals import BOTH, TOLD, mention, signal
from feedmill.model import Evidence

_ANNOUNCING = frozenset({"actor", "agent", "anaphora", "third-party"})
_COLONS = frozenset(":：")
_ASIDE = 40
"""Letters between a name and the word of saying that goes with it."""
_SHORT = 4
"""Sentences of an item whose second one, announced by the headline, is as good as the first."""


def weigh_head(scan: Scan, relations: list[Relation], beat: Beat) -> list[Evidence]:
    """Signals of headline and lede, and of somebody else on the two wherever he stands."""
    weights = beat.scales.weights
    return [
        *_head(relations, weights, "title"),
        *_head(relations, weights, "lede"),
        *(_frontier(scan, beat, relations) or _across(scan, beat, relations) or _adjacent(scan, beat, relations)),
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
    if place == "lede" and not best.sentence.first and not _announced(relations) and not _goes_on(relations):
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


def _goes_on(relations: list[Relation]) -> bool:
    """The body comes back to the two: what the second sentence tells is no aside."""
    body = [one for one in relations if one.sentence.zone == "body" and not one.sentence.headline]
    return any(one.kind in BOTH or one.sentence.of("anaphora") for one in body)


def _across(scan: Scan, beat: Beat, relations: list[Relation]) -> list[Evidence]:
    """The headline names one side, or speaks of two; the lede relates both, or the other to something."""
    told = any(one.kind != "none" for one in relations if one.sentence.headline)
    head = [hit for one in scan.sentences if one.headline for hit in (*one.sides, *one.of("anaphora"))]
    if not head or told:
        return []
    lede = [one for one in relations if one.sentence.zone == "lede" and not one.sentence.headline]
    weights = beat.scales.weights
    announced = [mention("title_side", weights["title_side"], scan, head[0], beat)]
    if any(one.kind in BOTH for one in lede):
        return announced if any(one.kind in TOLD or _is_local(one) for one in lede) else []
    other = _other_side([one.sentence for one in lede if _is_linking(one.sentence)], head)
    if other is None:
        return []
    found = [mention("title_to_lede", weights["title_to_lede"], scan, other, beat)]
    crowded = any(_is_crowded(scan, one.sentence) for one in relations if one.sentence.zone != "body")
    return [*found, *announced] if not crowded else found


def _is_crowded(scan: Scan, sentence: Sentence) -> bool:
    """Others are named, and not as those who tell of the two ("X: …", "X said")."""
    return any(not _tells(scan, sentence, hit) for hit in sentence.others)


def _tells(scan: Scan, sentence: Sentence, other: Hit) -> bool:
    """A colon follows the name, or a word of saying stands beside it."""
    if scan.text.text[other.end : other.end + 1] in _COLONS:
        return True
    return any(-_ASIDE < said.start - other.end < _ASIDE for said in sentence.of("saying"))


def _is_local(relation: Relation) -> bool:
    """Both are named by towns and firms only, which stand side by side for a reason; an adjective may tell of goods."""
    return relation.kind == "both" and all(hit.role.kind == "agent" for hit in relation.sentence.sides)


def _is_linking(sentence: Sentence) -> bool:
    return bool(sentence.of("interaction") or sentence.of("third-party"))


def _other_side(lede: list[Sentence], head: list[Hit]) -> Hit | None:
    """Who in the lede has to do with the one side that the headline names."""
    named = {hit.role.name for hit in head if hit.role.kind != "anaphora"}
    if len(named) != 1 or head[0].role.kind == "track":
        return None
    same = (one for one in lede if not one.of("separate"))
    found = (hit for one in same for hit in one.sides if hit.role.name not in named and hit.role.kind != "track")
    return next(found, None)


def _frontier(scan: Scan, beat: Beat, relations: list[Relation]) -> list[Evidence]:
    """Places on both banks of the border: the headline names one, the text the other."""
    weights = beat.scales.weights
    if any(one.kind != "none" for one in relations if one.sentence.zone != "body" or one.sentence.headline):
        return []
    banks: dict[str, list[Hit]] = {}
    for sentence in scan.sentences:
        for hit in sentence.sides:
            if hit.role.entity is not None and hit.role.entity.frontier:
                banks.setdefault(hit.role.name, []).append(hit)
    headlines = [one for one in scan.sentences if one.headline]
    told = [
        hit for hits in banks.values() for hit in hits if any(one.start <= hit.start < one.end for one in headlines)
    ]
    if len(banks) < len(beat.sides) or not told:
        return []
    other = next(hits[0] for side, hits in banks.items() if side != told[0].role.name)
    return [
        mention("title_side", weights["title_side"], scan, told[0], beat),
        mention("frontier", weights["frontier"], scan, other, beat),
    ]


def _adjacent(scan: Scan, beat: Beat, relations: list[Relation]) -> list[Evidence]:
    """Neighbouring sentences of headline and lede name one side each, and none of them both."""
    head = [one.sentence for one in relations if one.sentence.zone != "body"]
    if any(one.kind != "none" for one in relations if one.sentence.zone != "body"):
        return []
    for one, two in pairwise(head):
        hits = [hit for hit in (*one.sides, *two.sides) if hit.role.kind != "track"]
        if one.zone == two.zone == "lede" and len({hit.role.name for hit in hits}) > 1 and not two.of("separate"):
            found = [mention("adjacent", beat.scales.weights["adjacent"], scan, hits[0], beat)]
            others = [hit for sentence in head for hit in sentence.others]
            found += [mention("crowded", beat.scales.weights["crowded"], scan, hit, beat) for hit in others[:1]]
            headline = [one for one in scan.sentences if one.headline]
            named = [hit for one in headline for hit in (*one.sides, *one.of("anaphora"))]
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
