"""The words of bylines and days within a line: whether it has any, and the line cut where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from feedmill.reading.bylines.agencies import agency_names
from feedmill.reading.dates.clocks import clock_spans
from feedmill.reading.dates.days import weekday_spans
from feedmill.reading.words import alternatives, words
from feedmill.reading.words.phrases import Mentions, mentions

_TOKEN = re.compile(r"[^\W_]+")
_SMALL = "on|at|в|le|am|el|den|г|um|à|de|em|il|w|o|by-line|ob|и|and|the|dia"
_BEFORE_DAYS = "on|at|в|um|à|a las|alle|às|le|am|el|il|em|den"
_SMALL_BETWEEN = re.compile(rf"\|\s+(?:{_BEFORE_DAYS})\s+\|", re.IGNORECASE)
SMALL_LAST = re.compile(rf"[\s,]+(?:{_SMALL})\.?\Z", re.IGNORECASE)
"""A small word that is left at the end of a part when its day is gone."""


def announces(line: str) -> bool:
    """Whether a line has any word that announces names, sources or a relative day; a line without and without a day is
    no byline. Most lines are settled by their words, without the long pattern.
    """
    if not line.isascii() and _telling_unspaced().search(line):
        return True
    folded = line.casefold()
    tokens = _TOKEN.findall(folded)
    by_word = _telling_by_word()
    if by_word.keys().isdisjoint(tokens):
        return False
    return any(phrase in folded for token in tokens for phrase in by_word.get(token, ()))


def without_dates(text: str, spans: list[tuple[int, int]]) -> str:
    """A byline without its days, clock times, weekdays and the words that announce them."""
    if spans:
        for start, end in sorted((*spans, *clock_spans(text), *weekday_spans(text)), reverse=True):
            text = f"{text[:start]} | {text[end:]}"
    labelled = mentions("dates", "updated", "published", "saved").any(text.casefold()) or _SMALL_BETWEEN.search(text)
    return _label_pattern().sub(" | ", text) if labelled else text


def labelled(text: str) -> str:
    """A line with a mark before each announced part: "来源：江岸晚报 作者：李明" is two parts."""
    if not _announcing_words().any(text.casefold()):
        return text
    text = _more_reporting().sub(" | ", text)
    return _announcing_pattern().sub(lambda found: f" | {found[found.lastgroup or 0]}:", text)


@cache
def helper_pattern() -> re.Pattern[str]:
    """A wire behind names, that helped: "… (avec AFP)", "…, mit dpa"."""
    return re.compile(
        rf"(?:\A|[\s,(]+)(?:{alternatives(words('bylines', 'inputs'))[0]})\s+(?P<wire>[^(),|]{{2,30}}?)\)?\Z",
        re.IGNORECASE,
    )


@cache
def and_start() -> re.Pattern[str]:
    """The word before a last name that was parted from the others: "(@alee) and Bo Chen"."""
    return re.compile(rf"(?:{alternatives(words('bylines', 'and'))[0]})\s+", re.IGNORECASE)


@cache
def _more_reporting() -> re.Pattern[str]:
    """The comma before a second announcement: "…, additional reporting by …"."""
    return re.compile(rf"[,;]\s+(?=(?:{alternatives(words('bylines', 'reporting'))[0]})\s)", re.IGNORECASE)


@cache
def label_words() -> frozenset[str]:
    """Words that announce a day, which are parts of a byline that say nothing by themselves."""
    small = _SMALL.split("|")
    return frozenset((*words("dates", "published"), *words("dates", "updated"), *words("dates", "saved"), *small))


@cache
def _label_pattern() -> re.Pattern[str]:
    spaced, unspaced = alternatives(word for key in ("updated", "published", "saved") for word in words("dates", key))
    labels = rf"(?<![^\W_])(?:{spaced})|(?:{unspaced})"
    small = _BEFORE_DAYS
    return re.compile(rf"(?:{labels})\s*(?:{small})?\s*[:：]?\s*(?=\||$)|(?<=\|)\s+(?:{small})\s+(?=\|)", re.IGNORECASE)


@cache
def _announcing() -> frozenset[str]:
    lists = ("by", "posted", "editors", "pictures", "source")
    return frozenset(word.rstrip(":") for key in lists for word in words("bylines", key))


@cache
def _announcing_words() -> Mentions:
    """What every line has that :func:`labelled` parts."""
    return Mentions((*_announcing(), *words("bylines", "reporting")))


@cache
def _announcing_pattern() -> re.Pattern[str]:
    spaced, unspaced = alternatives(_announcing())
    writers = alternatives(words("bylines", "by"))[1]
    marked = rf"(?<![^\W_])(?P<spaced>{spaced})\s*[:：=＝]"
    apart = rf"(?<=\w\s)(?P<apart>{writers})\s(?=[\u4e00-\u9fff]{{2,4}}(?:\s|\Z))"
    divided = rf"(?P<unspaced>{unspaced})(?:\s*[:：=＝]|\s?[|｜丨／/](?!\d))"
    return re.compile(rf"{marked}|{divided}|{apart}", re.IGNORECASE)


@cache
def _telling() -> frozenset[str]:
    lists = ("by", "posted", "editors", "pictures", "source", "nobody")
    found = {word for key in lists for word in words("bylines", key)} | agency_names() | {"기자", "특파원"}
    found |= {word for key in ("today", "yesterday", "day_before", "ago", "since") for word in words("dates", key)}
    return frozenset(found)


@cache
def _telling_by_word() -> dict[str, tuple[str, ...]]:
    """The phrases of scripts with spaces by their first words."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in _telling():
        first = _TOKEN.search(phrase.casefold())
        if first and ord(phrase[0]) < 0x2E80:
            found[first.group()].append(phrase.casefold())
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def _telling_unspaced() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(_telling())[1]}|[一二三四五六七八九十]日")
