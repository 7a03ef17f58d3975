"""The words of ``marks.toml``, loaded once: what pages call their places, and the words around names and days."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def section(name: str) -> dict[str, list[str]]:
    """The lists of one section of the file."""
    loaded: dict[str, list[str]] = _everything()[name]
    return loaded


@cache
def _everything() -> dict[str, Any]:
    return tomllib.loads(files("feedmill.reading.markup").joinpath("marks.toml").read_text("utf-8"))


@cache
def author_label() -> re.Pattern[str]:
    """A word before a name, at the beginning of a text: "By ", "Автор: ", "作者：". Behind the one word stands the
    name, or nothing."""
    return re.compile(rf"\A\s*(?:{'|'.join(section('bylines')['labels'])})(?:\s*[:：/]\s*|\s+|\s*\Z)", re.IGNORECASE)


def is_author_label(text: str) -> bool:
    """Whether a text is nothing but words that announce a name ("Written by", "Author(s):", "Автор")."""
    found = author_label().match(text) if len(text) <= _LONGEST_LABEL else None
    return found is not None and found.end() == len(text)


_LONGEST_LABEL = 24
