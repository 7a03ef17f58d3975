"""Tombstones: what was forgotten or held back, so that it does not return as new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select

from feedmill.store.schema import tombstones


def bury(conn: Connection, keys: Iterable[tuple[str, str]], reason: str, now: datetime) -> None:
    """Leave tombstones: pairs of kind ("article", "text", "url", "held") and key that must not return as new."""
    for kind, key in keys:
        if not is_buried(conn, [(kind, key)]):
            conn.execute(insert(tombstones).values(kind=kind, key=key, reason=reason, since=now))


def buried_among(conn: Connection, kind: str, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys have a tombstone of a kind."""
    query = select(tombstones.c.key).where(tombstones.c.kind == kind, tombstones.c.key.in_(list(keys)))
    return frozenset(conn.execute(query).scalars().all())


def is_buried(conn: Connection, keys: Iterable[tuple[str, str]]) -> bool:
    """Whether any of these has a tombstone."""
    for kind, key in keys:
        query = select(tombstones.c.reason).where(tombstones.c.kind == kind, tombstones.c.key == key)
        if conn.execute(query).first() is not None:
            return True
    return False
