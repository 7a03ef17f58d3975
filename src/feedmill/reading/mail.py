"""Letters (.eml: newsletters, alerts) and saved pages (.mhtml) through the standard library's e-mail parser.

The HTML part is preferred, the plain text is the fallback; both take the same paths as files of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import islice

from feedmill.model import Article, Document, Moment, Reading, Rejection, numbered
from feedmill.reading.addresses import absolute
from feedmill.reading.dates import read_field
from feedmill.reading.declared import charset_of
from feedmill.reading.encodings import Decoded, decode
from feedmill.reading.feeds import articles_of
from feedmill.reading.forwards import Forward, forwarded, without_marks
from feedmill.reading.markup import read_page
from feedmill.reading.newsletters import split_newsletter
from feedmill.reading.pages import join_pages
from feedmill.reading.pdf import read_pdf
from feedmill.reading.plaintext import read_text
from feedmill.reading.safe_html import text_of
from feedmill.reading.word import read_word

MOST_PARTS = 500
"""MIME parts looked at."""
MOST_TRIED = 5
"""Parts of one type that are read in search of an article."""
DEEPEST = 100
"""Parts that hold parts; the parser's time grows with the square of their nesting."""
MOST_BOUNDARIES = 5_000
"""Lines that may part one part from the next."""
_TYPE = "message/rfc822"
_A_FEW_WORDS = 300


def read_mail(content: bytes, document: Document) -> Reading:
    """A letter: its subject is the title of a single article, its Date dates it, its sender is the publisher.

    A newsletter gives an item for each headline. An article pasted into a letter, with a headline and a byline or
    dateline of its own, keeps that headline. Of a forwarded letter the one inside counts, with its own headers,
    attached or written into the text. Attached documents are read when the letter itself holds no article.
    """
    if _is_hostile(content):
        return _HOSTILE
    message = _innermost(_parsed(content))
    states = _Headers(
        sender=parseaddr(_header(message, "From"))[0],
        subject=_header(message, "Subject"),
        sent=_moment(_header(message, "Date"), document),
    )
    reading, states = _best(message, states, _sent(document, states.sent))
    attached = [] if reading.articles else _attached(message, _sent(document, states.sent))
    if attached:
        reading, states = _together(attached), replace(states, subject="")
    return replace(_with_headers(reading, states), media_type=_TYPE)


def read_printed(text: str, document: Document) -> Reading:
    """A plain text, which may be a letter that was saved as text: then sender, date and subject stand at its head."""
    letter = forwarded(text)
    if letter is None or not (letter.sender and letter.date and letter.subject):
        return read_text(text, document)
    states = _stated_inside(letter, document)
    return _with_headers(read_text(letter.text, _sent(document, states.sent)), states)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headers:
    """What the letter that counts states of itself; "" for nothing."""

    sender: str
    subject: str
    sent: Moment | None


def _stated_inside(letter: Forward, document: Document) -> _Headers:
    return _Headers(sender=letter.sender, subject=letter.subject, sent=_moment(letter.date, document))


def _sent(document: Document, sent: Moment | None) -> Document:
    """The document with the moment that a header states, from which its text's relative dates count."""
    return replace(document, captured=sent or document.captured)


def _moment(date: str, document: Document) -> Moment | None:
    return read_field(date, language=document.language, received=document.received, provenance="mail header")


def _is_hostile(content: bytes) -> bool:
    """More parts, or more parts inside parts, than any mail program makes: parsing them takes minutes."""
    folded = content.lower()
    nested = folded.count(b"content-type: multipart/") + folded.count(b"content-type: message/")
    return nested > DEEPEST or content.count(b"\n--") > MOST_BOUNDARIES


def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def _innermost(message: EmailMessage) -> EmailMessage:
    """The letter that is attached to one which says hardly anything itself."""
    for _ in range(5):
        inner = next((part for part in _walk(message) if part.get_content_type() == _TYPE), None)
        held = inner.get_payload() if inner is not None else None
        letter = held[0] if isinstance(held, list) and held else None
        if not isinstance(letter, EmailMessage) or _size_of_text(message) > _A_FEW_WORDS:
            return message
        message = letter
    return message


def _size_of_text(message: EmailMessage) -> int:
    """Bytes of the letter's own first part."""
    for part in _walk(message):
        if part.get_content_maintype() == "text" and not part.is_attachment():
            payload = part.get_payload(decode=True)
            return len(payload.strip()) if isinstance(payload, bytes) else 0
        if part.get_content_type() == _TYPE:
            return 0
    return 0


def read_archive(content: bytes, document: Document) -> Reading:
    """A page saved as .mhtml: its first HTML part, at the address that the archive states."""
    if _is_hostile(content):
        return _HOSTILE
    message = _parsed(content)
    document = _sent(document, _moment(_header(message, "Date"), document))
    address = absolute(_header(message, "Snapshot-Content-Location")) or absolute(_header(message, "Content-Location"))
    for part in _parts(message, "text/html"):
        here = absolute(_header(part, "Content-Location")) or address or document.url
        return _read_part(part, replace(document, url=document.url or here), is_page=True)
    return _nothing("The archive holds no HTML page.")


def _best(message: EmailMessage, states: _Headers, document: Document) -> tuple[Reading, _Headers]:
    """The best reading of the letter's parts, and the headers that go with it."""
    reading = _nothing("The letter holds no text.")
    inside = _forwarded(message)
    if inside is not None:
        told = _stated_inside(inside, document)
        reading = read_text(inside.text, _sent(document, told.sent))
        if reading.articles:
            return replace(reading, encoding="utf-8"), told
    for kind in ("text/html", "text/plain"):
        for part in _parts(message, kind)[:MOST_TRIED]:
            reading = _as_one(_read_part(part, document), part, states.subject, document)
            if reading.articles:
                return reading, states
    return reading, states


def _forwarded(message: EmailMessage) -> Forward | None:
    for part in _parts(message, "text/plain")[:1]:
        decoded = _decoded(part)
        return None if isinstance(decoded, Rejection) else forwarded(decoded.text)
    return None


def _attached(message: EmailMessage, document: Document) -> list[Reading]:
    """What the attachments hold that are documents of a kind that can be read, in order, those with articles."""
    readings = (_read_attachment(part, document) for part in _walk(message) if part.is_attachment())
    return [reading for reading in islice(readings, MOST_TRIED) if reading is not None and reading.articles]


def _read_attachment(part: EmailMessage, document: Document) -> Reading | None:
    if part.get_content_type() in ("text/html", "text/plain"):
        return _read_part(part, document, is_page=True)
    payload = None if part.is_multipart() else part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    read = {b"%PDF": read_pdf, b"PK\x03\x04": read_word}.get(payload[:4])
    return read(payload, document) if read else None


def _together(readings: list[Reading]) -> Reading:
    """Several attachments as one digest; a single one stays what it is."""
    if len(readings) == 1:
        return replace(readings[0], shape_reason=f"{readings[0].shape_reason}, attached")
    articles = numbered(article for reading in readings for article in reading.articles)
    reason = f"{len(readings)} attached documents"
    return Reading(media_type=_TYPE, encoding=None, shape="digest", shape_reason=reason, articles=articles)


def _walk(message: EmailMessage) -> list[EmailMessage]:
    """The parts of a letter, in order, at most :data:`MOST_PARTS`."""
    return [part for part in islice(message.walk(), MOST_PARTS) if isinstance(part, EmailMessage)]


def _parts(message: EmailMessage, kind: str) -> list[EmailMessage]:
    """The parts of a type that are not attachments, in order."""
    return [part for part in _walk(message) if part.get_content_type() == kind and not part.is_attachment()]


def _decoded(part: EmailMessage) -> Decoded | Rejection:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return decode(content, part.get_content_charset() or charset_of(content))


def _read_part(part: EmailMessage, document: Document, *, is_page: bool = False) -> Reading:
    decoded = _decoded(part)
    if isinstance(decoded, Rejection):
        return Reading.refused(_TYPE, decoded)
    if part.get_content_type() != "text/html":
        return replace(read_text(join_pages(decoded.text), document), encoding=decoded.encoding)
    items = () if is_page else split_newsletter(decoded.text, document)
    if items:
        articles = articles_of(items, document)
        return Reading(
            media_type=_TYPE, encoding=decoded.encoding, shape="listing", articles=articles,
            shape_reason=f"a newsletter with {len(articles)} linked headlines",
        )  # fmt: skip
    return replace(read_page(decoded.text, document), encoding=decoded.encoding)


def _with_headers(reading: Reading, states: _Headers) -> Reading:
    alone = len(reading.articles) == 1
    return replace(reading, articles=tuple(_from_letter(one, states, alone=alone) for one in reading.articles))


def _as_one(reading: Reading, part: EmailMessage, subject: str, document: Document) -> Reading:
    """A plain letter whose paragraphs were taken for loose snippets, for want of a headline, read below its subject."""
    decoded = _decoded(part) if reading.shape == "digest" and part.get_content_type() == "text/plain" else None
    if not isinstance(decoded, Decoded) or not subject:
        return reading
    again = read_text(f"{without_marks(subject)}\n\n{join_pages(decoded.text)}", document)
    return replace(again, encoding=decoded.encoding) if again.shape == "article" else reading


def _from_letter(article: Article, states: _Headers, *, alone: bool) -> Article:
    """What the headers state, put where the body states nothing; the subject names a single article."""
    subject, sender = (text_of(words)[:512] for words in (without_marks(states.subject), states.sender))
    headed = _is_headed(article)
    if alone and subject and not headed:
        article = replace(article, title=subject, title_provenance="stated")
    return replace(
        article,
        published=article.published or states.sent,
        publisher=(headed and article.publisher) or sender or article.publisher,
    )


def _is_headed(article: Article) -> bool:
    """Whether an article brought its own headline into a letter: one that stands above a byline or dateline."""
    dated = article.published is not None and article.published.provenance.startswith(("byline", "dateline"))
    return article.title_provenance == "stated" and bool(dated or article.authors or article.agency or article.place)


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; empty when it is missing or too damaged to be read."""
    try:
        value = str(message.get(name) or "").strip()
        return _raw_header(message, name) if "\ufffd" in value else value
    except (MessageError, ValueError, IndexError, AttributeError, KeyError, TypeError, LookupError):
        return ""


def _raw_header(message: EmailMessage, name: str) -> str:
    """A header that was written in some table without saying so."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    decoded = decode(str(raw).encode("utf-8", "surrogateescape"))
    return "" if isinstance(decoded, Rejection) else " ".join(decoded.text.split())


def _nothing(detail: str, reason: str = "no-article") -> Reading:
    return Reading.refused(_TYPE, Rejection(reason=reason, detail=detail))


_HOSTILE = _nothing("The letter is made of more parts than any mail program makes.", "hostile")
