"""Feeds: valid, stable, safe, and the same to every parser."""

from __future__ import annotations

import hashlib
import json
import locale
import os
import random
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedmill.model import Channel, Entry, Origin
from feedmill.rendering import Trouble, render_feed, render_health, render_opml
from feedmill.rendering.body import safe
from tests.conftest import ROOT
from tests.rendering.parsing import ATOM, Read, by_feedparser, by_json, by_lxml
from tests.rendering.samples import ARCHIVED, at, channel, entry, trilingual, uid

Format = Literal["rss", "atom", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "atom.rnc"
HOSTILE = [
    "<script>alert(1)</script>", "</title><script>x</script>", '" onmouseover="x', "]]>", "&amp;lt;b&amp;gt;",
    "\x00\x0b\x1b\ud800\ufffe\uffff\x85", "javascript:alert(1)", "<img src=x onerror=y>", "<!--", "-->", "&copy &#60;",
    "<svg/onload=z>", "{{ 7*7 }}", "a\r\nb", "",
]  # fmt: skip


def readings(ch: Channel, entries: list[Entry]) -> list[list[Read]]:
    rss, atom, js = (render_feed(ch, entries, one) for one in FORMATS)
    return [by_feedparser(rss), by_lxml(rss), by_feedparser(atom), by_lxml(atom), by_json(js)]


# --- golden files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_golden_archive_byte_for_byte(format: Format) -> None:
    assert render_feed(ARCHIVED, trilingual(), format) == (GOLDEN / f"archive.{format}").read_bytes()


def test_an_image_without_words_gets_empty_ones_and_markup_is_read_as_it_is_written() -> None:
    html = '<p><img src="https://a.example/1.png">x<button><p>y</p></button></p>'
    shown = safe(html, "")
    assert '<img alt="" src="https://a.example/1.png">' in shown
    assert safe(shown, "") == shown


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["full", "summary", "empty"])
def test_golden_feeds_byte_for_byte(name: str, format: Format) -> None:
    ch = channel(full_text=name == "full")
    assert (
        render_feed(ch, [] if name == "empty" else trilingual(), format) == (GOLDEN / f"{name}.{format}").read_bytes()
    )


def test_golden_opml() -> None:
    assert render_opml("Example desk", [channel()]) == (GOLDEN / "feeds.opml").read_bytes()


# --- order, dates, ids ----------------------------------------------------------------------------------------


def test_newest_first_ties_by_id_whatever_the_order_given() -> None:
    entries = [entry(n, date=at(10 + n % 3)) for n in range(30)]
    expected = [e.id.urn for e in sorted(entries, key=lambda e: (-e.date.timestamp(), e.id))]
    random.Random(5).shuffle(entries)
    for reading in readings(channel(), entries):
        assert [one[0] for one in reading] == expected


def test_a_hundred_entries_have_distinct_ids_and_distinct_updated() -> None:
    entries = [entry(n, updated=at(22), date=at(3)) for n in range(100)]
    root = etree.fromstring(render_feed(channel(), entries, "atom"))
    stamps = [e.findtext(f"{ATOM}updated") for e in root.iter(f"{ATOM}entry")]
    assert len(stamps) == len(set(stamps)) == 100
    assert len({e.findtext(f"{ATOM}id") for e in root.iter(f"{ATOM}entry")}) == 100
    assert root.findtext(f"{ATOM}updated") == max(stamps)


def test_updated_of_an_entry_is_the_same_beside_other_neighbours() -> None:
    def stamp(entries: list[Entry]) -> object:
        items = json.loads(render_feed(channel(), entries, "json"))["items"]
        return next(one["date_modified"] for one in items if one["id"] == uid(4).urn)

    assert stamp([entry(4)]) == stamp([entry(n, updated=at(5)) for n in range(9)])


def test_one_entry_for_an_id_the_latest_state_wins() -> None:
    older, newer = entry(1, title="Old words"), entry(1, title="New words", updated=at(21))
    for given_order in ([older, newer], [newer, older]):
        for reading in readings(channel(), given_order):
            assert [one[2] for one in reading] == ["New words"]


def test_arrivals_are_dated_and_ordered_by_arrival() -> None:
    late = entry(1, date=at(2), arrived=at(22, 9))
    early = entry(2, date=at(21), arrived=at(21, 9))
    for reading in readings(channel(slug="arrivals", dated_by="arrived"), [early, late]):
        assert [(one[0], one[3]) for one in reading] == [(late.id.urn, at(22, 9)), (early.id.urn, at(21, 9))]


def test_arrivals_of_one_second_keep_their_order() -> None:
    first, second = (entry(n, arrived=at(21).replace(microsecond=n * 100)) for n in (1, 2))
    for reading in readings(channel(slug="arrivals", dated_by="arrived"), [first, second]):
        assert [one[0] for one in reading] == [second.id.urn, first.id.urn]


def test_an_empty_feed_states_since_and_never_the_present() -> None:
    root = etree.fromstring(render_feed(channel(since=at(1)), [], "atom"))
    assert root.findtext(f"{ATOM}updated") == "2026-11-01T12:00:00+00:00"
    assert b"Sun, 01 Nov 2026 12:00:00 +0000" in render_feed(channel(since=at(1)), [], "rss")


# --- links, text, categories ----------------------------------------------------------------------------------


def test_links_are_the_articles_own_or_our_page() -> None:
    links = [one[1] for one in readings(channel(), trilingual())[0]]
    assert links == [
        "https://gangkou.example/%E6%96%B0%E9%97%BB/3.html",
        f"https://desk.example.org/feeds/articles/{uid(1002)}.html",
        "https://river-gazette.example/news/1",
    ]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_self_link_and_alternate(format: Format) -> None:
    root = etree.fromstring(render_feed(channel(), trilingual(), format))
    links = root.findall(f"{ATOM}link") or root.findall(f"channel/{ATOM}link")
    assert [one.get("href") for one in links if one.get("rel") == "self"] == [
        f"https://desk.example.org/feeds/energy.{format}"
    ]
    if format == "rss":
        assert root.findtext("channel/link") == "https://desk.example.org/topics/energy"


def test_sources_are_listed_with_view_time_and_link() -> None:
    html = next(one[4] for one in readings(channel(), trilingual())[0] if one[0] == uid(1).urn)
    assert "Reported by:" in html
    assert "https://prichal.example/%D0%BD" in html
    assert "Вестник Причала</a>, Russian state media, 2026-11-20</li>" in html
    assert f"/feeds/articles/{uid(2002)}.html" in html and "scan-17.txt</a>, undated</li>" in html
    assert "River Gazette" in html.split("Reported by")[1].split("</li>")[0]


def test_why_and_undated_are_told() -> None:
    html = readings(channel(), trilingual())[0][0][4]
    assert "Date: undated; received 2026-11-22." in html and "both sides act" in html


def test_without_full_text_only_a_summary_leaves_the_house() -> None:
    long = "A sentence of the article that goes on for a while. " * 40 + "SECRET-TAIL"
    one = entry(1, text=long, html=f"<p>{long}</p>")
    for format in FORMATS:
        assert b"SECRET-TAIL" not in render_feed(channel(full_text=False), [one], format)
        assert b"SECRET-TAIL" in render_feed(channel(full_text=True), [one], format)
    allowed = replace(one, full_text=True)
    assert all(b"SECRET-TAIL" in render_feed(channel(full_text=False), [allowed], format) for format in FORMATS)


def test_categories_carry_our_slug_and_the_iptc_code_once() -> None:
    root = etree.fromstring(render_feed(channel(), trilingual()[:1], "atom"))
    found = [(c.get("scheme"), c.get("term"), c.get("label")) for c in root.iter(f"{ATOM}category")]
    iptc, own = "http://cv.iptc.org/newscodes/mediatopic/", "https://desk.example.org/topics/"
    assert found == [
        (own, "energy", "Energy"), (own, "trade-finance", "Trade & finance"),
        (iptc, "20000256", "Energy"), (iptc, "20000349", "Trade & finance"),
    ]  # fmt: skip


def test_the_rss_author_is_dc_creator_and_never_author() -> None:
    data = render_feed(channel(), trilingual(), "rss")
    root = etree.fromstring(data)
    creators = [c.text for c in root.iter("{http://purl.org/dc/elements/1.1/}creator")]
    assert creators == ["Алёна Причальная", "Глеб Волнорез", "Nora Fields"]
    assert not list(root.iter("author"))


def test_json_feed_has_no_nulls_and_an_items_list_even_when_empty() -> None:
    assert json.loads(render_feed(channel(), [], "json"))["items"] == []
    assert b"null" not in render_feed(channel(language=None), trilingual(), "json")
    assert "两港口商定冬季航线".encode() in render_feed(channel(), trilingual(), "json")


# --- hostile ---------------------------------------------------------------------------------------------------


def poisoned(number: int, text: str) -> Entry:
    origin = Origin(label=text, url=text, view=text, published=None, precision=None, article=uid(5))
    return entry(
        number, title=text, html=text, text=text, link=text, authors=(text,), publisher=text, agency=text,
        language=text, image=text, topics=(text, "energy"), origins=(origin,), why=text, date_note=text,
    )  # fmt: skip


def test_poisoned_entries_never_break_the_feed_nor_reach_a_subscriber() -> None:
    entries = [poisoned(n, text) for n, text in enumerate(HOSTILE)]
    for reading in readings(channel(), [*entries, *trilingual()]):
        assert len({one[0] for one in reading}) == len({e.id for e in [*entries, *trilingual()]})
        for _, link, title, _, html in reading:
            assert link.startswith(("https://", "http://"))
            assert title and not re.search(r"</?[a-z]", title)
            tree = etree.HTML(f"<div>{html}</div>")
            assert not tree.xpath("//script|//svg|//iframe|//style|//form|//@onerror|//@onload|//@onmouseover|//@style")
            assert all(str(u).startswith(("http://", "https://", "mailto:")) for u in tree.xpath("//@href|//@src"))


def test_deep_or_endless_markup_becomes_its_text() -> None:
    html = "<blockquote>" * 50_000
    for bad in (html, "<div>" * 9_000, "<p>x</p>" * 300_000):
        out = readings(channel(), [entry(1, html=bad, text="Plain words.")])[0]
        assert "<p>Plain words.</p>" in out[0][4]


def test_a_relative_link_keeps_its_words_and_loses_its_target() -> None:
    out = readings(channel(), [entry(1, html='<p><a href="/a">words</a><img src="b.png"></p>')])[0][0][4]
    assert "words</a>" in out and "href" not in out and "<img" not in out


# --- properties ------------------------------------------------------------------------------------------------

#: feedparser re-reads text that is Latin-1 and by chance valid UTF-8 ("Â¡"); without U+0080–U+00BF there is none.
wild = st.text(st.characters(exclude_characters=[chr(code) for code in range(0x80, 0xC0)], codec="utf-8"), max_size=60)
moments = st.integers(86_400, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC))
entries = st.builds(
    entry,
    st.integers(0, 10_000),
    title=wild, html=wild, text=wild, link=st.none() | wild, authors=st.lists(wild, max_size=3).map(tuple),
    publisher=st.none() | wild, language=st.sampled_from([None, "ru", "zh", "en"]), why=wild,
    topics=st.lists(st.sampled_from(["energy", "trade-finance", "arctic"]), max_size=3).map(tuple),
    date=moments, updated=moments, arrived=moments,
)  # fmt: skip


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(entries, max_size=5, unique_by=lambda e: e.id), st.booleans())
def test_every_parser_reads_the_same(given_entries: list[Entry], full_text: bool) -> None:
    ch = channel(full_text=full_text)
    read = [[(i, u, t, d, _words(h)) for i, u, t, d, h in reading] for reading in readings(ch, given_entries)]
    assert all(one == read[-1] for one in read)
    assert {one[0] for one in read[0]} == {e.id.urn for e in given_entries}
    assert {one[3] for one in read[0]} == {e.date.replace(microsecond=0) for e in given_entries}


def _words(html: str) -> str:
    return " ".join(html.split())


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(entries, max_size=4, unique_by=lambda e: e.id), st.randoms(use_true_random=False))
def test_same_values_same_bytes(given_entries: list[Entry], shuffle: random.Random) -> None:
    first = [render_feed(channel(), given_entries, one) for one in FORMATS]
    shuffle.shuffle(given_entries)
    assert first == [render_feed(channel(), given_entries, one) for one in FORMATS]


_HASH = """
import hashlib, locale, sys
sys.path.insert(0, sys.argv[1])
try: locale.setlocale(locale.LC_ALL, "")
except locale.Error: pass
from tests.rendering.samples import channel, trilingual
from feedmill.rendering import render_feed
feeds = b"".join(render_feed(channel(), trilingual(), f) for f in ("rss", "atom", "json"))
sys.stdout.write(hashlib.sha256(feeds).hexdigest())
"""


@pytest.mark.parametrize(
    ("zone", "lang"),
    [
        ("UTC", "C"),
        ("Asia/Kathmandu", "C.UTF-8"),
        ("America/St_Johns", "tr_TR.UTF-8"),
        ("Europe/Moscow", "ru_RU.UTF-8"),
    ],
)
def test_neither_zone_nor_locale_nor_hash_seed_changes_a_byte(zone: str, lang: str) -> None:
    env = os.environ | {"TZ": zone, "LC_ALL": lang, "LANG": lang, "PYTHONHASHSEED": str(len(zone))}
    done = subprocess.run([sys.executable, "-c", _HASH, str(ROOT)], env=env, capture_output=True, text=True, check=True)
    here = b"".join(render_feed(channel(), trilingual(), one) for one in FORMATS)
    assert done.stdout == hashlib.sha256(here).hexdigest()


# --- schema, health ---------------------------------------------------------------------------------------------


def test_health_lists_faults_newest_first() -> None:
    ch = channel(slug="health", topics={})
    troubles = [
        Trouble(id=uid(1), title="A source is silent", text="It gave 503.\n\nSee <sources>.", at=at(3)),
        Trouble(id=uid(2), title="Disk full", text="No feed was written.", at=at(4)),
    ]
    read = by_feedparser(render_health(ch, troubles))
    assert [one[2] for one in read] == ["Disk full", "A source is silent"]
    assert "&lt;sources&gt;" in read[1][4]


@pytest.mark.component("jing")
def test_atom_against_the_schema_of_rfc_4287(tmp_path: Path) -> None:
    if not shutil.which("jing") and not os.environ.get("CI"):
        pytest.skip("jing is not installed")
    if not SCHEMA.exists():
        pytest.skip("the RFC 4287 schema is not beside the project")
    hostile = [poisoned(n + 10, text) for n, text in enumerate(HOSTILE)]
    many = [entry(n, date=at(3) + timedelta(hours=n)) for n in range(100)]
    files = []
    for number, (ch, shown) in enumerate(
        [
            (channel(), trilingual()),
            (channel(full_text=False), trilingual()),
            (channel(), []),
            (channel(), hostile),
            (channel(), many),
            (ARCHIVED, many),
        ]
    ):
        path = tmp_path / f"{number}.atom"
        path.write_bytes(render_feed(ch, shown, "atom"))
        files.append(str(path))
    done = subprocess.run(["jing", "-c", str(SCHEMA), *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_rendering_never_touches_the_locale_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise AssertionError("the locale of the whole process was about to change")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert all(render_feed(channel(), trilingual(), one) for one in FORMATS)
