"""Pages that hold no article: errors, consent and login walls, robot checks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from feedmill.model import Cut, Rejection

_THIN = 700
"""Characters of running text; an article of more is never taken for a wall, whatever its words."""

_SLIGHT = 250
"""Characters of running text that an excuse may have: longer texts may tell of pages that others removed."""

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


def refusal(titles: Sequence[str], text: str, prose: int) -> Rejection | None:
    """Why a page with these titles (its headline, its own) and this visible text is no article; None if it may be one.

    ``prose`` counts the characters of its running text.
    """
    if prose > _THIN:
        return None
    head = text[:3000]
    for reason, places in _patterns().items():
        named = prose < _THIN and any(places["title"].search(title[:300]) for title in titles if title)
        gone = "short" in places and prose < _SLIGHT and places["short"].search(head)
        if named or gone or places["text"].search(head):
            return _REJECTIONS[reason]
    return None
