"""How an article is recognised when it is seen again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Article, Moment
from feedmill.stories.identity import Known, recognise, text_key, url_key


def article(
    text: str, *, title: str = "", url: str | None = None, guid: str | None = None, position: int = 0
) -> Article:
    return Article(
        position=position, title=title or text[:40], title_provenance="stated" if title else "derived", text=text,
        html="", url=url, guid=guid,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/a", "https://news.example/a"),
        ("https://www.news.example/a/", "https://news.example/a"),
        ("https://news.example/a?utm_source=x&id=3", "https://news.example/a?id=3"),
        ("https://news.example/a?b=1&a=2", "https://news.example/a?a=2&b=1"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://News.Example:443/a", "http://news.example/a"),
        ("https://news.example/a?fbclid=abc", "https://news.example/a"),
    ],
)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "https://news.example/b"),
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/A", "https://news.example/a"),
        ("https://news.example:8080/a", "https://news.example/a"),
        ("https://ru.news.example/a", "https://news.example/a"),
    ],
)
def test_addresses_of_different_pages_have_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_spacing_case_and_marks_do_not_change_a_text() -> None:
    assert text_key("“Moscow”  and\n\nBeijing — talks.") == text_key('"moscow" and Beijing: TALKS')
    assert text_key("Москва и Пекин") != text_key("Москва и Минск")


def test_the_surest_sign_goes_first() -> None:
    moved = article("An entirely rewritten text about the border bridge.", url="https://news.example/bridge")
    other = article("The old text about the border bridge, word for word as it was.")
    known = [
        Known(id=UUID(int=1), article=article(other.text, url="http://news.example/bridge?utm_source=x")),
        Known(id=UUID(int=2), article=article("Something else altogether about timber and duties.")),
    ]
    assert recognise(known, [other, moved]) == [None, UUID(int=1)]


def test_an_edited_text_is_recognised_by_its_likeness() -> None:
    before = "Freight on the Amur bridge rose by a third in May, the railway said, because more soybeans go north."
    after = before.replace("a third", "a quarter") + " It expects the trend to last."
    chinese = "黑龙江大桥五月货运量增长三成，铁路部门表示主要原因是北上大豆增多，预计这一趋势将持续。"
    known = [Known(id=UUID(int=1), article=article(before)), Known(id=UUID(int=2), article=article(chinese))]
    found = [article(chinese.replace("三成", "两成")), article(after)]
    assert recognise(known, found) == [UUID(int=2), UUID(int=1)]


def test_another_text_in_the_same_place_is_another_article() -> None:
    known = [Known(id=UUID(int=1), article=article("Wheat prices fell for the third week in a row in Rostov."))]
    assert recognise(known, [article("The museum of the port has reopened after two years of works.")]) == [None]


def test_a_sign_that_occurs_twice_proves_nothing() -> None:
    same = "https://news.example/"
    known = [Known(id=UUID(int=n), article=article(f"Text number {n} " * 9, url=same)) for n in (1, 2)]
    found = [article("Text number 2 " * 9, url=same), article("Text number 1 " * 9, url=same)]
    assert recognise(known, found) == [UUID(int=2), UUID(int=1)]


@settings(derandomize=True, max_examples=60)
@given(st.lists(st.text(alphabet="абв xyz中俄合", min_size=1, max_size=30), max_size=8), st.randoms())
def test_the_same_articles_in_any_order_keep_their_ids(texts: list[str], random: object) -> None:
    distinct = {text_key(text): text for text in texts}.values()
    articles = [article(text, position=place) for place, text in enumerate(distinct)]
    known = [Known(id=uuid4(), article=one) for one in articles]
    shuffled = sorted(known, key=lambda one: text_key(one.article.text))
    ids = recognise(known, [one.article for one in shuffled])
    assert ids == [one.id for one in shuffled]


def dated(made: Article, day: str) -> Article:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return replace(made, published=Moment(at=at, precision="day", provenance="feed"))


def test_a_release_of_a_series_does_not_take_the_place_of_the_one_before() -> None:
    words = "Imports of coal from Russia reached {} million tonnes in {}, customs data showed. " * 3
    january = dated(article(words.format(*[5.8, "January"] * 3), title="Monthly coal imports"), "2026-02-18")
    february = dated(article(words.format(*[5.1, "February"] * 3), title="Monthly coal imports"), "2026-03-18")
    known = Known(id=uuid4(), article=january)
    assert recognise([known], [february]) == [None]
    corrected = replace(january, title="Coal imports", text=january.text.replace("5.8", "5.9"))
    assert recognise([known], [corrected]) == [known.id]


def test_a_like_text_under_another_address_is_another_article() -> None:
    words = "The bridge to Heihe will be closed to trucks for two days because of ice, the operator said on Monday."
    one = article(words, url="https://example.org/a")
    other = article(words + " Buses will run.", url="https://example.org/b")
    assert recognise([Known(id=uuid4(), article=one)], [other]) == [None]
