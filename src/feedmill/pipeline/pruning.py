"""What grew old is removed, where the settings say so; tombstones keep it from coming back as new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from feedmill.pipeline.desk import Desk
from feedmill.store import feeds, pruning
from feedmill.store.pruning import Aged
from feedmill.stories.recurrence import near_keys

AT_ONCE = 50
"""Articles looked at between two transactions."""

MOST = 5000
"""Articles removed in one pass: the first time there may be years of them, and news is not to wait for that."""

DONE = "pruned"
"""The fact that tells up to which day, and with which feeds' length, all that is old was looked at."""


def prune(desk: Desk, *, stop: Callable[[], bool]) -> int:
    """Remove what came in longer ago than ``keep.articles`` and stands in no feed; gives how many articles.

    A story goes whole, when all of it is old, no feed's window shows it, no archive document that holds it can still
    change, and no document that was read since then still offers it. Every transaction leaves a consistent store:
    killed half-way, the next pass goes on. Once a day is enough, so all other passes ask for one fact.
    """
    age = desk.settings.keep.articles
    if age is None:
        return 0
    now = desk.now()
    before, window = now - age, desk.settings.feeds.entries
    mark = f"{before:%Y-%m-%d} {window}"
    with desk.store.reading() as conn:
        if feeds.fact(conn, DONE) == mark:
            return 0
        shown = pruning.shown(conn, window)
    removed, after = 0, None
    while removed < MOST and not stop():
        with desk.store.writing() as conn:
            found = pruning.aged(conn, before, after=after, limit=AT_ONCE)
            removed += sum(_remove(conn, one, before, now) for one in _wholes(conn, found, shown))
            if not found:
                feeds.remember(conn, DONE, mark)
                break
        after = (found[-1].first_seen, found[-1].id)
    return removed


def _wholes(
    conn: Connection, found: Sequence[Aged], shown: frozenset[UUID]
) -> list[tuple[UUID | None, Sequence[UUID]]]:
    """What can only go together: the stories of these articles with all their articles, or one without a story."""
    alone: list[tuple[UUID | None, Sequence[UUID]]] = [(None, [one.id]) for one in found if one.story is None]
    named = dict.fromkeys(one.story for one in found if one.story is not None and one.story not in shown)
    return alone + [(story, pruning.members(conn, story)) for story in named]


def _remove(conn: Connection, whole: tuple[UUID | None, Sequence[UUID]], before: datetime, now: datetime) -> int:
    story, members = whole
    if pruning.is_current(conn, members, before):
        return 0
    if story is not None and not pruning.remove_story(conn, story):
        return 0
    pruning.remove_articles(conn, members, before, now, near_keys)
    return len(members)
