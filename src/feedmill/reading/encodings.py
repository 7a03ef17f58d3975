"""Bytes → text: byte order mark, strict UTF-8, the declared encoding, then letter statistics.

The order follows libraries.md 3.18. A statistical guess must look like a language: Cyrillic letters in their usual
frequencies and case, Han characters that are common ones; otherwise charset-normalizer is asked, and its answer is
held to the same
standard. Text that was decoded wrongly before it got here is repaired where the way back is unambiguous, else refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from feedmill.model import Rejection
from feedmill.reading.mojibake import is_garbled, plausibility, repair

SAMPLE = 1 << 16
"""Bytes that the statistics look at."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32le"),
    (b"\x00\x00\xfe\xff", "utf-32be"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
_BINARY_STARTS = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"\x7fELF",
    b"\xd0\xcf\x11\xe0", b"BZh", b"7z\xbc\xaf",
    b"\x00\x00\x01\x00", b"OggS", b"ID3", b"Rar!", b"SQLite format 3\x00", b"\xfd7zXZ",
)  # fmt: skip
_GUESSES = (
    "windows-1251",
    "koi8-r",
    "gb18030",
    "big5",
    "ibm866",
    "windows-1252",
    "shift_jis",
    "euc-kr",
    "windows-1250",
)
_ISOLATED = [
    "utf_8",
    "cp1251",
    "koi8_r",
    "cp866",
    "gb18030",
    "big5",
    "cp1252",
    "shift_jis",
    "euc_kr",
    "cp1250",
    "iso8859_2",
]
_PYTHON = {
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "ibm866": "cp866",
    "utf-16le": "utf-16-le",
}
_PYTHON |= {
    "utf-16be": "utf-16-be",
    "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
}
_LABELS = {
    "utf8": "utf-8", "utf16": "utf-16le", "utf-16": "utf-16le", "unicode": "utf-16le", "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "ascii": "windows-1252", "us-ascii": "windows-1252",
    "cp1252": "windows-1252",
    "cp1251": "windows-1251", "cp-1251": "windows-1251", "win-1251": "windows-1251", "win1251": "windows-1251",
    "x-cp1251": "windows-1251",
    "koi8": "koi8-r", "koi8r": "koi8-r", "koi8_r": "koi8-r", "cp866": "ibm866", "866": "ibm866", "gb2312": "gbk",
    "gb_2312-80": "gbk",
    "x-gbk": "gbk", "cp936": "gbk", "big5-hkscs": "big5", "big5hkscs": "big5", "cn-big5": "big5", "cp950": "big5",
    "x-sjis": "shift_jis",
    "sjis": "shift_jis", "cp932": "shift_jis", "ks_c_5601-1987": "euc-kr", "cp949": "euc-kr", "cp1250": "windows-1250",
    "utf_8": "utf-8", "iso8859_2": "iso-8859-2", "euc_kr": "euc-kr", "gb18030": "gb18030",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x85|\v")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]|(?<=[^\\W_])[\u200c\u200d](?=[\u0000-\u058f\u2e80-\ua4cf])"
)

_RADICAL = re.compile("[\u2e80-\u2fdf]")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(
    "⺟⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺠⻫⻯⻱",
    "母虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟民斉竜亀",
)
"""PDF text layers name the radical where the ideograph of the same shape is meant (Unicode,
EquivalentUnifiedIdeograph.txt); no word is written with radicals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text with ``\\n`` line ends and nothing XML forbids, and the WHATWG name of its encoding, lower case."""

    text: str
    encoding: str


def decode(content: bytes, declared: str | None = None) -> Decoded | Rejection:
    """The text of ``content``, or why it has none: "binary", "undecodable" or "mojibake".

    ``declared`` is a charset label of a server or of the document itself, in any spelling; valid UTF-8 beats it.
    Form feeds stay, they divide pages; zero-width and private-use characters go.
    """
    if content.startswith(_BINARY_STARTS):
        return Rejection(reason="binary", detail="The file is a binary format, not text.")
    found = _marked(content) or _wide(content)
    if found is None and _is_binary(content[:SAMPLE]):
        return Rejection(reason="binary", detail="The file holds control characters that no text has.")
    found = found or _utf8(content) or _declared(content, declared) or _guessed(content)
    if found is None:
        return Rejection(reason="undecodable", detail="No character encoding fits the bytes.")
    text = clean(repair(found.text))
    if is_garbled(text):
        return Rejection(
            reason="mojibake", detail="The text was decoded with the wrong character encoding before it was saved."
        )
    return Decoded(text=text, encoding=found.encoding)


def clean(text: str) -> str:
    """``text`` with ``\\n`` line ends, without characters that are invisible or that XML forbids, form feeds apart."""
    if _RADICAL.search(text):
        text = text.translate(_RADICALS)
    return _INVISIBLE.sub("", _BREAKS.sub("\n", text))


def whatwg(label: str) -> str:
    """The WHATWG name of a charset label; unknown labels come back in lower case."""
    key = label.strip().strip("\"'").casefold()
    return _LABELS.get(key, _LABELS.get(key.replace("_", "-"), key))


def _marked(content: bytes) -> Decoded | None:
    for mark, name in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(_PYTHON.get(name, name), "replace")
            return Decoded(text=text, encoding=name)
    return None


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: Latin text has its zero bytes all on one side, other scripts share few high bytes."""
    sample = content[:SAMPLE]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for name, zeros, others in (("utf-16le", odd, even), ("utf-16be", even, odd)):
        if others * 10 > zeros:
            continue
        text = content.decode(_PYTHON[name], "replace")
        if plausibility(text[:8192]) > 0.5:
            return Decoded(text=text, encoding=name)
    return None


def _is_binary(sample: bytes) -> bool:
    if not sample:
        return False
    controls = sum(sample.count(code) for code in (*range(9), *range(14, 27), *range(28, 32), 127))
    return controls > max(3, len(sample) // 100)


def _utf8(content: bytes) -> Decoded | None:
    """Strict UTF-8; a few broken sequences among many good ones (a cut file, one bad byte) are dropped."""
    try:
        return Decoded(text=content.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for letter in text[:SAMPLE] if letter > "\x7f" and letter != "\ufffd")
    if broken <= max(1, good // 50) and good >= 8:
        return Decoded(text=text.replace("\ufffd", ""), encoding="utf-8")
    return None


def _declared(content: bytes, declared: str | None) -> Decoded | None:
    if not declared:
        return None
    name = whatwg(declared)
    text = _strict(content, name)
    return Decoded(text=text, encoding=name) if text is not None and plausibility(text[:SAMPLE]) > 0.5 else None


def _guessed(content: bytes) -> Decoded | None:
    sample = content[:SAMPLE]
    scored = []
    for rank, name in enumerate(_GUESSES):
        text = _strict(sample, name, tail=True)
        if text is not None:
            scored.append((plausibility(text), -rank, name))
    best = max(scored, default=(0.0, 0, ""))
    name = best[2] if best[0] > 0.6 else _normalised(sample)
    text = _strict(content, name, tail=True) if name else None
    return Decoded(text=text, encoding=name) if text is not None else None


def _normalised(sample: bytes) -> str:
    """charset-normalizer's opinion among the encodings we know, "" if its text does not look like a language."""
    match = from_bytes(sample[:8192], cp_isolation=_ISOLATED).best()
    if match is None or plausibility(str(match)) < 0.4:
        return ""
    return whatwg(match.encoding)


def _strict(content: bytes, name: str, *, tail: bool = False) -> str | None:
    """``content`` in the named encoding without a fault; with ``tail``, a character that is cut off at the end is
    dropped.
    """
    codec = _PYTHON.get(name, name)
    for cut in range(4 if tail else 1):
        try:
            text = content[: len(content) - cut].decode(codec)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        return text if isinstance(text, str) and not _CONTROL.search(text[:256].replace("\x1b", "")) else None
    return None
