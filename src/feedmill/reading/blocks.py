"""A body as a list of blocks, so that its text and its HTML are always the same words.

Whatever a body was cut from (a page, a feed item, a newsletter), it is first read into :class:`Block` values; rules
that remove chrome drop blocks, and both forms of the article are written from those that remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby, islice
from typing import Literal

from lxml import etree
from lxml import html as lxml_html

from feedmill.reading.safe_html import clean, text_of, xml_safe

Kind = Literal["p", "heading", "item", "quote", "code", "row", "image"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph-like stretch. ``html`` is its inside; ``linked`` counts the characters that are link text.

    ``level`` is 2–6 for a heading, 1 for an item of a numbered list, else 0.
    """

    kind: Kind
    text: str
    html: str
    level: int = 0
    linked: int = 0


_INLINE = {"a", "b", "strong", "i", "em", "code", "sub", "sup", "s", "u", "q"}
_SILENT = {
    "script", "style", "noscript", "template", "textarea", "select", "svg", "math", "object", "iframe", "button",
    "form", "nav", "head", "title", "canvas", "audio", "video", "input", "dialog",
}  # fmt: skip
_TRANSPARENT = {"span", "font", "abbr", "time", "cite", "small", "big", "mark", "ins", "bdi", "tt", "label", "wbr",
                "kbd", "var", "data", "acronym", "dfn", "samp", "del", "html", "body", "nobr", "picture",
                "source"}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u2028]+")
_LINES = re.compile(r" *\n *")


@dataclass(slots=True)
class _Writer:
    """Collects blocks while a tree is walked; ``open`` are the inline elements that are open now, ``layout`` the rows
    and cells that are no table's but the page's."""

    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    layout: set[etree._Element] = field(default_factory=set)
    linked: int = 0

    def say(self, words: str | None) -> None:
        if not words:
            return
        words = xml_safe(words)
        plain = words if "pre" in self.around else _SPACE.sub(" ", words)
        self.text.append(plain)
        self.html.append(escape(plain, quote=False))
        if any(name == "a" for name, _ in self.open):
            self.linked += len(plain.strip())

    def flush(self) -> None:
        """End the block that is being written, keeping inline elements open for the next one."""
        text = _SPACE_RUN.sub(" ", _LINES.sub(" ", "".join(self.text))).strip()
        if text:
            closing = "".join(f"</{name}>" for name, _ in reversed(self.open))
            kind, level = self._kind()
            html = "".join(self.html).strip().removesuffix("<br>").rstrip() + closing
            self.blocks.append(Block(kind=kind, text=text, html=html, level=level, linked=self.linked))
        self.text, self.linked = [], 0
        self.html = [start for _, start in self.open]

    def _kind(self) -> tuple[Kind, int]:
        for name in reversed(self.around):
            if name in _HEADINGS:
                return "heading", _HEADINGS[name]
            if name == "li":
                return "item", 1 if "ol" in self.around else 0
            if name in _KINDS:
                return _KINDS[name], 0
        return "p", 0


_SPACE_RUN = re.compile(r" {2,}")
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_KINDS: dict[str, Kind] = {"blockquote": "quote", "pre": "code", "tr": "row"}


def read_blocks(root: etree._Element) -> list[Block]:
    """The blocks under ``root`` in document order. Two ``<br>`` in a row start a new paragraph, one does
    behind a full sentence; else it is a space in the text."""
    writer = _Writer()
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is None and event == "start":
            skipped = _enter(writer, element)
        elif event == "end" and (skipped is None or skipped is element):
            _leave(writer, element, silent=skipped is element, root=root)
            skipped = None
    writer.flush()
    return writer.blocks


def _enter(writer: _Writer, element: etree._Element) -> etree._Element | None:
    name = element.tag
    if name in _SILENT or (name == "sup" and _is_note_mark(element)):
        return element
    if name == "br":
        _break(writer)
    elif name == "img":
        _image(writer, element)
    elif name in _INLINE:
        start = f'<a href="{escape(element.get("href") or "")}">' if name == "a" else f"<{name}>"
        writer.open.append((name, start))
        writer.html.append(start)
    elif name in ("td", "th") and element not in writer.layout:
        writer.say(" ")
    elif name not in _TRANSPARENT:
        if name == "tr" and _is_layout(element):
            writer.layout.update((element, *element))
        writer.flush()
        writer.around.append("div" if element in writer.layout else name)
    elif name == "span" and _touches(element):
        writer.say(" ")
    writer.say(element.text)
    return None


def _touches(span: etree._Element) -> bool:
    """A span that begins with a capital directly behind one that ends with a letter: style sheets set them apart
    ("Agency" and "Moscow"). The first letter of a paragraph, set large, has a small one behind it."""
    before = span.getprevious()
    if before is None or before.tag != "span" or before.tail or not (span.text or "")[:1].isupper():
        return False
    return len(before) == 0 and (before.text or "")[-1:].isalpha() and len(before.text or "") > 1


def _is_note_mark(element: etree._Element) -> bool:
    """A raised number or star that the page links or names is the mark of a footnote; the square of a metre is not."""
    called = element.get("class") or element.get("id") or element.find("a") is not None
    return bool(called) and _NOTE_MARK.fullmatch("".join(element.itertext()).strip()) is not None


_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡]{1,3})[\])]?")


def _is_layout(row: etree._Element) -> bool:
    """A row of a table that only arranges the page, as pages of the 2000s do: a cell holds paragraphs, another table
    or lines of its own."""
    parts = [sum(inner.tag in _PARTS for inner in islice(cell.iter(), _LOOKED_AT)) for cell in row]
    return any(found >= _FEW_PARTS for found in parts) or (len(parts) == 1 and parts[0] > 0)


_PARTS = frozenset({"p", "table", "br", "ul", "ol", "blockquote", "h1", "h2", "h3"})
_LOOKED_AT = 200
"""Elements within a cell that are looked at: nested tables would cost their depth times their size."""
_FEW_PARTS = 4


def _leave(writer: _Writer, element: etree._Element, *, silent: bool, root: etree._Element) -> None:
    name = element.tag
    if not silent:
        if name in _INLINE:
            writer.open.pop()
            writer.html.append(f"</{name}>")
        elif (
            name not in _TRANSPARENT
            and name not in ("br", "img")
            and (name not in ("td", "th") or element in writer.layout)
        ):
            writer.flush()
            writer.around.pop()
    if element is not root:
        writer.say(element.tail)


def _break(writer: _Writer) -> None:
    line = "".join(writer.text).rstrip(" ")
    if line.endswith("\n") or (len(line) >= _LONG_LINE and _SENTENCE_END.search(line[-8:])):
        writer.flush()
    else:
        writer.text.append("\n")
        writer.html.append("<br>")


_LONG_LINE = 70
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")


def _image(writer: _Writer, element: etree._Element) -> None:
    attributes = "".join(
        f' {name}="{escape(element.get(name) or "")}"'
        for name in ("src", "data-src", "alt", "width", "height", "style")
        if element.get(name)
    )
    if attributes and not writer.open:
        if not "".join(writer.text).strip():
            writer.blocks.append(Block(kind="image", text="", html=f"<img{attributes}>"))
        else:
            writer.html.append(f"<img{attributes}>")


def parse_blocks(safe: str) -> list[Block]:
    """The blocks of sanitised HTML (what :func:`feedmill.reading.safe_html.clean` returns)."""
    if not safe.strip():
        return []
    return read_blocks(lxml_html.fragment_fromstring(safe, create_parent="div"))


def lines_of(block: Block) -> list[str]:
    """What stands in a block, line by line, where breaks part it."""
    return (
        [line for piece in _BROKEN.split(block.html) if (line := text_of(piece))]
        if "<br" in block.html
        else [block.text]
    )


_BROKEN = re.compile(r"<br\s*/?>")


def first_line(block: Block) -> str:
    """What stands in a block before its first break."""
    return lines_of(block)[0] if "<br" in block.html and block.text else block.text


def text_from(blocks: Iterable[Block]) -> str:
    """The words of a body: paragraphs separated by one blank line."""
    return "\n\n".join(block.text for block in blocks if block.text)


def without_opening(block: Block, length: int) -> Block:
    """The block without the first ``length`` characters of its text; elements that they filled go with them."""
    left = sum(not mark.isspace() for mark in block.text[:length])
    kept: list[str] = []
    place = 0
    for match in _PIECE.finditer(block.html):
        if not left and not match[0].isspace():
            place = match.start()
            break
        if match[0].startswith("<"):
            kept.append(match[0])
        left -= not match[0].isspace() and not match[0].startswith("<")
        place = match.end()
    html = _EMPTY.sub("", f"{''.join(kept)}{block.html[place:]}")
    return replace(block, text=block.text[length:].strip(), html=html.strip())


_PIECE = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
_EMPTY = re.compile(r"<(a|b|strong|i|em|u|s|q|code|sub|sup)\b[^>]*>\s*</\1>|\A(?:<br>\s*)+")


def html_from(blocks: Sequence[Block], base_url: str | None) -> str:
    """The sanitised HTML of a body; neighbouring items, quotes and rows share one list, quotation or table."""
    groups = groupby(blocks, key=lambda block: (block.kind, block.level if block.kind == "item" else 0))
    return clean("\n".join(_group(kind, level, list(members)) for (kind, level), members in groups), base_url)


def _group(kind: Kind, level: int, members: Sequence[Block]) -> str:
    if kind == "item":
        name = "ol" if level else "ul"
        return f"<{name}>" + "".join(f"<li>{block.html}</li>" for block in members) + f"</{name}>"
    if kind == "quote":
        return "<blockquote>" + "".join(f"<p>{block.html}</p>" for block in members) + "</blockquote>"
    if kind == "row":
        return "<table>" + "".join(f"<tr><td>{block.html}</td></tr>" for block in members) + "</table>"
    return "\n".join(_single(block) for block in members)


def _single(block: Block) -> str:
    if block.kind == "heading":
        return f"<h{block.level}>{block.html}</h{block.level}>"
    if block.kind == "code":
        return f"<pre>{block.html}</pre>"
    if block.kind == "image":
        return f"<figure>{block.html}</figure>"
    return f"<p>{block.html}</p>"
