"""Entries of the ``developments`` feeds: written once, under an id of their own, and kept with their story."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.model import Entry, Member
from feedmill.pipeline.channels import DEVELOPMENTS
from feedmill.store import archives, developments, feeds, stories
from feedmill.store.developments import DevelopmentRow
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
) -> None:  # fmt: skip
    """Bring the developments of a story, ``known`` so far, up to date with its newly composed entry; None: it is no
    longer published."""
    there = {member.id: member for member in members}
    for row in known:
        _keep_up(conn, row, entry, there.get(row.article), row.article in edited, now)
    if entry is None or entry.verdict != "yes":
        return
    kinds = {kind for row in known for kind in row.kinds}
    for version in find_versions(entry, members, kinds):
        written = compose_version(uuid4(), version, entry, max(now, version.member.first_seen))
        developments.add(conn, story, version.kinds, written, now)
        _place(conn, written)


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
        _place(conn, kept)
    elif DEVELOPMENTS not in feeds.of_story(conn, row.id):
        _place(conn, row.entry)


def note_follow_ups(conn: Connection, story: UUID, now: datetime) -> None:
    """Give a story that is linked to an earlier one an entry as a development of it, once."""
    links = stories.related(conn, story)
    found = stories.many(conn, [story, *(other for other, _ in links)]) if links else {}
    row = found.get(story)
    if row is None or row.entry is None:
        return
    for other, reason in links:
        linked = found.get(other)
        if linked is None or linked.entry is None:
            continue
        for later, earlier in ((row.entry, linked.entry), (linked.entry, row.entry)):
            if is_follow_up(later, earlier) and not _follows_already(conn, later.id):
                written = compose_follow_up(uuid4(), later, earlier, reason)
                developments.add(conn, later.id, [FOLLOW_UP], written, now)
                _place(conn, written)


def _follows_already(conn: Connection, story: UUID) -> bool:
    return any(FOLLOW_UP in known.kinds for known in developments.of_story(conn, story))


def _place(conn: Connection, entry: Entry) -> None:
    feeds.place(conn, entry.id, {DEVELOPMENTS: entry.date}, entry.arrived)
    feeds.mark_dirty(conn, [DEVELOPMENTS])
    archives.mark_open_dirty(conn, [DEVELOPMENTS], entry.id)
