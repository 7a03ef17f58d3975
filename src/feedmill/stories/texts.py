"""Same text: is one article a copy of the other, whole, trimmed, wrapped or lightly edited?

Decided by containment over shingles. Templates that are filled anew pass that test too, therefore the texts must not
disagree (:mod:`feedmill.stories.templates`).
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq

from feedmill.model import Article
from feedmill.stories.facts import Facts
from feedmill.stories.templates import find_disagreement
from feedmill.stories.words import shingles

#: Share of the shorter text's shingles found in the longer one: above, a copy. Re-tellings stay under 0.3.
COPY = 0.72
#: A text of fewer shingles says too little to be recognised by its words.
LEAST_SHINGLES = 8
#: Estimated Jaccard similarity below which the texts are not even compared.
HOPELESS = 0.1
#: A short text is a copy of a long one only if it stands in this first share of it: background is re-used.
OPENING = 0.5


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
    equal: float = sum(map(eq, a.signature, b.signature)) / len(a.signature)
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
    if containment < COPY / 3 or _is_background(small, large):
        return NOTHING_ALIKE
    return Likeness(containment=containment, least=least, disagreement=find_disagreement(small, large))


def _is_background(small: Article, large: Article) -> bool:
    """Whether the small text stands only deep inside a much longer one, as a paragraph of background would."""
    if len(small.text) * 3 > len(large.text):
        return False
    opening = shingles(large.text[: int(len(large.text) * OPENING)])
    own = shingles(small.text)
    return len(own & opening) < len(own) / 3
