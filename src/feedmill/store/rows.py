"""Rows that may be there already, in one statement each, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

from sqlalchemy import Connection, Table
from sqlalchemy.sql.dml import Insert


def put(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows; those that are there already, by their primary key, take the new values. All name the same
    columns."""
    if rows:
        conn.execute(_putting(conn.dialect.name, table, tuple(rows[0])), list(rows))


def add_missing(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store those rows that are not there yet, by their primary key; the others stay as they are."""
    if rows:
        conn.execute(_adding(conn.dialect.name, table), list(rows))


def add_up(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], name: str) -> None:
    """Store rows; where they are there already, by their primary key, ``name`` grows by what they say."""
    if rows:
        conn.execute(_summing(conn.dialect.name, table, name), list(rows))


@lru_cache
def _summing(dialect: str, table: Table, name: str) -> Insert:
    key = [column.name for column in table.primary_key]
    adding = _inserting(dialect, table)
    summed = table.c[name] + adding.excluded[name]
    return cast(Insert, adding.on_conflict_do_update(index_elements=key, set_={name: summed}))


@lru_cache
def _putting(dialect: str, table: Table, names: tuple[str, ...]) -> Insert:
    key = [column.name for column in table.primary_key]
    adding = _inserting(dialect, table)
    changed = {name: adding.excluded[name] for name in names if name not in key}
    return cast(Insert, adding.on_conflict_do_update(index_elements=key, set_=changed))


@lru_cache
def _adding(dialect: str, table: Table) -> Insert:
    adding = _inserting(dialect, table)
    return cast(Insert, adding.on_conflict_do_nothing())


def _inserting(dialect: str, table: Table) -> Any:
    """An insertion that may be told what to do with what is there; only the database's own dialect is loaded."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
