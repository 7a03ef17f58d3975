"""Addresses that a text gives for an item: on a line of their own, or behind its last sentence."""

from __future__ import annotations

import re
from functools import cache

from feedmill.reading.addresses import absolute, canonical
from feedmill.reading.words import words

_ADDRESS = r"https?://[^\s<>\"“”«»（）]{4,2000}"
_LABEL = r"(?P<label>[^\W\d_][^\n:：.!?。！？/]{0,30})[:：]"
_LINE = re.compile(rf"[(\[<（【]?\s*(?:{_LABEL}\s*|[→»>↗-]\s*)?[<(]?(?P<url>{_ADDRESS})\s*[>)\]）】]?")
_END = re.compile(rf"(?<=[.!?…。！？\"”»）)\]])\s*[(\[（【]?\s*(?:{_LABEL}\s*|[→»>]\s*)?<?(?P<url>{_ADDRESS})\s*\Z")
_CLOSING = ">)]）】.,;。"
_LONGEST_END = 2100


def address_of(line: str) -> str | None:
    """The address that a line is nothing but, perhaps behind a label ("Link: …", "Источник: …", "链接：…")."""
    found = _LINE.fullmatch(line.strip()) if "://" in line else None
    return _clean(found["url"]) if found and _is_link(found["label"]) else None


def without_address(text: str) -> tuple[str, str | None]:
    """A snippet without the address behind its last sentence, and the address."""
    if "://" not in text[-_LONGEST_END:]:
        return text, None
    found = _END.search(text, max(0, len(text) - _LONGEST_END))
    if found is None or not _is_link(found["label"]):
        return text, None
    return text[: found.start()].rstrip(), _clean(found["url"])


def _is_link(label: str | None) -> bool:
    """Whether a label announces where the text stands, not where one writes to or subscribes."""
    return label is None or label.strip(" .…»→").casefold() in _labels()


@cache
def _labels() -> frozenset[str]:
    found = (*words("bylines", "source"), *words("bylines", "link"), *words("chrome", "more"))
    return frozenset(word.strip(" :：.…[]【】»→").casefold() for word in found)


def _clean(written: str) -> str | None:
    return canonical(absolute(written.rstrip(_CLOSING)))
