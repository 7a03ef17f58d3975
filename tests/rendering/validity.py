"""What the W3C Feed Validator (https://validator.w3.org/feed/) says of a feed at its normal level: errors and warnings.

Its own messages by name ("ContainsRelRef"), its own patterns where they decide, for the elements that RSS 2.0 and
Atom 1.0 know and the namespaces that we use. Whatever is not known here is a complaint, so that a new element needs a
new rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.entities import name2codepoint
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Rule = Callable[[Any], Iterator[str]]

_ABSOLUTE = re.compile(r"[a-zA-Z][0-9a-zA-Z+\-.]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d (\+0000|GMT)"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MEDIA_TYPE = re.compile(r'[^\s()<>,;:\\"/\[\]?=]+/[^\s()<>,;:\\"/\[\]?=]+')
_BAD = re.compile("[\u0080-\u009f\ufffd\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff\U0010fffe\U0010ffff]")
_EMAIL = re.compile(r"<[\w\-+.']+@[\w.-]+>")
_RELATIONS = {"self", "alternate", "via", "related", "enclosure", "current", "prev-archive", "next-archive"}
_LANGUAGES = {
    "ar", "be", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "hy", "id",
    "it", "ja", "ka", "kk", "kn", "ko", "ky", "lt", "lv", "mn", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl",
    "sr", "sv", "sw", "ta", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh",
}  # fmt: skip


def complaints(data: bytes, address: str) -> list[str]:
    """Everything that the validator would say of the feed fetched from ``address``; empty when it is content."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as fault:
        return [f"SAXError: {fault}"]
    told = _channel(root[0], address) if root.tag == "rss" else _feed(root, address)
    return [*told, *_characters(root)]


# --- RSS --------------------------------------------------------------------------------------------------------


def _channel(channel: Any, address: str) -> Iterator[str]:
    yield from _children(channel, CHANNEL, required={"title", "link", "description"}, many={"item", f"{ATOM}link"})
    yield from _self(channel.findall(f"{ATOM}link"), address, "MissingAtomSelfLink")
    items = channel.findall("item")
    if any(one.getnext() is not None and one.getnext().tag != "item" for one in items):
        yield "MisplacedItem"
    yield from _repeated("DuplicateValue", [one.findtext("guid") for one in items])


def _item(item: Any) -> Iterator[str]:
    many = {"category", f"{DC}creator", f"{DC}publisher"}
    yield from _children(item, ITEM, required={"guid", "title", "pubDate", "link"}, many=many)
    names = [child.tag for child in item]
    if CONTENT in names and "description" not in names[: names.index(CONTENT)]:
        yield "NeedDescriptionBeforeContent"
    pairs = (("author", f"{DC}creator"), ("category", f"{DC}subject"), ("pubDate", f"{DC}date"))
    yield from ("DuplicateItemSemantics" for core, other in pairs if core in names and other in names)


def _guid(guid: Any) -> Iterator[str]:
    if guid.get("isPermaLink", "true") == "true":
        yield "InvalidPermalink" if (guid.text or "").startswith("urn:") else _absolute(guid.text)
    elif not _UUID.fullmatch(guid.text or ""):
        yield f"InvalidUUID: {guid.text}"


def _absolute(text: str | None) -> str:
    return "" if _ABSOLUTE.fullmatch(text or "") else f"InvalidFullLink: {text}"


def _address(element: Any) -> Iterator[str]:
    yield _absolute(element.text)


def _source(source: Any) -> Iterator[str]:
    yield _absolute(source.get("url"))
    yield from _plain(source)


def _category(category: Any) -> Iterator[str]:
    yield from _plain(category)
    yield "" if category.text else "NotBlank: category"


def _rfc822(element: Any) -> Iterator[str]:
    if not _RFC822.fullmatch(element.text or ""):
        yield f"InvalidRFC2822Date: {element.text}"
        return
    moment = parsedate_to_datetime(element.text)
    if f"{moment:%a}" != element.text[:3]:
        yield "IncorrectDOW"
    yield from _plausible(moment)


# --- Atom -------------------------------------------------------------------------------------------------------


def _feed(feed: Any, address: str) -> Iterator[str]:
    required = {f"{ATOM}{name}" for name in ("id", "title", "updated", "author")}
    yield from _children(feed, FEED, required=required, many={f"{ATOM}link", f"{ATOM}entry"})
    yield from _self(feed.findall(f"{ATOM}link"), address, "MissingSelf")
    yield from _language_code(feed.get(LANG, "en"))
    entries = feed.findall(f"{ATOM}entry")
    if any(one.getnext() is not None and one.getnext().tag != one.tag for one in entries):
        yield "MisplacedMetadata"
    yield from _repeated("DuplicateEntries", [one.findtext(f"{ATOM}id") for one in entries])
    yield from _repeated("DuplicateUpdated", [one.findtext(f"{ATOM}updated") for one in entries])


def _entry(entry: Any) -> Iterator[str]:
    required = {f"{ATOM}{name}" for name in ("id", "title", "updated", "link", "content")}
    many = {f"{ATOM}{name}" for name in ("link", "author", "category")} | {f"{DC}publisher"}
    yield from _children(entry, ENTRY, required=required, many=many)
    yield from _links(entry.findall(f"{ATOM}link"))
    if LANG in entry.attrib:
        yield from _language_code(entry.get(LANG))


def _atom_source(source: Any) -> Iterator[str]:
    yield from _children(source, SOURCE, required={f"{ATOM}{name}" for name in ("id", "title", "updated")}, many=set())


def _person(author: Any) -> Iterator[str]:
    name = author.findtext(f"{ATOM}name")
    yield "" if name else "NotBlank: name"
    yield "ContainsEmail" if _EMAIL.search(name or "") else ""
    yield from _markup(name or "", "ContainsHTML")
    yield from (f"UndefinedElement: {child.tag}" for child in author if child.tag != f"{ATOM}name")


def _text_construct(element: Any) -> Iterator[str]:
    if element.get("type", "text") == "html":
        yield from _html(element)
    elif not element.text:
        yield f"NotBlank: {element.tag}"
    else:
        yield from _markup(element.text, "ContainsUndeclaredHTML")


def _atom_category(category: Any) -> Iterator[str]:
    yield "" if category.get("term") else "MissingAttribute: term"
    yield _absolute(category.get("scheme"))
    yield from _markup(category.get("label", ""), "ContainsUndeclaredHTML")


def _link(link: Any) -> Iterator[str]:
    yield _absolute(link.get("href"))
    yield "" if link.get("rel") in _RELATIONS else f"UnregisteredAtomLinkRel: {link.get('rel')}"
    yield "" if _MEDIA_TYPE.fullmatch(link.get("type", "text/html")) else f"InvalidMIMEAttribute: {link.get('type')}"


def _canonical(element: Any) -> Iterator[str]:
    yield _absolute(element.text)
    if (element.text or "").startswith("urn:"):
        yield "" if _UUID.fullmatch(element.text) else f"InvalidUUID: {element.text}"
        return
    parts = urlsplit(element.text or "")
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, ":")
    if parts.netloc != parts.netloc.lower() or parts.netloc.endswith(usual) or not parts.path:
        yield f"NonCanonicalURI: {element.text}"


def _rfc3339(element: Any) -> Iterator[str]:
    if not _RFC3339.fullmatch(element.text or ""):
        yield f"InvalidRFC3339Date: {element.text}"
        return
    yield from _plausible(datetime.fromisoformat(element.text))


# --- both -------------------------------------------------------------------------------------------------------


def _children(element: Any, rules: dict[str, Rule], *, required: set[str], many: set[str]) -> Iterator[str]:
    counted = Counter(child.tag for child in element if isinstance(child.tag, str))
    yield from (f"MissingElement: {name}" for name in required - set(counted))
    yield from (f"DuplicateElement: {name}" for name, count in counted.items() if count > 1 and name not in many)
    for child in element:
        rule = rules.get(child.tag)
        told = rule(child) if rule else iter([f"UndefinedElement: {child.tag}"])
        yield from (f"{one} ({child.tag})" for one in told if one)


def _self(links: list[Any], address: str, missing: str) -> Iterator[str]:
    named = [link.get("href") for link in links if link.get("rel") == "self"]
    if named != [address]:
        yield f"SelfDoesntMatchLocation: {named}, {address}" if named else missing
    yield from _links(links)


def _links(links: list[Any]) -> Iterator[str]:
    kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in links]
    yield from _repeated("DuplicateAtomLink", kinds)


def _repeated(message: str, values: list[Any]) -> Iterator[str]:
    yield from (f"{message}: {value}" for value, count in Counter(values).items() if count > 1)


def _plain(element: Any) -> Iterator[str]:
    yield from _markup(element.text or "", "ContainsHTML")


def _title(element: Any) -> Iterator[str]:
    yield "" if element.text else "NotBlank: title"
    yield from _plain(element)


def _markup(text: str, message: str) -> Iterator[str]:
    if re.search(r"</\w+>", text) or re.search(r"&#[x0-9]|<[/a-zA-Z]", text):
        yield f"{message}: {text[:80]}"
    for name in re.findall(r"&(#?\w+)", text):
        if name in name2codepoint or name == "apos" or not name.isalpha():
            yield f"{message}: &{name}"


def _language(element: Any) -> Iterator[str]:
    yield from _language_code(element.text)


def _language_code(code: str | None) -> Iterator[str]:
    if code not in _LANGUAGES:
        yield f"InvalidLanguage: {code}"


def _plausible(moment: datetime) -> Iterator[str]:
    yield "ImplausibleDate" if moment.year < 1990 else ""


def _any(_: Any) -> Iterator[str]:
    yield ""


def _characters(root: Any) -> Iterator[str]:
    for element in root.iter(etree.Element):
        if _BAD.search(element.text or "") or any(_BAD.search(value) for value in element.attrib.values()):
            yield f"BadCharacters: {element.tag}"


# --- HTML in content --------------------------------------------------------------------------------------------

_VOID = {"br", "hr", "img"}
_ELEMENTS = _VOID | {
    "a", "b", "blockquote", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p",
    "pre", "q", "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"alt", "href", "rel", "src", "start", "title"}
_INSIDE_A_PARAGRAPH = _ELEMENTS - {
    "blockquote", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_PARENTS = {"tr": {"tbody", "thead"}, "td": {"tr"}, "th": {"tr"}, "tbody": {"table"}}


class _Fragment(HTMLParser):
    """Reads a fragment as strictly as the validator's HTML parser: what is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.told: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS:
            self.told.append(f"SecurityRisk: {tag}")
        if "p" in self.open and "td" not in self.open and tag not in _INSIDE_A_PARAGRAPH:
            self.told.append(f"NotHtml: {tag} inside a paragraph")
        if tag in _PARENTS and (self.open or [""])[-1] not in _PARENTS[tag]:
            self.told.append(f"NotHtml: {tag} inside {self.open[-1:]}")
        for name, value in attrs:
            self._attribute(name, value or "")
        if tag not in _VOID:
            self.open.append(tag)

    def _attribute(self, name: str, value: str) -> None:
        if name not in _ATTRIBUTES:
            self.told.append(f"SecurityRiskAttr: {name}")
        if name in ("href", "src") and not _ABSOLUTE.fullmatch(value):
            self.told.append(f"ContainsRelRef: {value}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.told.append(f"NotHtml: {tag} is closed, but not open")

    def handle_entityref(self, name: str) -> None:
        if name not in name2codepoint:
            self.told.append(f"NotHtml: &{name}")

    def handle_comment(self, data: str) -> None:
        self.told.append("NotHtml: comment")

    def handle_decl(self, decl: str) -> None:
        self.told.append("NotHtml: declaration")

    def handle_pi(self, data: str) -> None:
        self.told.append("NotHtml: processing instruction")


def _html(element: Any) -> Iterator[str]:
    reader = _Fragment()
    reader.feed(element.text or "")
    reader.close()
    yield from reader.told
    if reader.open:
        yield f"NotHtml: never closed: {reader.open}"


CHANNEL: dict[str, Rule] = {
    "title": _title, "link": _address, "description": _plain, f"{ATOM}link": _link, "docs": _address,
    "generator": _plain, "lastBuildDate": _rfc822, "language": _language, "item": _item, ARCHIVE: _any,
}  # fmt: skip
ITEM: dict[str, Rule] = {
    "title": _title, "link": _address, "description": _html, CONTENT: _html, "guid": _guid, "pubDate": _rfc822,
    "category": _category, "source": _source, f"{DC}creator": _any, f"{DC}publisher": _any, f"{DC}language": _language,
}  # fmt: skip
SOURCE: dict[str, Rule] = {
    f"{ATOM}id": _canonical, f"{ATOM}title": _text_construct, f"{ATOM}updated": _rfc3339, f"{ATOM}link": _link,
}  # fmt: skip
FEED: dict[str, Rule] = SOURCE | {
    f"{ATOM}author": _person, f"{ATOM}generator": _title, f"{ATOM}subtitle": _text_construct, f"{ATOM}entry": _entry,
    ARCHIVE: _any,
}  # fmt: skip
ENTRY: dict[str, Rule] = SOURCE | {
    f"{ATOM}published": _rfc3339, f"{ATOM}author": _person, f"{ATOM}content": _text_construct,
    f"{ATOM}summary": _text_construct, f"{ATOM}category": _atom_category, f"{ATOM}source": _atom_source,
    f"{DC}publisher": _any,
}  # fmt: skip
