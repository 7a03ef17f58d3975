"""Polling from the feed to the published entry: etiquette, items and validators together, pages as rows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from feedmill.pipeline import Wish, refresh
from feedmill.store import sources
from feedmill.store.sources import PageRow
from tests.fetching import lab as acts
from tests.fetching.lab import Lab, Line
from tests.fetching.newsroom import LONG, Newsroom, article_page, item, rss


def test_a_feed_is_asked_once_without_conditions_across_restarts(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.feed("/feed", rss(item(1), item(2)), etag='W/"a\xe9"'), full_text="never")
    first = newsroom.poll()
    assert first["sources"] == {"asked": 1, "changed": 1, "unchanged": 0, "failed": 0, "pages": 0, "left_out": []}
    assert (first["articles"]["new"], first["errors"]) == (2, [])
    assert "number 1 in Harbin" in newsroom.feed() and "number 2 in Harbin" in newsroom.feed()
    for _ in range(3):
        assert newsroom.poll()["sources"]["unchanged"] == 1
    asked = [hit.header("if-none-match") for hit in lab.asked("/feed")]
    assert asked == [None, *['W/"a\xe9"'.encode("latin-1")] * 3]
    assert lab.hits[0].header("user-agent").endswith(b"(+mailto:desk@example.org)")  # type: ignore[union-attr]
    assert {hit.path for hit in lab.hits} == {"/feed"}, "no robots.txt for a feed that a person named"


def test_validators_are_stored_when_the_body_is_the_same_and_expire(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", rss(item(1)), headers=[("ETag", '"one"')]), full_text="never")
    newsroom.poll()
    lab.give("/feed", rss(item(1)), headers=[("ETag", '"two"')])
    assert newsroom.poll()["sources"]["unchanged"] == 1
    lab.give("/feed", status=304, headers=[("ETag", '"three"')])
    newsroom.poll()
    newsroom.poll()
    newsroom.poll(after=timedelta(days=9))
    sent = [hit.header("if-none-match") for hit in lab.hits]
    assert sent == [None, b'"one"', b'"two"', b'"three"', None]


def test_a_failure_keeps_no_validators_and_loses_no_item(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", "<html><p>Sign in, please", headers=[("ETag", '"bad"')]), kind="feed")
    report = newsroom.poll()
    assert report["sources"]["failed"] == 1 and "else than a feed" in report["errors"][0]
    assert newsroom.watch("sample").trouble is not None and newsroom.watch("sample").etag is None
    lab.give("/feed", rss(item(1)))
    assert newsroom.poll()["articles"]["new"] == 1
    assert lab.hits[1].header("if-none-match") is None
    assert newsroom.watch("sample").trouble is None


@pytest.mark.parametrize(
    ("act", "reason"), [(acts.cut_off, "protocol"), (acts.reset, "connect"), (acts.missing, "missing")]
)
def test_what_fails_once_is_whole_again_later(lab: Lab, newsroom: Newsroom, act: acts.Act, reason: str) -> None:
    newsroom.source("sample", lab.give("/feed", rss(item(1)), headers=[("ETag", '"one"')]), full_text="never")
    newsroom.poll()
    lab.on("/feed", act)
    assert newsroom.poll()["errors"]
    trouble = newsroom.watch("sample").trouble
    assert trouble is not None and trouble.reason == reason
    lab.give("/feed", rss(item(1), item(2)))
    assert newsroom.poll()["articles"] == {"new": 1, "updated": 0}


def test_items_are_recognised_when_everything_is_renamed(lab: Lab, newsroom: Newsroom) -> None:
    items = [item(n) for n in range(1, 6)]
    newsroom.source("sample", lab.give("/feed", rss(*items)), full_text="never")
    newsroom.poll()
    before = {record["id"] for record in newsroom.stored()}
    for host in ("http://news.example.org", "https://www.news.example.org", "https://other.example.com"):
        lab.give("/feed", rss(*(item(n, host=host) for n in (3, 1, 5, 2, 4))))
        assert newsroom.poll()["articles"]["new"] == 0, host
    lab.give("/feed", rss())
    assert newsroom.poll()["errors"] == []
    lab.give("/feed", rss(*items))
    assert newsroom.poll()["articles"]["new"] == 0
    assert {record["id"] for record in newsroom.stored()} == before
    assert newsroom.watch("sample").gaps == 0


def test_shuffled_items_change_nothing(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", rss(item(1), item(2), item(3))), full_text="never")
    newsroom.poll()
    lab.give("/feed", rss(item(3), item(1), item(2)))
    report = newsroom.poll()
    assert (report["articles"], report["feeds"]["written"]) == ({"new": 0, "updated": 0}, 0)


def test_full_text_is_fetched_for_what_could_be_relevant_only(lab: Lab, newsroom: Newsroom) -> None:
    host = lab.origin
    dull = item(
        2, host=host, title="A village choir wins a prize", text="The choir of a small village sang for an hour."
    )
    lab.give("/feed", rss(item(1, host=host), dull))
    lab.give("/1", article_page("Russia and China sign grain agreement number 1 in Harbin", *LONG))
    newsroom.source("sample", lab.url("/feed"))
    report = newsroom.poll()
    assert (report["sources"]["pages"], report["articles"]["new"]) == (1, 2)
    assert lab.asked("/2") == [] and len(lab.asked("/1")) == len(lab.asked("/robots.txt")) == 1
    told = next(record for record in newsroom.stored() if record["title"].startswith("Russia"))
    assert "annex" in told["text"] and told["document"]["origin"] == lab.url("/1")
    assert told["published"] == "2026-05-04T01:00:00Z"
    lab.give("/feed", rss(item(3, host=host), item(1, host=host), dull))
    lab.give("/3", article_page("Russia and China sign grain agreement number 3 in Harbin", *LONG))
    newsroom.poll()
    assert len(lab.asked("/1")) == 1, "a page is fetched once"
    again = next(record for record in newsroom.stored() if record["id"] == told["id"])
    assert again["text"] == told["text"], "the feed's summary does not overwrite the page's text"


def test_full_text_never_and_always(lab: Lab, newsroom: Newsroom) -> None:
    long = " ".join(LONG)
    lab.give("/never", rss(item(1, host=lab.origin)))
    lab.give("/always", rss(item(2, host=lab.origin, text=long)))
    lab.give("/short", rss(item(3, host=lab.origin, text=long)))
    for name, wish in (("never", "never"), ("always", "always"), ("short", "when-short")):
        newsroom.source(name, lab.url(f"/{name}"), full_text=wish)
    newsroom.poll()
    assert [len(lab.asked(path)) for path in ("/1", "/2", "/3")] == [0, 1, 0]


def test_robots_txt_is_obeyed_for_pages(lab: Lab, newsroom: Newsroom) -> None:
    lab.give("/robots.txt", "User-agent: *\nDisallow: /1\nCrawl-delay: 0.1\n")
    lab.give("/feed", rss(item(1, host=lab.origin), item(2, host=lab.origin)))
    lab.give("/2", article_page("Grain agreement", *LONG))
    newsroom.source("sample", lab.url("/feed"))
    newsroom.poll()
    assert lab.asked("/1") == [] and len(lab.asked("/2")) == 1
    newsroom.poll(after=timedelta(hours=2))
    assert len(lab.asked("/robots.txt")) == 1, "kept for a day"


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (403, 1), (500, 0)])
def test_unreadable_robots_txt(lab: Lab, newsroom: Newsroom, status: int, asked: int) -> None:
    lab.give("/robots.txt", status=status)
    lab.give("/feed", rss(item(1, host=lab.origin)))
    newsroom.source("sample", lab.url("/feed"))
    newsroom.poll()
    assert len(lab.asked("/1")) == asked


def test_pages_that_fail_are_tried_again_then_given_up(lab: Lab, newsroom: Newsroom) -> None:
    lab.give("/feed", rss(item(1, host=lab.origin), item(2, host=lab.origin)))
    lab.give("/1", status=500)
    newsroom.source("sample", lab.url("/feed"))
    for _ in range(8):
        newsroom.poll(after=timedelta(hours=5))
    assert (len(lab.asked("/1")), len(lab.asked("/2"))) == (4, 1), "4 tries after a fault, one after a 404"
    with newsroom.open() as desk, desk.store.reading() as conn:
        assert sources.page_counts(conn) == {("sample", "given-up"): 2}


def test_a_host_that_refuses_is_left_alone_by_hand_too(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("one", lab.give("/one", status=429, headers=[("Retry-After", "7200")]), full_text="never")
    newsroom.poll()
    newsroom.source("two", lab.give("/two", rss(item(1))), full_text="never")
    report = newsroom.poll()
    assert len(lab.hits) == 1 and {left["id"] for left in report["sources"]["left_out"]} == {"one", "two"}
    assert "left alone until" in report["sources"]["left_out"][0]["why"]
    lab.give("/one", rss(item(2)))
    assert newsroom.poll(after=timedelta(hours=2))["sources"]["changed"] == 2


def test_by_hand_no_source_is_asked_again_within_the_floor(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("one", lab.feed("/one", rss(item(1))), full_text="never")
    newsroom.source("off", lab.feed("/off", rss(item(2))), enabled=False)
    newsroom.poll()
    report = newsroom.poll(after=timedelta(minutes=4))
    assert report["sources"]["left_out"][0]["id"] == "one" and "240 s ago" in report["sources"]["left_out"][0]["why"]
    assert newsroom.poll(frozenset({"one"}), after=timedelta(minutes=2))["sources"]["unchanged"] == 1
    assert lab.asked("/off") == []


def test_a_gap_is_followed_into_the_archive_and_told(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", rss(item(1), item(2))), full_text="never")
    newsroom.poll()
    older = '<atom:link rel="prev-archive" href="{}"/>'
    lab.give("/feed", rss(item(7), item(8), more=older.format("/a1")))
    lab.give("/a1", rss(item(5), item(6), more=older.format("/a2")))
    lab.give("/a2", rss(item(2), item(3), item(4), more=older.format("/a3")))
    report = newsroom.poll()
    assert report["articles"]["new"] == 6 and lab.asked("/a3") == []
    assert newsroom.watch("sample").gap_at == newsroom.now
    assert "missed" in newsroom.feed("health.atom")


def test_pages_of_one_source_do_not_hold_up_those_of_others(newsroom: Newsroom) -> None:
    with newsroom.open() as desk, desk.store.writing() as conn:
        for source, number in (("flood", 300), ("second", 300), ("third", 1)):
            for at in range(number):
                url = f"https://{source}.example.org/{at}"
                page = PageRow(source=source, key=url, url=url, article=None, state="waiting", seen="")
                sources.keep_page(conn, page)
        handed = [page.source for page in sources.waiting_pages(conn, newsroom.now, 25, 20)]
        assert Counter(handed) == {"flood": 12, "second": 12, "third": 1} and set(handed[:3]) == set(handed)
        few = [page.source for page in sources.waiting_pages(conn, newsroom.now, 200, 20)]
        assert Counter(few) == {"flood": 20, "second": 20, "third": 1}


def test_a_move_for_good_is_believed_after_three_days(lab: Lab, newsroom: Newsroom) -> None:
    new = lab.feed("/new", rss(item(1)))
    newsroom.source("sample", lab.give("/old", status=301, headers=[("Location", "/new")]), full_text="never")
    for _ in range(3):
        assert newsroom.watch_url("sample") != new
        newsroom.poll(after=timedelta(days=1))
    assert newsroom.watch("sample").url == new
    newsroom.poll(after=timedelta(days=1))
    assert len(lab.asked("/old")) == 3 and len(lab.asked("/new")) == 4


def test_gone_ends_it(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("sample", lab.give("/feed", status=410))
    newsroom.poll()
    report = newsroom.poll(after=timedelta(days=30))
    assert len(lab.hits) == 1 and "gone for good" in report["sources"]["left_out"][0]["why"]
    assert newsroom.watch("sample").next_due is None


def test_hostile_feeds_harm_nobody(lab: Lab, newsroom: Newsroom) -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel>&b;</channel></rss>'
    )
    many = rss(*(item(n, title=f"Dull news {n}", text="nothing") for n in range(2500)))
    script = item(1, title="Russia and China &lt;script&gt;alert(1)&lt;/script&gt; sign", host="javascript:alert(2)//")
    bodies = {
        "bomb": bomb, "xxe": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>',
        "nested": "<rss><channel>" + "<a>" * 50_000, "null": "null", "binary": "\x00\x01\x02" * 100, "many": many,
        "cut": rss(item(1), item(2))[:-150], "script": rss(script), "good": rss(item(9)),
    }  # fmt: skip
    for name, body in bodies.items():
        newsroom.source(name, lab.give(f"/{name}", body), full_text="never")
    report = newsroom.poll()
    assert report["sources"]["asked"] == len(bodies)
    assert newsroom.watch("good").last_success == newsroom.now
    told = newsroom.feed("all.rss") + newsroom.feed("all.json") + newsroom.feed("health.atom")
    assert "<script" not in told and "javascript:" not in told and "root:" not in told


def test_one_hanging_source_holds_up_nobody(lab: Lab, newsroom: Newsroom) -> None:
    async def late(line: Line) -> None:
        import asyncio

        await asyncio.sleep(2)
        await line.answer(200, body=rss(item(1)).encode())

    with Lab(address="127.0.0.2") as other:
        newsroom.allow.append(other.allowed)
        newsroom.source("slow", lab.on("/slow", late), full_text="never")
        newsroom.source("quick", other.feed("/quick", rss(item(2))), full_text="never")
        newsroom.source("new", other.feed("/new", rss(item(3))), full_text="never")
        with newsroom.open() as desk:
            refresh(desk, Wish(trigger="test"))  # just awake: what is due is spread over the next minutes
            newsroom.now += timedelta(minutes=4)
            seen = refresh(desk, Wish(trigger="test")).as_json().get("sources", {}).get("changed", 0)
            newsroom.now += timedelta(minutes=2)
            while seen < 2:
                report = refresh(desk, Wish(trigger="test")).as_json()
                seen += report.get("sources", {}).get("changed", 0)
            assert lab.open_now == 1, "the slow one is still under way"
