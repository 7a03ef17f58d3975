"""Letters (.eml: newsletters, alerts) and saved pages (.mhtml) through the standard library's e-mail parser.

The HTML part is preferred, the plain text is the fallback; both take the same paths as files of their own.
"""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from feedmill.model import Article, Document, Moment, Reading, Rejection
from feedmill.reading.addresses import absolute
from feedmill.reading.dates import parse_machine
from feedmill.reading.declared import charset_of
from feedmill.reading.encodings import decode
from feedmill.reading.markup import read_page
from feedmill.reading.plaintext import read_text
from feedmill.reading.safe_html import text_of

MOST_PARTS = 500
"""MIME parts looked at."""


def read_mail(content: bytes, document: Document) -> Reading:
    """A letter: its subject is the title of a single article, its Date dates it, its sender is the publisher."""
    message = message_from_bytes(content, policy=policy.default)
    reading = _best(message, document)
    return replace(reading, articles=tuple(_from_letter(article, message, reading) for article in reading.articles))


def read_archive(content: bytes, document: Document) -> Reading:
    """A page saved as .mhtml: its first HTML part, at the address that the archive states."""
    message = message_from_bytes(content, policy=policy.default)
    address = absolute(_header(message, "Snapshot-Content-Location")) or absolute(_header(message, "Content-Location"))
    for part in _parts(message, "text/html"):
        here = absolute(_header(part, "Content-Location")) or address or document.url
        return _read_part(part, replace(document, url=document.url or here))
    return _nothing("The archive holds no HTML page.")


def _best(message: EmailMessage, document: Document) -> Reading:
    reading = _nothing("The letter holds no text.")
    for kind in ("text/html", "text/plain"):
        for part in _parts(message, kind):
            reading = _read_part(part, document)
            if reading.articles:
                return reading
    return reading


def _parts(message: EmailMessage, kind: str) -> list[EmailMessage]:
    """The parts of a type that are not attachments, in order."""
    found: list[EmailMessage] = []
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if isinstance(part, EmailMessage) and part.get_content_type() == kind and not part.is_attachment():
            found.append(part)
    return found


def _read_part(part: EmailMessage, document: Document) -> Reading:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset() or charset_of(content)
    decoded = decode(content, declared)
    if isinstance(decoded, Rejection):
        return Reading(
            media_type="message/rfc822", encoding=None, shape="none", shape_reason=decoded.detail, rejection=decoded
        )
    read = read_page if part.get_content_type() == "text/html" else read_text
    return replace(read(decoded.text, document), encoding=decoded.encoding)


def _from_letter(article: Article, message: EmailMessage, reading: Reading) -> Article:
    """What the headers state, put where the body states nothing; the subject names a single article."""
    alone = len(reading.articles) == 1
    subject = text_of(_header(message, "Subject"))[:512]
    if alone and subject:
        article = replace(article, title=subject, title_provenance="stated")
    sender, _ = parseaddr(_header(message, "From"))
    return replace(
        article,
        published=article.published or _sent(message),
        publisher=text_of(sender)[:512] or article.publisher,
    )


def _sent(message: EmailMessage) -> Moment | None:
    return parse_machine(_header(message, "Date"), "mail header")


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; empty when it is missing or too damaged to be read."""
    try:
        return str(message.get(name) or "").strip()
    except (MessageError, ValueError, IndexError, AttributeError, KeyError, TypeError, LookupError):
        return ""


def _nothing(detail: str) -> Reading:
    rejection = Rejection(reason="no-article", detail=detail)
    return Reading(media_type="message/rfc822", encoding=None, shape="none", shape_reason=detail, rejection=rejection)
