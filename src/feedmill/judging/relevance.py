"""The score: a sum of named signals, each with the words that fired it (docs/beat.md has the measurements)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from feedmill.judging.beat import Scales
from feedmill.judging.compiling import Beat
from feedmill.judging.matching import Hit
from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan, Sentence
from feedmill.model import Evidence, Verdict, Zone

_ANNOUNCING = frozenset({"actor", "agent", "anaphora", "third-party"})
_SHORT = 4
"""Sentences of an item whose second one, announced by the headline, is as good as the first."""
_TOLD = frozenset({"pair", "relation"})
_PAUSE = 2
"""Sentences without either side that do not end a passage on the two."""
_FEW = 10
"""Sentences of an item so brief that one that relates the two, among others that name them, is a good part of it."""


class _Bar(NamedTuple):
    """What makes a passage of the body more than a mention: sentences that relate the two, sentences that name a side,
    and its least share of the article's letters, percent. A third is what the definition asks of an article that is
    about the two; half of that is what editors accepted of long features in the development set."""

    told: int
    named: int
    percent: int

    def allow(self, told: int, named: int, percent: float) -> bool:
        """Whether a passage reaches the bar."""
        return told >= self.told and named >= self.named and percent >= self.percent


_OFTEN, _TURNS = 2, 2
"""Sentences that name each side, and changes from one to the other, that make a text go to and fro."""

_LONG, _BRIEF = _Bar(2, 4, 15), _Bar(1, 3, 35)


def weigh(scan: Scan, relations: list[Relation], beat: Beat) -> tuple[Evidence, ...]:
    """Every signal that fires. Their points add up to the score before it is clipped to 0-100.

    ``relations`` are what each sentence of the scan says, in order.
    """
    weights = beat.scales.weights
    found = [
        *_head(relations, weights, "title"),
        *_head(relations, weights, "lede"),
        *_across(scan, beat, relations),
        *_adjacent(scan, beat, relations),
        *_third_parties(scan, relations, weights),
        *_body(relations, weights),
        *_density(relations, weights),
        *_passage(scan, relations, weights),
        *_interleaved(relations, weights),
    ]
    found += _implied(scan, relations, beat)
    found += _against(scan, relations, weights)
    if not any(one.signal == "adjacent" for one in found):
        found += _caps(scan, beat, relations, sum(evidence.points for evidence in found))
    return (*found, *_named(scan, beat))


def settle(evidence: Sequence[Evidence], scales: Scales) -> tuple[int, Verdict]:
    """Score and verdict."""
    score = max(0, min(100, sum(one.points for one in evidence)))
    if score >= scales.relevant:
        return score, "yes"
    return score, "borderline" if score >= scales.borderline else "no"


def rule(scan: Scan, verdict: Verdict | None) -> tuple[str, Verdict, Hit | None] | None:
    """What an editor decided, as (signal, verdict, phrase); None when nobody did.

    A verdict on the article is stronger than a phrase that never belongs, and that than one that always does.
    """
    if verdict is not None:
        return "decision", verdict, None
    found = {hit.role.name: hit for hit in reversed(scan.ruled)}
    if "never" in found:
        return "never", "no", found["never"]
    return ("always", "yes", found["always"]) if "always" in found else None


def overrule(
    evidence: tuple[Evidence, ...], scan: Scan, ruled: tuple[str, Verdict, Hit | None], scales: Scales
) -> tuple[Evidence, ...]:
    """The evidence with what an editor decided as a signal of its own, worth what that takes."""
    signal, verdict, phrase = ruled
    goal = {"yes": 100, "borderline": scales.borderline, "no": 0}[verdict]
    points = goal - sum(one.points for one in evidence)
    where, text = (scan.zone(phrase), scan.surface(phrase)) if phrase else (None, None)
    return (*evidence, Evidence(signal=signal, points=points, where=where, text=text))


def _signal(name: str, points: int, relation: Relation) -> Evidence:
    return Evidence(
        signal=name, points=round(points * relation.strength / 100), where=relation.sentence.zone, text=relation.text
    )


def _head(relations: list[Relation], weights: Mapping[str, int], place: str) -> list[Evidence]:
    """The best sentence of the headline, or of the lede."""
    candidates = [
        one
        for one in relations
        if one.kind in {"pair", "relation", "both"}
        and (one.sentence.headline if place == "title" else one.sentence.zone == "lede" and not one.sentence.headline)
    ]
    worth = [(weights[f"{place}_{_worth(one)}"] * one.strength, one) for one in candidates]
    if not worth:
        return []
    best = max(worth, key=lambda pair: pair[0])[1]
    found = [_signal(f"{place}_{_worth(best)}", weights[f"{place}_{_worth(best)}"], best)]
    if place == "lede" and not best.sentence.first and not _announced(relations):
        found.append(_signal("lede_second", weights["lede_second"], best))
    if best.parallel:
        found.append(_signal("parallel", weights["parallel"], best))
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
    if any(one.kind in {"pair", "relation", "both"} for one in lede):
        return [_mention("title_side", weights["title_side"], scan, head[0], beat)]
    other = [
        hit
        for one in lede
        if not one.sentence.of("separate") and (one.sentence.of("interaction") or one.sentence.of("third-party"))
        for hit in one.sentence.sides
        if hit.role.name != head[0].role.name and hit.role.kind != "track"
    ]
    if not other or len({hit.role.name for hit in head}) != 1 or head[0].role.kind == "track":
        return []
    return [_mention("title_to_lede", weights["title_to_lede"], scan, other[0], beat)]


def _adjacent(scan: Scan, beat: Beat, relations: list[Relation]) -> list[Evidence]:
    """Neighbouring sentences of headline and lede name one side each, and none of them both."""
    head = [one.sentence for one in relations if one.sentence.zone != "body"]
    if any(one.kind != "none" for one in relations if one.sentence.zone != "body"):
        return []
    for one, two in pairwise(head):
        hits = [hit for hit in (*one.sides, *two.sides) if hit.role.kind != "track"]
        if one.zone == two.zone == "lede" and len({hit.role.name for hit in hits}) > 1 and not two.of("separate"):
            found = [_mention("adjacent", beat.scales.weights["adjacent"], scan, hits[0], beat)]
            named = [hit for sentence in scan.sentences if sentence.headline for hit in sentence.sides]
            return found + [
                _mention("title_side", beat.scales.weights["title_side"], scan, hit, beat) for hit in named[:1]
            ]
    return []


def _mention(name: str, points: int, scan: Scan, hit: Hit, beat: Beat) -> Evidence:
    share = beat.scales.strengths.get(hit.role.kind, 100)
    return Evidence(signal=name, points=round(points * share / 100), where=_zone(scan, hit), text=scan.surface(hit))


def _zone(scan: Scan, hit: Hit) -> Zone:
    return next(one.zone for one in scan.sentences if one.start <= hit.start < one.end)


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


def _body(relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The first sentence of the body on the two, then each further one, up to a limit."""
    body = [one for one in relations if one.sentence.zone == "body" and not one.sentence.headline]
    told = [one for one in body if one.kind in _TOLD and not one.parallel] or [
        one for one in body if one.kind == "both" or (one.kind in _TOLD and one.parallel)
    ]
    if not told:
        return []
    first = max(told, key=lambda one: one.strength)
    kind = "body_both" if first.kind == "both" else f"body_{first.kind}"
    found = [_signal(kind, weights[kind], first)]
    room = weights["body_next_most"]
    for one in told:
        if one is not first and room > 0:
            found.append(_signal("body_next", min(room, weights["body_next"]), one))
            room -= weights["body_next"]
    return found


def _density(relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """A good part of the sentences is on the two."""
    told, body, last = 0, 0, False
    counted = relations if len(relations) <= _SHORT else [one for one in relations if one.sentence.zone != "title"]
    for one in counted:
        last = one.kind in {"pair", "relation", "both"} or (bool(one.sentence.of("anaphora")) and (last or told > 0))
        told += last
        body += last and one.sentence.zone == "body"
    if not told or told * 3 < len(counted):
        return []
    name = "dense_body" if body >= 3 else "dense"
    return [Evidence(signal=name, points=weights[name], where=None, text=None)]


def find_passage(scan: Scan, relations: Sequence[Relation]) -> tuple[int, int] | None:
    """The longest stretch of the body that is on the two, as a span of the folded text; None when there is none.

    Features come to their point late: an article whose head names neither can still be about them.
    """
    best: tuple[int, int] | None = None
    bars = (_LONG, _BRIEF) if len(relations) <= _FEW else (_LONG,)
    for run in _runs(relations):
        told = sum(one.kind in _TOLD and not one.parallel for one in run)
        named = sum(bool(one.sentence.sides or one.sentence.of("pair")) for one in run)
        start, end = run[0].sentence.start, run[-1].sentence.end
        if not any(least.allow(told, named, (end - start) * 100 / len(scan.text.text)) for least in bars):
            continue
        if best is None or end - start > best[1] - best[0]:
            best = start, end
    return best


def _runs(relations: Sequence[Relation]) -> list[list[Relation]]:
    """Sentences of the body from one that names a side to the last such one, with short pauses between."""
    runs: list[list[Relation]] = []
    pause: list[Relation] = []
    brief = len(relations) <= _FEW
    for one in relations:
        if one.sentence.headline or (one.sentence.zone != "body" and not brief):
            continue
        if not (one.sentence.sides or one.sentence.of("pair") or one.sentence.of("anaphora")):
            pause.append(one)
        elif runs and len(pause) <= _PAUSE:
            runs[-1] += [*pause, one]
            pause = []
        else:
            runs.append([one])
            pause = []
    return runs


def _passage(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    if any(one.kind != "none" for one in relations if one.sentence.zone != "body" or one.sentence.headline):
        return []
    span = find_passage(scan, relations)
    if span is None:
        return []
    first = next(one for one in relations if one.sentence.start >= span[0] and one.kind in _TOLD)
    return [Evidence(signal="passage", points=weights["passage"], where="body", text=first.text)]


def _interleaved(relations: Sequence[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The text goes to and fro between the two and hardly names anybody else: one story, told in short sentences."""
    named = [{hit.role.name for hit in one.sentence.sides if hit.role.kind != "track"} for one in relations]
    told = [sides for sides in named if sides]
    others = sum(bool(one.sentence.of("country")) for one in relations)
    often = all(sum(side in sides for sides in told) >= _OFTEN for side in set().union(*told))
    turns = sum(one != two for one, two in pairwise(told))
    if len(set().union(*told)) < 2 or not often or turns < _TURNS or others * 3 > len(told):
        return []
    return [Evidence(signal="interleaved", points=weights["interleaved"], where=None, text=None)]


def _apart(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The article itself says that it tells of two matters, and nothing below the headline relates the two."""
    cues = [hit for one in scan.sentences for hit in one.of("separate")]
    text = [one for one in relations if not one.sentence.headline]
    if not cues or any(one.kind in _TOLD for one in text) or any(one.kind == "pair" for one in relations):
        return []
    if not any(one.kind in {"relation", "both"} for one in relations if one.sentence.headline):
        return []
    cue = cues[0]
    return [Evidence(signal="apart", points=weights["apart"], where=_zone(scan, cue), text=scan.surface(cue))]


def _implied(scan: Scan, relations: list[Relation], beat: Beat) -> list[Evidence]:
    """A format only these two have, when nothing else told of both."""
    if any(one.kind != "none" for one in relations):
        return []
    for sentence in scan.sentences:
        formats = sentence.of("implied")
        if formats and sentence.sides:
            text = scan.surface(formats[0])
            return [Evidence(signal="implied", points=beat.scales.weights["implied"], where=sentence.zone, text=text)]
    return []


def _against(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """Genres that name both without being about them, and bare lists."""
    found = _apart(scan, relations, weights)
    if any(one.kind == "enumeration" for one in relations) and not any(one.kind in _TOLD for one in relations):
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


def _caps(scan: Scan, beat: Beat, relations: list[Relation], total: int) -> list[Evidence]:
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


def _named(scan: Scan, beat: Beat) -> list[Evidence]:
    """Who was taken for which side: no points, but it tells a reader what was seen."""
    found = []
    for side in beat.sides:
        hits = [(hit, one) for one in scan.sentences for hit in one.sides if hit.role.name == side]
        if hits:
            hit, sentence = hits[0]
            found.append(Evidence(signal=f"side_{side}", points=0, where=sentence.zone, text=scan.surface(hit)))
    return found
