"""What speaks against: another genre, bare lists, two matters in one text, sides that never meet."""

from __future__ import annotations

from collections.abc import Mapping

from feedmill.judging.compiling import Beat
from feedmill.judging.matching import Hit
from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan, Sentence
from feedmill.judging.signals import TOLD
from feedmill.model import Evidence


def _apart(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The article itself says that it tells of two matters, and nothing below the headline relates the two."""
    cues = [hit for one in scan.sentences for hit in one.of("separate")]
    text = [one for one in relations if not one.sentence.headline]
    if not cues or any(one.kind in TOLD for one in text) or any(one.kind == "pair" for one in relations):
        return []
    if not any(one.kind in {"relation", "both"} for one in relations if one.sentence.headline):
        return []
    cue = cues[0]
    return [Evidence(signal="apart", points=weights["apart"], where=scan.zone(cue), text=scan.surface(cue))]


def imply(scan: Scan, relations: list[Relation], beat: Beat) -> list[Evidence]:
    """A format only these two have, when nothing else told of both."""
    if any(one.kind != "none" for one in relations):
        return []
    for sentence in scan.sentences:
        formats = sentence.of("implied")
        if formats and sentence.sides:
            text = scan.surface(formats[0])
            return [Evidence(signal="implied", points=beat.scales.weights["implied"], where=sentence.zone, text=text)]
    return []


def weigh_doubts(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """Genres that name both without being about them, and bare lists."""
    found = _apart(scan, relations, weights)
    if any(one.kind == "enumeration" for one in relations) and not any(one.kind in TOLD for one in relations):
        listed = next(one for one in relations if one.kind == "enumeration")
        found.append(
            Evidence(signal="enumeration", points=weights["enumeration"], where=listed.sentence.zone, text=listed.text)
        )
    if any(one.kind == "pair" and one.sentence.headline for one in relations):
        return found
    return found + _genre(scan, weights)


def _genre(scan: Scan, weights: Mapping[str, int]) -> list[Evidence]:
    cues: dict[str, dict[str, tuple[Hit, Sentence]]] = {}
    for sentence in scan.sentences:
        for hit in sentence.of("genre"):
            cues.setdefault(hit.role.name, {}).setdefault(hit.pattern, (hit, sentence))
    for seen in cues.values():
        if len(seen) >= 2 or any(sentence.headline for _, sentence in seen.values()):
            hit, sentence = next(iter(seen.values()))
            return [Evidence(signal="genre", points=weights["genre"], where=sentence.zone, text=scan.surface(hit))]
    return []


def cap(scan: Scan, beat: Beat, relations: list[Relation], total: int) -> list[Evidence]:
    """Limits on what an article can score without one sentence on both."""
    weights = beat.scales.weights
    if any(one.kind not in {"none", "enumeration"} for one in relations):
        return []
    sides = {hit.role.name for one in scan.sentences for hit in one.sides}
    name = "cap_apart" if len(sides) > 1 else "cap_one_side"
    if name == "cap_one_side" and any(one.of("implied") for one in scan.sentences):
        return []
    third = any(one.of("third-party") for one in scan.sentences) and len(sides) > 1
    if total <= weights[name] or third:
        return []
    return [Evidence(signal=name, points=weights[name] - total, where=None, text=None)]
