"""Not one error and not one warning of the W3C Feed Validator, whatever the articles were; the schemas hold, too."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Channel, Entry, Origin
from feedmill.pipeline import Desk
from feedmill.pipeline.publish import publish
from feedmill.rendering import Trouble, render_feed, render_health
from tests.rendering.samples import ARCHIVED, at, channel, entry, trilingual, uid
from tests.rendering.validity import complaints
from tests.web.asking import ask
from tests.web.desks import add_stories, app_of, open_desk

SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "atom.rnc"
BASE = "https://desk.example.org/feeds"
SEARCH = channel(slug="search", query="q=%E4%B8%AD%E4%BF%84+gas&language=zh")
CHANNELS = {
    f"{BASE}/energy": channel(),
    f"{BASE}/energy?summaries": channel(full_text=False),
    f"{BASE}/energy?own-ids": channel(per_feed_ids=True),
    f"{BASE}/arrivals": channel(slug="arrivals", dated_by="arrived"),
    f"{BASE}/archive/energy-2026-11": ARCHIVED,
    f"{BASE}/search": SEARCH,
}
HOSTILE = (
    "", " ", "\x00\x0b\x1b\x85\ufffe\uffff", "\ud800 half \udfff", "broken \ufffd\ufffd letters", "\ufdd0\U0001fffe",
    "<script>alert(1)</script>", "a </b> c </title>", "R&D &amp; &copy &copy; &#60; &x1; AT&T", "1 <2> 3 <4@a.example>",
    "write to <nora@desk.example>", "&lt;b&gt;twice&amp;lt;i&amp;gt;", "]]> <![CDATA[ x ]]>", "x" * 10_240,
    "اتفاق جديد حول خط الغاز", "\u202eتقرير\u202c", "הסכם חדש על הגבול", "中俄两国签署新协议", "🚢🛢️ tanker 👩‍🔬",
    "日本海の航路",
    "«Север» — и 'Юг'", "javascript:alert(1)", "http://[::1]/news", "http://a.example/%zz?q=[1]&lt;x#a#b",
    "https://user:secret@A.EXAMPLE:443", "https://пример.example/новости?а=б|в", "mailto:x y@desk.example", "xq", "und",
    "<h2>a<h3>b</h3></h2><ul>x<li><p>y<table><tr><td>z</td></tr>w</table></ul>", "<a href='/rel'>r</a><img src=b.png>",
    "<p style='x' onclick=y><font color=red><iframe src=x></iframe><svg><a xlink:href=x>t</a></svg><math><mi>m</math>",
    "<p><button><ul><li>x</ul></button><p><a href='https://a.example/1'>one<a href='https://a.example/2'>two</a>",
    "<table><caption>c</caption><tr><th>h<td>d</table><pre>\n\n  code</pre><ol start='x'><li>1</ol><hr>",
)  # fmt: skip


def poisoned(number: int, text: str) -> Entry:
    origin = Origin(label=text, url=text, view=text, published=at(3), precision="minute", article=uid(5))
    return entry(
        number, title=text, html=text, text=text, link=text or None, authors=(text, text), publisher=text, agency=text,
        language=text, image=text, topics=(text, "energy"), origins=(origin, origin), why=text, date_note=text,
        date=at(3), updated=at(3),
    )  # fmt: skip


def judged(address: str, shown: Channel, entries: list[Entry]) -> Iterator[str]:
    """Complaints about both XML formats; ``address`` tells variants of one channel apart after a question mark."""
    stem = address.partition("?")[0]
    query = f"?{shown.query}" if shown.query else ""
    for format in ("rss", "atom"):
        data = render_feed(shown, entries, format)
        yield from complaints(data, f"{stem}.{format}{query}")


@pytest.mark.parametrize("address", CHANNELS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_makes_a_feed_invalid(address: str, text: str) -> None:
    assert list(judged(address, CHANNELS[address], [poisoned(n, text) for n in (1, 2)])) == []


@pytest.mark.parametrize("address", CHANNELS)
def test_many_entries_and_none_are_valid(address: str) -> None:
    many = [entry(n, updated=at(22), date=at(3)) for n in range(100)]
    for entries in (many, trilingual(), []):
        assert list(judged(address, CHANNELS[address], entries)) == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_of_feeds_and_faults_are_valid(text: str) -> None:
    named = channel(title=text, description=text)
    assert list(judged(f"{BASE}/energy", named, trilingual())) == []
    faults = [Trouble(id=uid(n), title=text, text=text, at=at(3)) for n in (1, 2)]
    told = render_health(channel(slug="health", title=text), faults)
    assert complaints(told, f"{BASE}/health.atom") == []


PIECES = (
    "<p>", "</p>", "<h2>", "</h2>", "<h3>", "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>",
    "</td>", "</table>", "<b>", "</b>", "<i>", "</i>", "<a>", "</a>", "<pre>", "</pre>", "<blockquote>",
    "</blockquote>", "<div>", "</div>", "<br>", "<button>", "<select>", "<option>", "<style>", "<!--", "-->",
    "&", "&amp;", "<", ">", "\ufffd", "<a href='https://a.example/?x&y'>",
    "<img src='https://a.example/1.png'>", "текст", "\n", "中文",
)  # fmt: skip
markup = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(markup)
def test_any_markup_becomes_valid_content(html: str) -> None:
    one = entry(1, html=html, title=html, text=html)
    assert list(judged(f"{BASE}/energy", channel(), [one])) == []


# --- what the program writes ------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["story", "per-feed"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with archives and a declared feed, its feeds written."""
    root = tmp_path_factory.mktemp("written")
    (root / "feedmill.toml").write_text(
        f'[feeds]\nentry_ids = "{request.param}"\nentries = 10\n'
        '[[feed]]\nslug = "east"\ntitle = "East & <West> 东方"\nlanguages = ["zh", "en"]\n',
        "utf-8",
    )
    desk = open_desk(root)
    add_stories(desk, 30)
    publish(desk)
    yield desk
    desk.store.close()


def documents_of(desk: Desk) -> dict[str, bytes]:
    """Every feed of a desk by its address: what lies in the folder, and searches."""
    base, folder = f"{desk.settings.site.base_url}/feeds", desk.settings.paths.feeds
    files = {f"{base}/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    app = app_of(desk)
    for query in (
        "q=moscow",
        "q=%E4%B8%A4%E5%9B%BD&language=zh&verdict=borderline",
        "topic=energy",
        "q=nothing-at-all",
    ):
        for format in ("rss", "atom", "json"):
            files[f"{base}/search.{format}?{query}"] = ask(app, f"/feeds/search.{format}?{query}").body
    return {address: data for address, data in files.items() if _format(address) in ("rss", "atom", "json")}


def _format(address: str) -> str:
    return address.partition("?")[0].rpartition(".")[2]


def test_every_feed_that_is_written_is_valid(written: Desk) -> None:
    feeds = documents_of(written)
    names = [address.rpartition("/feeds/")[2] for address in feeds]
    for expected in ("all.rss", "borderline.atom", "arrivals.rss", "developments.atom", "east.rss", "health.atom"):
        assert expected in names
    assert any(name.startswith("archive/all-") for name in names)
    found = {
        address: told
        for address, data in feeds.items()
        if _format(address) != "json" and (told := complaints(data, address))
    }
    assert found == {}


def test_every_json_feed_keeps_to_version_1_1(written: Desk) -> None:
    for address, data in documents_of(written).items():
        if _format(address) == "json":
            assert list(json_complaints(json.loads(data), address)) == [], address


#: Key: (type, required), of https://www.jsonfeed.org/version/1.1/ ; other keys begin with an underscore.
JSON_FEED = {
    "version": (str, True), "title": (str, True), "items": (list, True), "home_page_url": (str, False),
    "feed_url": (str, False), "description": (str, False), "next_url": (str, False), "language": (str, False),
    "authors": (list, False), "expired": (bool, False),
}  # fmt: skip
JSON_ITEM = {
    "id": (str, True), "content_html": (str, True), "url": (str, False), "title": (str, False), "summary": (str, False),
    "image": (str, False), "date_published": (str, False), "date_modified": (str, False), "authors": (list, False),
    "tags": (list, False), "language": (str, False),
}  # fmt: skip


def json_complaints(feed: dict[str, Any], address: str) -> Iterator[str]:
    yield from _keys(feed, JSON_FEED)
    if feed["version"] != "https://jsonfeed.org/version/1.1" or feed["feed_url"] != address:
        yield f"version or address: {feed['version']}, {feed['feed_url']}"
    ids = [item["id"] for item in feed["items"]]
    if len(ids) != len(set(ids)):
        yield "an id twice"
    for item in feed["items"]:
        yield from _keys(item, JSON_ITEM)
        moments = [datetime.fromisoformat(item[key]) for key in ("date_published", "date_modified")]
        if any(moment.tzinfo != UTC for moment in moments):
            yield "a date without a zone"
        if not all(isinstance(tag, str) for tag in item.get("tags", [])):
            yield "a tag that is no string"
        if not all(set(author) <= {"name", "url", "avatar"} and author for author in item.get("authors", [])):
            yield "an author with other keys"


def _keys(told: dict[str, Any], known: Mapping[str, tuple[type, bool]]) -> Iterator[str]:
    yield from (f"missing: {key}" for key, (_, required) in known.items() if required and key not in told)
    for key, value in told.items():
        if not key.startswith("_") and (key not in known or not isinstance(value, known[key][0])):
            yield f"{key}: {value!r}"


@pytest.mark.component("jing")
def test_every_atom_feed_that_is_written_keeps_to_rfc_4287(written: Desk, tmp_path: Path) -> None:
    if not SCHEMA.exists():
        pytest.skip("the RFC 4287 schema is not beside the project")
    atoms = [data for address, data in documents_of(written).items() if _format(address) == "atom"]
    poison = [poisoned(number, text) for number, text in enumerate(HOSTILE)]
    atoms += [render_feed(shown, poison, "atom") for shown in CHANNELS.values()]
    files = [tmp_path / f"checked-{number}.atom" for number in range(len(atoms))]
    for path, data in zip(files, atoms, strict=True):
        path.write_bytes(data)
    done = subprocess.run(["jing", "-c", str(SCHEMA), *map(str, files)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


# --- the check itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "sound", "broken", "message"),
    [
        ("rss", b'isPermaLink="false"', b"", "InvalidPermalink"),
        ("rss", b"urn:uuid:", b"urn:uuid:x", "InvalidUUID"),
        ("rss", b"<pubDate>Sun", b"<pubDate>Tue", "IncorrectDOW"),
        ("rss", b" 2026 12:00", b" 26 12:00", "InvalidRFC2822Date"),
        ("rss", b'rel="self"', b'rel="via"', "MissingAtomSelfLink"),
        ("rss", b"energy.rss", b"other.rss", "SelfDoesntMatchLocation"),
        ("rss", b"<title>Pump", b"<title>&lt;b>Pump&lt;/b>", "ContainsHTML"),
        ("rss", b"<title>Pump", b"<title>R&amp;amp;D Pump", "ContainsHTML"),
        ("rss", b"<title>Pump", "<title>\ufffd Pump".encode(), "BadCharacters"),
        ("rss", b"<pubDate>", b"<author>Nora</author><pubDate>", "UndefinedElement"),
        ("rss", b"<dc:language>en", b"<dc:language>english", "InvalidLanguage"),
        ("rss", b"&lt;p&gt;Engineers", b"&lt;p&gt;&lt;iframe&gt;", "SecurityRisk"),
        ("rss", b"&lt;p&gt;Engineers", b"&lt;p onclick='x'&gt;", "SecurityRiskAttr"),
        ("rss", b"&lt;p&gt;Engineers", b"&lt;p&gt;&lt;img src='a.png'&gt;", "ContainsRelRef"),
        ("rss", b"&lt;p&gt;Engineers", b"Engineers", "NotHtml"),
        ("rss", b"</item>", b"</item><ttl>1</ttl>", "MisplacedItem"),
        ("atom", b"<published>2026-11-01T", b"<published>2026-11-01 ", "InvalidRFC3339Date"),
        ("atom", b"<published>2026-", b"<published>1926-", "ImplausibleDate"),
        ("atom", b'rel="alternate"', b'rel="elsewhere"', "UnregisteredAtomLinkRel"),
        ("atom", b"<name>Nora Fields", b"<name>", "NotBlank"),
        ("atom", b"<name>Nora Fields", b"<name>Nora &lt;nora@a.example>", "ContainsEmail"),
        ("atom", b"https://river-gazette.example/</id>", b"https://River-gazette.example</id>", "NonCanonicalURI"),
        ("atom", b'xml:lang="en"', b'xml:lang="xx"', "InvalidLanguage"),
        ("atom", b"<content ", b"<contents/><content ", "UndefinedElement"),
    ],
)  # fmt: skip
def test_the_check_sees_what_is_wrong(format: str, sound: bytes, broken: bytes, message: str) -> None:
    data = render_feed(channel(), [entry(0), entry(20)], format)  # type: ignore[arg-type]
    address = f"{BASE}/energy.{format}"
    assert complaints(data, address) == []
    at_least = data.replace(sound, broken, 1) if message != "IncorrectDOW" else data.replace(sound, broken)
    assert at_least != data
    assert message in {told.partition(":")[0].partition(" ")[0] for told in complaints(at_least, address)}


def test_the_check_sees_what_stands_twice() -> None:
    data = render_feed(channel(), [entry(1)], "atom")
    start, end = data.index(b"<entry"), data.index(b"</entry>") + len(b"</entry>")
    told = complaints(data[:end] + data[start:end] + data[end:], f"{BASE}/energy.atom")
    assert {one.partition(":")[0] for one in told} == {"DuplicateEntries", "DuplicateUpdated"}
