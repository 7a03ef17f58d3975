"""Words as the full-text index keeps and seeks them: folded, without endings, Chinese in pairs of letters.

The index must find 中俄 and 普京 (SQLite's trigrams find neither), and Китай by Китаем. So text is cut here, alike
for what is stored and for what is sought:

* letters are folded (case, width, accents; ё is е; Traditional characters are Simplified ones);
* Russian words of five letters and more lose their ending, English ones their plural: crude, but alike on both sides;
* runs of Han and Kana become overlapping pairs and their last letter, so that any part of two letters is a phrase, and
  a single letter the beginning of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from feedmill.han import simplified

MOST_TERMS = 16
LONGEST_QUERY = 300
_LONGEST_WORD = 40

_RUN = re.compile(r"[^\W_]+")
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_STARTS_HAN = re.compile(f"[{_HAN}]")
_QUERY = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_RUSSIAN = re.compile(
    "(?:иями|ями|ами|ией|иям|иях|ием|ого|его|ому|ему|ыми|ими|ой|ей|ий|ый|ая|яя|ое|ее|ие|ые|ую|юю|ых|их|ым|им|ом|ем|ам|"
    "ям|ах|ях|ов|ев|ия|ию|ии|ью|[аяоеуюыийь])$"
)
_CYRILLIC = re.compile("[а-я]+")
_LATIN = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that is sought: ``written`` as the person wrote it; words in this order; the last one may go on."""

    written: str
    words: tuple[str, ...]
    begins: bool
    excluded: bool


def search_words(text: str) -> str:
    """A text as the words that the index keeps, separated by spaces."""
    return " ".join(_words(text))


def terms(query: str) -> Sequence[Term]:
    """What a query asks for: words, ``"phrases"``, ``begin*``; a leading minus excludes. At most
    :data:`MOST_TERMS`; anything is a query, nothing in it is a command."""
    found = []
    for match in _QUERY.finditer(query[:LONGEST_QUERY]):
        written = match[2] if match[2] is not None else match[3]
        begins = match[2] is None and written.endswith("*")
        words, single = _sought(written)
        if words:
            found.append(
                Term(written=written.strip('*"'), words=words, begins=begins or single, excluded=bool(match[1]))
            )
    return found[:MOST_TERMS]


def match_expression(query: str, facts: Sequence[Sequence[str]]) -> str | None:
    """An expression for FTS5: every term, and one of each list of facts; None when only exclusions are sought.

    Words are of letters and digits only, and every one is quoted: nothing of the query is read as syntax.
    """
    sought = terms(query)
    if sought and all(term.excluded for term in sought):
        return None
    needed = [f"{{facts}} : ({' OR '.join(_quoted(one) for one in choice)})" for choice in facts]
    needed += [f"{{title body}} : {_phrase(term)}" for term in sought if not term.excluded]
    excluded = [f"{{title body}} : {_phrase(term)}" for term in sought if term.excluded]
    expression = " AND ".join(f"({one})" for one in needed)
    return f"({expression}) NOT ({' OR '.join(f'({one})' for one in excluded)})" if excluded else expression


def _phrase(term: Term) -> str:
    return " + ".join(_quoted(word) for word in term.words) + (" *" if term.begins else "")


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def _sought(written: str) -> tuple[tuple[str, ...], bool]:
    """The words of a term, and whether it is a single Han letter, which begins its pair."""
    words: list[str] = []
    pieces = list(_pieces(written))
    for piece in pieces:
        if not _is_han(piece):
            words.append(_stem(piece))
        elif len(piece) == 1:
            words.append(piece)
        else:  # without the last letter alone: inside a longer run it begins another pair
            words += (piece[at : at + 2] for at in range(len(piece) - 1))
    return tuple(words), len(pieces) == 1 and _is_han(written[:1]) and len(pieces[0]) == 1


def _words(text: str) -> Iterator[str]:
    folded = _folded(text)
    if folded.isascii():  # by far the most, and without a Han letter
        yield from map(_stem, _RUN.findall(folded))
        return
    for piece in _cut(folded):
        if _is_han(piece):
            yield from (piece[at : at + 2] for at in range(len(piece)))
        else:
            yield _stem(piece)


def _pieces(text: str) -> Iterator[str]:
    """Runs of letters and digits, folded; Han apart from others."""
    return _cut(_folded(text))


def _cut(folded: str) -> Iterator[str]:
    for run in _RUN.finditer(folded):
        yield from _PIECE.findall(run[0])


def _folded(text: str) -> str:
    """Without case, width and the accents of Latin, Greek and Cyrillic, except й, which is a letter of its own;
    Traditional characters as Simplified ones."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    if plain.isascii():
        return plain
    kept = plain.translate(_simplified()).replace("й", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("\0", "й")


@cache
def _simplified() -> dict[int, str]:
    return {ord(old): new for old, new in simplified().items()}


def _is_han(piece: str) -> bool:
    return _STARTS_HAN.match(piece) is not None


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    word = word[:_LONGEST_WORD]
    if len(word) > 4 and _CYRILLIC.fullmatch(word):
        bare = _RUSSIAN.sub("", word)
        return bare if len(bare) > 3 else word[:4]
    if len(word) > 3 and _LATIN.fullmatch(word) and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    return word
