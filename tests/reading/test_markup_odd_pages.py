"""Pages whose article stands where pages do not keep one: in a program's data, under a dialogue, in posts of an account."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document, Reading
from feedmill.reading import read
from feedmill.reading.plausibility import plausibility

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PROSE = (
    "The pontoon at Pogranichny was closed on Sunday night because the river had risen by a metre and a half in two days.",
    "Lorries that carry vegetables from Suifenhe wait in a field, and their drivers cook for one another on petrol stoves.",
    "The harbour master promised a first crossing on Wednesday, provided that the ice upstream does not move before that.",
)


def page(body: str, head: str = "<title>Pontoon closed by high water</title>") -> Reading:
    html = f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read(Document(origin="page.html", content=html.encode(), source="seeds", received=NOW))


def only(reading: Reading) -> Article:
    assert reading.rejection is None, reading.rejection
    assert len(reading.articles) == 1, reading.shape_reason
    return reading.articles[0]


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "stored",
    [
        paragraphs(*PROSE),
        "\n".join(PROSE),
        [{"type": "paragraph", "text": line} for line in PROSE],
        {"blocks": [], "html": paragraphs(*PROSE)},
        [{"kind": "p", "data": {"content": line}} for line in PROSE],
    ],
    ids=["html", "lines", "list", "object", "nested"],
)
def test_the_data_of_a_program_hold_the_article_in_any_shape(stored: object) -> None:
    story = {"title": "Pontoon closed by high water", "body": stored, "author": {"name": "Odette Falk"}}
    data = {"props": {"other": {"title": "Tides", "body": "x" * 400}, "story": {**story, "publishedAt": "2026-11-02"}}}
    article = only(
        page(f'<div id=app></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>')
    )
    assert article.text.split("\n\n") == list(PROSE)
    assert article.authors == ("Odette Falk",)
    assert article.published is not None
    assert (article.published.at.date().isoformat(), article.published.provenance) == ("2026-11-02", "page data")


@pytest.mark.parametrize(
    "data",
    ["[" * 3000, '{"title":', '{"title": "Pontoon closed by high water", "body": 7}', "[]" * 9, '{"title": [1]}'],
)
def test_broken_data_of_a_program_hold_nothing(data: str) -> None:
    reading = page(f'<div id=app></div><script type="application/json">{data}</script>')
    assert reading.rejection is not None
    assert reading.rejection.reason == "no-article"


def test_data_of_other_stories_never_stand_in() -> None:
    data = json.dumps({"title": "Another story altogether", "body": paragraphs(*PROSE)})
    assert page(f'<div id=app></div><script type="application/json">{data}</script>').rejection is not None


def test_a_dialogue_over_an_article_is_no_wall() -> None:
    wall = "<div role=dialog><h2>We value your privacy</h2><p>We and our 214 partners store and process data on your device, such as cookies, to show ads that are measured.</p><button>Accept</button><button>Reject</button></div>"
    head = '<title>Pontoon closed by high water</title><meta property="article:published_time" content="2026-11-02T07:00:00Z">'
    article = only(page(f"{wall}<article><h1>Pontoon closed by high water</h1>{paragraphs(*PROSE)}</article>", head))
    assert article.text.split("\n\n") == list(PROSE)
    assert page(f"{wall}<h1>Pontoon closed by high water</h1>").rejection is not None


def test_posts_of_an_account_are_articles_of_their_own() -> None:
    def post(number: int, text: str) -> str:
        return f"<div class=post><p>{text}</p><a href=/wall/{number}><time datetime=2026-11-0{number}T08:00:00+00:00>8:00</time></a></div>"

    head = '<title>Harbour log</title><meta property="og:title" content="Harbour log"><meta property="og:site_name" content="Telegram"><base href="https://wall.example/">'
    stream = "".join(post(number, line) for number, line in enumerate(PROSE, start=1))
    reading = page(f"<a class=owner_name>Harbour log</a>{stream}", head)
    assert [article.text for article in reading.articles] == list(PROSE)
    assert [article.url for article in reading.articles] == [
        f"https://wall.example/wall/{number}" for number in (1, 2, 3)
    ]
    assert {article.publisher for article in reading.articles} == {"Harbour log"}
    assert all(article.published and article.published.precision == "second" for article in reading.articles)


def test_entries_with_times_below_a_headline_are_no_posts() -> None:
    entries = "".join(
        f"<div class=entry><a href=#{n}><time datetime=2026-11-0{n + 1}T08:00:00Z>8:00</time></a><p>{line}</p></div>"
        for n, line in enumerate(PROSE)
    )
    article = only(page(f"<h1>Pontoon closed by high water</h1>{entries}"))
    assert all(line in article.text for line in PROSE)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Виктор ЗАЛЕССКИЙ", ("Виктор ЗАЛЕССКИЙ",)),
        ("<i>Наталья Брагина, наш спец. корр.</i>", ("Наталья Брагина",)),
        ("Автор: Дарья Костюкова<br>Просмотров: 1243", ("Дарья Костюкова",)),
        ("Алесь ВЯРШЫНІН. Фота аўтара", ("Алесь ВЯРШЫНІН",)),
        ("윤서진 기자 seojin@hanbit.example", ("윤서진",)),
        ("(北疆体育报 记者 郝一飞)", ("郝一飞",)),
        ("<b>Hoàng Minh Khuê</b>", ("Hoàng Minh Khuê",)),
        ("— Odette Falk", ("Odette Falk",)),
        ("Иван Петров", ("Иван Петров",)),
        ("Stay Tuned", ()),
        ("Дальний Восток", ()),
        ("谢谢大家", ()),
        ("Purchase Image Rights", ()),
        ("Total 1243", ()),
    ],
)
def test_who_signs_below_the_text_wrote_it(line: str, authors: tuple[str, ...]) -> None:
    article = only(page(f"<h1>Pontoon closed by high water</h1>{paragraphs(*PROSE)}<p>{line}</p>"))
    assert article.authors == authors
    if authors:
        assert article.text.split("\n\n") == list(PROSE)


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("Por Lucía Ferrante", ("Lucía Ferrante",)),
        ("di Fabrizio Monterisi", ("Fabrizio Monterisi",)),
        ("Di Wu", ("Di Wu",)),
        ("责任编辑：周倩", ()),
        ("赵编辑", ()),
        ("北疆体育报", ()),
        ("李晓冬 实习生 周芷若", ("李晓冬", "周芷若")),
        ("Ngozi Okafor, Jens Abildgaard and Ruslan Teptin", ("Ngozi Okafor", "Jens Abildgaard", "Ruslan Teptin")),
        ("Сайт Министерства", ()),
    ],
)
def test_what_metadata_calls_the_author_is_read_as_a_byline(stated: str, authors: tuple[str, ...]) -> None:
    head = f'<title>Pontoon closed by high water</title><meta name=author content="{stated}">'
    assert only(page(f"<h1>Pontoon closed by high water</h1>{paragraphs(*PROSE)}", head)).authors == authors


def test_library_fields_name_the_family_first() -> None:
    head = '<title>Pontoon closed by high water</title><meta name=citation_author content="Falk, Odette M.">'
    assert only(page(f"<h1>Pontoon closed by high water</h1>{paragraphs(*PROSE)}", head)).authors == ("Odette M. Falk",)


def test_an_archive_of_the_web_is_not_the_address() -> None:
    head = '<title>Pontoon closed by high water</title><link rel=canonical href="https://web.archive.org/web/20190412081502/http://river.example/pontoon">'
    article = only(page(f"<h1>Pontoon closed by high water</h1>{paragraphs(*PROSE)}", head))
    assert article.url == "http://river.example/pontoon"


def test_vietnamese_is_sound_and_other_tables_read_as_it_are_not() -> None:
    text = "Hãng đường sắt Nga và đối tác Trung Quốc vừa công bố tuyến tàu container mới nối Trùng Khánh với Yekaterinburg."
    assert plausibility(text) > 0.8
    for table in ("cp1250", "cp1251", "cp1252"):
        assert plausibility(text.encode().decode(table, "ignore")) < 0.3
        assert plausibility("Молоко и хлеб подорожали в городе".encode().decode(table, "ignore")) < 0.3
