"""What a fetched document leads to: announced feeds, older pages of a feed, the links of a sitemap or a listing.

Sitemaps: sitemaps.org/protocol.html, and its news extension (title, publication date, language). Feeds: the parts of
RSS 2.0, the syndication module and RFC 5005 that say when to come again and where older items are.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from feedmill.model import Article, Document, Leads, Reading, Rejection
from feedmill.reading import read
from feedmill.reading.addresses import absolute, canonical, host
from feedmill.reading.dates import Setting, parse_machine
from feedmill.reading.declared import charset_of
from feedmill.reading.encodings import decode
from feedmill.reading.languages import identify
from feedmill.reading.markup.cards import card_article
from feedmill.reading.markup.listing import find_cards
from feedmill.reading.markup.metadata import base_of
from feedmill.reading.markup.tree import parse_page
from feedmill.reading.media import sniff
from feedmill.reading.safe_html import paragraphs, text_of

MOST_LINKS = 1_000
"""Links taken from one sitemap, the newest."""
MOST_FEEDS = 20
_TYPE = "application/xml"
_LARGEST = 20 << 20
_LONGEST_TITLE = 300
_SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_FEED_KINDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
)  # fmt: skip
_FEED_PATH = re.compile(
    r"(?:/(?:rss|feeds?|atom)/?|[./](?:rss|atom|rdf)|(?:rss|feed|atom|index)\.(?:xml|json))\Z", re.I
)
_COMMENTS = re.compile(r"comment|коммент|评论|kommentar|comentario", re.I)


def read_with_leads(document: Document) -> tuple[Reading, Leads | None]:
    """Read a document, and, when its role asks for it, what it leads to. Total, like :func:`feedmill.reading.read`."""
    if document.role == "document":
        return read(document), None
    unpacked = replace(document, content=_unpacked(document.content))
    try:
        return _read_source(unpacked)
    except Exception as fault:  # noqa: BLE001  (parsers of others raise what they do not document)
        detail = f"The reader stumbled over it ({type(fault).__name__})."
        return Reading.refused(_TYPE, Rejection(reason="malformed", detail=detail)), Leads()


def _read_source(document: Document) -> tuple[Reading, Leads]:
    kind = sniff(document.content)
    if kind == "application/sitemap+xml":
        return _sitemap(document)
    if kind in _FEED_KINDS:
        return read(document), _feed(document)
    if kind == "application/feed+json":
        return read(document), Leads(kind="feed")
    if kind != "text/html":
        return read(document), Leads()
    reading = _listing(document) if document.role == "listing" else read(document)
    return reading, Leads(kind="page", feeds=tuple(_announced(document)))


def _unpacked(content: bytes) -> bytes:
    """Sitemaps are often served as gzip files; unpacked within bounds."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, _LARGEST)
    except zlib.error:
        return content


# --- feeds ----------------------------------------------------------------------------------------------------


def _tree(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _feed(document: Document) -> Leads:
    root = _tree(document.content)
    if root is None:
        return Leads(kind="feed")
    places = [root, *(child for child in root if _name(child) == "channel")]
    told = [child for place in places for child in place if _name(child) not in ("item", "entry")]
    return Leads(
        kind="feed",
        archive=_archive(told, document.url),
        ttl=_first(told, "ttl"),
        period=_first(told, f"{_SYNDICATION}updatePeriod"),
        frequency=_first(told, f"{_SYNDICATION}updateFrequency"),
        skip_hours=tuple(_values(told, "skipHours")),
        skip_days=tuple(_values(told, "skipDays")),
    )


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(elements: Iterable[etree._Element], tag: str) -> str:
    return next(((one.text or "").strip()[:20] for one in elements if one.tag == tag), "")


def _values(elements: Iterable[etree._Element], tag: str) -> Iterator[str]:
    for element in elements:
        if element.tag == tag:
            yield from ((child.text or "").strip()[:20] for child in element[:31])


def _archive(elements: Iterable[etree._Element], base: str | None) -> str | None:
    links = [one for one in elements if one.tag in (f"{_ATOM}link", "link") and one.get("href")]
    for relation in ("prev-archive", "next"):
        for link in links:
            if link.get("rel", "").rpartition("/")[2] == relation:
                return absolute(link.get("href"), base)
    return None


# --- sitemaps -------------------------------------------------------------------------------------------------


def _sitemap(document: Document) -> tuple[Reading, Leads]:
    root = _tree(document.content)
    if root is None:
        return Reading.refused(_TYPE, Rejection(reason="malformed", detail="The sitemap cannot be parsed.")), Leads(
            kind="sitemap"
        )
    entries = sorted(_entries(root, document.url), key=lambda one: one["moment"], reverse=True)[:MOST_LINKS]
    if _name(root) == "sitemapindex":
        maps = tuple(entry["url"] for entry in entries)
        rejection = Rejection(reason="not-an-article", detail="This is an index of sitemaps.")
        return Reading.refused(_TYPE, rejection), Leads(kind="sitemap", maps=maps)
    titled = [entry for entry in entries if entry["title"]]
    untitled = tuple(entry["url"] for entry in entries if not entry["title"])
    articles = tuple(_announced_article(number, entry, document) for number, entry in enumerate(titled))
    if not articles:
        rejection = Rejection(reason="not-an-article", detail="This sitemap names addresses only.")
        return Reading.refused(_TYPE, rejection), Leads(kind="sitemap", links=untitled)
    reading = Reading(
        media_type="application/sitemap+xml", encoding=None, shape="listing", articles=articles,
        shape_reason=f"news sitemap with {len(articles)} titles",
    )  # fmt: skip
    return reading, Leads(kind="sitemap", links=untitled)


def _entries(root: etree._Element, base: str | None) -> Iterator[dict[str, str]]:
    for element in root:
        told = {_name(child): (child.text or "").strip() for child in element.iterdescendants() if child.text}
        url = absolute(told.get("loc"), base)
        if url:
            moment = told.get("publication_date") or told.get("lastmod") or ""
            title = text_of(told.get("title", ""))[:_LONGEST_TITLE] if told.get("publication_date") else ""
            yield {
                "url": url, "title": title, "moment": moment[:40], "name": told.get("name", ""),
                "language": told.get("language", ""), "dated": told.get("publication_date", ""),
            }  # fmt: skip


def _announced_article(position: int, entry: dict[str, str], document: Document) -> Article:
    title = entry["title"]
    return Article(
        position=position,
        title=title,
        title_provenance="stated",
        text=title,
        html=paragraphs(title),
        url=canonical(entry["url"]),
        publisher=text_of(entry["name"])[:_LONGEST_TITLE] or document.publisher,
        language=identify(title, entry["language"][:2].lower() or document.language),
        published=parse_machine(entry["dated"], "feed"),
        teaser=True,
    )


# --- pages ----------------------------------------------------------------------------------------------------


def _listing(document: Document) -> Reading:
    """A page whose owner says that it is a listing: its items, found by their structure."""
    decoded = decode(document.content, charset_of(document.content, document.declared_type))
    if isinstance(decoded, Rejection):
        return Reading.refused(_TYPE, decoded)
    cards = find_cards(decoded.text, document.url, Setting(language=document.language, received=document.received))
    if not cards:
        return Reading.refused(
            _TYPE, Rejection(reason="no-article", detail="No repeated items with links of their own were found.")
        )
    articles = tuple(
        card_article(card, position, title=card.title, publisher=document.publisher, language=document.language)
        for position, card in enumerate(cards)
    )
    reason = f"{len(cards)} items of the same structure, each with its own link"
    return Reading(
        media_type="text/html", encoding=decoded.encoding, shape="listing", shape_reason=reason, articles=articles
    )


def _announced(document: Document) -> list[tuple[str, str]]:
    """The feeds of a page: those it declares, comments last, then links that look like feeds of the same host."""
    decoded = decode(document.content, charset_of(document.content, document.declared_type))
    root = decoded if isinstance(decoded, Rejection) else parse_page(decoded.text)
    if isinstance(root, Rejection):
        return []
    base = base_of(root, document.url)
    declared = [
        (url, " ".join((link.get("title") or "").split())[:_LONGEST_TITLE])
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
        and (url := absolute(link.get("href"), base))
    ]
    linked = [
        (url, " ".join(text_of(anchor.text_content()).split())[:_LONGEST_TITLE])
        for anchor in root.iter("a")
        if (url := absolute(anchor.get("href"), base))
        and host(url) == host(document.url)
        and _FEED_PATH.search(url.partition("?")[0])
    ]
    declared.sort(key=lambda found: bool(_COMMENTS.search(" ".join(found))))
    return list({url: (url, title) for url, title in reversed([*declared, *linked])}.values())[::-1][:MOST_FEEDS]
