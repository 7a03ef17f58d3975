"""The five real documents beside the checkout, against what a careful editor makes of them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.whole.bench import Bench


@pytest.fixture
def filled(bench: Bench, shared: Path) -> Bench:
    bench.drop_all(shared / "seeds")
    bench.refresh()
    return bench


@pytest.fixture
def expected(shared: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((shared / "seeds-expected.json").read_text("utf-8"))
    return told


def holds(phrase: str, text: str) -> bool:
    """Whether one of the phrase's alternatives stands in a text."""
    return any(part in text for part in phrase.split("|"))


def test_every_item_as_an_editor_makes_it(filled: Bench, expected: dict[str, Any]) -> None:
    records = filled.export()
    assert len(records) == 19
    for name, document in expected.items():
        if name in ("note", "stories"):
            continue
        mine = sorted((r for r in records if r["document"]["origin"] == name), key=lambda r: r["position"])
        assert len(mine) == document["count"], name
        for record, item in zip(mine, document["items"], strict=True):
            _compare(record, item)


def _compare(record: dict[str, Any], item: dict[str, Any]) -> None:
    said = f"{record['title']}\n{record['text']}"
    where = item["key"]
    assert holds(item["key"], said), where
    assert record["verdict"] == item["relevant"], (where, record["score"], record["evidence"])
    assert (record["published"] or "")[:10] == (item["date"] or ""), where
    if item["title"] is None:
        assert record["title_provenance"] == "derived", where
    else:
        assert (record["title"], record["title_provenance"]) == (item["title"], "stated"), where
    for field in ("agency", "publisher"):
        assert field not in item or record[field] == item[field], where
    if "author" in item:
        assert any(item["author"] in author for author in record["authors"]), (where, record["authors"])
    if "topics_any" in item:
        assert {topic["slug"] for topic in record["topics"]} & set(item["topics_any"]), (where, record["topics"])
    for phrase in item.get("include", ()):
        assert holds(phrase, said), (where, phrase)
    for phrase in item.get("exclude", ()):
        assert phrase not in said and phrase not in record["html"], (where, phrase)


def test_the_call_is_one_story_and_the_one_a_year_before_another(filled: Bench) -> None:
    stories: dict[str, list[tuple[str, int]]] = {}
    for record in filled.export():
        if record["story"]:
            stories.setdefault(record["story"], []).append((record["document"]["origin"][:3], record["position"]))
    shared_stories = [sorted(members) for members in stories.values() if len(members) > 1]
    assert shared_stories == [[("000", 5), ("000", 6), ("003", 0)]]


def test_the_feeds_carry_each_story_once_with_its_sources(filled: Bench) -> None:
    records = filled.export()
    published = {r["story"] for r in records if r["verdict"] == "yes"}
    entries = filled.feed("all.atom").entries
    assert {entry.id for entry in entries} == published
    assert len(entries) == len(published)
    call = next(r["story"] for r in records if r["document"]["origin"].startswith("003"))
    (entry,) = [entry for entry in entries if entry.id == call]
    text = entry.content[0].value
    assert "Colorado Politics" in text
    assert "000_adab3dff70464fc6.txt" in text
    turned_down = [r["title"] for r in records if r["verdict"] == "no"]
    for feed in filled.feeds.glob("*.*"):
        shown = (gzip.decompress(feed.read_bytes()) if feed.suffix == ".gz" else feed.read_bytes()).decode("utf-8")
        assert not [title for title in turned_down if title in shown], feed.name
