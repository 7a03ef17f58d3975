"""Two published stories that turn out to be one: an alias, or a link, and never an entry that vanishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from feedmill.model import Link
from feedmill.pipeline.folding import TOLD_APART, unite
from feedmill.store import feeds, open_store, stories
from feedmill.stories.entries import entry_of
from tests.stories.story_samples import article, member

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    with store.writing() as conn:
        yield conn
    store.close()


def published(conn: Connection, *slugs: str, hours: int) -> UUID:
    """A story that was published so many hours ago in these feeds."""
    story, at = uuid4(), NOW - timedelta(hours=hours)
    stories.add(conn, story, at)
    entry = entry_of(story, member(str(story), article({"title": "A", "text": "Some text.", "lang": "en"})), at)
    stories.save_entry(conn, story, replace(entry, topics=slugs))
    feeds.place(conn, story, dict.fromkeys(slugs, at))
    return story


def link_to(story: UUID) -> Link:
    return Link(story=story, member=uuid4(), bond="same-event", reason="same day")


@pytest.mark.parametrize("from_the_younger", [True, False])
def test_the_younger_becomes_another_name_of_the_elder(conn: Connection, from_the_younger: bool) -> None:
    elder = published(conn, "all", "energy", "arctic", hours=9)
    younger = published(conn, "all", "energy", hours=2)
    one, other = (younger, elder) if from_the_younger else (elder, younger)
    assert unite(conn, one, link_to(other), NOW) == elder
    assert stories.resolve(conn, younger) == elder
    assert feeds.of_story(conn, younger) == {}
    assert set(feeds.of_story(conn, elder)) == {"all", "energy", "arctic"}


def test_stories_whose_feeds_differ_are_linked_and_both_stay(conn: Connection) -> None:
    elder = published(conn, "all", "energy", hours=9)
    younger = published(conn, "all", "arctic", hours=2)
    assert unite(conn, younger, link_to(elder), NOW) == younger
    assert stories.related(conn, younger) == [(elder, "same day")]
    assert set(feeds.of_story(conn, younger)) == {"all", "arctic"}


def test_a_chain_of_names_ends_at_the_one_story(conn: Connection) -> None:
    first, second, third = (published(conn, "all", hours=hours) for hours in (9, 6, 3))
    unite(conn, third, link_to(second), NOW)
    unite(conn, second, link_to(first), NOW)
    assert {stories.resolve(conn, one) for one in (first, second, third)} == {first}


def test_what_an_editor_told_apart_is_not_merged(conn: Connection) -> None:
    elder, younger = published(conn, "all", hours=9), published(conn, "all", hours=2)
    stories.link(conn, elder, younger, TOLD_APART)
    assert unite(conn, younger, link_to(elder), NOW) == younger
    assert stories.resolve(conn, younger) == younger
