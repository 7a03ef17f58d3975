# ruff: noqa: E501  samples are read more easily on one line
"""Every feed that is written passes the rules of the W3C validator, whatever its entries hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Channel, Entry, Origin
from feedmill.rendering import Trouble, render_feed, render_health
from tests.rendering.samples import ARCHIVED, at, channel, entry, trilingual, uid
from tests.rendering.validator import problems

FORMATS: tuple[Literal["rss", "atom"], ...] = ("rss", "atom")
CHANNELS = {
    "topic": channel(),
    "summaries": channel(full_text=False),
    "full": channel(full_text=True),
    "archive": ARCHIVED,
    "ids per feed": channel(per_feed_ids=True),
    "arrivals": channel(slug="arrivals", dated_by="arrived"),
    "a search": channel(slug="search", query="q=%E4%B8%AD%E4%BF%84&topic=energy"),
    "with an archive before": channel(prev_archive="2026-10"),
}
WORDS = (
    "Tom & Jerry &amp; <b>bold</b>", "AT&T, R&D &c.", "5 < 6 and 7 > 6", "<script>alert(1)</script>",
    "Порты «Север — Юг»", "两港口商定《冬季航线》", "ميناءان يتفقان على خط الشتاء", "שני נמלים", "👩‍🚀🇨🇳🤝🇷🇺",
    "\x00\x0b\x1b\x85\u2028\ufffe", "\ud800\udfff", "]]>", "<!-- x -->", "&#x41;&nbsp;&copy", " spaced  out ", "<3", "a<b",
    "x" * 10_000, "\t\n", "", "{{ 7*7 }}", "javascript:alert(1)", "&lt;i&gt;", "‮evil", "<p", "<a href='x",
)  # fmt: skip
MARKUP = (
    "<p>ok</p>", '<p style="color:red" onclick="x" class="a">x</p>', '<a href="/rel">x</a>', '<img src="/x.png">',
    '<img src="https://a.example/x.png">', "<iframe src='https://a.example'></iframe>", "<video><source></video>",
    '<a href="javascript:x">x</a>', "<table><tr><td colspan=2>x</table>", "<p><ul><li>x</p></ul>", "<figure><figcaption>x",
    "<details open><summary>x</summary></details>", "&lt;b&gt;", "<h1>x</h1><h2></h2>", "<svg><a xlink:href='x'/></svg>",
    '<p dir="rtl" lang="ar">س</p>', "<font size=7>x</font>", "<math><mi>x</mi></math>", "<p>" * 500, "x\x00y", "",
)  # fmt: skip
LINKS = (
    "https://a.example/é/中俄?q=ж#x", "http://müller.example/", "javascript:alert(1)", "/relative", "https://a.example/a b",
    "https://user:pw@a.example/", "https://[::1]:8080/x", "ftp://a.example/", "https://a.example:443", "", None,
    "https://a.example/?a=1&b=2;c", "https://a.example/" + "x" * 4_000, "https://a.example/\x07",
)  # fmt: skip
SEPARATE = timedelta(seconds=1)


def origins(words: str, link: str | None) -> tuple[Origin, ...]:
    told = Origin(
        label=words or "x", url=link, view="press", published=at(3), precision="day", article=entry(1).article
    )
    return (told, replace(told, url=None, published=None, precision=None))


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    words, links = st.sampled_from(WORDS), st.sampled_from(LINKS)
    found = []
    for number in range(draw(st.integers(0, 4))):
        title, link = draw(words), draw(links)
        found.append(
            entry(
                number + 1,
                title=title,
                text=draw(words),
                html=draw(st.sampled_from(MARKUP)),
                link=link,
                authors=tuple(draw(st.lists(words, max_size=2))),
                publisher=draw(words) or None,
                agency=draw(words) or None,
                language=draw(st.sampled_from(("en", "zh", "zh-Hans", "xx-", "", None, "русский"))),
                image=draw(links),
                topics=draw(st.sampled_from(((), ("energy",), ("energy", "trade-finance"), ("no-such",)))),
                why=draw(words),
                date_note=draw(st.sampled_from((None, "day only", "<b>"))),
                origins=origins(draw(words), link),
                full_text=draw(st.booleans()),
                updated=at(4) + number * SEPARATE,
            )
        )
    return found


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("which", CHANNELS)
def test_every_kind_of_feed_is_valid(which: str, format: Literal["rss", "atom"]) -> None:
    assert problems(render_feed(CHANNELS[which], trilingual(), format)) == []
    assert problems(render_feed(CHANNELS[which], [], format)) == []


@pytest.mark.parametrize("format", FORMATS)
@given(given_entries=entries(), of=st.sampled_from(sorted(CHANNELS)))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_a_feed_of_anything_is_valid(format: Literal["rss", "atom"], given_entries: list[Entry], of: str) -> None:
    assert problems(render_feed(CHANNELS[of], given_entries, format)) == []


@pytest.mark.parametrize("title", WORDS)
def test_whatever_a_channel_is_called_it_is_valid(title: str) -> None:
    named: Channel = channel(title=title, description=title)
    for format in FORMATS:
        assert problems(render_feed(named, trilingual(), format)) == []


def test_the_feed_of_faults_is_valid() -> None:
    faults = [Trouble(id=uid(n), title=words, text=words, at=at(2, n)) for n, words in enumerate(WORDS[:20])]
    assert problems(render_health(channel(slug="health"), faults)) == []
    assert problems(render_health(channel(slug="health"), [])) == []


def test_the_rules_see_what_is_wrong() -> None:
    good = render_feed(channel(), trilingual(), "atom")
    for old, new, name in (
        (b'rel="self"', b'rel="via"', "MissingSelf"),
        (b"<updated>2026", b"<updated>26", "InvalidRFC3339Date"),
        (b"&lt;p&gt;", b"&lt;script&gt;", "SecurityRisk"),
        (b'href="https://', b'href="//', "InvalidURI"),
    ):
        assert any(name in problem for problem in problems(good.replace(old, new))), name
