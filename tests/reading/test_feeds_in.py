"""Feeds of every format and in every state of repair become one article an item."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from feedmill.model import Article, Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
LEDE = "Ice breakers opened the strait on Friday, three weeks earlier than the pilots had hoped."
MORE = "The first convoy carried timber, tea and one grand piano."


def read_bytes(content: str | bytes, url: str | None = None) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    return read(Document(origin="feed", content=data, source="seeds", received=NOW, url=url))


def rss(items: str, head: str = "<title>Strait Ledger</title><link>https://strait.example/</link>") -> str:
    return f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{head}{items}</channel></rss>'


def only(reading: Reading) -> Article:
    assert reading.rejection is None, reading.rejection
    assert reading.shape == "feed"
    assert len(reading.articles) == 1
    return reading.articles[0]


def test_an_rss_item_with_everything() -> None:
    article = only(
        read_bytes(
            rss(
                "<item><title>Strait &amp;amp; &lt;b&gt;piano&lt;/b&gt;</title><link>/news/1?utm_source=rss</link>"
                "<guid isPermaLink='false'>strait-1</guid><dc:creator>Ada Lind and Wu Jie</dc:creator>"
                "<pubDate>Fri, 06 Nov 2026 10:20:30 +0300</pubDate><description>Short.</description>"
                f"<content:encoded><![CDATA[<p>{LEDE}</p><p>{MORE}</p>]]></content:encoded></item>"
            )
        )
    )
    assert article.title == "Strait & piano"
    assert article.url == "https://strait.example/news/1"
    assert article.guid == "strait-1"
    assert article.authors == ("Ada Lind", "Wu Jie")
    assert article.publisher == "Strait Ledger"
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 6, 7, 20, 30, tzinfo=UTC)
    assert (article.published.precision, article.published.provenance) == ("second", "feed")
    assert article.updated is None
    assert article.text == f"{LEDE}\n\n{MORE}"
    assert article.html == f"<p>{LEDE}</p>\n<p>{MORE}</p>"
    assert not article.teaser


def test_atom_with_source_updated_and_relative_links() -> None:
    article = only(
        read_bytes(
            f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Planet</title><link href="https://planet.example/"/>
            <entry><title type="html">The &lt;i&gt;Piano&lt;/i&gt;</title><id>tag:planet.example,2026:1</id>
            <link rel="alternate" href="piano.html"/><published>2026-11-06T10:00:00Z</published>
            <updated>2026-11-07T10:00:00Z</updated><author><name>Ada Lind</name></author>
            <source><title>Strait Ledger</title></source>
            <content type="html">{escape(f'<p>{LEDE} <a href="/map">Map</a></p>')}</content></entry></feed>"""
        )
    )
    assert article.title == "The Piano"
    assert article.publisher == "Strait Ledger"
    assert article.url == "https://planet.example/piano.html"
    assert article.updated is not None
    assert article.updated.at == datetime(2026, 11, 7, 10, tzinfo=UTC)
    assert 'href="https://planet.example/map"' in article.html


def test_rdf_in_windows_1251() -> None:
    content = (
        '<?xml version="1.0" encoding="windows-1251"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel><title>Пролив</title></channel><item><title>Рояль доплыл</title>'
        "<link>https://strait.example/ru/1</link><description>Ледоколы открыли пролив в пятницу, на три недели раньше"
        " срока, который назвали лоцманы порта.</description></item></rdf:RDF>"
    )
    reading = read_bytes(content.encode("windows-1251"))
    article = only(reading)
    assert reading.media_type == "application/rdf+xml"
    assert reading.encoding == "windows-1251"
    assert (article.title, article.publisher, article.language) == ("Рояль доплыл", "Пролив", "ru")


def test_a_chinese_feed_in_gb18030() -> None:
    content = (
        '<?xml version="1.0" encoding="gb18030"?><rss version="2.0"><channel><title>海峡日报</title><item>'
        "<title>破冰船提前打通海峡</title><link>https://strait.example/zh/1</link><description>破冰船周五打通了海峡，"
        "比引航员预计的时间早三个星期。首批船队运送木材、茶叶和一架钢琴。</description></item></channel></rss>"
    )
    article = only(read_bytes(content.encode("gb18030")))
    assert (article.title, article.publisher, article.language) == ("破冰船提前打通海峡", "海峡日报", "zh")


@pytest.mark.parametrize(
    "damaged",
    [
        rss(f"<item><title>Tea & timber</title><description>{LEDE}</description></item>"),
        rss(f"<item><title>Tea &amp; timber</title><description>{LEDE}</description></item>").replace(
            "</channel></rss>", ""
        ),
        "\n\n  " + rss(f"<item><title>Tea &amp; timber</title><description>{LEDE}</description></item>"),
        '<?xml version="1.0" encoding="utf-16"?>'
        + rss(f"<item><title>Tea &amp; timber</title><description>{LEDE}</description></item>"),
        rss(f"<item><title>Tea &amp; timber</title><description>{LEDE}\x0b</description></item>"),
    ],
)
def test_damage_is_repaired(damaged: str) -> None:
    article = only(read_bytes(damaged))
    assert article.title == "Tea & timber"
    assert LEDE in article.text


@pytest.mark.parametrize(
    "stated",
    [
        "0000-00-00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 01 Jan 2099 00:00:00 GMT",
        "29 Feb 2023",
        "+9999",
        "soon",
        "",
        "1",
    ],
)
def test_dates_that_cannot_be_true_are_no_dates(stated: str) -> None:
    content = rss(f"<item><title>Tea</title><description>{LEDE}</description><pubDate>{stated}</pubDate></item>")
    assert only(read_bytes(content)).published is None


def test_items_without_words_are_left_out_and_a_feed_of_them_is_refused() -> None:
    assert (
        len(
            read_bytes(
                rss(f"<item/><item><title>Tea</title></item><item><description>{LEDE}</description></item>")
            ).articles
        )
        == 2
    )
    refused = read_bytes(rss("<item></item>")).rejection
    assert refused is not None
    assert refused.reason == "no-article"


def test_an_item_without_title_takes_its_first_sentence() -> None:
    article = only(read_bytes(rss(f"<item><description>{LEDE}</description></item>")))
    assert article.title_provenance == "derived"
    assert article.text.startswith(article.title.rstrip("…"))


@pytest.mark.parametrize("tail", ["…", "...", " [&amp;#8230;]", " [...]"])
def test_a_summary_that_is_cut_off_is_a_teaser(tail: str) -> None:
    assert only(read_bytes(rss(f"<item><title>Tea</title><description>{LEDE[:-1]}{tail}</description></item>"))).teaser


def test_the_footer_that_leads_back_to_the_item_goes() -> None:
    body = escape(f'<p>{LEDE}</p><p>The post <a href="https://strait.example/1">Tea</a> first stood here.</p>')
    body = body.replace("The post ", "").replace(" first stood here.", "")
    article = only(
        read_bytes(
            rss(
                f"<item><title>Tea</title><link>https://strait.example/1</link><description>{body}</description></item>"
            )
        )
    )
    assert article.text == LEDE


def test_tracking_pixels_and_scripts_in_content_go() -> None:
    body = escape(f'<p>{LEDE}<img src="https://count.example/p.gif" width="1" height="1"></p><script>evil()</script>')
    article = only(read_bytes(rss(f"<item><title>Tea</title><description>{body}</description></item>")))
    assert "count.example" not in article.html
    assert "evil" not in article.html + article.text


@pytest.mark.parametrize(
    "author", ["admin", "noreply@strait.example", "https://strait.example/", "Strait Ledger", "Редактор"]
)
def test_nobody_is_no_author(author: str) -> None:
    content = rss(f"<item><title>Tea</title><description>{LEDE}</description><dc:creator>{author}</dc:creator></item>")
    assert only(read_bytes(content)).authors == ()


def test_mail_style_authors_give_their_name() -> None:
    content = rss(
        f"<item><title>Tea</title><description>{LEDE}</description><author>ada@strait.example (Ada Lind)</author></item>"
    )
    assert only(read_bytes(content)).authors == ("Ada Lind",)


def json_feed(*items: object, **head: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Strait Ledger", "items": items, **head}
    return json.dumps(feed).encode()


def test_a_json_feed_item() -> None:
    article = only(
        read_bytes(
            json_feed(
                {
                    "id": 7, "url": "/7", "title": "Tea", "content_html": f"<p>{LEDE}</p>", "language": "en",
                    "date_published": "2026-11-06T10:20:30+03:00", "authors": [{"name": "Ada Lind"}, {"url": "x"}],
                },
                home_page_url="https://strait.example/",
            )
        )
    )  # fmt: skip
    assert (article.guid, article.url, article.authors) == ("7", "https://strait.example/7", ("Ada Lind",))
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 6, 7, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "item",
    [
        {"id": None, "title": 5, "content_text": LEDE, "authors": "Ada Lind"},
        {"id": [], "title": None, "content_text": LEDE, "author": {"name": None}, "tags": 3},
        {"id": {}, "content_text": LEDE, "date_published": 12, "url": ["x"], "image": False},
    ],
)
def test_values_of_the_wrong_type_are_nothing(item: object) -> None:
    assert only(read_bytes(json_feed(item, "not an item", None, 3))).text == LEDE


def test_a_json_feed_without_a_list_is_refused() -> None:
    refused = read_bytes(b'{"version": "https://jsonfeed.org/version/1.1", "items": {"a": 1}}').rejection
    assert refused is not None
    assert refused.reason == "malformed"


# --- what the lines of an item say of it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "bare"),
    [
        ("Strait Ledger", "Ice opens the strait | Strait Ledger", "Ice opens the strait"),
        ("Strait Ledger – Shipping", "Ice opens the strait - Strait Ledger", "Ice opens the strait"),
        ("Пролив — новости", "Ледоколы открыли пролив — Пролив", "Ледоколы открыли пролив"),
        ("海峡快报 - 航运", "破冰船打通海峡_海峡快报", "破冰船打通海峡"),
        ("Strait Ledger", "Strait Ledger", "Strait Ledger"),
        ("Strait Ledger", "Ice - and what opens it", "Ice - and what opens it"),
    ],
)
def test_the_feeds_name_is_no_part_of_a_title(name: str, title: str, bare: str) -> None:
    item = f"<item><title>{escape(title)}</title><description>{LEDE}</description></item>"
    assert only(read_bytes(rss(item, f"<title>{escape(name)}</title>"))).title == bare


@pytest.mark.parametrize(
    ("creator", "lede", "authors", "agency"),
    [
        ("dpa", "Tromsø (dpa) - Eisbrecher haben die Meerenge drei Wochen früher als erwartet geöffnet.", (), "dpa"),
        ("Ada Lind", "TROMSO, Nov 6 (Reuters) - Ice breakers opened the strait on Friday.", ("Ada Lind",), "Reuters"),
        ("", "МУРМАНСК, 6 ноября. /ТАСС/. Ледоколы открыли пролив на три недели раньше срока.", (), "ТАСС"),
        ("", "新华社特罗姆瑟11月6日电（记者 吴杰）破冰船六日打通海峡，比预期早三周。", ("吴杰",), "新华社"),
        ("", "МУРМАНСК, 6 ноя — Восток. РЖД и норвежские партнёры открыли пролив для барж.", (), None),
        ("Strait Ledger", "TROMSO, Nov 6 (Strait Ledger) — Ice breakers opened the strait on Friday.", (), None),
    ],
)
def test_wires_and_writers_of_an_items_own_lines(
    creator: str, lede: str, authors: tuple[str, ...], agency: str | None
) -> None:
    item = f"<item><title>Strait opens</title><dc:creator>{creator}</dc:creator><content:encoded><![CDATA[<p>{lede}</p><p>{MORE}</p>]]></content:encoded></item>"
    found = only(read_bytes(rss(item)))
    assert (found.authors, found.agency) == (authors, agency)
    opening = found.text.removesuffix(f"\n\n{MORE}")
    assert lede.endswith(opening)
    assert opening in found.html
    assert opening[:3] in ("Eis", "Ice", "Лед", "破冰船", "РЖД")


def test_a_feed_without_dates_is_dated_by_the_dateline_and_says_so() -> None:
    lede = "TROMSO, November 6, 2026 (Reuters) - Ice breakers opened the strait."
    found = only(read_bytes(rss(f"<item><title>Strait opens</title><description>{lede}</description></item>")))
    assert found.published is not None
    assert (found.published.at.date().isoformat(), found.published.provenance) == ("2026-11-06", "dateline")


def test_credits_and_footers_below_an_item_are_no_part_of_it() -> None:
    footer = "The post <a href='https://strait.example/1'>Strait</a> appeared first on <a href='https://strait.example'>Strait Ledger</a>."
    body = f"<p>{LEDE}</p><p>{MORE}</p><p>Reporting by Ada Lind; Editing by Bo Chen</p><p>{footer}</p>"
    found = only(
        read_bytes(
            rss(f"<item><title>Strait opens</title><content:encoded><![CDATA[{body}]]></content:encoded></item>")
        )
    )
    assert found.text == f"{LEDE}\n\n{MORE}"
    assert found.authors == ("Ada Lind",)


def item(description: str, rest: str = "<pubDate>Fri, 06 Nov 2026 10:20:30 +0300</pubDate>") -> Article:
    head = "<title>Pilots open the strait early</title><link>https://strait.example/1</link>"
    return only(read_bytes(rss(f"<item>{head}{rest}<description>{escape(description)}</description></item>")))


def test_the_date_of_an_rss_1_item_is_when_it_came_out() -> None:
    """``dc:date`` is the only date that RSS 1.0 has; feedparser takes it for a day of change."""
    article = item(LEDE, "<dc:date>2026-11-06T10:20:30+03:00</dc:date>")
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 6, 7, 20, 30, tzinfo=UTC)
    assert (article.published.precision, article.published.provenance) == ("second", "feed")
    assert article.updated is None


def test_a_cluster_of_links_lends_an_item_no_words() -> None:
    """What search engines list below a headline are other outlets' headlines."""
    article = item(
        '<ol><li><a href="https://a.example/1">Pilots open the strait early</a>&nbsp;<font>Strait Ledger</font></li>'
        '<li><a href="https://b.example/2">Grand piano on first convoy</a>&nbsp;<font>Tea Post</font></li></ol>'
    )
    assert article.text == article.title
    assert article.teaser


def test_a_summary_that_is_one_link_to_its_page_is_a_summary() -> None:
    assert item(f'<a href="https://strait.example/1">{LEDE}</a>').text == LEDE


@pytest.mark.parametrize("words", ["Read more", "Читать далее", "阅读全文", "Weiterlesen »", "Lire la suite…"])
def test_a_link_behind_the_last_sentence_goes(words: str) -> None:
    article = item(f'<p>{LEDE} <a href="https://strait.example/1">{words}</a></p>')
    assert article.text == LEDE
    assert "<a " not in article.html
    assert article.teaser


@pytest.mark.parametrize("row", ["Подписаться | Прислать новость", "Join us · Send news", "订阅｜投稿"])
def test_a_closing_row_of_calls_goes(row: str) -> None:
    assert item(f"<p>{LEDE}</p><p>{row}</p>").text == LEDE


def test_the_whole_text_beside_a_short_description_counts() -> None:
    text = f"<yandex:full-text>{LEDE}\n\n{MORE}</yandex:full-text>"
    feed = rss(f"<item><title>Strait</title><link>/1</link><description>Short.</description>{text}</item>")
    article = only(read_bytes(feed.replace("<rss ", '<rss xmlns:yandex="http://news.yandex.ru" ')))
    assert article.text == f"{LEDE}\n\n{MORE}"


def test_a_derived_title_begins_with_words() -> None:
    feed = rss(f"<item><link>/1</link><description>❗️🚢 {LEDE}</description></item>")
    assert only(read_bytes(feed)).title == LEDE
