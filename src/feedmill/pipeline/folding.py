"""The story of an article on its way into the store: the one it has, one it joins, a new one, or what editors say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.decisions import Decision
from feedmill.model import Link, Member, Placement
from feedmill.store import articles, developments, feeds, membership, stories
from feedmill.stories import place

TOLD_APART = "told apart by an editor"
"""The reason of a link between stories that are never merged again."""


class Counts(Protocol):
    """Where stories are counted."""

    stories_new: int
    stories_grown: int


def find_story(
    conn: Connection, member: Member, decision: Decision | None, now: datetime, counts: Counts
) -> UUID | None:
    """The story of an article; none for what is not about the beat. An editor's word is stronger than likeness."""
    if member.verdict == "no":
        return None
    values = decision.values if decision else {}
    if (told := _told_story(conn, values)) is not None:
        return told
    if values.get("split"):
        return _split(conn, member, now, counts)
    if member.story is not None:
        return member.story
    placement = _place(conn, member)
    if placement.joins is None:
        story = _begin(conn, now, counts)
    else:
        story = stories.resolve(conn, placement.joins.story)
        counts.stories_grown += 1
    return _settle_relations(conn, story, placement, now)


def _place(conn: Connection, member: Member) -> Placement:
    near = membership.neighbours(conn, member.fingerprint, but=member.id)
    return place(member, near, partial(membership.texts, conn))


def _begin(conn: Connection, now: datetime, counts: Counts) -> UUID:
    story = uuid4()
    stories.add(conn, story, now)
    counts.stories_new += 1
    return story


# --- what editors say -----------------------------------------------------------------------------------------


def _told_story(conn: Connection, values: Mapping[str, Any]) -> UUID | None:
    """The story that an editor put the article into: named by its id, or by that of one of its articles."""
    named: UUID | None = values.get("merge")
    if named is None:
        return None
    row = articles.get(conn, named)
    target = stories.get(conn, row.story if row and row.story else named)
    return target.id if target else None


def _split(conn: Connection, member: Member, now: datetime, counts: Counts) -> UUID:
    """A story of the article's own; the others keep the one they had, under its id."""
    if member.story is not None and all(one.id == member.id for one in membership.of_story(conn, member.story)):
        return member.story
    placement = _place(conn, member)
    story = _begin(conn, now, counts)
    left = member.story or (placement.joins.story if placement.joins else None)
    if left is not None:
        stories.link(conn, story, stories.resolve(conn, left), TOLD_APART)
    return story


def close_emptied(conn: Connection, left: UUID | None, now_in: UUID | None, now: datetime) -> None:
    """Let a story whose last article an editor moved be another name of the one it moved to."""
    if left is None or now_in is None or left == now_in or membership.of_story(conn, left):
        return
    feeds.mark_dirty(conn, feeds.of_story(conn, left))
    _merge(conn, left, now_in, now)


# --- what articles show ---------------------------------------------------------------------------------------


def _settle_relations(conn: Connection, story: UUID, placement: Placement, now: datetime) -> UUID:
    """Merge what the newcomer shows to be one story, link what belongs together; gives the story that remains."""
    for link in placement.merges:
        story = unite(conn, story, link, now)
    meant = stories.resolved(conn, [link.story for link in placement.related])
    for link in placement.related:
        other = meant[link.story]
        if other != story:
            stories.link(conn, story, other, link.reason)
    return story


def unite(conn: Connection, one: UUID, link: Link, now: datetime) -> UUID:
    """Two stories turn out to be one. They merge only if every feed that carries the younger carries the elder, so
    that no subscriber sees an entry vanish or come again; else they are linked."""
    other = stories.resolve(conn, link.story)
    rows = list(stories.many(conn, [one, other]).values())
    if other == one or len(rows) < 2 or (other, TOLD_APART) in stories.related(conn, one):
        return one
    elder, younger = sorted(rows, key=lambda row: (row.entry.arrived if row.entry else now, row.created, row.id))
    if set(feeds.of_story(conn, younger.id)) <= set(feeds.of_story(conn, elder.id)):
        membership.move(conn, younger.id, elder.id)
        _merge(conn, younger.id, elder.id, now)
        return elder.id
    stories.link(conn, one, other, link.reason)
    return one


def _merge(conn: Connection, younger: UUID, elder: UUID, now: datetime) -> None:
    developments.move(conn, younger, elder)
    stories.merge(conn, younger, elder, now)
    stories.mark_dirty(conn, elder)
