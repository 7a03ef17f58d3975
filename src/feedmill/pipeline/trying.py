"""What a changed beat would make of the articles that are stored; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from feedmill.beats import is_whole_beat, read_files
from feedmill.config import Settings
from feedmill.decisions import read_decisions
from feedmill.decisions.file import read_text
from feedmill.digestion import judge_article
from feedmill.errors import UsageError
from feedmill.judging import DECISIONS, Beat, compile_beat
from feedmill.model import Judgement, signal_words
from feedmill.pipeline.desk import Desk, beat_files
from feedmill.pipeline.editor import Editor
from feedmill.store import articles
from feedmill.store.articles import ArticleRow

PAGE = 200
"""Articles between two transactions."""

Kind = Literal["gained", "lost", "retagged", "moved"]
"""``gained`` enters the topic feeds, ``lost`` leaves them, ``retagged`` stands in others, ``moved`` goes between
"borderline" and "no"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An article that a changed beat judges otherwise. ``why`` is the strongest evidence for the new verdict, or for
    the old one where it is lost."""

    kind: Kind
    id: UUID
    title: str
    before: Judgement
    after: Judgement
    why: str | None

    def as_json(self) -> dict[str, Any]:
        """What ``try --json`` prints on a line."""
        return {
            "kind": self.kind, "id": self.id.urn, "title": self.title, "why": self.why,
            "before": _told(self.before), "after": _told(self.after),
        }  # fmt: skip


def _told(judgement: Judgement) -> dict[str, Any]:
    topics = [topic.slug for topic in judgement.topics]
    return {"verdict": judgement.verdict, "score": judgement.score, "topics": topics}


@dataclass(slots=True)
class Seen:
    """How many articles were judged."""

    articles: int = 0


def trial_beat(settings: Settings, folder: Path | None) -> Beat:
    """The beat to try: the configured one as its files are now; with ``folder``, the user's files in that folder on
    top of it instead of the configured ones, or the whole other beat that stands there.

    Raises BeatError for faults in the files, UsageError when there is no such folder.
    """
    if folder is None:
        return compile_beat(beat_files(settings))
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    whole = is_whole_beat(folder)
    files = read_files(str(folder)) if whole else read_files(settings.beat.name, folder)
    return compile_beat(files | {DECISIONS: read_text(settings.paths.decisions)})


def try_beat(desk: Desk, beat: Beat, *, days: int | None, seen: Seen) -> Iterator[Shift]:
    """Judge by a beat what was first seen in the last ``days`` days (None: everything), and give what changes, the
    oldest first. Decisions stand. ``seen`` is counted up on the way. Raises ConfigError for spoiled decisions."""
    decisions = desk.settings.paths.decisions
    slugs = [topic.slug for topic in beat.topics]
    editor = Editor(beat, read_decisions(read_text(decisions), decisions.name, slugs))
    since = (desk.now() - timedelta(days=days), UUID(int=0)) if days is not None else None
    while True:
        with desk.store.reading() as conn:
            rows = articles.page(conn, after=since, limit=PAGE)
        for row in rows:
            seen.articles += 1
            _, judged = editor.correct(row.id, row.original, judge_article(row.original, beat))
            shift = _shift(row, judged.judgement)
            if shift is not None:
                yield shift
        if not rows:
            return
        since = (rows[-1].first_seen, rows[-1].id)


def _shift(row: ArticleRow, after: Judgement) -> Shift | None:
    kind = _kind(row.judgement, after)
    if kind is None:
        return None
    told = row.judgement if kind == "lost" else after
    return Shift(kind=kind, id=row.id, title=row.article.title, before=row.judgement, after=after, why=_strongest(told))


def _kind(before: Judgement, after: Judgement) -> Kind | None:
    if before.verdict != after.verdict:
        return "gained" if after.verdict == "yes" else "lost" if before.verdict == "yes" else "moved"
    tags = [{topic.slug for topic in one.topics} for one in (before, after)]
    return "retagged" if after.verdict == "yes" and tags[0] != tags[1] else None


def _strongest(judgement: Judgement) -> str | None:
    told = [one for one in judgement.evidence if one.text]
    best = max(told, key=lambda one: one.points, default=None)
    return f"{best.where}: “{' '.join((best.text or '').split())}” ({signal_words(best.signal)})" if best else None
