"""The beat as compiled from its files: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from feedmill.judging.patterns import Pattern

Kind = OneOf[
    "actor", "agent", "instrument", "track", "pair", "third-party", "implied", "interaction", "anaphora", "parallel",
    "together", "separate", "bio", "saying", "genre", "topic", "country", "act", "mask", "short", "context", "ruled",
]  # fmt: skip
"""What an entry does. ``actor`` names a side for certain, ``agent`` through a town, firm or ship, ``instrument``
through its money, ``track`` together with somebody else; ``short`` only beside the full name; ``context`` certifies
a common name; ``together`` tells a row of three that act from a list; ``saying`` makes who is named before it a
witness; ``ruled`` is a phrase that always or never belongs (its name)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An entity of the beat. ``context``: its name is common, see :data:`Kind`; ``frontier``: a place whose news is
    of what crosses the border between the two sides; ``arena``: a third country in which the two act."""

    id: str
    kind: str
    side: str | None
    context: bool = False
    frontier: bool = False
    arena: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one entry means: its kind, the side, topic or genre it speaks for, and the entity it names. Of a topic's
    words, a ``hint`` counts only beside another, and a ``core`` one twice."""

    kind: Kind
    name: str = ""
    entity: Named | None = None
    hint: bool = False
    core: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A pattern of the lexicon with its role; ``pattern`` as an editor wrote it."""

    pattern: str
    parsed: Pattern
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """The numbers of ``beat.toml``."""

    relevant: int
    borderline: int
    lede_sentences: int
    lede_letters: int
    lede_han: int
    strengths: Mapping[str, int]
    weights: Mapping[str, int]
    topics: Mapping[str, int]
    fallback: str
