"""What words mean to the reader: months, byline words, marks of chrome, for twenty-five languages, as data beside
this file.

Each ``<language>.toml`` may leave out what its language does not need. All languages are looked up together, because a
page's chrome is often not in the language of its article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_UNSPACED = 0x2E80
"""First code point of the scripts that are written without spaces."""

LANGUAGES = (
    "en", "ru", "zh", "fr", "de", "es", "it", "pt", "pl", "uk", "ja", "ko", "ar", "tr", "nl", "sv", "be", "kk", "bg",
    "cs", "da", "fi", "hu", "id", "ro",
)  # fmt: skip


@cache
def language_words(language: str) -> dict[str, Any]:
    """The tables of one language's file, as TOML gives them."""
    return tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text("utf-8"))


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """A list of words of all languages together, longest first, casefolded."""
    found = {word.casefold() for language in LANGUAGES for word in language_words(language).get(table, {}).get(key, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def numbered(table: str, key: str) -> dict[str, int]:
    """A list of lists of words (month names, weekday names) as word → 1-based number, casefolded."""
    return {
        word.casefold(): number
        for language in LANGUAGES
        for number, group in enumerate(language_words(language).get(table, {}).get(key, ()), start=1)
        for word in group
    }


def alternatives(found: Iterable[str]) -> tuple[str, str]:
    """Two patterns that match any of the words, longest first: those of scripts with spaces, which need an edge on
    either side, and those of scripts without.
    """
    ordered = sorted(set(found), key=lambda word: (-len(word), word))
    spaced = "|".join(re.escape(word) for word in ordered if ord(word[0]) < _UNSPACED)
    return spaced, "|".join(re.escape(word) for word in ordered if ord(word[0]) >= _UNSPACED)
