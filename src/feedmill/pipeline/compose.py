"""Stories become entries, and entries take their places in feeds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from feedmill.config import DeclaredFeed, Settings
from feedmill.errors import FeedmillError
from feedmill.model import Entry, Judgement, Member
from feedmill.pipeline.catalogue import reusable
from feedmill.pipeline.channels import ALL, ARRIVALS, BORDERLINE
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.developments import note_follow_ups, note_versions, publish_developments
from feedmill.pipeline.outlets import Outlets
from feedmill.store import archives, developments, feeds, filing, membership, stories
from feedmill.store.developments import DevelopmentRow
from feedmill.store.feeds import Placing
from feedmill.store.stories import StoryRow
from feedmill.stories import compose_entry

AT_ONCE = 200
"""Stories that are read together, and between two transactions when declared feeds are filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What is stored of a story before it is composed anew."""

    row: StoryRow
    members: Sequence[Member]
    judgements: Mapping[UUID, Judgement]
    developments: Sequence[DevelopmentRow]
    feeds: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composed:
    """What a story became: its entry, the feeds that carried it and those that carry it now, its articles, and its new
    developments."""

    story: UUID
    entry: Entry | None
    before: Mapping[str, datetime]
    after: Mapping[str, datetime]
    articles: Sequence[UUID]
    fresh: Sequence[tuple[DevelopmentRow, datetime]]
    changed: bool


def compose(conn: Connection, desk: Desk) -> None:
    """Compose the entries of all dirty stories anew, place them in their feeds, and mark those feeds dirty."""
    now = desk.now()
    free = _take_up_licences(conn, desk.settings)
    edited = filing.take_edited(conn)
    waiting = stories.dirty(conn)
    batches = [waiting[at : at + AT_ONCE] for at in range(0, len(waiting), AT_ONCE)]
    for batch in batches:
        composed = [_compose_story(conn, standing, edited, now, desk, free) for standing in _standing(conn, batch)]
        publish_developments(conn, [one for story in composed for one in story.fresh])
        _publish(conn, [one for one in composed if one.changed], now)
    for batch in batches:
        note_follow_ups(conn, batch, now)
    stories.clear_dirty(conn, waiting)


def feeds_of(
    entry: Entry, declared: Sequence[DeclaredFeed] = (), sources: frozenset[str] = frozenset()
) -> dict[str, datetime]:
    """The feeds that carry an entry whose articles came from ``sources``, and the date it stands under in each."""
    if entry.verdict == "borderline":
        return {BORDERLINE: entry.date}
    own = [one.slug for one in declared if takes(one, entry, sources)]
    return dict.fromkeys((ALL, *entry.topics, *own), entry.date) | {ARRIVALS: entry.arrived}


def takes(feed: DeclaredFeed, entry: Entry, sources: frozenset[str]) -> bool:
    """Whether a declared feed takes an accepted story."""
    topics = entry.topics[:1] if feed.one_topic_per_story else entry.topics
    return (
        _meets(feed.topics, topics)
        and _meets(feed.languages, filter(None, [entry.language]))
        and _meets(feed.views, (origin.view for origin in entry.origins))
        and _meets(feed.sources, sources)
    )


def _meets(wanted: Sequence[str], found: Iterable[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(found)


def _standing(conn: Connection, waiting: Sequence[UUID]) -> Iterator[_Standing]:
    """What is stored of these stories; those that are gone are left out."""
    rows = stories.many(conn, waiting)
    members, judgements = membership.of_stories(conn, waiting), membership.judgements(conn, waiting)
    known, standing = developments.of_stories(conn, waiting), feeds.of_stories(conn, waiting)
    for story, row in rows.items():
        yield _Standing(
            row=row, members=members[story], judgements=judgements, developments=known[story], feeds=standing[story]
        )  # fmt: skip


def _compose_story(
    conn: Connection, standing: _Standing, edited: frozenset[UUID], now: datetime, desk: Desk, free: frozenset[str]
) -> _Composed:
    row, arrived, before = standing.row, now, standing.feeds
    members = [replace(one, outlet_view=desk.outlets.view_of(one.article, one.source)) for one in standing.members]
    if row.entry is None:  # a story arrives with its newest article, not when it happens to be published
        arrived = max((member.first_seen for member in members), default=now)
    entry = compose_entry(
        row.id, members, standing.judgements, row.entry, arrived,
        edited=edited, languages=desk.settings.feeds.languages,
    )  # fmt: skip
    if entry is not None:
        entry = replace(entry, full_text=_may_be_passed_on(entry, members, free, desk.outlets))
    fresh = note_versions(conn, standing.developments, row.id, entry, members, edited, arrived)
    after = feeds_of(entry, desk.settings.feed, frozenset(member.source for member in members)) if entry else {}
    return _Composed(
        story=row.id, entry=entry, before=before, after=after, articles=[member.id for member in members], fresh=fresh,
        changed=entry != row.entry or before != after,
    )  # fmt: skip


def _publish(conn: Connection, composed: Sequence[_Composed], now: datetime) -> None:
    """Freeze the new entries, let them stand in their feeds, and leave word of what must be written anew."""
    stories.save_entries(conn, {one.story: one.entry for one in composed})
    feeds.place_all(conn, [Placing(story=one.story, dates=one.after, now=now) for one in composed])
    touched = {one.story: {*one.before, *one.after} for one in composed}
    feeds.mark_dirty(conn, {feed for names in touched.values() for feed in names})
    archives.mark_open_dirty(conn, touched)
    feeds.mark_pages_dirty(conn, [article for one in composed for article in one.articles])


def _take_up_licences(conn: Connection, settings: Settings) -> frozenset[str]:
    """The sources whose full text may be passed on. Where that changed since the last time, their stories are composed
    anew and archives written anew: a licence that was withdrawn holds for what stands there, too."""
    before = frozenset(json.loads(feeds.fact(conn, "reusable") or "[]"))
    try:
        now = reusable(settings) if settings.feeds.content == "auto" else frozenset()
    except FeedmillError:  # a slip of the pen in a list, told where the lists are taken up
        return before
    if now != before:
        stories.mark_dirty_of(conn, now ^ before)
        archives.mark_all_dirty(conn)
        feeds.remember(conn, "reusable", json.dumps(sorted(now)))
    return now


def _may_be_passed_on(entry: Entry, members: Sequence[Member], free: frozenset[str], outlets: Outlets) -> bool:
    """Whether the text that an entry shows is free: its source says so, and nobody else wrote it for the source."""
    shown = next((one for one in members if one.id == entry.article), None)
    return shown is not None and shown.source in free and not outlets.credits_another(shown.article)


def take_up_declarations(desk: Desk) -> list[str]:
    """Fill feeds that were declared, or declared otherwise, since the last time; empty those that no longer are.

    Gives the names of files (without their endings) that nobody declares any more. Killed half-way, the next time
    begins again: what is done is found done.
    """
    declared = desk.settings.feed
    now = {one.slug: hashlib.sha256(repr(one).encode()).hexdigest() for one in declared}
    with desk.store.writing() as conn:
        before: dict[str, str] = json.loads(feeds.fact(conn, "declared") or "{}")
        if before == now:
            return []
        changed = [slug for slug, seal in before.items() if now.get(slug) != seal]
        stale = [f"archive/{slug}-{name}" for slug in changed for name in feeds.drop(conn, slug)]
        feeds.remember(conn, "declared", "{}")
    _fill(desk)
    with desk.store.writing() as conn:
        feeds.mark_dirty(conn, now)
        feeds.remember(conn, "declared", json.dumps(now))
    return [*stale, *(slug for slug in changed if slug not in now)]


def _fill(desk: Desk) -> None:
    """Place every accepted story anew, in the order of arrival, so that archives hold what came in their months."""
    after: tuple[datetime, UUID] | None = None
    while True:
        with desk.store.writing() as conn:
            entries = feeds.by_arrival(conn, ARRIVALS, after, AT_ONCE)
            for entry in entries:
                wanted = feeds_of(entry, desk.settings.feed, membership.sources_of(conn, entry.id))
                feeds.place(conn, entry.id, feeds.of_story(conn, entry.id) | wanted, entry.arrived)
        if not entries:
            return
        after = (entries[-1].arrived, entries[-1].id)
