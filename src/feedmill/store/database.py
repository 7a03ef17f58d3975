"""Opening the database safely: ours, whole, at this program's schema, in a journal mode that its library can bear."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from feedmill.errors import StoreError
from feedmill.store import search

HEAD = "0003"
"""The newest migration under ``migrations/versions``."""

APPLICATION_ID = 0x66656D6C
"""SQLite's application_id of our files ("feml"), so that a stranger's database is never written to."""

BUSY_SECONDS = 30
"""How long a writer waits for another one. Only refreshes write, one process at a time, so this is ample."""

WAL_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""First releases of their lines without the WAL-reset fault, by which two connections can corrupt the file."""


class Store:
    """The database. Many may read; writing is serial.

    ``reading`` and ``writing`` give a connection inside one transaction. Nothing keeps a cursor open: every query
    in this package fetches all it asked for, in bounded pages.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction: one consistent view. Raises StoreError when the database cannot be used."""
        with _translated(), self._engine.connect() as conn:
            yield conn

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction, committed at the end, rolled back on any exception; waits for its turn."""
        with _translated(), self._engine.connect() as conn:
            conn = conn.execution_options(feedmill_writes=True)
            with conn.begin():
                yield conn

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at an SQLAlchemy URL, making or migrating it first.

    Raises :class:`StoreError`, never recreating what is there, when the file is empty, damaged, not ours, or
    written by a newer feedmill, or when it cannot be reached.
    """
    with _translated():
        try:
            address = make_url(url)
        except SQLAlchemyError as fault:
            raise StoreError(f"Not a database address: {url!r} ({fault}).") from fault
        if address.get_backend_name() != "sqlite":
            return Store(_open_server(address))
        if not address.database or address.database == ":memory:":
            raise StoreError("A database in memory would lose everything; name a file.")
        return Store(_open_sqlite(Path(address.database)))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether write-ahead logging cannot corrupt the file in this SQLite version (major, minor, patch)."""
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_FIXED) or version >= WAL_FIXED[-1]


def _open_server(address: URL) -> Engine:
    try:
        engine = create_engine(address, pool_pre_ping=True, json_serializer=_to_json)
    except ImportError as fault:
        driver = address.get_backend_name()
        raise StoreError(f"No driver for {driver} databases is installed ({fault}).") from fault
    _migrate(engine)
    return engine


def _open_sqlite(path: Path) -> Engine:
    if path.exists():
        refuse_strangers(path)
    else:
        _create(path)
    engine = _sqlite_engine(path)
    _migrate(engine)
    _index(engine)
    return engine


def _create(path: Path) -> None:
    """Make the schema in a file beside it and move that into place, so that a crash leaves no half-made database."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".new")
        for leftover in (draft, Path(f"{draft}-journal"), Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            leftover.unlink(missing_ok=True)
        engine = _sqlite_engine(draft, journal="DELETE")
        with engine.begin() as conn:
            conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        _migrate(engine)
        _index(engine)
        engine.dispose()
        draft.replace(path)
    except OSError as fault:
        raise StoreError(f"The database {path} cannot be made: {fault.strerror or fault}.") from fault


def refuse_strangers(path: Path) -> None:
    """Raise StoreError when a file is empty, damaged, not to be read, or no database of ours."""
    remedy = "Restore a backup, or move it away to start anew."
    if not path.is_file():
        raise StoreError(f"The database {path} is not a file.")
    try:
        empty = path.stat().st_size == 0
    except OSError as fault:
        raise StoreError(f"The database {path} cannot be read: {fault.strerror}.") from fault
    if empty:
        raise StoreError(f"The database {path} is empty (0 bytes). {remedy}")
    engine = _sqlite_engine(path)
    try:
        with engine.connect() as conn:
            owner = conn.exec_driver_sql("PRAGMA application_id").scalar_one()
    except OperationalError as fault:
        remedy = "See that this user may read and write it, and that nobody else holds it."
        raise StoreError(f"The database {path} cannot be used: {_cause(fault)}. {remedy}") from fault
    except DatabaseError as fault:
        raise StoreError(f"The database {path} cannot be used: {_cause(fault)}. {remedy}") from fault
    finally:
        engine.dispose()
    if owner != APPLICATION_ID:
        raise StoreError(f"{path} is not a feedmill database (application id {owner:#x}). Name another file.")


def _to_json(value: object) -> str:
    """Compact, and letters as they are: escaped, Chinese would take three times the room."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sqlite_engine(path: Path, journal: str | None = None) -> Engine:
    waiting = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(f"sqlite:///{path}", connect_args=waiting, json_serializer=_to_json)
    mode = journal or ("WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE")

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves: a deferred one fails at its first write, unwaited
        raw.execute(f"PRAGMA journal_mode = {mode}")
        raw.execute("PRAGMA synchronous = FULL")  # 2.8 ms a commit, and power loss loses nothing
        raw.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        writes = conn.get_execution_options().get("feedmill_writes", False)
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(engine: Engine) -> None:
    """Bring the schema up to :data:`HEAD`; alembic, the slowest import of all, is loaded only when there is work."""
    found = _schema_version(engine)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise StoreError(f"The database was written by a newer feedmill (schema {found}, this one knows {HEAD}).")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with engine.connect() as conn:
        conn = conn.execution_options(feedmill_writes=True)
        with conn.begin():
            config.attributes["connection"] = conn
            command.upgrade(config, "head")


def _index(engine: Engine) -> None:
    """Make the full-text index where it is missing."""
    with engine.connect() as conn:
        if search.is_ready(conn):
            return
    with engine.connect() as conn:
        conn = conn.execution_options(feedmill_writes=True)
        with conn.begin():
            search.prepare(conn)


def _schema_version(engine: Engine) -> str | None:
    with engine.connect() as conn:
        if not engine.dialect.has_table(conn, "alembic_version"):
            return None
        return conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


@contextmanager
def _translated() -> Iterator[None]:
    """Foreign errors end here: every database failure leaves as StoreError, with its cause."""
    try:
        yield
    except SQLAlchemyError as fault:
        raise StoreError(f"The database cannot be used: {_cause(fault)}.") from fault


def _cause(fault: SQLAlchemyError) -> Any:
    with suppress(AttributeError):
        return fault.orig or fault  # type: ignore[attr-defined]
    return fault
