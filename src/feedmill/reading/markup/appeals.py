"""Short paragraphs by which a site talks to its readers: appeals, counts, polls, corrections, what the site is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from feedmill.reading.blocks import Block
from feedmill.reading.chrome import weight

_LONGEST = 220
"""Letters' worth of such a line."""
_LONGEST_CONSENT = 900
_LONGEST_SELF = 700
"""Characters of a paragraph in which a site says what it is."""
_LAST = 3
"""Blocks at the end that may tell what the site is."""
_SHORTEST_NAME = 4


def appeal(text: str) -> str | None:
    """The slug of the cut for a line that talks to the reader or about the article; None for prose."""
    bare = text.lstrip(_MARKS)
    if len(text) <= _LONGEST_CONSENT and _consent().match(bare):
        return "cookie"
    if len(text) > _LONGEST or not bare or weight(text) > _LONGEST:
        return None
    found = _pattern().match(bare)
    return _reasons()[found.lastindex or 0] if found else None


_MARKS = " \t*#►▶▷→👉🔔•|·-–—>»[(【（“\"'"


def about_site(blocks: Sequence[Block], names: Sequence[str]) -> list[Block]:
    """The last paragraphs, where they tell what the site is: one of its names, and a verb that defines it."""
    told = [name for name in names if len(name) >= _SHORTEST_NAME]
    found: list[Block] = []
    for block in reversed(blocks[-_LAST:]) if told and len(blocks) > _LAST else ():
        if len(block.text) > _LONGEST_SELF or not _defines(block.text, told):
            break
        found.append(block)
    return found


def _defines(text: str, names: Sequence[str]) -> bool:
    folded = text.casefold().removeprefix("the ").lstrip(_MARKS)
    for name in names:
        own = name.casefold().removeprefix("the ")
        if folded.startswith(own) and _verbs().match(folded[len(own) :].lstrip(" \"'”’»")):
            return True
    return False


@cache
def _everything() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("feedmill.reading.markup").joinpath("appeals.toml").read_text("utf-8"))


@cache
def _reasons() -> tuple[str, ...]:
    return ("", *(reason for reason, lists in _everything().items() if "lines" in lists))


@cache
def _pattern() -> re.Pattern[str]:
    every = (_everything()[reason]["lines"] for reason in _reasons()[1:])
    return re.compile("|".join(f"((?:{'|'.join(lines)}))" for lines in every), re.IGNORECASE)


@cache
def _consent() -> re.Pattern[str]:
    return re.compile("|".join(_everything()["cookie"]["long"]), re.IGNORECASE)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(_everything()["outlet"]["verbs"]), re.IGNORECASE)
