"""What holds for every page: chrome around a body is of no consequence, cleaned HTML stays as it is."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Article, Document
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)

BODIES = {
    "en": (
        "A cable car above the gorge",
        [
            "The cable car above the gorge carried its first passengers on Saturday, eleven years after the pylons were planted.",
            "Its cabins were built for skiers and painted over for farmers, who now reach the market in nine minutes instead of fifty.",
            "“My goat was calmer than I was,” said a cheesemaker who took the first ride with both of them standing.",
            "The valley pays for the electricity, the ridge for the inspection, and a fund of former emigrants for the paint.",
            "From spring on, cabins will run until midnight, so that the village orchestra can rehearse on the other side.",
        ],
    ),
    "ru": (
        "Канатная дорога над ущельем",
        [
            "Канатная дорога над ущельем в субботу перевезла первых пассажиров — через одиннадцать лет после установки опор.",
            "Кабины строили для лыжников, а перекрасили для фермеров, которые теперь добираются до рынка за девять минут вместо пятидесяти.",
            "«Моя коза была спокойнее меня», — призналась сыроварка, которая ехала в первой кабине стоя.",
            "За электричество платит долина, за осмотры — хребет, а за краску — фонд бывших переселенцев.",
            "С весны кабины будут ходить до полуночи, чтобы сельский оркестр мог репетировать на другой стороне.",
        ],
    ),
    "zh": (
        "峡谷上空的缆车开通",
        [
            "峡谷上空的缆车周六迎来首批乘客，这一天距离支架竖起已经过去了整整十一年时间。",
            "轿厢原本为滑雪者建造，后来为农民重新刷漆，如今他们去集市只要九分钟，而不是五十分钟。",
            "“我的山羊比我还镇定。”一位站着坐完第一趟缆车的奶酪师傅这样告诉在场的记者。",
            "山谷负责支付电费，山脊负责支付检修费，油漆则由早年移居外地的乡亲们集资购买。",
            "从明年春天起，轿厢将一直运行到午夜，好让村里的乐队能够到对岸去排练新的曲目。",
        ],
    ),
    "de": (
        "Eine Seilbahn über der Schlucht",
        [
            "Die Seilbahn über der Schlucht hat am Samstag ihre ersten Fahrgäste befördert, elf Jahre nach dem Bau der Stützen.",
            "Die Kabinen wurden für Skifahrer gebaut und für Bauern neu gestrichen, die nun in neun Minuten auf dem Markt sind.",
            "„Meine Ziege war ruhiger als ich“, sagte eine Käserin, die bei der ersten Fahrt mit ihr zusammen stehen blieb.",
            "Das Tal bezahlt den Strom, der Höhenzug die Prüfung und ein Fonds früherer Auswanderer die Farbe.",
            "Vom Frühjahr an fahren die Kabinen bis Mitternacht, damit die Dorfkapelle auf der anderen Seite proben kann.",
        ],
    ),
}  # fmt: skip

LINKS = "".join(f"<li><a href='/s/{n}'>Section number {n}</a></li>" for n in range(9))
CARDS = "".join(
    f"<div class='c'><h4><a href='/t/{n}'>Another story of the mountains, part {n}</a></h4><p>It happened on the {n}th pass and was soon forgotten.</p></div>"
    for n in range(4)
)
AROUND = (
    f"<nav><ul>{LINKS}</ul></nav>",
    f"<div class='menu'><ul>{LINKS}</ul></div>",
    f"<aside class='related'><h3>Related stories</h3>{CARDS}</aside>",
    f"<section class='most-read'>{CARDS}</section>",
    "<div class='cookie-banner'><p>We use cookies to count goats and to show you other people's goats, with our partners.</p><button>Accept</button></div>",
    "<footer><p>© 2026 The Ridge Courier. All rights reserved. No part of it may be reprinted without our goat.</p></footer>",
    "<div id='comments'><h3>Comments (2)</h3><p>I rode it on Sunday and my hat is still somewhere in the gorge, please return it.</p></div>",
    "<div class='newsletter-signup'><h3>Our letter</h3><p>Every Friday the best of the ridge in your letterbox, free of charge.</p><form><input name=m></form></div>",
    "<script>var ads = 'A very long advertisement that nobody should ever read in an article.';</script>",
)
INSIDE = (
    "<div class='share-buttons'><a href='#f'>Share</a> <a href='#t'>Tweet</a></div>",
    "<figure><img src='/cabin.jpg'><figcaption>The first cabin above the gorge, on Saturday morning.</figcaption></figure>",
    "<div class='ad-slot'>Advertisement</div>",
    "<p class='read-also'>Read also: <a href='/u'>How to calm a goat</a></p>",
    "<div class='newsletter'><p>Sign up for our newsletter and never miss another cable car.</p></div>",
    "<aside><h4><a href='/v'>An older story about the pylons</a></h4></aside>",
)


def article_of(body: str, title: str, lang: str) -> Article:
    content = f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title} - The Ridge Courier</title></head><body>{body}</body></html>"
    reading = read(Document(origin="p.html", content=content.encode(), source="seeds", received=NOW, url="https://ridge.example/2026/cable-car"))  # fmt: skip
    assert len(reading.articles) == 1, reading.shape_reason
    return reading.articles[0]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(data=st.data(), lang=st.sampled_from(sorted(BODIES)))
def test_chrome_around_and_inside_does_not_change_the_body(data: st.DataObject, lang: str) -> None:
    title, paragraphs = BODIES[lang]
    above = data.draw(st.lists(st.sampled_from(AROUND), max_size=4, unique=True))
    below = data.draw(st.lists(st.sampled_from(AROUND), max_size=5, unique=True))
    places = data.draw(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(INSIDE)), max_size=3))
    told = "".join(
        f"<p>{text}</p>" + "".join(box for place, box in places if place == number)
        for number, text in enumerate(paragraphs)
    )
    wrapped = data.draw(st.sampled_from(["<article><h1>{}</h1>{}</article>", "<div><h1>{}</h1><div>{}</div></div>"]))
    article = article_of("".join(above) + wrapped.format(title, told) + "".join(below), title, lang)
    assert article.text == "\n\n".join(paragraphs)
    assert article.title == title


@pytest.mark.parametrize("lang", sorted(BODIES))
def test_its_own_html_is_read_as_the_same_text(lang: str) -> None:
    title, paragraphs = BODIES[lang]
    rich = (
        f"<p>{paragraphs[0]}</p><h2>{title[:14]}…</h2><ul><li>{paragraphs[1]}</li><li>{paragraphs[2]}</li></ul>"
        f"<blockquote><p>{paragraphs[3]}</p></blockquote><p><b>{paragraphs[4]}</b></p>"
    )
    first = article_of(f"{AROUND[0]}<article><h1>{title}</h1>{rich}</article>{AROUND[2]}", title, lang)
    again = article_of(f"<h1>{title}</h1>{first.html}", title, lang)
    assert again.text == first.text
    assert again.html == first.html


@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(("<div>", "</div>", "<p>", "</li>", "<table>", "<td>", "<b>", "</a>", "<a href='/x'>", "<h2>", "<br>", "words of a story. ", "12.11.2026", "阅读全文", "<!--", "<form>", "&nbsp;", "<time datetime='2026-13-45'>")),
        max_size=60,
    )
)  # fmt: skip
def test_no_markup_raises(parts: list[str]) -> None:
    reading = read(Document(origin="p.html", content=("<html>" + "".join(parts)).encode(), source="seeds", received=NOW, url=None))  # fmt: skip
    assert reading.articles or reading.rejection
