"""Is a text program code, a style sheet or markup that was pasted where prose should stand?"""

from __future__ import annotations

import re
from functools import lru_cache

_CODE = re.compile(
    r"function\s*\(|\)\s*[;{]|\}\)|[\w\]]\.(?:push|appendChild|createElement|"
    r"getElementById)\(|=\s*document\b|var \w+\s*=|\{\s*[\w-]+\s*:[^{}]{1,80};|@media\b|"
    r"^\s*[.#][\w-]+\s*\{|window\.\w+\s*=|<[a-z]+ [^<>]{0,200}>|</\w+>|googletag|!important|"
    r"\]\]>"
)
_SURE_MARKS = ("{", "}", ";", "=", "<", ">", "@", "window.", ").", "].")
"""Code has one of these; brackets alone are prose."""
_CODE_MARKS = "{}();=<>"
_RECENT = 64
"""Lines whose nature is remembered: several stages ask for it."""


def has_code_marks(text: str) -> bool:
    """Whether a text has any of the marks without which nothing is code."""
    for mark in _SURE_MARKS:  # noqa: SIM110  asked of every line; a generator costs three times as much
        if mark in text:
            return True
    return False


@lru_cache(maxsize=_RECENT)
def is_code(text: str) -> bool:
    """Whether a text is program code, style sheet or markup that was pasted as text."""
    if not has_code_marks(text):
        return False
    marks = sum(map(text.count, _CODE_MARKS))
    if marks < 2 and "@" not in text and "window." not in text:
        return False
    return len(_CODE.findall(text[:4000])) >= 2 or (
        marks > 4 and marks * 12 > len(text) and bool(_CODE.search(text[:4000]))
    )
