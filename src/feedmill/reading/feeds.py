"""Saved and fetched feeds: RSS 0.9–2.0, Atom 0.3 and 1.0, RDF, JSON Feed 1.0 and 1.1. One article for each item.

feedparser reads the XML forms, because it alone recovers damaged feeds without losing text (libraries.md 3.4); it gets
bytes in memory, never a name that it could open. JSON Feed (jsonfeed.org/version/1.1) is read here, with tolerance for
values of the wrong type.
"""

from __future__ import annotations

import calendar
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import feedparser

from feedmill.model import Article, Document, Moment, Reading, Rejection
from feedmill.reading.addresses import absolute, canonical, host
from feedmill.reading.blocks import html_from, text_from
from feedmill.reading.bylines import is_agency
from feedmill.reading.dates import dated_by_change, is_believed, parse_machine
from feedmill.reading.items import is_cut_off, item_blocks, people
from feedmill.reading.languages import identify
from feedmill.reading.markup.authors import persons
from feedmill.reading.markup.body import Body
from feedmill.reading.markup.lines import Heard, listen
from feedmill.reading.safe_html import paragraphs, text_of
from feedmill.reading.titles import derive, parts_of, same_title, strip_site_name

LARGEST = 10 << 20
"""Characters of a feed."""
MOST_ITEMS = 2_000
"""Items taken from one feed, the first ones: feeds put the newest first."""
_TYPE = "application/xml"
LONGEST_TITLE = 512
"""Characters of a title."""
_FULL_TEXT = ("yandex_full-text", "turbo_content")
"""Elements of Russian aggregators that carry the whole text beside a short description."""
_OPEN_COMMENTS = 500
_OPEN_ELEMENTS = 20_000
"""Elements without an end: 50 000 cost the parser a second, 1 000 000 nearly two minutes."""
_PROLOGUE = re.compile(r"\A[\s\ufeff]*(?:<\?xml[^>]{0,300}\?>)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a feed as it states itself, whatever the format."""

    title: str
    html: str
    url: str | None
    guid: str | None
    authors: tuple[str, ...]
    published: Moment | None
    updated: Moment | None
    publisher: str | None
    language: str | None
    image: str | None
    summary_only: bool


def read_feed(text: str, document: Document) -> Reading:
    """The articles of an RSS, Atom or RDF feed."""
    rejection = _refusal(text)
    if rejection:
        return Reading.refused(_TYPE, rejection)
    data = b'<?xml version="1.0" encoding="utf-8"?>' + _PROLOGUE.sub("", text).encode("utf-8", "ignore")
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version") and not parsed.entries:
        return Reading.refused(_TYPE, Rejection(reason="malformed", detail="The feed cannot be parsed."))
    base = absolute(parsed.feed.get("link"), document.url) or document.url
    title = text_of(str(parsed.feed.get("title") or ""))[:LONGEST_TITLE] or None
    language = str(parsed.feed.get("language") or "")[:2].lower() or None
    version = parsed.version or "feed"
    atom = version.startswith("atom")
    items = (_entry(entry, base, title, language, atom=atom) for entry in parsed.entries[:MOST_ITEMS])
    return _reading(items, document, f"{version} with {len(parsed.entries)} items")


def read_json_feed(text: str, document: Document) -> Reading:
    """The articles of a JSON Feed."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return Reading.refused(_TYPE, Rejection(reason="malformed", detail="The JSON Feed is not valid JSON."))
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        return Reading.refused(_TYPE, Rejection(reason="malformed", detail="The JSON Feed has no list of items."))
    base = absolute(_text(feed.get("home_page_url")), document.url) or document.url
    title = text_of(_text(feed.get("title")))[:LONGEST_TITLE] or None
    common = _json_people(feed)
    language = _text(feed.get("language"))[:2].lower() or None
    items = (
        _json_item(entry, base, title, common, language) for entry in entries[:MOST_ITEMS] if isinstance(entry, dict)
    )
    return _reading(items, document, f"JSON Feed with {len(entries)} items")


def _refusal(text: str) -> Rejection | None:
    if len(text) > LARGEST:
        return Rejection(reason="too-large", detail=f"The feed is longer than {LARGEST >> 20} million characters.")
    if "<!ENTITY" in text or "<!entity" in text:
        return Rejection(reason="hostile", detail="The feed defines its own entities.")
    if text.count("<") - text.count("/>") - 2 * text.count("</") - text.count("<!") > _OPEN_ELEMENTS:
        return Rejection(reason="hostile", detail="The feed opens elements that never end.")
    if max(text.count("<!--"), text.count("&lt;!--")) - text.count("-->") - text.count("--&gt;") > _OPEN_COMMENTS:
        return Rejection(reason="hostile", detail="The feed opens comments that never end.")
    return None


def articles_of(items: Iterable[Item], document: Document) -> tuple[Article, ...]:
    """The items as articles, numbered; those without title and words are left out."""
    made = [article for item in items if (article := _article(item, document))]
    return tuple(replace(article, position=position) for position, article in enumerate(made))


def _reading(items: Iterable[Item], document: Document, reason: str) -> Reading:
    made = articles_of(items, document)
    if not made:
        return Reading.refused(
            _TYPE, Rejection(reason="no-article", detail=f"No item of this feed has words ({reason}).")
        )
    return Reading(media_type=_TYPE, encoding=None, shape="feed", shape_reason=reason, articles=made)


def _article(item: Item, document: Document) -> Article | None:
    """An item as an article; None when it has neither a title nor words. What the feed states of it wins over what
    its own lines do."""
    sites = _sites_of(item)
    title = strip_site_name(item.title, sites)
    blocks, cuts = item_blocks(item.html, item.url, item.title)
    language = identify(f"{item.title}\n{text_from(blocks)}", item.language or document.language)
    heard, body = listen((), Body(blocks=blocks, cuts=cuts), language=language, received=document.received)
    text = text_from(body.blocks) or title
    if not text:
        return None
    changed = _plausible(item.updated, document.received)
    stated = _plausible(item.published, document.received)
    return Article(
        position=0,
        title=title or derive(text),
        title_provenance="stated" if title else "derived",
        text=text,
        html=html_from(body.blocks, item.url) if body.blocks else "",
        url=canonical(item.url),
        authors=persons(item.authors, sites) or persons(heard.authors, sites),
        agency=_agency(item, heard, sites),
        publisher=item.publisher or document.publisher or heard.publisher,
        language=language,
        published=stated or heard.dated or heard.day or dated_by_change(changed),
        updated=changed,
        place=heard.place,
        guid=item.guid,
        image=item.image,
        teaser=not body.blocks or is_cut_off(text, body.cuts) or (item.summary_only and is_cut_off(item.html, ())),
        cuts=body.cuts,
    )


def _agency(item: Item, heard: Heard, sites: Sequence[str]) -> str | None:
    """The wire that a dateline, a credit or the list of authors names; not the site's own name."""
    named = heard.agency
    own = named and not is_agency(named) and any(same_title(named, site) for site in sites)
    return named if named and not own else next(filter(is_agency, item.authors), None)


def _sites_of(item: Item) -> list[str]:
    """The names that an item's title may carry at an end: the feed's, and the parts of that ("The Ledger – Trade")."""
    return [item.publisher, *parts_of(item.publisher), host(item.url)] if item.publisher else [host(item.url)]


def _plausible(moment: Moment | None, received: datetime) -> Moment | None:
    return moment if moment and is_believed(moment.at, received) else None


# --- XML ------------------------------------------------------------------------------------------------------


def _entry(
    entry: Mapping[str, Any], base: str | None, feed_title: str | None, language: str | None, *, atom: bool
) -> Item:
    """An entry as an item. RSS knows no day of change: ``dc:date``, which feedparser takes for one, is the day that an
    item of RSS 1.0 came out."""
    published, updated = _moment(entry, "published", "created"), _moment(entry, "updated")
    contents = [_text(part.get("value")) for part in entry.get("content") or ()]
    contents += [paragraphs(_text(entry.get(name))) for name in _FULL_TEXT if entry.get(name)]
    summary = _text(entry.get("summary"))
    html = max([*contents, ""], key=len)
    source = entry.get("source") or {}
    url = _entry_url(entry, base)
    stated = next((part.get("language") for part in entry.get("content") or () if part.get("language")), None)
    return Item(
        title=text_of(_text(entry.get("title")))[:LONGEST_TITLE],
        html=html or summary,
        url=url,
        guid=_text(entry.get("id")) or None,
        authors=people(_entry_authors(entry), feed_title),
        published=published or (None if atom else updated),
        updated=updated if published or atom else None,
        publisher=text_of(_text(source.get("title")))[:LONGEST_TITLE] or feed_title,
        language=(_text(entry.get("language")) or _text(stated) or language or "")[:2].lower() or None,
        image=_entry_image(entry, url or base),
        summary_only=not html,
    )


def _entry_url(entry: Mapping[str, Any], base: str | None) -> str | None:
    links = [link for link in entry.get("links") or () if link.get("rel", "alternate") == "alternate"]
    candidates = [entry.get("feedburner_origlink"), entry.get("link"), *(link.get("href") for link in links)]
    guid = _text(entry.get("id"))
    if guid.startswith(("http://", "https://")) and entry.get("guidislink", True):
        candidates.append(guid)
    return next((url for one in candidates if one and (url := absolute(_text(one).strip(), base))), None)


def _entry_authors(entry: Mapping[str, Any]) -> list[str]:
    raw = _text(entry.get("author"))
    if "@" in raw:
        return [raw]
    names = [_text(author.get("name")) for author in entry.get("authors") or () if author]
    return [name for name in names if name] or [raw]


def _entry_image(entry: Mapping[str, Any], base: str | None) -> str | None:
    media = [
        *(entry.get("media_content") or ()),
        *(entry.get("media_thumbnail") or ()),
        *(entry.get("enclosures") or ()),
    ]
    for one in media:
        kind = f"{one.get('type', '')} {one.get('medium', '')}"
        address = _text(one.get("url") or one.get("href"))
        if "image" in kind or re.search(r"\.(?:jpe?g|png|webp|gif)(?:\?|\Z)", address[:2048], re.IGNORECASE):
            return absolute(address, base)
    return None


def _moment(entry: Mapping[str, Any], *names: str) -> Moment | None:
    for name in names:
        stated = _text(_own(entry, name)).strip()
        if not stated:
            continue
        moment = parse_machine(stated, "feed")
        parsed = _own(entry, f"{name}_parsed")
        if moment:
            return moment
        if parsed and re.search(rf"\b{parsed.tm_year:04d}\b", stated) and not stated.isdigit():
            at = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
            return Moment(at=at, precision="second", provenance="feed")
    return None


def _own(entry: Mapping[str, Any], name: str) -> Any:
    """A value that the entry itself states: feedparser's ``get`` answers for "updated" with "published"."""
    return dict(entry.items()).get(name)


# --- JSON -----------------------------------------------------------------------------------------------------


def _json_item(
    entry: Mapping[str, Any], base: str | None, feed_title: str | None, common: list[str], language: str | None
) -> Item:
    url = absolute(_text(entry.get("url")), base) or absolute(_text(entry.get("external_url")), base)
    guid = _text(entry.get("id")) or None
    html = _text(entry.get("content_html")) or paragraphs(_text(entry.get("content_text")))
    return Item(
        title=text_of(_text(entry.get("title")))[:LONGEST_TITLE],
        html=html or paragraphs(_text(entry.get("summary"))),
        url=url or absolute(guid, None),
        guid=guid,
        authors=people(_json_people(entry) or common, feed_title),
        published=parse_machine(_text(entry.get("date_published")), "feed"),
        updated=parse_machine(_text(entry.get("date_modified")), "feed"),
        publisher=feed_title,
        language=(_text(entry.get("language")) or language or "")[:2].lower() or None,
        image=absolute(_text(entry.get("image") or entry.get("banner_image")), base),
        summary_only=not html,
    )


def _json_people(holder: Mapping[str, Any]) -> list[str]:
    """Names under ``authors`` (1.1) or ``author`` (1.0), as objects or plain strings."""
    listed = holder.get("authors") or holder.get("author") or ()
    people = listed if isinstance(listed, list) else [listed]
    return [name for one in people[:20] if (name := _text(one.get("name") if isinstance(one, dict) else one))]


def _text(value: object) -> str:
    """A value as text: numbers as written, everything that is neither text nor number as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
