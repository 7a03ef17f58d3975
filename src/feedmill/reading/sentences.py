"""Sentences of running text, in any script that ends them with a mark."""

from __future__ import annotations

import re

_END = re.compile(r"([.!?…]+[\"'”’»)\]]*)(\s+)(?=[\"'“‘«(\[—–-]*\s?[^\W\d_a-zа-яё]|\d)|([。！？]+[”’」』）]*)|(\n+)")
_SHORT = re.compile(
    r"(?:^|[\s(\"“«])(?:[A-ZА-ЯЁ]|[A-Z]\.[A-Z]|mr|mrs|ms|dr|prof|gen|col|lt|sgt|sen|rep|gov|st|jr|sr|vs|no|inc|ltd|co|corp|u\.s|u\.k"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|e\.g|i\.e|г|гг|им|ул|млн|млрд|тыс|руб|долл|т\.е|т\.д|т\.п|см|др"
    r"|mme|av|bd|bzw|z\.b|nr|sra?|ee\.uu|hr|fr)\.$",
    re.IGNORECASE,
)


def split(text: str) -> list[str]:
    """The sentences of ``text`` in order, stripped; initials, ranks and common abbreviations end none.

    Full-width marks end a sentence without a following space; a line break always does.
    """
    sentences: list[str] = []
    start = 0
    for mark in _END.finditer(text):
        if (
            mark.group(1)
            and mark.group(1)[0] == "."
            and _SHORT.search(text[max(start, mark.start() - 12) : mark.start() + 1])
        ):
            continue
        sentences.append(text[start : mark.end()].strip())
        start = mark.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]
