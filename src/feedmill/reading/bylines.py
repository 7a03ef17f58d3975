"""Who wrote it, for whom, where and when: byline lines, datelines and credit lines in six languages.

Each function reads one line and returns an :class:`Attribution`, or None for a line of another kind.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from feedmill.model import Moment
from feedmill.reading.chrome import weight
from feedmill.reading.dates import day_spans, find_stated, find_updated, weekday_in
from feedmill.reading.words import numbered, words

LONGEST = 200
"""Characters of a line that may be a byline; of a text's beginning that may hold a dateline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What one line tells about an article.

    ``agency`` is the wire as written, ``publisher`` another source that is named; ``rest`` is the prose after a
    dateline;
    ``updated`` is a day that the line calls one of change; ``ends`` says that an article is over after this line
    (credits, "Enditem").
    """

    authors: tuple[str, ...] = ()
    agency: str | None = None
    publisher: str | None = None
    place: str | None = None
    date: Moment | None = None
    updated: Moment | None = None
    rest: str = ""
    ends: bool = False


_DIGIT = re.compile(r"\d")
_SITE = ("网", "網")
"""What names of Chinese sites end with: a site ran a text, whichever wire wrote it."""
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u052f’'-]+")
_SPACED = re.compile(r"[\s:：,，.。;；|/·•\-–—]*")
_PARTS = re.compile(r"\s*[|｜·•;；]\s*|\s+[/–—-]\s+|\s{3,}|\t+|[\[\]【】()（）]")
_NAMES = re.compile(r"\s*[,、，;；&]\s*|\s+/\s+")
_CLOCK_WORDS = re.compile(
    r"(?:\bat\b|\bв\b|\bum\b|\bà\b|"
    r"\ba las\b)?[\s,，]*\b\d{1,2}[:：.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|"
    r"uhr)?\s*(?:\(?(?:[A-Z]{2,5}|мск|UTC|GMT)(?:\s*[+-]\d{1,2}(?::?\d\d)?)?\)?)?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:[^\W\d_a-zа-яё][^\W\d_]*[.'’]?(?:[-'’][^\W\d_]+)*\.?|de|van|von|der|den|bin|al|la|"
    r"le|du|da|di|el|ibn)(?:[\s.]+|$)"
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?")
_IN_PLACE = re.compile(r"\s+(?:in|from|at|в|из|на|à|aus|en|,)\s+[A-ZА-ЯЁÀ-Þ].*$")
_SLUG_CREDIT = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,4})*(?:/[a-z]{2,6}(?:-[a-z]{2,4})*){1,4}")
_AGENCY_MARK = re.compile(r"\(\s*([^()\n]{2,40}?)\s*\)|/\s*([^/\n]{2,30}?)\s*/")
_DASH = re.compile(r"^[\s.,]*(?:[-–—―]{1,3}|:)\s*")
_PLACE = re.compile(
    r"[^\W\d_a-zа-яё][^\W\d_]*\.?(?:[\s,/.'’-]+(?:[^\W\d_a-zа-яё][^\W\d_]*\.?|de|of|the|am|on|sur|на|la)){0,6}[\s,.]*"
)
_ZH_WIRE = re.compile(
    r"^[（(【\[]?\s*(?P<agency>[\u4e00-\u9fff]{2,8}?(?:社|网|網|報|报))(?:記者|"
    r"记者)?(?P<names>[\u4e00-\u9fff]{2,3}(?:[、，][\u4e00-\u9fff]{2,3})*)??\s*"
    r"(?P<place>[\u4e00-\u9fff·]{2,8}?)\s*(?P<date>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)\s"
    r"*(?:综合外电|綜合外電|專|专)?电?電?(?:[）)】\]])?"
    r"\s*(?:[（(]\s*(?:总台)?(?:记者|記者|编辑)?[\s:：]*(?P<by>[^（）()\n]{2,40})[）)])?[\s:：，,]*"
)
_ZH_REPORTER = re.compile(
    r"^[【\[（(]\s*(?P<outlet>[\u4e00-\u9fffA-Za-z]{2,16}?)??\s*(?:特约|驻\S{1,6}|本报)?(?:记者|記者|"
    r"通讯员)\s*(?P<names>[\u4e00-\u9fff、，· ]{2,24}?)\s*(?:[／/]\s*[\u4e00-\u9fff]{2,8}?)?\s*"
    r"(?:报道|報導|報道|电|電)?[】\]）)]\s*"
)


def read_byline(line: str, *, language: str | None, received: datetime) -> Attribution | None:
    """A line that is nothing but authors, source and date: "By Ann Lee", "Ann Lee May 3, 2021", "Автор: …", "记者 …".

    Editors, photographers and "admin" make it a byline but are not among its authors.
    """
    text = " ".join(line.replace("\t", " | ").split())
    if not 2 <= len(text) <= LONGEST or text.endswith(("?", "!", "？", "！")):
        return None
    if not _DIGIT.search(text) and not _telling_pattern().search(text):
        return None
    moment = find_stated(text, language=language, received=received, provenance="byline")
    changed = find_updated(text, language=language, received=received, provenance="byline")
    spans = day_spans(text, language)
    found = _Parts()
    for part in _PARTS.split(_labels_apart(_without_dates(text, spans))):
        if not found.take(_without_small_words(part.strip(" ,，.:：、-–—\u3000")), dated=bool(spans)):
            return None
    if not found.known and not (spans and found.sections <= 2 and (moment or changed or not found.sections)):
        return None
    if found.bare and not spans:
        return None
    return Attribution(
        authors=tuple(found.authors), agency=found.agency, publisher=found.publisher, date=moment, updated=changed
    )


def read_dateline(text: str, *, language: str | None, received: datetime) -> Attribution | None:
    """The dateline that a text begins with, and the prose after it (``rest``).

    "MOSCOW, Jan 30 (Reuters) –", "Moscow (AFP) Feb 8, 2024", "МОСКВА, 2 февраля.
    /ТАСС/.", "新华社北京2月4日电（记者…）". A
    missing year comes from a weekday in the first sentence.
    """
    head = text[:LONGEST]
    found = _chinese(head) or _with_agency(head, language) or _with_dash(head, language)
    if found is None:
        return None
    place, agency, authors, end, stated = found
    rest = text[end:].strip()
    weekday = weekday_in(_first_sentence(rest))
    moment = find_stated(
        stated, language=language, received=received, provenance="dateline", place=place, weekday=weekday
    )
    wire = agency if agency and (is_agency(agency) or f"({agency})" in head[:end]) else None
    return Attribution(
        authors=authors,
        agency=wire,
        publisher=agency if agency and not wire else None,
        place=place,
        date=moment,
        rest=rest,
    )


def read_credit(line: str) -> Attribution | None:
    """A line of credits after the text: "Writing by …; Editing by …", "burs/js", "Source: Reuters", "Enditem",
    "（完）".
    """
    text = line.strip(" \t*_()（）[]")
    if not text or len(text) > 400:
        return None
    if text.casefold().strip(".!。") in words("bylines", "end") or _SLUG_CREDIT.fullmatch(text):
        return Attribution(ends=True)
    authors: list[str] = []
    known = False
    for part in re.split(r"\s*[;；]\s*|(?<=[a-zа-яё])\.\s+(?=[A-ZА-ЯЁ])|\s{2,}", text):
        writers, editors = _after(part, "reporting"), _after(part, "editors")
        if writers is not None and not authors_blocked(writers):
            authors += _names(writers)
        known = known or writers is not None or editors is not None
    if known:
        return Attribution(authors=tuple(dict.fromkeys(authors)), ends=True)
    source = _after(text, "source")
    if source and len(source) <= 60 and re.match(r"[\w\s]{2,12}?\s*[:：]", text):
        wire = is_agency(source)
        return Attribution(agency=source if wire else None, publisher=None if wire else source, ends=True)
    return None


def without_end(text: str) -> str:
    """A paragraph without the mark that the article is over behind its last sentence: "Enditem", "（完）", "-30-"."""
    last = re.search(r"(?<=[.!?。！？”\"»])\s*([(（\[]?[^\s.。]{1,9}[)）\]]?)\s*\Z", text[-40:])
    marked = last is not None and last.group(1).casefold() in words("bylines", "end")
    return text[: len(text) - len(text[-40:]) + last.start()].rstrip() if marked and last else text


def authors_blocked(text: str) -> bool:
    """Whether what follows a byline word is too long or too sentence-like to be names."""
    return len(text) > 160 or text.rstrip().endswith(("?", "!")) or not _names(text)


class _Parts:
    """Collects what the parts of a byline line are; ``take`` says whether a part fits a byline at all."""

    def __init__(self) -> None:
        self.authors: list[str] = []
        self.agency: str | None = None
        self.publisher: str | None = None
        self.known = False
        self.bare = False
        self.sections = 0

    def take(self, part: str, *, dated: bool) -> bool:
        if not part or part.casefold() in _label_words():
            return True
        if _after(part, "editors") is not None or _after(part, "pictures") is not None:
            self.known = True
            return True
        names = _after(part, "by")
        if names is not None:
            return self._take_names(names)
        source = _after(part, "source")
        if source:
            self._take_source(source)
            return len(source) < 60
        return self._take_bare(part, dated=dated)

    def _take_names(self, text: str) -> bool:
        if text.casefold() in words("bylines", "nobody"):
            self.known = True
            return True
        names = _names(text)
        if len(names) > 1 and len(names[0].split()) > 1:  # "Ann Lee, Moscow": a single word behind names is a place
            names = [name for name in names if len(name.split()) > 1 or not _LETTERS.fullmatch(name)]
        if not names or not all(looks_like_name(name) for name in names):
            return False
        self.authors += names
        self.known = True
        return True

    def _take_source(self, text: str) -> None:
        self.known = True
        if is_agency(text) and not text.endswith(_SITE):
            self.agency = text
        else:
            self.publisher = text

    def _take_bare(self, part: str, *, dated: bool) -> bool:
        """A name without a byline word: only beside a date, or after a byline word elsewhere in the line."""
        if is_agency(part):
            self._take_source(part)
            return dated
        names = _names(part)
        if part.casefold() in words("bylines", "nobody"):
            self.known = True
        elif names and not self.authors and all(is_full_name(name) for name in names):
            self.authors += names
            self.known = self.bare = True
        elif weight(part) > 30 or re.search(r"[.!?。！？]$", part):
            return False
        else:
            self.sections += 1
        return dated or self.known


@cache
def _telling_pattern() -> re.Pattern[str]:
    """Any word that announces names or sources: a line without digits and without one is no byline."""
    lists = ("by", "editors", "pictures", "source", "nobody")
    found = {word for key in lists for word in words("bylines", key)} | _agencies()
    spaced = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True) if ord(word[0]) < 0x2E80)
    unspaced = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True) if ord(word[0]) >= 0x2E80)
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])|(?:{unspaced})", re.IGNORECASE)


def looks_like_name(text: str) -> bool:
    """Whether a text may name a person or a desk: capitalised words, at most six, or two to four Han characters."""
    text = text.strip()
    if not 2 <= len(text) <= 60 or any(letter.isdigit() for letter in text):
        return False
    if "\u4e00" <= text[0] <= "\u9fff":
        return bool(_HAN_NAME.fullmatch(text.replace(" ", ""))) or text.endswith(words("bylines", "desk"))
    tokens = text.split()
    matched = re.fullmatch(rf"(?:{_PERSON.pattern}){{1,6}}", text)
    if matched and (len(tokens) >= 2 or len(text) >= 3):
        return len(tokens) >= 2 or text[0].isupper()
    folded = text.casefold()
    return len(tokens) <= 6 and text[0].isupper() and any(word in folded.split() for word in words("bylines", "desk"))


def is_full_name(text: str) -> bool:
    """Whether a text without a byline word names somebody: a single word may as well be a place or a section."""
    announcing = text.casefold() in words("bylines", "by") or text.casefold() in words("bylines", "reporting")
    single = bool(_LETTERS.fullmatch(text))
    return looks_like_name(text) and not _is_label(text) and not announcing and not single and len(text.split()) <= 5


def _is_label(text: str) -> bool:
    return text.casefold() in words("chrome", "line") or text.casefold() in words("chrome", "tail")


@cache
def _weekdays() -> tuple[str, ...]:
    return tuple(
        sorted(
            (word for word in numbered("dates", "weekdays") if len(word) > 2 or not word.isascii()),
            key=len,
            reverse=True,
        )
    )


@cache
def _label_words() -> frozenset[str]:
    return frozenset(
        (*words("dates", "published"), *words("dates", "updated"), "on", "at", "в", "le", "am", "el", "den", "г")
    )


@cache
def _apart_pattern() -> re.Pattern[str]:
    lists = ("by", "editors", "pictures", "source")
    labels = "|".join(re.escape(word) for key in lists for word in words("bylines", key) if word[-1].isalpha())
    return re.compile(rf"(?<=\S)[\s\u3000]+(?=(?:{labels})\s*[:：])", re.IGNORECASE)


def _labels_apart(text: str) -> str:
    """Several labelled statements on one line, each a part of its own: "来源：某报 作者：李某 编辑：王某"."""
    return _apart_pattern().sub(" | ", text) if ":" in text or "：" in text else text


def _without_small_words(part: str) -> str:
    """A part without the article or preposition that led to a date: "Par Ann Lee, le", "Ann Lee on"."""
    bare = part
    while True:
        head, _, last = bare.rpartition(" ")
        if not head or last.casefold().strip(".,") not in _label_words():
            return bare
        bare = head.rstrip(" ,，")


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = "|".join(re.escape(word) for word in (*words("dates", "updated"), *words("dates", "published")))
    return re.compile(rf"(?<![^\W_])(?:{labels})\s*[:：]?\s*(?=\||$)", re.IGNORECASE)


@cache
def _weekday_pattern() -> re.Pattern[str]:
    weekdays = "|".join(re.escape(word) for word in _weekdays())
    return re.compile(rf"(?<![^\W_])(?:{weekdays})(?![^\W_])", re.IGNORECASE)


def _without_dates(text: str, spans: list[tuple[int, int]]) -> str:
    """A byline without its days, clock times, weekdays and the words that announce them."""
    for start, end in reversed(spans):
        text = f"{text[:start]} | {text[end:]}"
    text = _label_pattern().sub(" | ", _CLOCK_WORDS.sub(" | ", text) if spans else text)
    return _weekday_pattern().sub(" | ", text) if spans else text


def _after(part: str, key: str) -> str | None:
    """What follows a word of the list at the start of ``part``; None if it starts with none. "文/" and "by " count,
    "bypass" not.
    """
    folded = part.casefold()
    if not folded.startswith(words("bylines", key)):
        return None
    for word in words("bylines", key):
        if not folded.startswith(word):
            continue
        rest = part[len(word) :]
        han = "\u4e00" <= word[-1] <= "\u9fff"
        if (
            re.match(r"\s*[:：/／]", rest)
            or (rest[:1].isspace() and (not han or len(rest) < 24))
            or (han and _HAN_NAME.fullmatch(rest.strip()))
        ):
            return rest.strip(" \t:：/／,，.-–—")
    return None


@cache
def _and_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(re.escape(word) for word in words('bylines', 'and'))})\s+")


def _names(text: str) -> list[str]:
    """The single names of "Ann Lee, Bo Chen and Cy Wu in Beijing"."""
    joined = _and_pattern().sub(", ", text.strip(" .。,，:："))
    if "\u4e00" <= joined[:1] <= "\u9fff":
        parts = re.split(r"[、，,;；/\s]+", re.sub(r"\s*(?:综合)?(?:报道|報導|報道|文|摄)$", "", joined))
    else:
        parts = [_IN_PLACE.sub("", part) for part in _NAMES.split(joined)]
    nobody = words("bylines", "nobody")
    return [part.strip() for part in parts if part.strip() and part.strip().casefold() not in nobody]


@cache
def _agencies() -> frozenset[str]:
    data = tomllib.loads(files("feedmill.reading.words").joinpath("agencies.toml").read_text("utf-8"))
    return frozenset(name.casefold() for name in data["names"])


def is_agency(name: str) -> bool:
    """Whether a name is that of a wire service."""
    return name.casefold().strip(" .-–—") in _agencies()


_Dateline = tuple[str | None, str | None, tuple[str, ...], int, str]


def _chinese(head: str) -> _Dateline | None:
    wire = _ZH_WIRE.match(head)
    if wire and re.search(r"[电電]|[）)】\]]", wire.group()):
        names = _names(wire["by"] or wire["names"] or "")
        return (
            wire["place"],
            wire["agency"],
            tuple(name for name in names if looks_like_name(name)),
            wire.end(),
            wire["date"],
        )
    reporter = _ZH_REPORTER.match(head)
    if reporter:
        later = day_spans(head[reporter.end() :], "zh")
        end = reporter.end() + (later[0][1] if later and later[0][0] == 0 else 0)
        return None, reporter["outlet"], tuple(_names(reporter["names"])), end, head[reporter.end() : end]
    return None


def _with_agency(head: str, language: str | None) -> _Dateline | None:
    """A place, perhaps a date, and an agency in brackets or slashes; the date may follow the agency."""
    marks = [found for found in _AGENCY_MARK.finditer(head) if found.start() <= 90]
    known = (found for found in marks if is_agency(found.group(1) or found.group(2)))
    mark = next(known, None) or next((found for found in marks if _names_a_wire(found, head)), None)
    if mark is None:
        return None
    spans = day_spans(head[: mark.start()], language)
    place = head[: spans[0][0] if spans else mark.start()].strip(" ,.–—-")
    if place and not _PLACE.fullmatch(place):
        return None
    end = mark.end()
    later = day_spans(head[end : end + 40], language)
    if later and not head[end : end + later[0][0]].strip(" ,-–—."):
        end += later[0][1]
    dash = _DASH.match(head[end:])
    end += dash.end() if dash else len(head[end:]) - len(head[end:].lstrip(" ."))
    return place.strip(" ,.") or None, (mark.group(1) or mark.group(2)).strip(), (), end, head[:end]


def _names_a_wire(mark: re.Match[str], head: str) -> bool:
    """Whether brackets between a place in capitals (or with a date) and a dash hold a name: a wire we do not know."""
    name = mark.group(1)
    place = head[: mark.start()].strip()
    dated = any(letter.isdigit() for letter in place) or place.upper() == place
    capitalised = bool(name) and all(word[0].isupper() or len(word) < 4 for word in name.split())
    behind = head[mark.end() : mark.end() + 40]
    days = day_spans(behind, None)
    if days and not behind[: days[0][0]].strip(" ,."):  # "Riga (XYZ) May 3, 2026"
        return capitalised and bool(place)
    return capitalised and bool(place) and dated and bool(_DASH.match(behind))


def _with_dash(head: str, language: str | None) -> _Dateline | None:
    """A place in capitals or with a date, then a dash: "BEIJING - …", "МОСКВА, 2 фев — РИА Новости. …"."""
    dash = re.search(r"\s[-–—―]{1,2}\s|(?<=[A-ZА-ЯЁ\d.])\s?[–—―]\s?|\s--\s", head[:90])
    if dash is None:
        return None
    before = head[: dash.start()]
    spans = day_spans(before, language)
    place = before[: spans[0][0] if spans else len(before)].strip(" ,.")
    if not place or not _PLACE.fullmatch(place) or not (spans or place.upper() == place) or len(place) > 45:
        return None
    if spans and before[spans[-1][1] :].strip(" ,.") and not is_agency(before[spans[-1][1] :].strip(" ,.")):
        return None
    agency = before[spans[-1][1] :].strip(" ,.") if spans else ""
    end = dash.end()
    wire = re.match(r"([^.\n]{2,30}?)\.\s+", head[end:])
    if not agency and wire and is_agency(wire.group(1)):
        agency, end = wire.group(1), end + wire.end()
    return place, agency or None, (), end, before


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?。！？])\s*", text[:600], maxsplit=1)[0]
