"""How an article tells: what kind of text it is, how far the thing has come, and which side a headline lets act.

Read from headlines first, which say it; the words are data (``data/manner.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from feedmill.stories.tables import Lexicon, make_lexicon, read_table
from feedmill.stories.words import fold, is_han, split_sentences, tokens

#: Letters before a Chinese label: the name of the outlet or of the series.
BEFORE_LABEL = 10
#: Letters of a headline that are read.
LONGEST_HEADLINE = 300


def _entries(table: str) -> Mapping[str, tuple[str, ...]]:
    rows: Mapping[str, str] = read_table("manner")[table]
    return {name: tuple(word.strip() for word in words.split(",")) for name, words in rows.items()}


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(fold(word).casefold()) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds of text by the pattern of their headlines, in lower case."""
    ends = r"\s?[:|丨\]】]"
    found = [("live", rf"(?:[^:|]{{0,60}}\s)?live{ends}")]
    for name, words in _entries("labels").items():
        found.append((name, rf"\W{{0,2}}(?:{_any_of(words)}){ends}|.{{0,{BEFORE_LABEL}}}?(?:{_han(words)}){ends}"))
    for name, words in _entries("phrases").items():
        found.append((name, rf".*?(?:(?<!\w)(?:{_any_of(words)})|(?:{_han(words) or '(?!)'}))"))
    return tuple((name, re.compile(pattern)) for name, pattern in found)


def _han(words: tuple[str, ...]) -> str:
    return _any_of(tuple(word for word in words if not word.isascii() and is_han(word)))


def genre_of(title: str) -> str:
    """ "opinion", "live", "digest", or "" for news: what a headline says its text is."""
    lower = fold(title[:LONGEST_HEADLINE]).casefold()
    return next((name for name, pattern in _kinds() if pattern.match(lower)), "")


@cache
def _stages() -> Lexicon:
    return make_lexicon((word, name) for name, words in _entries("stages").items() for word in words)


def _stages_in(folded: str) -> Iterator[str]:
    return _stages().in_han(folded) if is_han(folded) else _stages().in_words(tokens(folded))


def stages_of(head: str) -> frozenset[str]:
    """How far the thing has come by the headline, else by the sentence below it; empty when neither says."""
    parts = split_sentences(head)[:2]
    return next((found for part in parts if (found := frozenset(_stages_in(part)))), frozenset())


@cache
def _contrary() -> tuple[tuple[str, str], ...]:
    pairs: list[str] = read_table("manner")["contrary"]["pairs"]
    return tuple((former, latter) for former, latter in (pair.split() for pair in pairs))


def are_contrary(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether one text tells of an earlier stage alone, the other of a later one alone."""
    return any(
        former in a and latter in b and latter not in a and former not in b
        for former, latter in _contrary()
        for a, b in ((ours, theirs), (theirs, ours))
    )


@cache
def _sides() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(rf"\W{{0,2}}(?:(?:{_any_of(tuple(w for w in words if not is_han(w)))})\b|(?:{_han(words)}))"))
        for name, words in _entries("sides").items()
    )


def side_of(title: str) -> str:
    """The side that a headline begins with as the one who acts; "" when it begins otherwise."""
    lower = fold(title[:LONGEST_HEADLINE]).casefold()
    return next((name for name, pattern in _sides() if pattern.match(lower)), "")
