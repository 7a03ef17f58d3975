"""A backup is one moment's state, and a restore loses nothing: not even what it replaces."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.errors import StoreError, UsageError
from feedmill.store import feeds, open_store
from feedmill.store.backup import back_up, restore

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/state/desk.sqlite3"
    mark(address, "first")
    return address


def mark(address: str, name: str) -> None:
    store = open_store(address)
    with store.writing() as conn:
        feeds.mark_dirty(conn, [name])
    store.close()


def marks(address: str) -> list[str]:
    store = open_store(address)
    with store.reading() as conn:
        found = list(feeds.dirty(conn))
    store.close()
    return found


def files(folder: Path) -> list[str]:
    """All but SQLite's journal, which stays as an empty file."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith("-journal"))


def test_there_and_back(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy)
    mark(url, "second")
    kept = restore(url, copy, NOW)
    assert marks(url) == ["first"]
    assert kept is not None
    assert marks(f"sqlite:///{kept}") == ["first", "second"]
    assert marks(f"sqlite:///{copy}") == ["first"]
    assert files(tmp_path) == ["copy.sqlite3", "state"]
    assert files(tmp_path / "state") == ["desk.sqlite3", "desk.sqlite3.before-20260504T030201Z"]


def test_a_backup_does_not_wait_for_readers_and_holds_only_what_is_committed(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    with store.reading() as conn:
        feeds.dirty(conn)
        back_up(url, tmp_path / "copy.sqlite3")
    store.close()
    assert marks(f"sqlite:///{tmp_path}/copy.sqlite3") == ["first"]


def test_an_older_backup_is_replaced_but_nothing_else(url: str, tmp_path: Path) -> None:
    copy, letter = tmp_path / "copy.sqlite3", tmp_path / "letter.txt"
    back_up(url, copy)
    mark(url, "second")
    back_up(url, copy)
    assert marks(f"sqlite:///{copy}") == ["first", "second"]
    letter.write_text("Dear reader")
    with pytest.raises(UsageError, match="no backup of ours"):
        back_up(url, letter)
    assert letter.read_text() == "Dear reader"
    with pytest.raises(UsageError, match="the database itself"):
        back_up(url, tmp_path / "state" / "desk.sqlite3")


def test_it_can_be_restored_where_nothing_stands(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy)
    elsewhere = f"sqlite:///{tmp_path}/new/desk.sqlite3"
    assert restore(elsewhere, copy, NOW) is None
    assert marks(elsewhere) == ["first"]


def test_a_damaged_database_is_kept_with_its_journal(url: str, tmp_path: Path) -> None:
    copy, place = tmp_path / "copy.sqlite3", tmp_path / "state" / "desk.sqlite3"
    back_up(url, copy)
    place.write_bytes(b"spoiled" * 1000)
    place.with_name("desk.sqlite3-journal").write_bytes(b"the journal of another state")
    kept = restore(url, copy, NOW)
    assert marks(url) == ["first"]
    assert kept is not None
    assert kept.read_bytes().startswith(b"spoiled")
    assert not place.with_name("desk.sqlite3-journal").exists()


def spoil(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    copy.write_bytes(content)


def estrange(copy: Path) -> None:
    conn = sqlite3.connect(copy)
    conn.execute("PRAGMA application_id = 7")
    conn.close()


def outdate(copy: Path) -> None:
    conn = sqlite3.connect(copy)
    conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.commit()
    conn.close()


@pytest.mark.parametrize(
    ("harm", "said"), [(spoil, "damaged|copied"), (estrange, "not a feedmill"), (outdate, "newer feedmill")]
)
def test_what_is_no_good_backup_touches_nothing(url: str, tmp_path: Path, harm: object, said: str) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy)
    assert callable(harm)
    harm(copy)
    with pytest.raises(StoreError, match=said):
        restore(url, copy, NOW)
    assert marks(url) == ["first"]
    assert files(tmp_path / "state") == ["desk.sqlite3"]


def test_a_server_has_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pg_dump"):
        back_up("postgresql://desk@127.0.0.1/desk", tmp_path / "copy")
    with pytest.raises(UsageError, match="no backup"):
        restore(f"sqlite:///{tmp_path}/desk", tmp_path / "missing", NOW)
