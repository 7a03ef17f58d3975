"""What the beat, and an editor, make of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Zone = Literal["title", "lede", "body"]
"""Where in an article a piece of evidence stands. The lede is the first two sentences, at most 400 letters
(160 Han characters)."""

Verdict = Literal["yes", "borderline", "no"]
"""``yes`` is published in topic feeds; ``borderline`` only in the feed of that name; ``no`` is stored only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One named signal that moved the score.

    ``points`` may be negative; the signals' points add up to the score before it is clipped to 0–100 and capped
    (a cap is itself a signal with negative points). ``text`` is an exact substring of the article's title or
    text, or None for structural signals (a ratio, a cap).
    """

    signal: str
    points: int
    where: Zone | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEvidence:
    """A term that spoke for a topic. ``term`` is the lexicon pattern, ``text`` the exact words in the article."""

    term: str
    where: Zone
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatch:
    """A topic given to an article, with its score (higher is a better fit; comparable within one article)."""

    slug: str
    score: int
    evidence: tuple[TopicEvidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something the beat knows by name, found in an article, whatever the language.

    * ``id``: language-independent, "kind:slug" ("person:xi-jinping", "place:beijing", "act:phone-call").
    * ``kind``: "person" | "organisation" | "place" | "project" | "country" | "act".
    * ``side``: id of the side it stands for in the beat ("china", "russia"), None for third parties and acts.
    * ``zones``: where it stands; ``count``: mentions in title and text.
    """

    id: str
    kind: str
    side: str | None
    zones: frozenset[Zone]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the beat makes of an article: 0–100, the verdict, and everything that led there.

    ``topics`` best first, empty for "no". ``entities`` are for the stories room. ``beat`` is the hash of the
    beat's files, so that a changed beat is known to need re-judging. ``decided`` names what an editor decided
    ("verdict", "topics", …), stronger than every rule; empty where nobody did.
    """

    score: int
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    topics: tuple[TopicMatch, ...]
    entities: tuple[Entity, ...]
    beat: str
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What an editor decided about one article's judgement. ``topics`` empty: as the beat chooses them.

    ``decided`` names everything that was decided, the article's title and date too.
    """

    verdict: Verdict | None = None
    topics: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
