"""Dates as documents state them, in six languages and in machine fields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.reading.dates import find_stated, parse_machine

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
    moment = find_stated("March 9, 2024 12:30", language="en", received=RECEIVED, provenance="dateline", place="Moscow")
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
