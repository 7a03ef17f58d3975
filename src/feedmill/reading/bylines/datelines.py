"""Datelines: the place, day and wire that a text begins with.

Three habits: a place with an agency in brackets or slashes ("MOSCOW, Jan 30 (Reuters) –"), a place and a dash
("МОСКВА, 2 фев — РИА Новости."), and those of East Asia, where the agency leads (新华社北京2月4日电, 【モスクワ＝…】).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from feedmill.model import Moment
from feedmill.reading.bylines.agencies import is_agency
from feedmill.reading.bylines.attribution import LONGEST, Attribution
from feedmill.reading.bylines.names import has_surname, looks_like_name, read_writers, split_names
from feedmill.reading.dates import Setting, day_spans, read_dates, weekday_in
from feedmill.reading.dates.clocks import place_zone

_HINT = re.compile(r"\d[^.\n]{2,24}\.\s|[(/\[【（〔―–—:：日]|\s-|-\s|--|[讯訊][（(\s]")
"""What every dateline has one of: most lines have none."""
_OPENING = 110
"""Characters in which a dateline ends, or the mark of its agency begins."""
_DASHES = frozenset("-–—―:")
_MARK = re.compile(r"\(\s*([^()\n]{2,40}?)\s*\)|/\s*([^/\n]{2,60}?)\s*/")
_CORRESPONDENT = re.compile(r"(?:[Сс]пец)?[Кк]орр\.?\s+(?P<agency>\S{3,20})\s+(?P<names>[^/\n]{5,40})")
"""The wire and its reporter between slashes: "/Корр. ТАСС Иван Радов/"."""
_DASH = re.compile(r"[\s.,]{0,3}(?:[-–—―_]{1,3}|:|\.-)\s*")
_INNER_DASH = re.compile(r"\s[-–—―]{1,2}\s|(?<=[A-ZА-ЯЁІЇЄ\d.])\s?[–—―]\s?|\s--\s|(?<=[A-Z]{3}):\s")
_STOP = re.compile(r"[^\W\d_a-zа-яё][^\d.\n]{2,40}[,.]\s\d[^.,\n]{2,24}(?:\sг)?\.\s+(?=[^\W\d_a-zа-яё«“\"])")
_SIGNED = re.compile(
    r"(?P<outlet>[«\"]?[^\W\d_a-zа-яё][^\W\d]*(?:[\s-][«\"]?[^\W\d_a-zа-яё][^\W\d]*[»\"]?){0,3})"
    r"(?:,\s(?P<names>[^.\n\d]{4,60}?))?\.\s+(?=[^\W\d_a-zа-яё«“\"])"
)
"""Who says so, behind the dash: "РИА Новости. ", "Северный Вестник, Илья Радов. "."""
_SHORTEST_PLACE = 3
_PLACE = re.compile(
    r"[^\W\d_a-zа-яё][^\W\d_]*\.?(?:[\s,/.'’-]{1,3}(?:[^\W\d_a-zа-яё][^\W\d_]*\.?|de|of|the|am|on|sur|на|la|le|el|di|em|a)){0,6}[\s,.]*"
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_HAN = r"[\u4e00-\u9fff]"
_ZH_WIRE = re.compile(
    rf"[（(【\[]?\s*(?P<agency>本报|本報|本刊|{_HAN}{{2,8}}?(?:社|网|網|報|报|讯))(?P<reporter>記者|记者)?"
    rf"(?P<names>{_HAN}{{2,3}}(?:[、，]{_HAN}{{2,3}}){{0,3}})??\s*"
    rf"(?P<place>[\u4e00-\u9fff·]{{0,8}}?)\s*(?P<date>(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)\s*"
    r"(?P<sent>综合外电|綜合外電|综合|綜合|專|专)?(?P<wired>[电電讯訊])?(?:報導|报道|報道)?(?P<close>[）)】\]])?"
    r"\s*(?:[（(]\s*(?:总台|本报)?(?:记者|記者|编辑)?[\s:：]*(?P<by>[^（）()\n]{2,40})[）)]"
    rf"|(?:记者|記者)\s*(?P<after>{_HAN}{{2,3}}(?:[、，\s]{_HAN}{{2,3}}){{0,3}})(?:报道|報導|報道)[：:])?[\s:：，,]*"
)
_ZH_REPORTER = re.compile(
    r"[【\[（(〔]\s*(?P<outlet>[\u4e00-\u9fffA-Za-z]{0,16}?)\s*(?:特约|驻\S{1,6}?|本报|本報)?\s*(?:特约|特約)?"
    r"(?:记者|記者|通讯员|編譯)\s*(?P<names>[\u4e00-\u9fff、，· ]{2,24}?)\s*(?:[／/](?P<place>[\u4e00-\u9fff]{2,6}?))?"
    r"(?:综合|綜合)?(?:报道|報導|報道|电|電)?[】\]）)〕]\s*"
)
_ZH_OPENING = re.compile(
    rf"(?P<outlet>本报讯|本報訊|{_HAN}{{2,8}}[讯訊])\s*[（(](?:记者|記者)?\s*(?P<names>[^（）()\n]{{2,40}})[）)]\s*[:：，,]?\s*"
)
_ZH_PLAIN = re.compile(r"(?:本报讯|本報訊|本网讯|本網訊|本刊讯|本刊訊|本台讯|本台訊|综合讯|綜合訊)[\s　:：,，]+")
"""The paper's own news, without names or day."""
_ZH_NEWS = re.compile(
    rf"(?P<outlet>{_HAN}{{2,10}})消息\s*(?:[（(]\s*(?:总台|本台|本网)?(?:央视)?(?:记者|記者)?\s*(?P<names>[^（）()\n]{{2,40}})[）)])?\s*[:：]\s*"
)
"""The opening of broadcasters: "…网消息：", "…新闻消息（记者 …）："."""
_ZH_REPORTED = re.compile(r"[讯訊]$|(?:综合|綜合)?(?:报道|報導|報道)$")
_JA = re.compile(
    r"[【（(［\[〔]\s*(?P<place>[\u30a0-\u30ff\u4e00-\u9fff・]{2,12}?)\s*(?P<mark>[＝=]|(?=時事|共同|ロイター))"
    r"\s*(?P<name>[^】）)］\]〕＝=\d]{2,24}?)\s*[】）)］\]〕]\s*"
)
_JA_NAMES = re.compile(r"[、，,／/]\s*")
_KO = re.compile(
    r"[(\[]\s*(?P<place>[^()\[\]=\n]{1,12}?)\s*=\s*(?P<agency>[^()\[\]=\n]{2,12}?)\s*[)\]]\s*(?P<names>[^=\n]{2,30}?)\s*=\s*"
)
_LED = re.compile(
    r"\(\s*(?P<agency>[^()\n]{2,30})\s*\)\s*[-–—]\s*(?P<place>[^\d\n,(]{2,30}?),?\s(?P<date>\d{1,2}\s[^\W\d_]{3,9}\.?(?:\s\d{4})?)\s*[-–—]\s*"
)
_LEADS = ("By ", "Par ", "Von ", "Por ", "Di ", "di ")
_BYLINE_BEFORE = re.compile(
    r"(?:By|Par|Von|Por|Di|di)\s(?P<names>[^\n]{4,60}?)\s(?=[A-ZÀ-Þ]{4,}[^\W\d_]*\b[^\n]{0,40}\([^()\n]{2,30}\)\s*[-–—])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A dateline as its parts; ``end`` is where the prose begins, ``stated`` what holds the date."""

    end: int
    place: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    stated: str = ""
    sure: bool = False


def read_dateline(
    text: str, *, language: str | None, received: datetime, captured: Moment | None = None
) -> Attribution | None:
    """The dateline that a text begins with, and the prose after it (``rest``).

    "MOSCOW, Jan 30 (Reuters) –", "Moscow (AFP) Feb 8, 2024", "МОСКВА, 2 февраля. /ТАСС/.", "新华社北京2月4日电（…）".
    A missing year comes from a weekday in the first sentence. ``captured``: when the document was copied.
    """
    head = text[:LONGEST]
    lead = _BYLINE_BEFORE.match(head) if head.startswith(_LEADS) else None
    if not lead and not _HINT.search(head, 0, _OPENING):
        return None
    begin = lead.end() if lead else 0
    found = _read(head[begin:], language)
    if found is None:
        return None
    rest = text[begin + found.end :].strip()
    near = captured.at.date() if captured else None
    weekday = weekday_in(_SENTENCE.split(rest[:600], maxsplit=1)[0])
    setting = Setting(language=language, received=received, place=found.place, weekday=weekday, near=near)
    written = read_writers(lead["names"]) if lead else None
    stated = read_dates(found.stated, setting, "dateline")
    wire = found.agency if found.agency and (found.sure or is_agency(found.agency)) else None
    return Attribution(
        authors=found.authors or (tuple(written[0]) if written else ()),
        agency=wire,
        publisher=found.agency if found.agency and not wire and not found.agency.startswith(("本报", "本報")) else None,
        place=found.place,
        date=stated.published,
        rest=rest,
    )


def _read(head: str, language: str | None) -> _Found | None:
    return (
        _east_asian(head)
        or _led_by_agency(head)
        or _with_agency(head, language)
        or _with_dash(head, language)
        or _with_stop(head, language)
    )


# --- East Asia -----------------------------------------------------------------------------------------------------


def _east_asian(head: str) -> _Found | None:
    if head.isascii() or not re.match(r"[【\[（(〔]|[\u3040-\u9fff\uac00-\ud7a3]", head):
        return None
    return _chinese_wire(head) or _chinese_news(head) or _chinese_reporter(head) or _japanese(head) or _korean(head)


def _chinese_wire(head: str) -> _Found | None:
    wire = _ZH_WIRE.match(head)
    if wire is None or not (wire["wired"] or (wire["close"] and (wire["sent"] or head[0] in "（(【["))):
        return None
    told, place = wire["by"] or wire["names"] or wire["after"] or "", wire["place"]
    if wire["reporter"] and not told:
        told, place = _name_and_place(place)
    names = split_names(told)
    return _Found(
        end=wire.end(),
        place=place or None,
        agency=wire["agency"],
        authors=tuple(name for name in names if looks_like_name(name)),
        stated=wire["date"],
    )


def _name_and_place(text: str) -> tuple[str, str]:
    """A reporter's name and the place written behind it without a space ("溫少庭莫斯科"): the place is known, else the
    name has three characters.
    """
    splits = [(text[:length], text[length:]) for length in (3, 2, 4) if len(text) > length + 1]
    named = [(name, place) for name, place in splits if has_surname(name)]
    known = [(name, place) for name, place in named if place_zone(place)]
    return next(iter(known or named), ("", text))


def _chinese_news(head: str) -> _Found | None:
    own = _ZH_PLAIN.match(head)
    if own:
        return _Found(end=own.end())
    found = _ZH_NEWS.match(head)
    if found is None or found["outlet"].startswith("据"):
        return None
    names = tuple(name for name in split_names(found["names"] or "") if looks_like_name(name))
    return _Found(end=found.end(), agency=found["outlet"], authors=names)


def _chinese_reporter(head: str) -> _Found | None:
    found = _ZH_REPORTER.match(head) or _ZH_OPENING.match(head)
    if found is None:
        return None
    told = split_names(re.sub(r"(?:通讯员|记者|記者)", " ", found["names"]))
    names = tuple(name for name in told if looks_like_name(name))
    outlet = _ZH_REPORTED.sub("", found["outlet"])
    behind = day_spans(head[found.end() :], "zh")
    end = found.end() + (behind[0][1] if behind and behind[0][0] == 0 else 0)
    place = found.groupdict().get("place")
    stated = head[found.end() : end]
    return _Found(end=end, place=place, agency=outlet or None, authors=names, stated=stated) if names else None


def _japanese(head: str) -> _Found | None:
    found = _JA.match(head)
    if found is None:
        return None
    named = [name for name in _JA_NAMES.split(found["name"].strip()) if name]
    wire = next((name for name in named if is_agency(name)), None)
    authors = tuple(name for name in named if not is_agency(name))
    return _Found(end=found.end(), place=found["place"], agency=wire, authors=authors)


def _korean(head: str) -> _Found | None:
    found = _KO.match(head)
    told = read_writers(found["names"]) if found else None
    if found is None or told is None:
        return None
    return _Found(end=found.end(), place=found["place"], agency=found["agency"], authors=tuple(told[0]), sure=True)


# --- places with agencies and dashes -------------------------------------------------------------------------------


def _led_by_agency(head: str) -> _Found | None:
    """ "(ANSA) - MOSCA, 02 NOV - "."""
    found = _LED.match(head)
    if found is None or not is_agency(found["agency"]):
        return None
    return _Found(end=found.end(), place=found["place"].strip(), agency=found["agency"], stated=found["date"])


def _with_agency(head: str, language: str | None) -> _Found | None:
    """A place, perhaps a date, and an agency in brackets or slashes; the date may follow the agency."""
    if "(" not in head and "/" not in head:
        return None
    marks = [found for found in _MARK.finditer(head) if found.start() <= 90]
    known = (found for found in marks if is_agency(_wire_in(found)[0]))
    mark = next(known, None) or next((found for found in marks if _names_a_wire(found, head, language)), None)
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
    dash = _DASH.match(head, end)
    if not (dash or later or spans or mark.group(2) or _is_shouted(place) or not head[end:].strip()):
        return None
    end = dash.end() if dash else end + len(head[end:]) - len(head[end:].lstrip(" ."))
    name, authors = _wire_in(mark)
    place = place.strip(" ,.")
    return _Found(
        end=end, place=place or None, agency=name, authors=authors, stated=head[:end], sure=bool(mark.group(1))
    )


def _wire_in(mark: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """The wire between brackets or slashes, and who reports for it."""
    told = _CORRESPONDENT.fullmatch(mark.group(2) or "")
    names = tuple(name for name in split_names(told["names"]) if looks_like_name(name)) if told else ()
    return (told["agency"], names) if told else ((mark.group(1) or mark.group(2)).strip(), ())


def _names_a_wire(mark: re.Match[str], head: str, language: str | None) -> bool:
    """Whether brackets between a place in capitals (or with a date) and a dash or date hold a name: an unknown wire.
    Slashes hold one only behind a date.
    """
    name = mark.group(1) or (mark.group(2) if day_spans(head[: mark.start()], language) else "")
    place = head[: mark.start()].strip()
    capitalised = bool(name) and all(word[0].isupper() or len(word) < 4 for word in name.split())
    if not capitalised or not place or len(place) > 60:
        return False
    dated = any(letter.isdigit() for letter in place) or place.upper() == place
    later = day_spans(head[mark.end() : mark.end() + 30], language)
    alone = (
        bool(later) and later[0][0] <= 2 and name.upper() == name and not head[mark.end() + later[0][1] :].strip(" .")
    )
    return (dated and bool(_DASH.match(head, mark.end()))) or (alone and bool(_PLACE.fullmatch(place)))


def _with_dash(head: str, language: str | None) -> _Found | None:
    """A place in capitals or with a date, then a dash: "BEIJING - …", "МОСКВА, 2 фев — РИА Новости. …"."""
    dash = None if _DASHES.isdisjoint(head[:90]) else _INNER_DASH.search(head, 0, 90)
    if dash is None:
        return None
    before = head[: dash.start()]
    spans = day_spans(before, language)
    place = before[: spans[0][0] if spans else len(before)].strip(" ,.")
    if not place or len(place) > 45 or not _PLACE.fullmatch(place) or not (spans or _is_shouted(place)):
        return None
    agency = before[spans[-1][1] :].strip(" ,./") if spans else ""
    if agency and not is_agency(agency):
        return None
    end = dash.end()
    signed = _SIGNED.match(head, end)
    outlet = signed["outlet"].strip() if signed else ""
    if agency or signed is None or not (is_agency(outlet) or spans):
        return _Found(end=end, place=place, agency=agency or None, stated=before)
    names = tuple(split_names(signed["names"] or ""))
    if not all(map(looks_like_name, names)):
        return _Found(end=end, place=place, stated=before)
    return _Found(end=signed.end(), place=place, agency=outlet, authors=names, stated=before)


def _with_stop(head: str, language: str | None) -> _Found | None:
    """A place in capitals and a day with a full stop behind them: "ХАБАРОВСК, 12 ноября. …"."""
    stop = _STOP.match(head)
    spans = day_spans(stop.group(), language) if stop else []
    place = head[: spans[0][0]].strip(" ,.") if spans else ""
    whole = stop is not None and len(spans) == 1 and not stop.group()[spans[0][1] :].strip(" .г")
    if stop is None or not whole or not _is_shouted(place) or len(place) < _SHORTEST_PLACE:
        return None
    return _Found(end=stop.end(), place=place, stated=stop.group())


def _is_shouted(place: str) -> bool:
    """A place in capitals; its country behind a comma may be in small letters ("HARBIN, China")."""
    town, comma, country = place.partition(", ")
    town = town if comma and len(town) > _LONG_TOWN and country[:1].isupper() and len(country.split()) <= 2 else place
    return town.upper() == town and any(letter.lower() != letter for letter in town)


_LONG_TOWN = 4
"""Letters of an abbreviation; names of towns before a country are longer."""
