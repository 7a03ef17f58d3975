"""The room's word tables: calendar, numbers, units, acts and subjects in six languages, read once.

The files lie beside the code and may be extended by an editor; their comments say how entries match.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

#: Letters by which entries are found; beginnings and the first word of a pair have at least as many.
PAIR_KEY = 2
#: Letters of the longest entry that matches beginnings; longer words need not be tried further.
LONGEST_ENTRY = 24

_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def read_table(name: str) -> Mapping[str, Any]:
    """One of the packaged files, parsed."""
    return tomllib.loads((files("feedmill.stories") / "data" / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Words that stand for a value: exact ones, beginnings, and Han strings found anywhere.

    An alphabetic entry has one word or two in a row; of longer ones and of hyphenated ones the first two count.
    ``openings`` are the first letters of all beginnings: most words of a text match none, and are told at once.
    """

    exact: Mapping[str, str]
    beginnings: Mapping[str, str]
    pairs: Mapping[str, tuple[tuple[str, str, str], ...]]
    han: Mapping[str, str]
    openings: frozenset[str]

    @lru_cache(maxsize=65_536)  # noqa: B019 - the tables live as long as the program
    def of_word(self, word: str) -> str | None:
        """The value of a lower-case word, the longest beginning first."""
        if (value := self.exact.get(word)) is not None:
            return value
        if word[:PAIR_KEY] not in self.openings:
            return None
        for end in range(min(len(word), LONGEST_ENTRY), 1, -1):
            if (value := self.beginnings.get(word[:end])) is not None:
                return value
        return None

    def of_pair(self, word: str, following: str) -> str | None:
        """The value of two lower-case words in a row."""
        known = self.pairs.get(word[:PAIR_KEY], ())
        return next((value for one, two, value in known if _fits(one, word) and _fits(two, following)), None)

    def in_words(self, words: Sequence[str]) -> Iterator[str]:
        """Values of all words and pairs of words, in order, repeated as often as they stand there."""
        told = {word for word in set(words) if word[:PAIR_KEY] in self.pairs or self.of_word(word) is not None}
        if not told:
            return
        for word, following in zip_longest(words, words[1:], fillvalue=""):
            if word not in told:
                continue
            paired = word[:PAIR_KEY] in self.pairs and self.of_pair(word, following)
            value = paired or self.of_word(word)
            if value is not None:
                yield value

    def in_han(self, folded: str) -> Iterator[str]:
        """Values of all Han entries that occur in the text."""
        return (value for entry, value in self.han.items() if entry in folded)


def _fits(entry: str, word: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


def make_lexicon(entries: Iterable[tuple[str, str]]) -> Lexicon:
    """A lexicon of (word, value); the first value wins where two claim a word."""
    exact: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    han: dict[str, str] = {}
    pairs: dict[str, list[tuple[str, str, str]]] = {}
    for entry, value in entries:
        word = " ".join(entry.replace("ё", "е").replace("-", " ").split()[:2])
        if _HAN.search(word):
            han.setdefault(word, value)
        elif " " in word:
            one, _, two = word.partition(" ")
            pairs.setdefault(one[:PAIR_KEY].rstrip("*"), []).append((one, two, value))
        elif word.endswith("*"):
            beginnings.setdefault(word[:-1], value)
        else:
            exact.setdefault(word, value)
    in_order = {key: tuple(found) for key, found in pairs.items()}
    openings = frozenset(beginning[:PAIR_KEY] for beginning in beginnings)
    return Lexicon(exact=exact, beginnings=beginnings, pairs=in_order, han=han, openings=openings)


@cache
def concepts(kind: str) -> Lexicon:
    """Acts or subjects by their words in all languages."""
    rows: Mapping[str, str] = read_table("concepts")[kind]
    return make_lexicon((word.strip(), name) for name, words in rows.items() for word in words.split(","))


@cache
def group(name: str) -> frozenset[str]:
    """A set of concepts: "occasions", "contacts", "reactions" or "goods"."""
    row: str = read_table("concepts")["groups"][name]
    return frozenset(concept.strip() for concept in row.split(","))


@cache
def calendar(kind: str) -> Lexicon:
    """Weekdays ("0" is Monday) or months ("1" is January)."""
    first = 0 if kind == "weekdays" else 1
    rows: Mapping[str, list[str]] = read_table("calendar")[kind]
    named = ((word, str(at)) for row in rows.values() for at, words in enumerate(row, first) for word in words.split())
    return make_lexicon(named)


@cache
def numerals(kind: str) -> Lexicon:
    """Ordinals, cardinals or series nouns in words: the value is the number or the class."""
    rows: Mapping[str, list[str]] = read_table("calendar")[kind]
    entries = [entry.split() for row in rows.values() for entry in row]
    return make_lexicon((word, value) for value, *words in entries for word in words)


@cache
def scales() -> Lexicon:
    """Multipliers ("million", "млрд", "亿"): the value is the factor in digits."""
    return make_lexicon(
        (word, factor) for factor, words in read_table("calendar")["scales"].items() for word in words.split()
    )


@cache
def units() -> Lexicon:
    """What numbers count: the value is the unit's name."""
    return make_lexicon(
        (word, unit) for unit, words in read_table("calendar")["units"].items() for word in words.split()
    )


@cache
def measures() -> Mapping[str, str]:
    """Chinese measure words that make a number an ordinal of a series, with the class."""
    rows: Mapping[str, str] = read_table("calendar")["measures"]
    return {word: name for name, words in rows.items() for word in words.split()}
