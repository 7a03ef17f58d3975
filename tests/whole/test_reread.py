"""Better rules for old documents: the stored originals are read again, ids stay, nobody is flooded."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from feedmill.decisions import Decisions
from feedmill.digestion import judge_article
from feedmill.model import Article, Digest, Document
from feedmill.pipeline.compose import compose
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.forgetting import forget
from feedmill.pipeline.ingest import Arrival, Tally, ingest
from feedmill.pipeline.publish import publish
from feedmill.reading import read
from feedmill.store import documents, filing
from tests.whole.bench import Bench, feedmill
from tests.whole.samples import DRILL, NOT_OURS, PIPELINE

FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Sample Courier",
    "items": [
        {"id": str(place), "title": text.splitlines()[first], "content_text": text.splitlines()[last]}
        for place, (text, first, last) in enumerate(((PIPELINE, 2, -5), (DRILL, 0, -1)))
    ],
})  # fmt: skip


def as_read_before(bench: Bench, origin: str, change: Callable[[Article], Sequence[Article]]) -> None:
    """Let a document be stored and published as a reader with other rules would have read it."""
    with bench.open() as desk:
        with desk.store.writing() as conn:
            row = documents.find(conn, origin)
            assert row is not None and row.sha256 is not None
            content = documents.original(conn, row.sha256)
            assert content is not None
            document = Document(origin=origin, content=content, source=row.source, received=row.read_at)
            reading = read(document)
            found = tuple(
                replace(one, position=place)
                for place, one in enumerate(one for article in reading.articles for one in change(article))
            )
            judged = tuple(judge_article(one, desk.beat) for one in found)
            digest = Digest(reading=replace(reading, articles=found), judged=judged, reader=0)
            arrival = Arrival(document=document, sha256=row.sha256, digest=digest, known=row.id, reread=True)
            ingest(conn, arrival, row.read_at, Tally(), Editor(desk.beat, Decisions()))
            compose(conn, desk)
        publish(desk)


def by_title(bench: Bench) -> dict[str, dict[str, Any]]:
    return {record["title"]: record for record in bench.export()}


def entries(bench: Bench, name: str = "all.atom") -> dict[str, tuple[str, str]]:
    return {entry.id: (entry.title, entry.updated) for entry in bench.feed(name).entries}


def test_reading_again_by_the_same_rules_changes_nothing(bench: Bench) -> None:
    for name, text in (("pipeline.txt", PIPELINE), ("drill.txt", DRILL), ("choir.txt", NOT_OURS), ("empty.txt", "")):
        bench.drop(name, text)
    bench.refresh()
    records, files = bench.export(), bench.published()
    report = bench.refresh(again=True)
    assert report["reread"] == {"read": 3, "refused": 1, "gone": 0, "stopped": 0}
    assert report["articles"] == {"new": 0, "updated": 0}
    assert report["feeds"]["written"] == 0
    assert (bench.export(), bench.published()) == (records, files)
    assert "reread" not in bench.refresh()


def test_a_better_text_keeps_the_id_and_moves_updated_only_where_it_changed(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("drill.txt", DRILL)
    bench.refresh()
    right = {record["id"]: record for record in bench.export()}
    as_read_before(bench, "pipeline.txt", lambda one: [replace(one, text=f"Share this\n\n{one.text}\n\nRead also")])
    worse = entries(bench)
    report = bench.refresh(again=True)
    assert report["articles"] == {"new": 0, "updated": 1}
    assert report["stories"] == {"new": 0, "grown": 0}
    assert {record["id"]: record for record in bench.export()} == right
    after = entries(bench)
    assert after.keys() == worse.keys()
    moved = {key for key in after if after[key][1] != worse[key][1]}
    assert {after[key][0] for key in moved} <= {"Moscow and Beijing sign new gas supply deal"}
    drill = next(key for key, (title, _) in after.items() if title.startswith("Russian and Chinese warships"))
    assert drill not in moved


def test_a_better_author_does_not_move_updated(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    as_read_before(bench, "pipeline.txt", lambda one: [replace(one, authors=("Nobody Known",))])
    before = entries(bench)
    assert bench.refresh(again=True)["articles"]["updated"] == 1
    assert entries(bench) == before
    (record,) = bench.export()
    assert record["authors"] == ["Anna Petrel"]


def test_title_and_text_may_both_be_new_and_the_id_stays(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    (before,) = bench.export()
    other = "Moscow and Beijing: cookies help us to show you China and Russia as they are. Accept all of them now."
    as_read_before(bench, "pipeline.txt", lambda one: [replace(one, title="Consent", text=other)])
    bench.refresh(again=True)
    (after,) = bench.export()
    assert after == before


def test_what_better_rules_do_not_find_leaves_the_feeds_and_the_rest_keeps_its_place(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    (right,) = bench.export()
    extra = "Russia and China on our other pages: China calls Russia a partner, and Russia thanks China for its gas."
    as_read_before(bench, "pipeline.txt", lambda one: [one, replace(one, title="Most read", text=extra, url=None)])
    assert {title for title, _ in entries(bench).values()} >= {right["title"]}
    assert len(bench.export()) == 2
    bench.refresh(again=True)
    assert list(entries(bench)) == [right["story"]]
    kept = by_title(bench)
    assert kept[right["title"]] == right
    assert kept["Most read"]["story"] is None
    pages = {path.stem for path in (bench.feeds / "articles").glob("*.html")}
    assert pages == {right["id"].removeprefix("urn:uuid:")}
    assert bench.refresh()["feeds"]["written"] == 0


def test_what_is_new_in_an_old_document_arrives_when_the_document_did(bench: Bench) -> None:
    bench.drop("digest.json", FEED)
    bench.refresh()
    right = bench.export()
    assert len(right) == 2
    as_read_before(bench, "digest.json", lambda one: [one] if one.position == 0 else [])
    with bench.open() as desk, desk.store.writing() as conn:
        filing.remove(conn, UUID(right[1]["id"].removeprefix("urn:uuid:")))
    bench.refresh(again=True)
    told = [(one["title"], one["first_seen"]) for one in bench.export()]
    assert told == [(one["title"], one["first_seen"]) for one in right]


def test_what_was_forgotten_stays_forgotten(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    with bench.open() as desk:
        forget(desk, bench.export()[0]["id"])
    report = bench.refresh(again=True)
    assert report["reread"] == {"read": 0, "refused": 0, "gone": 1, "stopped": 0}
    assert bench.feed("all.atom").entries == []


def test_the_command_reads_again_and_check_tells_when_it_is_worth_while(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "pipeline.txt").write_text(PIPELINE)
    (tmp_path / "feedmill.toml").write_text('[schedule]\nsettle = "50ms"\n')
    assert feedmill("refresh", cwd=tmp_path).returncode == 0
    done = feedmill("refresh", "--re-read", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["reread"]["read"] == 1
    assert report["documents"]["unchanged"] == 1
    assert "--re-read" not in feedmill("check", cwd=tmp_path).stdout
