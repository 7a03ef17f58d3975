"""The lines of a PDF's pages, with where they stand and how large their letters are; running heads taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from feedmill.reading.encodings import clean
from feedmill.reading.pages import EDGE, furniture

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 200
"""Pages that are read; the rest of a longer file is left, and the reading says so."""
LONGEST = 2 << 20
"""Characters that are read."""
MOST_PIECES = 100_000
"""Pieces of text on one page; a page with more is a drawing."""
PROGRAM = 2 << 20
"""Bytes of the program of one page; a longer one is a drawing (the parser takes some 10 s for 4 MiB)."""
PROGRAMS = 8 << 20
"""Bytes of the programs of all pages that are read."""

_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08]")
_APART = re.compile(
    r"(?<=[\u2018-\u201d]) (?=[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef])"
    r"|(?<=[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef]) (?=[\u2018-\u201d])"
)
"""The width of a quotation mark among ideographs, which layers tell as a space."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


@dataclass(slots=True)
class Line:
    """A line of a page: where its first letters stand (points from the page's corner) and how large they are."""

    page: int
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    turned: bool = False


@dataclass(slots=True)
class Layer:
    """The filled lines of the pages that were read; how many pages could not be; characters that are no letters."""

    lines: list[Line] = field(default_factory=list)
    failed: int = 0
    strange: int = 0


class _TooMuch(Exception):
    """A page has more pieces than a page of text can have."""


def text_layer(reader: PdfReader) -> Layer:
    """The lines of all pages, within the bounds; a page that cannot be read is counted and passed over."""
    layer = Layer()
    length = programs = 0
    for number in range(min(len(reader.pages), MOST_PAGES)):
        collector = _Collector(number)
        try:
            page = reader.pages[number]
            programs += _program(page)
            page.extract_text(visitor_text=collector)
        except Exception:  # noqa: BLE001  pypdf raises what it does not document; one page is not the file
            layer.failed += 1
            continue
        for line in collector.lines:
            layer.strange += len(_STRANGE.findall(line.text))
            line.text = tidy(line.text)
        filled = [line for line in collector.lines if line.text]
        layer.lines += _upright(filled)
        length += sum(len(line.text) for line in filled)
        if length > LONGEST or programs > PROGRAMS:
            break
    return layer


@dataclass(slots=True)
class _Collector:
    """Takes the pieces of one page as pypdf gives them and makes lines of them."""

    page: int
    lines: list[Line] = field(default_factory=list)
    pieces: int = 0

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise _TooMuch
        first, *others = text.split("\n")
        self._add(first, cm, tm, size)
        for part in others:
            self.lines.append(Line(self.page))
            self._add(part, cm, tm, size)

    def _add(self, text: str, cm: Sequence[float], tm: Sequence[float], size: float) -> None:
        if not self.lines:
            self.lines.append(Line(self.page))
        line = self.lines[-1]
        if not line.text.strip() and text.strip():
            line.x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            line.y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            upright = tm[0] * cm[0] + tm[1] * cm[2]
            line.size = abs(size * (tm[2] * cm[1] + tm[3] * cm[3]))
            line.turned = abs(tm[0] * cm[1] + tm[1] * cm[3]) > abs(upright)
        line.text += text


def _program(page: PageObject) -> int:
    """Bytes of a page's program; raises :class:`_TooMuch` for one that no page of text has."""
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > PROGRAM:
        raise _TooMuch
    return size


def tidy(text: str) -> str:
    """A line without what cannot be seen, ligatures spelt out; a soft hyphen at its end stays for the joining."""
    return _APART.sub("", " ".join(clean(text.translate(_LIGATURES)).split()))


def _upright(lines: list[Line]) -> list[Line]:
    """Without what runs up the margin or across the page: stamps and watermarks. A page that lies on its side stays."""
    upright = [line for line in lines if not line.turned]
    return upright if sum(len(line.text) for line in upright) * 2 > sum(len(line.text) for line in lines) else lines


def without_furniture(lines: Sequence[Line], pages: int) -> list[Line]:
    """The lines that are no running head, footer or page number; ``pages`` is how many there are."""
    by_page: list[list[Line]] = [[] for _ in range(pages)]
    for line in lines:
        by_page[line.page].append(line)
    texts = [[line.text for line in page] for page in by_page]
    keys = [[f"{line.size:.0f} {line.text}" for line in page] for page in by_page]
    dropped = furniture(texts, [_edge(page) for page in by_page], keys=keys)
    return [
        line
        for page, gone in zip(by_page, dropped, strict=True)
        for number, line in enumerate(page)
        if number not in gone
    ]


def _edge(page: Sequence[Line]) -> list[int]:
    """The uppermost and lowest lines: word processors write the running head behind the text of the page."""
    order = sorted(range(len(page)), key=lambda number: -page[number].y)
    return [*order[:EDGE], *order[max(EDGE, len(order) - EDGE) :]]
