"""Text as the lexicon sees it: case, width, script and accents of typography folded away, offsets kept.

Folding is NFKC and casefold, ё to е, Traditional to Simplified Chinese, all dashes to "-", quotes to ' and ",
invisible and private-use characters dropped, white space to single spaces; blank lines stay paragraph breaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from feedmill.han import simplified

_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a]*", re.DOTALL)
_MARK = re.compile(r"[\u0300-\u036f\u3099\u309a]")
_LONE_BREAK = re.compile(r"\n(?<!\n\n)(?!\n)")
_TYPOGRAPHY = {**dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟«»″", '"')}


def _fold_character(char: str) -> str:
    if char == "\n":
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cf", "Co", "Cc", "Cs"}:
        return ""
    if char in _TYPOGRAPHY:
        return _TYPOGRAPHY[char]
    wide = unicodedata.normalize("NFKC", char).casefold().replace("ё", "е")
    return "".join(simplified().get(one, one) for one in wide)


class _Table(dict[int, str]):
    """Filled as characters are met; at most one entry a code point."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _Table()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text with its folded form. ``offsets`` maps folded to original positions; None when they are equal."""

    original: str
    text: str
    offsets: tuple[int, ...] | None = None

    def origin(self, at: int) -> int:
        """The original position of a folded one (also of the end)."""
        return at if self.offsets is None else self.offsets[at]

    def surface(self, start: int, end: int) -> str:
        """The original words of a folded span, without white space around them."""
        return self.original[self.origin(start) : self.origin(end)].strip()


def fold(text: str) -> Folded:
    """Fold a text; linear in its length."""
    folded = text.translate(_TABLE)
    if len(folded) == len(text) and _is_even(text, folded):
        return Folded(original=text, text=folded)
    return _fold_unevenly(text)


def _is_even(text: str, folded: str) -> bool:
    """Whether every letter stays in place: no runs of white space, no breaks within paragraphs, no combining marks."""
    if "  " in folded or "\n\n\n" in text or _LONE_BREAK.search(text):
        return False
    return text.isascii() or not _MARK.search(text)


def _fold_unevenly(text: str) -> Folded:
    pieces: list[str] = []
    offsets: list[int] = []
    last = "\n"
    for at, cluster in _clusters(text):
        folded = _TABLE[ord(cluster)] if len(cluster) == 1 else unicodedata.normalize("NFKC", cluster).translate(_TABLE)
        if folded == "\n" and _inside_paragraph(text, at):
            folded = " "
        if not folded or (folded == " " and last in " \n"):
            continue
        pieces.append(folded)
        offsets += [at] * len(folded)
        last = folded[-1]
    return Folded(original=text, text="".join(pieces), offsets=(*offsets, len(text)))


def _clusters(text: str) -> Iterable[tuple[int, str]]:
    """Characters with the marks that combine with them, and where they stand."""
    if _MARK.search(text) is None:
        return enumerate(text)
    return ((cluster.start(), cluster[0]) for cluster in _CLUSTER.finditer(text))


def _inside_paragraph(text: str, at: int) -> bool:
    return text[at - 1 : at] != "\n" and text[at + 1 : at + 2] != "\n"


@lru_cache(maxsize=1 << 15)
def fold_pattern(pattern: str) -> str:
    """A lexicon entry in folded form; remembered, for the same words come by several times while a beat is read."""
    return fold(pattern).text
