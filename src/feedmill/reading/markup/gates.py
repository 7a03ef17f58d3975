"""Walls in any language, by what they are built of: a password to type, a puzzle to solve, two buttons and no story.

Words for the same things in many languages stand in ``walls.toml``; this is for the languages that are not there. A
page that states a day, or tells machines that it is an article, is never taken for a wall.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from feedmill.model import Rejection
from feedmill.reading.blocks import Block
from feedmill.reading.markup.prose import is_prose, prose
from feedmill.reading.markup.refusal import ERROR, WALL
from feedmill.reading.markup.tree import marks, text_under

_THIN = 420
"""Letters' worth of running text that a wall may hold."""
_PARAGRAPHS = 2
_FEW_LINKS = 5
"""Links of a page that is nothing but two buttons; pages of sites have menus."""
_LONGEST_BUTTON = 40
_PUZZLE = re.compile(r"captcha|turnstile|cf-chl|challenge-(?:form|running|platform|stage)|ddos-guard|datadome")
_STATUS = re.compile(
    r"\W*(?:(?:[^\W\d]+\W+){0,2}(?:40[0-9]|410|451|50[0-4])\W*|(?:40[0-9]|410|451|50[0-4])\s*[-–—|:·.]\D{0,60})\Z"
)
"""A title that is the number of an error: "503", "Chyba 404", "404 — …"; not "500 tulips arrive"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """What a page has of a wall, counted before forms are cut from it."""

    passwords: int
    puzzles: int
    buttons: int
    links: int


def count_gates(root: etree._Element) -> Gates:
    """The passwords to type, puzzles to solve, worded buttons and links of a page."""
    fields = [(element.get("type") or "").lower() for element in root.iter("input")]
    buttons = sum(2 <= len(text_under(one)) <= _LONGEST_BUTTON for one in root.iter("button"))
    placed = root.iter("div", "form", "input", "img", "iframe", "section", "span")
    return Gates(
        passwords=fields.count("password"),
        puzzles=sum(bool(_PUZZLE.search(f"{marks(one)} {(one.get('src') or '')[:200].lower()}")) for one in placed),
        buttons=buttons + fields.count("submit"),
        links=sum(1 for _ in root.iter("a")),
    )


def gate(gates: Gates, titles: Sequence[str], blocks: Sequence[Block], *, is_told: bool) -> Rejection | None:
    """Why a page with these gates is no article; None when it may be one. ``is_told``: it states a day, or that it is
    an article."""
    if is_told or prose(blocks) > _THIN or sum(map(is_prose, blocks)) > _PARAGRAPHS:
        return None
    if any(_STATUS.match(title[:100]) for title in titles):
        return ERROR
    asks = gates.puzzles or (gates.passwords and sum(map(is_prose, blocks)) < _PARAGRAPHS)
    chooses = gates.buttons >= 2 and gates.links <= _FEW_LINKS
    return WALL if asks or chooses else None
