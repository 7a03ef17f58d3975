"""Which topics a judgement gives."""

from __future__ import annotations

from feedmill.judging import Beat, judge
from tests.judging.articles import make


def test_a_word_at_the_core_of_a_topic_outweighs_many_that_stand_beside_it(beat: Beat) -> None:
    text = "Banks in Zhejiang return payments of Russian importers.\n\nThey fear sanctions, lenders said."
    got = judge(make("Banks and importers fall out over payments", text), beat)
    assert [one.slug for one in got.topics][:2] == ["trade-finance", "sanctions"]


def test_hints_speak_for_a_topic_when_nothing_else_does(beat: Beat) -> None:
    got = judge(make("Kremlin: the talks with Beijing will go on"), beat)
    assert [one.slug for one in got.topics] == ["diplomacy"]
    assert got.topics[0].evidence


def test_names_of_places_are_never_a_third_topic(beat: Beat) -> None:
    text = "Sanctions hit LNG tankers of Russia bound for China.\n\nTokyo and Japan looked on, and so did Seoul."
    got = judge(make("LNG tankers under sanctions reach China from Russia", text), beat)
    assert [one.slug for one in got.topics] == ["energy", "sanctions"]


def test_of_two_words_for_one_mention_the_stronger_counts(beat: Beat) -> None:
    weak_first = judge(make("Beijing and Moscow talk of grid operator gas pipeline"), beat)
    alone = judge(make("Beijing and Moscow talk of a gas pipeline"), beat)
    score = {one.slug: one.score for one in weak_first.topics}["energy"]
    assert score >= {one.slug: one.score for one in alone.topics}["energy"]
