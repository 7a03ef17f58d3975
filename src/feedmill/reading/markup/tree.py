"""From the text of a page to a tree that is safe to work on.

Limits come before the parser (measurements in libraries.md and reliability.md 6): lxml needs about 80 MiB of memory for
each MiB of ``<p>x`` and everything that follows walks the tree several times.
"""

from __future__ import annotations

import re

from lxml import etree

from feedmill.model import Rejection
from feedmill.reading.safe_html import depth, xml_safe

LARGEST = 5 << 20
"""Characters of HTML that are parsed."""
MOST_TAGS = 50_000
"""``<`` characters that are parsed: ten times what the largest of 170 real pages holds."""
DEEPEST = 500
"""Nested elements; real pages stay under 60."""

MOST_ATTRIBUTES = 3_000
"""Equals signs, or names without values, in one tag; the parser compares each attribute with all others."""
PATIENCE = 15_000
"""``<`` characters up to which slower second opinions (BeautifulSoup, trafilatura's fallbacks) are asked."""

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{6000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_EMBEDDED = re.compile(r"<(script|style|svg|template)\b", re.IGNORECASE)
_LD = re.compile(r"type\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")


def _attributes(tag: str) -> int:
    """About how many attributes a tag has, with and without values: those take the parser quadratic time."""
    return max(tag.count("="), len(_QUOTED.sub(" ", tag).split()))


def parse_page(text: str) -> etree._Element | Rejection:
    """The tree of a page, or why it is not parsed."""
    if len(text) > LARGEST:
        return Rejection(reason="too-large", detail=f"The page is longer than {LARGEST >> 20} million characters.")
    light = without_code(xml_safe(text))
    if light.count("<") > MOST_TAGS:
        return Rejection(reason="hostile", detail=f"The page holds more than {MOST_TAGS} tags.")
    if any(_attributes(tag) > MOST_ATTRIBUTES for tag in _LONG_TAG.findall(light)):
        return Rejection(reason="hostile", detail=f"An element has more than {MOST_ATTRIBUTES} attributes.")
    if depth(light) > DEEPEST:
        return Rejection(reason="hostile", detail=f"The page nests elements more than {DEEPEST} deep.")
    try:
        root = etree.fromstring(_DECLARATION.sub("", light), _parser())
    except (etree.XMLSyntaxError, etree.ParserError, ValueError, AssertionError):
        root = None
    if root is None:
        return Rejection(reason="malformed", detail="The markup holds no element that can be read.")
    return root


def _parser() -> etree.HTMLParser:
    """Plain elements: those of ``lxml.html`` are looked up in Python, which costs a tenth of all reading."""
    return etree.HTMLParser(encoding=None, remove_pis=True, remove_comments=True, no_network=True, huge_tree=False)


def drop(element: etree._Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    around = element.getparent()
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            around.text = (around.text or "") + element.tail
    around.remove(element)


def without_code(text: str) -> str:
    """The page without the content of scripts (JSON-LD apart), styles and drawings: they are half of many pages."""
    kept: list[str] = []
    place = 0
    while match := _EMBEDDED.search(text, place):
        name = match.group(1).lower()
        start_end = text.find(">", match.end())
        end = _find_end(text, name, match.end())
        if start_end < 0 or end is None:
            break
        kept.append(text[place : match.start()])
        if name == "script" and _LD.search(text, match.start(), start_end):
            kept.append(text[match.start() : end])
        place = end
    kept.append(text[place:])
    return "".join(kept)


def _find_end(text: str, name: str, start: int) -> int | None:
    """Behind the end tag of ``name``; None when there is none (then the rest is left to the parser)."""
    match = _ENDS[name].search(text, start)
    return match.end() if match else None


_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "svg", "template")}


def text_under(element: etree._Element) -> str:
    """All text under an element on one line, without gaps that markup does not make."""
    return " ".join("".join(element.itertext()).split())


def marks(element: etree._Element) -> str:
    """What the page calls an element: class, id, role and test names in lower case."""
    found = element.attrib
    return " ".join([found[name] for name in _NAMES if name in found]).lower() if len(found) else ""


_NAMES = ("class", "id", "role", "data-component", "data-testid", "aria-label")
