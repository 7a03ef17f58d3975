"""In which language a text is written: script first, a statistical model for scripts that several languages share."""

from __future__ import annotations

import unicodedata
from collections import Counter
from copy import copy
from functools import cache
from typing import Any

import numpy as np
from py3langid import langid

LEAST = 20
"""Letters below which nothing is said about the language."""

_SAMPLE = 2000
_PART = 120
"""Letters of each of the parts of a text, its beginning, middle and end, that are looked at first."""
_BEYOND_DOUBT = 90.0
"""Distance of log-likelihoods above which the rest of a text is not asked: 360 letters of one language have 100 and
more, a text in two languages is under it."""
_UNMIXED = 0.95
"""Share of a text's letters that are of one script when it is in no other."""
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn")
_LATIN = (
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "ro",
    "hu",
    "fi",
    "sv",
    "no",
    "da",
    "et",
    "lv",
    "lt",
    "tr",
    "vi",
    "id",
    "ms",
    "sw",
    "az",
    "uz",
    "sq",
    "af",
    "ca",
)
_ONE_LANGUAGE = {"HANGUL": "ko", "GREEK": "el", "HEBREW": "he", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy"}
_SHARED = {"CYRILLIC": _CYRILLIC, "LATIN": _LATIN, "ARABIC": ("ar", "fa", "ur"), "DEVANAGARI": ("hi", "mr", "ne")}


def identify(text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; None under :data:`LEAST` letters.

    ``declared`` ("en", "zh-Hans", "ru_RU") wins if its language is written in the script that was found; "zh" stands
    for both Chinese scripts.
    """
    sample = text[:_SAMPLE]
    if declared in _LATIN and sample.isascii() and sum(map(str.isalpha, sample)) >= LEAST:
        return declared
    scripts = _scripts(sample)
    if sum(scripts.values()) < LEAST:
        return None
    script = _main_script(scripts)
    stated = (declared or "").replace("_", "-").split("-")[0].casefold()
    candidates = _candidates(script)
    if stated in candidates:
        return stated
    if len(candidates) == 1:
        return candidates[0]
    unmixed = scripts[script] >= _UNMIXED * sum(scripts.values())
    return _classify(sample, candidates, unmixed=unmixed) if candidates else None


def _scripts(text: str) -> Counter[str]:
    """Letters by the first word of their Unicode name; a Han character counts double, as it says about twice as
    much.
    """
    found: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        if letter.isalpha():
            script = "LATIN" if letter.isascii() else unicodedata.name(letter, "?").split()[0]
            found[script] += count * (2 if script == "CJK" else 1)
    return found


def _main_script(scripts: Counter[str]) -> str:
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana > 0.1 * (kana + scripts["CJK"]) and kana + scripts["CJK"] > scripts["LATIN"]:
        return "KANA"
    return scripts.most_common(1)[0][0]


def _candidates(script: str) -> tuple[str, ...]:
    if script == "KANA":
        return ("ja",)
    if script == "CJK":
        return ("zh",)
    if script in _ONE_LANGUAGE:
        return (_ONE_LANGUAGE[script],)
    return _SHARED.get(script, ())


@cache
def _model() -> Any:
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)


@cache
def _identifier(candidates: tuple[str, ...]) -> Any:
    """The one model with its own choice of languages; a shallow copy, as the tables are large and shared. Its own
    table lies row by row, since a text asks for rows."""
    identifier = copy(_model())
    identifier.set_languages(list(candidates))
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    return identifier


def _classify(text: str, candidates: tuple[str, ...], *, unmixed: bool) -> str | None:
    """The most likely of the candidates: by parts of a text in one script where they leave no doubt, else by all."""
    identifier = _identifier(candidates)
    if unmixed and len(text) > 4 * _PART:
        middle = (len(text) - _PART) // 2
        parts = (text[:_PART], text[middle : middle + _PART], text[-_PART:])
        (code, likeliest), (_, second), *_ = identifier.rank(" ".join(parts))
        if likeliest - second >= _BEYOND_DOUBT:
            return str(code)
    code = identifier.classify(text)[0]
    return str(code) if code in candidates else None
