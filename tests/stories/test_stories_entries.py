"""What the feeds show: dates, freezing, sources, topics, the why-line."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from feedmill import stories
from feedmill.model import Entry, Evidence, Judgement, Member, Moment, TopicEvidence, TopicMatch
from feedmill.stories.explaining import explain
from tests.stories.story_samples import article, judge, member

STORY = UUID(int=7)
NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=7)


def made(name: str, published: str | None = "2025-03-09", **more: Any) -> Member:
    row = {"title": f"Title of {name}", "text": f"Text of {name}. " * 8, "published": published, "publisher": name}
    made = replace(article(row | {k: v for k, v in more.items() if k in row}), language="en")
    made = replace(made, **{k: v for k, v in more.items() if k in ("url", "agency", "teaser", "publisher")})
    settings = {k: v for k, v in more.items() if k in ("verdict", "view", "first_seen")}
    return member(name, made, **({"first_seen": NOW - timedelta(hours=1)} | settings))


def judged(*slugs: str) -> Judgement:
    seen = (TopicEvidence(term="gas*", where="lede", text="gas"),)
    topics = tuple(TopicMatch(slug=slug, score=9 - at, evidence=seen) for at, slug in enumerate(slugs))
    evidence = (Evidence(signal="joint-project", points=45, where="title", text="Power of Siberia 2"),)
    return Judgement(score=78, verdict="yes", evidence=evidence, topics=topics, entities=(), beat="b")


def compose(
    members: Sequence[Member],
    previous: Entry | None = None,
    now: datetime = NOW,
    judgements: Mapping[UUID, Judgement] | None = None,
    edited: frozenset[UUID] = frozenset(),
) -> Entry:
    judgements = judgements or {m.id: judged("energy") for m in members}
    entry = stories.compose_entry(STORY, members, judgements, previous, now, edited=edited)
    assert entry is not None
    return entry


# --- dates ----------------------------------------------------------------------------------------------------


def test_a_day_is_written_at_noon() -> None:
    entry = compose([made("a")])
    assert (entry.date, entry.date_note) == (datetime(2025, 3, 9, 12, tzinfo=UTC), "day only")


def test_a_day_is_never_later_than_first_seen() -> None:
    seen = datetime(2025, 3, 9, 7, tzinfo=UTC)
    assert compose([made("a", first_seen=seen)]).date == seen


def test_a_future_date_is_capped() -> None:
    entry = compose([made("a", "2025-04-01T10:00:00Z")])
    assert entry.date == NOW - timedelta(hours=1)
    assert entry.date_note == "dated 2025-04-01; received 2025-03-10"


def test_a_stated_moment_needs_no_note() -> None:
    entry = compose([made("a", "2025-03-09T10:30:00Z")])
    assert (entry.date, entry.date_note) == (datetime(2025, 3, 9, 10, 30, tzinfo=UTC), None)


def test_an_undated_story_says_so_and_keeps_its_date() -> None:
    first = compose([made("a", None)])
    assert (first.date, first.date_note) == (NOW - timedelta(hours=1), "undated; received 2025-03-10")
    again = compose([made("a", None)], first, LATER)
    assert again == first


def test_an_undated_representative_takes_the_storys_date() -> None:
    original = made("a", None, verdict="yes")
    passing = made("b", "2025-03-08", verdict="borderline")
    entry = compose([original, passing])
    assert entry.article == original.id
    assert (entry.date, entry.date_note) == (datetime(2025, 3, 8, 12, tzinfo=UTC), "undated; date of another source")


def test_a_late_find_does_not_look_new() -> None:
    entry = compose([made("a", "2019-05-05")])
    assert entry.updated == entry.date == datetime(2019, 5, 5, 12, tzinfo=UTC)
    assert entry.arrived == NOW


# --- freezing -------------------------------------------------------------------------------------------------


def test_growth_is_quiet_after_six_hours() -> None:
    first = compose([made("a", url=None)])
    better = made("b", "2025-03-09T08:00:00Z", url="https://b.example/1", text="Much fuller. " * 90)
    grown = compose([made("a", url=None), better], first, LATER)
    assert (grown.article, grown.title, grown.link, grown.updated, grown.why) == (
        first.article,
        first.title,
        first.link,
        first.updated,
        first.why,
    )
    assert [origin.label for origin in grown.origins] == ["a", "b"]


def test_a_better_representative_takes_over_within_six_hours() -> None:
    first = compose([made("a", agency="Some Wire")])
    better = made("b", agency=None, url="https://b.example/1")
    grown = compose([made("a", agency="Some Wire"), better], first, NOW + timedelta(hours=5))
    assert grown.article == better.id
    assert (grown.title, grown.updated) == ("Title of b", NOW + timedelta(hours=5))
    assert grown.arrived == first.arrived


def test_an_edited_document_changes_its_entry_at_any_time() -> None:
    first = compose([made("a")])
    rewritten = made("a", title="A new title")
    assert compose([rewritten], first, LATER).title == "Title of a"
    entry = compose([rewritten], first, LATER, edited=frozenset({rewritten.id}))
    assert (entry.title, entry.updated, entry.arrived) == ("A new title", LATER, first.arrived)


def test_an_edit_that_changes_nothing_moves_nothing() -> None:
    one = made("a")
    first = compose([one])
    assert compose([one], first, LATER, edited=frozenset({one.id})).updated == first.updated


def test_a_withdrawn_representative_is_replaced() -> None:
    first = compose([made("a"), made("b", agency="Wire")])
    entry = compose([made("b", agency="Wire")], first, LATER)
    assert (entry.article, entry.title, entry.updated) == (made("b").id, "Title of b", LATER)


def test_nothing_about_the_beat_is_no_entry() -> None:
    assert stories.compose_entry(STORY, [made("a", verdict="no")], {}, None, NOW) is None
    assert stories.compose_entry(STORY, [], {}, None, NOW) is None


def test_the_verdict_is_the_best_of_all() -> None:
    one, other = made("a", verdict="borderline"), made("b", verdict="yes", teaser=True)
    entry = compose([one, other])
    assert (entry.verdict, entry.article) == ("yes", other.id)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_members_does_not_matter(seed: int) -> None:
    members = [made(n, d) for n, d in (("a", "2025-03-09"), ("b", None), ("c", "2025-03-08"), ("d", "2025-03-09"))]
    first = compose(members)
    shuffled = list(members)
    random.Random(seed).shuffle(shuffled)
    assert compose(shuffled) == first
    assert compose(shuffled, first, LATER) == compose(members, first, LATER) == first


# --- topics ---------------------------------------------------------------------------------------------------


def test_topics_stay_once_published() -> None:
    one, other = made("a"), made("b")
    first = compose([one], judgements={one.id: judged("energy")})
    assert first.topics == ("energy",)
    grown = compose(
        [one, other],
        first,
        LATER,
        judgements={one.id: judged("sanctions"), other.id: judged("arctic", "diplomacy", "us-west")},
    )
    assert grown.topics == ("energy", "sanctions", "arctic")


def test_a_passing_mention_tags_nothing() -> None:
    one, other = made("a"), made("b", verdict="borderline")
    entry = compose([one, other], judgements={one.id: judged("energy"), other.id: judged("arctic")})
    assert entry.topics == ("energy",)


# --- sources --------------------------------------------------------------------------------------------------


def test_one_line_a_source() -> None:
    members = [
        made("One"),
        made("Two", publisher="one"),
        made("Three", publisher=None, url="https://www.site.example/x"),
    ]
    members.append(made("Four", publisher=None, agency="Some Wire"))
    members.append(made("Five", publisher=None))
    labels = {origin.label.casefold() for origin in compose(members).origins}
    assert labels == {"one", "site.example", "some wire", "five.txt"}


def test_every_view_keeps_a_line_however_many_there_are() -> None:
    many = [made(f"paper {n:02}", "2025-03-01", view="press") for n in range(40)]
    rare = made("zz", "2025-03-09", view="state-cn", agency="W")
    origins = compose([*many, rare]).origins
    assert len(origins) == 24
    assert "state-cn" in {origin.view for origin in origins}


# --- representative -------------------------------------------------------------------------------------------


def test_the_originator_speaks_before_the_reposter() -> None:
    repost = made("blog", agency="Some Wire", url="https://blog.example/1", text="Long " * 300)
    original = made("Some Wire", agency="Some Wire", url="https://somewire.example/1")
    assert compose([repost, original]).article == original.id


def test_a_teaser_speaks_last_but_before_a_mere_mention() -> None:
    teaser, whole = made("a", teaser=True), made("b", None)
    mention = made("c", verdict="borderline")
    assert compose([mention, teaser, whole]).article == whole.id
    assert compose([mention, teaser]).article == teaser.id


# --- why ------------------------------------------------------------------------------------------------------


def test_the_why_line_names_score_evidence_and_topics() -> None:
    assert explain(judged("energy")) == (
        "Why here: 78/100 — title: “Power of Siberia 2” (joint project). Topics: energy (gas)."
    )


def test_the_why_line_is_bounded() -> None:
    long = tuple(Evidence(signal="pair-term", points=9, where="body", text="word " * 60) for _ in range(9))
    topics = tuple(TopicMatch(slug=f"topic-{n}", score=1, evidence=()) for n in range(60))
    line = explain(replace(judged("energy"), evidence=long, topics=topics))
    assert len(line) <= 300
    assert "“word" in line


def test_a_judgement_without_evidence_still_explains() -> None:
    bare = replace(judge(article({"title": "x", "text": "y"})), score=61)
    assert explain(bare) == "Why here: 61/100."


def test_day_precision_of_a_source_is_kept() -> None:
    origin = compose([made("a")]).origins[0]
    assert (origin.published, origin.precision) == (datetime(2025, 3, 9, tzinfo=UTC), "day")


def test_a_moment_just_after_first_sight_is_capped() -> None:
    late = made("a")
    moment = Moment(at=NOW, precision="minute", provenance="feed")
    late = replace(late, article=replace(late.article, published=moment))
    assert compose([late]).date == late.first_seen
