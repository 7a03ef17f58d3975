"""Text, addresses and summaries."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from html.entities import name2codepoint

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.rendering.plain import address, line, summary, utc


@pytest.mark.parametrize(
    ("given_text", "told"),
    [
        ("R&D in Sino-Russian labs", "R&D in Sino-Russian labs"),
        ("A < B and C > D", "A < B and C > D"),
        ("AT&amp;amp;T", "AT&T"),
        ("<b>Bold</b> claim", "Bold claim"),
        ("&lt;script&gt;x&lt;/script&gt;", "x"),
        ("two\r\n lines\x07", "two lines"),
        ("中&俄", "中&俄"),
    ],
)
def test_a_line_is_text(given_text: str, told: str) -> None:
    assert line(given_text) == told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTPS://A.Example/X?q=1#f", "https://a.example/X?q=1#f"),
        ("https://пример.example/путь", "https://xn--e1afmkfd.example/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://a.example/50%", "https://a.example/50%25"),
        ("https://a.example/a%20b", "https://a.example/a%20b"),
        ("http://[2001:db8::1]:8080/x", None),
        ("https://a.example/?a=1&lt;=2", "https://a.example/?a=1&lt%3B=2"),
        ("javascript:alert(1)", None),
        ("//a.example/x", None),
        ("https://", None),
        ("https://a.example:99999/", None),
        ("https://a b.example/", None),
        ('https://a.example/"x', None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_addresses(url: str | None, told: str | None) -> None:
    assert address(url) == told


def test_a_summary_ends_with_a_sentence_or_a_word() -> None:
    sentences = "The first barges left the quay on Monday. " * 20
    assert summary(sentences).endswith("Monday.") and len(summary(sentences)) > 250
    words = "harbour " * 100
    assert summary(words).endswith("harbour…")
    han = "首批船队将于十二月启航，" * 40
    assert summary(han).endswith("…") and len(summary(han)) > 280
    han_sentences = "首批船队将于十二月启航。" * 40
    assert summary(han_sentences).endswith("启航。")


def test_paragraphs_of_chinese_flow_without_a_space() -> None:
    assert summary("货轮启航。\n\n港口开放。") == "货轮启航。港口开放。"
    assert summary("他说：“好。”\n“再见。”") == "他说：“好。”“再见。”"
    assert summary("The quay.\n\nThe ice.") == "The quay. The ice."
    assert summary("Порт 港口\n\nICE 货轮") == "Порт 港口 ICE 货轮"


def test_a_summary_does_not_end_within_a_quotation() -> None:
    begun = "The first barges left the quay on Monday, and the crews were glad of it after a long and icy winter. " * 2
    assert (
        summary(begun + '"The ice is gone. ' + "We sail as soon as the customs office lets us go, " * 5)
        == begun.strip()
    )
    closed = begun + '"The ice is gone." '
    assert summary(closed + "The harbour master waits for the customs office to open, " * 5) == closed.strip()
    opened = '"The ice is gone and all of the barges that lay here have left the quay for the south in one long row. '
    assert summary(opened + "word " * 80).endswith("row.")


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "word " * 50 + "and then Mr. " + "Harbour master spoke at length about ice " * 5
    assert not summary(text).endswith("Mr.")


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=700))
def test_a_summary_is_never_too_long_and_is_the_beginning(text: str) -> None:
    short = summary(text)
    assert len(short) <= 300
    assert summary(short) == short


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=80))
def test_a_line_is_a_line_twice(text: str) -> None:
    once = line(text)
    assert "\n" not in once and once == once.strip()


HTML_TAG = re.compile(r"</?[a-zA-Z]")
REFERENCE = re.compile(r"&(#?\w+)")
marks = st.text(st.sampled_from("<>/!-b&#;x1 \x00ampltgco"), max_size=40)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(marks)
def test_a_line_never_looks_like_markup(text: str) -> None:
    """The W3C validator's ContainsHTML rule: no tag of HTML, no named or numeric reference."""
    told = line(text)
    assert not HTML_TAG.search(told)
    assert not [name for name in REFERENCE.findall(told) if name in name2codepoint or not name.isalpha()]


def test_moments_at_the_edge_of_the_calendar() -> None:
    east = timezone(timedelta(hours=14))
    assert utc(datetime(1, 1, 1, tzinfo=east)).tzinfo is UTC
    assert utc(datetime(2026, 11, 22, 3, tzinfo=east)) == datetime(2026, 11, 21, 13, tzinfo=UTC)
    assert utc(datetime(2026, 11, 22, 3)) == datetime(2026, 11, 22, 3, tzinfo=UTC)  # noqa: DTZ001 - the case at hand
