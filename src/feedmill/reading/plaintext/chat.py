"""Exports of chats and channels: messages under stamps of name and time, each message a snippet of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from feedmill.model import Moment
from feedmill.reading.bylines import is_agency
from feedmill.reading.dates import find_stated

_OPENING = 4
"""Lines of an export of which one at least is stamped."""
FEWEST = 2
"""Stamped messages that make a text an export."""

_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
_SENDER = r"[^\d\s:：|/.,，。][^\d:：|/.,，。]{0,38}[^\d\s:：|/.,，。]"
_STAMPS = (
    re.compile(r"\[(?P<stamp>[^\[\]]{4,40})\]\s*(?P<rest>.*)", re.DOTALL),
    re.compile(r"(?P<name>[^\[\]:：]{1,60}?),?\s*\[(?P<stamp>[^\[\]]{4,40})\]\s*:?\s*(?P<rest>.*)", re.DOTALL),
    re.compile(
        r"(?P<stamp>\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?)\s*(?:[-–—]\s*)?"
        r"(?P<rest>[^:：]{1,40}[:：].*)",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(rf"(?P<stamp>{_DAY},?\s+{_TIME})\s+(?P<name>{_SENDER})(?P<rest>)"),
    re.compile(rf"(?P<name>{_SENDER}?)[\s,]+(?P<stamp>{_DAY},?\s+{_TIME})(?P<rest>)"),
)
_COUNT = r"\d[\d.,]*\s?(?:[KkMmКкМм]|тыс\.?|万)?"
_SEEN = re.compile(
    rf"(?:👁\s*{_COUNT}|{_COUNT}\s*(?:views?|просмотр\w*|次?阅读|次?浏览|👁))[\s,·|]*(?:edited|изменено)?"
    r"[\s,·|]*(?P<stamp>[^\n]{0,24}?\d{1,2}:\d{2})",
    re.IGNORECASE,
)
"""How many have seen a message, and when it was sent."""
_FOLLOWED = re.compile(
    r"\d[\d.,\s]*(?:[KkMmКкМм]|тыс\.?|万)?\s*(?:subscribers|members|followers|подписчик\w*|участник\w*|位?订阅者|名?成员)",
    re.IGNORECASE,
)
_LINES = 2
"""Of these stamps so many, the last, are lines that hold nothing else: bylines of other texts look like them."""
_NAMED = re.compile(r"(?P<name>[^:：]{1,40})[:：]\s*(?P<said>.*)", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message: what its stamp says, and its lines."""

    date: Moment | None
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A line that begins a message; ``alone`` if it holds nothing else."""

    stamp: str
    name: str | None
    rest: str
    alone: bool


def find_messages(paragraphs: list[str], *, language: str | None, received: datetime) -> list[Message] | None:
    """The messages of an export, None for a text of another kind.

    Stamps hold a clock time in brackets, or a day and a clock time; they stand at the beginning and come back.
    """
    if not any(map(_stamped, paragraphs[:_OPENING])):
        return _counted_messages(paragraphs, language=language, received=received)
    stamped = _without_bylines([_stamped(paragraph) for paragraph in paragraphs])
    found = [one for one in stamped if one]
    if len(found) < FEWEST or not any(stamped[:_OPENING]):
        return None
    names = _senders(found)
    messages: list[Message] = []
    for paragraph, one in zip(paragraphs, stamped, strict=True):
        if one:
            date = find_stated(one.stamp, language=language, received=received, provenance="message stamp")
            messages.append(Message(date=date))
        if messages:
            said = _without_sender(one.rest, names) if one else paragraph
            messages[-1].lines += [said] if said else []
    return messages


def _counted_messages(paragraphs: list[str], *, language: str | None, received: datetime) -> list[Message] | None:
    """The messages of a channel's page: a line of how many have seen it, and when, closes each; its name opens them."""
    ends = [(place, found["stamp"]) for place, line in enumerate(paragraphs) if (found := _SEEN.fullmatch(line))]
    if len(ends) < FEWEST:
        return None
    messages: list[Message] = []
    opened = Counter(paragraphs[start] for start in (0, *(place + 1 for place, _ in ends[:-1])))
    start = 0
    for end, stamp in ends:
        date = find_stated(stamp, language=language, received=received, provenance="message stamp")
        lines = [line for line in paragraphs[start:end] if opened[line] < FEWEST and not _FOLLOWED.fullmatch(line)]
        messages.append(Message(date=date, lines=lines))
        start = end + 1
    return messages


def _without_bylines(stamped: list[_Stamped | None]) -> list[_Stamped | None]:
    """Without stamps alone on their lines, unless they stand in an export: first, senders coming back, no wires."""
    alone = [one.name for one in stamped if one and one.alone]
    again = len(alone) - len(set(alone))
    first = bool(stamped and stamped[0] and stamped[0].alone)
    if first and 2 * again >= len(alone) and not any(is_agency(name or "") for name in alone):
        return stamped
    return [None if one and one.alone else one for one in stamped]


def _stamped(paragraph: str) -> _Stamped | None:
    if not _CLOCK.search(paragraph[:110]):
        return None
    for place, pattern in enumerate(_STAMPS):
        alone = place >= len(_STAMPS) - _LINES
        match = pattern.fullmatch(paragraph) if alone else pattern.match(paragraph)
        if match and _CLOCK.search(match["stamp"]):
            return _Stamped(match["stamp"], match.groupdict().get("name"), match["rest"].strip(), alone)
    return None


def _senders(found: list[_Stamped]) -> frozenset[str]:
    """Names before a colon that open several messages, or that every message has."""
    named = [match["name"].strip() for one in found if (match := _NAMED.match(one.rest))]
    counts = Counter(named)
    return frozenset(named if len(named) == len(found) else (name for name, count in counts.items() if count > 1))


def _without_sender(rest: str, senders: frozenset[str]) -> str:
    match = _NAMED.match(rest)
    return match["said"].strip() if match and (match["name"].strip() in senders or not match["said"]) else rest
