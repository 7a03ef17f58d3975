"""Forwarded letters: the headers of the letter inside, as programs write them into the text, in many languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DEEP = 40
"""Lines in which the headers of the letter inside must begin: more is an answer that quotes, not a forward."""

_LABEL = re.compile(r"[\s>*]*([^\W\d_][^:：\n]{0,24}?)[\s*]*[:：][\s*]*(.*?)[\s*]*\Z")
_MARK = re.compile(r"\s*([^\W\d_]{1,7})(?:\s*\[\d+\])?\s*[:：]\s*")
_RULE = re.compile(r"\s*[-–—_=]{4,}(?:[^\n]{3,60}[-–—_=]{4,})?\s*")
_ONE_LINE = re.compile(r"\s*([^<>]*\d{4}[^<>]*?),\s*\"?([^\"<>,]{2,80}?)\"?\s*<[^<>\s]+@[^<>\s]+>\s*:\s*")
_ADDRESS = re.compile(r"[<\[(]\s*(?:mailto:)?[^\s<>@]+@[^\s<>@]+[>\])]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """The letter inside: what its headers state ("" for nothing), and its text."""

    sender: str
    date: str
    subject: str
    text: str


def forwarded(text: str) -> Forward | None:
    """The letter that a text forwards; None when it forwards none.

    Its headers are two lines or more, one of them sender or date, each a known label before a colon.
    """
    lines = text.split("\n")
    for start in range(min(DEEP, len(lines))):
        found, end = _headers(lines, start)
        if not found and start and _RULE.fullmatch(lines[start - 1]):
            found, end = _one_line(lines[start]), start + 1
        if len(found) >= 2 and ("from" in found or "date" in found) and (found.get("from") or found.get("subject")):
            body = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines[end:]).strip()
            sender = _ADDRESS.sub("", found.get("from", "")).strip(" \"'*")
            return Forward(sender=sender, date=found.get("date", ""), subject=found.get("subject", ""), text=body)
    return None


def without_marks(subject: str) -> str:
    """A subject without "Fwd:", "Re:", "转发：" before it."""
    for _ in range(6):
        mark = _MARK.match(subject)
        if not mark or mark.group(1).casefold() not in _words()["marks"]:
            break
        subject = subject[mark.end() :]
    return subject.strip()


def _headers(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The header lines from here on, by what they stand for, and where they end."""
    found: dict[str, str] = {}
    place = start
    while place < len(lines):
        match = _LABEL.match(lines[place][:1_000])
        kind = _kind(match.group(1)) if match else None
        if match is None or kind is None:
            break
        found.setdefault(kind, match.group(2))
        place += 1
    return found, place


def _one_line(line: str) -> dict[str, str]:
    """Date and sender in one line before a colon, as some programs write them."""
    match = _ONE_LINE.fullmatch(line[:500])
    return {"date": match.group(1), "from": match.group(2)} if match else {}


def _kind(label: str) -> str | None:
    plain = label.strip().casefold()
    return next((kind for kind in ("from", "date", "subject", "other") if plain in _words()[kind]), None)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    told = tomllib.loads(files("feedmill.reading.words").joinpath("letters.toml").read_text("utf-8"))
    return {kind: frozenset(words) for kind, words in told.items()}
