"""Article pages: the body without its surroundings, and its attribution, in several languages and ages of HTML."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
EN = (
    "The bridge over the northern channel carried its first freight train on Monday, engineers said.",
    "It had waited eleven years for a bolt of the right length, which a retired welder found in his shed.",
    "Trains will run twice a week until the thaw, and daily from May onwards if the pillars hold.",
)
RU = (
    "Первый грузовой поезд прошёл в понедельник по мосту через северный рукав реки, сообщили инженеры.",
    "Моста ждали одиннадцать лет: не хватало одного болта, который нашёлся в сарае у сварщика на пенсии.",
    "До ледохода поезда будут ходить дважды в неделю, а с мая, если опоры выдержат, каждый день.",
)
ZH = (
    "工程师说，首列货运列车周一驶过了北汊大桥，全程只用了九分钟，两岸都有人挥手。",
    "大桥等了十一年，缺的只是一颗长度合适的螺栓，最后在一位退休焊工的棚子里找到了。",
    "解冻之前列车每周开行两趟，如果桥墩稳固，五月起改为每天一趟。",
)
FR = (
    "Le premier train de marchandises a franchi lundi le pont du bras nord, ont indiqué les ingénieurs.",
    "L’ouvrage attendait depuis onze ans un boulon de la bonne longueur, retrouvé dans la remise d’un soudeur.",
)
DE = (
    "Der erste Güterzug hat am Montag die Brücke über den nördlichen Arm überquert, sagten Ingenieure.",
    "Elf Jahre lang fehlte eine Schraube der richtigen Länge, die ein Schweißer im Ruhestand im Schuppen fand.",
)


def read_page(page: str | bytes, url: str | None = "https://bridge.example/2026/train") -> Reading:
    content = page.encode() if isinstance(page, str) else page
    return read(Document(origin="page.html", content=content, source="seeds", received=NOW, url=url))


def only(reading: Reading) -> Article:
    assert reading.rejection is None, reading.rejection
    assert len(reading.articles) == 1
    return reading.articles[0]


def page(
    body: str, head: str = "", lang: str = "en", title: str = "First train crosses the bridge | Channel Times"
) -> str:
    return f"<!doctype html><html lang='{lang}'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


SURROUNDINGS = """<header class="site-header"><a href="/">Home</a> <a href="/world">World</a></header>
<nav><ul><li><a href="/a">Politics</a></li><li><a href="/b">Economy of the region</a></li></ul></nav>%s
<div class="share-buttons">Share this on every network there is</div>
<div class="related-posts"><h3>Related stories</h3><ul><li><a href="/c">A much older story about a ferry that sank twice</a></li></ul></div>
<aside><p>Our weekly letter brings you everything that happened on the river, every Friday morning.</p></aside>
<section id="comments"><p>I was there when the first train came and I can say that nobody waved at all, not even the mayor.</p></section>
<footer><p>All rights reserved by the publishing house and by its heirs, wherever they may happen to live.</p></footer>"""


@pytest.mark.parametrize(("lang", "texts"), [("en", EN), ("ru", RU), ("zh", ZH), ("fr", FR), ("de", DE)])
def test_the_body_and_nothing_but_the_body(lang: str, texts: tuple[str, ...]) -> None:
    body = SURROUNDINGS % f"<article><h1>First train crosses the bridge</h1>{paragraphs(texts)}</article>"
    article = only(read_page(page(body, lang=lang)))
    assert article.text == "\n\n".join(texts)
    assert article.html == "\n".join(f"<p>{text}</p>" for text in texts)
    assert article.title == "First train crosses the bridge"
    assert article.language == lang


@pytest.mark.parametrize(
    ("lang", "charset", "texts"),
    [("ru", "windows-1251", RU), ("ru", "koi8-r", RU), ("zh", "gb18030", ZH), ("fr", "windows-1252", FR)],
)
def test_declared_character_sets(lang: str, charset: str, texts: tuple[str, ...]) -> None:
    content = page(f"<h1>{texts[0][:20]}</h1>{paragraphs(texts)}", f'<meta charset="{charset}">', lang, texts[0][:20])
    article = only(read_page(content.encode(charset)))
    assert article.text == "\n\n".join(texts)


def test_structure_is_kept() -> None:
    body = (
        f"<article><h1>First train</h1><p>{EN[0]} <a href='/map'>A map</a> shows <em>all</em> pillars.</p><h2>What comes next</h2>"
        f"<ul><li>More trains, the operators promise</li><li>Fewer ferries on the river</li></ul>"
        f"<blockquote><p>{EN[1]}</p></blockquote><p>{EN[2]}</p></article>"
    )
    article = only(read_page(page(body, title="First train")))
    for piece in ('<a href="https://bridge.example/map">A map</a>', "<em>all</em>", "<h2>What comes next</h2>",
                  "<ul><li>More trains", "<blockquote><p>It had waited"):  # fmt: skip
        assert piece in article.html
    assert "What comes next\n\nMore trains, the operators promise\n\nFewer ferries" in article.text


def test_line_breaks_instead_of_paragraphs() -> None:
    body = f"<table><tr><td><a href=/>Home</a></td><td><h1>First train</h1>{'<br><br>'.join(EN)}</td></tr></table>"
    assert only(read_page(page(body, title="First train"))).text == "\n\n".join(EN)


LD = '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":["NewsArticle"],"headline":"First train crosses","datePublished":"%s","dateModified":"2026-11-12T08:00:00Z","author":[{"@type":"Person","name":"Mira Holt"},{"name":"admin"}],"publisher":{"name":"Channel Times"},"image":{"url":"/train.jpg"}}]}</script>'


def test_json_ld() -> None:
    body = f"<article><h1>First train crosses</h1>{paragraphs(EN)}</article>"
    article = only(read_page(page(body, LD % "2026-11-10T06:30:00+03:00", title="First train crosses - Channel Times")))
    assert article.title == "First train crosses"
    assert article.authors == ("Mira Holt",)
    assert article.publisher == "Channel Times"
    assert article.image == "https://bridge.example/train.jpg"
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 10, 3, 30, tzinfo=UTC)
    assert article.published.provenance == "json-ld"
    assert article.updated is not None
    assert article.updated.at == datetime(2026, 11, 12, 8, tzinfo=UTC)


def test_a_visible_date_beats_the_day_of_a_migration() -> None:
    body = f"<article><h1>First train crosses</h1><p class='by'>By Mira Holt</p><p>12 March 2019</p>{paragraphs(EN)}</article>"
    article = only(read_page(page(body, LD % "2026-11-10T06:30:00+03:00", title="First train crosses")))
    assert article.published is not None
    assert article.published.at == datetime(2019, 3, 12, tzinfo=UTC)
    assert article.published.precision == "day"


def test_events_in_the_body_date_nothing() -> None:
    texts = ("The bridge was begun on 3 May 2015 and stood unfinished until a bolt was found in a shed.", *EN[1:])
    assert (
        only(
            read_page(page(f"<article><h1>First train</h1>{paragraphs(texts)}</article>", title="First train"))
        ).published
        is None
    )


def test_the_day_in_the_address_is_the_last_resort() -> None:
    body = f"<article><h1>First train</h1>{paragraphs(EN)}</article>"
    article = only(read_page(page(body, title="First train"), "https://bridge.example/2026/10/07/train.html"))
    assert article.published is not None
    assert (article.published.at, article.published.provenance) == (datetime(2026, 10, 7, tzinfo=UTC), "url")


@pytest.mark.parametrize(
    "title",
    [
        "First train crosses | Channel Times",
        "Channel Times: First train crosses",
        "First train crosses — Channel Times",
    ],
)
def test_the_site_name_goes_from_either_end_of_a_title(title: str) -> None:
    head = '<meta property="og:site_name" content="Channel Times">'
    article = only(read_page(page(f"<div>{paragraphs(EN)}</div>", head, title=title)))
    assert article.title == "First train crosses"
    assert article.publisher == "Channel Times"


def test_the_address_a_page_states() -> None:
    body = f"<article><h1>First train</h1>{paragraphs(EN)}</article>"
    canonical = page(body, '<link rel="canonical" href="https://bridge.example/train?utm_source=x&amp;id=4">')
    assert only(read_page(canonical, None)).url == "https://bridge.example/train?id=4"
    saved = canonical.replace("<link", "<!-- saved from url=(0029)https://bridge.example/saved --><nolink")
    assert only(read_page(saved, None)).url == "https://bridge.example/saved"


@pytest.mark.parametrize(
    ("wall", "lang"),
    [
        ("Subscribe to continue reading this story today.", "en"),
        ("Полный текст доступен по подписке.", "ru"),
        ("订阅后阅读全文。", "zh"),
        ("La suite est réservée aux abonnés.", "fr"),
        ("Jetzt kostenlos testen und weiterlesen.", "de"),
    ],
)
def test_a_paywall_makes_a_teaser(wall: str, lang: str) -> None:
    texts = {"en": EN, "ru": RU, "zh": ZH, "fr": FR, "de": DE}[lang]
    article = only(
        read_page(page(f"<article><h1>First train</h1>{paragraphs(texts)}<p>{wall}</p></article>", lang=lang))
    )
    assert article.teaser
    assert wall not in article.text


@pytest.mark.parametrize(
    ("title", "words", "reason"),
    [
        ("404 Not Found", "nginx", "error-page"),
        ("Страница не найдена", "Такой страницы не существует. Вернитесь на главную.", "error-page"),
        ("页面不存在", "您访问的页面不存在，请返回首页。", "error-page"),
        (
            "Just a moment...",
            "Checking your browser before you go on. Enable JavaScript and cookies to continue.",
            "login-wall",
        ),
        ("Log in", "User name, password. Forgot your password?", "login-wall"),
        ("Вход", "Подтвердите, что вы не робот.", "login-wall"),
        ("Anmelden", "Passwort vergessen?", "login-wall"),
    ],
)
def test_walls_and_errors_are_refused(title: str, words: str, reason: str) -> None:
    reading = read_page(page(f"<h1>{title}</h1><p>{words}</p>", title=title))
    assert reading.rejection is not None
    assert reading.rejection.reason == reason


def test_an_article_about_errors_is_an_article() -> None:
    body = f"<article><h1>404 not found: how a bridge vanished from maps</h1>{paragraphs(EN * 3)}</article>"
    assert only(read_page(page(body, title="404 not found: how a bridge vanished from maps"))).text


def test_related_stories_inside_the_body_go() -> None:
    body = (
        f"<article><h1>First train</h1><p>{EN[0]}</p><p><strong>Read also:</strong> <a href='/x'>A ferry that sank twice</a></p>"
        f"<p>{EN[1]}</p><p>{EN[2]}</p><h3>Related stories</h3><p><a href='/y'>Older story</a> about a tunnel that leads nowhere at all.</p></article>"
    )
    article = only(read_page(page(body, title="First train")))
    assert article.text == "\n\n".join(EN)
    assert {cut.reason for cut in article.cuts} <= {"related-links", "after-article", "repeated-title"}


def test_a_page_without_running_text_is_refused() -> None:
    reading = read_page(page("<div id='root'></div>", title="App"))
    assert reading.rejection is not None
    assert reading.rejection.reason == "no-article"


def test_a_live_blog_is_one_article() -> None:
    posts = "".join(f"<div class='post'><h3>1{n}:00</h3><p>{text}</p></div>" for n, text in enumerate(EN * 2))
    head = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Live: first train"}</script>'
    reading = read_page(page(f"<main><h1>Live: first train</h1>{posts}</main>", head, title="Live: first train"))
    assert reading.shape == "live-blog"
    assert len(reading.articles) == 1


def test_a_news_file_in_xml_is_read_like_a_page() -> None:
    """NITF has the skeleton of a page; the parser's warning that it is XML must not reach a log."""
    nitf = (
        '<?xml version="1.0"?><nitf><head><title>Ferry gives way</title></head><body><body.head><hedline><hl1>Ferry gives '
        "way</hl1></hedline><byline>By Jane Roe</byline></body.head><body.content><p>The last ferry crossed the river on "
        "Monday, and lorries take the bridge from now on.</p><p>The harbour office keeps the boat as a café.</p>"
        "</body.content></body></nitf>"
    )
    document = Document(origin="a.xml", content=nitf.encode(), source="seeds", received=NOW)
    (article,) = read(document).articles
    assert article.title == "Ferry gives way"
    assert article.authors == ("Jane Roe",)
