"""Document → articles, or a refusal with a reason. Pure: bytes in, values out.

The one function that other rooms call is :func:`read`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from feedmill.model import Document, Reading, Rejection
from feedmill.reading.declared import charset_of
from feedmill.reading.encodings import decode
from feedmill.reading.feeds import read_feed, read_json_feed
from feedmill.reading.foreign import foreign
from feedmill.reading.front_matter import is_marked_up, read_markdown, without_marks
from feedmill.reading.mail import read_archive, read_mail, read_printed
from feedmill.reading.markup import read_page
from feedmill.reading.mbox import read_mailbox
from feedmill.reading.media import sniff
from feedmill.reading.pages import join_pages
from feedmill.reading.pdf import read_pdf
from feedmill.reading.records import is_table, read_records, read_table
from feedmill.reading.sidecar import as_stated, with_stated
from feedmill.reading.word import read_word

__all__ = ["LARGEST", "READER_VERSION", "read"]

READER_VERSION = 6
"""Rises with every change that lets a document come out differently; stored beside what was read."""

LARGEST = 20 << 20
"""Bytes of a document; larger ones are refused unread."""

MOST_LINES = 200_000
"""Lines of a plain text; each costs some twenty looks, and no article has so many."""

_TEXTUAL: dict[str, Callable[[str, Document], Reading]] = {
    "text/html": read_page,
    "application/rss+xml": read_feed,
    "application/atom+xml": read_feed,
    "application/rdf+xml": read_feed,
    "application/feed+json": read_json_feed,
    "application/json": read_records,
    "text/csv": read_table,
    "text/markdown": read_markdown,
    "text/plain": read_printed,
}
_PACKED: dict[str, Callable[[bytes, Document], Reading]] = {
    "message/rfc822": read_mail,
    "application/mbox": read_mailbox,
    "multipart/related": read_archive,
    "application/pdf": read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": read_word,
}


def read(document: Document) -> Reading:
    """What the document turns out to be: its articles, or the reason why there are none.

    Total: no bytes make it raise. Time grows about linearly with the size, but a reader that must keep a deadline
    runs it in a process that can be killed (a 5 MiB page costs up to 400 MiB and some seconds).
    """
    kind = sniff(document.content)
    try:
        return as_stated(_read(kind, with_stated(document)), document.stated)
    except Exception as fault:  # noqa: BLE001  parsers of others raise what they do not document; a document is data
        detail = f"The reader stumbled over this {kind} document ({type(fault).__name__})."
        return Reading.refused(kind, Rejection(reason="malformed", detail=detail))


def _read(kind: str, document: Document) -> Reading:
    rejection = _refusal(kind, document.content)
    if rejection:
        return Reading.refused(kind, rejection)
    if kind in _PACKED:
        return replace(_PACKED[kind](document.content, document), media_type=kind)
    decoded = decode(document.content, charset_of(document.content, document.declared_type))
    if isinstance(decoded, Rejection):
        return Reading.refused(kind, decoded)
    text = decoded.text
    if kind == "text/plain" and is_table(text):
        kind = "text/csv"
    if kind == "text/plain" and text.count("\n") > MOST_LINES:
        return Reading.refused(
            kind, Rejection(reason="too-large", detail=f"The text has more than {MOST_LINES:,} lines.")
        )
    if "\f" in text:
        text = join_pages(text) if kind == "text/plain" else text.replace("\f", "\n\n")
    if kind == "text/plain" and is_marked_up(text):
        text = without_marks(text)
    return replace(_TEXTUAL[kind](text, document), media_type=kind, encoding=decoded.encoding)


def _refusal(kind: str, content: bytes) -> Rejection | None:
    """Why a document is not even decoded."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Rejection(reason="empty", detail="The document has no content.")
    if len(content) > LARGEST:
        return Rejection(reason="too-large", detail=f"The document is larger than {LARGEST >> 20} MiB.")
    return foreign(kind)
