"""One thing beside another: a story's versions by view and in time, a document and what was read of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import unescape
from typing import Literal

from feedmill.model import Article, Entry, Member, Origin, Precision

LINES = 600
LETTERS = 60_000
_LEAST_FACT, _MOST_BESIDE = 3, 12
"""Letters that a fact has at least, and that stand beside the facts of a line at most."""

_LONGEST_LINE = 2_000
_BY_THE_CLOCK = ("second", "minute")
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
    """A line of a document: its words are in the article, or it told a fact of it (title, byline, publisher, address,
    day), or they were left out, or there are none in it."""

    text: str
    part: Literal["kept", "told", "cut", "markup"]


def side_by_side(content: bytes, encoding: str, article: Article) -> tuple[list[Line], bool]:
    """The lines of a document as received, each with whether its words are in the article; and whether there are
    more than are shown. Time and size are bounded whatever the document is."""
    try:
        text = content[: 4 * LETTERS].decode(encoding, "replace")
    except LookupError:
        text = content[: 4 * LETTERS].decode("utf-8", "replace")
    kept = _flat(" ".join((article.title, article.text, *article.authors, article.agency or "")))
    facts = _facts(article)
    lines = _BETWEEN_TAGS.sub(">\n<", text[:LETTERS]).splitlines()
    shown = [_line(line[:_LONGEST_LINE], kept, facts) for line in lines[:LINES]]
    return shown, len(lines) > LINES or len(text) > LETTERS or len(content) > 4 * LETTERS


def _facts(article: Article) -> tuple[str, ...]:
    """What is known of an article beside its text, as a document may write it."""
    named = (article.title, *article.authors, article.agency, article.publisher, article.url)
    days = [moment.at.date().isoformat() for moment in (article.published, article.updated) if moment]
    return tuple(fact for told in (*named, *days) if len(fact := _flat(told or "")) >= _LEAST_FACT)


def _line(line: str, kept: str, facts: tuple[str, ...]) -> Line:
    words = _flat(unescape(_MARKUP.sub(" ", line)))
    if not words:
        tells = any(fact in _flat(unescape(line)) for fact in facts)
        return Line(text=line, part="told" if tells else "markup")
    unmarked = _LIST_MARK.sub("", words, count=1) if _LIST_MARK.match(words) else words
    if words in kept or (unmarked != "" and unmarked in kept):
        return Line(text=line, part="kept")
    return Line(text=line, part="told" if _tells(words, facts) else "cut")


def _tells(words: str, facts: tuple[str, ...]) -> bool:
    """Whether a line is little more than facts of the article: "By Ann Smith", "Headline - The Paper"."""
    left = words
    for fact in facts:
        left = left.replace(fact, "")
    return len(left) < len(words) and sum(letter.isalpha() for letter in left) <= _MOST_BESIDE


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
    """A moment in a story's life: who told it, when, how exactly that is known, and how long after the first, in
    words (empty where either is known to the day only)."""

    origin: Origin
    at: datetime
    precision: Precision | None
    later: str = ""


def timeline(entry: Entry, members: Iterable[Member]) -> list[Event]:
    """The sources of a story from the first to the last; one without a date stands where it was first seen."""
    seen = {member.id: member.first_seen for member in members}
    events = [
        Event(origin=one, at=one.published or seen.get(one.article, entry.arrived), precision=one.precision)
        for one in entry.origins
    ]
    events.sort(key=lambda event: (event.at, str(event.origin.article)))
    first = events[0].at if events and events[0].precision in _BY_THE_CLOCK else None
    return [
        replace(event, later=_later(event.at - first)) if first and event.precision in _BY_THE_CLOCK else event
        for event in events
    ]


def _later(gap: timedelta) -> str:
    """A stretch of time in its two largest units: "3 h 25 min later"; empty for less than a minute."""
    minutes = int(gap.total_seconds()) // 60
    units = (("d", minutes // 1440), ("h", minutes // 60 % 24), ("min", minutes % 60))
    told = [f"{number} {unit}" for unit, number in units if number][:2]
    return f"{' '.join(told)} later" if told else ""
