"""Words and characters: folding for comparison, sentences, tokens, stems, shingles.

Nothing here is shown to anyone; texts are folded only to be compared.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from feedmill.han import simplified
from feedmill.stories.tables import read_table

#: Texts are compared by their beginning; what lies beyond cannot change what the story is.
LONGEST = 60_000
#: Letters of a text of which no more than a few are remembered for a moment.
LONG = 2_000
#: Letters of the head (title and first sentences) for alphabetic scripts and for Han.
HEAD_LETTERS, HEAD_HAN = 420, 170
#: Letters that a stem keeps: enough to tell words apart, few enough to drop endings in all six languages.
STEM = 6

_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_\u3400-\u9fff]+)?|\d+(?:[.,]\d+)*")
_ASCII_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*")
#: Patterns begin with the character that they look for, so that the engine skips to it; what must stand before it is
#: asked afterwards. A sentence ends behind the mark and the space or quotation mark that follows it.
_SENTENCE = re.compile(
    r"[.!?…。！？\n](?:(?<=[.!?…])[\s\"”»’]\s*(?=[\"“«‘(]?[^\W\da-zа-яё_])|(?<=[。！？])|(?<=\n)\n*)"
)
_MARKS = str.maketrans(
    {"‐": "-", "‑": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "ё": "е", "Ё": "Е"}
)
#: Dateline before the first sentence: capitals or a place, a day, an agency, then a dash. Dropped in re-posts.
_DATELINE = re.compile(r"^[^\n.!?。]{2,60}?\s(?:-{1,2}|—|–)\s+(?=\S)")


@cache
def _simplified() -> dict[int, str]:
    return {ord(old): new for old, new in simplified().items()}


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """Compatibility-normalised, Simplified, with plain dashes and quotes; case is kept."""
    if text.isascii():
        return text[:LONGEST]
    plain_form = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_MARKS)
    return plain_form.translate(_simplified()) if _HAN.search(plain_form) else plain_form


def is_han(text: str) -> bool:
    """Whether the text is written mostly in Han characters (a third of its first letters)."""
    return not text.isascii() and _is_han(text[:600])


def has_han(text: str) -> bool:
    """Whether any Han character stands in the text."""
    return not text.isascii() and _HAN.search(text) is not None


@lru_cache(maxsize=64)
def _is_han(start: str) -> bool:
    return len(_HAN.findall(start)) * 3 >= max(1, sum(map(str.isalpha, start)))


def split_sentences(folded: str) -> list[str]:
    """Sentences in order, without empty ones; cut at paragraph ends and sentence marks."""
    ends = [match.end() for match in _SENTENCE.finditer(folded)]
    return [part for start, end in zip([0, *ends], [*ends, None], strict=True) if (part := folded[start:end].strip())]


def drop_dateline(folded: str) -> str:
    """The text without the dateline that may open it ("SHANGHAI, March 11 (Agency) - ")."""
    match = _DATELINE.match(folded)
    return folded[match.end() :] if match and (match[0][:3].isupper() or "(" in match[0]) else folded


def head_of(title: str, text: str) -> str:
    """Title and lede, folded: the stretch that says what happened."""
    body = drop_dateline(fold(text))
    limit = HEAD_HAN if is_han(body) else HEAD_LETTERS
    lede = ""
    for sentence in split_sentences(body[: limit * 3]):
        if lede and len(lede) + len(sentence) > limit:
            break
        lede = f"{lede} {sentence}" if lede else sentence
    return f"{fold(title)}\n{lede}"


def tokens(folded: str) -> tuple[str, ...]:
    """Words and numbers in lower case; every Han character is a token. Kept for a moment, a few whole texts and more
    sentences: one text is asked for acts, days, names and shingles."""
    return _all_tokens(folded) if len(folded) > LONG else _few_tokens(folded)


@lru_cache(maxsize=4)
def _all_tokens(folded: str) -> tuple[str, ...]:
    return _tokens(folded)


@lru_cache(maxsize=64)
def _few_tokens(folded: str) -> tuple[str, ...]:
    return _tokens(folded)


def _tokens(folded: str) -> tuple[str, ...]:
    lower = folded.casefold()
    return tuple((_ASCII_TOKEN if lower.isascii() else _TOKEN).findall(lower))


def plain(folded: str) -> str:
    """The text as its tokens alone: what stays equal when punctuation and layout change."""
    return " ".join(tokens(folded))


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(str(read_table("stopwords")["words"]).split())


def _common_words(sentence: str, *, nouns_capital: bool) -> list[str]:
    """The words of a sentence in lower case without proper names, which are compared as names.

    In a headline that capitalises everything, and in German, capitals tell nothing.
    """
    written = _TOKEN.findall(sentence)
    long = [word for word in written if len(word) >= 4 and word.isalpha()]
    raised = sum(word[0].isupper() for word in long)
    if nouns_capital or raised * 5 >= len(long) * 3:
        return [word.casefold() for word in written]
    return [word.casefold() for at, word in enumerate(written) if at == 0 or not word[0].isupper()]


def stems(folded: str, language: str | None = None) -> frozenset[str]:
    """What the text is made of: beginnings of its longer common words, and pairs of Han characters."""
    german = language == "de"
    found = [word for part in split_sentences(folded) for word in _common_words(part, nouns_capital=german)]
    pairs = {a + b for a, b in pairwise(found) if _HAN.match(a) and _HAN.match(b)}
    stop = _stopwords()
    return frozenset(pairs | {word[:STEM] for word in found if len(word) >= 4 and word.isalpha() and word not in stop})


@lru_cache(maxsize=32)
def shingles(text: str) -> frozenset[str]:
    """Every three words in a row; for Han text every four characters.

    A text of fewer tokens is one shingle. Width three as measured for wire copies in three languages: wider ones
    lose lightly edited copies, narrower ones join texts that share phrases.
    """
    found = tokens(drop_dateline(fold(text)))
    width = 4 if is_han(text) else 3
    if len(found) < width:
        return frozenset({" ".join(found)} if found else ())
    return frozenset(map(" ".join, zip(*(found[at:] for at in range(width)), strict=False)))
