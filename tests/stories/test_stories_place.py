"""Placing: which story a newcomer joins, what keeps it out, and what that does not depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Member, Placement
from feedmill.stories.placing import Side, bear, side_of_member
from tests.stories.story_samples import SEEN, article, member, place, samples

BY_NAME = {s.name: s.member for s in samples()}


def side(name: str) -> Side:
    return side_of_member(BY_NAME[name])


def stored(*names: str, story: int | None = None) -> list[Member]:
    """Members of the set as the store gives them: each in its own story, or all in one."""
    return [replace(BY_NAME[n], story=UUID(int=story) if story else BY_NAME[n].id) for n in names]


def written(name: str, text: str, published: str | None = None, title: str = "A headline", days: int = 0) -> Member:
    made = article({"title": title, "text": text, "published": published, "lang": "en"})
    return replace(member(name, made), first_seen=SEEN + timedelta(days=days), story=UUID(int=len(name)))


def bond(one: Member, other: Member) -> str:
    placement = place(replace(one, story=None), [other])
    if placement.joins:
        return placement.joins.bond
    return "related" if placement.related else "none"


CALL = "Xi Jinping and Vladimir Putin spoke by phone on {} about gas prices and grain, the Kremlin said."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("quay1", "quay2", "same-text"),
        ("quay1", "quay3", "same-text"),
        ("quay1", "quay4", "same-text"),
        ("tea1", "tea2", "same-text"),
        ("hostage1", "hostage2", "same-text"),
        ("customs5", "customs5r", "same-event"),
        ("lav3", "lav4", "same-event"),
    ],
)
def test_the_two_tests_are_kept_apart(one: str, other: str, expected: str) -> None:
    assert bond(BY_NAME[one], stored(other)[0]) == expected


def test_without_neighbours_a_story_begins() -> None:
    assert place(BY_NAME["quay1"], []) == Placement(joins=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("customs4", "customs5"), ("patrol8", "patrol9"), ("ex23", "ex24"), ("reg27", "reg28"), ("el1", "el2")],
)
def test_templates_filled_anew_are_other_stories(one: str, other: str) -> None:
    assert bond(BY_NAME[one], stored(other)[0]) not in ("same-text", "same-event")


def test_a_template_is_told_by_its_figures_even_without_dates() -> None:
    tail = " The two sides said that trade would keep growing and that most of it is settled in their own currencies."
    one = written("one", "Trade rose 4.7 percent to 76.6 billion dollars, customs data showed." + tail * 3)
    other = written("other", "Trade rose 2.9 percent to 94.9 billion dollars, customs data showed." + tail * 3)
    assert bond(one, other) not in ("same-text", "same-event")


YARD = (
    "A shipyard on the Pacific coast of Russia has signed a contract with a Chinese design bureau to build {0}.\n\n"
    "The contract covers detailed drawings, the supply of engines and the training of welders. The first {1} is to be "
    "laid down before the end of next year and handed over after sea trials.\n\nThe yard has been short of orders "
    "since European suppliers left in 2022. Its director said that the partners had agreed to deliver each {1} on time."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("four tankers", "vessel"), ("nine tankers", "vessel")),
        (("ice-class tankers for an Arctic line", "Arctic tanker"), ("river tugs for an Amur fleet", "Amur tug")),
    ],
    ids=["a number in words", "another object and place"],
)
def test_a_template_is_told_by_what_stands_in_its_slots(one: tuple[str, str], other: tuple[str, str]) -> None:
    first = written("one", YARD.format(*one), "2025-06-17", title=f"Shipyard to build {one[0]}")
    second = written("other", YARD.format(*other), "2025-06-18", title=f"Shipyard to build {other[0]}")
    assert bond(first, second) not in ("same-text", "same-event")


def test_a_light_edit_is_no_template() -> None:
    text = YARD.format("twelve tugs for the Amur fleet", "tug")
    edited = text.replace("twelve", "12").replace("contract", "deal").replace("supply", "delivery")
    edited = edited.replace("training of welders", "schooling of welders").replace("short of orders", "without orders")
    first = written("one", text, "2025-06-17", title="Shipyard to build twelve tugs")
    assert bond(first, written("other", edited, "2025-06-18", title="Amur fleet gets new tugs")) == "same-text"


def test_an_answer_of_a_later_day_is_another_story() -> None:
    text = "A court in Tomsk on Tuesday sentenced physicist Igor Sveshnikov to 14 years for passing lasers to China."
    later = "Lawyers of physicist Igor Sveshnikov, sentenced on Tuesday to 14 years, appealed on Thursday in Tomsk."
    first = written("one", text, "2025-03-04", title="Tomsk physicist gets 14 years")
    assert bond(first, written("other", later, "2025-03-06", title="Tomsk physicist appeals")) == "related"


def test_another_weekday_is_another_call() -> None:
    monday, thursday = written("one", CALL.format("Monday")), written("other", CALL.format("Thursday"))
    assert bond(monday, thursday) not in ("same-text", "same-event")
    assert bond(monday, written("again", CALL.format("Monday"))) == "same-text"


def test_a_window_of_days_lies_between_retellings() -> None:
    near = written("near", CALL.format("Monday"), "2025-02-24")
    retold = "Vladimir Putin told Xi Jinping in a phone call that grain and gas should flow, according to Moscow."
    assert bond(near, written("same week", retold, "2025-02-25")) == "same-event"
    assert bond(near, written("next month", retold, "2025-03-25")) not in ("same-text", "same-event")


def test_an_unchanged_copy_joins_however_late() -> None:
    text = BY_NAME["bond1"].article.text
    first, late = written("first", text, "2025-03-11"), written("late", text, "2025-11-11")
    assert bond(first, late) == "same-text"


def test_a_headline_alone_is_no_text() -> None:
    first = written(
        "first", "", "2023-12-14", title="Presidents of Russia and China talk by phone about trade and gas again"
    )
    later = written(
        "later", "", "2024-11-20", title="Presidents of Russia and China talk by phone about trade and gas again"
    )
    assert bond(first, later) == "none"


def test_a_paragraph_of_background_is_no_copy() -> None:
    background = "The first line across the river was opened in 2019 after nine years of building and two of dispute."
    news = " ".join(f"Sentence {n} of quite another report about harvests and prices in the north." for n in range(30))
    snippet = written("snippet", background)
    assert bond(snippet, written("report", f"{news}\n\n{background}")) not in ("same-text", "same-event")
    assert bond(snippet, written("report", f"{background}\n\n{news}")) == "same-text"


def test_an_undated_article_cannot_tell_of_what_came_later() -> None:
    undated = replace(BY_NAME["callb2"], first_seen=BY_NAME["callb"].first_seen - timedelta(days=40))
    assert bond(undated, stored("callb")[0]) not in ("same-text", "same-event")
    assert bond(BY_NAME["callb2"], stored("callb")[0]) == "same-event"


def test_a_reaction_is_related() -> None:
    placement = place(BY_NAME["san5"], stored("san1"))
    assert placement.joins is None
    assert [(link.bond, link.member) for link in placement.related] == [("related", BY_NAME["san1"].id)]
    assert placement.related[0].reason


def test_a_newcomer_can_show_that_two_stories_are_one() -> None:
    placement = place(BY_NAME["quay1"], stored("quay2", "quay3"))
    assert placement.joins
    assert len(placement.merges) == 1
    assert {placement.joins.story, placement.merges[0].story} == {BY_NAME["quay2"].id, BY_NAME["quay3"].id}


def test_rival_stories_are_not_merged() -> None:
    monday = written("one", CALL.format("Monday"), "2025-02-24")
    earlier = written("three", CALL.format("Monday"), "2024-09-16")
    torn = written("torn one", "In a call, Vladimir Putin and Xi Jinping talked on Monday of gas and grain by phone.")
    placement = place(torn, [monday, earlier])
    assert placement.merges == ()
    assert placement.joins is None
    assert {link.story for link in placement.related} == {monday.story, earlier.story}


def test_many_members_outvote_one() -> None:
    wrong = stored("callb", "callbz", story=5)
    placement = place(BY_NAME["calla2"], wrong)
    assert placement.joins is None


def test_likeness_is_not_handed_on_from_one_to_the_next() -> None:
    """One member of many that fits is not enough for a re-telling; for a copy it is."""
    newcomer = BY_NAME["lav3"]
    assert newcomer.article.published is not None
    day = newcomer.article.published.at.date().isoformat()
    told = ("A choir from Harbin sang in Perm.", "Rice grew dearer in Dalian.", "The ferry stopped at Khabarovsk.",
            "A museum in Chita shows stamps.", "Two bakers in Heihe quarrelled.")  # fmt: skip
    others = [replace(written(f"odd{n}", text, day), story=UUID(int=7)) for n, text in enumerate(told)]
    assert {bear(side_of_member(newcomer), side_of_member(one)).verdict for one in others} == {"none"}
    assert place(newcomer, stored("lav4", story=7)).joins is not None
    assert place(newcomer, [*stored("lav4", story=7), *others]).joins is None
    assert place(BY_NAME["quay1"], [*stored("quay2", story=7), *others]).joins is not None


def test_two_deals_of_one_day_are_told_apart_by_their_sums() -> None:
    one = written(
        "one",
        "Chinese and Russian companies signed a contract for ferries and rails in Heihe on Monday worth {} million. "
        "Officials of both sides attended the ceremony at the river port.".format("3,321"),
        "2026-05-04",
        title="Chinese and Russian firms sign contract in Heihe",
    )
    other = "A deal worth {} million was signed in Heihe on Monday by Russian and Chinese firms. It covers {}."
    title = "Russian and Chinese companies sign a deal at Heihe port"
    same = written("other", other.format("3,321", "ferries and rails"), "2026-05-04", title=title)
    another = written(
        "third", other.format("1,544", "cranes, coal and a pier at the river port"), "2026-05-04", title=title
    )
    assert bond(one, same) == "same-event"
    assert bond(one, another) not in ("same-text", "same-event")


def test_strangers_and_other_versions_are_passed_over() -> None:
    other = stored("quay2")[0]
    odd = replace(other, fingerprint=replace(other.fingerprint, version=1))
    homeless = replace(other, story=None)
    assert place(BY_NAME["quay1"], [odd, homeless]) == Placement(joins=None)


@given(st.permutations(["quay2", "quay3", "quay4", "customs4", "customs5", "san1", "calla", "lav1"]))
@settings(max_examples=12, derandomize=True, deadline=None)
def test_the_order_of_neighbours_does_not_matter(names: Sequence[str]) -> None:
    assert place(BY_NAME["quay1"], stored(*names)) == place(BY_NAME["quay1"], stored(*sorted(names)))


@given(st.sampled_from(sorted(BY_NAME)), st.sampled_from(sorted(BY_NAME)))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_two_articles_bear_alike_on_each_other(one: str, other: str) -> None:
    there, back = bear(side(one), side(other)), bear(side(other), side(one))
    assert (there.verdict, there.strength) == (back.verdict, back.strength)


@given(st.sampled_from(sorted(BY_NAME)))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_placing_twice_changes_nothing(name: str) -> None:
    """Idempotent: an article that has joined its own copy joins it again, and nothing else is moved."""
    known = BY_NAME[name]
    if not known.article.text:
        return
    twin = replace(known, id=UUID(int=1), story=UUID(int=2))
    once = place(known, [twin])
    again = place(known, [twin, replace(known, story=UUID(int=2))])
    assert once == again
    assert once.joins
    assert once.joins.bond == "same-text" or len(known.article.text) < 80
