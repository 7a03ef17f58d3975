"""Digests saved as pages: separate stories in one body become separate articles; articles with subheadings stay whole."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)

STORIES = {
    "en": [
        ("Orchard co-operative buys a railway wagon", "Growers in the upper valley will load pears directly at the siding from next month, saving two days on the road to the coast."),
        ("Lighthouse keeper wins chess prize", "A pensioner who learned the game over short-wave radio beat eleven students at the regional tournament on Sunday."),
        ("Cement plant halts its second kiln", "Engineers found cracks in the lining and expect repairs to last until spring, the works council was told."),
        ("Museum returns a bronze bell", "The bell hung for ninety years above the ticket office and goes back to the monastery it was taken from."),
    ],
    "ru": [
        ("Садоводы купили железнодорожный вагон", "Хозяйства верхней долины со следующего месяца будут грузить груши прямо на запасном пути и выиграют двое суток дороги."),
        ("Смотритель маяка выиграл шахматный приз", "Пенсионер, выучивший игру по коротковолновому радио, обыграл одиннадцать студентов на областном турнире."),
        ("Цементный завод остановил вторую печь", "Инженеры нашли трещины в футеровке и рассчитывают закончить ремонт к весне, рассказали на совете."),
        ("Музей вернул бронзовый колокол", "Девяносто лет он висел над кассой, а теперь уедет в монастырь, откуда был увезён когда-то на телеге."),
    ],
    "zh": [
        ("果农合作社买下一节火车车厢", "上游山谷的种植户从下个月起将在岔线直接装运梨子，到海边的路程可以缩短两天左右。"),
        ("灯塔看守人赢得象棋奖", "一位靠短波电台学会下棋的退休老人，周日在地区比赛中击败了十一名大学生选手。"),
        ("水泥厂停用第二座窑炉", "工程师在炉衬上发现裂缝，预计维修工作要持续到明年春天，职工代表会听取了说明。"),
        ("博物馆归还一口铜钟", "这口钟在售票处上方悬挂了九十年，如今将回到当年被取走的那座山中寺院里去。"),
    ],
    "de": [
        ("Obstbauern kaufen einen Güterwagen", "Die Betriebe im oberen Tal verladen ihre Birnen vom nächsten Monat an direkt am Anschlussgleis und sparen zwei Tage."),
        ("Leuchtturmwärter gewinnt Schachpreis", "Ein Rentner, der das Spiel über Kurzwelle gelernt hat, schlug beim Bezirksturnier elf Studenten hintereinander."),
        ("Zementwerk stellt zweiten Ofen ab", "Techniker fanden Risse in der Auskleidung und rechnen mit Reparaturen bis zum Frühjahr, hieß es im Betriebsrat."),
        ("Museum gibt eine Bronzeglocke zurück", "Neunzig Jahre hing sie über der Kasse, nun kehrt sie in das Kloster heim, aus dem sie einst verschleppt wurde."),
    ],
}  # fmt: skip
REVIEWS = {"en": "Morning briefing", "ru": "Дайджест дня", "zh": "今日要闻", "de": "Nachrichten in Kürze"}
WIRES = {"en": "Reuters", "ru": "ТАСС", "zh": "新华社", "de": "dpa"}
SOURCES = {"en": "Source", "ru": "Источник", "zh": "来源", "de": "Quelle"}

REVIEW_FORMS = {
    "headings": "<h2>{title}</h2><p>{text}</p>",
    "numbered headings": "<h3>{n}. {title}</h3><p>{text}</p>",
    "bold lines": "<p><strong>{title}</strong></p><p>{text}</p>",
    "bold leads": "<p><b>{title}.</b> {text}</p>",
    "linked headings": "<h3><a href='https://other{n}.example/s'>{title}</a></h3><p>{text}</p><p>{text2}</p>",
    "bold lines in a list": "<li><p><b>{title}</b></p><p>{text}</p></li>",
    "divs": "<div class='x'><div><h4>{title}</h4></div><div>{text}</div></div>",
}
SOURCED_FORMS = {
    "headings and outlets": "<h2>{title}</h2><p>{text} ({wire})</p>",
    "headings and lines": "<h2>{title}</h2><p>{text}</p><p>{source}: {wire}</p>",
    "headings and links": "<h3>{title}</h3><p>{text}</p><p>{source}: <a href='https://other{n}.example/s'>{wire}</a></p>",
    "list": "<li>{text} ({wire})</li>",
    "list with links": "<li>{text} <a href='https://other{n}.example/s'>{wire}</a></li>",
    "paragraphs": "<p>{text} ({wire})</p>",
    "bold lines": "<p><b>{n}. {title}</b></p><p>{text} — {wire}</p>",
}  # fmt: skip


def read_page(body: str, title: str, lang: str, head: str = "") -> Reading:
    content = f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"
    url = "https://valley.example/2026/briefing"
    return read(Document(origin="p.html", content=content.encode(), source="seeds", received=NOW, url=url))


def body_of(form: str, lang: str) -> str:
    stories = STORIES[lang]
    parts = [
        form.format(title=title, text=text, text2=stories[n - 1][1][::-1].strip(".。")[::-1] + "!", n=n + 1, wire=WIRES[lang], source=SOURCES[lang])
        for n, (title, text) in enumerate(stories)
    ]  # fmt: skip
    listed = "".join(parts)
    return f"<ul>{listed}</ul>" if form.startswith("<li") else listed


@pytest.mark.parametrize("lang", STORIES)
@pytest.mark.parametrize("form", REVIEW_FORMS)
def test_a_review_of_several_stories(form: str, lang: str) -> None:
    title = REVIEWS[lang]
    reading = read_page(f"<main><h1>{title}</h1>{body_of(REVIEW_FORMS[form], lang)}</main>", title, lang)
    assert reading.shape in ("digest", "listing"), reading.shape_reason
    assert [article.title for article in reading.articles] == [title for title, _ in STORIES[lang]]
    for article, (_, text) in zip(reading.articles, STORIES[lang], strict=True):
        assert text in article.text
        assert article.title_provenance == "stated"


@pytest.mark.parametrize("lang", STORIES)
@pytest.mark.parametrize("form", SOURCED_FORMS)
def test_stories_that_name_their_sources(form: str, lang: str) -> None:
    reading = read_page(f"<main><h1>The valley</h1>{body_of(SOURCED_FORMS[form], lang)}</main>", "The valley", lang)
    assert reading.shape == "digest", reading.shape_reason
    assert [article.text for article in reading.articles] == [text for _, text in STORIES[lang]]
    for place, article in enumerate(reading.articles, start=1):
        assert article.agency == WIRES[lang]
        if "links" in form:
            assert article.url == f"https://other{place}.example/s"
        else:
            assert article.url is None


@pytest.mark.parametrize("lang", STORIES)
def test_a_review_of_numbered_paragraphs(lang: str) -> None:
    reading = read_page(f"<h1>{REVIEWS[lang]}</h1>{body_of('<p>{n}. {text}</p>', lang)}", REVIEWS[lang], lang)
    assert reading.shape == "digest", reading.shape_reason
    assert [article.text for article in reading.articles] == [text for _, text in STORIES[lang]]
    assert {article.title_provenance for article in reading.articles} == {"derived"}


def test_stories_without_a_day_have_that_of_the_digest() -> None:
    head = "<meta property='article:published_time' content='2026-11-19T06:00:00Z'>"
    form = "<h2>{title}</h2><p>BERGEN, Nov 17, 2026 ({wire}) - {text}</p>"
    parts = body_of(form, "en").replace("BERGEN, Nov 17, 2026 (Reuters) - ", "", 1)
    reading = read_page(f"<main><h1>The valley</h1>{parts}</main>", "The valley", "en", head)
    assert reading.shape == "digest"
    days = [article.published.at.date().isoformat() if article.published else None for article in reading.articles]
    assert days == ["2026-11-19", "2026-11-17", "2026-11-17", "2026-11-17"]
    assert reading.articles[0].published is not None
    assert reading.articles[0].published.provenance == "meta, of the digest"


def test_a_digest_leaves_its_letterhead_out() -> None:
    box = "<h2>Subscribe to the valley letter</h2><p>Get our letter every morning, free of charge.</p>"
    page = f"<main><h1>Morning briefing</h1><p>Good morning, dear readers.</p>{body_of(REVIEW_FORMS['headings'], 'en')}{box}</main>"
    reading = read_page(page, "Morning briefing", "en")
    assert [article.title for article in reading.articles] == [title for title, _ in STORIES["en"]]


ARTICLES = {
    "en": [
        ("Why the wagon?", "The orchard co-operative bought a single wagon because its pears bruise on the mountain road to the harbour."),
        ("Who pays for it", "Each grower in the co-operative pays by the crate, and the wagon belongs to all of them after four harvests."),
        ("What the railway says", "The railway will couple the wagon to its night train, which passes the orchard siding at eleven."),
        ("What comes next", "If the pears arrive unbruised, the growers want a second wagon, and the harbour a cold store of its own."),
    ],
    "ru": [
        ("Зачем нужен вагон", "Садоводческий кооператив купил один вагон, потому что груши бьются на горной дороге к гавани."),
        ("Кто за него платит", "Каждый садовод кооператива платит за ящик, и через четыре урожая вагон станет общим имуществом."),
        ("Что говорит железная дорога", "Железная дорога прицепит вагон к ночному поезду, который проходит мимо садов в одиннадцать."),
        ("Что будет дальше", "Если груши доедут целыми, садоводы хотят второй вагон, а гавань построит холодильный склад."),
    ],
    "zh": [
        ("为什么要买车厢", "果农合作社买下一节车厢，因为梨子在通往港口的山路上容易碰伤，损失不小。"),
        ("谁来付钱", "合作社的每位果农按箱付费，四次收成之后车厢归全体果农共同所有。"),
        ("铁路方面怎么说", "铁路方面将把这节车厢挂在夜间列车上，列车十一点经过果园旁的岔线。"),
        ("下一步怎么办", "如果梨子完好运到港口，果农打算再买一节车厢，港口也要修建冷库。"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lang", ARTICLES)
@pytest.mark.parametrize(
    "form", ["<h2>{0}</h2><p>{1}</p>", "<p><b>{0}</b></p><p>{1}</p>", "<p><b>{0}.</b> {1}</p>", "<h2 id=a><a href='#a'>{0}</a></h2><p>{1}</p>"]
)  # fmt: skip
def test_an_article_with_subheadings_is_one(form: str, lang: str) -> None:
    body = "".join(form.format(*part) for part in ARTICLES[lang])
    intro = "".join(f"<p>{text}</p>" for _, text in ARTICLES[lang][:1])
    reading = read_page(f"<main><h1>A wagon for pears</h1>{intro}{body}</main>", "A wagon for pears", lang)
    assert reading.shape == "article"
    assert all(text in reading.articles[0].text for _, text in ARTICLES[lang])


def test_products_with_links_to_shops_are_one_article() -> None:
    head = '<script type="application/ld+json">{"@type":"Article","headline":"Four gifts"}</script>'
    form = "<h2><a href='https://shop{n}.example/'>{title}</a></h2><p>{text}</p><p><a href='https://shop{n}.example/'>See the price</a></p>"
    reading = read_page(f"<main><h1>Four gifts</h1>{body_of(form, 'en')}</main>", "Four gifts", "en", head)
    assert len(reading.articles) == 1


def test_posts_of_a_live_blog_are_one_article() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"News in brief: the valley"}</script>'
    )
    reading = read_page(f"<main><h1>News in brief: the valley</h1>{body_of(SOURCED_FORMS['headings and outlets'], 'en')}</main>", "News in brief: the valley", "en", head)  # fmt: skip
    assert (reading.shape, len(reading.articles)) == ("live-blog", 1)
