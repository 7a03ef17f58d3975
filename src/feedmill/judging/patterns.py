"""The notation of lexicon entries, and what one entry matches in folded text.

``word*`` a bounded ending: up to four more Cyrillic letters, any further letters otherwise · ``CAPITALS`` a whole
token as written · ``Capitalised`` only capitalised text · ``A + B`` both within one sentence · ``A ~3 B`` within
three words · ``term?`` a hint · ``term!`` at the core of its topic. Han entries match anywhere; all others at word
boundaries. A quotation mark may stand before any word of an entry but the first: авиакомпания «Аврора».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from feedmill.judging.folding import Folded, fold_pattern

_JOINED = re.compile(r"\s+(?:\+|~(\d))\s+")
_CYRILLIC = re.compile("[а-я]")
_ENDING = {True: r"[а-я]{0,4}", False: r"[^\W\d_]{0,20}"}
MAX_PARTS = 3


def is_han(char: str) -> bool:
    """Whether a character belongs to a script without spaces between words."""
    return "\u3400" <= char <= "\u9fff" or "\u3040" <= char <= "\u30ff" or "\uf900" <= char <= "\ufaff"


def _is_word(char: str) -> bool:
    return char.isalnum() and (char < "\u3040" or not is_han(char))


class PatternError(ValueError):
    """An entry that can never match; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """One stretch of text to look for: a fixed ``key``, then what may follow it (``rest``, an anchored expression)."""

    pattern: str
    key: str
    rest: str
    exact: str | None
    capital: bool

    def end_of_match(self, text: Folded, start: int, end: int) -> int:
        """Where a match that begins at ``start`` ends, given the key stands there; -1 for no match."""
        letters = text.text
        if self.rest:
            found = _compiled(self.rest).match(letters, end)
            if found is None:
                return -1
            end = found.end()
            end += letters[end : end + 1] == '"' and letters.count('"', start, end) % 2
        if ends_inside_word(letters, end):
            return -1
        if self.exact is not None:
            return end if text.surface(start, end) == self.exact else -1
        return end if not self.capital or text.original[text.origin(start)].isupper() else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A whole entry: one literal, or several in one sentence, at most ``within`` words apart where that is given."""

    parts: tuple[Literal, ...]
    within: int | None
    hint: bool
    core: bool


def starts_inside_word(text: str, start: int) -> bool:
    """Whether the character before and at ``start`` belong to one word."""
    if start == 0 or text[start - 1] == " ":  # most often
        return False
    return _is_word(text[start]) and _is_word(text[start - 1])


def ends_inside_word(text: str, end: int) -> bool:
    """Whether the character before and at ``end`` belong to one word."""
    if end >= len(text) or text[end] == " ":  # most often
        return False
    return _is_word(text[end]) and _is_word(text[end - 1])


def parse_pattern(entry: str) -> Pattern:
    """Read one entry. Raises PatternError for one that can never match."""
    mark = entry[-1:] if entry[-1:] in {"?", "!"} else ""
    words = entry.removesuffix(mark).strip()
    pieces = _JOINED.split(words) if "+" in words or "~" in words else [words]
    parts = tuple(_parse_literal(piece) for piece in pieces[::2])
    if len(parts) > MAX_PARTS:
        raise PatternError(f"more than {MAX_PARTS} parts")
    distances = [int(piece) for piece in pieces[1::2] if piece]
    return Pattern(parts=parts, within=distances[0] if distances else None, hint=mark == "?", core=mark == "!")


def _parse_literal(piece: str) -> Literal:
    folded = fold_pattern(piece).strip()
    key, star, rest = folded.partition("*")
    if not key.strip():
        raise PatternError("nothing is left of it after folding")
    if not any(char.isalnum() for char in folded):
        raise PatternError("it has neither letters nor digits")
    if any(mark in folded for mark in "\n。；！？") or "**" in folded:
        raise PatternError("it crosses a sentence end, which no match does")
    if star and is_han(key[-1]):
        raise PatternError("Chinese words have no endings: drop the *")
    behind = star + rest
    if _CYRILLIC.match(key) and " " in key:  # «» may stand around a name behind its kind
        key, space, more = key.partition(" ")
        behind = f"{space}{more}{behind}"
    return Literal(
        pattern=piece,
        key=key,
        rest=_rest(key, behind) if behind else "",
        exact=piece if _is_token(piece) else None,
        capital=piece[0].isupper(),
    )


@cache
def _compiled(rest: str) -> re.Pattern[str]:
    """Compiled when first met in a text: most of a beat's endings are not, in one command. Beats hold some hundreds."""
    return re.compile(rest)


def _is_token(piece: str) -> bool:
    return 2 <= len(piece) <= 6 and piece.isalpha() and piece.isupper()


def _rest(key: str, rest: str) -> str:
    expression, before = "", key[-1]
    for char in rest:
        if char == "*":
            expression += _ENDING["а" <= before <= "я"]
        else:
            expression += ' "?' if char == " " else re.escape(char)
        before = char if char != "*" else before
    return expression
