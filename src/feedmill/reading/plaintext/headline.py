"""Which of the lines above a body is its headline.

Menus, sections, kickers and teasers stand there, too. A headline is about the text below: its words come back there. It
comes back itself, in the name of the page or above the byline. It stands near the text, and is no single word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.titles import same_title

FAR = 80
"""Blocks above the body in which a headline is looked for; the page's own name may stand further up."""
ALIKE = 0.5
"""Share of words in common with the first line from which a line says what the page is called."""
WORTH = {"repeated": 1.5, "named": 1.5, "about": 1.5, "long": 1.0, "far": -1.0}
"""Points of a sign at its fullest: it comes back; it is (part of) the page's name; all its words stand in the text;
60 letters or more; :data:`FAR` blocks away."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PROSE = 30


def find_headline(candidates: list[tuple[int, Block]], above: int, everything: list[Block]) -> str | None:
    """The headline among ``candidates`` (place in the document, block), None where there are none.

    ``above`` is the number of blocks above the body. The first line of a document is often the page's name: it
    helps to tell, and is taken itself (by the caller without the site's name) where nothing is like it.
    """
    near = [(place, block) for place, block in candidates if place >= above - FAR or place < 2]
    if not near:
        return None
    told = _bag(block.text for block in everything[above:] if block.prose)
    name = _bag([everything[0].text])
    lines = [block.text for block in everything[:above]]

    def points(at: tuple[int, Block]) -> float:
        place, block = at
        words = _bag([block.text])
        about = len(words & told) / max(1, len(words))
        named = len(words & name) / max(1, len(words | name)) if place else 0.0
        return (
            WORTH["repeated"] * (block.weight > 20 and _comes_back(block.text, place, lines))
            + WORTH["named"] * (named if named >= ALIKE else 0.0)
            + WORTH["about"] * about * min(1.0, len(words) / 4)
            + WORTH["long"] * min(block.weight, 60) / 60
            + WORTH["far"] * min(1.0, (above - place) / FAR)
        )

    place, block = max(near, key=points)
    return block.text if place else _without_site(block.text)


def _without_site(name: str) -> str:
    """A page's name without the site's at its end: few words behind a bar or a spaced hyphen."""
    head, mark, site = name.rpartition(" | ")
    if not mark:
        head, mark, site = name.rpartition(" - ")
    return head.strip() if mark and len(head.split()) >= 3 and len(site.split()) <= 5 else name


def _comes_back(title: str, place: int, lines: list[str]) -> bool:
    return any(at != place and _holds(line, title) for at, line in enumerate(lines))


def _holds(line: str, title: str) -> bool:
    """Whether a line is a title, or that with a site's name at one end."""
    if same_title(title, line):
        return True
    return len(line) < len(title) + 60 and (line.startswith(title) or line.endswith(title))


def _bag(texts: Iterable[str]) -> set[str]:
    """Stems of words, and pairs of Han characters."""
    found: set[str] = set()
    for text, _ in zip(texts, range(_PROSE), strict=False):
        folded = text.casefold()
        found |= {word[:5] for word in _WORD.findall(folded) if word[0] < "\u2e80"}
        found |= {run[at : at + 2] for run in _HAN.findall(folded) for at in range(len(run) - 1)}
    return found
