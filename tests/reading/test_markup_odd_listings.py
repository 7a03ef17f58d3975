"""Pages that list other things than news: agendas, threads, answers, glossaries, galleries, posts in full."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import pytest

from tests.reading.listing_pages import SITE, TONGUES, read_html

EN = TONGUES["en"]
CONSENT = (
    "<div class=q1><p>We use cookies and similar means to measure the delivery of content and to keep this site running, and share what we learn with partners.</p>"
    "<p>These cookies allow us to count visits and traffic sources so that we can improve the site. They help us to know which pages are popular.</p></div>"
)


@pytest.mark.parametrize("kind", [" itemscope itemtype='https://schema.org/Event'", ""])
def test_days_ahead_are_when_something_takes_place(kind: str) -> None:
    items = "".join(
        f"<div class=entry{kind}><h3><a href='/e/{n}'>{title}</a></h3><time datetime='2026-11-{22 + n}T18:00:00+00:00'>{22 + n} November 2026, 18:00</time><p>{teaser}</p></div>"
        for n, (title, teaser) in enumerate(EN.stories)
    )
    reading = read_html(f"<h1>Agenda</h1>{items}", lang="en", title="Agenda", path="/agenda/")
    assert reading.shape == "listing"
    assert [one.title for one in reading.articles] == [title for title, _ in EN.stories]
    assert {one.published for one in reading.articles} == {None}


def test_a_thread_is_one_text() -> None:
    posts = "".join(
        f"<div class=post><div class=who><a href='/u/{n}'>user{n}</a> <span>{EN.days[n]}</span></div><div class=msg>{teaser} I remember it well, and the queue was longer in those days.</div></div>"
        for n, (_, teaser) in enumerate(EN.stories)
    )
    title = "How was the ferry in the old days?"
    reading = read_html(f"<h1>{title}</h1>{posts}", lang="en", title=f"{title} - Forum", path="/forum/t/12")
    assert [one.title for one in reading.articles] == [title]
    assert all(teaser in reading.articles[0].text for _, teaser in EN.stories)


def test_names_without_words_are_no_article() -> None:
    words = ["nchor light", "ft cabin", "ilge pump house", "eam and mast"]
    lists = "".join(
        f"<h2>{letter}</h2><ul>" + "".join(f"<li><a href='/g/{letter}{n}'>{letter}{word}</a></li>" for n, word in enumerate(words)) + "</ul>"
        for letter in "ABCDEFG"
    )  # fmt: skip
    reading = read_html(f"<h1>Glossary</h1><p>Words of ferrymen.</p>{lists}", lang="en", title="Glossary", path="/g/")
    assert reading.rejection is not None
    assert reading.rejection.reason == "no-article"


def test_posts_in_full_are_items_with_their_text() -> None:
    others = (*TONGUES["fr"].intro, TONGUES["es"].intro[0])
    posts = "".join(
        f"<article><h2><a href='/{n}/s'>{title}</a></h2><div>{EN.days[n]}</div><p>{teaser}</p><p>{others[n]}</p></article>"
        for n, (title, teaser) in enumerate(EN.stories)
    )
    reading = read_html(posts, lang="en", title="Strait Ledger", path="/")
    assert [one.text for one in reading.articles] == [f"{teaser}\n\n{others[n]}" for n, (_, teaser) in enumerate(EN.stories)]  # fmt: skip


def test_a_teaser_that_is_a_link_is_told() -> None:
    items = "".join(
        f"<article><h2><a href='/{n}/s'>{title}</a></h2><p><a href='/{n}/s'>{teaser}</a></p><a href='/{n}/s'>Read more</a></article>"
        for n, (title, teaser) in enumerate(EN.stories)
    )
    reading = read_html(items, lang="en", title="Strait Ledger", path="/news/")
    assert [(one.url, one.text) for one in reading.articles] == [(f"{SITE}/{n}/s", teaser) for n, (_, teaser) in enumerate(EN.stories)]  # fmt: skip


def test_a_consent_dialog_is_not_the_text() -> None:
    told = "".join(f"<p>{paragraph}</p>" for paragraph in EN.intro)
    reading = read_html(f"<h1>The crossing</h1>{told}{CONSENT}", lang="en", title="The crossing", path="/news/1")
    assert reading.articles[0].text == "\n\n".join(EN.intro)


def test_a_wall_of_names_is_not_the_text() -> None:
    wall = " ".join(f"Upper Landing {n} North Quay {10_000 + n}" for n in range(60))
    told = "".join(f"<p>{paragraph}</p>" for paragraph in EN.intro)
    reading = read_html(f"<h1>The crossing</h1><div>{told}</div><div><p>We deliver to</p><p>{wall}</p></div>", lang="en", title="The crossing", path="/news/1")  # fmt: skip
    assert "Upper Landing" not in reading.articles[0].text
    assert all(paragraph in reading.articles[0].text for paragraph in EN.intro)
