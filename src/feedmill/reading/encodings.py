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
from feedmill.reading.alphabets import TABLES, table_of
from feedmill.reading.mojibake import restore
from feedmill.reading.plausibility import plausibility

SAMPLE = 1 << 16
"""Bytes that the statistics look at."""

GUESSED = 1 << 14
"""Bytes by which encodings are compared."""

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
    "windows-1251", "koi8-r", "gb18030", "big5", "ibm866", "windows-1252", "shift_jis", "euc-jp", "euc-kr",
    "windows-1250", "iso-8859-2", "koi8-u", "iso-8859-5", "x-mac-cyrillic", "windows-1253", "windows-1256",
    "windows-1255",
)  # fmt: skip
"""Tried in this order; of two that fit equally well the first one is taken."""
_ISOLATED = ["utf_8", "cp1251", "koi8_r", "cp866", "gb18030", "big5", "cp1252", "shift_jis", "euc_kr", "cp1250",
             "iso8859_2"]  # fmt: skip
_PYTHON = {
    "ibm866": "cp866", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "x-mac-cyrillic": "mac_cyrillic",
    "shift_jis": "cp932", "euc-kr": "cp949",
} | {f"windows-{number}": f"cp{number}" for number in range(1250, 1259)}  # fmt: skip
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
_BREAKS = re.compile("[\u2028\u2029\x85\v]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc\ufffe"
    "\uffff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_JOINERS = re.compile("[\u200c\u200d](?<=[^\\W_].)(?=[\u0000-\u058f\u2e80-\ua4cf])")
"""Joiners between letters of scripts that know none; Persian, Hindi and emoji need them."""
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
    found = _marked(content) or (None if _is_utf8(content) else wide(content) or _escaped(content))
    if found is None and _is_binary(content[:SAMPLE]):
        return Rejection(reason="binary", detail="The file holds control characters that no text has.")
    found = found or _utf8(content) or _mixed(content)
    found = found or _by_letters(content, _declared(content, declared) or _guessed(content))
    if found is None:
        return Rejection(reason="undecodable", detail="No character encoding fits the bytes.")
    text = restore(found.text)
    if text is None:
        return Rejection(
            reason="mojibake", detail="The text was decoded with the wrong character encoding before it was saved."
        )
    return Decoded(text=clean(text), encoding=found.encoding)


def clean(text: str) -> str:
    """``text`` with ``\\n`` line ends, without characters that are invisible or that XML forbids, form feeds apart."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return _CONTROL.sub("", text.replace("\v", "\n"))
    if _RADICAL.search(text):
        text = text.translate(_RADICALS)
    text = _JOINERS.sub("", text) if "\u200c" in text or "\u200d" in text else text
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


def _is_utf8(content: bytes) -> bool:
    """Whether this is UTF-8 without the zero bytes that betray UTF-16."""
    if b"\x00" in content[:SAMPLE]:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x1b$" not in content[:SAMPLE]


def wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark; None for anything else.

    Latin text has its zero bytes all on one side; Chinese and Japanese have hardly any, but read like a language with
    spaces, line ends or full stops in it.
    """
    sample = content[:SAMPLE]
    if len(content) < 8 or len(content) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    few = max(even, odd) * 20 < len(sample)
    for name, zeros, others in (("utf-16le", odd, even), ("utf-16be", even, odd)):
        if others * 10 > zeros and not few:
            continue
        text = _strict(content, name)
        if text is None or _CONTROL.search(text[:2_048]):
            continue
        marks = sum(text[:2_048].count(mark) for mark in " \n\u3002\uff0c\u3001,.")
        if marks * 100 >= len(text[:2_048]) and plausibility(text[:8_192]) > (0.7 if few else 0.5):
            return Decoded(text=text, encoding=name)
    return None


def _escaped(content: bytes) -> Decoded | None:
    """ISO-2022-JP: seven bits, tables switched by escape sequences."""
    if b"\x1b$B" not in content and b"\x1b$@" not in content:
        return None
    try:
        return Decoded(text=content.decode("iso2022_jp"), encoding="iso-2022-jp")
    except UnicodeDecodeError:
        return None


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(3, len(sample) // 100)


_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32), 127))


def _utf8(content: bytes) -> Decoded | None:
    """Strict UTF-8; a few broken sequences among many good ones (a cut file, one bad byte) are dropped."""
    try:
        return Decoded(text=content.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for letter in text[:SAMPLE] if letter > "\x7f" and letter != "\ufffd")
    if broken <= max(1, good // 50) and good >= 8:
        return Decoded(text=text.rstrip("\ufffd"), encoding="utf-8")
    return None


def _mixed(content: bytes) -> Decoded | None:
    """Lines of UTF-8 among lines of an older encoding, as pasting files together makes them."""
    lines = content.split(b"\n")
    decoded = [_strict(line, "utf-8") for line in lines]
    good = sum(len(line) - len(text) for line, text in zip(lines, decoded, strict=True) if text is not None)
    if good < 16:
        return None
    rest = b"\n".join(line for line, text in zip(lines, decoded, strict=True) if text is None)
    found = _guessed(rest)
    if found is None:
        return None
    others = iter(found.text.split("\n"))
    text = "\n".join(next(others, "") if line is None else line for line in decoded)
    return Decoded(text=text, encoding="utf-8")


def _declared(content: bytes, declared: str | None) -> Decoded | None:
    if not declared:
        return None
    name = whatwg(declared)
    text = _strict(content, name)
    return Decoded(text=text, encoding=name) if text is not None and plausibility(text[:SAMPLE]) > 0.5 else None


def _by_letters(content: bytes, found: Decoded | None) -> Decoded | None:
    """What was found, but a table of Latin letters only if its letters do not speak for another one."""
    if found is not None and found.encoding not in TABLES:
        return found
    table = table_of(content[:SAMPLE])
    text = _strict(content, table) if table and (found is None or table != found.encoding) else None
    return Decoded(text=text, encoding=table) if text is not None and table else found


def _guessed(content: bytes) -> Decoded | None:
    sample = content[:GUESSED]
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
