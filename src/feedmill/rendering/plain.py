"""Values from outside made fit for a feed: text that is text, addresses that are addresses, moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from html.entities import name2codepoint
from urllib.parse import quote, urlsplit, urlunsplit

SUMMARY_LENGTH = 300
"""Characters of a summary at most, the ellipsis included."""

#: XML 1.0 (§2.2) forbids C0 controls, surrogates and two noncharacters; HTML forbids all noncharacters; the W3C
#: validator also warns of C1 controls.
_NOT_XML = "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_NONCHARACTERS = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
_UNFIT = re.compile(f"{_NOT_XML}|[\ufdd0-\ufdef{_NONCHARACTERS}]")
_LOST = "\ufffd"
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<[\w.+'-]{1,64}@[^<>\s]{1,255}>|<!--|-->")
_TAG_OPENING = re.compile(r"<+(?=[/a-zA-Z!])")
_REFERENCE = re.compile(r"&(#?\w{1,40})")
_SENTENCE_END = re.compile(r"[。！？][”’」』）]{0,2}|(?<=\w\w\w)[.!?…][”’»\")]{0,2}(?=\s)")
_SPACE = re.compile(r"\s+")
_HAN = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_HAN_BREAK = re.compile(f"(?<=[{_HAN}”’…])\\s*\n\\s*(?=[{_HAN}“‘])")
"""A line's end between Chinese or Japanese characters, which have no space between them."""

_URL_SAFE = "%/:=&?~+!$,;'@()*"


def fit(text: str) -> str:
    """``text`` without the characters that XML forbids or feed validators warn about; line ends as ``\\n``.

    Where a decoder marked a letter as lost stands a question mark: the W3C validator takes the mark for an error of
    the feed's own encoding.
    """
    return _UNFIT.sub("", text).replace(_LOST, "?").replace("\r\n", "\n").replace("\r", "\n")


def line(text: str) -> str:
    """One line of plain text: no markup, no character references, single spaces.

    Readers disagree on whether a title is text or HTML (RSS leaves it open), and validators warn of both; what looks
    like markup is therefore taken out, and so is an e-mail address in angle brackets, of which they warn, too; what
    looks like a reference is resolved or broken by a space.
    """
    words = _TAG.sub("", fit(unescape(unescape(text))))
    words = _REFERENCE.sub(_loosened, _TAG_OPENING.sub("", words))
    return " ".join(words.split())


def _loosened(match: re.Match[str]) -> str:
    name = match[1]
    looks_like_reference = name in name2codepoint or name == "apos" or not name.isalpha()
    return f"& {name}" if looks_like_reference else match[0]


def address(url: str | None) -> str | None:
    """An absolute http(s) address in ASCII (RFC 3986; international names and paths are encoded), else None.

    A host that is an IPv6 number gives None: the W3C validator takes its brackets for an error.
    """
    if url is None or len(url) > 2048 or _UNFIT.search(url) or any(c in url for c in ' \t\r\n\\<>"`{}|^'):
        return None
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9._-]+", host):
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    netloc = host if port in (None, usual) else f"{host}:{port}"
    encoded = [_percent(quote(part, safe=_URL_SAFE)) for part in (parts.path or "/", parts.query, parts.fragment)]
    # Feed readers resolve what looks like a character reference in an address; its semicolon is encoded.
    return re.sub(r"(&#?\w{1,40});", r"\1%3B", urlunsplit((parts.scheme, netloc, *encoded)))


def _percent(part: str) -> str:
    """A lone percent sign is data, not an escape."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)


def site_of(url: str) -> str:
    """The root of the site of an address that :func:`address` gave."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def utc(moment: datetime) -> datetime:
    """The moment in UTC, whole seconds; one without a zone is taken for UTC."""
    return exact(moment).replace(microsecond=0)


def exact(moment: datetime) -> datetime:
    """The moment in UTC with its fraction of a second, to order by."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar, with an offset
        return moment.replace(tzinfo=UTC)


def flowing(text: str) -> str:
    """The text on one line with single spaces; a break between Chinese characters leaves no space. Its ends keep
    theirs."""
    return _SPACE.sub(" ", _HAN_BREAK.sub("", text))


def _quotes_are_closed(text: str) -> bool:
    pairs = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"))
    return text.count('"') % 2 == 0 and all(text.count(opening) <= text.count(closing) for opening, closing in pairs)


def summary(text: str, limit: int = SUMMARY_LENGTH) -> str:
    """At most ``limit`` characters of ``text`` on one line, ending with a sentence, else a word and an ellipsis.

    A sentence end counts from a third of the limit on; one outside of quotation is better than one inside.
    Han text, which has no spaces, ends after any character.
    """
    flat = flowing(fit(text)).strip()
    if len(flat) <= limit:
        return flat
    ends = [m.end() for m in _SENTENCE_END.finditer(flat[: limit + 1]) if limit // 3 <= m.end() <= limit]
    if ends:
        whole = next((end for end in reversed(ends) if _quotes_are_closed(flat[:end])), ends[-1])
        return flat[:whole]
    cut = flat[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:–—-，、；：") + "…"
