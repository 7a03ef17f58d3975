"""The development set: labelled groups, pinned floors that may rise and never silently fall."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stories.story_samples import Sample, member, place, samples
from tests.stories.story_streams import Desk, bcubed, fold_by_room, foldings, pairs

OWN = [s for s in samples() if not s.group.startswith(("more-", "unseen-"))]
UNSEEN = [s for s in samples() if s.group.startswith(("unseen-01", "unseen-03", "unseen-04", "unseen-05"))]
#: Sets that were looked at least: less of them is joined, nothing wrongly.
LAST = [s for s in samples() if s.group.startswith(("unseen-02", "unseen-06"))]
#: One day of a state visit: the same people, place and act in seven stories.
VISIT = [s for s in samples() if s.group.startswith("unseen-07")]
INDEPENDENT = [s for s in samples() if s.group.startswith("more-")]
EVERYTHING = [*OWN, *INDEPENDENT, *UNSEEN]
#: Kinds that repeat the text of another article of their story.
COPIES = {"copy", "trim", "boilerplate", "headline", "traditional", "copy-undated"}


def test_the_set_is_large_and_mixed() -> None:
    assert len({s.group for s in EVERYTHING}) >= 100
    assert {s.member.article.language for s in EVERYTHING} >= {"en", "ru", "zh", "fr", "de", "es"}
    assert {s.kind for s in EVERYTHING} >= {"copy", "trim", "retelling", "lookalike", "followup", "snippet"}


@pytest.mark.parametrize("stream", [OWN, INDEPENDENT, UNSEEN], ids=["own", "independent", "unseen"])
def test_full_articles_are_folded_right(stream: list[Sample]) -> None:
    folding = fold_by_room(stream)
    precision, recall, _ = pairs(stream, folding)
    assert precision >= 0.99
    assert recall >= 0.95
    assert bcubed(stream, folding)[2] >= 0.985


def test_on_the_last_set_nothing_is_joined_wrongly() -> None:
    precision, recall, _ = pairs(LAST, fold_by_room(LAST))
    assert precision == 1.0
    assert recall >= 0.7


@pytest.mark.parametrize(("stem", "least"), [("unseen-08", 1.0), ("unseen-09", 1.0), ("unseen-10", 1.0)])
def test_short_tellings_across_languages_are_joined_and_others_are_not(stem: str, least: float) -> None:
    stream = [s for s in samples() if s.group.startswith(stem)]
    precision, recall, _ = pairs(stream, fold_by_room(stream))
    assert precision >= least
    assert recall >= 0.9


def test_what_resumes_or_is_put_off_is_another_story() -> None:
    told = {s.name: s for s in samples() if s.group in ("unseen-09/headlines-2", "unseen-08/border-bridge-repair")}
    folding = fold_by_room(list(told.values()))
    assert folding["t7-a1"] == folding["t7-a2"] != folding["t7-c1"]
    assert folding["s12-a1"] != folding["s12-b1"]


def test_agreements_of_one_visit_are_told_apart() -> None:
    assert pairs(VISIT, fold_by_room(VISIT)) == (1.0, 1.0, 1.0)


def test_headlines_alone_are_seldom_joined_wrongly() -> None:
    stated = [s for s in samples() if s.member.article.title_provenance == "stated"]
    bare = [(s, replace(s.member.article, text="", html="")) for s in stated]
    stream = [replace(s, member=member(f"{s.group}/{s.name}", article)) for s, article in bare]
    folding = fold_by_room(stream)
    assert pairs(stream, folding)[0] >= 0.87
    assert bcubed(stream, folding)[2] >= 0.81


@pytest.mark.parametrize("stream", [OWN, LAST], ids=["own", "last"])
def test_every_simple_baseline_is_beaten(stream: list[Sample]) -> None:
    results = {name: bcubed(stream, folding)[2] for name, folding in foldings(stream).items()}
    own = results.pop("stories")
    assert own > max(results.values()) + 0.1, results


def test_an_article_that_is_placed_again_stays_where_it_is() -> None:
    desk = Desk()
    first = {s.name: desk.take_in(s.member) for s in UNSEEN}
    for sample in UNSEEN:
        found = place(sample.member, desk.neighbours(sample.member)).joins
        alone = all(desk.story_of(first[o.name]) != desk.story_of(first[sample.name]) for o in UNSEEN if o != sample)
        assert found is None or alone or desk.story_of(found.story) == desk.story_of(first[sample.name])


def test_every_copy_joins_its_story() -> None:
    folding = fold_by_room(EVERYTHING)
    alone = [
        s.name
        for s in EVERYTHING
        if s.kind in COPIES and not any(folding[s.name] == folding[o.name] and o.name != s.name for o in EVERYTHING)
    ]
    assert alone == []


@pytest.mark.parametrize("kind", ["lookalike", "followup"])
@pytest.mark.parametrize("stream", [OWN, INDEPENDENT, UNSEEN], ids=["own", "independent", "unseen"])
def test_another_story_is_never_joined(stream: list[Sample], kind: str) -> None:
    folding = fold_by_room(stream)
    wrong = [
        (one.name, other.name)
        for one, other in itertools.product(stream, stream)
        if one.kind == kind and one.story != other.story and folding[one.name] == folding[other.name]
    ]
    assert wrong == []


def test_retellings_are_joined_across_languages() -> None:
    folding = fold_by_room(EVERYTHING)
    together = [
        folding[a.name] == folding[b.name]
        for a, b in itertools.combinations(EVERYTHING, 2)
        if a.story == b.story and a.member.article.language != b.member.article.language
    ]
    assert sum(together) >= 0.85 * len(together)


def test_articles_of_one_story_can_be_found() -> None:
    together = [(a, b) for a, b in itertools.combinations(EVERYTHING, 2) if a.story == b.story]
    apart = [
        (a.name, b.name) for a, b in together if not {*a.member.fingerprint.lookup} & {*b.member.fingerprint.lookup}
    ]
    assert len(apart) <= 0.03 * len(together), apart


LEAST_AGREEMENT = 0.9
"""BCubed F1 of two orders in which a few groups arrive: in so few, one article weighs much."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_arrival_hardly_matters(seed: int) -> None:
    """The stated tolerance: two orders agree on at least 97 % by BCubed F1 against the labels, and each holds it."""
    shuffled = list(EVERYTHING)
    random.Random(seed).shuffle(shuffled)
    straight, other = fold_by_room(EVERYTHING), fold_by_room(shuffled)
    as_labels = [
        Sample(name=s.name, group=s.group, story=str(straight[s.name]), kind=s.kind, member=s.member)
        for s in EVERYTHING
    ]
    assert bcubed(as_labels, other)[2] >= 0.97
    assert bcubed(EVERYTHING, other)[2] >= 0.96


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.data())
def test_a_few_groups_in_any_order_give_the_same_stories(data: st.DataObject) -> None:
    """Of 1,766 random choices of eight groups 95 % gave one partition in both orders, the worst agreed on .959."""
    groups = sorted({sample.group for sample in EVERYTHING})
    chosen = data.draw(st.lists(st.sampled_from(groups), min_size=2, max_size=8, unique=True))
    stream = [sample for sample in EVERYTHING if sample.group in chosen]
    straight, other = fold_by_room(stream), fold_by_room(data.draw(st.permutations(stream)))
    as_labels = [replace(sample, story=str(straight[sample.name])) for sample in stream]
    assert bcubed(as_labels, other)[2] >= LEAST_AGREEMENT
