"""Dates as documents state them, in thirteen languages and in machine fields."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Moment
from feedmill.reading.dates import (
    Setting,
    day_spans,
    find_stated,
    order_in,
    parse_machine,
    read_capture,
    read_dates,
)
from feedmill.reading.words import LANGUAGES, language_words, numbered

RECEIVED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stated(line: str, language: str | None = None) -> tuple[str, str] | None:
    moment = find_stated(line, language=language, received=RECEIVED, provenance="byline")
    return (moment.at.strftime("%Y-%m-%dT%H:%M"), moment.precision) if moment else None


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("March 9, 2024", "en", "2024-03-09"),
        ("9 March 2024", "en", "2024-03-09"),
        ("Sat, Mar 9th, 2024", "en", "2024-03-09"),
        ("3/25/2024", "en", "2024-03-25"),
        ("9 марта 2024 г.", "ru", "2024-03-09"),
        ("суббота, 9 марта 2024 года", "ru", "2024-03-09"),
        ("09.03.2024", "ru", "2024-03-09"),
        ("9 мар. 2024", "ru", "2024-03-09"),
        ("2024年3月9日", "zh", "2024-03-09"),
        ("2024年03月09日 星期六", "zh", "2024-03-09"),
        ("2024-03-09 来源", "zh", "2024-03-09"),
        ("2024/3/9", "zh", "2024-03-09"),
        ("samedi 9 mars 2024", "fr", "2024-03-09"),
        ("1er mars 2024", "fr", "2024-03-01"),
        ("Samstag, 9. März 2024", "de", "2024-03-09"),
        ("9 de marzo de 2024", "es", "2024-03-09"),
        ("9/3/2024", "es", "2024-03-09"),
    ],
)
def test_day_in_words_and_digits(line, language, expected):
    assert stated(line, language) == (f"{expected}T00:00", "day")


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("Mar 20, 2024 5:30 PM EDT", "en", "2024-03-20T21:30"),
        ("Jan 20, 2024 5:30 p.m. ET", "en", "2024-01-20T22:30"),
        ("9 марта 2024, 12:30 мск", "ru", "2024-03-09T09:30"),
        ("2024年3月9日 08:15 北京时间", "zh", "2024-03-09T00:15"),
        ("2024-03-09 08:15 GMT+8", "zh", "2024-03-09T00:15"),
    ],
)
def test_clock_time_needs_its_zone(line, language, expected):
    assert stated(line, language) == (expected, "minute")


def test_clock_time_without_zone_is_a_day():
    assert stated("9 марта 2024, 23:30", "ru") == ("2024-03-09T00:00", "day")


def test_place_of_a_dateline_gives_the_zone():
    setting = Setting(language="en", received=RECEIVED, place="Moscow")
    moment = read_dates("March 9, 2024 12:30", setting, "dateline").published
    assert moment is not None
    assert (moment.at.hour, moment.provenance) == (9, "dateline, zone from dateline place")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("2/4/2024", "en"),
        ("Jan 30", "en"),
        ("4 февраля", "ru"),
        ("2月4日", "zh"),
        ("30 February 2024", "en"),
        ("May 2024", "en"),
        ("Friday, March 9, 2024", "en"),
        ("March 9, 2031", "en"),
        ("2 часа назад", "ru"),
        ("昨天 14:20", "zh"),
        ("page 12 of 20", "en"),
    ],
)
def test_nothing_is_invented(line, language):
    assert stated(line, language) is None


@pytest.mark.parametrize(
    ("line", "language"), [("Saturday, 9 March", "en"), ("9 марта, суббота", "ru"), ("3月9日 星期六", "zh")]
)
def test_missing_year_comes_from_the_weekday(line, language):
    moment = find_stated(line, language=language, received=RECEIVED, provenance="byline")
    assert moment is not None
    assert (moment.at.year, moment.provenance) == (2024, "byline, year from weekday")


def test_published_wins_over_updated():
    assert stated("Updated: March 11, 2024 | Published: March 9, 2024", "en") == ("2024-03-09T00:00", "day")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-09", ("2024-03-09T00:00", "day")),
        ("2024-03-09T10:00:00+03:00", ("2024-03-09T07:00", "second")),
        ("2024-03-09T10:00Z", ("2024-03-09T10:00", "minute")),
        ("2024-03-09T10:00:00", ("2024-03-09T00:00", "day")),
        ("Sat, 09 Mar 2024 10:00:00 GMT", ("2024-03-09T10:00", "second")),
        ("Sat, 09 Mar 2024 10:00:00 +0800", ("2024-03-09T02:00", "second")),
        ("1709978400", ("2024-03-09T10:00", "second")),
        ("1709978400000", ("2024-03-09T10:00", "second")),
        ("2016-12-31T23:59:60Z", ("2016-12-31T23:59", "second")),
        ("2024-03-09T10:00:00+99:99", ("2024-03-09T00:00", "day")),
        ("9 марта 2024", ("2024-03-09T00:00", "day")),
        ("0000-00-00", None),
        ("2023-02-29", None),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_machine_values(value, expected):
    moment = parse_machine(value, "meta")
    assert (moment and (moment.at.strftime("%Y-%m-%dT%H:%M"), moment.precision)) == expected


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(alphabet="0123456789-/.: 年月日TZ+ Jan марта Mon星期一", max_size=40))
def test_no_text_raises_and_every_day_is_a_midnight(text):
    for moment in (
        parse_machine(text, "meta"),
        find_stated(text, language="en", received=RECEIVED, provenance="byline"),
    ):
        if moment is not None and moment.precision == "day":
            assert (moment.at.hour, moment.at.minute, moment.at.tzinfo) == (0, 0, UTC)


def read_line(line: str, language: str, captured: str | None = None) -> tuple[str | None, str | None]:
    copied = read_capture([captured], language=language, received=RECEIVED) if captured else None
    setting = Setting(language=language, received=RECEIVED, captured=copied)
    told = read_dates(line, setting, "byline")
    return _written(told.published), _written(told.updated)


def _written(moment: Moment | None) -> str | None:
    return moment.at.strftime("%Y-%m-%dT%H:%M") if moment else None


@pytest.mark.parametrize(
    ("line", "language", "published"),
    [
        ("sabato 9 marzo 2024", "it", "2024-03-09T00:00"),
        ("9 de março de 2024, 14h30", "pt", "2024-03-09T00:00"),
        ("9 marca 2024 r., 14:30", "pl", "2024-03-09T00:00"),
        ("субота, 9 березня 2024 року", "uk", "2024-03-09T00:00"),
        ("令和6年3月9日(土) 15:30", "ja", "2024-03-09T00:00"),
        ("民國113年3月9日", "zh", "2024-03-09T00:00"),
        ("二〇二四年十月二十一日", "zh", "2024-10-21T00:00"),
        ("2024년 3월 9일 오후 3시 30분 KST", "ko", "2024-03-09T06:30"),
        ("السبت ٩ مارس ٢٠٢٤", "ar", "2024-03-09T00:00"),
        ("Publié le samedi 9 mars 2024 à 14 h 30 CET", "fr", "2024-03-09T13:30"),
        ("9. März 2024, 14.30 Uhr MEZ", "de", "2024-03-09T13:30"),
        ("发布时间：2024年3月9日 下午3:30 北京时间", "zh", "2024-03-09T07:30"),
        ("北京时间2024年3月9日15时30分", "zh", "2024-03-09T07:30"),
        ("9 марта 2024 в 14:30 (МСК+7)", "ru", "2024-03-09T04:30"),
        ("2024-11-02 10:00 CST", "zh", "2024-11-02T02:00"),
        ("Nov 2, 2024 10:00 CST", "en", "2024-11-02T00:00"),
        ("Saturday, 9/3/2024", "en", "2024-03-09T00:00"),
        ("March 9, 2027", "en", "2027-03-09T00:00"),
        ("March 3-5, 2024", "en", None),
        ("с 3 по 5 марта 2024", "ru", None),
        ("3月3日至5日", "zh", None),
        ("set 5", "en", None),
    ],
)
def test_other_calendars_zones_and_ranges(line: str, language: str, published: str | None) -> None:
    assert read_line(line, language) == (published, None)


@pytest.mark.parametrize(
    ("line", "language", "published", "updated"),
    [
        ("Published: 9 March 2024 | Updated: 11 March 2024", "en", "2024-03-09", "2024-03-11"),
        ("Обновлено: 10 марта 2024, 15:00 | Опубликовано 9 марта", "ru", "2024-03-09", "2024-03-10"),
        ("更新于 2024/03/10 发布于 2024/03/09", "zh", "2024-03-09", "2024-03-10"),
        ("2024-03-10 15:30 更新", "zh", None, "2024-03-10"),
        ("입력 2024.03.09 14:30 수정 2024.03.10 15:00", "ko", "2024-03-09", "2024-03-10"),
        ("Publié le 9 mars 2024 à 14h30, mis à jour le 10 mars 2024", "fr", "2024-03-09", "2024-03-10"),
        ("Last modified 3/25/2024", "en", None, "2024-03-25"),
        ("Scraped: 9 March 2024", "en", None, None),
    ],
)
def test_days_of_publication_change_and_copying(line, language, published, updated):
    assert tuple(at and at[:10] for at in read_line(line, language)) == (published, updated)


@pytest.mark.parametrize(
    ("line", "language", "captured", "published"),
    [
        ("2 hours ago", "en", "Scraped: 15 October 2026 12:00 UTC", "2026-10-15T10:00"),
        ("2 hours ago", "en", "Scraped: 15 October 2026", None),
        ("2 hours ago", "en", None, None),
        ("Yesterday", "en", "Copied on 15 October 2026", "2026-10-14T00:00"),
        ("вчера в 14:30 мск", "ru", "Сохранено: 15 октября 2026", "2026-10-14T11:30"),
        ("позавчера", "ru", "Сохранено: 15 октября 2026", "2026-10-13T00:00"),
        ("3小时前", "zh", "抓取时间：2026年10月15日 20:00 北京时间", "2026-10-15T09:00"),
        ("昨天 14:20", "zh", "抓取时间：2026-10-15", "2026-10-14T00:00"),
        ("vor 3 Tagen", "de", "Abgerufen am 15. Oktober 2026", "2026-10-12T00:00"),
        ("il y a 3 jours", "fr", "Consulté le 15 octobre 2026", "2026-10-12T00:00"),
        ("3 days later", "en", "Copied on 15 October 2026", None),
    ],
)
def test_relative_days_count_from_a_stated_day_of_copying_only(line, language, captured, published):
    assert read_line(line, language, captured)[0] == published


def test_a_documents_other_dates_tell_how_it_writes_digits() -> None:
    assert order_in(["25/03/2024", "03/04/2024"]) == "dmy"
    assert order_in(["03/25/2024"]) == "mdy"
    assert order_in(["25/03/2024", "03/25/2024"]) is None
    assert order_in(["02-12-2025", "Updated December 2, 2025"]) == "dmy"
    assert order_in(["02-12-2025", "12 February 2025"]) == "mdy"
    assert order_in(["02-12-2025", "3 March 2025"]) is None
    setting = Setting(language="en", received=RECEIVED, order="dmy")
    told = read_dates("03/04/2024", setting, "byline").published
    assert told is not None
    assert told.at.date().isoformat() == "2024-04-03"


def test_no_name_of_a_month_means_two_months() -> None:
    for language in LANGUAGES:
        for number, names in enumerate(language_words(language).get("dates", {}).get("months", ()), start=1):
            assert all(numbered("dates", "months")[name.casefold()] == number for name in names), (language, names)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2026, 11, 20)),
    st.sampled_from([language for language in LANGUAGES if language_words(language).get("dates", {}).get("months")]),
    st.sampled_from([0, -1]),
)
def test_a_day_written_in_words_is_read_again(day: date, language: str, which: int) -> None:
    month = language_words(language)["dates"]["months"][day.month - 1][which]
    assert read_line(f"{day.day} {month} {day.year}", language) == (f"{day}T00:00", None)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2026, 11, 20)), st.sampled_from(["年月日", "년월일"]))
def test_a_day_in_east_asian_signs_is_read_again(day: date, signs: str) -> None:
    year, month, last = tuple(signs)
    assert read_line(f"{day.year}{year}{day.month}{month}{day.day}{last}", "zh") == (f"{day}T00:00", None)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="0123456789 :./-年月日時ago前вчера令和", max_size=80))
def test_no_line_raises_whatever_it_holds(line: str) -> None:
    captured = read_capture([line, "Copied on 15 October 2026 12:00 UTC"], language=None, received=RECEIVED)
    told = read_dates(line, Setting(language=None, received=RECEIVED, captured=captured), "byline")
    for moment in (told.published, told.updated):
        assert moment is None or (moment.provenance and moment.at.tzinfo is UTC)
    assert all(0 <= start < end <= len(line) for start, end in day_spans(line, None))
