"""Pages that hold no article: errors, consent and login walls, robot checks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from feedmill.model import Cut, Rejection

_THIN = 700
"""Characters of running text; an article of more is never taken for a wall, whatever its words."""

ERROR = Rejection(reason="error-page", detail="This is an error message of a web server, not an article.")
WALL = Rejection(reason="login-wall", detail="This is a login, consent or robot check, not an article.")
_REJECTIONS = {wall.reason: wall for wall in (ERROR, WALL)}


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    data = tomllib.loads(files("feedmill.reading.markup").joinpath("walls.toml").read_text("utf-8"))
    return {
        reason: {place: re.compile("|".join(phrases), re.IGNORECASE) for place, phrases in places.items()}
        for reason, places in data.items()
        if reason in _REJECTIONS
    }


@cache
def _paywall() -> re.Pattern[str]:
    data = tomllib.loads(files("feedmill.reading.markup").joinpath("walls.toml").read_text("utf-8"))
    return re.compile("|".join(data["paywall"]["lines"]), re.IGNORECASE)


def asks_for_money(line: str) -> bool:
    """A short line that says that the rest is for subscribers."""
    return len(line) <= 250 and bool(_paywall().search(line))


def is_paywalled(cuts: Iterable[Cut]) -> bool:
    """The body was cut off by a paywall."""
    return any(cut.reason == "paywall" for cut in cuts)


def refusal(title: str, text: str, prose: int) -> Rejection | None:
    """Why a page with this title and visible text is no article; None when it may be one.

    ``prose`` counts the characters of its running text.
    """
    if prose > _THIN:
        return None
    head = text[:3000]
    for reason, places in _patterns().items():
        if (places["title"].search(title[:300]) and prose < _THIN) or places["text"].search(head):
            return _REJECTIONS[reason]
    return None
