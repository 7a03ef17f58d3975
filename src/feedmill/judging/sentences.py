"""Sentences in alphabetic and Han scripts, good enough to say which names stand in one statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’»)\]]{0,3}(?=\s)|[。！？；!?]+[”’」』）\"]{0,2}|;(?=\s)|\n{2,}")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|Adm|Capt|St|Jr|Sr|No|Inc|Ltd|Co|Corp|vs|Jan|Feb|Mar|Apr|Aug|"
    r"Sept|Sep|Oct|Nov|Dec|approx|etc|al|г|гг|стр|ул|им|тыс|млн|млрд|руб|долл|проц|см|т\.е|т\.д|т\.п|акад|проф|"
    r"bzw|ca|Nr|usw|Hr|Fr|M|Mme|Sra?|Dra?)|\b[A-ZА-ЯЁ]|\b[A-Z]\.[A-Z])\.$"
)
_SMALL = re.compile(r"\s+[a-zа-яё0-9]")


#: What an end begins with: looked for first, since that is quick.
_MARK = re.compile(r"[.!?…。！？；;\n]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, in order, without the white space between them.

    A full stop after an abbreviation or initial, or before a small letter, ends nothing. Semicolons do: what
    stands on their two sides is told separately.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text):
        if not _is_end(text, end):
            continue
        _keep(text, start, end.end(), spans)
        start = end.end()
    _keep(text, start, len(text), spans)
    return spans


def _ends(text: str) -> Iterator[re.Match[str]]:
    last = 0
    for mark in _MARK.finditer(text):
        end = _END.match(text, mark.start()) if mark.start() >= last else None
        if end is not None:
            last = end.end()
            yield end


def _is_end(text: str, end: re.Match[str]) -> bool:
    if not end[0].startswith("."):
        return True
    if end[0] == "." and _ABBREVIATED.search(text, max(0, end.start() - 8), end.start() + 1):
        return False
    return not _SMALL.match(text, end.end()) or text[end.end() : end.end() + 2].startswith("\n")


def _keep(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if right > left:
        spans.append((left, right))
