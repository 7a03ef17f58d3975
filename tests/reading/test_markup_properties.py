"""What holds for every page: chrome around a body is of no consequence, cleaned HTML stays as it is."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Document
from feedmill.reading import read
from tests.reading.bodies import BODIES, NOW, article_of

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
