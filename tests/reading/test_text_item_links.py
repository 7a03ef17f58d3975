"""Numbered items below nothing but a greeting, and the address that a digest gives for each item."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document
from feedmill.reading.plaintext import read_text
from feedmill.reading.plaintext.addresses import address_of, without_address
from feedmill.reading.plaintext.marks import number_of

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)

RUSSIAN = """Добрый день!

1. Порт Певек принял баржу
Порт Певек принял первую баржу с лесом, сообщила администрация округа в понедельник.
Источник: Интерфакс

2. Мука
Алтайские мельницы отправили в Хэйхэ триста тонн муки, следует из данных таможни.
https://altai.example/muka

3. Туристы
Число гостей из Суйфэньхэ во Владивостоке выросло вдвое, рассказали в мэрии города.

Отписаться: https://brief.example/bye
"""
CHINESE = """口岸一周要闻

一、绥芬河粮食进口增加
绥芬河海关十六日说，前十个月自俄罗斯进口粮食二十万吨，比去年多三成。（新华社）

二、黑河大桥夜间通车
黑河市交通局说，大桥自周一起夜间也放行货车。链接：https://heihe.example/bridge

三、游客回来了
三亚市旅游部门说，来自莫斯科的游客人数已恢复到三年前的水平。
"""
ENGLISH = """Border digest

- Manzhouli opens a second lane. The two customs services will share one inspection from January, officials said.
  https://a.example/1

- Three exporters told the paper that their roubles came back from two banks in Harbin. (Kommersant)
  Read more: https://b.example/2

- Harbin expects 300,000 visitors this winter, the tourism bureau of the city said on Friday.
"""


def _read(text: str) -> tuple[Article, ...]:
    return read_text(text, Document(origin="digest.txt", content=b"", source="seeds", received=RECEIVED)).articles


@pytest.mark.parametrize(
    ("text", "titles", "urls"),
    [
        (RUSSIAN, ["Порт Певек принял баржу", "Мука", "Туристы"], [None, "https://altai.example/muka", None]),
        (
            CHINESE,
            ["绥芬河粮食进口增加", "黑河大桥夜间通车", "游客回来了"],
            [None, "https://heihe.example/bridge", None],
        ),
        (ENGLISH, None, ["https://a.example/1", "https://b.example/2", None]),
    ],
)
def test_each_item_keeps_its_own_address(text: str, titles: list[str] | None, urls: list[str | None]) -> None:
    found = _read(text)
    assert [article.url for article in found] == urls
    assert titles is None or [article.title for article in found] == titles
    assert not any("://" in article.text for article in found)


def test_points_of_one_article_are_no_items() -> None:
    found = _read(
        "Why the bridge matters\n\nThe bridge across the river opened on Monday after six years of work, and "
        "carriers on both banks want more lanes.\n\n1. It is short\nLorries need nine minutes where the ferry took "
        "two hours, the carriers said.\n\n2. It is open all year\nThe ice no longer closes the way for three "
        "months, which growers of vegetables had asked for.\n\n3. It is cheap\nThe toll is half of what the ferry "
        "asked for the same load last summer.\n"
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("https://a.example/x?utm_source=tg", "https://a.example/x"),
        ("Ссылка: https://a.example/x", "https://a.example/x"),
        ("原文链接：https://a.example/x", "https://a.example/x"),
        ("→ https://a.example/x", "https://a.example/x"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("Unsubscribe: https://a.example/x", None),
        ("The ministry wrote on https://a.example/x", None),
        ("javascript:alert(1)", None),
    ],
)
def test_lines_that_are_addresses(line: str, url: str | None) -> None:
    assert address_of(line) == url


@pytest.mark.parametrize(
    ("text", "left", "url"),
    [
        ("Der Zoll zählte mehr. Mehr: https://a.example/x", "Der Zoll zählte mehr.", "https://a.example/x"),
        ("海关说增长三成。https://a.example/x", "海关说增长三成。", "https://a.example/x"),
        ("He wrote to https://a.example/x", "He wrote to https://a.example/x", None),
        ("It ended. Complaints: https://a.example/x", "It ended. Complaints: https://a.example/x", None),
    ],
)
def test_addresses_behind_the_last_sentence(text: str, left: str, url: str | None) -> None:
    assert without_address(text) == (left, url)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3. Grain", 3),
        ("二十三、粮食", 23),
        ("十、粮食", 10),
        ("（四）粮食", 4),
        ("③ 粮食", 3),
        ("- Grain", None),
        ("Grain", None),
    ],
)
def test_numbers_in_front(text: str, number: int | None) -> None:
    assert number_of(text) == number
