"""What placing and publishing an article asks of the database is answered by indexes, however much is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event

from feedmill.model import Fingerprint
from feedmill.store import (
    archives,
    articles,
    developments,
    documents,
    feeds,
    membership,
    open_store,
    pruning,
    stories,
    tombstones,
)

SOME, WHEN = uuid4(), datetime(2026, 1, 1, tzinfo=UTC)
BOUNDED = ("CONSTANT ROWS", "asked", "few", "sized", "ix_articles_decided")
"""Steps that read no more than was asked for, than a limited query gave, or than editors decided."""
PRINT = Fingerprint(version=1, lookup=("x:a", "m:b", "e:c@1"), facts="")
QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "neighbours": lambda conn: membership.neighbours(conn, PRINT),
    "members": lambda conn: membership.of_story(conn, SOME),
    "judgements": lambda conn: membership.judgements(conn, [SOME]),
    "one article": lambda conn: articles.get(conn, SOME),
    "by address": lambda conn: articles.find(conn, "example.org/a"),
    "of a document": lambda conn: articles.of_document(conn, 1),
    "moved": lambda conn: articles.with_keys(conn, "seeds", ["a", "b"], ["c"], but=1),
    "newest date of a source": lambda conn: articles.newest_of(conn, "wire"),
    "newest of a source": lambda conn: articles.newest_of_source(conn, "wire", 60),
    "names of documents": lambda conn: documents.still_named(conn, "seeds", {1, 2}, {"a"}),
    "items seen before": lambda conn: articles.recognisable(conn, "wire", 1, ["a", "b"], ["c"]),
    "close calls": lambda conn: articles.close(conn, floor=30, limit=30, after=(40, SOME)),
    "decided": lambda conn: articles.decided(conn, [SOME], ["a"]),
    "newest archives": lambda conn: archives.latest(conn, "all"),
    "what is old": lambda conn: pruning.aged(conn, WHEN, after=(WHEN, SOME), limit=50),
    "a story": lambda conn: stories.get(conn, SOME),
    "linked stories": lambda conn: stories.related(conn, SOME),
    "developments": lambda conn: developments.of_story(conn, SOME),
    "feeds of a story": lambda conn: feeds.of_story(conn, SOME),
    "a feed": lambda conn: feeds.window(conn, "all", 100),
    "tombstones": lambda conn: tombstones.is_buried(conn, [("text", "a"), ("url", "b")]),
}


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("plans")
    store = open_store(f"sqlite:///{folder}/desk.sqlite3")
    with store.writing() as conn:
        tombstones.bury(conn, [("text", "z")], "forgotten", datetime(2026, 1, 1, tzinfo=UTC))
        feeds.desk_id(conn)
        yield conn
    store.close()


@contextmanager
def statements(conn: Connection) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        found.append((statement, parameters))

    event.listen(conn, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(conn, "before_cursor_execute", note)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_table_is_read_whole(conn: Connection, name: str) -> None:
    with statements(conn) as asked:
        QUESTIONS[name](conn)
    assert asked
    for statement, parameters in asked:
        rows = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        plan = [str(row.detail) for row in rows]
        whole = [step for step in plan if step.startswith("SCAN") and not any(one in step for one in BOUNDED)]
        assert not whole, (statement, plan)
