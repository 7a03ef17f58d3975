"""What editors decided: corrections that are stronger than every rule, kept in a file that people may edit.

::

    [[decision]]
    article = "3f0c…"            # or: url = "https://…"
    verdict = "yes"              # "yes", "borderline" or "no"
    topics = ["energy"]          # these and no others
    date = "2024-02-08"          # a day, or a moment with its zone
    title = "What it should say"
    note = "why"

    [[never]]                    # or [[always]]; written as in the beat's lexicon (docs/beat.md)
    phrase = "Moscow, Idaho"

A further kind of decision is one more line in :data:`KEYS`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from parse_errors.source_map import locate_pointer

from feedmill.errors import ConfigError, Fault
from feedmill.model import Moment

TABLE = "decision"
PHRASES = ("always", "never")
TARGETS = ("article", "url")
_VERDICTS = ("yes", "borderline", "no")
_SECONDS = re.compile(r"\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about one article, named by its id or its address.

    ``values`` by key of :data:`KEYS`, each as its reader gives it ("verdict": str, "topics": tuple of slugs,
    "date": :class:`Moment`, "title": str).
    """

    article: UUID | None
    url: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All decisions of a desk, and the text they were read from."""

    entries: tuple[Decision, ...] = ()
    text: str = ""


def is_address(text: str) -> bool:
    """Whether a text is an absolute web address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _verdict(value: object) -> str:
    if value not in _VERDICTS:
        raise ValueError('a verdict is "yes", "borderline" or "no"')
    return str(value)


def _topics(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise ValueError('topics are a list of slugs, such as ["energy", "arctic"]')
    if len(set(value)) < len(value):
        raise ValueError("a topic is named twice")
    return tuple(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("this must be text in quotes")
    return " ".join(value.split())


def _date(value: object) -> Moment:
    """A calendar day, or a moment with its zone; as text or as a date of TOML."""
    wanted = "a date is a day (2024-02-08) or a moment with its zone (2024-02-08T10:30+08:00)"
    stated = value.isoformat() if isinstance(value, date) else value
    if not isinstance(stated, str):
        raise ValueError(wanted)
    try:
        at = datetime.fromisoformat(stated.strip())
    except ValueError:
        raise ValueError(wanted) from None
    if len(stated.strip()) <= len("2024-02-08"):
        return Moment(at=at.replace(tzinfo=UTC), precision="day", provenance="decision")
    if at.tzinfo is None:
        raise ValueError(wanted)
    try:
        utc = at.astimezone(UTC)
    except OverflowError:
        raise ValueError(wanted) from None
    return Moment(at=utc, precision="second" if _SECONDS.search(stated) else "minute", provenance="decision")


KEYS: Mapping[str, Callable[[object], Any]] = MappingProxyType(
    {"verdict": _verdict, "topics": _topics, "date": _date, "title": _text, "note": _text}
)
"""What can be decided: how each value is read from TOML; a reader raises ValueError with what is wanted."""


def read_decisions(text: str, name: str, topics: Collection[str]) -> Decisions:
    """The decisions of a file's text. ``topics`` are the slugs that exist.

    Phrases are part of the beat, and are checked when it is compiled. Raises ConfigError with every fault found,
    each with file and line.
    """
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError([Fault(name, int(line[1]) if line else text.count("\n") + 1, str(error))]) from error
    check = _Check(text=text, name=name, topics=topics)
    for key in parsed:
        if key not in (TABLE, *PHRASES):
            check.fault(f"/{key}", f"unknown table {key!r}; known are {', '.join((TABLE, *PHRASES))}")
    rows = parsed.get(TABLE, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        check.fault(f"/{TABLE}", f"write each decision under [[{TABLE}]]")
        rows = []
    entries = [check.entry(f"/{TABLE}/{at}", row) for at, row in enumerate(rows)]
    if check.faults:
        raise ConfigError(sorted(check.faults, key=lambda fault: fault.line or 0))
    return Decisions(entries=tuple(entries), text=text)


class _Check:
    """The faults of one file."""

    def __init__(self, *, text: str, name: str, topics: Collection[str]) -> None:
        self._text = text
        self._name = name
        self._topics = topics
        self._seen: set[tuple[str, object]] = set()
        self.faults: list[Fault] = []

    def fault(self, pointer: str, message: str) -> None:
        found = locate_pointer(self._text, "toml", pointer)
        spot = (found.key_start or found.value_start) if found else None
        self.faults.append(Fault(self._name, spot.line + 1 if spot else None, message))

    def entry(self, pointer: str, row: Mapping[str, Any]) -> Decision:
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key in TARGETS:
                continue
            if key not in KEYS:
                self.fault(f"{pointer}/{key}", f"unknown key {key!r}; known are {', '.join((*TARGETS, *KEYS))}")
                continue
            try:
                values[key] = KEYS[key](value)
            except ValueError as wrong:
                self.fault(f"{pointer}/{key}", str(wrong))
        self._known_topics(pointer, values.get("topics", ()))
        article, url = self._target(pointer, row)
        return Decision(article=article, url=url, values=MappingProxyType(values))

    def _known_topics(self, pointer: str, chosen: tuple[str, ...]) -> None:
        for slug in chosen:
            if slug not in self._topics:
                self.fault(f"{pointer}/topics", f"there is no topic {slug!r}; topics: {', '.join(self._topics)}")

    def _target(self, pointer: str, row: Mapping[str, Any]) -> tuple[UUID | None, str | None]:
        stated = [(key, row[key]) for key in TARGETS if key in row]
        if len(stated) != 1 or not isinstance(stated[0][1], str):
            self.fault(pointer, 'a decision names one article = "…" (its id) or one url = "https://…"')
            return None, None
        if stated[0] in self._seen:
            self.fault(f"{pointer}/{stated[0][0]}", "there is a decision about this above")
        self._seen.add(stated[0])
        key, value = stated[0]
        if key == "url":
            if not is_address(value):
                self.fault(f"{pointer}/url", f"{value!r} is not an address such as https://example.org/story")
            return None, value
        try:
            return UUID(value.removeprefix("urn:uuid:")), None
        except ValueError:
            self.fault(f"{pointer}/article", f"{value!r} is not an id")
            return None, None
