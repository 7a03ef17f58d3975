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
from feedmill.reading.front_matter import read_markdown
from feedmill.reading.mail import read_archive, read_mail
from feedmill.reading.markup import read_page
from feedmill.reading.media import is_binary, sniff
from feedmill.reading.plaintext import read_text

__all__ = ["LARGEST", "READER_VERSION", "read"]

READER_VERSION = 1
"""Rises with every change that lets a document come out differently; stored beside what was read."""

LARGEST = 20 << 20
"""Bytes of a document; larger ones are refused unread."""

_TEXTUAL: dict[str, Callable[[str, Document], Reading]] = {
    "text/html": read_page,
    "application/rss+xml": read_feed,
    "application/atom+xml": read_feed,
    "application/rdf+xml": read_feed,
    "application/feed+json": read_json_feed,
    "text/markdown": read_markdown,
    "text/plain": read_text,
}
_POSTAL: dict[str, Callable[[bytes, Document], Reading]] = {
    "message/rfc822": read_mail,
    "multipart/related": read_archive,
}
_OTHER = {
    "text/x-opml": "This is a subscription list (OPML), not an article; import it as sources.",
    "application/sitemap+xml": "This is a sitemap, not an article.",
    "application/json": "This is JSON data, not an article.",
    "application/xml": "This is XML of a kind that holds no articles.",
    "text/x-program": "This is a program or a style sheet, not an article.",
    "image/svg+xml": "This is a drawing (SVG), not an article.",
}
_BINARY = {
    "application/pdf": "PDF files are not read; save the text or the page instead.",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "Word files are not read; save the text or the page instead."
    ),
}


def read(document: Document) -> Reading:
    """What the document turns out to be: its articles, or the reason why there are none.

    Total: no bytes make it raise. Time grows about linearly with the size, but a reader that must keep a deadline
    runs it in a process that can be killed (a 5 MiB page costs up to 400 MiB and some seconds).
    """
    kind = sniff(document.content)
    try:
        return _read(kind, document)
    except Exception as fault:  # noqa: BLE001  parsers of others raise what they do not document; a document is data
        detail = f"The reader stumbled over this {kind} document ({type(fault).__name__})."
        return refused(kind, Rejection(reason="malformed", detail=detail))


def refused(kind: str, rejection: Rejection, encoding: str | None = None) -> Reading:
    """A reading without articles."""
    return Reading(media_type=kind, encoding=encoding, shape="none", shape_reason=rejection.detail, rejection=rejection)


def _read(kind: str, document: Document) -> Reading:
    rejection = _refusal(kind, document.content)
    if rejection:
        return refused(kind, rejection)
    if kind in _POSTAL:
        return replace(_POSTAL[kind](document.content, document), media_type=kind)
    decoded = decode(document.content, charset_of(document.content, document.declared_type))
    if isinstance(decoded, Rejection):
        return refused(kind, decoded)
    return replace(_TEXTUAL[kind](decoded.text, document), media_type=kind, encoding=decoded.encoding)


def _refusal(kind: str, content: bytes) -> Rejection | None:
    """Why a document is not even decoded."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Rejection(reason="empty", detail="The document has no content.")
    if len(content) > LARGEST:
        return Rejection(reason="too-large", detail=f"The document is larger than {LARGEST >> 20} MiB.")
    if kind in _OTHER:
        return Rejection(reason="not-an-article", detail=_OTHER[kind])
    if kind in _BINARY or is_binary(kind):
        return Rejection(reason="binary", detail=_BINARY.get(kind, f"Binary content ({kind}) cannot be read."))
    return None
