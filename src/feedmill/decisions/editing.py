"""Changing decisions.toml without touching what people wrote in it: comments, order and layout stay.

Values are replaced where they stand, by their position in the text; afterwards the text is parsed again, and a change
that did anything but what was wanted is refused.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from parse_errors.source_map import locate_pointer

from feedmill.decisions import PHRASES, TABLE
from feedmill.errors import UsageError

HEADER = """\
# Decisions of the editors: stronger than every rule. Change them here or with "feedmill decide"; the next pass
# takes them up. A decision names an article by its id or its address; remove it, and the rules hold again.
#   verdict = "yes" | "borderline" | "no"     topics = ["energy"]     date = "2024-02-08"     title = "…"     note = "…"
# A phrase under [[always]] or [[never]] decides for every article that has it.
"""


def set_decision(text: str, target: tuple[str, str], changes: Mapping[str, object], heading: str) -> str:
    """The text with these keys of a decision set; a value of None removes the key, and a decision without keys goes.

    ``target`` is ("article", id) or ("url", address); ``heading`` becomes a comment above a new decision. Raises
    UsageError when the text cannot be changed without harm, ValueError when it is not TOML.
    """
    rows = tomllib.loads(text).get(TABLE, [])
    at = next((at for at, row in enumerate(rows) if row.get(target[0]) == target[1]), None)
    if at is None:
        fresh = {target[0]: target[1], **{key: value for key, value in changes.items() if value is not None}}
        return _appended(text, TABLE, fresh, heading) if len(fresh) > 1 else text
    wanted = {key: value for key, value in {**rows[at], **changes}.items() if value is not None}
    if set(wanted) <= {target[0], "note"}:
        return _without(text, TABLE, at)
    changed = text
    for key, value in changes.items():
        changed = _with_value(changed, f"/{TABLE}/{at}", key, value)
    return _agreed(changed, text, TABLE, [*rows[:at], wanted, *rows[at + 1 :]])


def set_phrase(text: str, phrase: str, kind: str | None) -> str:
    """The text with a phrase that always or never belongs (``kind``), or without it (None). Raises as above."""
    for table in PHRASES:
        rows = tomllib.loads(text).get(table, [])
        found = [at for at, row in enumerate(rows) if row.get("phrase") == phrase]
        if found and table != kind:
            text = _without(text, table, found[0])
        elif not found and table == kind:
            text = _appended(text, table, {"phrase": phrase}, "")
    return text


def _appended(text: str, table: str, row: Mapping[str, object], heading: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in heading)
    above = f"# {' '.join(shown.split())[:120]}\n" if shown.strip() else ""
    block = f"{above}[[{table}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())
    before = (text.rstrip("\n") + "\n") if text.strip() else HEADER
    rows = tomllib.loads(text).get(table, [])
    return _agreed(f"{before}\n{block}", text, table, [*rows, dict(row)])


def _with_value(text: str, pointer: str, key: str, value: object) -> str:
    # where a key is missing, the library gives the place of what should hold it
    found = locate_pointer(text, "toml", f"{pointer}/{key}") if key in _row(text, pointer) else None
    if found is not None and value is not None:
        return text[: found.value_start.position] + _toml(value) + text[found.value_end.position :]
    lines = _lines(text)
    if found is not None and found.key_start is not None:
        del lines[found.key_start.line : found.value_end.line + 1]
    elif value is not None:
        last = _last_line(text, pointer)
        lines[last] = lines[last].rstrip("\n") + "\n"
        lines.insert(last + 1, f"{key} = {_toml(value)}\n")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    """The lines with their ends, as TOML counts them."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _row(text: str, pointer: str) -> Mapping[str, Any]:
    _, table, at = pointer.split("/")
    row: Mapping[str, Any] = tomllib.loads(text)[table][int(at)]
    return row


def _last_line(text: str, pointer: str) -> int:
    """The line on which the last value of a table ends."""
    places = (locate_pointer(text, "toml", f"{pointer}/{key}") for key in _row(text, pointer))
    return max(place.value_end.line for place in places if place is not None)


def _without(text: str, table: str, at: int) -> str:
    """The text without one table and the comment right above it."""
    found = locate_pointer(text, "toml", f"/{table}/{at}")
    lines = _lines(text)
    first = found.value_start.line if found else 0
    last = _last_line(text, f"/{table}/{at}")
    while first > 0 and lines[first - 1].startswith("#") and "".join(lines[:first]) != HEADER:
        first -= 1
    while last + 1 < len(lines) and not lines[last + 1].strip():
        last += 1
    rows = tomllib.loads(text).get(table, [])
    changed = "".join(lines[:first] + lines[last + 1 :])
    return _agreed(changed, text, table, rows[:at] + rows[at + 1 :])


def _agreed(changed: str, text: str, table: str, rows: list[Any]) -> str:
    """The changed text, when it holds exactly what it should."""
    expected = {**tomllib.loads(text), table: rows}
    try:
        holds = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        holds = {}
    if _bare(holds) != _bare(expected):
        raise UsageError("The file of decisions is written in a way that cannot be changed safely; edit it by hand.")
    return changed


def _bare(tables: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tables.items() if value != []}


def _toml(value: object) -> str:
    """A value as TOML; strings of JSON are strings of TOML but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
