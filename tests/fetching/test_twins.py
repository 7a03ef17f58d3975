"""Two names for one thing: an address is asked once in a round, and the owner is told what to do."""

from __future__ import annotations

import pytest

from feedmill.pipeline.health import source_health
from tests.fetching.lab import Lab
from tests.fetching.newsroom import Newsroom, article_page, item, rss


def _health(newsroom: Newsroom, id: str) -> tuple[str, str]:
    with newsroom.open() as desk, desk.store.reading() as conn:
        found = next(one for one in source_health(conn, desk.settings) if one.source.id == id)
    return found.state, " ".join(found.troubles)


@pytest.mark.parametrize("status", [301, 308, 302, 307])
def test_a_redirect_to_another_sources_address_is_told_and_not_followed(
    lab: Lab, newsroom: Newsroom, status: int
) -> None:
    newsroom.source("elder", lab.give("/old", status=status, headers=[("Location", "/feed")]), full_text="never")
    newsroom.source("heir", lab.feed("/feed", rss(item(1))), full_text="never")
    for rounds in range(1, 5):
        report = newsroom.poll()
        assert (len(lab.asked("/old")), len(lab.asked("/feed"))) == (rounds, rounds)
        assert report["sources"]["failed"] == 1
        assert 'where the source "heir" is asked already' in report["errors"][0]
    state, told = _health(newsroom, "elder")
    assert state == "failing" and "feedmill sources disable elder" in told
    assert "disable elder" in newsroom.feed("health.atom"), "its owner is told where faults are told"
    assert _health(newsroom, "heir") == ("well", "")
    newsroom.told[1] = newsroom.told[1] + "enabled = false\n"
    assert newsroom.poll()["errors"] == []
    assert _health(newsroom, "elder") == ("well", "")


def test_one_address_under_two_ids_is_asked_once(lab: Lab, newsroom: Newsroom) -> None:
    url = lab.feed("/feed", rss(item(1)))
    newsroom.source("first", url, full_text="never")
    newsroom.source("second", url.replace("http://", "HTTP://") + "#top", full_text="never")
    report = newsroom.poll()
    assert len(lab.asked("/feed")) == 1 and report["sources"]["changed"] == 1
    assert "disable second" in _health(newsroom, "second")[1]


def test_two_sources_that_move_to_one_place_are_found_out(lab: Lab, newsroom: Newsroom) -> None:
    lab.feed("/new", rss(item(1)))
    for name in ("one", "two"):
        newsroom.source(name, lab.give(f"/{name}", status=301, headers=[("Location", "/new")]), full_text="never")
    newsroom.poll()
    before = len(lab.asked("/new"))
    newsroom.poll()
    assert len(lab.asked("/new")) == before + 1
    assert _health(newsroom, "one")[1] == "" and 'source "one"' in _health(newsroom, "two")[1]


def test_a_site_whose_feed_is_a_source_already(lab: Lab, newsroom: Newsroom) -> None:
    lab.feed("/feed", rss(item(1)))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    page = article_page("Sample site", "Welcome to the sample site.").replace("</head>", f"{link}</head>")
    newsroom.source("site", lab.give("/", page), full_text="never")
    newsroom.source("feed", lab.origin + "/feed", kind="feed", full_text="never")
    newsroom.poll()
    assert len(lab.asked("/feed")) == 1
    assert 'source "feed"' in _health(newsroom, "site")[1]
