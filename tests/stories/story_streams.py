"""A stream of samples folded into stories: by the room, and by simple baselines; and how right it came out."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, UUID, uuid5

from feedmill.model import Member
from feedmill.store.membership import COMMON, NEIGHBOURS
from tests.stories.story_samples import Sample, place

Folding = Mapping[str, int]
"""Sample name → number of the story it was put into."""


class Desk:
    """The least that a store has to do: an index of lookup keys, and stories that can become one. Candidates are
    ranked and limited as by the store (``store/membership.py``)."""

    def __init__(self) -> None:
        self.members: dict[UUID, Member] = {}
        self.index: dict[str, list[UUID]] = defaultdict(list)
        self.alias: dict[UUID, UUID] = {}

    def story_of(self, story: UUID) -> UUID:
        while story in self.alias:
            story = self.alias[story]
        return story

    def neighbours(self, newcomer: Member) -> list[Member]:
        weights: Counter[UUID] = Counter()
        for bearers in (self.index[key] for key in newcomer.fingerprint.lookup):
            if len(bearers) < COMMON:
                weights.update(dict.fromkeys(bearers, 100_000 // (2 + len(bearers))))
        ranked = sorted(weights, key=lambda identity: (-weights[identity], identity))[:NEIGHBOURS]
        known = (self.members[identity] for identity in ranked)
        return [replace(member, story=self.story_of(member.story)) for member in known if member.story]

    def take_in(self, newcomer: Member) -> UUID:
        placement = place(newcomer, self.neighbours(newcomer))
        story = placement.joins.story if placement.joins else uuid5(NAMESPACE_URL, f"story of {newcomer.id}")
        for link in placement.merges:
            self.alias[link.story] = story
        self.members[newcomer.id] = replace(newcomer, story=story)
        for key in newcomer.fingerprint.lookup:
            self.index[key].append(newcomer.id)
        return story

    def folding(self, samples: Sequence[Sample]) -> Folding:
        found = {sample.name: self.members[sample.member.id].story for sample in samples}
        roots = {name: self.story_of(story) for name, story in found.items() if story}
        numbers = {story: number for number, story in enumerate(dict.fromkeys(roots.values()))}
        return {name: numbers[story] for name, story in roots.items()}


def fold_by_room(samples: Sequence[Sample]) -> Folding:
    desk = Desk()
    for sample in samples:
        desk.take_in(sample.member)
    return desk.folding(samples)


# --- baselines ------------------------------------------------------------------------------------------------


def bag(sample: Sample, *, title_only: bool) -> Counter[str]:
    article = sample.member.article
    text = article.title if title_only else f"{article.title} {article.text}"
    words = re.findall(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]{3,}|\d+", text.casefold())
    return Counter(words)


def fold_by_overlap(samples: Sequence[Sample], *, title_only: bool, least: float) -> Folding:
    """Single pass: the story of the earlier article with the largest Jaccard overlap, if it is large enough."""
    found: dict[str, int] = {}
    bags: list[tuple[frozenset[str], int]] = []
    for sample in samples:
        own = frozenset(bag(sample, title_only=title_only))
        share, story = max(((len(own & b) / (len(own | b) or 1), -s) for b, s in bags), default=(0.0, 0))
        found[sample.name] = -story if share >= least else len(set(found.values()))
        bags.append((own, found[sample.name]))
    return found


def fold_by_centroid(samples: Sequence[Sample], *, least: float) -> Folding:
    """Single pass: the nearest TF-IDF centroid; document frequencies of the whole stream are known beforehand."""
    bags = [bag(sample, title_only=False) for sample in samples]
    frequency = Counter(word for b in bags for word in b)
    weights = [{w: (1 + math.log(n)) * math.log(len(bags) / frequency[w]) for w, n in b.items()} for b in bags]
    centroids: list[Counter[str]] = []
    found: dict[str, int] = {}
    for sample, own in zip(samples, weights, strict=True):
        alike = [cosine(own, centroid) for centroid in centroids]
        best = max(range(len(alike)), key=alike.__getitem__, default=-1)
        if best < 0 or alike[best] < least:
            centroids.append(Counter())
            best = len(centroids) - 1
        centroids[best].update(own)
        found[sample.name] = best
    return found


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    product = sum(weight * b.get(word, 0.0) for word, weight in a.items())
    size = math.sqrt(sum(w * w for w in a.values())) * math.sqrt(sum(w * w for w in b.values()))
    return product / size if size else 0.0


# --- measures -------------------------------------------------------------------------------------------------


def score(precision: float, recall: float) -> tuple[float, float, float]:
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def pairs(samples: Sequence[Sample], folding: Folding) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of articles."""
    both = mine = true = 0
    for a, b in itertools.combinations(samples, 2):
        same, put = a.story == b.story, folding[a.name] == folding[b.name]
        both, mine, true = both + (same and put), mine + put, true + same
    return score(both / mine if mine else 1.0, both / true if true else 1.0)


def bcubed(samples: Sequence[Sample], folding: Folding) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 (Bagga and Baldwin 1998): averages over articles."""
    sums = [0.0, 0.0]
    for one in samples:
        put = {s.name for s in samples if folding[s.name] == folding[one.name]}
        true = {s.name for s in samples if s.story == one.story}
        sums[0] += len(put & true) / len(put)
        sums[1] += len(put & true) / len(true)
    return score(sums[0] / len(samples), sums[1] / len(samples))


THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def best_of(samples: Sequence[Sample], fold: Callable[[float], Folding]) -> Folding:
    """The baseline at its best threshold for this very set: more than it would get in use."""
    return max((fold(least) for least in THRESHOLDS), key=lambda folding: bcubed(samples, folding)[2])


def foldings(samples: Sequence[Sample]) -> dict[str, Folding]:
    """The room and the baselines on one stream."""
    return {
        "stories": fold_by_room(samples),
        "title overlap": best_of(samples, lambda t: fold_by_overlap(samples, title_only=True, least=t)),
        "text Jaccard": best_of(samples, lambda t: fold_by_overlap(samples, title_only=False, least=t)),
        "TF-IDF centroid": best_of(samples, lambda t: fold_by_centroid(samples, least=t)),
    }
