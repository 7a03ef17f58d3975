"""Titles: without the site's name, compared, and made up from the first sentence where none is stated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from feedmill.reading.sentences import split

LONGEST_DERIVED = 120
"""Characters of a title that is taken from the text, the ellipsis included."""

_LABEL = re.compile(r"(?P<label>[^\W\d_][\w-]{2,18}\.)\s+(?=[^\W\d_a-zа-яё])")
_SIGNS = re.compile(
    r"\A[\s\u200d\u203c\u2049\u20e3\u2139\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+"
)
_SEPARATOR = re.compile(r"\s+[|\-–—―:•·»«›‹~/]{1,2}\s+|\s*[|｜]\s*|\s*::\s*|_{1,2}(?=[^\W_])|\s+[>]\s+")
_WORD = re.compile(r"[^\W_]+")
_DOMAIN = re.compile(r"^(?:www\.)?|\.(?:com|org|net|ru|cn|info|co|news|eu|de|fr|es|uk)\b", re.IGNORECASE)


def strip_site_name(title: str, site_names: Iterable[str]) -> str:
    """``title`` without a site's name at either end, where a separator divides them.

    A part goes if it is one of ``site_names`` (case, spaces, punctuation and a domain's ending apart). A title that
    is nothing but site names is returned as it came.
    """
    names = {key for name in site_names for key in (title_key(name), title_key(_DOMAIN.sub("", name))) if key}
    text = " ".join(title.split())
    for _ in range(4):
        shorter = _without_end(text, names)
        if shorter == text:
            break
        text = shorter
    return text


def has_parts(title: str) -> bool:
    """Whether a separator divides a title, as it divides the names of page and site."""
    return bool(_SEPARATOR.search(title[:500]))


def parts_of(title: str) -> list[str]:
    """What is left of a title when parts at its ends go, one after the other, where separators divide them: what a
    page's name may hold beside the names of site and section.
    """
    marks = list(_SEPARATOR.finditer(title[:500]))[:6]
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(title)]
    cut = ((a, b) for at, a in enumerate(starts) for b in ends[at:] if (a, b) != (0, len(title)))
    return [part for a, b in cut if (part := title[a:b].strip())]


def same_title(a: str, b: str) -> bool:
    """Whether two titles say the same: equal letters and digits, or one is the other cut short by an ellipsis."""
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if len(short) * 2 < len(long) and not short.rstrip().endswith(("…", "...")):
        return False
    first, second = title_key(a), title_key(b)
    if not first or not second:
        return False
    if first == second:
        return True
    short, whole = (a, second) if len(first) < len(second) else (b, first)
    return short.rstrip().endswith(("…", "...")) and len(title_key(short)) >= 12 and whole.startswith(title_key(short))


def derive(text: str) -> str:
    """A title for a text that states none: its first sentence, at most :data:`LONGEST_DERIVED` characters.

    A longer sentence is cut at a word boundary (anywhere, in scripts without spaces) and ends with an ellipsis. The
    signs and flags before a post go, and a word that says what a snippet is about ("Energy. …").
    """
    sentence = " ".join(next(iter(split(label_of(text)[1][:4000])), "").split())
    sentence = _SIGNS.sub("", sentence) or sentence
    if len(sentence) <= LONGEST_DERIVED:
        return sentence
    head = sentence[: LONGEST_DERIVED - 1]
    space = head.rfind(" ")
    if space > LONGEST_DERIVED // 2:
        head = head[:space]
    return head.rstrip(" ,;:–—-(«“\"'、，；：") + "…"


def label_of(text: str) -> tuple[str, str]:
    """A word that says what a snippet is about and ends like a sentence ("Energy."), "" for none; and the rest."""
    found = _LABEL.match(text)
    return (found["label"], text[found.end() :]) if found else ("", text)


def _without_end(text: str, names: set[str]) -> str:
    marks = list(_SEPARATOR.finditer(text[:1000]))
    if marks and title_key(text[marks[-1].end() :]) in names and title_key(text[: marks[-1].start()]):
        return text[: marks[-1].start()].strip()
    if marks and title_key(text[: marks[0].start()]) in names and title_key(text[marks[0].end() :]):
        return text[marks[0].end() :].strip()
    for mark in marks:
        if title_key(text[mark.end() :]) in names and title_key(text[: mark.start()]):
            return text[: mark.start()].strip()
    return text


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """Letters and digits only, casefolded: what two writings of one title share."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(_WORD.findall(plain.casefold()))
