"""Which places of a page are not its article, by the names the page itself gives them, by role and by tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from lxml import etree

from feedmill.model import Cut
from feedmill.reading.chrome import weight
from feedmill.reading.markup.tree import drop, marks, text_under
from feedmill.reading.markup.vocabulary import section

_TAGS = {
    "nav": "menu", "aside": "related-links", "footer": "legal", "form": "form", "button": "form", "dialog": "hidden",
    "menu": "menu", "select": "form", "textarea": "form", "iframe": "script", "object": "script", "script": "script",
    "noscript": "script", "figcaption": "caption", "style": "script", "input": "form", "label": "form",
}  # fmt: skip
_ROLES = {
    "navigation": "menu", "complementary": "related-links", "contentinfo": "legal", "banner": "menu", "search": "form",
    "dialog": "hidden", "alert": "hidden", "menu": "menu", "menubar": "menu", "tablist": "menu", "toolbar": "menu",
}  # fmt: skip
_KEPT = {"html", "body", "main", "article", "h1", "h2", "h3", "p", "td", "tr", "tbody", "table"}
_HIDING = re.compile(r"display:none|visibility:hidden")
_SPARSE = 400
_MOST = 0.35
"""Share of the page's running text above which a place is never cut, whatever its name: a wrapper."""


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str], re.Pattern[str]]:
    places = section("places")
    reasons = {name.rstrip("*"): reason for reason, names in places.items() for name in names}
    every = [name for names in places.values() for name in names]
    return _pattern(every), reasons, _pattern(section("body")["names"])


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """The longest name that stands alone, or that a word begins with if a "*" ends it."""
    ordered = sorted(names, key=len, reverse=True)
    whole = "|".join(re.escape(name) for name in ordered if not name.endswith("*"))
    begun = "|".join(re.escape(name[:-1]) for name in ordered if name.endswith("*"))
    return re.compile(rf"(?<![a-z0-9])(?:({whole})(?![a-z0-9])" + (rf"|({begun}))" if begun else ")"))


def names_body(element: etree._Element) -> bool:
    """The page says that this element holds the article."""
    if (element.get("itemprop") or "").lower() in ("articlebody", "reviewbody", "text"):
        return True
    return bool(_names()[2].search(marks(element)))


@lru_cache(maxsize=8192)
def named_place(names: str) -> str | None:
    """The reason to cut a place of this class and id, or None when its name says nothing."""
    pattern, reasons, _ = _names()
    found = pattern.search(names)
    return reasons[found.group(found.lastindex or 0)] if found else None


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(section('closing')['headings'])})\s*[:：.…]*\s*\Z", re.IGNORECASE)


def closes(line: str) -> bool:
    """A short line that announces other stories, the author's life or the readers' letters."""
    return len(line) <= 60 and bool(_closing().match(line.strip(" \t#*•|-–—:")))


@cache
def _footers() -> re.Pattern[str]:
    return re.compile("|".join(section("footers")["beginnings"]), re.IGNORECASE)


def is_small_print(line: str) -> bool:
    """A short line that tells why a letter came and how to be rid of the next one."""
    return len(line) <= 300 and bool(_footers().match(line.lstrip(" *_|·•–—-")))


def cut_places(root: etree._Element) -> tuple[list[Cut], Weights]:
    """Remove places that are not the article from the tree; what was cut, in document order, and the running text
    that is left under each element.

    A place that holds more than a third of the running text is kept: names like ``has-sidebar`` stand on wrappers.
    """
    weights = running_text(root)
    whole = weights.get(root, 0)
    cuts: list[Cut] = []
    gone: set[etree._Element] = set()
    for element in list(root.iterdescendants()):
        if element.getparent() in gone:
            gone.add(element)
            continue
        reason = _reason(element)
        weight = weights.get(element, 0)
        if not reason or weight > _limit(reason, whole):
            continue
        text = text_under(element)
        if text:
            cuts.append(Cut(reason=reason, text=text[:400]))
        for around in element.iterancestors() if weight else ():
            weights[around] = weights.get(around, 0) - weight
        drop(element)
        gone.add(element)
    return cuts, weights


def _limit(reason: str, whole: int) -> float:
    """Characters of running text that a place may hold and still be cut.

    Hidden prose is a folded part of the article; tables of contents, tags and share bars hold none.
    """
    if reason == "hidden":
        return 0
    return (
        _SPARSE
        if reason in ("toc", "tags", "pagination", "share", "meta", "caption", "menu")
        else max(_SPARSE, whole * _MOST)
    )


_PARAGRAPH_TAGS = ("p", "blockquote", "pre")
_BOX_TAGS = ("body", "center", "div", "td", "section", "article", "li", "span", "font")
_PROSE_TAGS = (*_PARAGRAPH_TAGS, *_BOX_TAGS)

Weights = dict[etree._Element, int]
"""Characters of running text under an element; elements without any are left out."""


def running_text(root: etree._Element) -> Weights:
    """For each element the characters of paragraphs under it that read like prose: the mass of the article."""
    weights: Weights = {}
    for _, element in etree.iterwalk(root, events=("end",), tag=_PROSE_TAGS):
        own = _prose(element)
        if own:
            for around in (element, *element.iterancestors()):
                weights[around] = weights.get(around, 0) + own
    return weights


def is_paragraph(element: etree._Element) -> bool:
    """Running text stands in the element itself, not only in elements inside it."""
    return _prose(element) > 0


def _prose(element: etree._Element) -> int:
    """Characters of text that stand directly in an element or in its inline children, when it is a paragraph."""
    if element.tag in _PARAGRAPH_TAGS:
        text = text_under(element)
        links = [len(text_under(a)) for a in element.iter("a")]
        most = 3 if len(links) >= MANY_LINKS else 2
        return len(text) if _says_enough(text, 40) and sum(links) * most < len(text) else 0
    if element.tag in _BOX_TAGS:
        pieces = [(piece or "").strip() for piece in (element.text, *(child.tail for child in element))]
        own = sum(map(len, pieces))
        return own if own >= 60 or (own >= _FEWEST_WIDE and _says_enough("".join(pieces), 60)) else 0
    return 0


def _says_enough(text: str, letters: int) -> bool:
    """So many letters, or somewhat more of their worth in signs that say more each."""
    return len(text) >= letters or (len(text) >= _FEWEST_WIDE and weight(text) >= _WORTH)


MANY_LINKS = 6
"""Links that make a paragraph a list when they are a third of it: lines parted by breaks, each with its day."""
_FEWEST_WIDE = 25
_WORTH = 75
"""A running text in Han signs, kana or hangul, in characters and in Latin letters' worth."""


def _reason(element: etree._Element) -> str | None:
    tag = element.tag
    if tag in _TAGS:
        return _TAGS[tag]
    role = (element.get("role") or "").lower()
    if role in _ROLES:
        return _ROLES[role]
    if tag in _KEPT and tag not in ("p", "h2", "h3"):
        return None
    if element.get("hidden") is not None or _HIDING.search("".join((element.get("style") or "").lower().split())):
        return "hidden"
    return named_place(marks(element))
