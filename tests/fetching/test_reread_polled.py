"""Better rules for what came from the web: the kept originals are read again, nothing is fetched, every id stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from feedmill.decisions import Decisions
from feedmill.digestion import judge_article
from feedmill.model import Article
from feedmill.pipeline import Desk, Wish, refresh
from feedmill.pipeline.compose import compose
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.forgetting import forget
from feedmill.pipeline.ingest import Tally, Under, store_article
from feedmill.pipeline.publish import publish
from feedmill.store import articles, filing, sources
from feedmill.store.articles import ArticleRow
from tests.fetching.lab import Lab
from tests.fetching.newsroom import LONG, Newsroom, article_page, item, rss

CHROME = "Share this page with your friends.\n\n"


def _again(newsroom: Newsroom) -> dict[str, Any]:
    """A pass that asks nobody and reads everything again."""
    with newsroom.open() as desk:
        return refresh(desk, Wish(trigger="test", again=True, wanted=frozenset({"nobody"}))).as_json()


def _as_read_before(newsroom: Newsroom, change: Callable[[Article], Article]) -> None:
    """Let every article be stored and published as a reader with other rules would have read it."""
    with newsroom.open() as desk:
        with desk.store.writing() as conn:
            for row in articles.page(conn, limit=100):
                _store(conn, desk, row, change(row.article), row)
            compose(conn, desk)
        publish(desk)


def _store(conn: Any, desk: Desk, row: ArticleRow, article: Article, before: ArticleRow | None) -> UUID:
    under = Under(
        number=row.document, origin=row.origin, source=row.source, now=row.first_seen,
        editor=Editor(desk.beat, Decisions()),
    )  # fmt: skip
    return store_article(conn, under, article, judge_article(article, desk.beat), before, Tally())


def _worse(article: Article) -> Article:
    return replace(article, text=CHROME + article.text, html=f"<p>{CHROME}</p>{article.html}")


def _records(newsroom: Newsroom) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in newsroom.stored()}


def _a_feed_with_pages(lab: Lab, newsroom: Newsroom) -> None:
    lab.give("/feed", rss(item(1, host=lab.origin), item(2, host=lab.origin), item(3, host=lab.origin)))
    for number in (1, 2):
        title = f"Another headline of page {number} on China, Russia and grain"
        lab.give(f"/{number}", article_page(title, *(f"{one} Lot {number}." for one in LONG)))
    newsroom.source("sample", lab.url("/feed"))
    assert newsroom.poll()["sources"]["pages"] == 2


def test_the_same_rules_change_nothing_and_ask_nobody(lab: Lab, newsroom: Newsroom) -> None:
    _a_feed_with_pages(lab, newsroom)
    before, files, asked = _records(newsroom), newsroom.feed("all.atom"), len(lab.hits)
    report = _again(newsroom)
    assert report["reread"] == {"read": 3, "refused": 0, "gone": 0, "stopped": 0}
    assert (report["articles"], report["feeds"]["written"]) == ({"new": 0, "updated": 0}, 0)
    assert (_records(newsroom), newsroom.feed("all.atom"), len(lab.hits)) == (before, files, asked)


def test_items_and_their_pages_are_read_by_todays_rules(lab: Lab, newsroom: Newsroom) -> None:
    _a_feed_with_pages(lab, newsroom)
    right, asked = _records(newsroom), len(lab.hits)
    _as_read_before(newsroom, _worse)
    assert all(record["text"].startswith("Share this") for record in newsroom.stored())
    assert _again(newsroom)["articles"] == {"new": 0, "updated": 3}
    assert _records(newsroom) == right
    assert "Share this page" not in newsroom.feed("all.json")
    newsroom.poll()
    assert [hit.path for hit in lab.hits[asked:] if hit.path in ("/1", "/2")] == [], "no page is fetched again for it"


def test_pages_of_items_that_the_feed_no_longer_shows(lab: Lab, newsroom: Newsroom) -> None:
    _a_feed_with_pages(lab, newsroom)
    lab.give("/feed", rss(item(3, host=lab.origin)))
    newsroom.poll()
    right = _records(newsroom)
    _as_read_before(newsroom, _worse)
    _again(newsroom)
    assert _records(newsroom) == right, "title and date stay those of the item, the text is the page's"


def test_an_item_longer_than_its_page_stays(lab: Lab, newsroom: Newsroom) -> None:
    lab.give("/feed", rss(item(1, host=lab.origin, text=" ".join(LONG))))
    lab.give("/1", article_page("Russia and China sign grain agreement number 1 in Harbin", LONG[0]))
    newsroom.source("sample", lab.url("/feed"), full_text="always")
    newsroom.poll()
    lab.give("/feed", rss(item(2, host=lab.origin)))
    newsroom.poll()
    before = _records(newsroom)
    _again(newsroom)
    assert _records(newsroom) == before
    assert any("8th annex" in record["text"] for record in before.values())


def test_what_the_bytes_do_not_hold_leaves_and_what_was_missed_arrives(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", rss(item(1), item(2))), full_text="never")
    newsroom.poll()
    arrived = newsroom.now
    right = _records(newsroom)
    with newsroom.open() as desk, desk.store.writing() as conn:
        first, second = sorted(articles.page(conn, limit=10), key=lambda row: row.article.position)
        other = "China and Russia on our other pages: Russia thanks China, and Beijing thanks Moscow for its gas."
        extra = replace(first.article, title="Most read", text=other, url=None, guid=None, position=7)
        false = _store(conn, desk, first, extra, None)
        filing.remove(conn, second.id)
    _again(newsroom)
    after = _records(newsroom)
    assert first.id.urn in after and after[first.id.urn] == right[first.id.urn]
    assert false.urn not in newsroom.feed("all.json") and "Most read" not in newsroom.feed("all.json")
    (found,) = [record for record in after.values() if record["title"] == second.article.title]
    assert found["first_seen"] == arrived.isoformat().replace("+00:00", "Z"), "it arrives when its document did"


def test_what_was_forgotten_does_not_come_back(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", rss(item(1), item(2))), full_text="never")
    newsroom.poll()
    gone, kept = sorted(_records(newsroom))
    with newsroom.open() as desk:
        forget(desk, gone)
    assert _again(newsroom)["articles"]["new"] == 0
    assert list(_records(newsroom)) in ([kept], [])


def test_a_page_that_could_not_be_used_may_be_used_now(lab: Lab, newsroom: Newsroom) -> None:
    _a_feed_with_pages(lab, newsroom)
    right = _records(newsroom)
    with newsroom.open() as desk, desk.store.writing() as conn:
        for row in articles.page(conn, limit=10):
            page = next(iter(sources.links(conn, "sample", [row.article.url.partition("//")[2]]).values()), None)  # type: ignore[union-attr]
            if page is not None and row.origin == page.url:
                sources.keep_page(conn, replace(page, state="given-up", detail="It holds several articles."))
                short = replace(row.article, text=f"{row.article.title}.", html=f"<p>{row.article.title}.</p>")
                _store(conn, desk, row, short, row)
    assert _records(newsroom) != right
    _again(newsroom)
    after = _records(newsroom)
    assert after.keys() == right.keys()
    assert {key: record["text"] for key, record in after.items()} == {k: record["text"] for k, record in right.items()}


def test_a_source_that_is_no_longer_listed(lab: Lab, newsroom: Newsroom) -> None:
    _a_feed_with_pages(lab, newsroom)
    right = _records(newsroom)
    _as_read_before(newsroom, _worse)
    newsroom.told.clear()
    _again(newsroom)
    assert {key: record["text"] for key, record in _records(newsroom).items()} == {
        key: record["text"] for key, record in right.items()
    }
