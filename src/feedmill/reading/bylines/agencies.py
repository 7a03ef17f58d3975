"""Wire services by their names."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def agency_names() -> frozenset[str]:
    """Names of wire services as datelines and credits write them, casefolded."""
    data = tomllib.loads(files("feedmill.reading.words").joinpath("agencies.toml").read_text("utf-8"))
    return frozenset(name.casefold() for name in data["names"])


def is_agency(name: str) -> bool:
    """Whether a name is that of a wire service."""
    return name.casefold().strip(' .-–—©《》«»"“”') in agency_names()
