"""How much the letters of a text look like those of a language: what tells a right decoding from a wrong one.

Shares of common letters per script, capitals inside words, accents in a row, symbols inside words. A text decoded
with the wrong table of its own script (KOI8-R as windows-1251, GBK as Big5) has the right letters in wrong numbers.
"""

from __future__ import annotations

import re
import string
from collections import Counter

_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之"
    "进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新"
    "線內數正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特"
    "件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器"
    "這為個國時來們說產對發會學經進種過後動實現點從業還應開間樣與關重無軍問題長請議將組見計別區強戰處隊給門規熱領東導"
    "俄罗斯中华京美欧洲総記者报導報道新闻闻社总统主席外交部贸易能源合作普京习近平羅華歐聞總統貿習電話会谈談訪问声明聲"
)
_HANGUL = frozenset("이다는을의에가고하한지를은사로기서도인대정일자어리시그나해있전보제수부과주들아라장선")
_COMMON = {
    "cyrillic": frozenset("оеаинтсрвлкмдпуя"),
    "greek": frozenset("αοιετνσηρπκυλμςάίόή"),
    "arabic": frozenset("ايلمنوترعبهدسكقفةىح"),
    "hebrew": frozenset("ויהלאתרבמנשםכקדע"),
}
_WESTERN = frozenset(
    "éèêëàâäáãåæçñöôòóõøœüûùúíìîïßÿ’‘“”–—…«»€£©®°·•ÉÈÊÀÂÄÁÇÑÖÔÓÜÚÍ¿¡ªº§²³½×\xa0šžýřčěůąęłńśźżćğışőű„™‹›"
)
_VIETNAMESE = frozenset("ơƠưƯĩĨũŨ")
"""Letters of Vietnamese below the block of its own; hardly any other table makes those of that block of anything."""
_FOREIGN = re.compile("[^\x00-\x7f]")
_ASCII_LETTERS = string.ascii_letters.encode()
_INSIDE = re.compile("[¡-¬®-¿÷×](?<=[a-zß-ÿ].)(?=[a-zß-ÿ])")
_GLUED = re.compile("[\u3040-\ud7a3\uff61-\uff9f](?<=[a-zà-ÿ].)")
_HUMPS = re.compile("[а-яё][А-ЯЁ]|[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]")


def plausibility(text: str) -> float:
    """0 to 1 for a sample of some thousand characters; plain ASCII is 1, symbols without letters are about 0.5."""
    if text.isascii():
        return 1.0
    plain = text.encode("ascii", "ignore")
    count = Counter(_FOREIGN.findall(text))
    sums = Counter({"ascii letters": len(plain) - len(plain.translate(None, _ASCII_LETTERS))})
    for letter, number in count.items():
        sums[_group(letter)] += number
    total = sum(number for group, number in sums.items() if not group.startswith("ascii"))
    wide = sums["han"] + sums["hangul"] + sums["other"]
    score = 0.95 * (sums["other"] + sums["vietnamese"]) + sums["wide marks"] * (1 if wide else 0.2)
    score += sums["han"] * _share(count, _HAN, sums["han"], 0.4) + sums["western"] * _western(text, sums, total)
    score += sums["hangul"] * _share(count, _HANGUL, sums["hangul"], 0.25)
    if wide and sums["ascii letters"] > wide:
        score -= min(score, 2 * len(_GLUED.findall(text)))
    for script in _COMMON:
        if sums[script]:
            score += sums[script] * _alphabet(text, script, count, sums[script])
    return score / total


def _group(letter: str) -> str:
    """Which statistics a character counts for; "none" for one that no language at hand uses."""
    if letter in _WESTERN:
        return "western"
    if letter in _VIETNAMESE:
        return "vietnamese"
    for last, group in _RANGES:
        if letter <= last:
            return group if group != "other" or letter.isalpha() else "none"
    return "none"


_RANGES = (
    ("\u036f", "none"),
    ("\u03ff", "greek"),
    ("\u04ff", "cyrillic"),
    ("\u058f", "other"),
    ("\u05ff", "hebrew"),
    ("\u06ff", "arabic"),
    ("\u11ff", "other"),
    ("\u1e9f", "none"),
    ("\u1ef9", "vietnamese"),
    ("\u1eff", "none"),
    ("\u1fff", "greek"),
    ("\u2fff", "none"),
    ("\u3020", "wide marks"),
    ("\u303f", "none"),
    ("\u30ff", "other"),
    ("\u4dff", "none"),
    ("\u9fff", "han"),
    ("\uabff", "none"),
    ("\ud7a3", "hangul"),
    ("\uff00", "none"),
    ("\uff65", "wide marks"),
)


def _alphabet(text: str, script: str, count: Counter[str], total: int) -> float:
    """Common letters make some 80 % of any text; capitals are few and hardly ever follow a small letter."""
    common = _COMMON[script]
    small = sum(count[letter] for letter in common)
    humps = 2 * len(_HUMPS.findall(text)) / total
    if script != "cyrillic":
        return max(0.0, min(1.0, small / total / 0.7) - humps)
    every = small + sum(count[letter.upper()] for letter in common)
    rare = sum(number for letter, number in count.items() if "\u0400" <= letter <= "\u040f" and letter != "Ё")
    share = max(small, 0.8 * every if small > 0.2 * every or total < 40 else small) / total
    return max(0.0, min(1.0, share / 0.7) - 3 * rare / total - humps)


def _share(count: Counter[str], common: frozenset[str], total: int, usual: float) -> float:
    """How near the share of common characters comes to the ``usual`` one."""
    return min(1.0, sum(count[letter] for letter in common) / total / usual) if total else 0.0


def _western(text: str, sums: Counter[str], total: int) -> float:
    """Accents are a small part of Latin text; many in a row are another alphabet, symbols in words another table."""
    if not sums["western"]:
        return 0.0
    letters = sums["ascii letters"]
    if total > 0.25 * (letters + 1) and sums["vietnamese"] * 3 < total and not (total < 4 and letters):
        return 0.1
    return max(0.1, 0.95 - len(_INSIDE.findall(text)) / total)
