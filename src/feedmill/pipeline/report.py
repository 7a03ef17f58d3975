"""What is told of a pass: how far it is while it runs, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from feedmill.pipeline.ingest import Tally
from feedmill.pipeline.publish import Published
from feedmill.pipeline.reread import Reread
from feedmill.pipeline.visits import SourceCounts

Progress = Callable[[str, int, int], None]
"""Told how far a pass is, from the thread that runs it: the stage ("reading" documents, "publishing" feeds), how many
are done, how many there are."""


def unwatched(stage: str, done: int, total: int) -> None:
    """A pass that nobody watches."""


@dataclass(slots=True)
class DocumentCounts:
    """Every file that was seen is counted in exactly one of the others.

    ``read``: read now, with articles. ``refused``: read or tried now, without. ``waiting``: still changing.
    """

    seen: int = 0
    read: int = 0
    unchanged: int = 0
    refused: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Report:
    """What came of a pass; of the web ``sources`` only where there are any. ``errors`` are sentences for people; any of
    them makes a command exit with 1. ``removed``: articles that grew older than they are kept."""

    run: UUID
    documents: DocumentCounts = field(default_factory=DocumentCounts)
    sources: SourceCounts = field(default_factory=SourceCounts)
    tally: Tally = field(default_factory=Tally)
    feeds: Published = field(default_factory=Published)
    errors: list[str] = field(default_factory=list)
    reread: Reread | None = None
    removed: int = 0

    def as_json(self) -> dict[str, Any]:
        """The object that ``refresh --json`` prints; ``reread`` is in it only when that was asked for."""
        counts, tally = self.documents, self.tally
        again = {"reread": self.reread.as_json()} if self.reread else {}
        return again | {
            "run": str(self.run),
            "documents": {
                "seen": counts.seen,
                "read": counts.read,
                "unchanged": counts.unchanged,
                "refused": counts.refused,
                "waiting": counts.waiting,
            },
            "articles": {"new": tally.articles_new, "updated": tally.articles_updated},
            "stories": {"new": tally.stories_new, "grown": tally.stories_grown},
            "feeds": {
                "written": len(self.feeds.written),
                "unchanged": len(self.feeds.files - self.feeds.written),
            },
            **({"sources": self.sources.as_json()} if self.sources.any else {}),
            **({"removed": self.removed} if self.removed else {}),
            **({"held_back": self.tally.held_back} if self.tally.held_back else {}),
            "errors": self.errors,
        }
