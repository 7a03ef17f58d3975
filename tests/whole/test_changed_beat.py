"""A changed beat is applied to what is stored: gained and lost, without new ids and without a flood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedmill.errors import BeatError, UsageError
from feedmill.pipeline.listing import list_close
from feedmill.pipeline.trying import Seen, trial_beat, try_beat
from tests.whole.bench import Bench, feedmill
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


def shifts(bench: Bench, folder: Path | None = None, days: int | None = None) -> list[tuple[str, str]]:
    with bench.open() as desk:
        found = try_beat(desk, trial_beat(desk.settings, folder), days=days, seen=Seen())
        return sorted((one.kind, one.title) for one in found)


def test_trying_a_beat_tells_what_it_would_gain_lose_and_retag_and_writes_nothing(bench: Bench) -> None:
    for name, text in (("pipeline.txt", PIPELINE), ("drill.txt", DRILL), ("choir.txt", NOT_OURS)):
        bench.drop(name, text)
    bench.refresh()
    before, published = bench.export(), bench.published()
    assert shifts(bench) == []
    folder = bench.root / "trial"
    (folder / "lexicon").mkdir(parents=True)
    (folder / "phrases.toml").write_text('[[always]]\nphrase = "choir"\n[[never]]\nphrase = "Sea of Japan"\n')
    (folder / "lexicon" / "en.toml").write_text('[topics]\narctic = ["compressor station", "agreement", "Gazprom"]\n')
    assert shifts(bench, folder) == [
        ("gained", "Village choir wins regional prize"),
        ("lost", "Russian and Chinese warships begin joint patrol in the Sea of Japan"),
        ("retagged", "Moscow and Beijing sign new gas supply deal"),
    ]
    assert shifts(bench, folder, days=1) == shifts(bench, folder)
    small = Path(__file__).parent.parent / "judging" / "small_beat"
    assert {kind for kind, _ in shifts(bench, small)} == {"lost"}
    assert (bench.export(), bench.published()) == (before, published)
    with pytest.raises(UsageError):
        shifts(bench, bench.root / "nowhere")


def test_the_command_shows_a_trial_and_prints_it_as_json(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    (bench.root / "beat").mkdir()
    (bench.root / "beat" / "phrases.toml").write_text('[[never]]\nphrase = "Gazprom"\n')
    folders = ("--seeds", bench.seeds, "--feeds", bench.feeds)
    shown = feedmill("try", *folders, cwd=bench.root)
    assert shown.returncode == 0, shown.stderr
    assert "- Moscow and Beijing sign new gas supply deal" in shown.stdout
    assert "1 article judged: 0 gained, 1 lost, 0 retagged, 0 moved." in shown.stdout
    (line,) = feedmill("try", "--json", *folders, cwd=bench.root).stdout.splitlines()
    assert json.loads(line)["after"]["verdict"] == "no"


def test_what_came_close_is_listed_the_closest_first(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("drill.txt", DRILL)
    bench.drop("choir.txt", NOT_OURS)
    (bench.root / "beat").mkdir()
    (bench.root / "beat" / "beat.toml").write_text("[thresholds]\nrelevant = 101\nborderline = 90\n")
    bench.refresh()
    with bench.open() as desk:
        found = list_close(desk, limit=10)
        pages = [list_close(desk, limit=1), list_close(desk, limit=2)]
    assert {one["title"] for one in found} == {record["title"] for record in bench.export() if record["score"] >= 85}
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert [len(page) for page in pages] == [1, 2]


def test_what_is_gained_late_is_not_news_again(bench: Bench) -> None:
    """Old articles that a changed beat lets in stand under their own dates: below what is newer, and not updated."""
    old = NOT_OURS.replace("May 2, 2026", "May 2, 2024")
    bench.drop("choir.txt", old)
    bench.refresh()
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    first = {entry.id: (entry.published, entry.updated) for entry in bench.feed("all.atom").entries}
    (bench.root / "beat").mkdir()
    (bench.root / "beat" / "phrases.toml").write_text('[[always]]\nphrase = "Danish village"\n')
    bench.refresh()
    entries = bench.feed("all.atom").entries
    assert [entry.title for entry in entries] == [
        "Moscow and Beijing sign new gas supply deal",
        "Village choir wins regional prize",
    ]
    assert entries[1].published.startswith("2024-05-02")
    assert entries[1].updated[:19] == entries[1].published[:19]
    assert (entries[0].published, entries[0].updated) == first[entries[0].id]
    arrivals = [entry.title for entry in bench.feed("arrivals.atom").entries]
    assert arrivals == [entry.title for entry in entries]
    assert [item.title for item in bench.feed("all.rss").entries] == arrivals
