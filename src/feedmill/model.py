"""The values that travel between the rooms of the house.

Every value is frozen: a stage takes values and returns values. Times are aware UTC :class:`datetime.datetime`.
Field names are those of the published article record (docs/record.md), so that a value can be followed from the
reader to the feed by name. Nothing here imports anything of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

Zone = Literal["title", "lede", "body"]
"""Where in an article a piece of evidence stands. The lede is the first two sentences, at most 400 letters
(160 Han characters)."""

Verdict = Literal["yes", "borderline", "no"]
"""``yes`` is published in topic feeds; ``borderline`` only in the feed of that name; ``no`` is stored only."""

Precision = Literal["second", "minute", "day"]

View = Literal[
    "state-cn", "state-ru", "independent-ru", "independent-zh", "wire", "press", "think-tank", "government",
    "trade-press", "ukraine", "independent", "unknown",
]  # fmt: skip
"""Whose eyes an outlet sees with; used to keep one source per view visible in a story."""


# --- documents ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time as a document states it.

    ``at`` is UTC. With ``precision == "day"`` it is the stated calendar day at 00:00:00Z, not shifted by zones.
    ``provenance`` tells where it was read: "feed", "json-ld", "meta", "time-tag", "byline", "dateline", "url",
    "file-name", "sidecar"; an inferred part is named after a comma ("dateline, year from weekday",
    "byline, zone from dateline place").
    """

    at: datetime
    precision: Precision
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the person who dropped a document says about it in a file beside it: stronger than what the document shows.

    ``notes`` are sentences on what in that file was not understood and so not believed.
    """

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: Moment | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as received, with everything that is known about them without reading them.

    * ``origin``: path relative to the watched folder, else the path as given, else the final URL.
    * ``source``: source id; ``"seeds"`` for the folder.
    * ``url``: address the document was fetched from or is known to be a copy of; None for a plain file.
    * ``declared_type``: media type with parameters as a server or sidecar declared it; a hint, not a fact.
    * ``received``: the moment of first sight. Pure rooms take it for "now": no other clock reaches them.
    * ``language``, ``publisher``: what the source's owner declared about it; a fallback, not a fact.
    * ``role``: a "source" is also asked what it leads to (:class:`Leads`); a "listing" is read as one, whatever it
      looks like; a "document" is just read.
    * ``stated``: what a file beside it says about this very document.
    """

    origin: str
    content: bytes
    source: str
    received: datetime
    url: str | None = None
    declared_type: str | None = None
    language: str | None = None
    publisher: str | None = None
    stated: Stated | None = None
    role: Literal["document", "source", "listing"] = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A stretch of the document that is not part of any article, and the rule that removed it.

    ``reason`` is a short slug ("menu", "script", "related-links", "newsletter", "legal", "byline", "promo",
    "credit", "pagination", "repeated-title", …); ``text`` is what was cut, at most 400 characters.
    """

    reason: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why a document (or one item of it) yields no article.

    ``reason`` is a slug from :data:`REJECTIONS`; ``detail`` is one plain sentence for the person who dropped it.
    """

    reason: str
    detail: str


REJECTIONS: Mapping[str, str] = {
    "empty": "the document has no content",
    "too-large": "larger than the reader accepts",
    "binary": "not text, and not a format that can be read",
    "undecodable": "no character encoding fits the bytes",
    "mojibake": "decoded with the wrong character encoding before it got here",
    "error-page": "an error message of a web server, not an article",
    "login-wall": "a login, consent or robot check, not an article",
    "no-article": "no running text was found",
    "not-an-article": "a file of another kind (subscription list, sitemap, style sheet, program)",
    "malformed": "the file is damaged: its markup or its parts cannot be parsed",
    "encrypted": "locked with a password",
    "hostile": "built to exhaust the reader",
    "timeout": "reading took too long and was stopped",
    "crashed": "the reader process died on it",
    "unreadable": "the file could not be opened or read",
    "not-a-file": "a pipe, socket, device or link that leads out of the folder",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read from a document, cleaned and attributed; not yet judged.

    * ``position``: 0-based place in the document. Never used to recognise an article.
    * ``title_provenance``: ``"derived"`` when the document states none and the first sentence stands in (at most
      120 characters; the sentence stays in ``text``).
    * ``url``: canonical absolute http(s) address of the article itself, or None.
    * ``authors``: writers and reporters as written, desk credits too; neither editors nor "admin".
    * ``agency``: the wire that wrote it, as written. ``publisher``: who ran it (masthead, site or feed name).
    * ``language``: ISO 639-1 ("zh" for both scripts); None under 20 letters.
    * ``text``: body without title and byline, paragraphs separated by one blank line; quotes and dashes as found.
    * ``html``: sanitised body, block elements only of a small allow-list, links absolute.
    * ``guid``: the id a feed gave the item, verbatim. ``image``: absolute address of a lead image.
    * ``place``: the place named by the dateline, as written ("MOSCOW").
    * ``teaser``: the text is the beginning of a longer one (listing, paywall).
    * ``cuts``: what was removed around this article, in document order.
    """

    position: int
    title: str
    title_provenance: Literal["stated", "derived"]
    text: str
    html: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    place: str | None = None
    guid: str | None = None
    image: str | None = None
    teaser: bool = False
    cuts: tuple[Cut, ...] = ()


Shape = Literal["article", "digest", "listing", "feed", "live-blog", "transcript", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document turned out to be. Exactly one of ``articles`` and ``rejection`` is set.

    ``encoding`` is the WHATWG name in lower case, None for binary formats. ``shape_reason`` says in a few words
    why the document was taken for that shape. ``cuts`` are removed stretches that belong to no single article.
    """

    media_type: str
    encoding: str | None
    shape: Shape
    shape_reason: str
    articles: tuple[Article, ...] = ()
    rejection: Rejection | None = None
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """What a fetched document says beyond its articles: where to go on, and when to come again. All addresses are
    absolute; all texts are as written, not yet believed.

    * ``kind``: what the document is to somebody who polls it.
    * ``feeds``: feeds that a page announces (address, title), best first.
    * ``archive``: the document with older items (RFC 5005 ``prev-archive``, or ``next`` of a paged feed).
    * ``links``: pages that a sitemap names without a title, newest first; ``maps``: further sitemaps.
    * ``ttl`` (minutes), ``period`` and ``frequency`` (syndication module), ``skip_hours``, ``skip_days`` (RSS).
    """

    kind: Literal["feed", "sitemap", "page", "other"] = "other"
    feeds: tuple[tuple[str, str], ...] = ()
    archive: str | None = None
    links: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    ttl: str = ""
    period: str = ""
    frequency: str = ""
    skip_hours: tuple[str, ...] = ()
    skip_days: tuple[str, ...] = ()


# --- judgements -----------------------------------------------------------------------------------------------


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


# --- stories --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What the stories room needs to compare two articles without their texts being at hand.

    * ``lookup``: short strings under which the store indexes the article; two articles that could be one story
      share at least one (MinHash bands "m:…", event keys "e:…", exact-text hash "x:…").
    * ``data``: JSON-serialisable facts (entities, figures, weekdays, shingle hashes …), private to the room.
    * ``version``: changes when older fingerprints can no longer be compared.
    """

    version: int
    lookup: tuple[str, ...]
    data: Mapping[str, object]


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


# --- entries --------------------------------------------------------------------------------------------------


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
