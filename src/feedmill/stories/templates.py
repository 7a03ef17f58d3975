"""Templates filled anew: two texts that share most of their words and yet tell of different things.

Sentences that are versions of each other must not disagree in figures (in digits or words), days or names; and what
is replaced by something else every time it is mentioned, more than one thing at once, is the object of another story.
A light edit is neither: it replaces a word here and there, and writes the same number in another way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from feedmill.model import Article
from feedmill.stories.figures import read_han_number
from feedmill.stories.tables import calendar, numerals
from feedmill.stories.words import STEM, drop_dateline, fold, is_han, split_sentences, tokens

#: Two sentences are versions of one when this share of the shorter one's words is common.
ALIGNED = 0.6
#: At most so many sentences of each text are aligned, and so many words of each are laid side by side.
MOST_SENTENCES, MOST_WORDS = 40, 80
#: A word is an object of the story when it stands in title and text at least so often; a template has so many.
RECURRING, OBJECTS = 2, 2
#: Letters of a word that can be an object, and share of equal letters at which two words are spellings of one.
LEAST_LETTERS, SPELLING = 4, 0.6

_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"(?<=[\w,;:] )[^\W\d_a-zа-я][^\W\d_]{2,}")
_HAN_NUMBERS = re.compile(
    r"[\d.]+|[零〇一二两三四五六七八九十百千]+(?=[日月年次届轮批周个件人家名万亿艘架辆列座台只头条项所吨])"
)

Pair = tuple[int, str, str]


def find_disagreement(small: Article, large: Article) -> str | None:
    """What the two texts disagree in, for people, or None when one can be a copy of the other."""
    pairs = list(_versions(_sentences(small.text), _sentences(large.text)))
    return _clash(pairs) or _other_objects(small, large, pairs)


@lru_cache(maxsize=32)
def _sentences(text: str) -> Mapping[str, frozenset[str]]:
    """The first sentences with their words; kept for a moment, as a newcomer is laid beside many."""
    found = split_sentences(drop_dateline(fold(text)))[:MOST_SENTENCES]
    return {sentence: frozenset(tokens(sentence)) for sentence in found}


def _versions(small: Mapping[str, frozenset[str]], large: Mapping[str, frozenset[str]]) -> Iterator[Pair]:
    """Sentences that are versions of each other without being equal, with their place in the small text."""
    theirs = [(sentence, bag) for sentence, bag in large.items() if len(bag) >= 4]
    for at, (sentence, bag) in enumerate(small.items()):
        if len(bag) < 4 or sentence in large or not theirs:
            continue
        common, _, best = max((len(bag & other), i, other_one) for i, (other_one, other) in enumerate(theirs))
        if common >= ALIGNED * len(bag):
            yield at, sentence, best


# --- figures, days and names ----------------------------------------------------------------------------------


def _clash(pairs: list[Pair]) -> str | None:
    """The first pair of sentences in which each side has figures, days or names that the other lacks.

    In the lede one such pair is enough; further down one correction is forgiven.
    """
    forgiven = 0
    for at, mine, other in pairs:
        for a, b in zip(_clues(mine), _clues(other), strict=True):
            if a - b and b - a:
                if at < 2 or forgiven:
                    return f"{', '.join(sorted(a - b))} against {', '.join(sorted(b - a))}"
                forgiven += 1
    return None


def _clues(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers with weekdays and months, and capitalised words."""
    if is_han(sentence):
        return frozenset(_han_value(number) for number in _HAN_NUMBERS.findall(sentence)), frozenset()
    words = tokens(sentence)
    dates = {w for w in words if calendar("weekdays").of_word(w) or (len(w) > 3 and calendar("months").of_word(w))}
    cardinals = numerals("cardinals").exact
    numbers = {cardinals.get(w, w) for w in words if _NUMBER.search(w) or w in cardinals}
    return frozenset(dates | numbers), frozenset(m.casefold() for m in _NAME.findall(sentence))


def _han_value(number: str) -> str:
    return number if number[0].isascii() else str(read_han_number(number))


# --- objects --------------------------------------------------------------------------------------------------


def _other_objects(small: Article, large: Article, pairs: list[Pair]) -> str | None:
    """What stands in the same places of both texts, again and again, and is something else in each."""
    ours, theirs = _counted(small), _counted(large)
    mine: dict[str, str] = {}
    for _, one, other in pairs:
        for gone, come in _replaced(_units(one), _units(other)):
            left = [w for w in gone if ours[w] >= RECURRING and not theirs[w]]
            right = [w for w in come if theirs[w] >= RECURRING and not ours[w]]
            if left and right and not any(_spellings(a, b) for a in left for b in right):
                mine.setdefault(left[0], right[0])
    if len(mine) < OBJECTS or len(set(mine.values())) < OBJECTS:
        return None
    return f"{', '.join(sorted(mine))} against {', '.join(sorted(set(mine.values())))}"


def _units(folded: str) -> list[str]:
    """The beginnings of words, and pairs of Han characters."""
    words = tokens(folded)
    if is_han(folded):
        return [a + b for a, b in pairwise(words)]
    return [word[:STEM] for word in words]


def _counted(article: Article) -> Counter[str]:
    return Counter(_units(fold(article.title)) + _units(fold(article.text)))


def _replaced(one: list[str], other: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Stretches of the one that the other has something else for, without short words."""
    one, other = one[:MOST_WORDS], other[:MOST_WORDS]
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "replace":
            yield _telling(one[a:b]), _telling(other[c:d])


def _telling(words: list[str]) -> list[str]:
    return [w for w in words if len(w) >= LEAST_LETTERS or (not w.isascii() and is_han(w))]


def _spellings(a: str, b: str) -> bool:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELLING
