"""Lines become paragraphs: by the distance between them, the size of their letters, and where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from feedmill.reading.chrome import ends_sentence, weight
from feedmill.reading.pages import go_on, vocabulary
from feedmill.reading.pdf.lines import Line

_BULLET = re.compile(r"(?:[-*•‣▪●◦·]|\d{1,3}[.)、])\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: the size of its letters (points), and the number of the page that it begins on."""

    text: str
    size: float
    page: int


def join_lines(lines: Sequence[Line]) -> list[Paragraph]:
    """Lines of one size that stand close together are a paragraph; so is what a page or a column break divides."""
    words = vocabulary([line.text for line in lines])
    leading = _leading(lines)
    widest = sorted((weight(line.text) for line in lines), reverse=True)[: len(lines) // 10 + 1][-1] if lines else 0
    made: list[Paragraph] = []
    before: Line | None = None
    for line in lines:
        if before is None or _starts_new(before, line, leading, widest):
            made.append(Paragraph(text=line.text, size=line.size, page=line.page))
        else:
            last = made[-1]
            made[-1] = replace(last, text=go_on(last.text, line.text, words))
        before = line
    return made


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between two lines, in heights of their letters."""
    gaps = [gap / line.size for before, line in _neighbours(lines) if 0 < (gap := before.y - line.y) < 4 * line.size]
    return median(gaps) if gaps else 1.2


def _neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    for before, line in pairwise(lines):
        if before.page == line.page and line.size and abs(before.size - line.size) < 0.12 * line.size:
            yield before, line


def _starts_new(before: Line, line: Line, leading: float, widest: int) -> bool:
    size = line.size or before.size or 1.0
    if abs(before.size - line.size) > 0.12 * size or _BULLET.match(line.text):
        return True
    gap = (before.y - line.y) / size
    broken = before.page != line.page or gap < -0.5 or gap > 12
    ended = ends_sentence(before.text)
    if broken:
        return ended
    if gap > 1.3 * max(leading, 1.0) + 0.05:
        return True
    indented = 0.9 * size < line.x - before.x < 6 * size and ended
    return indented or (ended and weight(before.text) < 0.72 * widest)
