"""The body of an answer, decoded within bounds: only gzip is asked for, so only gzip is read."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, Mapping

from feedmill.sources.web.exchange import Failure, failure

_MOST_MEMBERS = 100


async def read_body(pieces: AsyncIterable[bytes], headers: Mapping[str, str], most: int) -> bytes | Failure:
    """The decoded body, bounded while it is decoded: whatever the ratio, at most one piece more is ever in memory."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        return failure("encoding", f'The answer is encoded as "{coding[:40]}", which was not asked for.')
    length = headers.get("content-length", "")
    if length.isdigit() and int(length[:18]) > most:
        return failure("too-large", f"The answer has {int(length[:18]):,} bytes; at most {most:,} are read.")
    inflate = _Inflate(most) if coding.endswith("gzip") else None
    out = bytearray()
    async for raw in pieces:
        try:
            out += inflate.feed(raw, most + 1 - len(out)) if inflate else raw
        except zlib.error:
            return failure("encoding", "The compressed answer is damaged.")
        if len(out) > most:
            return failure("too-large", f"The answer is larger than the {most:,} bytes that are read.")
        if inflate and inflate.over:
            break
    if inflate and not inflate.whole:
        return failure("encoding", "The compressed answer ends too early.")
    return bytes(out)


class _Inflate:
    """gzip, piece by piece, never giving more than was asked for; several members in a row are one text."""

    def __init__(self, most: int) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._members = 1
        self._begun = False

    @property
    def whole(self) -> bool:
        return self._inner.eof or not self._begun

    @property
    def over(self) -> bool:
        """Whether what follows is no further member: it is not read, and would only fill the memory."""
        return self._inner.eof and not b"\x1f\x8b".startswith(self._inner.unused_data[:2])

    def feed(self, raw: bytes, room: int) -> bytes:
        self._begun = self._begun or bool(raw)
        out = self._inner.decompress(raw, room)
        while self._inner.eof and self._inner.unused_data[:2] == b"\x1f\x8b" and len(out) < room:
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise zlib.error("too many members")
            rest, self._inner = self._inner.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16)
            out += self._inner.decompress(rest, room - len(out))
        return out
