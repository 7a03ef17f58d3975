"""Many phrases looked for at once, so that a line costs the same however long the lists of words grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from ahocorasick_rs import AhoCorasick

from feedmill.reading.words import words

_KEY = 2


class Beginnings:
    """Phrases that a text may begin with."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_key: defaultdict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            by_key[phrase[:_KEY]].append(phrase)
        self._by_key = {key: tuple(found) for key, found in by_key.items()}

    def begins(self, folded: str) -> bool:
        """Whether a casefolded text begins with one of the phrases."""
        found = self._by_key.get(folded[:_KEY])
        return found is not None and folded.startswith(found)


class Mentions:
    """Phrases that may stand anywhere in a text."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._automaton = AhoCorasick(list(phrases))

    def count(self, folded: str) -> int:
        """How many of the phrases stand in a casefolded text, each counted once."""
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return len({match[0] for match in found}) if len(found) > 1 else len(found)

    def any(self, folded: str) -> bool:
        """Whether any of the phrases stands in a casefolded text."""
        return bool(self._automaton.find_matches_as_indexes(folded))


@cache
def beginnings(table: str, *keys: str) -> Beginnings:
    """The phrases of some lists of all languages, as beginnings."""
    return Beginnings(word for key in keys for word in words(table, key))


@cache
def mentions(table: str, *keys: str) -> Mentions:
    """The phrases of some lists of all languages, as mentions."""
    return Mentions(word for key in keys for word in words(table, key))
