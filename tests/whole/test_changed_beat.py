"""A changed beat is applied to what is stored: gained and lost, without new ids and without a flood."""

from __future__ import annotations

import pytest

from feedmill.errors import BeatError
from tests.whole.bench import Bench
from tests.whole.samples import DRILL, NOT_OURS, PIPELINE


def test_what_a_changed_beat_gains_enters_under_its_own_date_and_arrival(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("choir.txt", NOT_OURS)
    bench.refresh()
    before = {record["title"]: record for record in bench.export()}
    overlay = bench.root / "beat"
    overlay.mkdir()
    (overlay / "beat.toml").write_text("[thresholds]\nrelevant = 0\nborderline = 0\n")
    report = bench.refresh()
    assert report["documents"]["read"] == 0
    after = {record["title"]: record for record in bench.export()}
    choir = after["Village choir wins regional prize"]
    assert choir["verdict"] == "yes"
    assert choir["topics"]
    assert {title: record["id"] for title, record in after.items()} == {t: r["id"] for t, r in before.items()}
    entries = {entry.id: entry for entry in bench.feed("arrivals.atom").entries}
    assert entries[choir["story"]].published.startswith(choir["first_seen"][:16])
    assert bench.refresh()["feeds"]["written"] == 0


def test_what_a_changed_beat_loses_leaves_the_feeds(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("drill.txt", DRILL)
    bench.refresh()
    assert len(bench.feed("all.rss").entries) == 2
    (bench.root / "beat").mkdir()
    (bench.root / "beat" / "beat.toml").write_text("[thresholds]\nrelevant = 101\nborderline = 101\n")
    bench.refresh()
    assert bench.feed("all.rss").entries == []
    assert {record["verdict"] for record in bench.export()} == {"no"}
    assert not list((bench.feeds / "articles").glob("*.html"))


def test_faults_of_an_overlay_are_told_with_their_lines(bench: Bench) -> None:
    (bench.root / "beat").mkdir()
    (bench.root / "beat" / "beat.toml").write_text("[thresholds]\nrelevnt = 60\n")
    with pytest.raises(BeatError) as caught:
        bench.refresh()
    assert "beat.toml:2" in str(caught.value)
