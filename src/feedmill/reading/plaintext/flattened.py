"""Pages whose lines were all joined into one: menu, headline, byline, text and footer without a break.

Programs that take the text of every element and join it with spaces leave such documents. What stands between two
sentence ends in the middle is running text; what comes before the first and after the last is taken apart here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from feedmill.reading import sentences
from feedmill.reading.bylines import LONGEST, is_label, looks_like_house, looks_like_person, read_byline
from feedmill.reading.chrome import chrome_reason, ends_sentence, is_reading_time, tells_rights, weight
from feedmill.reading.dates import day_spans
from feedmill.reading.words import words

_LEAST = 240
"""Weight of a line that may be a whole page."""
_FEWEST = 3
"""Sentences in it."""
_WIDEST_HEAD = 1600
"""Characters of its beginning in which headline and byline are looked for."""
_LONGEST_TAIL = 12
"""Sentences at the end that are looked at, at most: rights, appeals, contacts."""
_TOKENS = 9
"""Words beside a date that may belong to a byline."""
_MOST_DAYS = 6
_LEAST_HEADLINE = 15
_BETWEEN = " |-–—·•/"
_WORD = re.compile(r"\S+")
_CLOCK = re.compile(
    r"[\s|,•·–—-]{1,3}(?:(?:at|um|в|à|às|a las|alle|o)\s)?"
    r"\d{1,2}[:.hч]\d{2}(?::\d{2})?(?:\s?[aApP]\.?[mM]\b\.?)?(?:\s(?:[A-Z]{2,4}|Uhr)\b)?"
)
_OPENING = 40
"""Characters in which a picture's credit, a reading time or the beginning of an address are looked for."""


def unfold(parts: list[str], *, language: str | None, received: datetime) -> list[str]:
    """The paragraphs of a document; where all of it but its address is one line, that line in pieces."""
    told = [part for part in parts if "://" not in part[:_OPENING]]
    if len(told) != 1 or weight(told[0]) < _LEAST or len(sentences.split(told[0])) < _FEWEST:
        return parts
    return [part for part in parts if part != told[0]] + list(_pieces(told[0], language, received))


def _pieces(line: str, language: str | None, received: datetime) -> Iterator[str]:
    found = _byline(line[:_WIDEST_HEAD], language, received)
    menu = ""
    if found is not None:
        start, end = found
        menu, *headline = _headline(line[:start].strip(_BETWEEN))
        yield from (*headline, line[start:end].strip(_BETWEEN))
        line = line[end:].lstrip(_BETWEEN)
    body, tail = _parted(sentences.split(line), is_page=found is not None)
    yield _without_label(("" if " " not in body[0] else " ").join(body))
    yield from (piece for sentence in tail for piece in re.split(r"\s(?=©)", sentence))
    yield from [menu] if menu else []  # at the end, where it cannot be taken for a headline


def _without_label(text: str) -> str:
    """The text from where it begins, behind who took the picture: a label would make furniture of all of it."""
    opening = text[:_OPENING]
    if chrome_reason(text) is None:
        return text
    starts = [mark.start() for mark in _WORD.finditer(opening) if text[mark.start()].isupper()]
    return next((text[start:] for start in starts[1:] if chrome_reason(text[start:]) is None), text)


def _parted(told: list[str], *, is_page: bool) -> tuple[list[str], list[str]]:
    """The sentences without those at the end that are furniture, and of a page without words that end in no mark."""
    at = len(told)
    if is_page and not ends_sentence(told[-1]):
        at -= 1
    while at > max(1, len(told) - _LONGEST_TAIL) and _is_furniture(told[at - 1]):
        at -= 1
    return (told[:at], told[at:]) if at else (told, [])


def _is_furniture(sentence: str) -> bool:
    return "©" in sentence or tells_rights(sentence) or chrome_reason(sentence) is not None


def _headline(above: str) -> tuple[str, ...]:
    """What stands above the byline: the menu, empty where it cannot be told apart; the headline, found by the page
    having said it before, as in its title; and the standfirst, if there is one."""
    found = _repeated(above)
    if found is None:
        return "", above
    start, end = found
    return tuple(part for part in (above[:start].strip(), above[start:end], above[end:].strip()) if part)


def _repeated(above: str) -> tuple[int, int] | None:
    """Where words stand that the page began with, else the last that it says for the second time."""
    starts = [mark.start() for mark in _WORD.finditer(above)]
    found: list[tuple[bool, int, int]] = []
    for at, later in enumerate(starts):
        for earlier in starts[:at]:
            end = later + _shared(above[earlier:later], above[later:])
            end = end if above[end : end + 1] in ("", " ") else above.rfind(" ", later, end)
            if end > later and weight(above[later:end].strip()) >= _LEAST_HEADLINE:
                found.append((earlier == 0, later, end))
    if not found:
        return None
    first, later, _ = max(found)
    return later, max(end for opens, start, end in found if (opens, start) == (first, later))


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _byline(head: str, language: str | None, received: datetime) -> tuple[int, int] | None:
    """Where a byline with a date stands between a headline and the text; None when there is none.

    Of the spans around a date, the one that tells most, and of these the shortest: what it does not need belongs to
    the headline or the text.
    """
    tokens = [mark.span() for mark in _WORD.finditer(head)]
    best: tuple[tuple[int, int], int, int] | None = None
    for day in _days(head, language):
        inside = [at for at, (start, end) in enumerate(tokens) if end > day[0] and start < day[1]]
        clock = _CLOCK.match(head, day[1])
        for first, last in _around(len(tokens), inside):
            start, end = tokens[first][0], tokens[last][1]
            worth = (_told(head[start:end], language, received), start - end)
            alone = worth[0] == 1 and (first, last) != (inside[0], inside[-1])  # more words that tell nothing
            if not worth[0] or alone or (best and worth <= best[0]):
                continue
            end = _with_reading_time(head, max(end, clock.end() if clock else end))
            if _stands_between(head, start, end):
                best = (worth, first, end)
    if best is None:
        return None
    _, first, end = best
    while first > 0 and _is_of_bylines(head[slice(*tokens[first - 1])]):
        first -= 1
    return tokens[first][0], end


def _is_of_bylines(word: str) -> bool:
    return is_label(word) or looks_like_house(word) or word.casefold() in words("bylines", "teams")


def _with_reading_time(head: str, end: int) -> int:
    """The end of a byline, with the reading time behind it."""
    ends = [mark.end() for mark in _WORD.finditer(head, end, end + _OPENING)]
    return max((at for at in ends if is_reading_time(head[end:at])), default=end)


def _days(head: str, language: str | None) -> list[tuple[int, int]]:
    """Where days are written; nothing where so many are that they cannot be those of one byline and its sentence."""
    found: dict[tuple[int, int], None] = {}
    for offset in range(0, len(head), LONGEST // 2):
        for start, end in day_spans(head[offset : offset + LONGEST], language):
            found[offset + start, offset + end] = None
    return list(found) if len(found) <= _MOST_DAYS else []


def _around(count: int, inside: list[int]) -> Iterator[tuple[int, int]]:
    """First and last word of every span around a date, of at most :data:`_TOKENS` words more on either side."""
    if inside:
        for first in range(max(0, inside[0] - _TOKENS), inside[0] + 1):
            for last in range(inside[-1], min(count, inside[-1] + _TOKENS + 1)):
                yield first, last


def _stands_between(head: str, start: int, end: int) -> bool:
    """Whether a headline may end before and a sentence begin behind: "on" before a date binds it to its sentence."""
    above, below = head[:start].rstrip(_BETWEEN), head[end:].lstrip(_BETWEEN)
    if weight(above) < _LEAST_HEADLINE or weight(below) < _LEAST_HEADLINE or above.endswith((",", ":", "，", "：")):
        return False
    before = above.rsplit(maxsplit=1)[-1]
    opens = not below[0].islower() and (not below[0].isdigit() or not below[0].isascii())
    return opens and not (len(before) <= 4 and before.isalpha() and before.islower())


def _told(line: str, language: str | None, received: datetime) -> int:
    """How much a line tells as a byline, whole names more than halves; 0 when it is none or has no day."""
    told = read_byline(line, language=language, received=received)
    if told is None or not (told.date or told.updated):
        return 0
    whole = sum(looks_like_person(name) for name in told.authors)
    return whole + sum(map(bool, (told.authors, told.posted, told.agency, told.publisher, told.date, told.updated)))
