"""PDF files: the text layer put together by where its lines stand, then read like any plain text.

pypdf (pure Python, BSD) gives the lines in the order of the page's program, which is the order of reading in nearly
every file a word processor or a browser wrote, two columns too. What it does not say, a visitor collects: where each
line begins and how large its letters are. That tells paragraphs, headings and running heads.

Bounds: :data:`MOST_PAGES`, :data:`LONGEST` and :data:`MOST_PIECES`; streams inflate to at most :data:`INFLATED`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from feedmill.model import Article, Document, Moment, Reading, Rejection
from feedmill.reading.chrome import ends_sentence, weight
from feedmill.reading.encodings import clean
from feedmill.reading.items import people
from feedmill.reading.mojibake import restore
from feedmill.reading.pages import EDGE, furniture, go_on, vocabulary
from feedmill.reading.plaintext import read_text
from feedmill.reading.properties import is_name, is_title, made_on
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import same_title

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
INFLATED = 16 << 20
"""Bytes to which one compressed stream may grow."""
SCANNED = 25
"""Letters a page, on average, under which a file is taken for pictures of pages."""

_TYPE = "application/pdf"
_BULLET = re.compile(r"(?:[-*•‣▪●◦·]|\d{1,3}[.)、])\s")
_BROWSERS = re.compile(r"mozilla|chrome|safari|firefox|quartz|skia|wkhtml|print to pdf", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    """A line of a page: where its first letters stand (points from the page's corner) and how large they are."""

    page: int
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    text: str
    size: float
    page: int


@dataclass(slots=True)
class _Layer:
    """The filled lines of the pages that were read; how many pages could not be; characters that are no letters."""

    lines: list[_Line] = field(default_factory=list)
    failed: int = 0
    strange: int = 0


class _TooMuch(Exception):
    """A page has more pieces than a page of text can have."""


def read_pdf(content: bytes, document: Document) -> Reading:
    """The articles of a PDF's text layer, or why there are none: locked, broken, a scan without text.

    Title, author and date of the file's properties count only for a single article, where the text states none, and
    if they look like one (the date's provenance then is "pdf properties").
    """
    opened = _open(content)
    if isinstance(opened, Rejection):
        return _refused(opened)
    layer = _text_layer(opened)
    pages = len(opened.pages)
    read = min(pages, MOST_PAGES)
    rejection = _refusal(layer, read)
    if rejection:
        return _refused(rejection)
    paragraphs = _paragraphs(_without_furniture(layer.lines, read))
    reading = read_text("\n\n".join(one.text for one in paragraphs), document)
    if len(reading.articles) == 1:
        article = _titled(reading.articles[0], paragraphs, _property(opened, "title"))
        reading = replace(reading, articles=(_with_properties(article, opened, document),))
    left = f"; {pages - read} of {pages} pages were left" if pages > read else ""
    return replace(reading, media_type=_TYPE, shape_reason=reading.shape_reason + left)


def _open(content: bytes) -> PdfReader | Rejection:
    from pypdf import PdfReader, overwrite_configuration
    from pypdf.errors import DependencyError, PyPdfError

    overwrite_configuration(
        zlib_maximum_output_length=INFLATED,
        lzw_maximum_output_length=INFLATED,
        run_length_maximum_output_length=INFLATED,
        array_based_stream_maximum_output_length=INFLATED,
    )
    locked = Rejection(reason="encrypted", detail="The PDF is locked with a password; save a copy without one.")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return locked
        if not len(reader.pages):
            return Rejection(reason="malformed", detail="The PDF has no pages.")
    except DependencyError:
        return locked
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as fault:
        return Rejection(reason="malformed", detail=f"The PDF is broken ({type(fault).__name__}).")
    return reader


def _refusal(layer: _Layer, pages: int) -> Rejection | None:
    text = "\n".join(line.text for line in layer.lines)
    letters = sum(mark.isalpha() for mark in text)
    if layer.failed == pages:
        return Rejection(reason="malformed", detail="No page of the PDF can be read.")
    if layer.strange > max(letters // 5, 20) or restore(text) is None:
        detail = "The PDF's fonts do not tell which letters they show; save the page or the text instead."
        return Rejection(reason="mojibake", detail=detail)
    if letters < SCANNED * pages and letters < 1_000:
        detail = "The PDF holds pictures of pages, no text: run text recognition (OCR) over it and drop the result."
        return Rejection(reason="no-article", detail=detail)
    return None


def _refused(rejection: Rejection) -> Reading:
    return Reading(media_type=_TYPE, encoding=None, shape="none", shape_reason=rejection.detail, rejection=rejection)


# --- lines ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Collector:
    """Takes the pieces of one page as pypdf gives them and makes lines of them."""

    page: int
    lines: list[_Line] = field(default_factory=list)
    pieces: int = 0

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise _TooMuch
        first, *others = text.split("\n")
        self._add(first, cm, tm, size)
        for part in others:
            self.lines.append(_Line(self.page))
            self._add(part, cm, tm, size)

    def _add(self, text: str, cm: Sequence[float], tm: Sequence[float], size: float) -> None:
        if not self.lines:
            self.lines.append(_Line(self.page))
        line = self.lines[-1]
        if not line.text.strip() and text.strip():
            line.x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            line.y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            upright = tm[0] * cm[0] + tm[1] * cm[2]
            line.size = abs(size * (tm[2] * cm[1] + tm[3] * cm[3]))
            line.turned = abs(tm[0] * cm[1] + tm[1] * cm[3]) > abs(upright)
        line.text += text


def _text_layer(reader: PdfReader) -> _Layer:
    layer = _Layer()
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
            line.text = _tidy(line.text)
        filled = [line for line in collector.lines if line.text]
        layer.lines += _upright(filled)
        length += sum(len(line.text) for line in filled)
        if length > LONGEST or programs > PROGRAMS:
            break
    return layer


def _program(page: PageObject) -> int:
    """Bytes of a page's program; raises :class:`_TooMuch` for one that no page of text has."""
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > PROGRAM:
        raise _TooMuch
    return size


_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


def _tidy(text: str) -> str:
    """A line without what cannot be seen, ligatures spelt out; a soft hyphen at its end stays for the joining."""
    return " ".join(clean(text.translate(_LIGATURES)).split())


def _upright(lines: list[_Line]) -> list[_Line]:
    """Without what runs up the margin or across the page: stamps and watermarks. A page that lies on its side stays."""
    upright = [line for line in lines if not line.turned]
    return upright if sum(len(line.text) for line in upright) * 2 > sum(len(line.text) for line in lines) else lines


def _without_furniture(lines: Sequence[_Line], pages: int) -> list[_Line]:
    by_page: list[list[_Line]] = [[] for _ in range(pages)]
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


def _edge(page: Sequence[_Line]) -> list[int]:
    """The uppermost and lowest lines: word processors write the running head behind the text of the page."""
    order = sorted(range(len(page)), key=lambda number: -page[number].y)
    return [*order[:EDGE], *order[max(EDGE, len(order) - EDGE) :]]


# --- paragraphs -------------------------------------------------------------------------------------------------


def _paragraphs(lines: Sequence[_Line]) -> list[_Paragraph]:
    """Lines of one size that stand close together are a paragraph; so is what a page or a column break divides."""
    words = vocabulary([line.text for line in lines])
    leading = _leading(lines)
    widest = sorted((weight(line.text) for line in lines), reverse=True)[: len(lines) // 10 + 1][-1] if lines else 0
    made: list[_Paragraph] = []
    before: _Line | None = None
    for line in lines:
        if before is None or _starts_new(before, line, leading, widest):
            made.append(_Paragraph(text=line.text, size=line.size, page=line.page))
        else:
            last = made[-1]
            made[-1] = replace(last, text=go_on(last.text, line.text, words))
        before = line
    return made


def _leading(lines: Sequence[_Line]) -> float:
    """The usual distance between two lines, in heights of their letters."""
    gaps = [gap / line.size for before, line in _neighbours(lines) if 0 < (gap := before.y - line.y) < 4 * line.size]
    return median(gaps) if gaps else 1.2


def _neighbours(lines: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    for before, line in pairwise(lines):
        if before.page == line.page and line.size and abs(before.size - line.size) < 0.12 * line.size:
            yield before, line


def _starts_new(before: _Line, line: _Line, leading: float, widest: int) -> bool:
    size = line.size or before.size or 1.0
    if abs(before.size - line.size) > 0.12 * size or _BULLET.match(line.text):
        return True
    gap = (before.y - line.y) / size
    broken = before.page != line.page or gap < -0.5 or gap > 12
    ended = ends_sentence(before.text)
    if broken:
        return ended
    if gap > 1.3 * max(leading, 1.0) + 0.05:
        return True
    indented = 0.9 * size < line.x - before.x < 6 * size and ended
    return indented or (ended and weight(before.text) < 0.72 * widest)


# --- what the file says of itself -------------------------------------------------------------------------------


def _titled(article: Article, paragraphs: Sequence[_Paragraph], stated: str) -> Article:
    """The title as the page shows it: what the properties call so, else the largest letters above the text."""
    first = [one for one in paragraphs if one.page == 0][:12]
    named = next((one for one in first if same_title(one.text, stated)), None)
    shown = named or _largest(first, paragraphs)
    if shown is not None:
        text = "\n\n".join(part for part in article.text.split("\n\n") if not same_title(part, shown.text))
        if text and not same_title(article.title, shown.text):
            return replace(article, title=shown.text, title_provenance="stated", text=text, html=html_paragraphs(text))
        return article
    if article.title_provenance == "derived" and is_title(stated):
        return replace(article, title=stated, title_provenance="stated")
    return article


def _largest(first: Sequence[_Paragraph], paragraphs: Sequence[_Paragraph]) -> _Paragraph | None:
    """The paragraph in the largest letters at the head of the first page, if clearly larger than the text."""
    usual = median(size for one in paragraphs for size in [one.size] * (len(one.text) // 40 + 1)) if paragraphs else 0
    large = [one for one in first if one.size > 1.2 * usual and 12 <= weight(one.text) <= 300]
    return max(large, key=lambda one: (one.size, -first.index(one)), default=None)


def _with_properties(article: Article, reader: PdfReader, document: Document) -> Article:
    author = _property(reader, "author")
    names = () if article.authors or article.agency or not is_name(author) else people([author])
    moment = article.published or _created(reader, document.received)
    return replace(article, authors=article.authors or names, published=moment)


def _created(reader: PdfReader, received: datetime) -> Moment | None:
    """The day the file was made; not of pages that a browser printed: that is the day of saving."""
    if _BROWSERS.search(f"{_property(reader, 'creator')} {_property(reader, 'producer')}"):
        return None
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except Exception:  # noqa: BLE001  a date in no known form
        return None
    return made_on(made, received, "pdf properties")


def _property(reader: PdfReader, name: str) -> str:
    try:
        value = getattr(reader.metadata, name, None)
    except Exception:  # noqa: BLE001  a damaged information dictionary
        return ""
    return _tidy(value[:600]) if isinstance(value, str) else ""
