"""Platforms on which others publish: the account is the publisher of what stands there, not the platform."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from feedmill.reading.markup.tree import marks, text_under
from feedmill.reading.markup.vocabulary import section

_LONGEST = 60


def is_platform(site: str) -> bool:
    """Whether the name of a site is that of a platform on which anybody may publish."""
    return site.strip().casefold() in section("platforms")["names"]


def account_in(root: etree._Element) -> str | None:
    """The name of the account that a page of a platform shows as its own; None on all other pages."""
    for element in root.iter("a", "span", "div", "strong"):
        if _pattern().search(marks(element)) and 2 <= len(name := text_under(element)) <= _LONGEST:
            return name
    return None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(section('platforms')['accounts'])})(?![a-z0-9-])")
