"""Text that was decoded with the wrong table before it got here: taken back where the way is certain, else refused.

Three ways back, from the whole to the part: the whole text (or line) through one known accident; stretches that are
UTF-8 read as a single-byte table ("donâ€™t"); ideographs' quotation marks read as windows-1252 ("¡°"). All may have
happened twice. Clean text pays for two searches and the statistics of a few samples.
"""

from __future__ import annotations

import re
from functools import lru_cache

from feedmill.reading.plausibility import plausibility

LONGEST = 1 << 20
"""Characters of a text for which a way back is sought; a longer one that is not sound is refused."""
_SLICE = 2_048
_SLICES = 4
_SOUND = 0.6
_FEWEST = 4
"""Characters beyond ASCII under which nothing can be said of a text's table."""
_TIMES = 4
_REVERSALS = (
    ("cp1252", "utf-8"), ("cp1251", "utf-8"), ("gb18030", "utf-8"), ("koi8_r", "utf-8"), ("cp866", "utf-8"),
    ("cp1250", "utf-8"), ("mac_roman", "utf-8"), ("big5", "utf-8"), ("cp932", "utf-8"),
    ("cp1252", "cp1251"), ("cp1252", "gb18030"), ("cp1251", "koi8_r"), ("koi8_r", "cp1251"), ("cp866", "cp1251"),
    ("cp1251", "cp866"), ("cp1252", "koi8_r"), ("cp1252", "cp866"), ("cp1252", "big5"), ("gb18030", "big5"),
    ("big5", "gb18030"), ("cp1251", "gb18030"), ("cp1252", "cp932"), ("cp1252", "euc_jp"), ("cp1252", "euc_kr"),
    ("gb18030", "cp932"), ("cp1251", "cp1252"), ("cp1252", "cp1250"),
)  # fmt: skip
"""Known accidents: the table that text was read with, and the one it should have been read with."""
_TABLES = ("cp1252", "cp1251", "cp1250", "mac_roman", "koi8_r", "cp866")
_CLOSERS = "’”»«‘“…–—\xa0.„"
_PAIRS = re.compile(rf"[ÂÃÐÑâÅÄÎÏØÙåäæçèéêìíîëï](?![{_CLOSERS}])[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]")
_RUSSIAN_PAIRS = re.compile("[РС][\u0400-\u040f\u0450-\u045f°±ІіґµҐ¶·№»јЅѕў«¬®\xa0‚„…†‡€‰‹‘’“”•–—™›]")
_CERTAIN = re.compile("[âв‚][€ЂÄ][\u0080-\u3000]")
_GB_MARKS = re.compile("[¡¨£][\xa1-\xfeC-E](?<!£[C-E])")
_CYRILLIC_INSIDE = re.compile("(?=[A-Za-z]*[а-яёА-ЯЁ])(?=[а-яёА-ЯЁ]*[A-Za-z])[A-Za-zа-яёА-ЯЁ]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_GLUED = re.compile("[\u0370-\u03ff\u2500-\u257f\u3040-\u30ff\u4e00-\u9fff\uff61-\uff9f√](?<=[a-z].)")
_MIXED = re.compile("[\u00c0-\u024f](?:(?<=[\u0370-\u06ff\u3040-\ud7a3].)|(?=[\u0370-\u06ff\u3040-\ud7a3]))")
_CYRILLIC_GLUED = re.compile("[\u0400-\u04ff](?<=[a-z].)")
_QUESTIONS = re.compile(r"\?{3,}")
_RARE = frozenset("ÂÃÐÑâÅÄÎÏØÙåäæçèéêìíîëï‚¡¨√Ђ")
_SUSPECT = (_PAIRS, _CERTAIN, _GB_MARKS, _GLUED, _MIXED)
"""What sound text hardly ever has; each pattern starts with a set of characters, which makes the search cheap."""


def restore(text: str) -> str | None:
    """``text`` as it was before wrong decodings; None when it is garbled and no certain way leads back.

    Replacement marks between letters that can only be an apostrophe become one; few others stay.
    """
    if text.isascii():
        return None if _is_questions(text) else text
    for _ in range(_TIMES):
        if _is_sound(text):
            return text
        if len(text) > LONGEST:
            return None
        better = _whole(text) or _by_lines(text) or _by_stretches(text)
        if better is None or better == text:
            break
        text = better
    if "\ufffd" in text:
        text = _APOSTROPHE.sub("’", text)
    return None if _is_garbled(text) else text


_APOSTROPHE = re.compile("(?<=[a-z])\ufffd(?=(?:s|t|re|ll|ve|d|m)\\b)")


def _samples(text: str) -> list[str]:
    """The head and some more stretches: a file may be sound at its head and garbled further down."""
    if len(text) <= _SLICE * 2:
        return [text]
    step = (len(text) - _SLICE) // (_SLICES - 1)
    return [text[start * step : start * step + _SLICE] for start in range(_SLICES)]


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _is_sound(text: str) -> bool:
    """Whether nothing speaks of a wrong decoding: the letters that occur at all decide what is looked for."""
    if "\ufffd" in text or "???" in text:
        return False
    letters = set(text)
    latin = not letters.isdisjoint("abcdefghijklmnopqrstuvwxyz")
    if ("Р" in letters or "С" in letters) and _RUSSIAN_PAIRS.search(text):
        return False
    if not letters.isdisjoint(_RARE) and any(pattern.search(text) for pattern in _SUSPECT):
        return False
    if latin and max(letters) > "\u0370" and (_GLUED.search(text) or _CYRILLIC_GLUED.search(text)):
        return False
    return all(plausibility(sample) >= _SOUND for sample in _samples(text))


# --- ways back --------------------------------------------------------------------------------------------------


def _whole(text: str) -> str | None:
    """The text through the accident that makes it most like a language, if it is nothing like one now."""
    sample = max(_samples(text), key=_foreign)
    if _foreign(sample) < _FEWEST:
        return None
    before = plausibility(sample)
    if before >= _SOUND:
        return None
    found = [back for reversal in _REVERSALS if (back := _reverse(text, *reversal)) is not None]
    scored = [(min(map(plausibility, _samples(one))), one) for one in found]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, text))
    return best if score > max(0.7, before + 0.3) else None


def _by_lines(text: str) -> str | None:
    """Each line on its own, where some are garbled and others are not."""
    lines = text.split("\n")
    if len(lines) < 2:
        return None
    return "\n".join(line if line.isascii() else _whole(line) or line for line in lines)


def _by_stretches(text: str) -> str | None:
    better = _utf8_stretches(text)
    if len(_GB_MARKS.findall(better)) > 1 and "¡" in better:
        better = _GB_MARKS.sub(lambda match: _reverse(match.group(), "cp1252", "gb18030") or match.group(), better)
    cyrillic, latin = len(_CYRILLIC.findall(better)), len(_LATIN.findall(better))
    if cyrillic and cyrillic * 20 < latin:
        better = _CYRILLIC_INSIDE.sub(
            lambda match: _reverse(match.group(), "cp1251", "cp1252") or match.group(), better
        )
    return better


def _utf8_stretches(text: str) -> str:
    """With what is UTF-8 read as another table taken back: everywhere for a table that explains most of the text's
    odd characters, else only where no language has such a sequence.
    """
    foreign = _foreign(text)
    explained = [(sum(map(len, _stretches(table).findall(text))), table) for table in _TABLES]
    most, table = max(explained, key=lambda pair: pair[0])
    if most >= 2 and most >= 0.6 * foreign:
        return _taken_back(text, table, everywhere=True)
    for number, other in explained:
        text = _taken_back(text, other, everywhere=False) if number > 2 else text
    return text


def _taken_back(text: str, table: str, *, everywhere: bool) -> str:
    def back(match: re.Match[str]) -> str:
        found = match.group()
        if everywhere or _CERTAIN.match(found):
            return _reverse(found, table, "utf-8") or found
        return found

    return _stretches(table).sub(back, text)


@lru_cache(maxsize=len(_TABLES))
def _stretches(table: str) -> re.Pattern[str]:
    """Sequences of a table's characters whose bytes are well-formed UTF-8 of two to four bytes."""
    after = _characters(table, 0x80, 0xC0)
    two, three, four = (_characters(table, *ends) for ends in ((0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5)))
    return re.compile(f"(?:[{two}][{after}]|[{three}][{after}]{{2}}|[{four}][{after}]{{3}})+")


def _characters(table: str, start: int, end: int) -> str:
    return re.escape("".join(bytes((code,)).decode(table, "ignore") or chr(code) for code in range(start, end)))


def _reverse(text: str, wrong: str, right: str) -> str | None:
    """The text taken back; None where a single character shows that it was never read with that table."""
    try:
        return _encode(text, wrong).decode(right)
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _encode(text: str, table: str) -> bytes:
    """Bytes of ``text``; C1 controls stand for themselves, as in ISO 8859-1 and in browsers."""
    if table != "cp1252" or not _C1.search(text):
        return text.encode(table)
    return b"".join(part.encode("latin-1" if _C1.match(part) else table) for part in _C1.split(text))


_C1 = re.compile("([\x80-\x9f]+)")


# --- wrecks -----------------------------------------------------------------------------------------------------


def _is_garbled(text: str) -> bool:
    """Whether a text is the wreck of a wrong decoding: lost letters, typical pairs, scripts mixed inside words."""
    letters = sum(map(str.isalpha, text))
    if text.count("\ufffd") > max(4, letters // 100) or _is_questions(text):
        return True
    if len(_PAIRS.findall(text)) + len(_RUSSIAN_PAIRS.findall(text)) > max(4, letters // 200):
        return True
    if len(_MIXED.findall(text)) > max(3, letters // 250):
        return True
    latin = len(_LATIN.findall(text))
    if latin * 2 > letters and len(_GLUED.findall(text)) > max(3, latin // 250):
        return True
    return any(_is_strange(sample) for sample in _samples(text))


def _is_questions(text: str) -> bool:
    """Letters that were lost to question marks."""
    if "???" not in text:
        return False
    sample = text[: _SLICE * _SLICES]
    marks = sum(map(len, _QUESTIONS.findall(sample)))
    return marks > 20 and marks > sum(map(str.isalpha, sample))


def _is_strange(sample: str) -> bool:
    foreign = _foreign(sample)
    return foreign > 40 and foreign * 4 > sum(map(str.isalpha, sample)) and plausibility(sample) < 0.3
