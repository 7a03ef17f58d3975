"""The same desk on a PostgreSQL database: what is stored, found, published and told is the same."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedmill.config import Overrides, load
from feedmill.isolation import Readers
from feedmill.judging import compile_beat
from feedmill.pipeline import Wish, refresh
from feedmill.pipeline.desk import beat_files
from tests.fetching.lab import Lab
from tests.fetching.newsroom import LONG, Newsroom, article_page, item, rss
from tests.whole import postgres
from tests.whole.bench import Bench, feedmill
from tests.whole.samples import DRILL, PIPELINE, PIPELINE_RETOLD

pytestmark = pytest.mark.component("postgres")


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[], str]]:
    where = postgres.programs()
    assert where is not None
    numbers = itertools.count(1)
    with postgres.running(where) as server:
        yield lambda: server.new_database(f"desk{next(numbers)}")


@pytest.fixture
def bench(tmp_path: Path, readers: Readers, new_database: Callable[[], str]) -> Bench:
    return Bench(tmp_path, readers, database=new_database())


def told(bench: Bench) -> list[dict[str, object]]:
    """What is stored, without what chance and the clock decide: of one pass, the order too, as readers work at once."""
    records = sorted(bench.export(), key=lambda record: (record["document"]["origin"], record["position"] or 0))
    return [
        {key: value for key, value in record.items() if key not in ("id", "story", "first_seen")} for record in records
    ]


def test_it_publishes_what_the_file_would(bench: Bench, tmp_path: Path, readers: Readers) -> None:
    other = Bench(tmp_path / "file", readers)
    for desk in (bench, other):
        desk.drop("one.txt", PIPELINE)
        desk.refresh()
        desk.drop("two.txt", PIPELINE_RETOLD)
        desk.drop("deep/three.txt", DRILL)
        desk.drop("empty.txt", "")
        desk.refresh()
    assert told(bench) == told(other)
    for name in ("all.rss", "energy.atom", "military-security.rss"):
        here, there = bench.feed(name).entries, other.feed(name).entries
        assert [(e.title, e.link.rpartition("/")[0]) for e in here] == [
            (e.title, e.link.rpartition("/")[0]) for e in there
        ]
        assert here


def test_nothing_new_writes_nothing(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before = bench.published()
    report = bench.refresh()
    assert report["documents"]["unchanged"] == 1
    assert report["feeds"]["written"] == 0
    assert bench.published() == before


def test_the_commands_work_on_it(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    where = ("--seeds", "seeds", "--feeds", "feeds", "--database", bench.database or "")
    done = feedmill("refresh", "--json", *where, cwd=bench.root)
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(feedmill("articles", "--json", *where, cwd=bench.root).stdout)
    assert record["title"] in feedmill("why", record["id"], *where, cwd=bench.root).stdout
    checked = feedmill("check", *where, cwd=bench.root)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert feedmill("forget", record["id"], *where, cwd=bench.root).returncode == 0
    assert record["title"] not in (bench.feeds / "all.rss").read_text()
    copied = feedmill("backup", "copy", *where, cwd=bench.root)
    assert (copied.returncode, "pg_dump" in copied.stderr) == (2, True)


def test_a_server_that_is_not_there_is_told_without_the_password(bench: Bench) -> None:
    nowhere = "postgresql+psycopg://me:secret@127.0.0.1:1/desk"
    done = feedmill("topics", "--database", nowhere, cwd=bench.root)
    assert done.returncode == 3
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_web_sources_are_polled_and_read_again_on_it(
    new_database: Callable[[], str], tmp_path: Path, readers: Readers
) -> None:
    beat = compile_beat(beat_files(load(Overrides(), {}, tmp_path)))
    with Lab() as lab:
        newsroom = Newsroom(tmp_path, readers, beat, [lab.allowed], more=f'[paths]\ndatabase = "{new_database()}"\n')
        newsroom.source("sample", lab.feed("/feed", rss(item(1, host=lab.origin), item(2))), reuse="CC BY 4.0")
        newsroom.source("other", lab.feed("/other", rss(item(3))), full_text="never")
        newsroom.source("twin", lab.url("/other"))
        lab.give("/1", article_page("Russia and China sign grain agreement number 1 in Harbin", *LONG))
        first = newsroom.poll()
        assert (first["sources"]["changed"], first["sources"]["pages"], first["articles"]["new"]) == (2, 1, 3)
        before = newsroom.stored()
        assert newsroom.poll()["sources"]["unchanged"] == 2
        with newsroom.open() as desk:
            again = refresh(desk, Wish(trigger="test", again=True, wanted=frozenset({"nobody"}))).as_json()
        assert again["reread"]["read"] == 3 and newsroom.stored() == before
