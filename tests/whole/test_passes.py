"""One pass after another: what is new once is never new again."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.whole.bench import Bench
from tests.whole.samples import DRILL, NOT_OURS, PIPELINE, PIPELINE_RETOLD, SNIPPETS


def ids(records: list[dict[str, Any]]) -> set[str]:
    return {record["id"] for record in records}


def test_a_document_is_read_judged_and_published(bench: Bench) -> None:
    bench.drop("desk/pipeline.txt", PIPELINE)
    report = bench.refresh()
    assert report["documents"] == {"seen": 1, "read": 1, "unchanged": 0, "refused": 0, "waiting": 0}
    assert report["articles"] == {"new": 1, "updated": 0}
    (record,) = bench.export()
    assert record["document"]["origin"] == "desk/pipeline.txt"
    assert record["title"] == "Moscow and Beijing sign new gas supply deal"
    assert record["published"] == "2026-03-03T00:00:00Z"
    assert record["verdict"] == "yes"
    assert "energy" in [topic["slug"] for topic in record["topics"]]
    for name in ("all.rss", "all.atom", "energy.rss", "energy.atom", "arrivals.atom"):
        (entry,) = bench.feed(name).entries
        assert entry.id == record["story"], name
        assert entry.title == record["title"], name
    assert not bench.feed("borderline.atom").entries
    assert (bench.feeds / "articles" / f"{record['id'][9:]}.html").is_file()
    assert (bench.feeds / "feeds.opml").is_file()
    assert (bench.feeds / "index.html").is_file()


def test_what_is_not_about_the_beat_is_kept_but_not_published(bench: Bench) -> None:
    bench.drop("choir.txt", NOT_OURS)
    bench.refresh()
    (record,) = bench.export()
    assert (record["verdict"], record["topics"], record["story"]) == ("no", [], None)
    assert not bench.feed("all.rss").entries
    assert not list((bench.feeds / "articles").glob("*.html"))


def test_a_second_pass_changes_no_byte_and_reads_nothing(bench: Bench) -> None:
    bench.drop("a.txt", PIPELINE)
    bench.drop("b.txt", DRILL)
    bench.refresh()
    before, records = bench.published(), bench.export()
    report = bench.refresh()
    assert report["documents"] == {"seen": 2, "read": 0, "unchanged": 2, "refused": 0, "waiting": 0}
    assert report["feeds"]["written"] == 0
    assert bench.published() == before
    assert bench.export() == records


def test_touched_renamed_copied_removed_and_put_back_is_nothing_new(bench: Bench) -> None:
    path = bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before, records = bench.published(), bench.export()

    os.utime(path, (1, 1))
    assert bench.refresh()["documents"]["unchanged"] == 1
    path = path.rename(bench.seeds / "renamed.txt")
    bench.refresh()
    bench.drop("sub/copy.txt", PIPELINE)
    bench.refresh()
    path.unlink()
    (bench.seeds / "sub" / "copy.txt").unlink()
    bench.refresh()
    bench.drop("again.txt", PIPELINE)
    report = bench.refresh()

    assert report["articles"] == {"new": 0, "updated": 0}
    assert bench.published() == before
    assert ids(bench.export()) == ids(records)


def test_the_same_bytes_twice_in_one_pass_are_one_document(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.drop("two.txt", PIPELINE)
    report = bench.refresh()
    assert (report["documents"]["read"], report["documents"]["unchanged"]) == (1, 1)
    assert len(bench.export()) == 1


def test_an_edit_updates_the_entry_under_the_same_id(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    (before,) = bench.export()
    (entry_before,) = bench.feed("all.atom").entries
    bench.drop("one.txt", PIPELINE.replace("another six billion", "another seven billion"))
    report = bench.refresh()
    assert report["articles"] == {"new": 0, "updated": 1}
    (after,) = bench.export()
    assert (after["id"], after["story"], after["first_seen"]) == (before["id"], before["story"], before["first_seen"])
    (entry,) = bench.feed("all.atom").entries
    assert entry.id == entry_before.id
    assert "seven billion" in entry.content[0].value
    assert entry.updated > entry_before.updated
    assert entry.published == entry_before.published


def test_a_snippet_at_the_head_of_a_digest_is_one_new_article(bench: Bench) -> None:
    bench.drop("digest.txt", "\n".join(SNIPPETS))
    bench.refresh()
    before = bench.export()
    assert len(before) == len(SNIPPETS)
    fresh = "Russia and China agreed to open a second border crossing for trucks near Blagoveshchensk, officials said."
    bench.drop("digest.txt", "\n".join([fresh, *SNIPPETS]))
    report = bench.refresh()
    assert report["articles"]["new"] == 1
    after = bench.export()
    assert ids(before) < ids(after)
    assert len(after) == len(SNIPPETS) + 1
    assert {r["id"]: r["story"] for r in before}.items() <= {r["id"]: r["story"] for r in after}.items()


def test_an_article_that_leaves_its_document_stays_published(bench: Bench) -> None:
    bench.drop("digest.txt", "\n".join(SNIPPETS))
    bench.refresh()
    entries = {entry.id for entry in bench.feed("all.rss").entries}
    bench.drop("digest.txt", "\n".join(SNIPPETS[1:]))
    bench.refresh()
    assert {entry.id for entry in bench.feed("all.rss").entries} == entries


def test_a_retelling_joins_the_story_and_is_listed_in_its_entry(bench: Bench) -> None:
    bench.drop("first.txt", PIPELINE)
    bench.refresh()
    (entry_before,) = bench.feed("all.atom").entries
    bench.drop("second.txt", PIPELINE_RETOLD)
    report = bench.refresh()
    assert report["stories"] == {"new": 0, "grown": 1}
    stories = {record["story"] for record in bench.export()}
    assert len(stories) == 1
    (entry,) = bench.feed("all.atom").entries
    assert (entry.id, entry.updated) == (entry_before.id, entry_before.updated)
    assert "second.txt" in entry.content[0].value


def test_a_lost_feeds_folder_is_written_anew_with_the_same_bytes(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before = {name: digest for name, (digest, _) in bench.published().items()}
    for path in sorted(bench.feeds.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    bench.refresh()
    assert {name: digest for name, (digest, _) in bench.published().items()} == before


def test_a_moved_base_address_changes_links_but_no_id(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before = bench.feed("all.atom")
    (bench.root / "feedmill.toml").write_text('[site]\nbase_url = "https://feeds.example.org"\n')
    bench.refresh()
    after = bench.feed("all.atom")
    assert after.feed.id == before.feed.id
    assert [entry.id for entry in after.entries] == [entry.id for entry in before.entries]
    assert after.entries[0].link.startswith("https://feeds.example.org/feeds/articles/")


def test_forgetting_withdraws_and_does_not_come_back(bench: Bench) -> None:
    from feedmill.pipeline.forgetting import forget
    from feedmill.pipeline.publish import publish

    bench.drop("one.txt", PIPELINE)
    bench.drop("two.txt", DRILL)
    bench.refresh()
    record = next(r for r in bench.export() if "gas" in r["title"])
    with bench.open() as desk:
        forget(desk, record["id"])
        publish(desk)
    assert [entry.title for entry in bench.feed("all.rss").entries] != []
    assert record["story"] not in {entry.id for entry in bench.feed("all.rss").entries}
    assert not (bench.feeds / "articles" / f"{record['id'][9:]}.html").exists()
    bench.drop("one.txt", PIPELINE + "\n")
    bench.drop("other.txt", PIPELINE)
    report = bench.refresh()
    assert report["articles"]["new"] == 0
    assert record["title"] not in {r["title"] for r in bench.export()}


def test_deleting_a_dropped_file_withdraws_nothing(bench: Bench) -> None:
    path = bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before = bench.published()
    path.unlink()
    bench.refresh()
    assert bench.published() == before


def test_feeds_carry_a_sample_of_their_shape(bench: Bench, tmp_path: Path) -> None:
    """Newest first by the date of the news, not by the order of arrival."""
    bench.drop("later.txt", DRILL)
    bench.refresh()
    bench.drop("earlier.txt", PIPELINE)
    bench.refresh()
    assert [entry.title[:7] for entry in bench.feed("all.rss").entries] == ["Russian", "Moscow "]
    assert [entry.title[:7] for entry in bench.feed("arrivals.rss").entries] == ["Moscow ", "Russian"]


def test_what_somebody_spoiled_in_the_feeds_folder_is_mended(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before = {name: digest for name, (digest, _) in bench.published().items()}
    (bench.feeds / "energy.rss").write_text("spoiled")
    (bench.feeds / "all.atom").unlink()
    for page in (bench.feeds / "articles").glob("*.html"):
        page.unlink()
    assert bench.refresh()["feeds"]["written"] == 2
    assert {name: digest for name, (digest, _) in bench.published().items()} == before


def test_a_feed_that_cannot_be_written_is_told_and_written_later(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    (bench.feeds / "all.rss").mkdir(parents=True)
    report = bench.refresh()
    assert [error.split()[0] for error in report["errors"]] == ["all.rss"]
    assert bench.feed("all.atom").entries
    (bench.feeds / "all.rss").rmdir()
    report = bench.refresh()
    assert (report["feeds"]["written"], report["errors"]) == (1, [])


def test_a_feeds_folder_inside_the_watched_one_is_not_read(bench: Bench) -> None:
    (bench.root / "feedmill.toml").write_text('[paths]\nseeds = "."\nfeeds = "feeds"\n')
    (bench.root / "one.txt").write_text(PIPELINE)
    assert bench.refresh()["documents"]["seen"] == 2  # the document and feedmill.toml
    assert bench.refresh()["documents"]["seen"] == 2


def test_a_long_pass_publishes_on_the_way(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("feedmill.pipeline.refresh"), "PUBLISH_EVERY", 0.0)
    bench.drop("one.txt", PIPELINE)
    bench.drop("two.txt", DRILL)
    report = bench.refresh()
    assert report["feeds"] == {"written": 54, "unchanged": 0}
    assert len(bench.feed("all.rss").entries) == 2
