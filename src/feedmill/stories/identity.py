"""How an article is recognised when it is seen again: by address, exact text, feed id, title, likeness.

Never by position: a snippet put at the head of a digest makes one new article, not eleven.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from feedmill.model import Article

ALIKE = 0.5
"""Least share of word triples (character triples without spaces) that an edited text keeps of the one before.
An edit that leaves less is another article in the same place."""

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|yclid|dclid|igshid|mc_[ce]id|_openstat|ref_?src|cmpid|spm|share_token", re.I
)
"""Query parameters that say how a reader came, not what the page is."""

_WORD = re.compile(r"\w+")
_LONG = 50_000
"""Letters of a text that are compared; what is alike is alike by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article of the version before, with its id."""

    id: UUID
    article: Article


def url_key(url: str) -> str:
    """What of an address names the page: without scheme, "www.", fragment, tracking, trailing slash, default port."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    try:
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        port = ""
    kept = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0]))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def text_key(text: str) -> str:
    """Hash of the letters and digits of a text: equal for texts that differ in spacing, case and marks only."""
    return hashlib.sha256(_plain(text).encode("utf-8", "replace")).hexdigest()[:32]


def recognise(known: Sequence[Known], found: Sequence[Article], *, alike: bool = True) -> list[UUID | None]:
    """The known id of each found article, None for a new one; no id is given twice.

    The surest sign goes first over the whole document, so that a weak likeness never takes what a sure one names.
    Without ``alike`` no likeness counts: the items of a feed have addresses, and a daily report is like yesterday's.
    """
    ids: list[UUID | None] = [None] * len(found)
    left = {one.id: one.article for one in known}
    for sign in (_by_url, _by_text, _by_guid, _by_title):
        _match(left, found, ids, sign)
    if alike:
        _match_alike(left, found, ids)
    return ids


def _by_url(article: Article) -> Hashable:
    return url_key(article.url) if article.url else None


def _by_text(article: Article) -> Hashable:
    return text_key(article.text)


def _by_guid(article: Article) -> Hashable:
    return article.guid


def _by_title(article: Article) -> Hashable:
    return _plain(article.title) if article.title_provenance == "stated" else None


def _match(
    left: dict[UUID, Article],
    found: Sequence[Article],
    ids: list[UUID | None],
    sign: Callable[[Article], Hashable],
) -> None:
    """Give ids by a sign that must be unique on both sides: two items with one address prove nothing."""
    before: dict[Hashable, list[UUID]] = {}
    for key, article in left.items():
        before.setdefault(sign(article), []).append(key)
    now: dict[Hashable, list[int]] = {}
    for place, article in enumerate(found):
        if ids[place] is None:
            now.setdefault(sign(article), []).append(place)
    for value, places in now.items():
        if value is not None and len(places) == 1 and len(before.get(value, ())) == 1:
            ids[places[0]] = before[value][0]
            del left[before[value][0]]


def _match_alike(left: dict[UUID, Article], found: Sequence[Article], ids: list[UUID | None]) -> None:
    before = {key: _shingles(article.text) for key, article in left.items()}
    pairs = sorted(
        (-likeness, place, str(key), key)
        for place, article in enumerate(found)
        if ids[place] is None and before
        for now in (_shingles(article.text),)
        for key, then in before.items()
        if (likeness := _likeness(now, then)) >= ALIKE
    )
    for _, place, _, key in pairs:
        if ids[place] is None and key in left:
            ids[place] = key
            del left[key]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller one's shingles that the larger one has; 0 without any."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _shingles(text: str) -> frozenset[str]:
    plain = _plain(text[:_LONG])
    words = plain.split()
    if len(words) * 12 < len(plain):  # hardly any spaces: Chinese, Japanese, Thai
        return frozenset(plain[i : i + 3] for i in range(max(1, len(plain) - 2)))
    return frozenset(" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2)))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
