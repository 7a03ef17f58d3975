"""What is built to exhaust the reader: every format ends as a value, bounded by refusing it or by reading a part.

Sizes are those at which an unbounded reader takes minutes or gigabytes; no clock is asserted here, a regression makes
the suite hang. The wall-clock and memory bounds around the reader are tested in tests/test_isolation.py.
"""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest

from feedmill.model import REJECTIONS, Document, Reading
from feedmill.reading import read
from tests.reading.printing import FONT, assemble, stream

NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = b"The ferry between the two towns runs again, five years after the old pier sank in a storm. "
ENTITIES = (
    b"<!DOCTYPE r [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>"
)
LETTER = b"From: a\nSubject: b\nMIME-Version: 1.0\nDate: x\n"


def nested_parts(depth: int) -> bytes:
    heads = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return LETTER + heads + b"Content-Type: text/plain\n\n" + WORDS * 5


def package(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return file.getvalue()


def pdf_page(content: bytes, kids: int = 1) -> bytes:
    return assemble({
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[" + b"4 0 R " * kids + b"]>>",
        FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 9 9]/Contents 5 0 R>>",
        5: content,
    })  # fmt: skip


DEEP_TREE = {
    number: b"<</Type/Pages/Parent %d 0 R/Count 1/Kids[%d 0 R]>>" % (number - 1, number + 1)
    for number in range(3, 5_000)
}
CASES: dict[str, tuple[bytes, str]] = {
    "entities in xml": (b"<?xml version='1.0'?>" + ENTITIES + b"<r>&a11;</r>", "not-an-article"),
    "entities in a feed": (ENTITIES + b"<rss version='2.0'><channel><item><title>&a11;</title></item></channel></rss>", "hostile"),
    "entities in opml": (ENTITIES + b"<opml><body><outline text='&a11;'/></body></opml>", "not-an-article"),
    "a million open elements": (b"<html><body>" + b"<div>" * 1_000_000 + WORDS, "hostile"),
    "a million open inline elements": (b"<html><body>" + b"<b>" * 1_000_000 + WORDS, "hostile"),
    "nested tables": (b"<html><body>" + b"<table><tr><td>" * 300_000 + WORDS, "hostile"),
    "a million open elements in a feed": (b"<rss version='2.0'><channel><item>" + b"<a>" * 1_000_000, "hostile"),
    "ten million brackets": (b"<html><body>" + b"<" * 10_000_000, "too-large"),
    "nine million lines": (b"a\n" * 9_000_000, "too-large"),
    "three million pages": (b"a\n\f" * 3_000_000, "too-large"),
    "a line beyond the limit": (b"x" * (100 << 20), "too-large"),
    "a long line of one word": ("шлюз".encode() * 2_000_000, "mojibake"),
    "json five million deep": (b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 5_000_000, "malformed"),
    "parts 1000 deep": (nested_parts(1_000), "hostile"),
    "letters 1000 deep": (LETTER + b"Content-Type: message/rfc822\n\n" * 1_000 + WORDS, "hostile"),
    "20 000 parts": (LETTER + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/html\n\n<p>x</p>\n" * 20_000, "hostile"),
    "an inflating word file": (package(("word/document.xml", b"<a>" + bytes(80 << 20))), "hostile"),
    "a word file of 6000 parts": (package(("word/document.xml", b"<a/>"), *((f"a{n}", b"") for n in range(6_000))), "hostile"),
    "an inflating archive": (package(("a.txt", bytes(200 << 20))), "binary"),
    "a pdf that is its own page": (assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"}), "malformed"),
    "a pdf tree 5000 deep": (assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>"} | DEEP_TREE), "malformed"),
    "a pdf stream of 100 MB": (pdf_page(stream(b"0 " * (50 << 20))), "malformed"),
    "a pdf with a page of 650 000 pieces": (pdf_page(stream(b"BT /F 9 Tf (quay) Tj ET\n" * 650_000)), "malformed"),
    "a pdf with arrays in arrays": (pdf_page(stream(b"[" * 1_000_000)), "malformed"),
    "a pdf with 5000 filters": (pdf_page(stream(b"0" * 1_000, b"/Filter[" + b"/FlateDecode " * 5_000 + b"]")), "malformed"),
    "a pdf whose table points at itself": (b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF", "malformed"),
}  # fmt: skip


def read_bytes(content: bytes) -> Reading:
    return read(Document(origin="x", content=content, source="seeds", received=NOW))


@pytest.mark.parametrize("name", CASES)
def test_what_is_built_to_exhaust_the_reader_is_refused(name: str) -> None:
    content, reason = CASES[name]
    rejection = read_bytes(content).rejection
    assert rejection is not None
    assert rejection.reason in REJECTIONS
    assert rejection.reason == reason or (name.startswith("a pdf") and rejection.reason == "no-article"), rejection
    assert rejection.detail.endswith(".")


def test_a_line_of_many_megabytes_is_read_in_part() -> None:
    (article,) = read_bytes(WORDS * 100_000).articles
    assert len(article.text) <= 20_000


def test_entities_in_a_page_are_not_expanded() -> None:
    page = ENTITIES.replace(b"DOCTYPE r", b"DOCTYPE html") + b"<html><body><p>&a11;" + WORDS * 9 + b"</p></body></html>"
    assert all(len(article.text) < 2_000 for article in read_bytes(page).articles)
