"""A small printer: PDF files with text at given places, in any script, as the reader's tests want them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Put:
    """A line of text at (x, y), points from the lower left corner, in letters of this size."""

    text: str
    x: float = 72
    y: float = 720
    size: float = 11
    turned: bool = False


FONT = 3
"""Number of the font object; the pages come after it and its parts."""


def column(text: Sequence[str], *, x: float = 72, top: float = 700, size: float = 11, leading: float = 14) -> list[Put]:
    """Lines under each other; an empty one leaves a gap."""
    return [Put(line, x, top - place * leading, size) for place, line in enumerate(text) if line]


def wrapped(text: str, width: int = 80) -> list[str]:
    """Words filled into lines of at most ``width`` characters; text without spaces is cut."""
    lines = [""]
    for word in text.split(" "):
        while len(word) > width:
            lines.append(word[:width])
            word = word[width:]
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


def pdf(pages: Sequence[Sequence[Put]], properties: Mapping[str, str] | None = None, trailer: str = "") -> bytes:
    """The file. ``properties`` go into the information dictionary ("Title", "Author", "CreationDate", …)."""
    letters = sorted({letter for page in pages for put in page for letter in put.text})
    codes = {letter: place + 1 for place, letter in enumerate(letters)}
    kids = " ".join(f"{7 + 2 * place} 0 R" for place in range(len(pages)))
    parts: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        FONT: b"<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 500>>",
        5: stream(_to_unicode(codes)),
        6: _information(properties or {}),
    }
    for place, page in enumerate(pages):
        number = 7 + 2 * place
        parts[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F {FONT} 0 R>>>>"
            f"/Contents {number + 1} 0 R>>"
        ).encode()
        parts[number + 1] = stream(_program(page, codes))
    return assemble(parts, f"/Root 1 0 R/Info 6 0 R{trailer}")


def assemble(parts: Mapping[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, part in sorted(parts.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    size = max(parts) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    return bytes(out + b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer.encode(), start))


def stream(data: bytes, head: bytes = b"/Filter/FlateDecode") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data)
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(packed), packed)


def _program(page: Sequence[Put], codes: Mapping[str, int]) -> bytes:
    lines = []
    for put in page:
        shown = "".join(f"{codes[letter]:04x}" for letter in put.text)
        matrix = f"0 1 -1 0 {put.x} {put.y}" if put.turned else f"1 0 0 1 {put.x} {put.y}"
        lines.append(f"BT /F {put.size} Tf {matrix} Tm <{shown}> Tj ET")
    return "\n".join(lines).encode()


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    rows = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    tables = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange "
        f"<0000> <ffff> endcodespacerange\n{tables}\nendcmap end end"
    ).encode()


def _information(properties: Mapping[str, str]) -> bytes:
    told = "".join(f"/{name}<feff{value.encode('utf-16-be').hex()}>" for name, value in properties.items())
    return f"<<{told}>>".encode()
