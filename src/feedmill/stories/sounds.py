"""Names by their consonants, so that they meet across alphabets: Zhang Weiguo, Чжан Вэйго, 张卫国; Samara, 萨马拉.

A Chinese name is spelt by sound in Latin (pinyin) and Cyrillic (Palladius), a foreign one is rendered in Chinese by
characters of like sound; vowels and voicing suffer, the order of consonants survives. Seven classes of consonants are
told apart, so that a skeleton of three says little and one of five hardly ever agrees by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from feedmill.stories.tables import read_table

#: Consonants that a skeleton has at least: fewer agree by chance.
LEAST = 3
#: Consonants from which a skeleton that stands at one end of another is the same name: Chinese writes no spaces.
CONTAINED = 4

_CLASSES = {
    **dict.fromkeys("bp", "P"),
    **dict.fromkeys("fvw", "F"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("lr", "L"),
    **dict.fromkeys("gkh", "K"),
    **dict.fromkeys("szcjqx", "S"),
    "m": "M",
    "n": "N",
}
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "z", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "k", "ц": "s", "ч": "s", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
#: Letters that are one sound together, in Latin.
_TOGETHER = (
    ("shch", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("zh", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"),
    ("gh", "k"), ("ph", "f"), ("th", "t"), ("ts", "s"), ("tz", "s"), ("sz", "s"), ("ds", "s"), ("dz", "s"), ("dj", "s"),
    ("ck", "k"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NASAL = re.compile(r"ng(?![aeiou])")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]+")


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """The consonant classes of a name in Latin or Cyrillic letters: "Ladygin" and "Ладыгин" give "LTKN"."""
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in name.casefold())
    for spelling, sound in _TOGETHER:
        latin = latin.replace(spelling, sound)
    latin = re.sub(r"^wu", "u", _NASAL.sub("n", latin))
    return "".join(_CLASSES.get(letter, "") for letter in _DOUBLED.sub(r"\1", latin))


@cache
def _han() -> dict[str, str]:
    rows: dict[str, str] = read_table("sounds")["characters"]
    special = {"-": "", "N-after": "N"}
    return {character: special.get(sound, sound) for sound, row in rows.items() for character in row}


@cache
def _kind(name: str) -> frozenset[str]:
    row: str = read_table("sounds")["kinds"][name]
    return frozenset(row)


def sounds_in_han(folded: str) -> Iterator[str]:
    """Skeletons of what may be names in a Chinese text: foreign ones, and Chinese ones of three characters."""
    for stretch in _HAN_WORD.findall(folded):
        yield from _foreign(stretch)
        yield from _chinese(stretch)


def _foreign(stretch: str) -> Iterator[str]:
    run = ""
    for character in f"{stretch}。":
        if character in _kind("foreign"):
            run += character
            continue
        if len(run) >= 3:
            yield _spell(run)
        run = ""


def _chinese(stretch: str) -> Iterator[str]:
    known = _han()
    for (first, second), third in zip(pairwise(stretch), stretch[2:], strict=False):
        if first in _kind("surnames") and second in known and third in known and first in known:
            yield _spell(first + second + third)


def _spell(characters: str) -> str:
    return "".join(_han().get(character, "") for character in characters)


def same_sound(one: str, other: str) -> bool:
    """Whether two skeletons can be of one name."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= CONTAINED and (long.startswith(short) or long.endswith(short)))
