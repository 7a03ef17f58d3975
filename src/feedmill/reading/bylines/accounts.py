"""The line below a headline of China's message platforms: "原创 writer account day place"."""

from __future__ import annotations

import re

from feedmill.reading.bylines.attribution import Attribution
from feedmill.reading.bylines.names import has_surname

_HAN = r"[\u4e00-\u9fff·]"
_LINE = re.compile(
    rf"\s*(?:原创|原創)\s*[:：]?\s+(?P<writer>{_HAN}{{2,10}})(?:\s+(?P<account>[^\s\d][^\s]{{1,19}}))?\s*(?P<date>\d{{4}}[-年/.].{{0,40}})?"
)


_REPORTER = re.compile(
    rf"\s*(?:(?:文|图|撰文|摄影)[/／、](?:文|图|摄影)\s*[:：]?\s*)?(?P<outlet>{_HAN}{{0,12}}?)\s?"
    rf"(?:驻{_HAN}{{2,6}})?(?:特约|特約|本报|本報|本刊|见习|見習|实习|首席|资深|專題|全媒体)?"
    rf"(?:记者|記者|撰稿人?|评论员|評論員|作者|通讯员|特派員)[\s　]+"
    rf"(?P<writers>{_HAN}{{2,4}}(?:[、，\s](?:(?:通讯员|实习生|特约记者|见习记者)\s?)?{_HAN}{{2,4}}){{0,4}}?)"
    rf"(?:[\s　/／]{{0,2}}(?:綜合|综合|{_HAN}{{2,4}})?(?:报道|報導|報道|发自{_HAN}{{2,6}}|專訪"
    rf"|文[/／、]图|图[/／、]文|摄影报道))?\s*"
)
"""The outlet, what its writer is, and names behind a space: "江岸评论特约撰稿 李明"."""


_BETWEEN = re.compile(r"[、，\s]+(?:(?:通讯员|实习生|特约记者|见习记者)\s?)?")


def read_account_line(line: str) -> Attribution | None:
    """Writer and account of such a line; its date is read by whoever reads dates."""
    told = _REPORTER.fullmatch(line)
    writers = tuple(name for name in _BETWEEN.split(told["writers"]) if name) if told else ()
    if told and all(map(has_surname, writers)):
        return Attribution(authors=writers, publisher=told["outlet"] or None)
    match = _LINE.fullmatch(line)
    if match is None or not has_surname(match["writer"]) or len(match["writer"]) > 4:
        return None
    return Attribution(authors=(match["writer"],), publisher=match["account"])
