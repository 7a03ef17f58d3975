"""What an address can be: a site that announces a feed, a listing, a sitemap, a page; and looking at it first."""

from __future__ import annotations

import pytest

from feedmill.isolation import Readers
from feedmill.pipeline.catalogue import Source
from feedmill.pipeline.discovery import Found, errand, look_at, read_url
from feedmill.sources.web import Failure
from tests.fetching.lab import Lab
from tests.fetching.newsroom import LONG, Newsroom, article_page, item, rss

NEWS_MAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)


def titled(url: str, title: str) -> str:
    news = f"<n:publication_date>2026-05-03T10:00:00Z</n:publication_date><n:title>{title}</n:title>"
    return f"<url><loc>{url}</loc><n:news>{news}</n:news></url>"


def listing(lab: Lab, numbers: range) -> str:
    cards = "".join(
        f'<li class="card"><h3><a href="/story/{n}">China and Russia open ferry line number {n} on the river</a></h3>'
        f"<p>Ministers from Beijing and Moscow cut the ribbon of line {n} and praised the builders.</p></li>"
        for n in numbers
    )
    for n in numbers:
        lab.give(f"/story/{n}", article_page(f"China and Russia open ferry line number {n} on the river", *LONG))
    return f"<html lang=en><head><title>Ferries</title></head><body><main><ul>{cards}</ul></main></body></html>"


def test_a_site_is_followed_to_the_feed_that_it_announces(lab: Lab, newsroom: Newsroom) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="News" href="/feed">'
    lab.give("/", f"<html><head>{link}</head><body><p>{LONG[0]}</p></body></html>")
    lab.feed("/feed", rss(item(1)))
    newsroom.source("site", lab.url("/"), full_text="never")
    assert newsroom.poll()["articles"]["new"] == 1
    assert newsroom.poll()["sources"]["unchanged"] == 1
    assert [hit.path for hit in lab.hits] == ["/", "/feed", "/feed"]


def test_a_listing_is_read_by_its_structure_and_its_pages_once(lab: Lab, newsroom: Newsroom) -> None:
    lab.give("/tag", listing(lab, range(1, 6)))
    newsroom.source("tag", lab.url("/tag"), kind="listing")
    report = newsroom.poll()
    assert (report["articles"]["new"], report["sources"]["pages"]) == (5, 5)
    assert all("annex" in record["text"] for record in newsroom.stored())
    lab.give("/tag", listing(lab, range(3, 8)))
    report = newsroom.poll()
    assert (report["articles"]["new"], report["sources"]["pages"]) == (2, 2)


def test_a_news_sitemap_is_judged_by_its_titles(lab: Lab, newsroom: Newsroom) -> None:
    wanted = titled(lab.url("/a"), "Russia and China sign a gas agreement in Beijing")
    dull = titled(lab.url("/b"), "A village choir wins a prize in the valley")
    lab.give("/map.xml", NEWS_MAP.format(wanted + dull))
    lab.give("/a", article_page("Russia and China sign a gas agreement in Beijing", *LONG))
    newsroom.source("map", lab.url("/map.xml"), kind="sitemap")
    report = newsroom.poll()
    assert (report["articles"]["new"], report["sources"]["pages"]) == (2, 1)
    assert lab.asked("/b") == []


def test_a_sitemap_without_titles_is_followed_to_its_newest_pages(lab: Lab, newsroom: Newsroom) -> None:
    index = "<sitemapindex><sitemap><loc>/part.xml</loc></sitemap></sitemapindex>"
    lab.give("/index.xml", index)
    entry = "<url><loc>/p/{n}</loc><lastmod>2026-04-{n:02}</lastmod></url>"
    lab.give("/part.xml", f"<urlset>{''.join(entry.format(n=n) for n in range(1, 3))}</urlset>")
    for n in (1, 2):
        lab.give(f"/p/{n}", article_page(f"Moscow and Beijing discuss border post number {n}", *LONG))
    newsroom.source("map", lab.url("/index.xml"), kind="sitemap")
    assert newsroom.poll()["articles"]["new"] == 2


def test_a_page_is_watched_for_change(lab: Lab, newsroom: Newsroom) -> None:
    title = "Russia and China: what is agreed so far"
    lab.give("/page", article_page(title, *LONG))
    newsroom.source("page", lab.url("/page"), kind="page", full_text="never")
    newsroom.poll()
    assert newsroom.poll()["sources"]["unchanged"] == 1
    lab.give("/page", article_page(title, "Beijing and Moscow agreed on a bridge today.", *LONG))
    assert newsroom.poll()["articles"] == {"new": 0, "updated": 1}
    assert "agreed on a bridge today" in newsroom.stored()[0]["text"]


@pytest.mark.parametrize("path", ["/site", "/feed", "/tag", "/map.xml"])
def test_looking_at_an_address(lab: Lab, newsroom: Newsroom, readers: Readers, path: str) -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/feed">'
    lab.give("/site", f"<html><head>{link}</head><body><p>{LONG[0]}</p></body></html>")
    lab.give("/feed", rss(item(1), item(2)))
    lab.give("/tag", listing(lab, range(1, 6)))
    lab.give("/map.xml", NEWS_MAP.format(titled(lab.url("/a"), "Russia and China sign an agreement")))
    kinds = {"/site": ("feed", "/feed"), "/feed": ("feed", "/feed"), "/tag": ("listing", "/tag"),
             "/map.xml": ("sitemap", "/map.xml")}  # fmt: skip
    with errand(newsroom.settings) as out:
        found = look_at(out, readers, Source(id="x", url=lab.url(path)))
    assert isinstance(found, Found) and (found.kind, found.url) == (kinds[path][0], lab.url(kinds[path][1]))
    assert found.articles and found.language == "en"


def test_looking_at_what_is_no_source(lab: Lab, newsroom: Newsroom, readers: Readers) -> None:
    lab.give("/picture", b"\x89PNG\r\n\x1a\n" + bytes(100))
    with errand(newsroom.settings) as out:
        for url in (lab.url("/picture"), lab.url("/missing"), "http://127.0.0.1:1/", "ftp://example.org/"):
            assert isinstance(look_at(out, readers, Source(id="x", url=url)), Failure), url


def test_reading_an_address(lab: Lab, newsroom: Newsroom, readers: Readers) -> None:
    lab.give("/1", article_page("Russia and China sign", *LONG))
    with errand(newsroom.settings) as out:
        [record] = read_url(out, readers, lab.url("/1"))
        [refused] = read_url(out, readers, "http://10.0.0.1/")
    assert record["document"]["origin"] == record["url"] == lab.url("/1") and record["verdict"] == "yes"
    assert refused["rejected"]["reason"] == "unreadable" and "public internet" in refused["rejected"]["detail"]
