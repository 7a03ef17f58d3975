"""Runs: the passes, who asked for each, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from feedmill.store.schema import runs

KEPT = 1000
"""Runs that are remembered: a quiet day has 1,440."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One pass: who asked for it, when it ran, and its report (null while it runs or when it was killed)."""

    id: UUID
    trigger: str
    started: datetime
    finished: datetime | None
    report: Mapping[str, Any] | None


def start(conn: Connection, run: UUID, trigger: str, now: datetime) -> None:
    """Record that a pass begins."""
    conn.execute(insert(runs).values(id=run, trigger=trigger, started=now))


def finish(conn: Connection, run: UUID, report: Mapping[str, Any], now: datetime) -> None:
    """Record what came of a pass, and let go of those older than the newest :data:`KEPT`."""
    conn.execute(update(runs).where(runs.c.id == run).values(finished=now, report=dict(report)))
    oldest = select(runs.c.started).order_by(runs.c.started.desc()).offset(KEPT).limit(1)
    conn.execute(delete(runs).where(runs.c.started <= oldest.scalar_subquery()))


def get(conn: Connection, run: UUID) -> RunRow | None:
    """One run by id."""
    row = conn.execute(select(runs).where(runs.c.id == run)).first()
    return RunRow(**row._mapping) if row else None


def latest(conn: Connection, limit: int = 20) -> list[RunRow]:
    """The newest runs, newest first."""
    rows = conn.execute(select(runs).order_by(runs.c.started.desc(), runs.c.id).limit(limit)).all()
    return [RunRow(**row._mapping) for row in rows]
