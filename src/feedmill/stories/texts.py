"""Same text: is one article a copy of the other, whole, trimmed, wrapped or lightly edited?

Decided by containment over shingles. Templates that are filled anew every month pass that test too, therefore
sentences that stand in both texts must not disagree in figures, days or names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedmill.model import Article
from feedmill.stories.facts import Facts
from feedmill.stories.tables import calendar
from feedmill.stories.words import drop_dateline, fold, is_han, shingles, split_sentences, tokens

#: Share of the shorter text's shingles found in the longer one: above, a copy. Re-tellings stay under 0.3.
COPY = 0.72
#: A text of fewer shingles says too little to be recognised by its words.
LEAST_SHINGLES = 8
#: Estimated Jaccard similarity below which the texts are not even compared.
HOPELESS = 0.02
#: A short text is a copy of a long one only if it stands in this first share of it: background is re-used.
OPENING = 0.5
#: Two sentences are versions of one when this share of the shorter one's words is common.
ALIGNED = 0.6
#: At most so many sentences of each text are aligned.
MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two texts compare: ``containment`` 0–1 of the shorter one, which has ``least`` shingles, and the first
    disagreement of aligned sentences, or None."""

    containment: float
    least: int
    disagreement: str | None

    @property
    def is_copy(self) -> bool:
        """Whether one text is a copy of the other."""
        return self.containment >= COPY and self.disagreement is None


NOTHING_ALIKE = Likeness(containment=0.0, least=0, disagreement=None)


def estimate(a: Facts, b: Facts) -> float:
    """Containment estimated from the two signatures, 0–1."""
    if not a.size or not b.size or len(a.signature) != len(b.signature):
        return 0.0
    equal = sum(x == y for x, y in zip(a.signature, b.signature, strict=True)) / len(a.signature)
    common = equal * (a.size + b.size) / (1 + equal)
    return min(1.0, common / min(a.size, b.size))


def compare_texts(a: Article, b: Article) -> Likeness:
    """Exact containment of the shorter text in the longer one, and where the two disagree."""
    first, second = shingles(a.text or a.title), shingles(b.text or b.title)
    small, large = (a, b) if len(first) <= len(second) else (b, a)
    least = min(len(first), len(second))
    if least < LEAST_SHINGLES and first != second:
        return NOTHING_ALIKE
    containment = len(first & second) / max(1, least)
    if containment < COPY / 2 or _is_background(small, large):
        return NOTHING_ALIKE
    return Likeness(containment=containment, least=least, disagreement=_disagreement(small, large))


def _is_background(small: Article, large: Article) -> bool:
    """Whether the small text stands only deep inside a much longer one, as a paragraph of background would."""
    if len(small.text) * 3 > len(large.text):
        return False
    opening = shingles(large.text[: int(len(large.text) * OPENING)])
    own = shingles(small.text)
    return len(own & opening) < len(own) / 3


_NUMBER = re.compile(r"\d")


def _telling(words: list[str], written: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a template fills anew: numbers with weekdays and months, and capitalised words."""
    dates = {w for w in words if calendar("weekdays").of_word(w) or (len(w) > 3 and calendar("months").of_word(w))}
    numbers = {w for w in words if _NUMBER.search(w)}
    names = {m.casefold() for m in re.findall(r"(?<=[\w,;:] )[^\W\d_a-zа-я][^\W\d_]{2,}", written)}
    return frozenset(dates | numbers), frozenset(names)


_HAN_NUMBERS = re.compile(r"[\d.]+|[零〇一二三四五六七八九十百千]+(?=[日月年次届轮批周个件人家名万亿])")


def _clues(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    if is_han(sentence):
        return frozenset(_HAN_NUMBERS.findall(sentence)), frozenset()
    return _telling(tokens(sentence), sentence)


def _pairs(small: list[str], large: list[str]) -> Iterator[tuple[int, str, str]]:
    """Sentences that are versions of each other without being equal, with their place in the small text."""
    bags = [frozenset(tokens(sentence)) for sentence in large]
    equal = set(large)
    for at, sentence in enumerate(small):
        bag = frozenset(tokens(sentence))
        if len(bag) < 4 or sentence in equal:
            continue
        share, best = max(((len(bag & other) / len(bag), i) for i, other in enumerate(bags)), default=(0.0, 0))
        if share >= ALIGNED and len(bags[best]) >= 4:
            yield at, sentence, large[best]


def _disagreement(small: Article, large: Article) -> str | None:
    """The first pair of aligned sentences in which each side has figures, days or names that the other lacks.

    In the lede one such pair is enough; further down one correction is forgiven.
    """
    ours = split_sentences(drop_dateline(fold(small.text)))[:MOST_SENTENCES]
    theirs = split_sentences(drop_dateline(fold(large.text)))[:MOST_SENTENCES]
    forgiven = 0
    for at, mine, other in _pairs(ours, theirs):
        for a, b in zip(_clues(mine), _clues(other), strict=True):
            if a - b and b - a:
                if at < 2 or forgiven:
                    return f"{', '.join(sorted(a - b))} against {', '.join(sorted(b - a))}"
                forgiven += 1
    return None
