"""Reading is total: no bytes make it raise, no document costs more than its size justifies."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import REJECTIONS, Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = "The ferry between the two towns runs again, five years after the old pier sank in a storm. "

PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry | Ledger</title>
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry","datePublished":"2026-10-01"}}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Ferry</h1><time datetime="2026-10-01">1 October 2026</time>
<p>{WORDS * 3}</p><ul><li>one</li><li>two</li></ul><blockquote>{WORDS}</blockquote></article></body></html>"""
FEED = f"<rss version='2.0'><channel><title>L</title><item><title>F</title><description>{WORDS}</description></item></channel></rss>"
LETTER = (
    "From: L <l@ledger.example>\r\nSubject: =?utf-8?q?Ferry?=\r\nMIME-Version: 1.0\r\nDate: Thu, 1 Oct 2026 10:00:00 +0300\r\n"
    f"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>{WORDS}</p>\r\n--b--\r\n"
)
JSON = f'{{"version":"https://jsonfeed.org/version/1.1","title":"L","items":[{{"id":"1","content_text":"{WORDS}"}}]}}'
MARKDOWN = f"---\ntitle: Ferry\n---\n\n{WORDS}\n"


def read_bytes(content: bytes) -> Reading:
    return read(Document(origin="x", content=content, source="seeds", received=NOW))


def assert_holds(reading: Reading) -> None:
    assert (reading.rejection is None) == bool(reading.articles)
    if reading.rejection:
        assert reading.rejection.reason in REJECTIONS
        assert reading.shape == "none"
    for position, article in enumerate(reading.articles):
        assert article.position == position
        assert article.title.strip()
        assert article.text.strip()
        assert article.url is None or article.url.startswith(("http://", "https://"))


HOSTILE = {
    "unclosed anchors": b"<html>" + b"<a " * 21_845,
    "nested div": b"<html><body>" + b"<div>" * 100_000 + b"ferry",
    "nested inline": b"<html><body><p>" + b"<b><i>" * 20_000 + b"ferry",
    "many paragraphs": b"<html><body>" + b"<p>x" * 60_000,
    "some paragraphs": b"<html><body>" + b"<p>x" * 20_000,
    "open comments": b"<html><body>" + b"<!--" * 60_000,
    "open scripts": b"<html><body>" + b"<script>" * 30_000,
    "many bare attributes": b"<html><body><p " + b" ".join(b"a%d" % n for n in range(30_000)) + b">ferry</p>",
    "many attributes": b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">ferry</p>",
    "long attribute": b'<html><body><p title="' + b"x" * 1_000_000 + b'">ferry</p>',
    "entities in a page": b"<!DOCTYPE html [<!ENTITY a 'ha'>" + b"<!ENTITY b '&a;&a;'>" * 50 + b"]><html>&b;</html>",
    "many json-ld": b"<html><body>" + b'<script type="application/ld+json">{"@graph":[[[[]]]]}</script>' * 500,
    "deep json-ld": b'<html><script type="application/ld+json">' + b"[" * 50_000 + b"</script><body>x</body></html>",
    "one long line": b"ferry " * 200_000,
    "no spaces": b"a" * 1_000_000,
    "feed entities": b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel>&b;</channel></rss>",
    "feed comments": b"<rss version='2.0'><channel><item><description>" + b"&lt;!--" * 40_000 + b"</description></item></channel></rss>",
    "feed nesting": b"<rss version='2.0'><channel><item><description>" + b"&lt;div&gt;" * 20_000 + b"ferry</description></item></channel></rss>",
    "feed of many items": b"<rss version='2.0'><channel>" + b"<item><title>ferry</title></item>" * 3_000 + b"</channel></rss>",
    "deep json": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100_000,
    "deep mail": b"From: a\nSubject: b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3_000,
    "many headers": b"MIME-Version: 1.0\nFrom: a\nSubject: b\n" + b"X-A: b\n" * 50_000 + b"\nferry",
    "front matter": b"---\n" + b"a: b\n" * 2_000 + b"---\n" + b"[" * 50_000,
    "front matter marks": b"---\ntitle: a\n---\n" + b"**_`" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_end_as_values(name: str) -> None:
    assert_holds(read_bytes(HOSTILE[name]))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nested div", "hostile"),
        ("many paragraphs", "hostile"),
        ("feed entities", "hostile"),
        ("feed comments", "hostile"),
    ],
)
def test_what_is_built_to_exhaust_is_called_so(name: str, reason: str) -> None:
    rejection = read_bytes(HOSTILE[name]).rejection
    assert rejection is not None
    assert rejection.reason == reason


def test_a_secret_file_is_never_read_through_an_external_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sentinel-of-the-pier", "utf-8")
    for root in ("rss", "html", "feed"):
        content = f"<!DOCTYPE {root} [<!ENTITY x SYSTEM 'file://{secret}'>]><{root}><channel><title>&x;</title></channel></{root}>"
        assert "sentinel-of-the-pier" not in repr(read_bytes(content.encode()))


@pytest.mark.parametrize("whole", [PAGE, FEED, LETTER, JSON, MARKDOWN])
def test_a_document_cut_anywhere_is_read_or_refused(whole: str) -> None:
    content = whole.encode()
    assert read_bytes(content).articles
    for end in range(0, len(content), 23):
        assert_holds(read_bytes(content[:end]))


@settings(derandomize=True, max_examples=120, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes(content: bytes) -> None:
    assert_holds(read_bytes(content))


@settings(derandomize=True, max_examples=120, deadline=None)
@given(st.sampled_from([PAGE, FEED, LETTER, JSON, MARKDOWN]), st.integers(0, 10_000), st.binary(max_size=20))
def test_damaged_documents(whole: str, place: int, damage: bytes) -> None:
    content = whole.encode()
    place %= len(content)
    assert_holds(read_bytes(content[:place] + damage + content[place + len(damage) :]))
