"""Text → paragraphs, whatever the line discipline: one line a paragraph, blank lines between, hard-wrapped columns."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from itertools import groupby, pairwise

from feedmill.reading.chrome import ends_sentence, is_prose, weight

LONGEST = 4 << 20
"""Characters that are read; the rest of a longer text is left."""
WIDEST = 125
"""Columns of the widest page that lines are wrapped for."""
LONGEST_LINE = 20_000
"""Characters of a line that are kept; a longer one is data, not prose."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_BULLET = re.compile(r"\s*(?:[-*•‣▪●◦·]|\d{1,3}[.)、])\s")
_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"\s{4,}")
_ENTITY = re.compile(r"&(?:amp|nbsp|quot|lt|gt|apos|[lr][sd]?[aq]uo|[mn]dash|hellip|#x?\d{2,5}|#x[0-9a-fA-F]{2,5});")
_NOTE = re.compile(
    r"\[(?<=[\w.,;:!?…”\"»。，、\]]\[)(?:\d{1,3}|edit|править|править код|编辑|編輯|modifier|editar|Bearbeiten)\](?!\()"
)
"""Numbers of notes behind a word, and the word behind the headings of an encyclopedia."""
_NOTES = 3
_RUNNING = 3
"""Times that a line comes back on as a running head."""
_FULL = 45
_MANY = 5
"""Full lines in a row, of at least so many characters, that may be a wrapped stretch."""
_OPENING_MARKS = " \t«„“\"'‘(—–-"
_FEW_CASED = 3
_STARTING = 12
_NUMBERED = re.compile(r"\S\s{4,}\D{0,12}\d{1,4}\s*\Z")
"""A line whose other end is the number of its page."""
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
_PAGE = re.compile(r"\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: single lines, or wrapped lines put together again. Empty lines are gone."""
    text = _unescaped(text[:LONGEST])
    text = text.translate(_LIGATURES) if _LIGATURE.search(text) else text
    text = re.sub(r"\xad[ \t]*\n", "-\n", text).replace("\xad", "") if "\xad" in text else text
    text = _NOTE.sub("", text) if text.count("[") >= _NOTES and len(_NOTE.findall(text)) >= _NOTES else text
    raw = [line[:LONGEST_LINE].rstrip() for line in text.split("\n")]
    width = _wrap_width(raw)
    lines = _unwrapped(_without_running_heads(raw), width) if width else _partly_unwrapped(raw)
    return [line for line in map(_tidy, lines) if line]


def _tidy(line: str) -> str:
    """A line with single spaces; most have no others."""
    return (line if line.isascii() and "  " not in line and "\t" not in line else _SPACES.sub(" ", line)).strip()


def _unescaped(text: str) -> str:
    """A text in which a program left characters of markup by their names ("&amp;", "&nbsp;", "&#8220;")."""
    return unescape(text) if "&" in text and _ENTITY.search(text) else text


def is_one_line_each(text: str) -> bool:
    """Whether nearly every line stands directly under the one before, without blank lines."""
    lines = text[:LONGEST].strip().split("\n")
    return len(lines) > 2 and sum(not line.strip() for line in lines) <= len(lines) // 8


def _wrap_width(lines: list[str]) -> int:
    """The column at which the text was wrapped, 0 for a text that was not: most lines then end near it, inside
    sentences.
    """
    widths = sorted(weight(line) for line in lines if line.strip() and (" " in line.strip() or len(line) < WIDEST))
    inner = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(widths) < 6 or len(inner) < 3 or widths[int(len(widths) * 0.98) - 1] > WIDEST:
        return 0
    width = sorted(map(weight, inner))[int(len(inner) * 0.9) - 1]
    full = [line for line in inner if weight(line) >= 0.75 * width]
    if not 30 <= width <= WIDEST or widths[int(len(widths) * 0.98) - 1] > 1.5 * width or len(full) < 0.4 * len(inner):
        return 0
    return width if sum(ends_sentence(line) for line in full) < 0.4 * len(full) and _go_on(lines, width) else 0


def _go_on(lines: list[str], width: int) -> bool:
    """Whether the lines below full ones go on in small letters, as wrapped sentences do and lists of headlines do not.
    Scripts without capitals leave it open.
    """
    below = [
        after.lstrip(_OPENING_MARKS)[:1]
        for line, after in pairwise(lines)
        if weight(line) >= 0.75 * width and after.strip() and _has_capitals(line) and not after.isupper()
    ]
    return len(below) < _FEW_CASED or sum(map(str.islower, below)) >= 0.25 * len(below)


def _has_capitals(line: str) -> bool:
    return any(letter.lower() != letter.upper() for letter in line[:_STARTING])


def _partly_unwrapped(lines: list[str]) -> list[str]:
    """Lines of which only some stretches were wrapped (a text pasted into a page): many full lines in a row that go on
    in small letters.
    """
    told = [line for line in lines if line.strip()]
    lines = told if len(lines) > 1.8 * len(told) else lines  # a blank line below every line divides nothing
    found: list[str] = []
    for full, group in groupby(lines, key=lambda line: _FULL <= len(line) <= WIDEST):
        run = list(group)
        if full and len(run) >= _MANY and _is_wrapped(run):
            found += _unwrapped(run, max(map(weight, run)))
        elif found and run[0][:1].islower() and not full and _is_open(found[-1]) and not _is_address(run[0]):
            found += [_join(found.pop(), run[0].strip()), *run[1:]]
        else:
            found += run
    return found


def _is_wrapped(run: list[str]) -> bool:
    going_on = sum(line[:1].islower() for line in run[1:])
    return 2 * going_on >= len(run) and sum(map(ends_sentence, run)) < 0.4 * len(run)


def _is_open(line: str) -> bool:
    """Whether a paragraph that was put together waits for its last line."""
    return len(line) > WIDEST and not ends_sentence(line)


def _unwrapped(lines: list[str], width: int) -> list[str]:
    joined: list[str] = []
    pending = ""
    before = ""
    for line in lines:
        if not line.strip() or len(pending) > LONGEST_LINE or (before and _starts_new(before, line, width)):
            joined.append(pending)
            pending = line.strip()
        else:
            pending = _join(pending, line.strip())
        before = line
    joined.append(pending)
    return _across_pages(joined)


def _starts_new(before: str, line: str, width: int) -> bool:
    if _is_broken_headline(before, line):
        return False
    indented = line[:1].isspace() and not before[:1].isspace()
    return weight(before) < 0.72 * width or bool(_BULLET.match(line)) or indented or _is_address(line)


def _is_broken_headline(before: str, line: str) -> bool:
    """Whether two lines in capitals, each of some words, are one headline, as newspapers set it."""
    capitals = before.isupper() and line.isupper() and not before[:1].isspace() and not ends_sentence(before)
    return (
        capitals
        and min(len(before.split()), len(line.split())) > 1
        and not _GAP.search(before)
        and not _GAP.search(line)
    )


def _is_address(line: str) -> bool:
    """Whether a line is nothing but an address, which ends no sentence of the line above."""
    return "://" in line and bool(_ADDRESS.fullmatch(line))


def _join(before: str, line: str) -> str:
    if not before:
        return line
    if re.search(r"[^\W\d_]-$", before[-2:]) and line[:1].islower():
        return before[:-1] + line
    wide = "\u2e80" <= before[-1] <= "\uffef" and "\u2e80" <= line[:1] <= "\uffef"
    return before + ("" if wide else " ") + line


def _across_pages(paragraphs: list[str]) -> list[str]:
    """A paragraph that a page break cut in two: the first half ends in mid-sentence, the second begins small."""
    joined: list[str] = []
    for paragraph in filter(None, paragraphs):
        cut = joined and len(joined[-1]) > 60 and not ends_sentence(joined[-1])
        goes_on = paragraph[:1].islower() and not _is_address(paragraph)
        if cut and goes_on and (ends_sentence(paragraph) or len(paragraph) > 60):
            joined[-1] = _join(joined[-1], paragraph)
        else:
            joined.append(paragraph)
    return joined


def _without_running_heads(lines: list[str]) -> list[str]:
    """Without the short lines that come back on every page, page numbers and the other end of the line apart. Where no
    page is numbered, a line that comes back may be the headline of a copied page: nothing goes but numbers.
    """
    keys = Counter(_running_key(line) for line in lines if line.strip())
    numbered = sum(bool(_PAGE.fullmatch(line) or _NUMBERED.search(line)) for line in lines if line.strip())
    repeated = {
        key
        for key, count in keys.items()
        if count >= _RUNNING
        and len(key) < 80
        and (numbered > 1 or "#" in key)
        and not is_prose(key)
        and "://" not in key
    }
    repeated |= _twice_with_cells(lines, keys) if numbered > 1 else set()
    return [line for line in lines if _running_key(line) not in repeated and not _PAGE.fullmatch(line)]


def _twice_with_cells(lines: list[str], keys: Counter[str]) -> set[str]:
    """Running heads of a text of two pages: lines of two cells of which the left one comes back."""
    return {key for line in lines if _GAP.search(line.strip()) and keys[key := _running_key(line)] > 1}


def _running_key(line: str) -> str:
    """What comes back in a running head: its left cell, without numbers."""
    return _DIGITS.sub("#", _GAP.split(line.strip(), maxsplit=1)[0])
