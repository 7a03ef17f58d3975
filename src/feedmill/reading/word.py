"""Word files (.docx): headings, paragraphs, lists and tables as plain text, then read like any other.

python-docx opens the package and knows the styles; the body is walked here, because its own walk leaves out content
controls and what was inserted while changes were tracked. A package that inflates to more than :data:`INFLATED` bytes
is refused before anything is inflated (zipfile never gives more than an entry declares).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from feedmill.model import Article, Document, Moment, Reading, Rejection
from feedmill.reading.encodings import clean
from feedmill.reading.items import people
from feedmill.reading.packages import parts_of
from feedmill.reading.plaintext import read_text
from feedmill.reading.properties import is_name, is_title, made_on
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import same_title

INFLATED = 64 << 20
"""Bytes of all parts of a package together."""
BODY = 16 << 20
"""Bytes of the part that holds the text."""
MOST_PARTS = 5_000
MOST_PARAGRAPHS = 20_000
LONGEST = 2 << 20
"""Characters that are read."""

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}delText", f"{_W}instrText", _FALLBACK, f"{_W}txbxContent"})
_MARKS = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_AROUND = re.compile(r"(?:toc|table of|header|footer|caption|footnote)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    heading: bool = False


def read_word(content: bytes, document: Document) -> Reading:
    """The articles of a Word file, or why there are none.

    The first paragraph in the style Title or Heading 1 is the title of a single article; the file's properties count
    where the text states nothing and they look like a title, a name, a day (provenance "word properties").
    """
    rejection = _refusal(content)
    if rejection:
        return Reading.refused(_TYPE, rejection)
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(io.BytesIO(content))
        found = list(_bounded(_paragraphs(word.element.body, _Styles(word))))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile) as fault:
        detail = f"The Word file is damaged or of an odd kind ({type(fault).__name__}); save it anew as .docx or PDF."
        return Reading.refused(_TYPE, Rejection(reason="malformed", detail=detail))
    if not found:
        return Reading.refused(_TYPE, Rejection(reason="no-article", detail="The Word file holds no text."))
    reading = read_text("\n\n".join(one.text for one in found), document, authored=True)
    if len(reading.articles) == 1:
        article = _titled(reading.articles[0], found)
        if any(part.filename == "docProps/core.xml" for part in parts_of(content) or ()):
            article = _with_properties(article, word.core_properties, document)
        reading = replace(reading, articles=(article,))
    return replace(reading, media_type=_TYPE)


def _refusal(content: bytes) -> Rejection | None:
    parts = parts_of(content)
    if parts is None:
        return Rejection(reason="malformed", detail="The Word file is damaged: it cannot be unpacked.")
    body = sum(part.file_size for part in parts if part.filename.startswith("word/document"))
    if len(parts) > MOST_PARTS or body > BODY or sum(part.file_size for part in parts) > INFLATED:
        return Rejection(reason="hostile", detail="The Word file inflates to more than the reader accepts.")
    if any(part.flag_bits & 1 for part in parts):
        return Rejection(reason="encrypted", detail="The Word file is locked with a password; save a copy without one.")
    return None


# --- the body ---------------------------------------------------------------------------------------------------


class _Styles:
    """Names of paragraph styles by their id, which differs from language to language."""

    def __init__(self, word: Any) -> None:
        self._names = {style.style_id: str(style.name or "") for style in word.styles}

    def of(self, paragraph: Any) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._names.get(style.get(f"{_W}val"), "") if style is not None else ""


def _bounded(paragraphs: Iterator[_Paragraph]) -> Iterator[_Paragraph]:
    length = 0
    for number, paragraph in enumerate(paragraphs):
        length += len(paragraph.text)
        if number >= MOST_PARAGRAPHS or length > LONGEST:
            return
        yield paragraph


def _paragraphs(holder: Any, styles: _Styles) -> Iterator[_Paragraph]:
    """Paragraphs and tables in order, through content controls and insertions, without what was deleted."""
    for child in holder:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, styles)
        elif child.tag not in _GONE and isinstance(child.tag, str) and not _is_contents(child):
            yield from _paragraphs(child, styles)


def _is_contents(control: Any) -> bool:
    gallery = control.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and "contents" in str(gallery.get(f"{_W}val")).casefold()


def _paragraph(element: Any, styles: _Styles) -> Iterator[_Paragraph]:
    style = styles.of(element)
    lines = [" ".join(line.split()) for line in clean("".join(_runs(element))).split("\n")]
    text = "\n".join(line for line in lines if line)
    if not text or _AROUND.match(style):
        return
    numbered = element.find(f"{_W}pPr/{_W}numPr") is not None or style.startswith("List ")
    heading = style.casefold() in ("title", "heading 1")
    yield _Paragraph(f"• {text}" if numbered and not style.startswith("Heading") else text, heading)


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield " " if child.get(f"{_W}type") else "\n"
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _runs(child)


def _table(element: Any, styles: _Styles) -> Iterator[_Paragraph]:
    """A table of figures row by row; one that only lays out text, cell by cell."""
    rows = [
        [list(_paragraphs(cell, styles)) for cell in row.iterchildren(f"{_W}tc")] for row in element.iter(f"{_W}tr")
    ]
    if any(len(cell) > 2 or any(len(one.text) > 200 for one in cell) for row in rows for cell in row):
        yield from (one for row in rows for cell in row for one in cell)
        return
    for row in rows:
        text = " | ".join(" ".join(one.text for one in cell) for cell in row if cell)
        if text:
            yield _Paragraph(text)


# --- what the file says of itself -------------------------------------------------------------------------------


def _titled(article: Article, found: Sequence[_Paragraph]) -> Article:
    title = next((one.text.replace("\n", " ") for one in found[:12] if one.heading), None)
    if title is None or same_title(title, article.title):
        return article
    text = "\n\n".join(part for part in article.text.split("\n\n") if not same_title(part, title))
    if not text:
        return article
    return replace(article, title=title[:512], title_provenance="stated", text=text, html=html_paragraphs(text))


def _with_properties(article: Article, properties: Any, document: Document) -> Article:
    title, author = (_property(properties, name) for name in ("title", "author"))
    if article.title_provenance == "derived" and is_title(title):
        article = replace(article, title=title, title_provenance="stated")
    names = () if article.authors or article.agency or not is_name(author) else people([author])
    moment = article.published or _created(properties, document.received)
    return replace(article, authors=article.authors or names, published=moment)


def _created(properties: Any, received: datetime) -> Moment | None:
    """The day the file was begun; not what a program that writes such files took over from its template."""
    if _property(properties, "comments").startswith("generated by "):
        return None
    try:
        made = properties.created
    except ValueError:
        return None
    return made_on(made, received, "word properties")


def _property(properties: Any, name: str) -> str:
    try:
        value = getattr(properties, name)
    except (ValueError, AttributeError):
        return ""
    return " ".join(clean(str(value or "")[:600]).split())
