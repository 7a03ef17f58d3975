# ruff: noqa: E501  samples are read more easily on one line
"""What stands in and around the body of a page's article; every sample is made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document
from feedmill.reading import read

RECEIVED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FIRST = "The ferry across the strait was out of service for the third week running, and the queue of lorries reached the old customs house."
SECOND = "A spokesman for the port said that divers had found the broken shaft and that a new one would be cast in a yard up the river."
THIRD = "Until then two barges carry what cannot wait: milk, mail and the parts of a turbine that came from across the border."
RU = (
    "Российские и китайские перевозчики согласовали зимнее расписание паромов, сообщил журналистам начальник порта в понедельник.",
    "По его словам, две баржи возьмут то, что не может ждать: молоко, почту и детали турбины для соседней станции.",
    "Новый вал отольют на верфи выше по течению, и работа может затянуться до первых морозов, если сталь не придёт вовремя.",
)
ZH = (
    "两岸轮渡已停航三周，等候过海的货车一直排到旧海关大楼门前，司机们用附近居民送来的炉子煮汤取暖。",
    "港口发言人表示，潜水员已找到断裂的主轴，新轴将在上游船厂铸造，如果钢材不能及时到货，工期可能拖到初霜。",
    "在此之前，两艘驳船运送急需物资，包括牛奶、邮件和来自对岸的汽轮机零件。",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def article_of(body: str, *, title: str = "Barges carry the milk", lang: str = "en", head: str = "") -> Article:
    html = f'<html lang="{lang}"><head><title>{title} - Strait Ledger</title></head><body><h1>{title}</h1>{head}<div class="text">{body}</div></body></html>'
    document = Document(origin="a.html", content=html.encode(), source="seeds", received=RECEIVED)
    reading = read(document)
    assert len(reading.articles) == 1, reading.shape_reason
    return reading.articles[0]


def test_paragraphs_of_a_layout_table_are_paragraphs() -> None:
    cell = paragraphs(*ZH, "（责任编辑：李默）")
    html = (
        "<html><head><title>驳船运送牛奶_海峡新闻网</title></head><body><table><tr><td><h2>驳船运送牛奶</h2></td></tr>"
        f"<tr><td>2026年11月03日 18:42　来源：海峡新闻网</td></tr><tr><td>{cell}</td></tr></table></body></html>"
    )
    found = read(Document(origin="a.html", content=html.encode(), source="seeds", received=RECEIVED)).articles[0]
    assert found.text == "\n\n".join(ZH)
    assert "<table>" not in found.html


def test_a_table_of_figures_stays_one() -> None:
    table = "<table><tr><th>Port</th><th>Tonnes</th></tr><tr><td>Kolvik</td><td>120</td></tr><tr><td>Osmund<br>(old)</td><td>88</td></tr></table>"
    found = article_of(paragraphs(FIRST, SECOND) + table + paragraphs(THIRD))
    assert found.html.count("<tr>") == 3
    assert "Kolvik 120" in found.text


@pytest.mark.parametrize(
    "box",
    [
        '<div class="i"><a href="/x">В Пекине оценили перспективы канала</a><span>16 ноября, 10:20</span></div>',
        '<p><a href="/x">Port counts its losses after the storm</a> <em>3 May 2026</em></p>',
        '<div><span>10:20</span> <a href="/x">两国口岸恢复通关</a></div>',
    ],
)  # fmt: skip
def test_another_story_amid_the_text_is_cut_with_its_date(box: str) -> None:
    found = article_of(paragraphs(FIRST) + box + paragraphs(SECOND, THIRD))
    assert found.text == "\n\n".join((FIRST, SECOND, THIRD))


def test_a_paragraph_with_a_link_stays() -> None:
    linked = f'<p>{SECOND} <a href="/x">The report of 3 May</a> says so.</p>'
    assert "The report of 3 May" in article_of(paragraphs(FIRST) + linked + paragraphs(THIRD)).text


@pytest.mark.parametrize("tag", ["blockquote", "aside", "p", "div"])
def test_a_sentence_pulled_out_of_the_text_stands_there_once(tag: str) -> None:
    pulled = f"<{tag}>“A new one would be cast in a yard up the river.”</{tag}>"
    found = article_of(paragraphs(FIRST) + pulled + paragraphs(SECOND, THIRD))
    assert found.text.count("cast in a yard up the river") == 1


def test_a_quotation_of_its_own_stays() -> None:
    quoted = "<blockquote>“We have waited longer for worse ships than this one.”</blockquote>"
    assert "worse ships" in article_of(paragraphs(FIRST, SECOND) + quoted + paragraphs(THIRD)).text


def test_marks_of_footnotes_are_no_words() -> None:
    marked = f'<p>{FIRST}<sup><a href="#fn1">1</a></sup> {SECOND}<sup class="ref">[2]</sup></p>'
    found = article_of(marked + f"<p>{THIRD} It is 40 m<sup>2</sup> wide.</p>")
    assert f"{FIRST} {SECOND}" in found.text
    assert "m2" in found.text


@pytest.mark.parametrize(
    ("lang", "tail"),
    [
        ("ru", "Опубликовано в разделах: Новости, Стенограммы. Дата публикации: 22 октября 2026 года, 15:30"),
        ("en", "Published: 22 October 2026, 15:30. Section: News"),
        ("de", "Veröffentlicht am 22. Oktober 2026 um 15:30 Uhr"),
        ("zh", "发布时间：2026-10-22 15:30"),
    ],
)
def test_a_line_that_says_when_it_was_published_is_no_text(lang: str, tail: str) -> None:
    body = {"ru": RU, "zh": ZH}.get(lang, (FIRST, SECOND, THIRD))
    found = article_of(paragraphs(*body, tail), lang=lang)
    assert found.text == "\n\n".join(body)
    assert found.published is not None
    assert found.published.at.date().isoformat() == "2026-10-22"


@pytest.mark.parametrize(
    "wall",
    [
        '<div class="paywall"><h2>Read on with Ledger+</h2><p>Four weeks for free</p></div>',
        '<div class="regwall"><p>Have an account? Sign in</p></div>',
        "<p>残り320文字　この記事は有料会員記事です。</p>",
        "<p>Weiter mit Ledger Plus: Dieser Artikel ist nur für Abonnenten.</p>",
    ],
)
def test_what_asks_to_pay_is_no_text(wall: str) -> None:
    assert article_of(paragraphs(FIRST, SECOND, THIRD) + wall).text == "\n\n".join((FIRST, SECOND, THIRD))


def test_an_article_within_a_place_called_paywall_is_read() -> None:
    assert THIRD in article_of(f'<div class="paywall">{paragraphs(FIRST, SECOND, THIRD)}</div>').text


CLOCKS = {
    "zh": (f"<p>2026年11月03日 18:42</p><p>海峡网杭州11月3日电 {ZH[0]}</p>{paragraphs(*ZH[1:])}", "zh", "2026-11-03T10:42"),
    "ru": (f"<p>12:07, 18 ноября 2026</p><p>МОСКВА, 18 ноя — Вестник. {RU[0]}</p>{paragraphs(*RU[1:])}", "ru", "2026-11-18T09:07"),
    "behind-a-standfirst": (f"<p>12:07, 18 ноября 2026</p><p>Стороны договорились о зимних рейсах</p><p>МОСКВА, 18 ноя — Вестник. {RU[0]}</p>{paragraphs(*RU[1:])}", "ru", "2026-11-18T09:07"),
    "no-place": (f"<p>18 November 2026, 12:07</p>{paragraphs(FIRST, SECOND, THIRD)}", "en", "2026-11-18T00:00"),
    "time-element": (f"<p>Posted on November 9, 2026 by <a href='/author/al'>Ann Lee</a></p><time datetime='2026-11-09T09:15:00+03:00'>November 9, 2026</time>{paragraphs(FIRST, SECOND, THIRD)}", "en", "2026-11-09T06:15"),
}  # fmt: skip


@pytest.mark.parametrize("case", CLOCKS)
def test_the_clock_of_a_date(case: str) -> None:
    body, lang, moment = CLOCKS[case]
    found = article_of(body, lang=lang).published
    assert found is not None
    assert found.at.isoformat()[:16] == moment


def test_a_time_element_that_is_called_updated_dates_the_change() -> None:
    head = "<div><time class='entry-date published' datetime='2026-11-09T09:15:00Z'>9 November</time><time class='updated' datetime='2026-11-10T10:00:00Z'>10 November</time></div>"
    found = article_of(paragraphs(FIRST, SECOND, THIRD), head=head)
    assert found.published is not None
    assert found.published.at.isoformat()[:16] == "2026-11-09T09:15"
    assert found.updated is not None
    assert found.updated.at.isoformat()[:16] == "2026-11-10T10:00"


@pytest.mark.parametrize(
    ("opening", "authors", "publisher"),
    [
        ("МОСКВА, 18 ноя — РИА Новости, Илья Радов. ", ("Илья Радов",), None),
        ("МОСКВА, 18 ноя — РИА Новости, Илья Радов, Ольга Кин. ", ("Илья Радов", "Ольга Кин"), None),
        ("МОСКВА, 18 ноя — Северный Вестник, Илья Радов. ", ("Илья Радов",), "Северный Вестник"),
        ("МОСКВА, 18 ноя — Северный Вестник. ", (), "Северный Вестник"),
        ("МОСКВА, 18 ноя. Корр. Северный Вестник. ", (), None),
    ],
)
def test_outlet_and_author_behind_the_dash_of_a_dateline(
    opening: str, authors: tuple[str, ...], publisher: str | None
) -> None:
    html = f"<html><body><h1>Паромы пойдут зимой</h1><p>{opening}{RU[0]}</p>{paragraphs(*RU[1:])}</body></html>"
    found = read(Document(origin="a.html", content=html.encode(), source="seeds", received=RECEIVED)).articles[0]
    assert found.authors == authors
    if publisher:
        assert found.publisher == publisher


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Par Odile Carnot (avec AFP)", "AFP"),
        ("Von Jutta Harms, mit dpa", "dpa"),
        ("By Ann Lee with Reuters", "Reuters"),
        ("Por Inés Robledo (con información de EFE)", "EFE"),
    ],
)
def test_a_wire_that_helped(line: str, agency: str) -> None:
    found = article_of(paragraphs(line, FIRST, SECOND, THIRD))
    assert found.agency == agency
    assert len(found.authors) == 1
