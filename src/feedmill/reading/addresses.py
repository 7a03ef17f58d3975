"""Web addresses as documents write them, made absolute or dropped."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit, urlunsplit

LONGEST = 2048
"""Characters; longer addresses are dropped (no browser or feed reader keeps them apart)."""

_UNSEEN = re.compile(r"[\x00-\x20\x7f\u200b\ufeff]+")
_HOST = re.compile(r"[^\s/?#\\@<>\"'`{}|^]+\Z")


def absolute(href: str | None, base: str | None = None) -> str | None:
    """The http(s) address that ``href`` means in a document at ``base``; None for anything else.

    White space and control characters inside are removed before the scheme is looked at, as browsers do
    (WHATWG URL §4.1), so that ``java\\tscript:`` does not pass as a relative address.
    """
    if not href or len(href) > 2 * LONGEST:
        return None
    try:
        joined = urljoin(base or "", _UNSEEN.sub("", href))
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or not _HOST.match(host):
        return None
    return joined if len(joined) <= LONGEST and "\\" not in parts.netloc else None


_ENGINE = re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?", re.IGNORECASE)
_CHECKED = re.compile(r"(?:\A|\.)safelinks\.protection\.outlook\.com\Z", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|_openstat|ns_(?:campaign|mchannel|source|linkname))\Z",
    re.IGNORECASE,
)


def canonical(url: str | None) -> str | None:
    """An article's address without what only tells where its reader came from: tracking, fragment, credentials."""
    if not url:
        return url
    parts = urlsplit(_led_to(url))
    kept = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part.partition("=")[0]))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # some old sites keep their pages there
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, kept, fragment))


_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)", re.IGNORECASE)


def original(url: str | None) -> str | None:
    """The address of the page that an archive of the web keeps at ``url``; ``url`` itself for any other address."""
    found = _ARCHIVED.match(url or "")
    return absolute((url or "")[found.end() :]) if found else url


def _led_to(url: str) -> str:
    """The address that a search engine's alert or a mail program's link check leads to; else the address itself."""
    parts = urlsplit(url)
    if not (_ENGINE.fullmatch(parts.netloc) and parts.path == "/url") and not _CHECKED.search(parts.netloc):
        return url
    stated = parse_qs(parts.query)
    behind = absolute(next((one for name in ("url", "q") for one in stated.get(name, ())), None))
    return behind or url


def link(href: str | None, base: str | None = None) -> str | None:
    """Like :func:`absolute`, but lets ``mailto:`` pass: what may stand behind a link in an article."""
    plain = _UNSEEN.sub("", href or "")
    if plain.lower().startswith("mailto:") and len(plain) <= LONGEST:
        return plain
    return absolute(href, base)


def host(url: str | None) -> str:
    """The host name of an address in lower case, without ``www.``; empty when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_page(one: str | None, other: str | None) -> bool:
    """Two addresses name the same page: scheme, ``www.``, fragment and a final slash do not count."""
    return bool(one and other) and _bare(one or "") == _bare(other or "")


def _bare(url: str) -> str:
    plain = urldefrag(url).url.rstrip("/").lower()
    return plain.partition("://")[2].removeprefix("www.")
