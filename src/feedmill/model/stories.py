"""Articles side by side: what is compared, and which belong together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from feedmill.model.articles import Article, Leads, Reading
from feedmill.model.judgements import Judgement, Verdict

View = Literal[
    "state-cn", "state-ru", "independent-ru", "independent-zh", "wire", "press", "think-tank", "government",
    "trade-press", "ukraine", "independent", "unknown",
]  # fmt: skip
"""Whose eyes an outlet sees with; used to keep one source per view visible in a story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What the stories room needs to compare two articles without their texts being at hand.

    * ``lookup``: short strings under which the store indexes the article; two articles that could be one story
      share at least one (MinHash bands "m:…", event keys "e:…", exact-text hash "x:…"). Empty when it comes from
      the store.
    * ``facts``: what can be compared (entities, figures, weekdays, shingle hashes …), packed; private to the room.
    * ``version``: changes when older fingerprints can no longer be compared.
    """

    version: int
    lookup: tuple[str, ...]
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A stored article that shares a lookup key with a newcomer, without its text: what placing looks at first.

    ``published`` is the moment that the article states, None when it states none.
    """

    id: UUID
    story: UUID
    fingerprint: Fingerprint
    published: datetime | None
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of one article when it leaves the reader processes: the judgement, and how it is recognised.

    ``url_key`` and ``text_key`` are equal for two sights of one article (see ``stories/identity.py``).
    """

    judgement: Judgement
    fingerprint: Fingerprint
    url_key: str | None
    text_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One document, read and judged; ``judged`` runs parallel to ``reading.articles``.

    ``reader`` is the version of the reader that read it, None when none did. ``leads`` are there when the document's
    role asked for them.
    """

    reading: Reading
    judged: tuple[Judged, ...]
    reader: int | None = None
    leads: Leads | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article as the stories room sees it: enough to place it and to choose a representative.

    ``story`` is None for a newcomer. ``first_seen`` is when the article was first read. ``outlet_view`` is the
    view of its source.
    """

    id: UUID
    story: UUID | None
    article: Article
    verdict: Verdict
    score: int
    fingerprint: Fingerprint
    first_seen: datetime
    source: str
    document: str
    outlet_view: str = "unknown"


Bond = Literal["same-text", "same-event", "related"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How an article stands to another one that is stored: ``bond`` with ``member`` (article id) of ``story``.

    ``reason`` is a short sentence for people ("91 % of its text is contained", "same call, same day").
    """

    story: UUID
    member: UUID
    bond: Bond
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a newcomer goes. ``joins`` is None for a new story; ``merges`` are further stories that the newcomer
    shows to be the same as the joined one; ``related`` are linked, not joined."""

    joins: Link | None
    merges: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
