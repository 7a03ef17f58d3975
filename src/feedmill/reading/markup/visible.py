"""What readers see of a page's attribution: its headings, bylines and dates, each with its place on the page.

Gathered before places are cut from the tree, because templates put bylines beside the body. What belongs to another
story (a card of a related list, a comment, a menu) is left out: its author and date are not this article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from lxml import etree

from feedmill.reading.markup.places import named_place
from feedmill.reading.markup.tree import marks, text_under
from feedmill.reading.markup.vocabulary import is_author_label, section
from feedmill.reading.words import words

LONGEST = 160
"""Characters of an element that may be a byline or state a date."""
_MOST = 12
"""Signs of each kind that are looked at."""
_CARD = 700
"""Characters above which an element is no card of another story."""
_OUTER = 7
"""Levels up to which the surroundings of a sign are looked at."""
_PARAGRAPH = 120
"""Characters of a paragraph that begins the text."""

_AUTHOR_MARK = re.compile(
    r"(?<![a-z])(?:by|byline|by-line|byline[_-]?names?|writers?|autor(?:es|in|en)?|auteurs?|autore|redattore|"
    r"(?:[a-z]+[-_]{1,2})?authors?(?:[-_]{0,2}(?:names?|link|title|url|info|meta|list|details?|block))?|"
    r"authorname|reporter|journalist|muhabir|yazar|reportero|redactor|firma|penulis|szerzo|vcard|field-authors?|source-author|avtor)(?![a-z])"
    r"(?![-_]*(?:bio|box|desc\w*|image|img|avatar|photo|social|twitter|follow|posts|archive|related|more))"
)
_PICTURE = re.compile(
    r"\b(?:fa[srb]?|bi|icon|icofont|glyphicon|ti|las?|mdi|dashicons|i)\b[-_ a-z]*[-_ ](?:user|person|author)\b"
)
"""Names that fonts of pictures give to a person."""
_BUTTONS = frozenset({"a", "button", "label"})
_DATE_MARK = re.compile(r"date|time|publish|posted|created|дата|pubdate|day|meta")
_FOREIGN_TAGS = frozenset({"nav", "footer", "form", "noscript"})
_FOREIGN = frozenset({"related-links", "comments", "newsletter", "cookie", "promo"})
_LINKED_HEADING = etree.XPath("boolean(.//h2//a|.//h3//a|.//h4//a|.//h5//a|.//a//h2|.//a//h3|.//a//h4|.//a//h5)")
_HEADING_LINKS = etree.XPath(".//h2//a|.//h3//a|.//h4//a|.//h5//a")
_LINKS = etree.XPath("count(.//a)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A short text somewhere on the page; ``place`` grows in document order. ``value`` is what a ``<time>`` states
    to machines, ``label`` the words before it in its parent."""

    text: str
    place: int
    value: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """Headings in document order; bylines, ``<time>`` elements (``changed`` are those called updated) and lines with
    digits that are called dates.

    ``opening`` holds the places of the paragraphs with which the text of an article may begin.
    """

    headings: tuple[Sign, ...] = ()
    page_title: str = ""
    bylines: tuple[Sign, ...] = ()
    times: tuple[Sign, ...] = ()
    changed: tuple[Sign, ...] = ()
    dated: tuple[Sign, ...] = ()
    opening: tuple[int, ...] = ()

    @property
    def short_lines(self) -> tuple[str, ...]:
        """Everything that is called a date or a byline, as readers see it."""
        return tuple(sign.text for sign in (*self.times, *self.dated))

    def head_of(self, title: str) -> tuple[int, int]:
        """Between which places the head of the article stands: from a little above its headline to its first
        paragraph."""
        start = next((sign.place for sign in self.headings if title and sign.text.startswith(title)), None)
        if start is None:
            return 0, 0
        return start - _ABOVE, next((place for place in self.opening if place > start), start + _BELOW)


_ABOVE = 15
_BELOW = 60
"""Elements above and below a headline in which its byline is looked for."""


@dataclass(slots=True)
class _Found:
    headings: list[Sign]
    bylines: list[Sign]
    times: list[Sign]
    changed: list[Sign]
    dated: list[Sign]
    opening: list[int]
    main: frozenset[etree._Element]


def read_visible(root: etree._Element) -> Visible:
    """Headings, bylines and dates of a page."""
    main = frozenset(around for heading in root.iter("h1") for around in heading.iterancestors())
    found = _Found([], [], [], [], [], [], main)
    for place, element in enumerate(root.iter(etree.Element)):
        reader = _READERS.get(element.tag)
        if reader is not None:
            reader(element, place, found)
    title = next((text_under(t) for t in root.iter("title")), "")
    return Visible(
        headings=tuple(sorted(found.headings, key=lambda sign: sign.value)),
        page_title=title[:512],
        bylines=tuple(found.bylines),
        times=tuple(found.times),
        changed=tuple(found.changed),
        dated=tuple(found.dated),
        opening=tuple(found.opening),
    )


def _heading(element: etree._Element, place: int, found: _Found) -> None:
    text = text_under(element)
    if (len(found.headings) < _MOST or element.tag == "h1") and len(found.headings) < 40 and 3 < len(text) <= 300:
        found.headings.append(Sign(text=text, place=place, value=element.tag))
    _signs(element, place, found)


def _time(element: etree._Element, place: int, found: _Found) -> None:
    if len(found.times) >= _MOST and len(found.changed) >= _MOST:
        return
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    label = _before(element)[-40:]
    announced = any(word in label.casefold() for word in words("dates", "published"))
    changed = "modified" in names or ("updated" in names and "publish" not in names)
    changed = changed or (label.casefold().rstrip(" :：") in words("dates", "updated"))
    times = found.changed if changed else found.times
    if len(times) < _MOST and not _is_foreign(element, found.main, announced=announced):
        value = element.get("datetime") or ""
        times.append(Sign(text=text_under(element)[:LONGEST], place=place, value=value, label=label))


def _before(element: etree._Element) -> str:
    """The words that stand before an element in its parent; behind an earlier ``<time>`` of the same parent."""
    around = element.getparent()
    words = "" if around is None else around.text or ""
    for sibling in () if around is None else around:
        if sibling is element:
            break
        words = (sibling.tail or "") if sibling.tag == "time" else f"{words} {text_under(sibling)} {sibling.tail or ''}"
    return " ".join(words.split())


def _paragraph(element: etree._Element, place: int, found: _Found) -> None:
    if len(found.opening) < 40 and len(text_under(element)) >= _PARAGRAPH:
        found.opening.append(place)
    _signs(element, place, found)


def _signs(element: etree._Element, place: int, found: _Found) -> None:
    """Whether an element is called a byline or a date, and says something short; or announces a name beside it."""
    announced = "" if len(element) or len(found.bylines) >= _MOST else _announced(element)
    if 2 <= len(announced) <= LONGEST and not _is_foreign(element, found.main, announced=True):
        found.bylines.append(Sign(text=announced, place=place))
        return
    names = marks(element)
    sure = (element.get("rel") or "").lower() == "author" or (element.get("itemprop") or "").lower() == "author"
    called_byline, called_date = _kinds(names) if names else (False, False)
    byline = len(found.bylines) < _MOST and (sure or called_byline)
    dated = len(found.dated) < _MOST and called_date
    if not byline and not dated:
        return
    text = _said(element) if len(element) < 20 else ""
    if not 2 <= len(text) <= LONGEST or _is_foreign(element, found.main):
        return
    if byline:
        found.bylines.append(Sign(text=text, place=place))
    if (dated or byline) and any(mark.isdigit() for mark in text):
        found.dated.append(Sign(text=text, place=place))


def _said(element: etree._Element) -> str:
    """What readers see in an element, lines set apart."""
    if element.find(".//br") is None:
        return " ".join(" ".join(element.itertext()).split())
    parts = [part for inner in element.iter() for part in _parts_of(inner, element)]
    return " ".join(" ".join(parts).split()).strip(" |")


def _parts_of(inner: etree._Element, element: etree._Element) -> tuple[str, ...]:
    own = " | " if inner.tag == "br" else inner.text or ""
    return (own,) if inner is element else (own, inner.tail or "")


def _announced(element: etree._Element) -> str:
    """What an element without children announces: the text beside an author's label ("Author(s):" before a list), or
    behind the picture of a person."""
    tail, around = (element.tail or "").strip(), element.getparent()
    if element.text is None or not element.text.strip():
        pictured = _PICTURE.search(element.get("class") or "") and around.tag not in _BUTTONS
        return (tail[: LONGEST + 1] or _short_text(around)) if pictured else ""
    if tail or len(element.text) > LONGEST or not is_author_label(element.text.strip()):
        return ""
    beside = element.getnext()
    beside = around.getnext() if beside is None and around is not None else beside
    return "" if beside is None else _joined(beside)


def _joined(element: etree._Element) -> str:
    """The text of an element; items of a list set apart."""
    items = [item for item in element if item.tag == "li"]
    texts = [_short_text(item) for item in items] if 1 < len(items) < _MOST else [_short_text(element)]
    return "、".join(text for text in texts if text)


def _short_text(element: etree._Element) -> str:
    """The text of an element; empty when it is longer than a byline, which it is not read to the end to know."""
    parts: list[str] = []
    for text in element.itertext():
        parts.append(text)
        if sum(map(len, parts)) > 4 * LONGEST:
            return ""
    return " ".join(" ".join(parts).split())


@lru_cache(maxsize=8192)
def _kinds(names: str) -> tuple[bool, bool]:
    """Whether a place of these names is called a byline, a date."""
    return bool(_AUTHOR_MARK.search(names)), bool(_DATE_MARK.search(names))


def _link(element: etree._Element, place: int, found: _Found) -> None:
    """A link to a person's page is a byline wherever it stands: ``/author/…``, ``/people/…``, ``/avtory/…``."""
    if len(found.bylines) < _MOST and _profile().search(element.get("href") or ""):
        text = text_under(element)
        if 2 <= len(text) <= 60 and not _is_foreign(element, found.main):
            found.bylines.append(Sign(text=text, place=place))
            return
    _signs(element, place, found)


@cache
def _profile() -> re.Pattern[str]:
    return re.compile(rf"/(?:{'|'.join(section('bylines')['paths'])})/[^/?#]", re.IGNORECASE)


def _is_foreign(element: etree._Element, main: frozenset[etree._Element], *, announced: bool = False) -> bool:
    """The element belongs to another story, a comment or a menu. What holds the main heading is none of these, and
    what is ``announced`` as the article's author or day may stand in a column called a menu."""
    for level, around in enumerate(_around(element)):
        if level >= _OUTER or around.tag in ("body", "html", "main") or around in main:
            break
        if around.tag in _FOREIGN_TAGS and not (around.tag == "footer" and _ends_article(around, main)):
            return True
        place = named_place(marks(around))
        if place in _FOREIGN or (place == "menu" and not announced and _LINKS(around) >= _MENU):
            return True
    return _is_in_card(element, main)


def _ends_article(footer: etree._Element, main: frozenset[etree._Element]) -> bool:
    """A footer within the article that holds the main heading: where themes put its day and its writer."""
    around = footer.getparent()
    return around is not None and around.tag == "article" and around in main


_MENU = 4
"""Links that make a menu of what is called one: sidebars hold bylines too."""


def _is_in_card(element: etree._Element, main: frozenset[etree._Element]) -> bool:
    for level, around in enumerate(_around(element)):
        if level >= _OUTER or around.tag in ("body", "html", "main") or around in main:
            return False
        if _is_long(around):
            return False
        if _LINKED_HEADING(around):
            return not _names_people(around)
    return False


def _names_people(element: etree._Element) -> bool:
    """All headings with links in an element are names that lead to the pages of people."""
    links = _HEADING_LINKS(element)
    return bool(links) and all(_profile().search(link.get("href") or "") for link in links[:_MOST])


def _is_long(element: etree._Element) -> bool:
    """More text stands here than a card holds; reads no further than it must."""
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > _CARD:
            return True
    return False


def _around(element: etree._Element) -> Iterable[etree._Element]:
    yield element
    yield from element.iterancestors()


_READERS = {
    **dict.fromkeys(
        ("span", "div", "li", "address", "cite", "h3", "h4", "h5", "h6", "dt", "th", "label", "strong", "em", "b", "i",
         "small", "td", "abbr", "dd", "ul", "section", "header", "figcaption"), _signs,
    ),
    "a": _link, "p": _paragraph, "h1": _heading, "h2": _heading, "time": _time,
}  # fmt: skip
