"""Bytes to text: marks, declarations, statistics, wrecks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Rejection
from feedmill.reading.encodings import Decoded, decode

RUSSIAN = (
    "Паром снова ходит через пролив, и на причале собралась целая толпа. «Мы ждали всю зиму», — сказал капитан. " * 3
)
CHINESE = "渡轮重新开航，码头上聚集了很多人。船长对记者说，大家等了整整一个冬天，今天终于可以出发了。" * 4
TRADITIONAL = "渡輪重新開航，碼頭上聚集了很多人。船長對記者說，大家等了整整一個冬天，今天終於可以出發了。" * 4
FRENCH = "Le traversier a repris la mer après l’hiver, et la foule était au rendez-vous « comme jamais ». " * 3


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "koi8-r", "koi8-r"),
        (RUSSIAN, "utf-16", "utf-16le"),
        (RUSSIAN, "utf-16-be", "utf-16be"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        (TRADITIONAL, "big5", "big5"),
        (FRENCH, "cp1252", "windows-1252"),
        ("Plain ASCII text, nothing else.", "ascii", "utf-8"),
    ],
)
def test_encoding_without_declaration(text, codec, name):
    assert decode(text.encode(codec)) == Decoded(text=text, encoding=name)


def test_declared_encoding_is_used_and_a_lie_is_not():
    assert decode(RUSSIAN.encode("cp1251"), "Windows-1251") == Decoded(text=RUSSIAN, encoding="windows-1251")
    assert decode(RUSSIAN.encode("utf-8"), "windows-1251") == Decoded(text=RUSSIAN, encoding="utf-8")
    assert decode(CHINESE.encode("gb18030"), "iso-8859-1") == Decoded(text=CHINESE, encoding="gb18030")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (RUSSIAN, "cp1251", "cp1252"),
        (RUSSIAN, "utf-8", "latin-1"),
        (RUSSIAN, "utf-8", "cp1251"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "koi8-r", "cp1251"),
        (CHINESE, "gb18030", "latin-1"),
        (CHINESE, "utf-8", "latin-1"),
        (FRENCH, "utf-8", "cp1252"),
    ],
)
def test_mojibake_is_repaired_where_the_way_back_is_clear(text, right, wrong):
    found = decode(text.encode(right).decode(wrong, "ignore").encode("utf-8"))
    assert isinstance(found, Rejection) or found.text == text
    if text.encode(right).decode(wrong, "ignore").encode(wrong) == text.encode(right):
        assert isinstance(found, Decoded)


@pytest.mark.parametrize("text", [RUSSIAN, CHINESE])
def test_lossy_mojibake_is_refused(text):
    wreck = text.encode("utf-8").decode("cp1252", "replace").encode("utf-8")
    found = decode(wreck)
    assert isinstance(found, Rejection)
    assert found.reason == "mojibake"


def test_question_marks_for_letters_are_refused():
    found = decode(b"???? ??????? ??????, ????? ???????? ???????. " * 3)
    assert isinstance(found, Rejection)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04rest", bytes(range(256)) * 4, b"\x00\x01\x02" * 99]
)
def test_binary_is_refused(content):
    found = decode(content)
    assert isinstance(found, Rejection)
    assert found.reason == "binary"


def test_invisible_characters_and_line_ends():
    found = decode("one\r\ntwo\rзи\u200bма\ufeff 港\ue000口\x0bend\x0cnext".encode())
    assert found == Decoded(text="one\ntwo\nзима 港口\nend\x0cnext", encoding="utf-8")


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_and_text_is_clean(content):
    found = decode(content)
    if isinstance(found, Decoded):
        assert not set(found.text) & {"\x00", "\r", "\ufeff", "\u200b"}
