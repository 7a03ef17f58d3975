"""Pages: complete, safe in every field, the same for the same values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree, html

from feedmill.model import Article, Evidence, Judgement, Moment, TopicMatch
from feedmill.rendering import render_article_page, render_index, stylesheet
from tests.rendering.samples import channel, trilingual, uid

SHA = "ab" * 32
JUDGEMENT = Judgement(
    score=71,
    verdict="yes",
    evidence=(Evidence(signal="both sides", points=40, where="title", text="二国 & <друзья>"),
              Evidence(signal="cap", points=-4, where=None, text=None)),
    topics=(TopicMatch(slug="energy", score=3, evidence=()),),
    entities=(),
    beat="x",
)  # fmt: skip


def article(**changes: object) -> Article:
    values: dict[str, object] = {
        "position": 0,
        "title": "Зимние рейсы",
        "title_provenance": "stated",
        "text": "Капитаны подписали расписание.",
        "html": "<p>Капитаны подписали <b>расписание</b>.</p>",
        "url": "https://prichal.example/7",
        "authors": ("Алёна Причальная",),
        "publisher": "Вестник Причала",
        "language": "ru",
        "published": Moment(
            at=datetime(2026, 11, 20, tzinfo=UTC), precision="day", provenance="dateline, year from weekday"
        ),
    }
    return Article(**(values | changes))  # type: ignore[arg-type]


def page(content: bytes) -> Any:
    return html.fromstring(content.decode("utf-8"))


def meta(tree: Any, name: str) -> list[str]:
    return [str(value) for value in tree.xpath(f'//meta[@name="{name}"]/@content')]


def test_an_article_page_tells_everything() -> None:
    entry = trilingual()[0]
    content = render_article_page(uid(1001), article(), JUDGEMENT, SHA, entry=entry)
    tree, words = page(content), page(content).text_content()
    assert tree.xpath("//h1/text()") == ["Зимние рейсы"]
    assert meta(tree, "citation_title") == ["Зимние рейсы"]
    assert meta(tree, "citation_author") == ["Алёна Причальная"]
    assert meta(tree, "citation_publication_date") == ["2026/11/20"]
    assert meta(tree, "citation_public_url") == ["https://prichal.example/7"]
    assert tree.xpath("//time/@datetime") == ["2026-11-20"]
    for told in ("read from dateline, year from weekday", "stated to the day", SHA, uid(1001).urn, "Why it is here",
                 "+40", "-4", "二国 & <друзья>", "As judged now: 71 of 100",
                 "energy", "Вестник Причала", "undated"):  # fmt: skip
        assert told in words, told
    assert f"{uid(2002)}.html" in tree.xpath("//aside//li/a/@href")


def test_what_is_not_known_is_said_or_left_out() -> None:
    bare = article(published=None, url=None, authors=(), publisher=None, language=None, title_provenance="derived")
    tree = page(render_article_page(uid(1), bare, None, None))
    assert tree.get("lang") == "und"
    assert not meta(tree, "citation_author") and not meta(tree, "citation_publication_date")
    assert "the document states none" in tree.text_content() and "undated" in tree.text_content()
    assert "Why it is here" not in tree.text_content()


@pytest.mark.parametrize(
    "bad",
    ["<script>alert(1)</script>", '"><img src=x onerror=y>', "javascript:alert(1)", "\x00\x1b\ud800]]>", "{{ 1 }}"],
)
def test_nothing_hostile_survives_in_any_field(bad: str) -> None:
    hostile = article(
        title=bad, text=bad, html=bad, url=bad, authors=(bad,), publisher=bad, agency=bad, language=bad, image=bad,
        published=Moment(at=datetime(2026, 1, 1, tzinfo=UTC), precision="day", provenance=bad),
    )  # fmt: skip
    content = render_article_page(uid(1), hostile, JUDGEMENT, bad)
    tree = page(content)
    assert not tree.xpath("//script|//img|//iframe|//@onerror|//@style")
    assert not [u for u in tree.xpath("//@href") if str(u).startswith("javascript")]
    index = page(render_index(bad, [channel(title=bad, description=bad)]))
    assert not index.xpath("//script|//img|//@onerror")


def test_index_offers_every_feed_in_three_formats() -> None:
    tree = page(render_index("Example desk", [channel(), channel(slug="arctic", title="Arctic")]))
    assert tree.xpath("//h2/text()") == ["Energy", "Arctic"]
    links = tree.xpath("//main//a/@href")
    assert links == [f"{slug}.{ext}" for slug in ("energy", "arctic") for ext in ("rss", "atom", "json")]
    assert tree.xpath('//link[@rel="alternate"]/@href') == ["energy.atom", "arctic.atom"]
    assert "feeds.opml" in tree.xpath("//@href")


def test_pages_load_nothing_and_run_nothing() -> None:
    for content in (render_index("x", [channel()]), render_article_page(uid(1), article(), JUDGEMENT, SHA)):
        tree = etree.HTML(content.decode())
        assert not tree.xpath("//script|//style|//@style|//iframe|//form")
        assert tree.xpath('//link[@rel="stylesheet"]/@href')[0].endswith("style.css")
    assert b"url(" not in stylesheet() and b"@import" not in stylesheet()


def test_same_values_same_page() -> None:
    first, second = (render_article_page(uid(1), article(), JUDGEMENT, SHA) for _ in range(2))
    assert first == second
