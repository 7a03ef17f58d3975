"""What is published: stories as entries, topics, feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from feedmill.model.documents import Precision
from feedmill.model.judgements import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One source of a story as an entry lists it: label (publisher, else agency, host, document name)."""

    label: str
    url: str | None
    view: str
    published: datetime | None
    precision: Precision | None
    article: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story as every feed shows it: frozen when published, changed only by rule.

    * ``id``: the story's URN, the same in every feed. ``article``: the representative.
    * ``date``: where it stands in a feed (the rules of docs/feeds.md); ``date_note`` explains a date that is not
      a stated moment ("undated; received 2026-11-23", "day only"), else None.
    * ``updated``: moves only when the representative's title or text does.
    * ``arrived``: when the story was first accepted; orders the ``arrivals`` feeds.
    * ``link``: the article's own address, None when only our page can be linked.
    * ``why``: the one-line explanation as it was when published.
    * ``full_text``: the outlet allows its full text to be republished.
    """

    id: UUID
    article: UUID
    verdict: Verdict
    title: str
    html: str
    text: str
    link: str | None
    authors: tuple[str, ...]
    publisher: str | None
    agency: str | None
    language: str | None
    image: str | None
    topics: tuple[str, ...]
    origins: tuple[Origin, ...]
    why: str
    date: datetime
    date_note: str | None
    updated: datetime
    arrived: datetime
    full_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of the beat. ``codes`` are IPTC Media Topics ("20000639")."""

    slug: str
    title: str
    scope: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed as a whole, independent of its format.

    * ``slug``: file name without extension. ``id``: permanent URN.
    * ``base_url``: absolute, without trailing slash; the feeds folder is served at ``{base_url}/feeds/``.
    * ``page``: absolute address of the human page about this feed.
    * ``topics``: titles and codes for the category elements, by slug.
    * ``full_text``: whether entries carry their text (else a summary of at most 300 characters).
    * ``dated_by``: the field of an entry that dates and orders it here; ``arrivals`` feeds use "arrived".
    * ``since``: what an empty feed states as its last change, so that its bytes never depend on the clock.
    * ``archive``: name of the archive document that this is ("2026-11"), None for the feed to subscribe to;
      ``prev_archive`` and ``next_archive``: names of its neighbours, where there are (RFC 5005).
    * ``query``: what a search feed looks for, as the query of its address; empty for a file.
    * ``per_feed_ids``: entries get an id of their own in every feed, for readers that show an id only once.
    """

    slug: str
    id: str
    title: str
    description: str
    base_url: str
    page: str
    topics: Mapping[str, Topic] = field(default_factory=dict)
    full_text: bool = True
    language: str | None = None
    dated_by: Literal["date", "arrived"] = "date"
    since: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    archive: str | None = None
    prev_archive: str | None = None
    next_archive: str | None = None
    query: str = ""
    per_feed_ids: bool = False
