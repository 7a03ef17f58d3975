"""One thing beside another: a story's versions by view and in time, a document and what was read of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Literal

from feedmill.model import Article, Entry, Member, Origin, Precision

LINES = 600
LETTERS = 60_000
_LONGEST_LINE = 2_000
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_BETWEEN_TAGS = re.compile(r"><(?=[a-zA-Z/])")
_SPACE = re.compile(r"\s+")
_LIST_MARK = re.compile(
    r"(?:[-*•·–—►▪●]|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-z])[.)）、．])\s*|#{1,6}\s+|>\s*"
)
"""What stands before the words of a line and is not kept with them: the number or bullet of a list, a mark of
Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a document: its words are in the article, or were left out, or there are none in it."""

    text: str
    part: Literal["kept", "cut", "markup"]


def side_by_side(content: bytes, encoding: str, article: Article) -> tuple[list[Line], bool]:
    """The lines of a document as received, each with whether its words are in the article; and whether there are
    more than are shown. Time and size are bounded whatever the document is."""
    try:
        text = content[: 4 * LETTERS].decode(encoding, "replace")
    except LookupError:
        text = content[: 4 * LETTERS].decode("utf-8", "replace")
    kept = _flat(" ".join((article.title, article.text, *article.authors, article.agency or "")))
    lines = _BETWEEN_TAGS.sub(">\n<", text[:LETTERS]).splitlines()
    shown = [_line(line[:_LONGEST_LINE], kept) for line in lines[:LINES]]
    return shown, len(lines) > LINES or len(text) > LETTERS or len(content) > 4 * LETTERS


def _line(line: str, kept: str) -> Line:
    words = _flat(unescape(_MARKUP.sub(" ", line)))
    if not words:
        return Line(text=line, part="markup")
    unmarked = _LIST_MARK.sub("", words, count=1) if _LIST_MARK.match(words) else words
    is_kept = words in kept or (unmarked != "" and unmarked in kept)
    return Line(text=line, part="kept" if is_kept else "cut")


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()


def by_view(entry: Entry) -> list[tuple[str, list[Origin]]]:
    """The sources of a story by their view, the view of the representative first."""
    found: dict[str, list[Origin]] = {}
    for origin in entry.origins:
        found.setdefault(origin.view, []).append(origin)
    return list(found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A moment in a story's life: who told it, when, how exactly that is known."""

    origin: Origin
    at: datetime
    precision: Precision | None


def timeline(entry: Entry, members: Iterable[Member]) -> list[Event]:
    """The sources of a story from the first to the last; one without a date stands where it was first seen."""
    seen = {member.id: member.first_seen for member in members}
    events = [
        Event(origin=one, at=one.published or seen.get(one.article, entry.arrived), precision=one.precision)
        for one in entry.origins
    ]
    return sorted(events, key=lambda event: (event.at, str(event.origin.article)))
