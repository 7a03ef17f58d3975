"""The score: a sum of named signals, each with the words that fired it (docs/beat.md has the measurements)."""

from __future__ import annotations

from collections.abc import Sequence

from feedmill.judging.beat import Scales
from feedmill.judging.compiling import Beat
from feedmill.judging.doubts import cap, imply, weigh_doubts
from feedmill.judging.extent import weigh_extent
from feedmill.judging.heads import weigh_head
from feedmill.judging.matching import Hit
from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan
from feedmill.judging.topics import rank_topics
from feedmill.model import Evidence, Verdict

_IN_THE_LEDE = frozenset({"lede_relation", "lede_both"})
_ACROSS = frozenset({"title_to_lede", "adjacent"})
_IN_THE_TITLE = frozenset({"title_pair", "title_relation", "title_both"})
_DOUBTS = frozenset({"genre", "enumeration", "apart", "lede_second"})


def weigh(scan: Scan, relations: list[Relation], beat: Beat) -> tuple[Evidence, ...]:
    """Every signal that fires. Their points add up to the score before it is clipped to 0-100.

    ``relations`` are what each sentence of the scan says, in order.
    """
    weights = beat.scales.weights
    found = [*weigh_head(scan, relations, beat), *weigh_extent(scan, relations, weights)]
    found += imply(scan, relations, beat)
    found += weigh_doubts(scan, relations, weights)
    found += _subject(scan, found, beat)
    if not any(one.signal in {"adjacent", "frontier", "woven", "title_to_lede"} for one in found):
        found += cap(scan, beat, relations, sum(evidence.points for evidence in found))
    return (*found, *_named(scan, beat))


def _subject(scan: Scan, found: Sequence[Evidence], beat: Beat) -> list[Evidence]:
    """What links the two in headline and lede has a subject: the words of one topic stand close there.

    Of 102 items of the development set in which one sentence of the lede names both, the best topic had 10 points and
    more in 39 of 83 that are on the two, in none of 19 that are not (a fine, a delay, an obituary); 1 and none in 1 and
    in 6. Where the two are named by turns only: 10 and more in 12 of 19, in 1 of 17; 1 and none in none and in 6.
    There, where others are named, names of places and states make no subject: India has an arsenal of the one and a
    border with the other.
    """
    signals = {one.signal for one in found}
    across = bool(signals & _ACROSS)
    if signals & _IN_THE_TITLE or not (across or signals & _IN_THE_LEDE):
        return []
    ranked = rank_topics(scan, beat)
    weights, bars = beat.scales.weights, beat.scales.topics
    if not ranked or ranked[0].match.score < bars["no_subject"]:
        return [Evidence(signal="no_subject", points=weights["no_subject"], where=None, text=None)]
    crowded = across and any(one.others for one in scan.sentences if one.zone != "body")
    subject = next((one.match for one in ranked if not (one.scene and crowded)), None)
    if signals & _DOUBTS or subject is None or subject.score < bars["subject_across" if across else "subject"]:
        return []
    term = subject.evidence[0]
    points = weights["subject_across" if across else "subject"]
    return [Evidence(signal="subject", points=points, where=term.where, text=term.text)]


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


def _named(scan: Scan, beat: Beat) -> list[Evidence]:
    """Who was taken for which side: no points, but it tells a reader what was seen."""
    found = []
    for side in beat.sides:
        hits = [(hit, one) for one in scan.sentences for hit in one.sides if hit.role.name == side]
        if hits:
            hit, sentence = hits[0]
            found.append(Evidence(signal=f"side_{side}", points=0, where=sentence.zone, text=scan.surface(hit)))
    return found
