"""Records of scrapers and news interfaces: JSON, JSON Lines and tables become articles; other data is refused."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BRIDGE = {
    "title": "Ferry gives way to a bridge",
    "text": "The last ferry crossed the river on Monday.\n\nFrom now on lorries take the bridge, the harbour office said.",
    "url": "https://post.example/bridge?utm_source=feed",
    "date": "2026-11-16",
    "author": "Mary Field",
}
OVEN = {"title": "Baker buys an oven", "text": "A baker bought a second oven. He calls it the twin.", "date": None}


def read_text(text: str, encoding: str = "utf-8") -> Reading:
    return read(Document(origin="dump", content=text.encode(encoding), source="seeds", received=NOW))


def test_a_list_of_records_is_an_article_each() -> None:
    reading = read_text(json.dumps([BRIDGE, OVEN]))
    first, second = reading.articles
    assert (reading.media_type, reading.shape, reading.shape_reason) == ("application/json", "feed", "2 records")
    assert (first.title, first.authors, first.url) == (BRIDGE["title"], ("Mary Field",), "https://post.example/bridge")
    assert first.text == BRIDGE["text"]
    assert first.published is not None
    assert (first.published.at, first.published.precision, first.published.provenance) == (
        datetime(2026, 11, 16, tzinfo=UTC), "day", "record",
    )  # fmt: skip
    assert (second.published, second.position) == (None, 1)


@pytest.mark.parametrize(
    "wrapped",
    [
        {"status": "ok", "articles": [BRIDGE]},
        {"response": {"total": 1, "results": [{"id": 7, "fields": BRIDGE}]}},
        {"hits": {"hits": [{"_id": "x", "_source": BRIDGE}]}},
        BRIDGE,
    ],
)
def test_records_are_found_where_interfaces_put_them(wrapped: object) -> None:
    (article,) = read_text(json.dumps(wrapped)).articles
    assert article.title == BRIDGE["title"]
    assert article.text == BRIDGE["text"]


def test_fields_go_by_many_names_and_values_have_many_forms() -> None:
    record = {
        "headline": "Мост открыли раньше срока", "article_body": "<p>Мост через реку открыли в понедельник.</p>",
        "datePublished": "2026-11-16T08:30:00+03:00", "author": [{"@type": "Person", "name": "Анна Ветрова"}],
        "source": {"id": None, "name": "Речной вестник"}, "inLanguage": "ru-RU", "image": {"url": "/bridge.jpg"},
        "webUrl": "https://vestnik.example/most",
    }  # fmt: skip
    (article,) = read_text(json.dumps(record)).articles
    assert (article.title, article.authors, article.publisher) == (
        record["headline"],
        ("Анна Ветрова",),
        "Речной вестник",
    )
    assert (article.text, article.language) == ("Мост через реку открыли в понедельник.", "ru")
    assert article.image == "https://vestnik.example/bridge.jpg"
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 16, 5, 30, tzinfo=UTC)


def test_json_lines_with_a_damaged_line_lose_only_that_line() -> None:
    reading = read_text("\n".join((json.dumps(BRIDGE), json.dumps(OVEN), json.dumps(OVEN)[:30])))
    assert [article.title for article in reading.articles] == [BRIDGE["title"], OVEN["title"]]
    assert reading.shape_reason == "2 records, 1 damaged lines passed over"


def test_a_summary_alone_is_a_teaser() -> None:
    (article,) = read_text(
        json.dumps([{"title": "Oven", "description": "A baker bought a second…", "link": "x"}])
    ).articles
    assert article.teaser


def test_a_text_cut_off_by_an_interface_is_a_teaser() -> None:
    record = {
        "title": "Oven",
        "content": "A baker bought a second oven. He calls… [+2310 chars]",
        "url": "https://a.example/1",
    }
    (article,) = read_text(json.dumps([record])).articles
    assert article.text.endswith("He calls…")
    assert article.teaser


def test_posts_of_a_channel_have_no_titles_and_pieces_set_off() -> None:
    text = [
        {"type": "bold", "text": "Паром уступил мосту"},
        "\n\nПоследний паром ушёл в понедельник, сообщили в управлении порта.",
    ]
    posts = [
        {"id": 1, "date": "2026-11-16T10:00:00", "text": text},
        {"id": 2, "date": "2026-11-16T11:00:00", "text": "Доброе утро!"},
    ]
    (article,) = read_text(json.dumps({"name": "Канал", "messages": posts})).articles
    assert article.text == "Паром уступил мосту\n\nПоследний паром ушёл в понедельник, сообщили в управлении порта."
    assert article.title_provenance == "derived"


@pytest.mark.parametrize(
    "data",
    [{"name": "a program", "version": "1.0"}, [1, 2, 3], {"title": "Bookmarks", "children": []}, [], {"a": {"b": [{}]}},
     {"info": {"title": "An interface", "description": "What it does."}}],
)  # fmt: skip
def test_other_data_is_refused(data: object) -> None:
    refused = read_text(json.dumps(data)).rejection
    assert refused is not None
    assert refused.reason == "not-an-article"


@pytest.mark.parametrize("data", ['{"title": "cut in the mid', "[" * 100_000 + "{"])
def test_damaged_data_is_refused(data: str) -> None:
    refused = read_text(data).rejection
    assert refused is not None
    assert refused.reason in ("malformed", "not-an-article", "no-article")


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ('date,title,text,url\n2026-11-16,"Ferry, then bridge","The last ferry crossed. ""At last"", said the captain.",'
         "https://post.example/1\n", "utf-8"),
        ("标题;正文;日期\n渡轮停航大桥通车;周一最后一班渡轮离开码头。港务局说，今后货车改走大桥。;2026年11月16日\n", "gb18030"),
        ("Заголовок\tТекст\tДата\nПаром уступил мосту\tПоследний паром ушёл в понедельник.\t16.11.2026\n", "windows-1251"),
    ],
)  # fmt: skip
def test_a_table_with_a_known_head_is_an_article_a_row(table: str, encoding: str) -> None:
    reading = read_text(table, encoding)
    (article,) = reading.articles
    assert reading.media_type == "text/csv"
    assert article.title in table.replace('"', "") or "Ferry" in article.title
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 16, tzinfo=UTC)


def test_quoted_cells_hold_line_ends() -> None:
    reading = read_text('title,text\nA bridge,"First line of a long cell.\n\nSecond paragraph of it."\n')
    assert reading.articles[0].text == "First line of a long cell.\n\nSecond paragraph of it."


def test_prose_with_commas_is_no_table() -> None:
    assert (
        read_text(
            "Title, text and date: what a clerk writes on a card.\n\n"
            + "A baker bought a second oven. He calls it the twin." * 3
        ).media_type
        == "text/plain"
    )


def test_more_records_than_are_taken_are_told() -> None:
    reading = read_text(json.dumps([OVEN | {"title": f"Oven {n}"} for n in range(2_001)]))
    assert len(reading.articles) == 2_000
    assert reading.shape_reason == "the first 2,000 of more records"
