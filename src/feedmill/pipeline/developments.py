"""Entries of the ``developments`` feeds: written once, under an id of their own, and kept with their story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.model import Entry, Member
from feedmill.pipeline.channels import DEVELOPMENTS
from feedmill.store import archives, developments, feeds, stories
from feedmill.store.developments import DevelopmentRow
from feedmill.store.feeds import Placing
from feedmill.store.stories import StoryRow
from feedmill.stories.developments import (
    FOLLOW_UP,
    compose_follow_up,
    compose_version,
    find_versions,
    is_follow_up,
)
from feedmill.stories.entries import entry_of


def note_versions(
    conn: Connection, known: Sequence[DevelopmentRow], story: UUID, entry: Entry | None, members: Sequence[Member],
    edited: Collection[UUID], now: datetime,
) -> list[tuple[DevelopmentRow, datetime]]:  # fmt: skip
    """Bring the developments of a story, ``known`` so far, up to date with its newly composed entry; None: it is no
    longer published. Gives those that are new, for :func:`publish_developments`."""
    there = {member.id: member for member in members}
    for row in known:
        _keep_up(conn, row, entry, there.get(row.article), row.article in edited, now)
    if entry is None or entry.verdict != "yes":
        return []
    kinds = {kind for row in known for kind in row.kinds}
    composed = (
        (version, compose_version(uuid4(), version, entry, max(now, version.member.first_seen)))
        for version in find_versions(entry, members, kinds)
    )
    return [(_row(story, version.kinds, written), now) for version, written in composed]


def publish_developments(conn: Connection, fresh: Sequence[tuple[DevelopmentRow, datetime]]) -> None:
    """Store new developments, each known from a moment on, and put them into their feed."""
    developments.add(conn, fresh)
    _place(conn, [row.entry for row, _ in fresh])


def _row(story: UUID, kinds: Iterable[str], entry: Entry) -> DevelopmentRow:
    return DevelopmentRow(id=entry.id, story=story, article=entry.article, kinds=tuple(kinds), entry=entry)


def _keep_up(
    conn: Connection, row: DevelopmentRow, entry: Entry | None, member: Member | None, is_edited: bool, now: datetime
) -> None:
    """What was withdrawn goes; what its document changed, changes; what its story leaves, leaves, and may return."""
    follows = FOLLOW_UP in row.kinds
    if member is None and not follows:
        developments.withdraw(conn, row.id)
        feeds.mark_dirty(conn, [DEVELOPMENTS])
        return
    if entry is None or entry.verdict != "yes":
        feeds.place(conn, row.id, {})
        feeds.mark_dirty(conn, [DEVELOPMENTS])
        return
    if is_edited and member is not None and not follows:
        written = entry_of(row.id, member, now)
        moved = (written.title, written.text) != (row.entry.title, row.entry.text)
        kept = replace(
            written, topics=row.entry.topics, why=row.entry.why, origins=row.entry.origins, arrived=row.entry.arrived,
            updated=now if moved else row.entry.updated,
        )  # fmt: skip
        developments.rewrite(conn, kept)
        _place(conn, [kept])
    elif DEVELOPMENTS not in feeds.of_story(conn, row.id):
        _place(conn, [row.entry])


def note_follow_ups(conn: Connection, told: Sequence[UUID], now: datetime) -> None:
    """Give each of these stories that is linked to an earlier one an entry as a development of it, once."""
    links = {story: others for story, others in stories.related_to(conn, told).items() if others}
    found = stories.many(conn, list({*links, *(other for others in links.values() for other, _ in others)}))
    for story, others in links.items():
        for other, reason in others:
            pair = _entries(found, story, other)
            for later, earlier in (pair, pair[::-1]) if pair else ():
                if is_follow_up(later, earlier) and not _follows_already(conn, later.id):
                    written = compose_follow_up(uuid4(), later, earlier, reason)
                    publish_developments(conn, [(_row(later.id, [FOLLOW_UP], written), now)])


def _entries(found: Mapping[UUID, StoryRow], one: UUID, other: UUID) -> tuple[Entry, Entry] | None:
    """The entries of two stories; None when one of them has none."""
    rows = found.get(one), found.get(other)
    entries = [row.entry for row in rows if row is not None and row.entry is not None]
    return (entries[0], entries[1]) if len(entries) == 2 else None


def _follows_already(conn: Connection, story: UUID) -> bool:
    return any(FOLLOW_UP in known.kinds for known in developments.of_story(conn, story))


def _place(conn: Connection, found: Sequence[Entry]) -> None:
    if not found:
        return
    feeds.place_all(conn, [Placing(story=one.id, dates={DEVELOPMENTS: one.date}, now=one.arrived) for one in found])
    feeds.mark_dirty(conn, [DEVELOPMENTS])
    archives.mark_open_dirty(conn, {one.id: [DEVELOPMENTS] for one in found})
