"""What kind of bytes are these: told by content alone."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Document
from feedmill.reading import read
from feedmill.reading.declared import charset_of, saved_from
from feedmill.reading.media import sniff

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PAGE = "<!DOCTYPE html><html><body><p>Паром ходит по вторникам.</p></body></html>"
LETTER = (
    "From: Ada <ada@ledger.example>\nTo: desk@ledger.example\nSubject: Ferry\nMIME-Version: 1.0\n\nThe ferry runs.\n"
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(*names: str, **contents: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
        for name, content in contents.items():
            packed.writestr(name, content)
    return file.getvalue()


KINDS = {
    "text/plain": [
        b"The ferry runs on Tuesdays.\n",
        b"[1] The ferry runs on Tuesdays.\n",
        b"[2026.11] Ice road, a report\n",
        "Паром ходит по вторникам.\n".encode("windows-1251"),
        "渡轮每周二开航。\n".encode("gb18030"),
        "Паром ходит по вторникам, и это видно с обоих берегов.".encode("utf-16"),
        "The ferry runs on Tuesdays, as one can see from both banks.".encode("utf-16-le"),
        b"Note: the ferry runs\nDate: Tuesday\nPlace: the pier\n\nAll are welcome.",
        b"Prices < 5 and > 3 <b>are</b> fair.\n",
        b"<script>var pub = 1;</script>\nThe ferry runs on Tuesdays.\nIt is blue.\n",
        b"--- a line of dashes\nand a text below it\n",
        b"{not json} but a text in braces\n",
        b"",
    ],
    "text/html": [
        PAGE.encode(),
        PAGE.encode("utf-16"),
        b"\xef\xbb\xbf\r\n<!-- saved from url=(0014)https://a.example/ -->\r\n<html><body>x</body></html>",
        b"<HTML><HEAD><TITLE>x</TITLE></HEAD></HTML>",
        b"<p>Only a fragment of a page.</p><p>With two paragraphs.</p>",
        b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html><body/></html>",
    ],
    "application/rss+xml": [
        b"<rss version='2.0'><channel/></rss>",
        b"\n\n<?xml version='1.0'?>\n<!-- made by hand -->\n<?xml-stylesheet href='x'?><rss version='0.91'/>",
    ],
    "application/atom+xml": [
        b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>",
        b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>",
    ],
    "application/rdf+xml": [b"<rdf:RDF xmlns:rdf='x'/>"],
    "application/feed+json": [b'{"version": "https://jsonfeed.org/version/1", "items": []}'],
    "application/json": [b'{"a": 1}', b'[{"a": 1}]'],
    "text/x-opml": [b"<?xml version='1.0'?><opml version='2.0'/>"],
    "application/sitemap+xml": [b"<urlset xmlns='x'/>", b"<sitemapindex/>"],
    "image/svg+xml": [b"<svg xmlns='x'/>"],
    "application/xml": [b"<?xml version='1.0'?><invoice/>"],
    "message/rfc822": [LETTER.encode(), LETTER.replace("\n", "\r\n").encode()],
    "application/mbox": [b"From x Tue Nov 17 2026\n" + LETTER.encode()],
    "multipart/related": [
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nSubject: x\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; boundary="b"\n\n--b--\n'
    ],
    "text/markdown": [b"---\ntitle: Ferry\ndate: 2026-01-02\n---\n\nThe ferry runs.\n"],
    "text/x-program": [
        b"#!/bin/sh\necho ferry\n",
        b"body {\n  margin: 0;\n}\np {\n  color: red;\n}\n",
        b"int main(void) {\n  int a = 1;\n  return a;\n}\n\nint b;\n",
    ],
    "application/pdf": [b"%PDF-1.7\n..."],
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [b"PK\x03\x04....word/document.xml"],
    "application/zip": [b"PK\x03\x04....other", package("notes/a.txt")],
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [
        package("[Content_Types].xml", "xl/workbook.xml")
    ],
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": [package("ppt/presentation.xml")],
    "application/epub+zip": [package("mimetype", "META-INF/container.xml")],
    "application/vnd.oasis.opendocument.text": [package(mimetype="application/vnd.oasis.opendocument.text")],
    "application/msword": [OLE + "WordDocument".encode("utf-16-le")],
    "application/vnd.ms-outlook": [OLE + "__substg1.0_1000".encode("utf-16-le")],
    "application/x-ole-storage": [OLE],
    "application/rtf": [b"{\\rtf1\\ansi The ferry runs again.}"],
    "application/warc": [b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"],
    "image/png": [b"\x89PNG\r\n\x1a\n"],
    "image/jpeg": [b"\xff\xd8\xff\xe0"],
    "application/gzip": [b"\x1f\x8b\x08"],
    "application/octet-stream": [b"\x00\x01\x02\x03" * 50, b"\x01\x02\x03\x04\x05\x06 a"],
}


@pytest.mark.parametrize(("kind", "content"), [(kind, one) for kind, many in KINDS.items() for one in many])
def test_sniff(kind: str, content: bytes) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"%PDF-1.7 ...", "malformed"),
        (b"PK\x03\x04....word/document.xml", "malformed"),
        (b"PK\x03\x04....other", "binary"),
        (b"{\\rtf1 The ferry runs again.}", "binary"),
        (OLE + "WordDocument".encode("utf-16-le"), "binary"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\x89PNG\r\n\x1a\n\x00", "binary"),
        (b"<opml version='2.0'><body/></opml>", "not-an-article"),
        (b"<urlset xmlns='x'><url/></urlset>", "not-an-article"),
        (json.dumps({"ferries": 3}).encode(), "not-an-article"),
        (b"#!/usr/bin/env python3\nprint('ferry')\n", "not-an-article"),
        (b"word " * (5 << 20), "too-large"),
    ],
)
def test_what_is_refused_unread(content: bytes, reason: str) -> None:
    reading = read(Document(origin="x", content=content, source="seeds", received=NOW))
    assert reading.rejection is not None
    assert reading.rejection.reason == reason
    assert reading.rejection.detail.endswith(".")
    assert reading.articles == ()
    assert reading.media_type == sniff(content)


@pytest.mark.parametrize(
    ("content", "declared", "charset"),
    [
        (b"<meta charset=windows-1251>", None, "windows-1251"),
        (b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=koi8-r'>", None, "koi8-r"),
        (b"<?xml version='1.0' encoding='GB18030'?><rss/>", "text/xml; charset=utf-8", "GB18030"),
        (b"plain", "text/plain; charset=big5", "big5"),
        (b"plain", "text/plain", None),
    ],
)
def test_the_declared_character_set(content: bytes, declared: str | None, charset: str | None) -> None:
    assert charset_of(content, declared) == charset


@pytest.mark.parametrize(
    ("comment", "address"),
    [
        ("<!-- saved from url=(0030)https://ledger.example/ferry -->", "https://ledger.example/ferry"),
        (
            "<!--\n Page saved with SingleFile \n url: https://ledger.example/f \n saved date: x\n-->",
            "https://ledger.example/f",
        ),
        ("<!-- Mirrored from ledger.example/f.html by HTTrack -->", "http://ledger.example/f.html"),
        ("<!-- saved from url=(0016)about:internet -->", None),
        ("<!-- a comment -->", None),
    ],
)
def test_saved_pages_tell_their_address(comment: str, address: str | None) -> None:
    assert saved_from(f"<html>{comment}<body>") == address


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(content: bytes) -> None:
    assert "/" in sniff(content)
