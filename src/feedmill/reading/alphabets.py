"""Which table of one byte a letter wrote a Latin text in: that in which its odd letters are those of one language.

Tables of Western, Central European and Turkish text differ in a few dozen letters, and all of them look like letters
in each other ("Pøeklad" is "Překlad"); no single language has the wrong ones together.
"""

from __future__ import annotations

from collections import Counter

_LANGUAGES = {
    "windows-1252": (
        "àâçéèêëîïôùûüœæ", "äöüßé", "áéíñóúü¿¡", "ãáâàçéêíóôõúü", "àèéìíòóù", "æøåé", "åäöé", "ëïéèöóáê",
        "áðéíóúýþæö",
    ),
    "windows-1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžľĺŕäô", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "iso-8859-2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžľĺŕäô", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "windows-1254": ("çğıöşüâîû",),
}  # fmt: skip
"""Letters beyond a–z of the languages that are written in a table; the first table wins a tie."""
TABLES = frozenset(_LANGUAGES)
FEWEST = 8
"""Odd letters that a text must have before they tell anything."""
_SIGNS = frozenset("¡¢£¤¥¦©¬®¯±²³´µ¶¸¹º¼½¾¿")
_ALL = 0.97
_AHEAD = 0.03


def table_of(sample: bytes) -> str | None:
    """WHATWG name of the table; None where the letters do not decide."""
    if _odd(sample, "windows-1252").total() < FEWEST:
        return None
    fits = {table: _fit(sample, table) for table in _LANGUAGES}
    best = max(fits, key=lambda table: fits[table])
    western = fits["windows-1252"]
    return best if fits[best] >= _ALL and (best == "windows-1252" or fits[best] >= western + _AHEAD) else None


def _fit(sample: bytes, table: str) -> float:
    """The largest share of the odd letters that one language of the table has, 0 to 1."""
    odd = _odd(sample, table)
    return max(sum(odd[letter] for letter in letters) for letters in _LANGUAGES[table]) / max(1, odd.total())


def _odd(sample: bytes, table: str) -> Counter[str]:
    """The letters beyond a–z in a table, and what other tables have in their places; common marks apart."""
    text = sample.decode(table.replace("windows-", "cp"), "replace").lower().replace("i\u0307", "")
    return Counter(letter for letter in text if letter > "\x7f" and (letter.isalpha() or letter in _SIGNS))
