"""Listing pages as sites lay them out, in six languages, with and without an introduction: every item comes out with
its headline, link, day and teaser, and nothing of what stands around it."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import pytest

from tests.reading.listing_pages import DAYS, SITE, TONGUES, fill, frame, read_html

LAYOUTS = {
    "blog archive": "<article class='post-{n} post type-post hentry category-news'><header class=entry-header><h2 class=entry-title><a href='/{n}/story/' rel=bookmark>{t}</a></h2><div class=entry-meta><span class=posted-on><time class='entry-date published' datetime='{iso}T08:00:00+00:00'>{d}</time></span> <span class=byline>{by} <a href='/author/x'>{w}</a></span> <span class=comments-link><a href='/{n}/story/#respond'>{c0}</a></span></div></header><div class=entry-summary><p>{x} <a class=more-link href='/{n}/story/'>{m} <span class=screen-reader-text>{t}</span></a></p></div></article>",
    "cards, eyebrow and counts": "<div class='teaser teaser--{n}'><a class=teaser__image href='/{n}/story/'><img src='/i/{n}.jpg' alt='{t}'></a><div class=teaser__body><a class=teaser__eyebrow href='/s/{n}'>{s}</a><h3 class=teaser__title><a href='/{n}/story/'>{t}</a></h3><p class=teaser__lead>{x}</p><div class=teaser__foot><span class=teaser__author>{w}</span><span class=teaser__date>{d}</span><span class=teaser__read>{c1}</span><span class=teaser__views>{c3}</span></div></div></div>",
    "one link around all": "<a class=item href='/{n}/story/'><div class=item__pic style='background:url(x.jpg)'></div><div class=item__title>{t}</div><div class=item__text>{x}</div><div class=item__info><span>{s}</span><span>{d}</span></div></a>",
    "promo list": "<li><div data-testid=promo type=article><div><a href='/{n}/story/'><span role=text><span aria-hidden=false>{t}</span></span></a><p>{x}</p><ul><li><div><span class=visually-hidden>Published</span><span aria-hidden=true>{d}</span></div></li></ul></div></div></li>",
    "portal list with clock": "<li class=clearfix><h3><a href='/{n}/story/c.html' target=_blank>{t}</a></h3><p>{x}</p><div class=info><span class=time>{d} 15:22</span><span class=share>{c2}</span></div></li>",
    "tags under the item": "<div class=list-item><div class=list-item__content><a class='list-item__title color-font-hover-only' href='/{n}/story/'>{t}</a><div class=list-item__announce>{x}</div></div><div class=list-item__info><div class=list-item__date>{d}</div><div class=list-item__views-text>{c3}</div></div><div class=list-item__tags><a href='/tag/1'>{s}</a><a href='/tag/2'>{w}</a></div></div>",
    "media object": "<div class=media><div class=media-left><a href='/{n}/story/'><img class=media-object src='/i.jpg'></a></div><div class=media-body><h4 class=media-heading><a href='/{n}/story/'>{t}</a> <small>{d}</small></h4>{x} <a href='/{n}/story/'>{m} »</a></div></div>",
    "old table": "<table width=100%><tr><td valign=top width=80><img src='/i{n}.gif'></td><td><font size=1 color=#888888>{d}</font><br><a href='/{n}/story/'><b>{t}</b></a><br><font size=2>{x}</font></td></tr></table>",
    "utility classes": "<div class='flex gap-4 py-4'><div class='flex-1'><p class='text-xs uppercase'>{s}</p><a href='/{n}/story/' class='block mt-1'><p class='text-xl font-semibold'>{t}</p><p class='mt-3 text-base'>{x}</p></a><div class='mt-6 flex items-center'><p class='text-sm'>{w}</p><div class='flex space-x-1 text-sm'><time datetime='{iso}'>{d}</time><span>·</span><span>{c1}</span></div></div></div></div>",
    "heading not linked": "<section class=entry><h2>{t}</h2><div class=date>{d}</div><p>{x}</p><a class='btn btn-primary' href='/{n}/story/'>{m}</a></section>",
    "date box": "<div class=row><div class='col date-box'>{iso}</div><div class=col><h5><a href='/{n}/story/' title='{t}'>{t}</a></h5><div class=brief>{x}</div></div></div>",
    "microdata": "<div itemscope itemtype='https://schema.org/NewsArticle'><link itemprop=url href='/{n}/story/'><h2 itemprop=headline><a href='/{n}/story/'>{t}</a></h2><meta itemprop=datePublished content='{iso}'><span class=d>{d}</span><div itemprop=description>{x}</div></div>",
    "definition list": "<dt><a href='/{n}/story/'>{t}</a> <em>{d}</em></dt><dd>{x}</dd>",
    "paragraphs": "<p class=t><a href='/{n}/story/'>{t}</a></p><p class=x>{x}</p><p class=d>{d}</p>",
}  # fmt: skip


@pytest.mark.parametrize("intro", [0, 1, 4])
@pytest.mark.parametrize("lang", TONGUES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_item_comes_out_whole(layout: str, lang: str, intro: int) -> None:
    tongue = TONGUES[lang]
    reading = read_html(frame(tongue, f"<div class=list>{fill(LAYOUTS[layout], tongue)}</div>", intro=intro), lang=lang, title=f"{tongue.topic} | Strait Ledger")  # fmt: skip
    assert reading.shape == "listing", (reading.shape_reason, reading.rejection)
    assert [one.title for one in reading.articles] == [title for title, _ in tongue.stories]
    assert [(one.url or "").removeprefix(SITE)[:8] for one in reading.articles] == [f"/{n}/story" for n in range(5)]
    assert [one.published and one.published.at.date().isoformat() for one in reading.articles] == list(DAYS)
    assert [one.text for one in reading.articles] == [teaser for _, teaser in tongue.stories]
