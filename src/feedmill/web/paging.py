"""Pages of long lists: where the next one begins, in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from starlette.exceptions import HTTPException

Mark = tuple[datetime, UUID]
"""The last row of a page: what it is sorted by, and its id."""

USUAL, MOST = 50, 200
NAME_LETTERS = 200


def limit_of(query: Mapping[str, str]) -> int:
    """How many rows were asked for, else :data:`USUAL`. Raises HTTPException 400."""
    return whole_number(query, "limit", USUAL, MOST)


def whole_number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A parameter between 1 and ``most``. Raises HTTPException 400."""
    stated = query.get(name)
    if stated is None:
        return usual
    if not (stated.isascii() and stated.isdigit() and len(stated) < 20 and 1 <= int(stated) <= most):
        raise HTTPException(400, f'"{name}" is a whole number from 1 to {most}.')
    return int(stated)


def mark_of(query: Mapping[str, str]) -> Mark | None:
    """Where the page asked for begins. Raises HTTPException 400."""
    stated = query.get("before")
    if stated is None:
        return None
    at, _, key = stated.partition("_")
    try:
        moment, last = datetime.fromisoformat(at), UUID(key)
    except ValueError:
        raise HTTPException(400, '"before" is what "next" of the page before says.') from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC), last)


def choice_of(query: Mapping[str, str], name: str, choices: Mapping[str, object]) -> str | None:
    """A parameter that must be one of ``choices``. Raises HTTPException 400."""
    stated = query.get(name)
    if stated is not None and stated not in choices:
        raise HTTPException(400, f'"{name}" is one of: {", ".join(choices)}.')
    return stated


def name_of(query: Mapping[str, str]) -> str:
    """Letters of a name that documents are looked for by; empty for all."""
    return query.get("name", "").strip()[:NAME_LETTERS]


def next_page(path: str, query: Mapping[str, str], mark: Mark | int | None) -> str | None:
    """The address of the next page under the same filters; None after the last."""
    if mark is None:
        return None
    before = f"{mark[0].isoformat().replace('+00:00', 'Z')}_{mark[1]}" if isinstance(mark, tuple) else str(mark)
    kept = {name: value for name, value in query.items() if name != "before"}
    return f"{path}?{urlencode({**kept, 'before': before})}"
