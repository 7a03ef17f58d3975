"""A page as people copy it: its visible text without markup, in three line disciplines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from lxml import html

DISCIPLINES = ("line", "blank", "wrapped")
"""A line a paragraph; blank lines between; hard-wrapped at 72 columns."""

_INLINE = frozenset({
    "a", "b", "i", "em", "strong", "span", "u", "small", "sup", "sub", "font", "abbr", "cite", "code", "time", "label",
    "mark", "s", "q", "wbr", "img",
})  # fmt: skip
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "svg", "head", "iframe", "select", "textarea",
})  # fmt: skip
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_SPACE = re.compile(r"\s+")


def dump(content: bytes, discipline: str) -> bytes:
    """The text of a page with all its furniture, UTF-8; the page's name stands first, as most tools put it."""
    tree = html.fromstring(_decoded(content))
    name = tree.findtext(".//title") or ""
    pieces = "".join([name, "\n", *_visible(tree)])
    lines = [_SPACE.sub(" ", line).strip() for line in pieces.split("\n")]
    told = [line for line in lines if line]
    if discipline == "wrapped":
        told = [textwrap.fill(line, 72, break_long_words=False) for line in told]
    return ("\n" if discipline == "line" else "\n\n").join(told).encode()


def _decoded(content: bytes) -> bytes | str:
    """Pages in UTF-8 as text, declared or not: a browser copies no garbled letters."""
    try:
        return _DECLARATION.sub("", content.decode("utf-8"))
    except UnicodeDecodeError:
        return content


def _visible(element: html.HtmlElement) -> Iterator[str]:
    """Pieces of text in order, a line break around every block; iterative, for pages nest deeply."""
    waiting: list[tuple[html.HtmlElement, bool]] = [(element, False)]
    while waiting:
        one, ended = waiting.pop()
        seen = isinstance(one.tag, str) and one.tag not in _UNSEEN
        block = isinstance(one.tag, str) and one.tag not in _INLINE
        if ended:
            yield "\n" if block else ""
        elif seen:
            yield "\n" if block else ""
            yield _SPACE.sub(" ", one.text or "")
            waiting.append((one, True))
            waiting += [(child, False) for child in reversed(one)]
            continue
        yield _SPACE.sub(" ", one.tail or "")
