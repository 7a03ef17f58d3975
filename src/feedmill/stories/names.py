"""Proper names that no lexicon knows: capitalised words, made comparable between Latin and Cyrillic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from feedmill.model import Article
from feedmill.stories.sounds import LEAST, skeleton, sounds_in_han
from feedmill.stories.tables import calendar, read_table
from feedmill.stories.words import drop_dateline, fold, is_han, split_sentences

#: Letters kept of a name: endings differ by case and language, beginnings do not.
NAME = 5
#: Characters of a Chinese text in which names are looked for.
HEAD_SOUNDS = 300

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
#: Capitalised words in a row: a forename goes with its surname, so that a known person leaves nothing behind.
_CAPITAL, _REST = r"[^\W\d_a-zа-я]", r"[^\W\d_]{2,}(?:-\d{1,4})?"
_RUN = re.compile(rf"{_CAPITAL}(?<![\w'-].){_REST}(?: {_CAPITAL}{_REST}){{0,5}}")
#: What a maker calls a thing ("PD-35", "Ка-32"): the same in every language.
_MODEL = re.compile(r"[A-ZА-Я](?<![A-Za-zА-Яа-я\d].)[A-Za-zА-Яа-я]{0,3}-\d{1,4}(?!\d)")
#: Spellings of one sound that differ between the languages.
_SOUNDS = (("y", "i"), ("j", "i"), ("w", "v"), ("kh", "h"), ("ou", "u"), ("sch", "sh"), ("ch", "c"), ("c", "k"))


@cache
def _nations() -> tuple[str, ...]:
    return tuple(str(read_table("stopwords")["nations"]).split())


@lru_cache(maxsize=8192)
def romanise(word: str) -> str:
    """A name as Latin letters with one spelling a sound: Ладыгин and Ladygin are equal."""
    latin = "".join(_LATIN.get(letter, letter) for letter in word.casefold())
    for spelling, sound in _SOUNDS:
        latin = latin.replace(spelling, sound)
    return re.sub(r"(.)\1", r"\1", latin)


def _is_calendar(word: str) -> bool:
    lower = word.casefold()
    return any(calendar(kind).of_word(lower) is not None for kind in ("weekdays", "months"))


def names_in(article: Article, entities: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names in the text's head that are neither known entities nor countries: their beginnings, and their consonants
    (:mod:`feedmill.stories.sounds`), by which they are met in any alphabet.

    Headlines capitalise everything, and a sentence begins with a capital: both are left out. German capitalises
    nouns too; they meet no name of another language.
    """
    models = frozenset(romanise(model) for model in _MODEL.findall(fold(f"{article.title} {article.text[:1200]}")))
    if is_han(article.text):
        heard = sounds_in_han(fold(f"{article.title}。{article.text[:HEAD_SOUNDS]}"))
        return models | _latin_in_han(article), _telling(heard)
    runs = list(_runs(article.text or _lone_headline(article.title), entities))
    words = (romanise(word) for opening, run in runs for word in (run[1:] if opening else run))
    whole = [skeleton("".join(run)) for _, run in runs if len(run) in (2, 3)]
    parts = [skeleton(word) for _, run in runs for word in run if len(word) >= 4]
    return models | {word[:NAME] for word in words if len(word) >= 4}, _telling([*whole, *parts])


def _lone_headline(title: str) -> str:
    """A headline without a text, as a text: nothing of one that capitalises everything."""
    long = [word for word in fold(title).split() if len(word) >= 4 and word.isalpha()]
    raised = sum(word[0].isupper() for word in long)
    return "" if raised * 5 >= len(long) * 3 else title


def _telling(sounds: Iterable[str]) -> frozenset[str]:
    return frozenset(sound for sound in sounds if len(sound) >= LEAST)


def _runs(text: str, entities: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """Capitalised words in a row that are no known entity, each with whether a sentence begins with it."""
    known = tuple(part[:4] for entity in entities for part in romanise(entity.partition(":")[2]).split("-"))
    drop = (*known, *(romanise(nation) for nation in _nations()))
    for sentence in split_sentences(drop_dateline(fold(text[:1200])))[:5]:
        for run in _RUN.finditer(sentence):
            words = [word for word in run[0].split() if not _is_calendar(word)]
            if words and not any(romanise(word).startswith(drop) for word in words):
                yield run.start() <= 1, words


def _latin_in_han(article: Article) -> frozenset[str]:
    """Latin names inside Chinese text ("LNG" and other short ones left out)."""
    found = re.findall(r"[A-Z][a-z]{3,}", fold(f"{article.title} {article.text[:400]}"))
    return frozenset(romanise(name)[:NAME] for name in found)
