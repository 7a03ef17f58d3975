"""Listing pages: repeated structure without selectors; each item keeps its link, date and teaser."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
STORIES = {
    "en": [
        ("Harbour clock runs backwards again", "Sailors set their watches by it for a week before anybody noticed."),
        ("Two towns share one orchestra", "Rehearsals alternate between the banks, and so do the cakes."),
        ("Fishermen map the sandbanks by song", "Each verse is a bearing, and the chorus warns of the wreck."),
        ("The last ferry bell is auctioned", "It went to a school that will ring it once a year, in spring."),
    ],
    "ru": [
        ("Портовые часы снова идут назад", "Моряки неделю сверяли по ним время, прежде чем это заметили."),
        ("Два города делят один оркестр", "Репетируют по очереди на двух берегах, и пироги пекут по очереди."),
        (
            "Рыбаки составили карту мелей из песен",
            "Каждый куплет — это курс, а припев предупреждает о затонувшем судне.",
        ),
    ],
    "zh": [
        ("港口大钟再次倒着走", "水手们照着它对了一个星期的表，直到有人发现不对劲。"),
        ("两座城市共用一支乐团", "排练在两岸轮流举行，点心也由两岸轮流准备。"),
        ("渔民用歌谣绘制沙洲地图", "每一段歌词都是一个方位，副歌提醒大家避开沉船。"),
    ],
}
DATES = [f"2026-11-0{n}" for n in range(1, 9)]


def read_page(body: str, lang: str, url: str | None = "https://harbour.example/tag/ferries") -> Reading:
    content = f"<!doctype html><html lang='{lang}'><head><title>Tag: ferries</title></head><body>{body}</body></html>".encode()
    return read(Document(origin="page.html", content=content, source="seeds", received=NOW, url=url))


def cards(lang: str, form: str) -> str:
    return "".join(
        form.format(title=title, teaser=teaser, date=date, n=n)
        for n, ((title, teaser), date) in enumerate(zip(STORIES[lang], DATES, strict=False))
    )


FORMS = {
    "heading in card": "<div class='card c-{n}'><h3><a href='/s/{n}'>{title}</a></h3><time datetime='{date}'>{date}</time><p>{teaser}</p></div>",
    "link around card": "<a class='tile' href='/s/{n}'><h3>{title}</h3><span class='d'>{date}</span><p>{teaser}</p></a>",
    "list": "<li><span>{date}</span> <a href='/s/{n}'>{title}</a><div>{teaser}</div></li>",
    "articles": "<article><header><h2><a href='/s/{n}'>{title}</a></h2></header><p>{teaser} <a href='/s/{n}'>Read more</a></p>"
    "<footer><time datetime='{date}'>{date}</time></footer></article>",
}  # fmt: skip


@pytest.mark.parametrize("lang", STORIES)
@pytest.mark.parametrize("form", FORMS)
def test_items_of_a_listing(lang: str, form: str) -> None:
    menu = "<nav><ul><li><a href='/a'>Politics of the region</a></li><li><a href='/b'>Economy of the region</a></li></ul></nav>"
    reading = read_page(
        f"{menu}<main><h1>Tag: ferries</h1><ul class='list'>{cards(lang, FORMS[form])}</ul></main>", lang
    )
    assert reading.shape == "listing", reading.shape_reason
    assert [article.title for article in reading.articles] == [title for title, _ in STORIES[lang]]
    for place, article in enumerate(reading.articles):
        assert article.url == f"https://harbour.example/s/{place}"
        assert article.published is not None
        assert article.published.at.date().isoformat() == DATES[place]
        assert article.teaser
        assert STORIES[lang][place][1] in article.text


def test_a_saved_listing_without_address_keeps_its_items() -> None:
    reading = read_page(f"<ul>{cards('en', FORMS['list'])}</ul>", "en", None)
    assert [article.url for article in reading.articles] == [None] * 4


def test_most_read_beside_an_article_is_no_listing() -> None:
    texts = [f"{first} {second}" for first, second in zip(*[[t for _, t in STORIES["en"]]] * 2, strict=True)]
    body = "".join(f"<p>{text}</p>" for text in texts)
    box = f"<div class='most-read'><h3>Most read</h3><ul>{cards('en', FORMS['list'])}</ul></div>"
    reading = read_page(
        f"<article><h1>A quiet week in the harbour</h1>{body}</article>{box}",
        "en",
        "https://harbour.example/news/quiet-week",
    )
    assert reading.shape == "article"
    assert len(reading.articles) == 1
    assert "Harbour clock" not in reading.articles[0].text


def test_a_menu_alone_is_neither() -> None:
    items = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))
    reading = read_page(f"<ul>{items}</ul>", "en")
    assert reading.rejection is not None
    assert reading.rejection.reason == "no-article"
