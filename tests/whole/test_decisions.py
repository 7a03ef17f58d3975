"""What an editor decides wins over every rule, survives re-reading and re-judging, and can be taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feedmill.errors import ConfigError, NotFound, UsageError
from feedmill.pipeline.deciding import decide, parse_change
from tests.whole.bench import Bench, feedmill
from tests.whole.samples import DRILL, NOT_OURS, PIPELINE
from tests.whole.test_service import free_port, start, wait_for

CHOIR = "Village choir wins regional prize"
GAS = "Moscow and Beijing sign new gas supply deal"
ALL_OF_IT = "[thresholds]\nrelevant = 101\nborderline = 101\n"


def decided(bench: Bench, name: str, *words: str, undo: bool = False) -> list[str]:
    with bench.open() as desk:
        said = decide(desk, name, parse_change(words, undo=undo))
    report = bench.refresh()
    assert not report["errors"]
    return said


def record(bench: Bench, title: str) -> dict[str, Any]:
    return next(one for one in bench.export() if one["title"] == title)


@pytest.fixture
def told(bench: Bench) -> Bench:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("choir.txt", NOT_OURS)
    bench.refresh()
    return bench


def test_yes_publishes_what_the_rules_keep_out(told: Bench) -> None:
    choir = record(told, CHOIR)
    assert choir["verdict"] == "no"
    assert decided(told, choir["id"], "yes") == [f"decided: verdict = yes, for {CHOIR}"]
    after = record(told, CHOIR)
    assert (after["verdict"], after["score"], after["id"]) == ("yes", 100, choir["id"])
    assert [e["points"] for e in after["evidence"] if e["signal"] == "decision"] == [100]
    assert after["topics"]
    (entry,) = [one for one in told.feed("all.atom").entries if one.title == CHOIR]
    assert "an editor decided: verdict" in (told.feeds / "articles" / f"{choir['id'][9:]}.html").read_text()
    assert entry.id == after["story"]
    assert f"# {CHOIR}\n[[decision]]" in (told.root / "decisions.toml").read_text()


def test_no_withdraws_and_undo_brings_back_with_the_same_bytes_of_the_article(told: Bench) -> None:
    before = record(told, GAS)
    decided(told, before["story"], "no")
    assert [e.title for e in told.feed("all.atom").entries] == []
    decided(told, before["id"], undo=True)
    after = record(told, GAS)
    assert {**after, "story": None} == {**before, "story": None}
    assert "[[decision]]" not in (told.root / "decisions.toml").read_text()


def test_topics_date_and_title_stand_in_the_feeds_and_can_be_taken_back(told: Bench) -> None:
    before = record(told, GAS)
    for words in (["topics", "arctic,", "borderlands"], ["date", "2025-01-02"], ["title", "Another", "headline"]):
        decided(told, before["id"], *words)
    after = record(told, "Another headline")
    assert [topic["slug"] for topic in after["topics"]] == ["arctic", "borderlands"]
    assert (after["published"][:10], after["published_precision"]) == ("2025-01-02", "day")
    assert after["published_provenance"] == "decision"
    assert (after["id"], after["story"]) == (before["id"], before["story"])
    assert not told.feed("energy.atom").entries
    (entry,) = told.feed("arctic.atom").entries
    assert (entry.title, entry.published[:10]) == ("Another headline", "2025-01-02")
    for key in ("topics", "date", "title"):
        decided(told, before["id"], key, undo=True)
    assert record(told, GAS) == before


def test_decisions_survive_an_edited_document_a_changed_beat_and_a_second_drop(told: Bench) -> None:
    before = record(told, GAS)
    decided(told, before["id"], "title", "Another headline")
    decided(told, before["id"], "topics", "arctic")
    told.drop("pipeline.txt", PIPELINE + "\nThe contract runs for thirty years, officials said.\n")
    told.refresh()
    (told.root / "beat").mkdir()
    (told.root / "beat" / "beat.toml").write_text("[thresholds]\nrelevant = 51\n")
    told.refresh()
    after = record(told, "Another headline")
    assert after["id"] == before["id"]
    assert [topic["slug"] for topic in after["topics"]] == ["arctic"]
    assert "thirty years" in after["text"]
    assert told.refresh()["feeds"]["written"] == 0


def test_an_address_can_be_decided_about_before_its_article_comes(bench: Bench) -> None:
    bench.drop("drill.txt", DRILL)
    bench.refresh()
    with bench.open() as desk:
        decide(desk, "https://www.example.org/choir/?utm_source=x", parse_change(["yes"]))
    page = "<html><head><title>{0}</title><link rel='canonical' href='https://example.org/choir'></head><body>"
    text = "".join(f"<p>{line}</p>" for line in NOT_OURS.split("\n\n")[2:] * 3)
    bench.drop("choir.html", page.format(CHOIR) + f"<article><h1>{CHOIR}</h1>{text}</article></body></html>")
    bench.refresh()
    assert record(bench, CHOIR)["verdict"] == "yes"


@pytest.mark.parametrize(
    ("phrase", "kind", "verdict"), [("Danish village", "always", "yes"), ("choir*", "never", "no")]
)
def test_phrases_decide_for_all_articles_that_have_them(told: Bench, phrase: str, kind: str, verdict: str) -> None:
    (told.root / "beat").mkdir()
    (told.root / "beat" / "beat.toml").write_text("[thresholds]\nrelevant = 0\n" if kind == "never" else "")
    decided(told, phrase, kind)
    after = record(told, CHOIR)
    assert after["verdict"] == verdict
    (signal,) = [one for one in after["evidence"] if one["signal"] == kind]
    assert signal["text"] in (after["title"], after["text"]) or signal["text"] in after["text"] + after["title"]
    if kind == "always":
        assert (
            "Danish village" in (told.feeds / "articles" / f"{after['id'][9:]}.html").read_text().split("Why here")[1]
        )
    decided(told, phrase, kind, undo=True)
    assert (record(told, CHOIR)["verdict"] == "no") is (kind == "always")


def test_a_decision_about_an_article_is_stronger_than_a_phrase(told: Bench) -> None:
    decided(told, "Gazprom", "never")
    assert record(told, GAS)["verdict"] == "no"
    decided(told, record(told, GAS)["id"], "yes")
    assert record(told, GAS)["verdict"] == "yes"


def test_a_slip_of_the_pen_undoes_nothing_while_the_service_runs(told: Bench) -> None:
    choir = record(told, CHOIR)
    decided(told, choir["id"], "yes")
    file = told.root / "decisions.toml"
    good = file.read_text()
    with told.open() as desk:  # the desk is open: a running service
        from feedmill.pipeline import refresh

        file.write_text(good.replace('"yes"', '"yess"'))
        report = refresh(desk, trigger="test").as_json()
        assert [error.split(": ")[0] for error in report["errors"]] == ["decisions.toml:9"]
        assert record(told, CHOIR)["verdict"] == "yes"
        with pytest.raises(ConfigError):
            decide(desk, choir["id"], parse_change(["no"]))
        file.write_text(good)
        assert refresh(desk, trigger="test").as_json()["errors"] == []


def test_what_cannot_be_decided_is_told(told: Bench) -> None:
    choir = record(told, CHOIR)
    with told.open() as desk:
        for words in ([], ["maybe"], ["yes", "really"], ["date"], ["topics", "nonsense"], ["date", "yesterday"]):
            with pytest.raises(UsageError):
                decide(desk, choir["id"], parse_change(words))
        with pytest.raises(NotFound):
            decide(desk, "3f0c2f62-6a6c-4b60-8a5e-0d8a3b1a7c11", parse_change(["yes"]))
        with pytest.raises(NotFound):
            decide(desk, "choir.txt", parse_change(["yes"]))
        with pytest.raises(UsageError):
            decide(desk, "...", parse_change(["never"]))
    assert not (told.root / "decisions.toml").exists()


def test_the_command_decides_publishes_and_says_so(told: Bench, tmp_path: Path) -> None:
    choir = record(told, CHOIR)
    folders = ("--seeds", told.seeds, "--feeds", told.feeds, "--database", told.root / "state" / "feedmill.sqlite3")
    done = feedmill("decide", choir["id"][9:], "yes", *folders, cwd=told.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"decided: verdict = yes, for {CHOIR}" in done.stdout
    assert CHOIR in [entry.title for entry in told.feed("all.atom").entries]
    (told.root / "decisions.toml").write_text('[[decision]]\nverdict = "no"\n')
    spoiled = feedmill("refresh", *folders, cwd=told.root)
    assert spoiled.returncode == 2
    assert "decisions.toml:1" in spoiled.stderr


def test_a_running_service_takes_up_decisions_made_by_command_and_by_hand(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "choir.txt").write_text(NOT_OURS)
    (tmp_path / "feedmill.toml").write_text('[schedule]\nsettle = "200ms"\nscan = "1s"\n')
    running = start(tmp_path, free_port())
    try:
        done = feedmill("refresh", "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        (listed,) = feedmill("articles", "--json", cwd=tmp_path).stdout.splitlines()
        done = feedmill("decide", json.loads(listed)["id"], "yes", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert running.titles() == [CHOIR]
        shown = feedmill("why", "seeds/choir.txt", cwd=tmp_path).stdout
        assert "decided by an editor: verdict" in shown
        (tmp_path / "decisions.toml").write_text('[[never]]\nphrase = "Danish"\n')
        wait_for(lambda: not running.titles(), "the phrase written by hand")
        (told,) = feedmill("why", "choir.txt", "--json", cwd=tmp_path).stdout.splitlines()
        assert [one["text"] for one in json.loads(told)["evidence"] if one["signal"] == "never"] == ["Danish"]
        (tmp_path / "decisions.toml").write_text('[[always]]\nphrase = "choir*"\n')
        wait_for(lambda: running.titles() == [CHOIR], "the other phrase")
        (tmp_path / "decisions.toml").write_text("[[nonsense]]\n")
        spoiled = feedmill("refresh", cwd=tmp_path)
        assert "decisions.toml:1" in spoiled.stderr
        assert running.titles() == [CHOIR]
    finally:
        running.end()
