"""Does a text look like a language, and if not, what was it before someone decoded it with the wrong table?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_SAMPLE = 1 << 14
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуя")
_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之"
    "进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新"
    "線內數正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特"
    "件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器"
    "這為個國時來們說產對發會學經進種過後動實現點從業還應開間樣與關重無軍問題長請議將組見計別區強戰處隊給門規熱領東導"
    "俄罗斯中华京美欧洲総記者报導報道新闻闻社总统主席外交部贸易能源合作普京习近平羅華歐聞總統貿習電話会谈談訪问声明聲"
)
_WESTERN = frozenset(
    "éèêëàâäáãåæçñöôòóõøœüûùúíìîïßÿ’‘“”–—…«»€£©®°·•ÉÈÊÀÂÄÁÇÑÖÔÓÜÚÍ¿¡ªº§²³½×\xa0šžýřčěůąęłńśźżćğışőű„™‹›"
)
_GARBLED_UTF8 = re.compile("[ÂÃÐÑâÅÄÎÏØÙåäæçèéê][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_HIGH_1252 = re.compile("[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2,}")
_GARBLED_RUSSIAN = re.compile("[РС][\u0400-\u040f\u0450-\u045f°±ІіґµҐ¶·№»јЅѕў«¬®\xa0‚„…†‡€‰‹‘’“”•–—™›]")


@dataclass(frozen=True, slots=True)
class _Reversal:
    """A known accident: text of encoding ``right`` that was read as ``wrong``."""

    wrong: str
    right: str


_REVERSALS = (
    _Reversal("cp1252", "utf-8"),
    _Reversal("cp1251", "utf-8"),
    _Reversal("gb18030", "utf-8"),
    _Reversal("koi8_r", "utf-8"),
    _Reversal("cp866", "utf-8"),
    _Reversal("cp1252", "cp1251"),
    _Reversal("cp1252", "gb18030"),
    _Reversal("cp1251", "koi8_r"),
    _Reversal("koi8_r", "cp1251"),
    _Reversal("cp866", "cp1251"),
    _Reversal("cp1251", "cp866"),
    _Reversal("cp1252", "koi8_r"),
    _Reversal("cp1252", "big5"),
    _Reversal("gb18030", "big5"),
)


def plausibility(text: str) -> float:
    """How much the letters of a text look like those of a language: 0 to 1; plain ASCII is 1, no letters 0.5."""
    found = Counter(text)
    foreign = {letter: count for letter, count in found.items() if letter > "\x7f"}
    total = sum(foreign.values())
    if not total:
        return 1.0
    cyrillic = sum(count for letter, count in foreign.items() if "\u0400" <= letter <= "\u04ff")
    han = sum(count for letter, count in foreign.items() if "\u4e00" <= letter <= "\u9fff")
    western = sum(count for letter, count in foreign.items() if letter in _WESTERN)
    other = sum(count for letter, count in foreign.items() if _is_other_script(letter))
    marks = sum(
        count for letter, count in foreign.items() if "\u3000" <= letter <= "\u3020" or "\uff01" <= letter <= "\uff65"
    )
    score = cyrillic * _cyrillic(text, foreign, cyrillic) + han * _han(foreign, han) + western * _western(text, total)
    return (score + 0.95 * other + marks * (1 if han else 0.2)) / total


def repair(text: str) -> str:
    """``text`` as it was before a wrong decoding, where exactly that explains it; otherwise unchanged."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _repair_runs(text)
    before = plausibility(sample)
    if before < 0.6:
        candidates = [found for reversal in _REVERSALS if (found := _reverse(text, reversal)) is not None]
        scored = sorted(((plausibility(found[:_SAMPLE]), found) for found in candidates), key=lambda pair: -pair[0])
        if scored and scored[0][0] > max(0.7, before + 0.3):
            return scored[0][1]
    return _repair_runs(text)


def is_garbled(text: str) -> bool:
    """Whether a text is the wreck of a wrong decoding: replacement marks, rows of question marks, typical pairs."""
    sample = text[:_SAMPLE]
    letters = sum(letter.isalpha() for letter in sample)
    if sample.count("\ufffd") > max(4, letters // 20):
        return True
    marks = sum(len(run) for run in re.findall(r"\?{3,}", sample))
    if marks > 20 and marks > letters:
        return True
    pairs = len(_GARBLED_UTF8.findall(sample)) + len(_GARBLED_RUSSIAN.findall(sample))
    if pairs > 5 and pairs * 8 > letters:
        return True
    foreign = sum(letter > "\x7f" for letter in sample)
    return foreign > 40 and foreign * 4 > letters and plausibility(sample) < 0.25


def _reverse(text: str, reversal: _Reversal) -> str | None:
    """The whole text taken back; None where a single character shows that it was never in that encoding."""
    try:
        return _encode(text, reversal.wrong).decode(reversal.right)
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _encode(text: str, codec: str) -> bytes:
    """Bytes of ``text``; C1 controls stand for themselves, as in ISO 8859-1 and in browsers."""
    if codec != "cp1252":
        return text.encode(codec)
    return b"".join(_byte_1252(letter) for letter in text) if not text.isascii() else text.encode("ascii")


def _byte_1252(letter: str) -> bytes:
    return bytes((ord(letter),)) if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")


def _repair_runs(text: str) -> str:
    """Quotes and accents that were UTF-8 read as windows-1252 in an otherwise sound text ("donâ€™t")."""
    if not _GARBLED_UTF8.search(text):
        return text
    return _HIGH_1252.sub(_repair_run, text)


def _repair_run(match: re.Match[str]) -> str:
    try:
        return _encode(match.group(), "cp1252").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return match.group()


def _is_other_script(letter: str) -> bool:
    return letter.isalpha() and (
        "\u0370" <= letter <= "\u03ff"
        or "\u0530" <= letter <= "\u11ff"
        or "\u3040" <= letter <= "\u30ff"
        or "\uac00" <= letter <= "\ud7a3"
    )


def _cyrillic(text: str, foreign: dict[str, int], total: int) -> float:
    """Common letters make about 80 % of any Slavic text; capitals are few and hardly ever follow a small letter."""
    if not total:
        return 0.0
    small = sum(count for letter, count in foreign.items() if letter in _COMMON_CYRILLIC)
    every = sum(count for letter, count in foreign.items() if letter.casefold() in _COMMON_CYRILLIC)
    rare = sum(count for letter, count in foreign.items() if "\u0400" <= letter <= "\u040f" and letter != "Ё")
    humps = len(re.findall("[а-яё][А-ЯЁ]|[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]", text))
    share = max(small, 0.8 * every if small > 0.2 * every or total < 40 else small) / total
    return max(0.0, min(1.0, share / 0.7) - 3 * rare / total - 2 * humps / total)


def _han(foreign: dict[str, int], total: int) -> float:
    if not total:
        return 0.0
    common = sum(count for letter, count in foreign.items() if letter in _COMMON_HAN)
    return min(1.0, common / total / 0.4)


def _western(text: str, total: int) -> float:
    """Accents are a small part of any Latin text; many in a row are another alphabet."""
    ascii_letters = sum(letter.isascii() and letter.isalpha() for letter in text)
    return 0.95 if total <= 0.25 * (ascii_letters + 1) or (total < 4 and ascii_letters) else 0.1
