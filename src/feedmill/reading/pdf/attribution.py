"""Title, author and day of a PDF's article: as its pages show them, else as the file's properties say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from feedmill.model import Article, Moment
from feedmill.reading.chrome import weight
from feedmill.reading.items import people
from feedmill.reading.pdf.lines import tidy
from feedmill.reading.pdf.paragraphs import Paragraph
from feedmill.reading.properties import is_name, is_title, made_on
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import same_title

if TYPE_CHECKING:
    from pypdf import PdfReader

_BROWSERS = re.compile(r"mozilla|chrome|safari|firefox|quartz|skia|wkhtml|print to pdf", re.IGNORECASE)


def attribute(article: Article, paragraphs: Sequence[Paragraph], reader: PdfReader, received: datetime) -> Article:
    """The article with the title that its page shows, and with what the text leaves open from the properties."""
    return _with_properties(_titled(article, paragraphs, _property(reader, "title")), reader, received)


def _titled(article: Article, paragraphs: Sequence[Paragraph], stated: str) -> Article:
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


def _largest(first: Sequence[Paragraph], paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """The paragraph in the largest letters at the head of the first page, if clearly larger than the text."""
    usual = median(size for one in paragraphs for size in [one.size] * (len(one.text) // 40 + 1)) if paragraphs else 0
    large = [one for one in first if one.size > 1.2 * usual and 12 <= weight(one.text) <= 300]
    return max(large, key=lambda one: (one.size, -first.index(one)), default=None)


def _with_properties(article: Article, reader: PdfReader, received: datetime) -> Article:
    author = _property(reader, "author")
    names = () if article.authors or article.agency or not is_name(author) else people([author])
    moment = article.published or _created(reader, received)
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
    return tidy(value[:600]) if isinstance(value, str) else ""
