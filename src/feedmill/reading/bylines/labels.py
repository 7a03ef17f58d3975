"""Words that announce writers or days, on the line of what they announce or above it."""

from __future__ import annotations

from functools import cache

from feedmill.reading.bylines.lines import after
from feedmill.reading.bylines.names import read_writers
from feedmill.reading.words import words

_LONGEST = 30


def announced_writers(text: str) -> tuple[str, ...]:
    """The writers that a word of bylines announces at the beginning of a text ("记者 李明", "By Ann Lee")."""
    names = after(text.strip(), "by")
    told = read_writers(names) if names and names != text.strip() else None
    return tuple(told[0]) if told else ()


def announces_writer(line: str) -> bool:
    """Whether a line begins with a word that announces its writers and a mark behind that ("Authors:", "作者：")."""
    head, mark, _ = line.replace("：", ":").partition(":")
    label = head.strip().casefold()
    return bool(mark) and (label in words("bylines", "by") or label in words("bylines", "posted"))


def is_label(line: str) -> bool:
    """Whether a line is nothing but the word that announces the next one: "By", "Published", "Обновлено:", "作者"."""
    return len(line) <= 2 * _LONGEST and line.strip(" :：").casefold() in _labels()


@cache
def _labels() -> frozenset[str]:
    return frozenset(
        (
            *(word for key in ("published", "updated", "saved") for word in words("dates", key)),
            *(word for key in ("by", "posted", "editors") for word in words("bylines", key)),
        )
    )
