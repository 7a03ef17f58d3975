"""Lines that head what is no part of an article, and whether the article may go on below."""

from __future__ import annotations

from feedmill.reading import chrome
from feedmill.reading.words import words
from feedmill.reading.words.phrases import beginnings

_LONGEST = 90
_QUOTES = ("«", "„", "“", '"')
_PARTICLE = 3
"""Letters of a word that is small within a name."""


def interrupts(line: str) -> bool:
    """Whether a line heads or is a box that may stand within an article: other stories, offers; not comments, tags."""
    return chrome.label_of(line) in words("chrome", "boxes") or chrome.offers_the_rest(line)


def is_filed(line: str) -> bool:
    """Whether a line tells under which words a text is filed, as stands below its end: "Tags: ports, grain"."""
    label, mark, _ = line[:_LONGEST].replace("：", ":").partition(":")
    label = label.strip().casefold()
    return bool(mark) and label in words("chrome", "tail") and label not in words("chrome", "boxes")


def introduces_house(line: str) -> bool:
    """Whether a line heads what a house says about itself below its release: "About Northern Ferry", "О компании …"."""
    if len(line) > _LONGEST or line[-1:] in ".?!":
        return False
    folded = line.casefold()
    if not beginnings("chrome", "about").begins(folded):
        return False
    mark = next(mark for mark in words("chrome", "about") if folded.startswith(mark))
    rest = line[len(mark) :]
    names = [word for word in rest.split() if len(word) > _PARTICLE]
    return rest.startswith(_QUOTES) or (bool(names) and all(not word[:1].islower() for word in names))
