"""What the W3C feed validator objects to at its normal level, as far as a feed of ours could offend: errors and
warnings of its catalogue (https://validator.w3.org/feed/docs/), each by the name it has there.

Its package cannot be installed from an index, so its rules are told here again, for RSS 2.0 and Atom 1.0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
HISTORY = "{http://purl.org/syndication/history/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_RELATIONS = frozenset({"alternate", "current", "enclosure", "next-archive", "prev-archive", "related", "self", "via"})
_URI = re.compile(r"(?:https?://[A-Za-z0-9.:\[\]-]+(?:[/?#][\x21-\x7e]*)?|urn:uuid:[0-9a-f-]{36})\Z")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")
_RFC822 = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
                     r" \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})\Z")  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_MARKUP = re.compile(
    r"<(?:/?(?:a|abbr|b|big|blockquote|br|code|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|s|script|small|span"
    r"|strike|strong|style|sub|sup|table|td|th|tr|tt|u|ul)\b|!--)|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);",
    re.IGNORECASE,
)
_UNWISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ELEMENTS = re.compile(
    r"(?:a|abbr|acronym|address|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|dfn|dir|div|dl|dt|"
    r"em|fieldset|figcaption|figure|font|h1|h2|h3|h4|h5|h6|hr|i|img|ins|kbd|label|legend|li|map|menu|ol|p|pre|q|s|"
    r"samp|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)\Z"
)
_ATTRIBUTES = re.compile(
    r"(?:abbr|align|alt|axis|border|cellpadding|cellspacing|char|cite|class|clear|color|colspan|datetime|dir|headers|"
    r"height|href|hreflang|hspace|id|lang|longdesc|name|nohref|noshade|nowrap|rel|rev|rowspan|rules|scope|size|"
    r"span|src|start|summary|title|type|valign|value|vspace|width)\Z"
)


class _Html(HTMLParser):
    """Finds what content must not hold: dangerous elements and attributes, relative references."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _ELEMENTS.match(tag):
            self.problems.append(f"SecurityRisk: <{tag}>")
        for name, value in attrs:
            if not _ATTRIBUTES.match(name):
                self.problems.append(f"SecurityRiskAttr: {name}")
            if name in ("href", "src") and not re.match(r"https?://|mailto:", value or ""):
                self.problems.append(f"ContainsRelRef: {value!r}")
        if tag == "img" and "alt" not in dict(attrs):
            self.problems.append("MissingAlt")


def problems(feed: bytes) -> list[str]:
    """Everything that is wrong with an RSS or Atom file; empty when nothing is."""
    root = etree.fromstring(feed)
    own = _of_rss if root.tag == "rss" else _of_atom
    return [*_of_bytes(feed, root), *own(root)]


def _of_bytes(feed: bytes, root: etree._Element) -> Iterator[str]:
    if not feed.startswith(b"<?xml version='1.0' encoding='UTF-8'?>"):
        yield "EncodingMismatch"
    for element in root.iter(etree.Element):
        if _UNWISE.search(element.text or "") or any(_UNWISE.search(value) for value in element.attrib.values()):
            yield f"BadCharacters: {element.tag}"
        empty = not len(element) and not (element.text or "").strip() and not element.attrib
        if empty and element.tag != f"{HISTORY}archive":
            yield f"NotBlank: {element.tag}"


def _html(text: str | None) -> list[str]:
    reader = _Html()
    reader.feed(text or "")
    reader.close()
    return reader.problems


def _plain(name: str, text: str | None) -> Iterator[str]:
    if not (text or "").strip():
        yield f"NotBlank: {name}"
    elif _MARKUP.search(text or ""):
        yield f"ContainsHTML: {name} {text!r}"
    elif text != (text or "").strip():
        yield f"UnexpectedWhitespace: {name}"


def _repeated(name: str, values: list[str]) -> Iterator[str]:
    yield from (f"{name}: {value}" for value, times in Counter(values).items() if times > 1)


def _links(links: list[etree._Element]) -> Iterator[str]:
    for link in links:
        if link.get("rel", "alternate") not in _RELATIONS:
            yield f"UnregisteredAtomLinkRel: {link.get('rel')}"
        if not _URI.match(link.get("href") or ""):
            yield f"InvalidURI: {link.get('href')}"
        if not re.match(r"[a-z]+/[a-z.+-]+\Z", link.get("type", "text/html")):
            yield f"InvalidMIMEType: {link.get('type')}"
    if sum(link.get("rel") == "self" for link in links) > 1:
        yield "DuplicateElement: link rel=self"
    alternates = [
        f"{one.get('type')} {one.get('hreflang')}" for one in links if one.get("rel", "alternate") == "alternate"
    ]
    yield from _repeated("DuplicateAtomLink", alternates)


# --- RSS 2.0 --------------------------------------------------------------------------------------------------


def _of_rss(root: etree._Element) -> Iterator[str]:
    channel = root.find("channel")
    assert channel is not None
    items = channel.findall("item")
    for name in ("title", "link", "description"):
        yield from _plain(name, channel.findtext(name))
        if len(channel.findall(name)) != 1:
            yield f"DuplicateElement: {name}"
    if not _URI.match(channel.findtext("link") or ""):
        yield "InvalidLink"
    if not any(link.get("rel") == "self" for link in channel.findall(f"{ATOM}link")):
        yield "MissingAtomSelfLink"
    yield from _links(channel.findall(f"{ATOM}link"))
    yield from _language(channel.findtext("language"))
    yield from _rfc822(channel.findtext("lastBuildDate"))
    yield from _repeated("DuplicateIds", [item.findtext("guid") or "" for item in items])
    for item in items:
        yield from _of_item(item)


def _of_item(item: etree._Element) -> Iterator[str]:
    once = ("title", "link", "description", "pubDate", "guid", "source", CONTENT, f"{DC}language", f"{DC}publisher")
    yield from (f"DuplicateElement: {name}" for name in once if len(item.findall(name)) > 1)
    yield from _plain("title", item.findtext("title"))
    if not _URI.match(item.findtext("link") or ""):
        yield f"InvalidLink: {item.findtext('link')}"
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield "MissingGuid"
    elif guid.get("isPermaLink", "true") == "true" and not (guid.text or "").startswith("http"):
        yield "InvalidPermalink"
    yield from _rfc822(item.findtext("pubDate"))
    yield from (f"InvalidContact: {one.text}" for one in item.findall("author") if "@" not in (one.text or ""))
    if item.find("author") is not None and item.find(f"{DC}creator") is not None:
        yield "DuplicateSemantics: author and dc:creator"
    for source in item.findall("source"):
        yield from _plain("source", source.text)
        if not _URI.match(source.get("url") or ""):
            yield f"InvalidURI: source {source.get('url')}"
    for category in item.findall("category"):
        yield from _plain("category", category.text)
    for creator in item.findall(f"{DC}creator"):
        yield from _plain("dc:creator", creator.text)
    yield from _language(item.findtext(f"{DC}language"))
    yield from _html(item.findtext(CONTENT))
    yield from _html(item.findtext("description"))
    if item.find(CONTENT) is not None and item.findtext(CONTENT) == item.findtext("description"):
        yield "DuplicateDescriptionSemantics"


def _rfc822(stated: str | None) -> Iterator[str]:
    if stated is None:
        return
    if not _RFC822.match(stated):
        yield f"InvalidRFC2822Date: {stated}"
    elif f"{parsedate_to_datetime(stated):%a}" != stated[:3]:
        yield f"IncorrectDOW: {stated}"


def _language(stated: str | None) -> Iterator[str]:
    if stated is not None and not _LANGUAGE.match(stated):
        yield f"InvalidLanguage: {stated}"


# --- Atom 1.0 -------------------------------------------------------------------------------------------------


def _of_atom(root: etree._Element) -> Iterator[str]:
    yield from _common(root)
    links = root.findall(f"{ATOM}link")
    if not any(link.get("rel") == "self" for link in links):
        yield "MissingSelf"
    yield from _language(root.get(f"{XML}lang"))
    entries = root.findall(f"{ATOM}entry")
    for name in ("id", "updated"):
        found = [entry.findtext(f"{ATOM}{name}") or "" for entry in entries]
        yield from _repeated({"id": "DuplicateIds", "updated": "DuplicateUpdated"}[name], found)
    for entry in entries:
        yield from _of_entry(entry, authored=root.find(f"{ATOM}author") is not None)


def _common(element: etree._Element) -> Iterator[str]:
    """What feed, entry and source must have."""
    for name in ("id", "title", "updated"):
        if len(element.findall(f"{ATOM}{name}")) != 1:
            yield f"MissingElement or DuplicateElement: {name} of {element.tag}"
    if not _URI.match(element.findtext(f"{ATOM}id") or ""):
        yield f"InvalidURI: id {element.findtext(f'{ATOM}id')}"
    yield from _plain("title", element.findtext(f"{ATOM}title"))
    for moment in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
        if not _RFC3339.match(moment.text or ""):
            yield f"InvalidRFC3339Date: {moment.text}"
    yield from _links(element.findall(f"{ATOM}link"))
    for person in element.findall(f"{ATOM}author"):
        yield from _plain("name", person.findtext(f"{ATOM}name"))


def _of_entry(entry: etree._Element, *, authored: bool) -> Iterator[str]:
    yield from _common(entry)
    yield from _language(entry.get(f"{XML}lang"))
    if not authored and entry.find(f"{ATOM}author") is None:
        yield "MissingElement: author"
    for category in entry.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield "MissingAttribute: term"
        if category.get("scheme") and not _URI.match(category.get("scheme") or ""):
            yield f"InvalidURI: scheme {category.get('scheme')}"
        yield from _plain("label", category.get("label"))
    summary, content = entry.find(f"{ATOM}summary"), entry.find(f"{ATOM}content")
    if summary is not None and summary.get("type", "text") == "text":
        yield from _plain("summary", summary.text)
    if content is None and summary is None:
        yield "MissingTextualContent"
    if content is not None:
        yield from _html(content.text) if content.get("type") == "html" else [f"InvalidType: {content.get('type')}"]
    for source in entry.findall(f"{ATOM}source"):
        yield from _common(source)
