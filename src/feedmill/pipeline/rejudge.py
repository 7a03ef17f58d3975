"""A changed beat is applied to everything that is stored, once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from feedmill.digestion import fingerprint_of, judge_article
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Tally, Under, store_article
from feedmill.store import articles, feeds, filing
from feedmill.store.articles import ArticleRow
from feedmill.stories.fingerprints import VERSION

AT_ONCE = 100
"""Articles between two transactions."""

APPLIED = "decisions applied"
"""The fact that tells which decisions the stored articles show."""


def rejudge(desk: Desk, tally: Tally, editor: Editor) -> None:
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
                judge_again(conn, desk, row, editor, tally)
            if not rows:
                feeds.remember(conn, "beat", desk.beat.hash)
                return
        last = rows[-1].id


def refingerprint(desk: Desk) -> None:
    """Fingerprint anew what an earlier version of the program fingerprinted, once: other versions are not compared,
    and without this every newcomer would stand alone. No article changes its story, no entry its words."""
    with desk.store.reading() as conn:
        if feeds.fact(conn, "fingerprint") == str(VERSION):
            return
    last: UUID | None = None
    while True:
        with desk.store.writing() as conn:
            rows = articles.of_other_fingerprints(conn, VERSION, after=last, limit=AT_ONCE)
            for row in rows:
                filing.refingerprint(conn, row, fingerprint_of(row.original, row.judgement))
            if not rows:
                feeds.remember(conn, "fingerprint", str(VERSION))
                return
        last = rows[-1].id


def redecide(desk: Desk, tally: Tally, editor: Editor) -> None:
    """Apply decisions that changed since they were last applied, and take back what is no longer decided."""
    with desk.store.writing() as conn:
        if feeds.fact(conn, APPLIED) == editor.state:
            return
        for row in articles.decided(conn, *editor.named()):
            judge_again(conn, desk, row, editor, tally)
        feeds.remember(conn, APPLIED, editor.state)


def judge_again(conn: Connection, desk: Desk, row: ArticleRow, editor: Editor, tally: Tally) -> None:
    """Judge a stored article by the beat and the decisions in force."""
    under = Under(
        number=row.document, origin=row.origin, source=row.source, now=row.first_seen, editor=editor,
        present=row.present,
    )  # fmt: skip
    store_article(conn, under, row.original, judge_article(row.original, desk.beat), row, tally)
