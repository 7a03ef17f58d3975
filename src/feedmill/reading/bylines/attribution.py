"""What one line tells about an article."""

from __future__ import annotations

from dataclasses import dataclass

from feedmill.model import Moment

LONGEST = 200
"""Characters of a line that may be a byline; of a text's beginning that may hold a dateline."""

QUOTES = '«»"“”„《》'
"""Marks around the name of a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What one line tells about an article.

    * ``authors``: writers, reporters and desks as written; ``posted``: who put it on the page, the author only where
      nobody else is named.
    * ``agency`` is the wire as written, ``publisher`` another source that is named; ``place`` that of the dateline.
    * ``date``: day of publication, ``updated``: of the last change. ``rest`` is the prose after a dateline.
    * ``ends`` says that an article is over after this line (credits, "Enditem").
    """

    authors: tuple[str, ...] = ()
    posted: tuple[str, ...] = ()
    agency: str | None = None
    publisher: str | None = None
    place: str | None = None
    date: Moment | None = None
    updated: Moment | None = None
    rest: str = ""
    ends: bool = False
