"""Numbers in running text, alike in six languages: figures with units, places in a series, stated days.

Every function takes folded text (:func:`feedmill.stories.words.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple, TypeVar

from feedmill.stories.tables import calendar, measures, numerals, scales, units
from feedmill.stories.words import has_han, is_han, tokens

#: At most so many figures are taken from one text: a price table is not a fingerprint.
MOST_FIGURES = 40
#: Longer rows of digits are identifiers, not figures.
LONGEST_NUMBER = 16

#: As in :mod:`feedmill.stories.words`, what stands before is asked behind the first character.
_FIGURE = re.compile(r"(\d(?<![\w.,].)(?:\d{0,2}(?:[ \u00a0,.]\d{3})+(?!\d)|\d*(?:[.,]\d+)?))(%?)")
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = "[零〇一二两三四五六七八九十百千]"
_HAN_FIGURE = re.compile(rf"({_HAN_NUMBER}{{1,9}}|\d+(?:\.\d+)?)\s?(万亿|亿|万|千)?")
_HAN_SERIES = re.compile(rf"(第)?({_HAN_NUMBER}{{1,6}}|\d{{1,3}})(周年|次|届|轮|批|船|列|回)")
_HAN_DAY = re.compile(rf"(?:(?:(\d{{4}})年)?(\d{{1,2}}|{_HAN_NUMBER}{{1,3}})月)?(\d{{1,2}}|{_HAN_NUMBER}{{1,3}})日")
_HAN_MONTHS = re.compile(r"(?:(\d{1,2})\s?[-至到]\s?)?(\d{1,2})月(?!\d|[\d一二三四五六七八九十]+日)份?")
_HAN_FIRST_MONTHS = re.compile(r"前(\d{1,2}|[一二三四五六七八九十]+)个?月")
_ORDINAL = re.compile(r"^(\d{1,3})(?:st|nd|rd|th|-?й|-?я|-?ю|-?е|-?м|-?го|-?му|-?летие|-?летию|-?летия|e|ème|º|ª)$")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*\.?|[.,;:!?()]")
_LETTERS = re.compile(r"[^\W\d_]+")
_PUNCTUATION = frozenset(".,;:!?()")
_SIGNS = {"$": "usd", "€": "eur", "¥": "cny", "£": "gbp", "₽": "rub"}
_BARE_YEAR = re.compile(r"[12](?<![\d.,-].)(?:(?<=1)9|(?<=2)0)\d\d(?![\d.,]\d|\d)")
_NAMED_YEAR = re.compile(r"-(?<=[^\W\d_]-)((?:19|20)\d\d)\b")
_YEAR = range(1900, 2100)

Told = TypeVar("Told")


class Figure(NamedTuple):
    """A number with what it counts ("usd", "people", "" when nothing is named); ``digits`` as written.

    A tuple, for sets of figures are compared thousands of times a minute.
    """

    unit: str
    value: float
    digits: int


@lru_cache(maxsize=4)
def _words(folded: str) -> tuple[str, ...]:
    """Words and marks in lower case; kept for a moment, as every kind of number is looked for in the same text."""
    return tuple(_WORD.findall(folded.casefold()))


@lru_cache(maxsize=4)
def _only_words(folded: str) -> tuple[str, ...]:
    return tuple(word for word in _words(folded) if word not in _PUNCTUATION)


@lru_cache(maxsize=4)
def _distinct(folded: str) -> frozenset[str]:
    """The words of a text once each: tables are asked for these, and most texts have little to tell."""
    return frozenset(_only_words(folded))


def read_han_number(text: str) -> int:
    """二十三 → 23. Plain digits are read as they are."""
    if text.isdigit() and text.isascii():
        return int(text)
    total = current = 0
    for char in text:
        if char in _HAN_TENS:
            total += (current or 1) * _HAN_TENS[char]
            current = 0
        else:
            current = _HAN_DIGITS[char]
    return total + current


def _read_number(text: str) -> float:
    if text.isdecimal():
        return float(text)
    compact = text.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", compact) or compact != text:
        return float(re.sub(r"[,.]", "", compact))
    return float(compact.replace(",", "."))


def _digits(text: str) -> int:
    return len(re.sub(r"\D", "", text).strip("0")) or 1


def _counted(after: Sequence[str]) -> tuple[int, str]:
    """Multiplier and unit among the next words: "billion cubic metres", "Chinese companies"."""
    factor, unit = 1, ""
    for at, word in enumerate(after[:4]):
        if word in _PUNCTUATION:
            break
        bare = word.rstrip(".")
        if at < 2 and (scale := scales().of_word(bare)):
            factor *= int(scale)
        if (named := units().of_word(bare)) is not None:
            unit = named
            break
        if at == 0 and calendar("months").of_word(bare):
            return 0, ""
    return factor, unit


def _alphabetic_figures(folded: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(folded):
        number, percent = match.groups()
        if len(number) > LONGEST_NUMBER:
            continue
        value = _read_number(number)
        glued = _LETTERS.match(folded, match.end())
        if glued and not (scales().of_word(glued[0].casefold()) or units().of_word(glued[0].casefold())):
            continue
        if _follows_month(folded[max(0, match.start() - 12) : match.start()]):
            continue
        factor, unit = _counted(_next_words(folded[match.end() : match.end() + 60]))
        sign = _sign_before(folded, match.start())
        unit = "percent" if percent else _SIGNS.get(sign, unit)
        bare_year = value in _YEAR and number.isdigit() and not sign and unit in ("", "years")
        if factor and not bare_year and (unit or value >= 10):
            yield Figure(unit=unit, value=value * factor, digits=_digits(number))


def _next_words(after: str) -> list[str]:
    return [match[0] for match in islice(_WORD.finditer(after.casefold()), 4)]


def _sign_before(folded: str, start: int) -> str:
    """The sign of a currency before a number, with a space between them or without; else ""."""
    before = folded[max(0, start - 2) : start]
    sign = before[:1] if before[1:].isspace() else before[-1:]
    return sign if sign in _SIGNS else ""


def _follows_month(before: str) -> bool:
    words = _WORD.findall(before.casefold())
    last = words[-1] if words else "."
    return last not in _PUNCTUATION and calendar("months").of_word(last.rstrip(".")) is not None


def _worded_figures(folded: str) -> Iterator[Figure]:
    """ "twenty days", "eleven members": only with a unit, else a number word says little."""
    words = _words(folded)
    cardinals = numerals("cardinals").exact
    told = {word: value for word in _distinct(folded) if (value := cardinals.get(word.rstrip(".")))}
    alone = numerals("alone").exact
    told |= {word: alone[word] for word in alone.keys() & _distinct(folded)}
    for at, value in _where(words, told):
        if words[at] in alone and at and (words[at - 1].isdecimal() or words[at - 1] in cardinals):
            continue  # "2.5 million", "three million": counted with its number
        factor, unit = _counted(words[at + 1 : at + 5])
        if unit and factor:
            yield Figure(unit=unit, value=float(int(value) * factor), digits=_digits(value))


def _where(words: Sequence[str], told: Mapping[str, Told]) -> Iterator[tuple[int, Told]]:
    """Places of the words that tell something, and what. Most texts have few: words are looked up once each."""
    return ((at, told[word]) for at, word in enumerate(words) if word in told) if told else iter(())


@cache
def _han_units() -> Mapping[str, list[tuple[str, str]]]:
    """Units by their first character, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry, name in sorted(units().han.items(), key=lambda item: -len(item[0])):
        found.setdefault(entry[0], []).append((entry, name))
    return found


def _han_figures(folded: str) -> Iterator[Figure]:
    for match in _HAN_FIGURE.finditer(folded):
        number, scale = match.groups()
        if len(number) > LONGEST_NUMBER:
            continue
        after = folded[match.end() : match.end() + 6]
        percent = after.startswith("%")
        unit = (
            "percent"
            if percent
            else next((n for entry, n in _han_units().get(after[:1], ()) if after.startswith(entry)), "")
        )
        value = float(number) if number[0].isdigit() else float(read_han_number(number))
        factor = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 10**3}.get(scale or "", 1)
        dated = not unit and after[:1] in "年月日号时点" and after[:1]
        if not dated and (unit or scale or value >= 10) and (unit != "years" or value not in _YEAR):
            yield Figure(unit=unit, value=value * factor, digits=_digits(number) if number.isascii() else 2)


def figures(folded: str) -> frozenset[Figure]:
    """The numbers of a text with their units; days, years and clock times left out."""
    found: list[Figure] = []
    kinds = (_han_figures(folded),) if is_han(folded) else (_alphabetic_figures(folded), _worded_figures(folded))
    for kind in kinds:
        for figure in kind:
            found.append(figure)
            if len(found) >= MOST_FIGURES:
                return frozenset(found)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _ordinal_value(word: str) -> int | None:
    if word[0].isdigit() and (match := _ORDINAL.match(word)):
        return int(match[1])
    head = word.split("-")[0]
    value = numerals("ordinals").of_word(head)
    return int(value) if value is not None else None


def _alphabetic_series(folded: str) -> Iterator[tuple[str, int]]:
    words = _only_words(folded)
    told = {word: number for word in _distinct(folded) if (number := _place_told(word)) is not None}
    for at, number in _where(words, told):
        if "лет" in words[at] and words[at][0].isdigit():
            yield "anniversary", number
            continue
        following = (numerals("series").of_word(w.rstrip(".")) for w in words[at + 1 : at + 5])
        kind = next((name for name in following if name), None)
        if kind:
            yield kind, number
    for year in _NAMED_YEAR.findall(folded):
        yield "named-year", int(year)


@lru_cache(maxsize=4096)
def _place_told(word: str) -> int | None:
    """The number of an ordinal, or of a Russian jubilee in one word ("80-летие")."""
    if word.endswith(("летию", "летие", "летия")) and (number := re.match(r"\d+", word)):
        return int(number[0])
    return _ordinal_value(word)


def series(folded: str) -> frozenset[tuple[str, int]]:
    """Places in a series: ("anniversary", 3), ("edition", 28), ("named-year", 2024).

    A first and a second are told only of anniversaries: "first call since March" counts nothing.
    """
    found = set(_alphabetic_series(folded))
    for marked, number, measure in _HAN_SERIES.findall(folded) if has_han(folded) else ():
        if marked or measure == "周年":
            found.add((measures()[measure], read_han_number(number)))
    found |= {("anniversary", number) for number in _years_since(folded)}
    return frozenset((kind, number) for kind, number in found if kind == "anniversary" or number > 2)


_SINCE = frozenset(
    ["since", "after", "to", "on", "со", "с", "после", "après", "depuis", "nach", "seit", "desde", "después"]
)


def _years_since(folded: str) -> Iterator[int]:
    """ "80 years since victory", "three years to the day": an anniversary without the word."""
    words = _only_words(folded)
    for at in (at for at, word in enumerate(words[2:]) if word in _SINCE):
        number = words[at] if words[at].isdecimal() else numerals("cardinals").exact.get(words[at], "")
        if 0 < len(number) <= 3 and units().of_word(words[at + 1]) == "years":
            yield int(number)


def weekdays(folded: str) -> frozenset[int]:
    """Weekdays named, Monday 0."""
    lexicon = calendar("weekdays")
    named = set(lexicon.in_words([t for t in tokens(folded) if t.isalpha()]))
    named |= set(lexicon.in_han(folded)) if has_han(folded) else set()
    return frozenset(map(int, named))


def _alphabetic_days(folded: str) -> Iterator[tuple[int, int, int]]:
    words = [word.rstrip(".") for word in _only_words(folded)]
    months = calendar("months")
    told = {word: month for word in set(words) if (month := months.of_word(word))}
    for at, month in _where(words, told):
        word = words[at]
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        number = next((n for n in (before, after) if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|er|º)?", n)), None)
        later = words[at + 1 : at + 3]
        year = next((int(y) for y in later if re.fullmatch(r"(?:19|20)\d\d", y)), 0)
        day = int(re.sub(r"\D", "", number)) if number else 0
        if number is not None or word not in _UNSURE_MONTHS or before in {"in", "en"}:
            yield year, int(month), day


#: Months that are also words of their own; only with a day or a preposition are they months.
_UNSURE_MONTHS = frozenset({"may", "mar", "mars", "march"})


def _han_days(folded: str) -> Iterator[tuple[int, int, int]]:
    for year, month, day in _HAN_DAY.findall(folded):
        yield int(year or 0), read_han_number(month) if month else 0, read_han_number(day)
    for _, last in _HAN_MONTHS.findall(folded):
        yield 0, int(last), 0


def stated_days(folded: str) -> frozenset[tuple[int, int, int]]:
    """Days the text names as (year, month, day); a part that is not named is 0: a bare month, a bare year."""
    found = _han_days(folded) if is_han(folded) else _alphabetic_days(folded)
    years = ((int(year), 0, 0) for year in _BARE_YEAR.findall(folded))
    return frozenset((y, m, d) for y, m, d in (*found, *years) if 0 <= m <= 12 and 0 <= d <= 31)


def _cardinal(word: str) -> int:
    """A small number in digits or words; 0 when it is none."""
    digits = word if word.isdecimal() and len(word) <= 2 else numerals("cardinals").exact.get(word, "0")
    return int(digits)


def months_covered(folded: str) -> frozenset[int]:
    """The last month of a stretch that a release covers: "January-May", "first five months", "前五个月", "1至5月"."""
    words = _only_words(folded)
    found = {read_han_number(n) for n in _HAN_FIRST_MONTHS.findall(folded)}
    found |= {int(last) for first, last in _HAN_MONTHS.findall(folded) if first} if "月" in folded else set()
    ordinals = numerals("ordinals")
    opens = {word for word in _distinct(folded) if word == "за" or ordinals.of_word(word) == "1"}
    for before, number, noun in zip(words, words[1:], words[2:], strict=False):
        if before in opens and units().of_word(noun) == "months":
            found.add(_cardinal(number))
    for word in words:
        first, dash, last = word.partition("-") if "-" in word else ("", "", "")
        if dash and calendar("months").of_word(first) and (month := calendar("months").of_word(last)):
            found.add(int(month))
    return frozenset(n for n in found if 1 <= n <= 12)
