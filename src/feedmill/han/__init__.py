"""Traditional and Simplified characters as one: what matching, folding of stories and search all compare by."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["simplified"]


@cache
def simplified() -> Mapping[str, str]:
    """Traditional character → the Simplified one it is written with; others are absent. Only to compare by."""
    table = tomllib.loads(files(__name__).joinpath("han.toml").read_text("utf-8"))
    old, new = ("".join(table[script].split()) for script in ("traditional", "simplified"))
    return dict(zip(old, new, strict=True))
