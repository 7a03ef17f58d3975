"""Numbers, places in a series and days, alike in six languages."""

from __future__ import annotations

import pytest

from feedmill.stories.figures import figures, months_covered, read_han_number, series, stated_days, weekdays
from feedmill.stories.names import romanise
from feedmill.stories.words import fold


def values(text: str) -> set[tuple[str, float]]:
    return {(f.unit, f.value) for f in figures(fold(text))}


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("trade reached $240.1 billion last year", "usd", 240.1e9),
        ("оборот достиг 240,1 млрд долларов", "usd", 240.1e9),
        ("贸易额达2401亿美元", "usd", 240.1e9),
        ("le commerce a atteint 240,1 milliards de dollars", "usd", 240.1e9),
        ("der Handel stieg auf 240,1 Milliarden Dollar", "usd", 240.1e9),
        ("el comercio llegó a 12 millones de dólares", "usd", 12e6),
        ("room for 50 bcm annually", "volume", 50e9),
        ("年输气量500亿立方米", "volume", 50e9),
        ("мощность 50 млрд кубометров", "volume", 50e9),
        ("loaded 12,400 tonnes of soybeans", "weight", 12_400.0),
        ("added 42 Chinese companies", "firms", 42.0),
        ("将42家中国企业列入", "firms", 42.0),
        ("rose 4.7 percent", "percent", 4.7),
        ("增长4.7%", "percent", 4.7),
        ("twenty days after leaving", "days", 20.0),
    ],
)
def test_figures_are_equal_in_every_language(text: str, unit: str, value: float) -> None:
    assert any(found == unit and number == pytest.approx(value) for found, number in values(text)), values(text)


@pytest.mark.parametrize("text", ["on 8 February 2024", "in 2019", "the 20th anniversary", "8 февраля", "2月8日"])
def test_days_years_and_ordinals_are_no_figures(text: str) -> None:
    assert values(text) == set()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("on the third anniversary of the war", ("anniversary", 3)),
        ("in the third year, three years to the day after", ("anniversary", 3)),
        ("по случаю 80-летия Победы", ("anniversary", 80)),
        ("в третью годовщину начала", ("anniversary", 3)),
        ("建交75周年", ("anniversary", 75)),
        ("the eighth such joint patrol", ("edition", 8)),
        ("девятое совместное патрулирование", ("edition", 9)),
        ("第二十八次定期会晤", ("edition", 28)),
        ("провели 28-ю регулярную встречу", ("edition", 28)),
        ("exercise Northern Shield-2024 began", ("named-year", 2024)),
        ("au troisième anniversaire de la guerre", ("anniversary", 3)),
        ("zum dritten Jahrestag des Krieges", ("anniversary", 3)),
        ("en el tercer aniversario de la guerra", ("anniversary", 3)),
    ],
)
def test_places_in_a_series(text: str, place: tuple[str, int]) -> None:
    assert place in series(fold(text))


def test_a_first_call_is_no_edition() -> None:
    assert series("their first phone call since the vote") == frozenset()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Monday", 0),
        ("во вторник", 1),
        ("周三举行", 2),
        ("ont annoncé jeudi", 3),
        ("am Freitag", 4),
        ("el sábado", 5),
        ("в воскресенье", 6),
    ],
)
def test_weekdays(text: str, day: int) -> None:
    assert weekdays(fold(text)) == {day}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("in Beijing on Feb 28, media said", (0, 2, 28)),
        ("28 февраля в Пекине", (0, 2, 28)),
        ("2月28日在北京", (0, 2, 28)),
        ("二月二十八日", (0, 2, 28)),
        ("28日在北京", (0, 0, 28)),
        ("le 28 février 2025", (2025, 2, 28)),
        ("on March 3, 2024", (2024, 3, 3)),
        ("imports in May", (0, 5, 0)),
    ],
)
def test_stated_days(text: str, stated: tuple[int, int, int]) -> None:
    assert stated in stated_days(fold(text))


def test_may_is_not_always_a_month() -> None:
    assert stated_days("the leaders may meet again") == frozenset()


@pytest.mark.parametrize(
    "text", ["in January-May", "in the first five months", "за пять месяцев", "前5个月", "1至5月", "前五个月"]
)
def test_months_covered(text: str) -> None:
    assert months_covered(fold(text)) == {5}


def test_han_numbers() -> None:
    assert [read_han_number(n) for n in ("十八", "二十三", "三百一十", "8")] == [18, 23, 310, 8]


@pytest.mark.parametrize(("one", "other"), [("Ладыгин", "Ladygin"), ("Шойгу", "Shoigu"), ("Хабаровск", "Khabarovsk")])
def test_names_meet_across_alphabets(one: str, other: str) -> None:
    assert romanise(one)[:5] == romanise(other)[:5]


@pytest.mark.parametrize("unit", [" million", "亿", " percent", "%", "次"])
def test_a_row_of_digits_is_no_figure(unit: str) -> None:
    assert values("9" * 6000 + unit) == set()


def test_raised_digits_are_digits() -> None:
    assert months_covered(fold("first ³ months")) == {3}
