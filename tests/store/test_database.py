"""The database: made whole or not at all, ours or refused, migrated to what the tables say."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from feedmill.errors import StoreError
from feedmill.store import archives, articles, database, feeds, open_store, runs, search, stories
from feedmill.store.database import HEAD, wal_is_safe
from feedmill.store.schema import metadata

NOW = datetime(2026, 5, 4, 3, 2, 1, 500, tzinfo=UTC)


def address(folder: Path) -> str:
    return f"sqlite:///{folder}/state/desk.sqlite3"


#: Columns with nothing in particular in them.
ARTICLE = '{"position": 0, "title": "", "title_provenance": "stated", "text": "", "html": ""}'
JUDGEMENT = '{"score": 0, "verdict": "no", "evidence": [], "topics": [], "entities": [], "beat": "b"}'
#: Three articles of two sources, as the second schema stored them.
OLDER = [
    *(
        "INSERT INTO documents (id, source, origin, cuts, first_seen, read_at)"
        f" VALUES ({at}, '{name}', 'a', '[]', '2026-03-01', '2026-03-01')"
        for at, name in ((1, "wire"), (2, "paper"))
    ),
    *(
        "INSERT INTO articles (id, document, position, present, title, text_key, published, first_seen, verdict,"
        " score, article, judgement, fingerprint, fingerprint_version, beat)"
        f" VALUES ('{at:032x}', {document}, 0, 1, '{title}', '', {date}, '2026-03-03 00:00:00.000000', 'no', 0,"
        f" '{ARTICLE}', '{JUDGEMENT}', '{{}}', 1, 'b')"
        for at, document, title, date in (
            (1, 1, "one", "'2026-03-01 00:00:00.000000'"),
            (2, 1, "two", "'2026-03-02 00:00:00.000000'"),
            (3, 2, "three", "NULL"),
        )
    ),
]


def _of_schema(path: Path, version: str, statements: Sequence[str]) -> None:
    """A database as an older program left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as conn:
        conn.exec_driver_sql(f"PRAGMA application_id = {database.APPLICATION_ID}")
        config.attributes["connection"] = conn
        command.upgrade(config, version)
        for statement in statements:
            conn.exec_driver_sql(statement)
    engine.dispose()


def _is_of_the_index(difference: Any) -> bool:
    """The full-text index is made beside the schema, where there can be one."""
    return bool(difference[0] == "remove_table" and difference[1].name.startswith(search.TABLE))


def test_the_migrated_schema_is_the_one_that_the_queries_use(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))
    with store.reading() as conn:
        context = MigrationContext.configure(conn)
        differences = [one for one in compare_metadata(context, metadata) if not _is_of_the_index(one)]
        assert differences == []
        assert context.get_current_revision() == HEAD
    store.close()


def test_a_database_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "state" / "desk.sqlite3"
    path.parent.mkdir()
    _of_schema(path, "0001", ["INSERT INTO archives VALUES ('all', 1, '2026-10', 2, 1)"])
    store = open_store(address(tmp_path))
    with store.reading() as conn:
        assert MigrationContext.configure(conn).get_current_revision() == HEAD
        assert [(one.name, one.sealed) for one in archives.dirty(conn)] == [("2026-10", False)]
    store.close()


def test_articles_of_an_older_schema_learn_their_source(tmp_path: Path) -> None:
    path = tmp_path / "state" / "desk.sqlite3"
    path.parent.mkdir()
    _of_schema(path, "0002", OLDER)
    store = open_store(address(tmp_path))
    with store.reading() as conn:
        assert articles.newest_of(conn, "wire") == datetime(2026, 3, 2, tzinfo=UTC)
        assert articles.newest_of(conn, "paper") is None
        found = conn.exec_driver_sql("SELECT title, source FROM articles ORDER BY title").all()
        assert [tuple(row) for row in found] == [("one", "wire"), ("three", "paper"), ("two", "wire")]
    store.close()


def test_it_is_made_in_one_step(tmp_path: Path) -> None:
    open_store(address(tmp_path)).close()
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == ["desk.sqlite3"]


def test_a_draft_left_by_a_crash_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "desk.sqlite3.new").write_bytes(b"half a database")
    open_store(address(tmp_path)).close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (b"", "empty"),
        (b"no database at all " * 200, "not a database"),
        (b"SQLite format 3\0???" * 400, "cannot be used"),
    ],
)
def test_what_is_not_ours_is_refused_and_kept(tmp_path: Path, damage: bytes, said: str) -> None:
    (tmp_path / "state").mkdir()
    path = tmp_path / "state" / "desk.sqlite3"
    path.write_bytes(damage)
    with pytest.raises(StoreError, match=said):
        open_store(address(tmp_path))
    assert path.read_bytes() == damage


def test_a_strangers_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite3"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE recipes (name TEXT)")
    theirs.close()
    with pytest.raises(StoreError, match="not a feedmill database"):
        open_store(f"sqlite:///{path}")


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    open_store(address(tmp_path)).close()
    with sqlite3.connect(tmp_path / "state" / "desk.sqlite3") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    with pytest.raises(StoreError, match="newer feedmill"):
        open_store(address(tmp_path))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_logging_only_where_it_cannot_corrupt(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_transaction_is_whole_or_nothing(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))
    with pytest.raises(ZeroDivisionError), store.writing() as conn:
        stories.add(conn, uuid4(), NOW)
        feeds.remember(conn, "name", "value")
        _ = 1 // 0
    with store.reading() as conn:
        assert feeds.fact(conn, "name") is None
    store.close()


def test_times_come_back_aware_and_naive_ones_are_refused(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))
    story = uuid4()
    with store.writing() as conn:
        stories.add(conn, story, NOW)
    with store.reading() as conn:
        row = stories.get(conn, story)
        assert row is not None and row.created == NOW
    with pytest.raises(StoreError, match="aware"), store.writing() as conn:
        stories.add(conn, uuid4(), NOW.replace(tzinfo=None))
    store.close()


def test_a_merged_story_answers_to_every_name_it_had(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))
    one, two, three, other = (uuid4() for _ in range(4))
    with store.writing() as conn:
        for story in (one, two, three, other):
            stories.add(conn, story, NOW)
        stories.link(conn, three, other, "same week")
        stories.merge(conn, three, two, NOW)
        stories.merge(conn, two, one, NOW)
    with store.reading() as conn:
        assert {stories.resolve(conn, story) for story in (one, two, three)} == {one}
        assert stories.related(conn, one) == [(other, "same week")]
        assert stories.related(conn, other) == [(one, "same week")]
        found = stories.get(conn, three)
        assert found is not None and found.id == one
    store.close()


def test_only_the_newest_runs_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEPT", 3)
    store = open_store(address(tmp_path))
    with store.writing() as conn:
        for minute in range(6):
            run = uuid4()
            runs.start(conn, run, "test", NOW.replace(minute=minute))
            runs.finish(conn, run, {"n": minute}, NOW.replace(minute=minute))
        assert [row.report for row in runs.latest(conn)] == [{"n": 5}, {"n": 4}, {"n": 3}]
    store.close()
