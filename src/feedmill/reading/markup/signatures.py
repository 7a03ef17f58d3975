"""The line below a text in which its writer signs: a name, perhaps with what its bearer is, who took the pictures and
how often the page was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from feedmill.reading.blocks import Block, lines_of
from feedmill.reading.bylines import Attribution, looks_like_person, read_byline, read_name_line
from feedmill.reading.bylines.lines import after
from feedmill.reading.chrome import chrome_reason
from feedmill.reading.dates import Setting
from feedmill.reading.words import words

_LONGEST = 120
_FEWEST = 3
"""Blocks of a body of which the last may be a signature."""
_MOST_LINES = 4
_STOP = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_])")
_BRACKETED = re.compile(r"[（(【][\u4e00-\u9fff：:、\s]{2,20}[)）】]")
"""A few Han signs in brackets: the office that sent the report, the editor on duty."""
_COUNT = re.compile(r"[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,2}\s?[:：]?\s*\d{1,9}")


def signature(blocks: Sequence[Block], setting: Setting) -> Attribution | None:
    """Who signs the last of several blocks; None when it says anything else."""
    last = blocks[-1] if len(blocks) >= _FEWEST else None
    if last is None or last.kind not in ("p", "heading") or len(last.text) > _LONGEST:
        return None
    lines = [line for piece in lines_of(last) if (line := piece.strip(" *_—–-()（）【】"))]
    if not lines or len(lines) > _MOST_LINES:
        return None
    read = [one for line in lines for one in _line_of(line, setting)]
    if len(read) == 1 and _is_doubtful(last, read[0]):
        return None
    if not all(one is not None for one in read):
        return Attribution(ends=True) if _BRACKETED.fullmatch(last.text) else None
    return next((one for one in read if one and one.authors), next((one for one in read if one and one.ends), None))


def _is_doubtful(last: Block, read: Attribution | None) -> bool:
    """Nothing but two capitalised words, or Han signs without a mark: a name or a farewell ("Stay Tuned", 谢谢大家)."""
    alone = read is not None and read.authors == (last.text.strip(" ."),)
    return alone and not (_MARKED.match(last.html) or _has_form_of_name(last.text))


def _has_form_of_name(text: str) -> bool:
    """A name in capitals, or one that ends as names of families do."""
    last = text.rstrip(" .").split()[-1]
    return (last.isupper() and len(last) > _INITIALS) or last.casefold().endswith(_surnames())


@cache
def _surnames() -> tuple[str, ...]:
    return words("bylines", "surname_ends")


_INITIALS = 2
_MARKED = re.compile(r"<(i|em|b|strong)>(?:(?!</\1>).)*</\1>\Z", re.DOTALL)


def _line_of(line: str, setting: Setting) -> list[Attribution | None]:
    """A line as a whole, or what its full stops part: "Ann LEE. Photo by the author"."""
    whole = _signed(line.rstrip("."), setting)
    return [whole] if whole else [_signed(part, setting) for part in _STOP.split(line.rstrip("."))]


def _signed(part: str, setting: Setting) -> Attribution | None:
    """The names in a part of a signature; nobody for a picture's credit or a count; None for other words."""
    if after(part, "pictures") is not None or _COUNT.fullmatch(part):
        return Attribution()
    named = read_name_line(part)
    if named and all(map(_is_sure, named.authors)):
        return named
    told = read_byline(part, language=setting.language, received=setting.received, captured=setting.captured)
    return replace(told, ends=True) if told else None


def _is_sure(name: str) -> bool:
    """A name that nothing announces: in plain Latin letters three words may be anything ("Purchase Image Rights")."""
    return looks_like_person(name) and (len(name.split()) == 2 or not name.isascii()) and chrome_reason(name) is None
