"""What comes again is known again: ids survive renaming, moving, re-importing and editing; floods are held back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedmill.decisions import Decisions
from feedmill.digestion import judge_article
from feedmill.model import Article, Digest, Document, Moment, Reading
from feedmill.pipeline import Desk
from feedmill.pipeline.compose import compose
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.forgetting import forget
from feedmill.pipeline.ingest import Arrival, Tally, ingest
from tests.whole.bench import Bench
from tests.whole.samples import DRILL, PIPELINE

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = """<html><head><title>{title}</title><link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1>
<p>{text}</p></article></body></html>"""


def ids(bench: Bench) -> dict[str, str]:
    return {record["title"]: record["id"] for record in bench.export() if record["rejected"] is None}


def stories(bench: Bench) -> set[str]:
    return {entry.id for entry in bench.feed("all.atom").entries}


def test_a_file_renamed_and_edited_at_once_keeps_its_ids(bench: Bench) -> None:
    old = bench.drop("march.txt", PIPELINE)
    bench.refresh()
    before, shown = ids(bench), stories(bench)
    old.unlink()
    bench.drop("archive/2026-03.txt", PIPELINE + "\n\n")
    assert bench.refresh()["articles"]["new"] == 0
    assert (ids(bench), stories(bench)) == (before, shown)


def test_a_copy_under_another_name_while_the_first_is_there_is_another_article(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.drop("two.txt", PIPELINE + "\n\n")
    bench.refresh()
    records = [record for record in bench.export() if record["rejected"] is None]
    assert len({record["id"] for record in records}) == 2
    assert len({record["story"] for record in records}) == 1


def test_a_page_saved_again_from_a_moved_site_is_known(bench: Bench) -> None:
    text = PIPELINE.split("(Sample Courier) - ")[1]
    saved = PAGE.format(title="Gas deal signed", url="http://news.example.org/gas?utm_source=x", text=text)
    first = bench.drop("a.html", saved)
    bench.refresh()
    before = ids(bench)
    first.unlink()
    bench.drop("b.html", saved.replace("http://news", "https://www.news").replace("?utm_source=x", "/"))
    assert bench.refresh()["articles"]["new"] == 0
    assert ids(bench) == before


def test_a_moved_base_address_and_a_restart_change_no_id(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.drop("two.txt", DRILL)
    bench.refresh()
    before, shown = ids(bench), stories(bench)
    (bench.root / "feedmill.toml").write_text('[site]\nbase_url = "https://feeds.example.org"\n')
    bench.refresh()
    assert (ids(bench), stories(bench)) == (before, shown)


def test_a_title_edited_in_place_keeps_id_and_story(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before, shown = ids(bench), stories(bench)
    bench.drop("one.txt", PIPELINE.replace("sign new gas supply deal", "agree on more gas"))
    assert bench.refresh()["articles"] == {"new": 0, "updated": 1}
    assert list(ids(bench).values()) == list(before.values())
    assert stories(bench) == shown


def test_what_was_forgotten_does_not_come_back_under_another_name(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    [ident] = ids(bench).values()
    with bench.open() as desk:
        forget(desk, ident)
    bench.drop("again.txt", PIPELINE + "\n\n")
    assert bench.refresh()["articles"]["new"] == 0
    assert stories(bench) == set()


# --- a web feed -----------------------------------------------------------------------------------------------


def item(number: int, *, days_ago: int, prefix: str = "https://wire.example.org/") -> Article:
    text = (
        f"Russia and China agreed on Tuesday to build depot number {number} for soybeans near Chita, the regional "
        f"government said. Moscow and Beijing will share its cost of {number + 40} million yuan."
    )
    return Article(
        position=number,
        title=f"Depot {number} for Chinese soybeans planned near Chita",
        title_provenance="stated",
        text=text,
        html=f"<p>{text}</p>",
        url=f"{prefix}{number}",
        guid=f"{prefix}guid/{number}",
        publisher="Wire",
        language="en",
        published=Moment(at=NOW - timedelta(days=days_ago), precision="second", provenance="feed"),
    )


def poll(desk: Desk, found: Iterable[Article], known: int | None, *, url: str = "https://wire.example.org/rss") -> Any:
    """What a poll of a web feed brings into the store."""
    read = tuple(found)
    document = Document(origin=url, content=repr(read).encode(), source="wire", received=NOW)
    judged = tuple(judge_article(article, desk.beat) for article in read)
    reading = Reading(media_type="application/rss+xml", encoding="utf-8", shape="feed", shape_reason="", articles=read)
    digest = Digest(reading=reading, judged=judged, reader=1)
    arrival = Arrival(document=document, sha256=None, digest=digest, known=known)
    tally = Tally()
    with desk.store.writing() as conn:
        number = ingest(conn, arrival, NOW, tally, Editor(desk.beat, Decisions()))
        compose(conn, desk)
    return number, tally


@pytest.mark.parametrize("known", [True, False], ids=["same-address", "moved-feed"])
def test_a_feed_whose_ids_and_addresses_all_change_brings_nothing_new(bench: Bench, known: bool) -> None:
    with bench.open() as desk:
        number, first = poll(desk, [item(n, days_ago=n) for n in range(12)], None)
        moved = [item(n, days_ago=n, prefix="https://new.example.net/a/") for n in range(12)]
        _, again = poll(desk, moved, number if known else None, url="https://new.example.net/feed")
    assert first.articles_new == 12
    assert (again.articles_new, again.stories_new) == (0, 0)


def test_a_source_that_offers_old_items_as_new_is_held_back(bench: Bench) -> None:
    with bench.open() as desk:
        number, _ = poll(desk, [item(n, days_ago=1) for n in range(3)], None)
        flood = [item(n, days_ago=n) for n in range(100, 140)]
        _, tally = poll(desk, [*flood, item(50, days_ago=0)], number)
        assert (tally.held_back, tally.articles_new) == (40, 1)
        _, later = poll(desk, [*flood, item(51, days_ago=0)], number)
    assert (later.held_back, later.articles_new) == (40, 1)


def test_a_first_listing_and_a_few_late_items_are_no_flood(bench: Bench) -> None:
    with bench.open() as desk:
        number, first = poll(desk, [item(n, days_ago=n * 20) for n in range(20)], None)
        _, late = poll(desk, [item(n, days_ago=90) for n in range(30, 33)], number)
    assert (first.held_back, first.articles_new) == (0, 20)
    assert (late.held_back, late.articles_new) == (0, 3)


def test_old_documents_dropped_by_hand_are_published_under_their_own_dates(bench: Bench) -> None:
    bench.drop("new.txt", DRILL)
    bench.refresh()
    for month in range(1, 9):
        bench.drop(f"old-{month}.txt", PIPELINE.replace("March 3, 2026", f"{month} May 2019"))
    bench.refresh()
    assert bench.feed("all.atom").entries[0].title.startswith("Russian and Chinese warships")
    assert {entry.published[:4] for entry in bench.feed("all.atom").entries[1:]} == {"2019"}
    assert bench.feed("arrivals.atom").entries[0].title.startswith("Moscow and Beijing")
