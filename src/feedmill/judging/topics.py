"""Topics of a relevant article: those that a subscriber of only that topic would want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedmill.judging.compiling import Beat
from feedmill.judging.matching import Hit
from feedmill.judging.patterns import is_han
from feedmill.judging.scanning import Scan, Sentence
from feedmill.model import TopicEvidence, TopicMatch

_NEAR, _NEAR_HAN = 20, 4
_Found = dict[str, list[tuple[Hit, Sentence]]]


def choose_topics(scan: Scan, beat: Beat) -> tuple[TopicMatch, ...]:
    """One topic or more, best first; the beat's fallback when no term fires."""
    numbers = beat.scales.topics
    ranked = rank_topics(scan, beat)
    best = min(ranked[0].match.score, numbers["enough"]) if ranked else 0
    held = [one for one in ranked if _holds(one.match, beat) and one.match.score * 100 >= best * numbers["share"]]
    full = [one for one in held[:2] if one.match.score * 100 >= held[0].match.score * numbers["share"]]
    kept = [one.match for one in held if one in full or not one.scene]
    if not kept:
        kept = [ranked[0].match] if ranked else [TopicMatch(slug=beat.scales.fallback, score=0, evidence=())]
    return tuple(kept[: numbers["most"]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A topic that terms speak for. ``scene``: nothing but names of places and states does."""

    match: TopicMatch
    scene: bool


def rank_topics(scan: Scan, beat: Beat) -> list[Ranked]:
    """Every topic that terms speak for, best first; whether it is given is another matter."""
    order = {topic.slug: at for at, topic in enumerate(beat.topics)}
    ranked = [
        Ranked(match=_match(scan, slug, terms, beat), scene=_is_scene(terms)) for slug, terms in _collect(scan).items()
    ]
    return sorted(ranked, key=lambda one: (-one.match.score, order[one.match.slug]))


def ruled_topics(scan: Scan, beat: Beat, slugs: Sequence[str]) -> tuple[TopicMatch, ...]:
    """The topics that an editor chose, in that order, with the terms that speak for them where any do."""
    found = {slug: _match(scan, slug, terms, beat) for slug, terms in _collect(scan).items()}
    return tuple(found.get(slug) or TopicMatch(slug=slug, score=0, evidence=()) for slug in slugs)


def _collect(scan: Scan) -> dict[str, _Found]:
    """Terms by topic; hints only where another term of the topic stands too, or nothing but hints stands anywhere."""
    found: dict[str, _Found] = defaultdict(lambda: defaultdict(list))
    for sentence in scan.sentences:
        for hit in _strongest(sentence.of("topic")):
            found[hit.role.name][hit.pattern].append((hit, sentence))
    sure = {slug: terms for slug, terms in found.items() if any(not _hint(places) for places in terms.values())}
    return sure or found


def _strongest(hits: Sequence[Hit]) -> Iterable[Hit]:
    """Of the entries for one word, which several languages may have, the one that says most."""
    if len(hits) < 2:
        return hits
    best: dict[tuple[int, int, str], Hit] = {}
    for hit in hits:
        place = (hit.start, hit.end, hit.role.name)
        if place not in best or _force(hit) > _force(best[place]):
            best[place] = hit
    return best.values()


def _force(hit: Hit) -> int:
    return hit.role.core - hit.role.hint


def _hint(places: list[tuple[Hit, Sentence]]) -> bool:
    return places[0][0].role.hint


def _match(scan: Scan, slug: str, terms: _Found, beat: Beat) -> TopicMatch:
    numbers = beat.scales.topics
    score = 0
    evidence: list[TopicEvidence] = []
    echoes = _echoes(scan, terms)
    for pattern, places in terms.items():
        points = sum(numbers[_rank(sentence)] for hit, sentence in places if hit not in echoes)
        hit, sentence = places[0]
        score += _weighed(min(numbers["cap"], points), hit, numbers)
        evidence.append(TopicEvidence(term=pattern, where=sentence.zone, text=scan.surface(hit)))
    return TopicMatch(slug=slug, score=score, evidence=tuple(evidence))


def _weighed(points: int, hit: Hit, numbers: Mapping[str, int]) -> int:
    """A hint counts as if it stood in the body; a word at the core of the topic twice."""
    return min(points, numbers["body"]) if hit.role.hint else points * 2 if hit.role.core else points


def _is_scene(terms: _Found) -> bool:
    """Names of places and states are all that speaks for a topic: beside others they tell where, not what.

    Of 25 such topics in the development set, none of them the first of its item, editors had given 8. It has to come
    close to the best one's full score, and is never the third.
    """
    return all(_is_name(*places[0]) for places in terms.values())


def _is_name(hit: Hit, sentence: Sentence) -> bool:
    names = (*sentence.sides, *sentence.of("country"))
    return any(one.start == hit.start or one.end == hit.end for one in names)


def _echoes(scan: Scan, terms: _Found) -> set[Hit]:
    """Hits that stand right beside another of the topic: one mention in two words ("US President Donald Trump"), of
    which the one that says more counts."""
    hits = sorted((hit for places in terms.values() for hit, _ in places), key=lambda hit: hit.start)
    return {
        one if _force(two) > _force(one) else two
        for one, two in pairwise(hits)
        if two.start - one.end < (_NEAR_HAN if is_han(scan.text.text[two.start]) else _NEAR)
    }


def _rank(sentence: Sentence) -> str:
    return "title" if sentence.headline else "lede" if sentence.focus else sentence.zone


def _holds(match: TopicMatch, beat: Beat) -> bool:
    head = any(one.where != "body" for one in match.evidence)
    return match.score >= beat.scales.topics["needed_head" if head else "needed"]
