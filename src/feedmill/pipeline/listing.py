"""What is stored, as lists: topics, articles, stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from feedmill.errors import UsageError
from feedmill.judging import Beat
from feedmill.model import Entry
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.exporting import stored_record
from feedmill.store import articles, feeds, stories

CLOSE = 5
"""Points below the borderline from which on an article counts as close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A topic and how many stories its feed has had."""

    slug: str
    title: str
    scope: str
    codes: tuple[str, ...]
    stories: int


def list_topics(desk: Desk) -> list[TopicCount]:
    """The topics of the beat, in its order."""
    with desk.store.reading() as conn:
        counts = feeds.counts(conn)
    return [
        TopicCount(slug=one.slug, title=one.title, scope=one.scope, codes=one.codes, stories=counts.get(one.slug, 0))
        for one in desk.beat.topics
    ]


def list_articles(desk: Desk, *, verdict: str | None, topic: str | None, limit: int) -> list[dict[str, Any]]:
    """Records of articles, the newest arrivals first. Raises UsageError for an unknown topic."""
    _known_topic(desk, topic)
    with desk.store.reading() as conn:
        rows = articles.page(conn, verdict=verdict, topic=topic, limit=limit, newest_first=True)
    return [stored_record(row) for row in rows]


def list_close(desk: Desk, *, limit: int) -> list[dict[str, Any]]:
    """Records of articles that came close to the topic feeds but are not in, the closest first: where misses are."""
    with desk.store.reading() as conn:
        rows = articles.close(conn, floor=close_floor(desk.beat), limit=limit)
    return [stored_record(row) for row in rows]


def close_floor(beat: Beat) -> int:
    """The least score that is close."""
    return max(1, beat.scales.borderline - CLOSE)


def list_stories(desk: Desk, *, topic: str | None, limit: int) -> list[Entry]:
    """Published stories, the newest first. Raises UsageError for an unknown topic."""
    _known_topic(desk, topic)
    with desk.store.reading() as conn:
        rows = stories.page(conn, feed=topic, limit=limit)
    return [row.entry for row in rows if row.entry is not None]


def _known_topic(desk: Desk, topic: str | None) -> None:
    slugs = [one.slug for one in desk.beat.topics]
    if topic is not None and topic not in slugs:
        raise UsageError(f'There is no topic "{topic}". Topics: {", ".join(slugs)}.')
