"""Exports of chats and channels: messages under stamps of name and time, each message a snippet of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from feedmill.model import Moment
from feedmill.reading.dates import find_stated

FEWEST = 2
"""Stamped messages that make a text an export."""

_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
_STAMPS = (
    re.compile(r"\[(?P<stamp>[^\[\]]{4,40})\]\s*(?P<rest>.*)", re.DOTALL),
    re.compile(r"(?P<name>[^\[\]:：]{1,60}?),?\s*\[(?P<stamp>[^\[\]]{4,40})\]\s*:?\s*(?P<rest>.*)", re.DOTALL),
    re.compile(
        r"(?P<stamp>\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?)\s*(?:[-–—]\s*)?"
        r"(?P<rest>[^:：]{1,40}[:：].*)",
        re.DOTALL | re.IGNORECASE,
    ),
)
_NAMED = re.compile(r"(?P<name>[^:：]{1,40})[:：]\s*(?P<said>.*)", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message: what its stamp says, and its lines."""

    date: Moment | None
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A line that begins a message."""

    stamp: str
    name: str | None
    rest: str


def find_messages(paragraphs: list[str], *, language: str | None, received: datetime) -> list[Message] | None:
    """The messages of an export, None for a text of another kind.

    Stamps hold a clock time in brackets, or a day and a clock time; they stand at the beginning and come back.
    """
    stamped = [_stamped(paragraph) for paragraph in paragraphs]
    found = [one for one in stamped if one]
    if len(found) < FEWEST or not any(stamped[:4]):
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


def _stamped(paragraph: str) -> _Stamped | None:
    if not _CLOCK.search(paragraph[:110]):
        return None
    for pattern in _STAMPS:
        match = pattern.match(paragraph)
        if match and _CLOCK.search(match["stamp"]):
            return _Stamped(match["stamp"], match.groupdict().get("name"), match["rest"].strip())
    return None


def _senders(found: list[_Stamped]) -> frozenset[str]:
    """Names before a colon that open several messages, or that every message has."""
    named = [match["name"].strip() for one in found if (match := _NAMED.match(one.rest))]
    counts = Counter(named)
    return frozenset(named if len(named) == len(found) else (name for name, count in counts.items() if count > 1))


def _without_sender(rest: str, senders: frozenset[str]) -> str:
    match = _NAMED.match(rest)
    return match["said"].strip() if match and (match["name"].strip() in senders or not match["said"]) else rest
