# ruff: noqa: E501  samples are read more easily on one line
"""Who wrote a page's article and when, on pages of many makes and languages; every sample is made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document
from feedmill.reading import read

RECEIVED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry across the strait was out of service for the third week running, and the queue of lorries reached"
        " the old customs house, where drivers cooked soup on a stove that somebody had brought from home.",
        "A spokesman for the port said that divers had found the broken shaft and that a new one would be cast in a"
        " yard up the river, which may take until the first frost, or longer if the steel does not come.",
        "Until then two barges carry what cannot wait: milk, mail and the parts of a turbine.",
    )
)
OTHERS = (
    '<div class="related"><h3>More stories</h3><ul><li><a href="/x1"><h4>A lighthouse is sold for a song</h4></a>'
    '<span class="author">Otto Stranger</span> <time datetime="2026-01-05">5 January 2026</time></li>'
    '<li><a href="/x2"><h4>Herring come back to the bay</h4></a><span class="author">Nina Foreign</span>'
    ' <time datetime="2026-02-07">7 February 2026</time></li></ul></div>'
)


def page(head: str, *, meta: str = "", below: str = "", lang: str = "en", title: str = "Barges carry the milk") -> str:
    return (
        f'<html lang="{lang}"><head><title>{title} - Strait Ledger</title>{meta}</head><body><nav><a href="/">Home</a>'
        f'</nav><main><article><h1>{title}</h1>{head}<div class="text">{BODY}</div>{below}</article></main></body></html>'
    )


def article_of(html: str, url: str = "https://ledger.example/news/barges") -> Article:
    document = Document(origin="a.html", content=html.encode(), source="seeds", received=RECEIVED, url=url)
    reading = read(document)
    assert len(reading.articles) == 1, reading.shape_reason
    return reading.articles[0]


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Barges carry the milk",{text}}}</script>'


BYLINES = {
    "by": ("<p>By Anna Sorel</p>", ["Anna Sorel"]),
    "by-and-role": ('<div class="byline">By <a href="/staff/anna-sorel">Anna Sorel</a>, Senior Reporter</div>', ["Anna Sorel"]),
    "two": ('<p class="byline">By Anna Sorel and Piet Maas</p>', ["Anna Sorel", "Piet Maas"]),
    "two-links": ('<div class="authors"><a rel="author" href="/a/1">Anna Sorel</a>, <a rel="author" href="/a/2">Piet Maas</a></div>', ["Anna Sorel", "Piet Maas"]),
    "css-module": ('<div class="_authorName_1x0 r2"><span>Anna Sorel</span></div>', ["Anna Sorel"]),
    "itemprop": ('<span itemprop="author" itemscope><span itemprop="name">Anna Sorel</span></span>', ["Anna Sorel"]),
    "profile-link": ('<p><a href="/people/anna-sorel/">Anna Sorel</a> | Harbour desk</p>', ["Anna Sorel"]),
    "with-date": ('<div class="byline">Anna Sorel 30 Sep 2026, 11:07am</div>', ["Anna Sorel"]),
    "ru": ('<div class="article__author">Автор: Вера Лыкова</div>', ["Вера Лыкова"]),
    "ru-link": ('<a class="author" href="/avtor/lykova">Вера Лыкова</a>', ["Вера Лыкова"]),
    "zh": ('<div class="info"><span>2026-09-30 11:07</span> <span class="author">记者：李江河</span></div>', ["李江河"]),
    "de": ('<p class="autor">Von Jens Brink</p>', ["Jens Brink"]),
    "fr": ('<span class="auteur">Par Odile Carne</span>', ["Odile Carne"]),
    "es": ('<div class="autor">Por Inés Robledo</div>', ["Inés Robledo"]),
    "ar": ('<span class="author">سلمى الكاتب</span>', ["سلمى الكاتب"]),
    "label-and-list": ("<div class='x1'><h6>Author(s)</h6><ul><li><a href='/l?a=1'>Anna Sorel</a></li><li><a href='/l?a=2'>Piet Maas</a></li></ul></div>", ["Anna Sorel", "Piet Maas"]),
    "label-in-a-table": ("<table><tr><th>Author:</th><td>Anna Sorel</td></tr><tr><th>Pages:</th><td>14</td></tr></table>", ["Anna Sorel"]),
    "label-of-a-term": ("<dl><dt>Autorin</dt><dd>Anna Sorel</dd><dt>Datum</dt><dd>30.09.2026</dd></dl>", ["Anna Sorel"]),
    "label-apart": ("<div><span class='k'>Автор</span><span class='v'>Вера Лыкова</span></div>", ["Вера Лыкова"]),
    "label-apart-zh": ("<div><em>作者：</em><em>李江河</em><em>2026-09-30</em></div>", ["李江河"]),
    "label-of-a-sentence": ("<div><b>By</b> <span>the time the ferry came back, the milk had turned.</span></div>", []),
    "icon": ('<ul class="m"><li><i class="bi bi-person"></i> Anna Sorel</li><li><i class="bi bi-clock"></i> 4 min</li></ul>', ["Anna Sorel"]),
    "icon-ru": ('<div class="x"><span class="fa fa-user-o"></span>&nbsp;Вера Лыкова <span class="fa fa-eye"></span> 512</div>', ["Вера Лыкова"]),
    "icon-of-an-account": ('<a href="/login"><i class="icon-user"></i> Sign in</a>', []),
    "team-link": ('<div>30 September 2026 / <a href="/team/anna-sorel">Anna Sorel</a></div>', ["Anna Sorel"]),
    "scholar-link": ('<div><a href="/scholars/anna-sorel?lang=en">Anna Sorel</a></div>', ["Anna Sorel"]),
    "admin": ('<span class="author">admin</span>', []),
    "posted-by-admin": ('<div class="byline">Posted by admin on 30 September 2026</div>', []),
    "role-only": ('<span class="author">Staff Writer</span>', []),
    "invitation": ('<span class="author-name">View all posts</span>', []),
    "site": ('<span class="author">Strait Ledger</span>', []),
}  # fmt: skip


@pytest.mark.parametrize("case", BYLINES)
def test_visible_bylines(case: str) -> None:
    head, authors = BYLINES[case]
    assert list(article_of(page(head, below=OTHERS)).authors) == authors


CARDS = {
    "Written by": ["Anna Sorel"],
    "Interview by": ["Anna Sorel"],
    "Автор": ["Anna Sorel"],
    "Verfasst von": ["Anna Sorel"],
    "Écrit par": ["Anna Sorel"],
    "作者": ["Anna Sorel"],
    "Est. reading time": [],
    "Filed under": [],
}


@pytest.mark.parametrize("label", CARDS)
def test_what_a_card_for_social_networks_says(label: str) -> None:
    meta = f'<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="Anna Sorel">'
    assert list(article_of(page("", meta=meta)).authors) == CARDS[label]


def test_an_organisation_in_the_metadata_hides_no_byline() -> None:
    meta = ld('"author":{"@type":"Organization","name":"Strait Ledger"}')
    assert article_of(page('<p class="byline">By Anna Sorel</p>', meta=meta)).authors == ("Anna Sorel",)


def test_a_byline_in_words_wins_over_whoever_pressed_the_button() -> None:
    meta = ld('"author":{"@type":"Person","name":"Max Upload"}')
    assert article_of(page('<p class="byline">By Anna Sorel</p>', meta=meta)).authors == ("Anna Sorel",)


def test_metadata_that_the_byline_confirms_stands() -> None:
    meta = ld('"author":[{"@type":"Person","name":"Anna Sorel"},{"@type":"Person","name":"Piet Maas"}]')
    assert article_of(page('<p class="byline">By Anna Sorel</p>', meta=meta)).authors == ("Anna Sorel", "Piet Maas")


def test_a_site_that_bears_its_authors_name() -> None:
    meta = ld(
        '"author":{"@type":"Person","name":"Anna Sorel"},"publisher":{"@type":"Organization","name":"Anna Sorel"}'
    )
    assert article_of(page("", meta=meta), "https://annasorel.example/p/1").authors == ("Anna Sorel",)


def test_template_code_is_nobody() -> None:
    meta = '<meta name="author" content="page.head.author">'
    assert article_of(page('<span class="author">Anna Sorel</span>', meta=meta)).authors == ("Anna Sorel",)


def test_authors_of_other_stories_are_not_this_ones() -> None:
    article = article_of(page("", below=OTHERS))
    assert article.authors == ()
    assert article.published is None


def test_metadata_about_other_stories_is_not_this_ones() -> None:
    other = '{"@type":"NewsArticle","headline":"%s","author":{"@type":"Person","name":"Otto Stranger"},"datePublished":"2026-01-05"}'
    meta = (
        f'<script type="application/ld+json">[{other % "A lighthouse is sold"},{other % "Herring come back"}]</script>'
    )
    article = article_of(page('<p class="byline">By Anna Sorel</p><p class="date">3 September 2026</p>', meta=meta))
    assert (article.authors, article.published and article.published.at.date().isoformat()) == (
        ("Anna Sorel",),
        "2026-09-03",
    )


DATES = {
    "time": ('<time datetime="2026-09-03T08:30:00+02:00">3 September</time>', "", "2026-09-03T06:30"),
    "time-in-words": ("<p class='meta'>Published <time>3 September 2026</time></p>", "", "2026-09-03T00:00"),
    "time-updated-first": ("<p>Updated <time datetime='2026-09-08T10:00Z'>8 Sep</time> Published <time datetime='2026-09-03T08:30Z'>3 Sep</time></p>", "", "2026-09-03T08:30"),
    "updated-only": ("<p class='date'>Updated: September 8, 2026</p>", "", "2026-09-08T00:00"),
    "both-in-a-line": ("<p class='date'>September 3, 2026. Updated: September 8, 2026</p>", "", "2026-09-03T00:00"),
    "migrated": ("<p class='date'>3 September 2016</p>", ld('"datePublished":"2026-02-01T03:00:00Z"'), "2016-09-03T00:00"),
    "shown-is-the-change": ("<p class='date'>8 September 2026</p>", ld('"datePublished":"2026-09-03T08:30:00Z","dateModified":"2026-09-08T10:00:00Z"'), "2026-09-03T08:30"),
    "day-for-month": ("<p class='date'>09.10.2026</p>", ld('"datePublished":"2026-09-10T08:30:00Z"'), "2026-09-10T08:30"),
    "month-only": ("<p><time datetime='2026-09-14T12:00:00Z'>September 2026</time></p>", "", None),
    "ru": ("<div class='date'>3 сентября 2026, 08:30</div>", "", "2026-09-03T00:00"),
    "zh": ("<div class='info'>2026年9月3日 来源：海峡纪事</div>", "", "2026-09-03T00:00"),
    "ja": ("<p class='date'>公開日：2026年9月3日 最終更新：2026年9月8日</p>", "", "2026-09-03T00:00"),
    "none": ("<p>Harbour</p>", "", None),
}  # fmt: skip


@pytest.mark.parametrize("case", DATES)
def test_dates(case: str) -> None:
    head, meta, wanted = DATES[case]
    found = article_of(page(head, meta=meta, below=OTHERS)).published
    assert (found.at.isoformat()[:16] if found else None) == wanted


def test_a_date_of_the_last_change_says_so() -> None:
    article = article_of(page("<p class='date'>Updated: September 8, 2026</p>"))
    assert article.published and "last change" in article.published.provenance
    assert article.updated and article.updated.at.date().isoformat() == "2026-09-08"


def test_the_address_speaks_for_the_metadata() -> None:
    html = page("<p class='date'>21 May 2019</p>", meta=ld('"datePublished":"2026-09-03T08:30:00Z"'))
    found = article_of(html, "https://ledger.example/2026/09/03/barges").published
    assert found and found.at.date().isoformat() == "2026-09-03"
