"""Lines that are nothing but authors, source and date."""

from __future__ import annotations

import re
from datetime import datetime

from feedmill.model import Moment
from feedmill.reading.bylines.accounts import read_account_line
from feedmill.reading.bylines.agencies import is_agency, is_wire_source
from feedmill.reading.bylines.announcing import (
    SMALL_LAST,
    and_start,
    announces,
    helper_pattern,
    label_words,
    labelled,
    without_dates,
)
from feedmill.reading.bylines.attribution import LONGEST, QUOTES, Attribution
from feedmill.reading.bylines.names import (
    has_surname,
    is_han,
    is_role,
    looks_like_house,
    looks_like_person,
    read_writers,
    split_names,
)
from feedmill.reading.chrome import weight
from feedmill.reading.dates import Setting, day_spans, read_dates, relative_spans
from feedmill.reading.dates.days import Order, may_hold_days
from feedmill.reading.words import words
from feedmill.reading.words.phrases import beginnings, mentions

_PARTS = re.compile(
    r"\s*[|｜丨·•;；●▪►]\s*|\s+[/／–—-]+\s+|\s{3,}|[\[\]【】()（）〔〕]"
    r"|[/／](?=(?:特[派约約])?[记記]者)|(?<=[\u4e00-\u9fff])[/／](?=[\u4e00-\u9fff]{2,6}(?:報導|报道|報道|[电電])(?:\s|\Z))"
)
_DIVIDED = re.compile(r"[|｜丨·•;；●▪►/／\[\]【】()（）〔〕:：=＝]|\s[–—-]+\s")
"""What divides the parts of a byline, as :data:`_PARTS` and labels do."""
_ADDRESS = re.compile(r"\(?\b[\w.+-]{1,64}@[\w.-]{1,80}\)?|(?<!\S)@\w{2,30}|https?://\S{1,200}")
_MEASURE = re.compile(
    r"\d[\d.,\s]{0,8}(?:k\b)?\s?[^\W\d]{0,12}(?:\s[^\W\d]{1,12}){0,2}|[^\W\d]{1,12}[:：\s]{0,2}\d{1,7}"
)
_READING_TIME = re.compile(
    r"[-–—|·•,(]?\s*(?<!\d)\d{1,3}[\s-]?(?:min(?:ute)?s?\.?\s+(?:read|de lecture|de lectura|de leitura|di lettura)"
    r"|мин\w{0,3}\.?\s+чтения|Min\.?\s+Lesezeit)"
    r"(?:ing)?(?:\s+time)?\)?",
    re.IGNORECASE,
)
_MINUTES = re.compile("m[iıİ]n|мин", re.IGNORECASE)
_GLUED = re.compile(
    r"\A(By|Von|Par|Por)(?=[A-ZÀ-Þ][a-zß-ÿ])"
    r"|(?<=\b20\d\d)(?=\d{1,2}(?:\s?(?:min|мин)|:\d\d(?!\d)))"
    r"|(?<=[a-zß-ÿ])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d)"
)
"""Where a program put parts of a byline together without a space: "ByAnn LeeMar 5, 2025"."""
_MAY_BE_GLUED = re.compile(
    r"\A(?:By|Von|Par|Por)[A-ZÀ-Þ]|20\d{3}|[a-zß-ÿ](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
"""What every such line has; looked for first, as most have none."""
_SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""Two signs of one name set apart to fill the width of three ("李　明")."""
_PLACED = re.compile(r"[\u30a0-\u30ff\u4e00-\u9fff]{2,8}[＝=](?P<name>[\u3040-\u30ff\u4e00-\u9fff]{2,6})")
"""A place and a reporter as Japanese papers write them: "モスクワ＝相沢冬樹"."""
STRIPPED = " ,，.:：、-–—|"
_BEHIND = (" 기자", " 특파원", " 記者", "/文", "／文")
"""Byline words that stand behind a name."""
_SHORT_SECTION = 30
_SECTIONS = 5
"""Sections and tags that may stand beside a day that is announced."""
_LONGEST_NAMES = 90
_DIGIT = re.compile(r"\d")


def read_byline(
    line: str, *, language: str | None, received: datetime, captured: Moment | None = None, order: Order | None = None
) -> Attribution | None:
    """A line that is nothing but authors, source and date: "By Ann Lee", "Ann Lee May 3, 2021", "Автор: …", "记者 …".

    Editors, photographers and "admin" make it a byline but are not among its authors. ``captured`` is when the
    document says that it was copied (relative days count from there), ``order`` how it writes digits of dates.
    """
    if not 2 <= len(line) <= LONGEST or line.endswith(("?", "!", "？", "！")):
        return None
    may_date = bool(_DIGIT.search(line)) and (may_hold_days(line) or may_hold_days(_unglued(line)))
    sentence = len(line) > _LONGEST_NAMES and line.endswith((".", "。"))
    if sentence and not may_date and not relative_spans(line):
        return None
    announced = announces(line)
    if not announced and (sentence or not may_date):
        return None
    if not may_date and _is_plainly_undivided(line):
        return None
    text = _SPACED_NAME.sub(r"\1\2", " ".join(line.replace("\t", " | ").split()))
    text = _unglued(without_addresses(text, " | "))
    text = _READING_TIME.sub(" | ", text) if _MINUTES.search(text) else text
    spans = sorted((*day_spans(text, language), *relative_spans(text)))
    account = read_account_line(text)
    if not spans and account:
        return account
    if not spans and (sentence or not announced or _is_undivided(text)):
        return None
    found = _Parts(dated=bool(spans))
    for part in _PARTS.split(labelled(without_dates(text, spans))):
        if not found.take(SMALL_LAST.sub("", part.strip(STRIPPED))):
            return None
    near = captured.at.date() if captured else None
    setting = Setting(language=language, received=received, order=order, captured=captured, near=near)
    stated = read_dates(text, setting, "byline")
    dated = stated.published or stated.updated
    most = _SECTIONS if any(_is_announced(text, start) for start, _ in spans) else 2
    if not found.known and not (spans and found.sections <= most and (dated or not found.sections)):
        return None
    return Attribution(
        authors=account.authors if account else tuple(dict.fromkeys(found.authors)),
        posted=tuple(found.posted),
        agency=found.agency,
        publisher=account.publisher if account else found.publisher,
        date=stated.published,
        updated=stated.updated,
    )


def _is_announced(text: str, start: int) -> bool:
    """Whether words right before a day say that it is that of publication."""
    before = text[:start].rstrip()
    return before.endswith((":", "：")) and before.rstrip(":： ").casefold().endswith(words("dates", "published"))


def _unglued(line: str) -> str:
    return _GLUED.sub(r"\g<0> ", line) if _MAY_BE_GLUED.search(line) else line


def _is_plainly_undivided(line: str) -> bool:
    """Whether a line without figures can be settled as it stands: nothing in it would be taken out or put in, no word
    tells a relative day.
    """
    if _DIGIT.search(line) or "@" in line or "://" in line or "\t" in line or not line.isascii():
        return False
    return _is_undivided(line) and not relative_spans(line)


def _is_undivided(text: str) -> bool:
    """Whether a text without a day is one part that begins with no word of bylines: a headline that has "by" in it."""
    folded = text.casefold().lstrip(STRIPPED)
    if _DIVIDED.search(text) or folded.endswith(_BEHIND) or mentions("bylines", "reporting").any(folded):
        return False
    return not beginnings("bylines", "by", "posted", "editors", "pictures", "source", "nobody").begins(folded)


def without_addresses(text: str, instead: str) -> str:
    """A line with something else in the place of addresses and handles."""
    return _ADDRESS.sub(instead, text) if "@" in text or "://" in text else text


class _Parts:
    """Collects what the parts of a byline line are; ``take`` says whether a part fits a byline at all."""

    def __init__(self, *, dated: bool) -> None:
        self.dated = dated
        self.authors: list[str] = []
        self.posted: list[str] = []
        self.agency: str | None = None
        self.publisher: str | None = None
        self.known = False
        self.sections = 0

    def take(self, part: str) -> bool:
        helped = helper_pattern().search(part) if self.agency is None and " " in part else None
        if helped and is_agency(helped["wire"]):
            self.agency, part = helped["wire"], part[: helped.start()].strip(STRIPPED)
        if not part or part.casefold() in label_words():
            return True
        if after(part, "editors") is not None or after(part, "pictures") is not None:
            self.known = True
            return True
        further = and_start().match(part) if self.authors else None
        if further:
            return self._take_names(part[further.end() :], self.authors)
        poster = after(part, "posted")
        names = poster or after(part, "by") or after(part, "reporting")
        if names is not None:
            return self._take_names(names, self.posted if poster else self.authors)
        source = after(part, "source")
        if source:
            self._take_source(source)
            return len(source) < 60
        return self._take_bare(part)

    def _take_names(self, text: str, names: list[str]) -> bool:
        self.known = True
        if not text or text.casefold() in words("bylines", "nobody"):
            return True
        told = read_writers(text)
        if told is None:
            return not split_names(text)
        if len(told[0]) == 1 and text.casefold() in words("bylines", "outlets"):
            return False
        names += told[0]
        self.agency = self.agency or told[1]
        self.publisher = self.publisher or told[2]
        return True

    def _take_source(self, text: str) -> None:
        self.known = True
        text = text[1:].partition("》")[0] if text.startswith("《") else text.strip(QUOTES)
        if is_wire_source(text):
            self.agency = text
        else:
            self.publisher = text

    def _take_bare(self, part: str) -> bool:
        """A part that nothing announces: a name, an agency, a place or section beside a date."""
        if is_agency(part):
            self._take_source(part)
            return self.dated
        if part.casefold() in words("bylines", "nobody"):
            self.known = True
            return True
        if self.authors and is_role(part):
            self.known = True
            return True
        placed = _PLACED.fullmatch(part)
        if placed and not self.authors:
            self.authors.append(placed["name"])
            self.known = True
            return True
        told = None if self.authors else read_writers(part)
        if told and told[0] and (all(looks_like_person(name) for name in told[0]) or (told[1] and self.dated)):
            self.authors += told[0]
            self.agency, self.publisher = self.agency or told[1], self.publisher or told[2]
            self.known = self.known or self.dated
            return True
        if self.dated and not self.authors and looks_like_house(part):
            self.authors.append(part)
            self.known = True
            return True
        if _MEASURE.fullmatch(part):
            return self.dated or self.known
        running = not self.authors and part[0].islower() and part.count(" ") > 1
        if running or weight(part) > _SHORT_SECTION or part[-1] in ".!?。！？":
            return False
        self.sections += 1
        return self.dated or self.known


def after(part: str, key: str) -> str | None:
    """What follows a word of the list at the start of ``part``; None if it starts with none.

    "文/" and "by " count, "bypass" not. A Han word may be followed by names directly ("记者李明").
    """
    folded = part.casefold()
    if key == "by" and folded.endswith(_BEHIND):
        return part
    for word in words("bylines", key) if folded.startswith(words("bylines", key)) else ():
        if not folded.startswith(word):
            continue
        rest = part[len(word) :]
        han = ord(word[-1]) >= 0x2E80
        marked = re.match(r"\s*[:：/／=＝]|\s?[|｜丨]", rest)
        near = (not han or len(rest) < 24) and not (key == "source" and len(rest) > 40)
        spaced = rest[:1].isspace() and near and word not in words("bylines", "marked")
        if not rest or marked or spaced or (han and _are_han_names(rest)):
            return rest.strip(" \t:：/／=＝|｜丨,，.-–—\u3000")
    return None


def _are_han_names(text: str) -> bool:
    first = re.split(r"[、，,／/\s]", text.strip(), maxsplit=1)[0]
    return (
        2 <= len(first) <= 6 and is_han(first) and has_surname(first) and len(text) <= 40 and text[-1] not in "。！？"
    )
