"""What the sources page shows of a source's last weeks."""

from __future__ import annotations

from datetime import timedelta

from lxml import html as lxml_html

from feedmill.store import articles
from tests.fetching.lab import Lab
from tests.fetching.newsroom import Newsroom, item, rss
from tests.web.asking import ask
from tests.web.desks import Playing, app_of


def test_new_items_are_counted_by_the_day_they_came_on(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.source("busy", lab.feed("/busy", rss(item(1), item(2))), full_text="never")
    newsroom.source("calm", lab.feed("/calm", rss(item(3))), full_text="never")
    newsroom.poll()
    lab.feed("/busy", rss(item(1), item(2), item(4)), etag='"two"')
    newsroom.poll(after=timedelta(days=2))
    with newsroom.open() as desk:
        today = newsroom.now.date()
        with desk.store.reading() as conn:
            assert articles.daily(conn, ["busy", "calm"], today, 4) == {"busy": [0, 2, 0, 1], "calm": [0, 1, 0, 0]}
            assert articles.daily(conn, ["busy", "calm"], today, 2) == {"busy": [0, 1]}
            assert articles.daily(conn, ["calm"], today, 4) == {"calm": [0, 1, 0, 0]}
        page = lxml_html.fromstring(ask(app_of(desk, Playing()), "/sources").body)
    told = [one.get("aria-label") for one in page.findall(".//ol[@class='sources']//svg")]
    assert told == [
        "busy: 3 new items in 30 days, 1 in the last one",
        "calm: 1 new items in 30 days, 0 in the last one",
    ]
