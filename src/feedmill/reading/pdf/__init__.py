"""PDF files: the text layer put together by where its lines stand, then read like any plain text.

pypdf (pure Python, BSD) gives the lines in the order of the page's program, which is the order of reading in nearly
every file a word processor or a browser wrote, two columns too. What it does not say, a visitor collects: where each
line begins and how large its letters are. That tells paragraphs, headings and running heads.

Bounds: those at the head of ``lines.py``; streams inflate to at most :data:`INFLATED`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from feedmill.model import Document, Reading, Rejection
from feedmill.reading.mojibake import restore
from feedmill.reading.pdf.attribution import attribute
from feedmill.reading.pdf.lines import MOST_PAGES, Layer, text_layer, without_furniture
from feedmill.reading.pdf.paragraphs import join_lines
from feedmill.reading.plaintext import read_text

if TYPE_CHECKING:
    from pypdf import PdfReader

INFLATED = 16 << 20
"""Bytes to which one compressed stream may grow."""
SCANNED = 25
"""Letters a page, on average, under which a file is taken for pictures of pages."""

_TYPE = "application/pdf"


def read_pdf(content: bytes, document: Document) -> Reading:
    """The articles of a PDF's text layer, or why there are none: locked, broken, a scan without text.

    Title, author and date of the file's properties count only for a single article, where the text states none, and
    if they look like one (the date's provenance then is "pdf properties").
    """
    opened = _open(content)
    if isinstance(opened, Rejection):
        return Reading.refused(_TYPE, opened)
    layer = text_layer(opened)
    pages = len(opened.pages)
    read = min(pages, MOST_PAGES)
    rejection = _refusal(layer, read)
    if rejection:
        return Reading.refused(_TYPE, rejection)
    paragraphs = join_lines(without_furniture(layer.lines, read))
    reading = read_text("\n\n".join(one.text for one in paragraphs), document)
    if len(reading.articles) == 1:
        article = attribute(reading.articles[0], paragraphs, opened, document.received)
        reading = replace(reading, articles=(article,))
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


def _refusal(layer: Layer, pages: int) -> Rejection | None:
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
