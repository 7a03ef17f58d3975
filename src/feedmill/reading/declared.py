"""What a document says about itself before it is parsed: its character set and the address it was saved from."""

from __future__ import annotations

import re

from feedmill.reading.addresses import absolute

_HEAD = 16_384
_CHARSETS = (
    re.compile(rb"""<\?xml[^>]{1,300}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']"""),
    re.compile(rb"""<meta[^>]{1,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE),
)
_PARAMETER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_SAVED = (
    re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S{1,2048})", re.IGNORECASE),
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2048})", re.IGNORECASE),
    re.compile(r"<!--\s*Mirrored from (\S{1,2048}) by HTTrack", re.IGNORECASE),
)


def charset_of(content: bytes, declared_type: str | None = None) -> str | None:
    """The character set that the markup names, else the one a server named; None when nobody does."""
    head = content[:_HEAD]
    for pattern in _CHARSETS:
        match = pattern.search(head)
        if match:
            return match.group(1).decode("ascii")
    parameter = _PARAMETER.search(declared_type or "")
    return parameter.group(1) if parameter else None


def saved_from(text: str) -> str | None:
    """The address that a browser wrote into the page when it was saved."""
    head = text[:_HEAD]
    for pattern in _SAVED:
        match = pattern.search(head)
        if match:
            address = match.group(1)
            return absolute(address if ":" in address else f"http://{address}")
    return None
