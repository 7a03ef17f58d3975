"""Do paragraphs continue one another, or does each stand alone? A digest of loose snippets has no other sign.

In an article nearly every paragraph takes up rare words of an earlier one, leans on it (a pronoun, a connective, "the
company") or names people shortly whom it named in full; in a digest each begins anew.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from feedmill.reading import chrome, sentences
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.words import words

STEM = 5
"""Letters of a word that are compared: enough to tell words apart, few enough to bear endings."""
COMMON = 0.5
"""Share of the paragraphs from which a word is the document's subject and binds none of them together."""
BOUND = 12
"""Rare stems of a paragraph for each that it must share with an earlier one to continue it, beyond the first."""

LOOK_BACK = 200
"""Paragraphs before one that it may continue: every pair of a long list would take minutes."""

FEW = 3
"""Paragraphs of which so little is known that one rare word in common is enough."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


_INTRODUCED = re.compile(
    r"\b(?:[A-ZА-ЯЁ][\w.]+\s+){0,3}(?:President|Minister|Chancellor|leader|Secretary|президент\w*|министр\w*"
    r"|председател\w*|лидер\w*)\s+(?:[A-ZА-ЯЁ][\w.’'-]+\s+){1,2}"
    r"|[\u4e00-\u9fff]{2,5}(?:总统|总理|主席|外长|總統|總理)[\u4e00-\u9fff]{2,4}"
)


def looseness(prose: list[Block], *, line_each: bool) -> float:
    """How much paragraphs without a headline look like snippets that do not know of each other, from 0 up.

    The share that stands alone, and for each sign that an author would not leave: a person introduced again, a
    dateline or an outlet of its own, a sentence that breaks off, a reporter's bio in the middle, two kinds of quotes,
    and for lines and sentences that stand one by one.
    """
    signs = (
        0.1 * min(_introduced_again(prose), 3)
        + 0.2 * sum(block.dateline is not None for block in prose[1:])
        + 0.15 * sum(block.outlet is not None for block in prose)
        + 0.2 * min(sum(block.text.endswith(("...", "…")) for block in prose), 2)
        + 0.1 * min(sum(_ends_in_bio(block.text) for block in prose[:-1]), 2)
        + 0.1 * _mixes_quotes(prose)
        + 0.1 * line_each
        + 0.1 * _is_one_sentence_each(prose)
    )
    return alone(prose) + signs


def _introduced_again(prose: list[Block]) -> int:
    names = [
        match.group().split()[-1] if " " in match.group() else match.group()[-2:]
        for block in prose
        for match in _INTRODUCED.finditer(block.text)
    ]
    return len(names) - len(set(names))


def _ends_in_bio(text: str) -> bool:
    return any(chrome.sentence_reason(part) for part in sentences.split(text))


def _is_one_sentence_each(prose: list[Block]) -> bool:
    return sum(len(sentences.split(block.text)) == 1 for block in prose) >= 0.8 * len(prose)


def _mixes_quotes(prose: list[Block]) -> bool:
    return any('"' in block.text for block in prose) and any("“" in block.text for block in prose)


def alone(prose: list[Block]) -> float:
    """The share of the paragraphs after the first that do not continue an earlier one, 0 to 1."""
    bags = [stems(block.text) for block in prose]
    frequent = {stem for stem, count in Counter(s for bag in bags for s in bag).items() if count > COMMON * len(bags)}
    rare = [bag - frequent for bag in bags]
    free = sum(not _continues(prose, rare, place) for place in range(1, len(prose)))
    return free / max(1, len(prose) - 1)


def _continues(prose: list[Block], rare: list[set[str]], place: int) -> bool:
    text = prose[place].text
    if leans(text):
        return True
    need = 1 + len(rare[place]) // BOUND if len(prose) > FEW else 1
    return any(len(rare[place] & before) >= need for before in rare[max(0, place - LOOK_BACK) : place])


def leans(text: str) -> bool:
    """Whether a paragraph begins with a word that needs a sentence before it, or inside a quotation."""
    folded = text[:60].casefold().lstrip("«»\"“”'‘’—–- ")
    return bool(_leaning().match(folded)) or text[:1] in '"“«„「『' or text[:2] in ("— ", "– ", "- ")


@cache
def _leaning() -> re.Pattern[str]:
    found = words("pages", "leaning")
    spaced = "|".join(re.escape(word) for word in found if word[0] < "\u2e80")
    unspaced = "|".join(re.escape(word) for word in found if word[0] >= "\u2e80")
    return re.compile(rf"(?:{spaced})(?![^\W_])|(?:{unspaced})")


def stems(text: str) -> set[str]:
    """What tells a paragraph's subject: beginnings of its rarer words, runs of Han characters, numbers."""
    folded = text.casefold()
    found = {word[:STEM] for word in _WORD.findall(folded) if word[0] < "\u2e80" and word not in _plain_words()}
    for run in _HAN.findall(folded):
        found |= {run[at : at + 3] for at in range(len(run) - 2)}
    return found | set(_NUMBER.findall(text))


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(words("pages", "plain"))
