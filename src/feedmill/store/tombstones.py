"""Tombstones: what was forgotten, removed by age or held back, so that it does not return as new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select

from feedmill.store.schema import tombstones

_AMONG = select(tombstones.c.key).where(
    tombstones.c.kind == bindparam("of"), tombstones.c.key.in_(bindparam("these", expanding=True))
)
_ONE = select(tombstones.c.reason).where(tombstones.c.kind == bindparam("of"), tombstones.c.key == bindparam("this"))
_OF_KINDS = select(tombstones.c.key).where(tombstones.c.kind.in_(bindparam("kinds", expanding=True)))


def bury(conn: Connection, keys: Iterable[tuple[str, str]], reason: str, now: datetime) -> None:
    """Leave tombstones: pairs of a kind ("article", "text", "url", "held", "copy …", "near …") and a key that must not
    return."""
    for kind, key in keys:
        if not is_buried(conn, [(kind, key)]):
            conn.execute(insert(tombstones).values(kind=kind, key=key, reason=reason, since=now))


def buried_among(conn: Connection, kind: str, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys have a tombstone of a kind."""
    return frozenset(conn.execute(_AMONG, {"of": kind, "these": list(keys)}).scalars().all())


def is_buried(conn: Connection, keys: Iterable[tuple[str, str]]) -> bool:
    """Whether any of these has a tombstone."""
    return any(conn.execute(_ONE, {"of": kind, "this": key}).first() is not None for kind, key in keys)


def near_graves(dated: bool, keys: Iterable[str]) -> list[tuple[str, str]]:
    """The tombstones that know a text again by the keys that a reworded copy of it shares."""
    return [(_NEAR[dated], key) for key in keys]


def shared_with_one_buried(conn: Connection, dated: bool, keys: Iterable[str]) -> int:
    """How many of a text's keys are those of removed texts. Two that are dated are told by their days instead."""
    asked = list(keys)
    kinds = _NEAR.values() if not dated else (_NEAR[False],)
    return max((len(buried_among(conn, kind, asked)) for kind in kinds), default=0) if asked else 0


_NEAR = {True: "near dated", False: "near undated"}

BAND = "m:"
"""How lookup keys begin that are bands of a text's signature (``stories/fingerprints.py``): 21 a text."""

COPIES = 8
"""Bands of one dated text that another of that day must share to be its copy: texts that share half of their shingles
have so many once in 500 pairs, those that share four fifths in nine cases of ten."""


def copy_grave(day: date, keys: Iterable[str]) -> tuple[str, str]:
    """The tombstone that knows copies of a text of that day by its lookup keys."""
    return f"copy {day}", " ".join(sorted(key.removeprefix(BAND) for key in keys if key.startswith(BAND)))


def is_buried_copy(conn: Connection, day: date, keys: Iterable[str]) -> bool:
    """Whether a text, of this day and with these lookup keys, is nearly one that was removed. Monthly releases are
    alike but for their days, so only a text of the same day, or of one beside it, can be a copy."""
    bands = {key.removeprefix(BAND) for key in keys if key.startswith(BAND)}
    beside = [f"copy {day + timedelta(days=off)}" for off in (-1, 0, 1)]
    if not bands:
        return False
    found = conn.execute(_OF_KINDS, {"kinds": beside}).scalars().all()
    return any(len(bands.intersection(key.split())) >= COPIES for key in found)
