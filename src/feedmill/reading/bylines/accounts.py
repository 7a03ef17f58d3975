"""The line below a headline of China's message platforms: "原创 writer account day place"."""

from __future__ import annotations

import re

from feedmill.reading.bylines.attribution import Attribution
from feedmill.reading.bylines.names import has_surname

_HAN = r"[\u4e00-\u9fff·]"
_LINE = re.compile(
    rf"\s*(?:原创|原創)\s*[:：]?\s+(?P<writer>{_HAN}{{2,10}})(?:\s+(?P<account>[^\s\d][^\s]{{1,19}}))?\s*(?P<date>\d{{4}}[-年/.].{{0,40}})?"
)


def read_account_line(line: str) -> Attribution | None:
    """Writer and account of such a line; its date is read by whoever reads dates."""
    match = _LINE.fullmatch(line)
    if match is None or not has_surname(match["writer"]) or len(match["writer"]) > 4:
        return None
    return Attribution(authors=(match["writer"],), publisher=match["account"])
