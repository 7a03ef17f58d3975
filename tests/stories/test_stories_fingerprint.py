"""Fingerprints: small, serialisable, the same every time, for any text at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill import stories
from feedmill.stories.facts import pack, unpack
from feedmill.stories.fingerprints import facts_of
from feedmill.stories.words import fold, shingles, split_sentences
from tests.stories.story_samples import Sample, article, judge, samples

MANY = samples()


@pytest.mark.parametrize("sample", MANY[::7], ids=lambda s: s.name)
def test_a_fingerprint_is_small(sample: Sample) -> None:
    assert len(sample.member.fingerprint.facts.encode()) <= 4096
    assert sum(key.startswith("e:") for key in sample.member.fingerprint.lookup) <= 44
    assert len(sample.member.fingerprint.lookup) <= 74


def test_keys_have_their_three_kinds() -> None:
    lookup = MANY[0].member.fingerprint.lookup
    assert {key[:2] for key in lookup} == {"x:", "m:", "e:"}
    assert len(set(lookup)) == len(lookup)


def test_traditional_and_simplified_are_one_text() -> None:
    simplified = next(s for s in MANY if s.name == "tea1").member.article
    traditional = next(s for s in MANY if s.name == "tea2").member.article
    assert shingles(simplified.text) == shingles(traditional.text)


def test_a_dateline_changes_nothing() -> None:
    body = "A bridge over the river was closed on Monday after an inspection found cracks in two of its pillars."
    assert shingles(f"HARBIN, March 3 (Agency) - {body}") == shingles(body)


def test_sentences_end_at_marks_of_every_script() -> None:
    assert split_sentences(fold("One thing. Another thing! Третья вещь? Да.")) == [
        "One thing.",
        "Another thing!",
        "Третья вещь?",
        "Да.",
    ]
    assert split_sentences("第一句。第二句！") == ["第一句。", "第二句！"]


@given(st.text(max_size=400), st.text(max_size=60))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_text_has_a_fingerprint(text: str, title: str) -> None:
    made = replace(article({"text": text, "title": title or "x"}), language=None)
    first, second = (stories.fingerprint(made, judge(made)) for _ in range(2))
    assert first == second
    assert unpack(pack(facts_of(made, judge(made)))) == facts_of(made, judge(made))


def test_a_very_long_text_stays_bounded() -> None:
    made = article({"title": "Long", "text": "Trade grew by 12 percent and 3 million tonnes. " * 4_000})
    found = stories.fingerprint(made, judge(made))
    assert len(found.facts.encode()) <= 4096
    assert len(found.lookup) <= 74
