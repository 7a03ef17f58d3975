"""Lines of credits behind a text, and the marks that an article is over."""

from __future__ import annotations

import re

from feedmill.reading.bylines.agencies import is_agency, is_wire_source
from feedmill.reading.bylines.attribution import QUOTES, Attribution
from feedmill.reading.bylines.lines import after
from feedmill.reading.bylines.names import read_writers
from feedmill.reading.dates import day_spans
from feedmill.reading.words import words
from feedmill.reading.words.phrases import beginnings, mentions

_LONGEST = 400
_SLUG = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,4}){0,4}(?:/[a-z]{2,6}(?:-[a-z]{2,4}){0,4}){1,6}")
_DESK_SLUG = re.compile(r"(?P<slug>[a-z]{2,4}(?:/[a-z]{2,4}){0,3})\s*\((?P<wires>[^()]{2,60})\)?")
_CLAUSES = re.compile(r"\s*[;；|]\s*|(?<=[a-zа-яё])\.\s+(?=[A-ZА-ЯЁ])|\s{2,}")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?P<name>[^\W\d][^\n.]{1,38})", re.IGNORECASE)
_LABEL = re.compile(r"[\w\s]{2,24}?\s*[:：]")
_EDITOR = re.compile(r"(?<=[。！？.!?”」])\s*[(（【](?P<who>[^()（）【】]{3,24})[)）】]\s*\d{0,8}\s*\Z")
_CLOSING = (")", "）", "】", *"0123456789")
_LAST_MARK = re.compile(r"(?<=[.!?。！？”\"»])\s*([(（\[]?[^\s.。]{1,9}[)）\]]?)\s*\Z")


def read_credit(line: str) -> Attribution | None:
    """A line of credits after the text: "Writing by …; Editing by …", "burs/js", "Source: Reuters", "Enditem",
    "（完）", "(With inputs from ANI)", "© AFP".
    """
    text = line.strip(" \t*_()（）[]【】")
    if not text or len(text) > _LONGEST:
        return None
    folded = text.casefold()
    if folded.strip(".!。") in words("bylines", "end") or ("/" in text and _SLUG.fullmatch(text)):
        return Attribution(ends=True)
    bracketed = line.lstrip()[:1] in ("(", "（", "[")
    told = mentions("bylines", "reporting", "editors", "source", "inputs").any(folded)
    if not told and not bracketed and "(" not in text and "©" not in text and "copyright" not in folded:
        return None
    announced = told and beginnings("bylines", "reporting", "editors", "source", "inputs").begins(folded)
    people = _people(text) if told and mentions("bylines", "reporting", "editors").any(folded) else None
    wired = announced or bracketed or "(" in text or "©" in text or "copyright" in folded
    return people or (_source(text) if announced else None) or (_wires(text, bracketed=bracketed) if wired else None)


def without_end(text: str) -> str:
    """A paragraph without the mark that the article is over behind its last sentence: "Enditem", "（完）", "-30-", or
    the editor in brackets ("（編輯：林夏）1150821").
    """
    tail = text[-40:]
    editor = _EDITOR.search(tail) if tail.endswith(_CLOSING) else None
    if editor and after(editor["who"], "editors"):
        return text[: len(text) - len(tail) + editor.start()].rstrip()
    if not tail.rstrip(")）]").casefold().endswith(words("bylines", "end")):
        return text
    last = _LAST_MARK.search(tail)
    marked = last is not None and last.group(1).casefold() in words("bylines", "end")
    return text[: len(text) - len(tail) + last.start()].rstrip() if marked and last else text


def _people(text: str) -> Attribution | None:
    """Who reported, wrote and edited; any clause of another kind leaves the rest."""
    authors: list[str] = []
    agency = None
    known = False
    for clause in _CLAUSES.split(text):
        writers, editors = after(clause, "reporting"), after(clause, "editors")
        told = read_writers(writers) if writers else None
        if told:
            authors += told[0]
            agency = agency or told[1]
        known = known or bool(told) or editors is not None
    return Attribution(authors=tuple(dict.fromkeys(authors)), agency=agency, ends=True) if known else None


def _source(text: str) -> Attribution | None:
    source = after(text, "source")
    if not source or len(source) > 60 or not _LABEL.match(text):
        return None
    days = day_spans(source, None)
    source = source[: days[0][0]].strip(" ,，;；(（|-–—") if days else source
    source = source.strip(QUOTES)
    wire = is_wire_source(source)
    return Attribution(agency=source if wire else None, publisher=None if wire else source, ends=True)


def _wires(text: str, *, bracketed: bool) -> Attribution | None:
    """Wires whose material was used: in brackets, behind "with inputs from", or as owner of the rights."""
    if len(text) > 80:
        return None
    slug = _DESK_SLUG.fullmatch(text) if "(" in text else None
    rights = _RIGHTS.fullmatch(text)
    used = after(text, "inputs")
    named = slug["wires"] if slug else rights["name"] if rights else used or (text if bracketed else "")
    if not named:
        return None
    first = next(
        (name.strip() for name in re.split(r"[,/、;]| and | et | und | и | y ", named) if is_agency(name)), None
    )
    return Attribution(agency=first, ends=True) if first else None
