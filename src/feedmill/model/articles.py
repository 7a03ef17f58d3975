"""What reading makes of a document: articles, or why there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from feedmill.model.documents import Moment


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


def numbered(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles of one document, each with its position in it."""
    return tuple(replace(article, position=position) for position, article in enumerate(articles))


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

    @classmethod
    def refused(cls, media_type: str, rejection: Rejection) -> Reading:
        """The reading of a document that yields nothing."""
        return cls(
            media_type=media_type, encoding=None, shape="none", shape_reason=rejection.detail, rejection=rejection
        )


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
