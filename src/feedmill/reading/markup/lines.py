"""What the visible lines of an article say about it: byline, dateline, credits; and the body without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from feedmill.model import Cut, Moment
from feedmill.reading.blocks import Block, without_opening
from feedmill.reading.bylines import Attribution, read_byline, read_credit, read_dateline, read_name_line
from feedmill.reading.dates import Setting, Stated, read_dates
from feedmill.reading.markup.body import Body
from feedmill.reading.markup.signatures import signature
from feedmill.reading.words.phrases import beginnings

_FIRST = 4
"""Blocks at the head of a body that may be bylines."""
_OPENING = 2
"""Paragraphs that a dateline may open: the first one, or the one behind a standfirst."""
_LAST = 3
"""Blocks at its end that may be credits."""
_LONGEST_BYLINE = 180
_OUTLET = re.compile(r"【[^【】]{2,12}】\s*(?=[（(])")
"""The outlet's name before the dateline's brackets."""
_PARTS = re.compile(r"\u3000+|\s+(?=(?:记者|記者|作者|来源|來源|编辑|責任編輯|责任编辑)\s*[:：])")
"""Where Chinese head lines change from one statement to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The first statement of each kind, in reading order; ``dated`` is from the byline, ``day`` from the dateline,
    ``changed`` from a line that says when the article was last changed. ``byline`` is the line that names the
    ``authors``, empty when a dateline or a credit does."""

    authors: tuple[str, ...] = ()
    byline: str = ""
    agency: str | None = None
    publisher: str | None = None
    place: str | None = None
    dated: Moment | None = None
    day: Moment | None = None
    changed: Moment | None = None


def listen(
    head: Sequence[str], body: Body, *, language: str | None, received: datetime, captured: Moment | None = None
) -> tuple[Heard, Body]:
    """What lines above and inside the body state, and the body without bylines and credits.

    ``head`` are the short lines between headline and body. A dateline leaves its
    paragraph, as in plain text: its place, agency and day are told beside the text.
    """
    near = captured.at.date() if captured else None
    setting = Setting(language=language, received=received, captured=captured, near=near)
    blocks = list(body.blocks)
    cuts: list[Cut] = []
    said = [(line, found) for line in head if (found := _byline(line, setting))]
    said += _named_beside_day(head, said)
    for block in [block for block in blocks[:_FIRST] if block.kind in ("p", "heading", "item")]:
        opens = read_dateline(block.text, language=language, received=received, captured=captured)
        found = _byline(block.text, setting) if opens is None or _is_line(block.text) else None
        if found and len(blocks) > 1:
            blocks.remove(block)
            cuts.append(Cut(reason="byline", text=block.text[:400]))
            said.append((block.text, found))
    credits = _endings(blocks, cuts, said, setting)
    dateline = _dateline(blocks, cuts, setting)
    told = [*head, *(cut.text for cut in cuts)]
    changed = next((at for line in told if (at := _changed(line, setting))), None)
    byline = next((line for line, one in said if one.authors), "")
    heard = replace(_sum_up([one for _, one in said], dateline, credits), changed=changed, byline=byline)
    return heard, Body(blocks=tuple(blocks), cuts=(*body.cuts, *cuts))


def _named_beside_day(head: Sequence[str], said: Sequence[tuple[str, Attribution]]) -> list[tuple[str, Attribution]]:
    """A name with what its bearer is on a line beside that of the day, where nothing else names a writer."""
    days = {line for line, found in said if found.date}
    if any(found.authors for _, found in said):
        return []
    beside = [one for one, other in (*pairwise(head), *pairwise(head[::-1])) if other in days and one not in days]
    return [(line, found) for line in beside if "," in line and (found := read_name_line(line))][:1]


def _is_line(text: str) -> bool:
    """Too short for a paragraph behind its dateline: "Ann Lee 08.10.2026 - Updated: 09.10.2026"."""
    return len(text) <= _LONGEST_LINE and text[-1:] not in _STOPS


_LONGEST_LINE = 90


def _byline(line: str, setting: Setting) -> Attribution | None:
    if len(line) > _LONGEST_BYLINE:
        return None
    told = _PARTS.sub("\t", line)
    return read_byline(told, language=setting.language, received=setting.received, captured=setting.captured)


def _dateline(blocks: list[Block], cuts: list[Cut], setting: Setting) -> Attribution | None:
    """Take the dateline off the paragraph that it opens."""
    for block in [block for block in blocks if block.kind == "p"][:_OPENING]:
        outlet = _OUTLET.match(block.text)
        opening = block.text[outlet.end() :] if outlet else block.text
        found = read_dateline(opening, language=setting.language, received=setting.received, captured=setting.captured)
        if found and found.rest:
            length = len(block.text) - len(found.rest)
            blocks[blocks.index(block)] = without_opening(block, length)
            cuts.append(Cut(reason="byline", text=block.text[:length].strip()))
        if found:
            return found
    return None


def _changed(line: str, setting: Setting) -> Moment | None:
    if len(line) > _LONGEST_BYLINE or not any(mark.isdigit() for mark in line):
        return None
    return read_dates(line, setting, "byline").updated


def _endings(
    blocks: list[Block], cuts: list[Cut], said: list[tuple[str, Attribution]], setting: Setting
) -> list[Attribution]:
    """Take what ends an article off its blocks, in whatever order: days that are announced, credits, signatures."""
    credits: list[Attribution] = []
    for _ in range(_LAST):
        before = len(blocks)
        said += _statements(blocks, cuts, setting)
        credits += _credits(blocks, cuts)
        signed = signature(blocks, setting)
        if signed:
            cuts.append(Cut(reason="byline", text=blocks.pop().text[:400]))
            credits.append(signed)
        if len(blocks) == before:
            break
    return credits


def _statements(blocks: list[Block], cuts: list[Cut], setting: Setting) -> list[tuple[str, Attribution]]:
    """Take lines off the end that say nothing but when the article was published."""
    found: list[tuple[str, Attribution]] = []
    while len(blocks) > 1 and blocks[-1].kind == "p" and len(blocks[-1].text) <= _LONGEST_BYLINE:
        line = blocks[-1].text
        said = line[-1] not in ".!?。！？" and beginnings("dates", "published", "updated").begins(line.casefold())
        stated = read_dates(line, setting, "byline") if said else Stated()
        if not (stated.published or stated.updated):
            break
        cuts.append(Cut(reason="byline", text=blocks.pop().text))
        found.append((line, Attribution(date=stated.published, updated=stated.updated)))
    return found


def _credits(blocks: list[Block], cuts: list[Cut]) -> list[Attribution]:
    """Take closing credit lines off the end of ``blocks``, last first."""
    found: list[Attribution] = []
    for block in blocks[-_LAST:][::-1]:
        credit = read_credit(block.text) if block.kind == "p" and len(block.text) <= 400 and len(blocks) > 1 else None
        if credit:
            for line in (behind := blocks[blocks.index(block) :]):
                cuts.append(Cut(reason="credit", text=line.text[:400]))
            del blocks[-len(behind) :]
            found.append(credit)
        elif len(block.text) > _LONGEST_NOTE or block.text[-1:] in _STOPS:
            break
    return found


_LONGEST_NOTE = 60
"""Characters of a line behind the credits that ends no sentence: rights, calls."""
_STOPS = tuple(".!?。！？…”»")


def _sum_up(said: Sequence[Attribution], dateline: Attribution | None, credits: Sequence[Attribution]) -> Heard:
    every = [*said, *([dateline] if dateline else []), *credits]
    return Heard(
        authors=next((one.authors for one in every if one.authors), ()),
        agency=next((one.agency for one in every if one.agency), None),
        publisher=next((one.publisher for one in every if one.publisher), None),
        place=dateline.place if dateline else None,
        dated=next((one.date for one in said if one.date), None),
        day=dateline.date if dateline else None,
    )
