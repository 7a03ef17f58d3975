"""A changed beat is applied to everything that is stored, once."""

from __future__ import annotations

from uuid import UUID

from feedmill.digestion import judge_article
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.ingest import Tally, Under, store_article
from feedmill.store import articles, feeds

AT_ONCE = 100
"""Articles between two transactions."""


def rejudge(desk: Desk, tally: Tally) -> None:
    """Judge anew what another beat judged; ids, texts and dates stay.

    What is gained enters feeds under its own date and arrives when it was first seen, so that nobody is flooded.
    Killed half-way, the next pass goes on with what is left.
    """
    with desk.store.reading() as conn:
        if feeds.fact(conn, "beat") == desk.beat.hash:
            return
    last: UUID | None = None
    while True:
        with desk.store.writing() as conn:
            rows = articles.of_other_beats(conn, desk.beat.hash, after=last, limit=AT_ONCE)
            for row in rows:
                under = Under(number=row.document, origin=row.origin, source=row.source, now=row.first_seen)
                store_article(conn, under, row.article, judge_article(row.article, desk.beat), row, tally)
            if not rows:
                feeds.remember(conn, "beat", desk.beat.hash)
                return
        last = rows[-1].id
