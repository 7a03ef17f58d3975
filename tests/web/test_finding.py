"""Search and its feeds, files dropped onto a page, what came since the last visit, documents beside their text."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html
from starlette.exceptions import HTTPException

from feedmill.model import Article, Moment, Origin, Precision
from feedmill.pipeline import Desk
from feedmill.schedule import Watch
from feedmill.store import sources, stories
from feedmill.web.comparing import side_by_side, timeline
from feedmill.web.dropping import Dropped, parts, put, safe_name
from feedmill.web.showing import passage
from feedmill.web.visits import VISIT_COOKIE, visit_of
from tests.web.asking import Answer, ask
from tests.web.desks import ALIEN, NOW, OTHER, RUN, SECOND, SHOWN, STORY, Playing, add_stories, app_of

OURS = ("sec-fetch-site", "same-origin")


def found(desk: Desk, query: str) -> list[str]:
    page = lxml_html.fromstring(ask(app_of(desk), f"/search?{query}").body)
    return [one.rpartition("/")[2] for one in page.xpath("//article//h3/a/@href")]


# --- search ---------------------------------------------------------------------------------------------------


def test_search_offers_every_source_that_was_asked_whoever_lists_it(fresh_desk: Desk) -> None:
    with fresh_desk.store.writing() as conn:
        sources.keep(
            conn, "morning-wire", Watch(url="https://wire.example/feed", stated="https://wire.example/feed"), "wire"
        )
    page = lxml_html.fromstring(ask(app_of(fresh_desk), "/search").body)
    assert page.xpath("//select[@name='source']/option/@value") == ["", "seeds", "morning-wire"]


def test_search_finds_in_three_languages_and_narrows(desk: Desk) -> None:
    assert set(found(desk, "q=moscow")) == {str(SHOWN), str(SECOND), str(OTHER)}
    assert found(desk, f"q={quote('насосов')}") == [str(SECOND)]
    assert found(desk, f"q={quote('航线')}") == [str(OTHER)]
    assert found(desk, "q=moscow&verdict=borderline") == [str(OTHER)]
    assert found(desk, "q=choir") == []
    assert found(desk, "verdict=no") == [str(ALIEN)]
    assert found(desk, "q=moscow&since=2026-05-04") == []


@pytest.mark.parametrize(
    "query", ["since=yesterday", "topic=no-such", "verdict=maybe", "language=xyz", "before=x", "view=x"]
)
def test_a_wrong_wish_is_refused(desk: Desk, query: str) -> None:
    assert ask(app_of(desk), f"/search?q=a&{query}").status == 400


def test_search_goes_on_page_by_page(fresh_desk: Desk) -> None:
    add_stories(fresh_desk, 40)
    app = app_of(fresh_desk)
    joined: list[str] = []
    path: str | None = "/api/search?q=story&limit=7"
    while path:
        page = json.loads(ask(app, path).body)
        joined += [one["id"] for one in page["articles"]]
        path = page["next"]
    assert len(joined) == len(set(joined)) == 40


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_every_search_is_a_feed(desk: Desk, format: str) -> None:
    answer = ask(app_of(desk), f"/feeds/search.{format}?q=moscow")
    assert answer.status == 200
    assert answer.body == ask(app_of(desk), f"/feeds/search.{format}?q=moscow&before=3").body
    if format == "json":
        feed = json.loads(answer.body)
        assert [one["id"] for one in feed["items"]] == [STORY.urn]
        assert feed["feed_url"] == "http://127.0.0.1:8080/feeds/search.json?q=moscow"
        return
    parsed = feedparser.parse(answer.body)
    assert [one.id for one in parsed.entries] == [STORY.urn]
    assert f"http://127.0.0.1:8080/feeds/search.{format}?q=moscow" in [one.href for one in parsed.feed.links]


def test_search_feeds_hold_what_is_published_and_nothing_else(desk: Desk) -> None:
    app = app_of(desk)
    assert ask(app, "/feeds/search.atom?verdict=no&q=choir").status == 400
    assert ask(app, "/feeds/search.atom").status == 400
    assert ask(app, "/feeds/search.xml?q=a").status == 404
    assert not feedparser.parse(ask(app, "/feeds/search.atom?q=choir").body).entries
    borderline = feedparser.parse(ask(app, "/feeds/search.atom?q=moscow&verdict=borderline").body)
    assert len(borderline.entries) == 1


def test_a_search_feed_is_served_like_a_file(desk: Desk) -> None:
    app = app_of(desk)
    plain = ask(app, "/feeds/search.rss?q=moscow")
    packed = ask(app, "/feeds/search.rss?q=moscow", ("accept-encoding", "gzip"))
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["vary"] == "Accept-Encoding"
    assert "sandbox" in plain.headers["content-security-policy"]
    assert ask(app, "/feeds/search.rss?q=moscow", ("if-none-match", plain.headers["etag"])).status == 304
    since = ("if-modified-since", "Mon, 01 Jan 2035 00:00:00 GMT")
    assert ask(app, "/feeds/search.rss?q=moscow", since).status == 200


def test_the_same_search_has_one_id_and_hostile_words_stay_words(desk: Desk) -> None:
    app = app_of(desk)
    one = etree.fromstring(ask(app, "/feeds/search.atom?q=moscow&topic=energy").body)
    other = etree.fromstring(ask(app, "/feeds/search.atom?topic=energy&q=%20moscow%20&x=1").body)
    assert one.findtext("{*}id") == other.findtext("{*}id")
    hostile = ask(app, "/feeds/search.rss?q=" + quote("moscow ]]><script>&\"'%00\x0b"))
    assert hostile.status == 200
    assert etree.fromstring(hostile.body) is not None


# --- dropped files --------------------------------------------------------------------------------------------


def form(*files: tuple[str, bytes], boundary: str = "xyz") -> tuple[bytes, tuple[str, str]]:
    pieces = [
        b'--%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\nContent-Type: x/y\r\n\r\n%s\r\n'
        % (boundary.encode(), name.encode(), content)
        for name, content in files
    ]
    body = b"".join(pieces) + b"--%s--\r\n" % boundary.encode()
    return body, ("content-type", f"multipart/form-data; boundary={boundary}")


def drop(desk: Desk, control: Playing, *files: tuple[str, bytes], accept: str = "*/*") -> Answer:
    body, kind = form(*files)
    length = ("content-length", str(len(body)))
    return ask(app_of(desk, control), "/documents", kind, length, OURS, ("accept", accept), method="POST", body=[body])


def test_a_dropped_file_lies_in_the_folder_and_a_pass_is_asked_for(fresh_desk: Desk) -> None:
    control, seeds = Playing(), fresh_desk.settings.paths.seeds
    content = b"\r\n--x \0 bytes \xff as they are\n\n"
    answer = drop(fresh_desk, control, ("../../Отчёт <1>.txt", content), accept="text/html")
    assert answer.status == 303
    assert answer.headers["location"] == f"/runs/{RUN}?file={quote('Отчёт _1_.txt', safe='').replace('%20', '+')}"
    assert (seeds / "Отчёт _1_.txt").read_bytes() == content
    again = drop(fresh_desk, control, ("Отчёт <1>.txt", b"other"))
    assert json.loads(again.body) == {"run": str(RUN), "files": ["Отчёт _1_-2.txt"]}
    assert (seeds / "Отчёт _1_.txt").read_bytes() == content
    assert sorted(path.name for path in seeds.iterdir()) == ["Отчёт _1_-2.txt", "Отчёт _1_.txt"]
    assert control.asked == ["request", "request"]


def test_too_large_files_and_other_forms_are_refused_and_leave_nothing(fresh_desk: Desk) -> None:
    reading = fresh_desk.settings.reading.model_copy(update={"max_bytes": 2048})
    object.__setattr__(fresh_desk, "settings", fresh_desk.settings.model_copy(update={"reading": reading}))
    control = Playing()
    assert drop(fresh_desk, control, ("a.txt", b"x" * 2049)).status == 413
    assert drop(fresh_desk, control, ("a.txt", b"x" * 80_000)).status == 413
    assert drop(fresh_desk, control).status == 400
    assert drop(fresh_desk, control, *[(f"{n}.txt", b"x") for n in range(21)]).status == 413
    plain = ask(app_of(fresh_desk, control), "/documents", OURS, method="POST", body=[b"text"])
    assert plain.status == 400
    assert ask(app_of(fresh_desk, control), "/documents").status == 405
    assert list(fresh_desk.settings.paths.seeds.iterdir()) == []
    assert control.asked == []


def test_a_file_from_another_site_is_refused(fresh_desk: Desk) -> None:
    body, kind = form(("a.txt", b"x"))
    answer = ask(app_of(fresh_desk), "/documents", kind, ("sec-fetch-site", "cross-site"), method="POST", body=[body])
    assert answer.status == 403
    assert list(fresh_desk.settings.paths.seeds.iterdir()) == []


@pytest.mark.parametrize(
    ("stated", "given"),
    [("a.txt", "a.txt"), ("C:\\docs\\a.txt", "a.txt"), ("/etc/passwd", "passwd"), ("..", ""), (".hidden", "hidden"),
     ("a\x00b\n.html", "a_b_.html"), ("x" * 300 + ".html", "x" * 95 + ".html"), ("中俄.pdf", "中俄.pdf"), ("", ""),
     ("-rf", "rf"), ("~$report.docx", "report.docx"), ("half.part", "half.part.txt"), ("$(x).txt", "(x).txt")],
)  # fmt: skip
def test_names_are_made_safe(stated: str, given: str) -> None:
    assert safe_name(stated) == given


def test_the_longest_name_in_any_script_can_be_written(tmp_path: Path) -> None:
    name = safe_name("俄" * 400 + ".html")
    assert put(tmp_path, Dropped(name=name, content=b"x")) == name


def test_a_form_without_an_end_or_with_rubbish_gives_what_it_has() -> None:
    body, (_, kind) = form(("a.txt", b"one"), ("", b"nameless"), ("b.txt", b""))
    assert [(one.name, one.content) for one in parts(body, kind)] == [("a.txt", b"one"), ("b.txt", b"")]
    assert parts(b"", kind) == parts(b"--xyz", kind) == []
    with pytest.raises(HTTPException):
        parts(body, "multipart/mixed")


def test_the_run_page_tells_what_became_of_the_files(desk: Desk) -> None:
    control = Playing(looks=9)
    answer = ask(app_of(desk, control), f"/runs/{RUN}?file=noise.bin&file=digest.txt&file=missing.txt")
    text = " ".join(lxml_html.fromstring(answer.body).text_content().split())
    assert "not text <i>at all</i>" in text
    assert "两国商定新航线" in text
    assert "missing.txt is not settled yet" in text


# --- visits ---------------------------------------------------------------------------------------------------


def test_a_visit_begins_after_a_pause_and_forgeries_count_as_none() -> None:
    first = visit_of({}, NOW)
    assert first.before is None
    same = visit_of({VISIT_COOKIE: first.cookie}, NOW + timedelta(minutes=5))
    assert same.before is None
    next_day = visit_of({VISIT_COOKIE: same.cookie}, NOW + timedelta(days=1))
    assert next_day.before == NOW + timedelta(minutes=5)
    still = visit_of({VISIT_COOKIE: next_day.cookie}, NOW + timedelta(days=1, minutes=20))
    assert still.before == next_day.before
    for forged in ("x", "1.x", "٣.٣", f"{10**11}.{10**11}", "99999999999.99999999999", "-1.-1"):
        assert visit_of({VISIT_COOKIE: forged}, NOW).before is None


def test_home_tells_what_came_since_the_last_visit(desk: Desk) -> None:
    app = app_of(desk)
    assert "Since your last visit" not in ask(app, "/").text
    for before, told in ((NOW - timedelta(days=2), "1 story arrived since"), (NOW - timedelta(hours=-1), "")):
        stamp = int(min(before, NOW).timestamp())
        text = ask(app, "/", ("cookie", f"{VISIT_COOKIE}={stamp}.{int(NOW.timestamp())}")).text
        assert told in text
    quiet = ask(app, "/", ("cookie", f"{VISIT_COOKIE}={int(NOW.timestamp())}.{int(NOW.timestamp())}"))
    assert "Nothing has arrived since your last visit" in quiet.text


# --- a document beside its text -------------------------------------------------------------------------------


def test_a_document_shows_what_was_left_out() -> None:
    article = Article(position=0, title="Ports agree", title_provenance="stated", text="Ships sail & return.", html="")
    content = b"<nav>Home</nav><h1>Ports  agree</h1><p>Ships sail &amp; return.</p><hr>\nAll rights reserved\n"
    lines, more = side_by_side(content, "utf-8", article)
    parts_of = {line.text: line.part for line in lines}
    assert parts_of["<nav>Home</nav>"] == "cut"
    assert parts_of["<h1>Ports  agree</h1>"] == parts_of["<p>Ships sail &amp; return.</p>"] == "kept"
    assert parts_of["<hr>"] == "markup"
    assert parts_of["All rights reserved"] == "cut"
    assert not more
    many, more = side_by_side(b"\xff\n" * 5000, "no-such-coding", article)
    assert more and len(many) < 1000


def test_a_line_that_told_a_fact_is_not_left_out() -> None:
    article = Article(
        position=0, title="Ports agree", title_provenance="stated", text="Ships sail.", html="", authors=("Ann Pier",),
        publisher="The Quay", url="https://quay.example/7",
        published=Moment(at=datetime(2026, 5, 4, tzinfo=UTC), precision="day", provenance="meta"),
    )  # fmt: skip
    told = ("<title>Ports agree - The Quay</title>", "By Ann Pier", '<link href="https://quay.example/7">',
            '<meta content="2026-05-04T08:00">')  # fmt: skip
    cut = ("Ann Pier has written for The Quay about ships and ice since her school days", "Home", "Subscribe")
    lines, _ = side_by_side("\n".join((*told, *cut)).encode(), "utf-8", article)
    assert [line.part for line in lines] == ["told"] * len(told) + ["cut"] * len(cut)


def test_a_timeline_tells_how_long_after_the_first_where_the_clock_is_known(desk: Desk) -> None:
    at = datetime(2026, 5, 4, 8, 15, tzinfo=UTC)
    moments: list[tuple[datetime, Precision]] = [
        (at, "minute"),
        (at + timedelta(hours=3, minutes=5), "second"),
        (at + timedelta(days=2), "day"),
    ]
    origins = tuple(
        Origin(
            article=UUID(int=number),
            label=f"Paper {number}",
            url=None,
            view="unknown",
            published=moment,
            precision=precision,
        )
        for number, (moment, precision) in enumerate(moments)
    )
    with desk.store.reading() as conn:
        row = stories.get(conn, STORY)
    assert row is not None and row.entry is not None
    entry = replace(row.entry, origins=origins)
    assert [event.later for event in timeline(entry, ())] == ["", "3 h 5 min later", ""]


def test_a_find_is_a_word_rather_than_a_part_of_another() -> None:
    samples = (("Газпром поставит газа", "газ", "газ"), ("Газпром строит", "газ", "Газ"), ("中俄关系", "俄", "俄"))
    for text, word, at in samples:
        article = Article(position=0, title="Ice", title_provenance="stated", text=text, html="")
        assert passage(article, word).words == at
    article = Article(position=0, title="Ice", title_provenance="stated", text="Газпром поставит газа", html="")
    assert passage(article, "газ").before == "Газпром поставит "


def test_words_around_a_find_are_whole() -> None:
    words = "harbour " * 30
    article = Article(
        position=0, title="Ice", title_provenance="stated", text=f"{words}breaker {words}", html="",
    )  # fmt: skip
    found = passage(article, "breaker")
    assert set(found.before.strip("… ").split()) == set(found.after.strip("… ").split()) == {"harbour"}


@pytest.mark.parametrize("mark", ["1. ", "12) ", "(3) ", "- ", "• ", "— ", "一、", "## ", "> "])
def test_a_line_of_a_list_is_kept_without_its_mark(mark: str) -> None:
    article = Article(position=0, title="Ports agree", title_provenance="derived", text="Ships sail & return.", html="")
    lines, _ = side_by_side(f"{mark}Ships sail & return.\n{mark}Choirs sing.\n{mark}\n".encode(), "utf-8", article)
    assert [line.part for line in lines][:2] == ["kept", "cut"]


def test_close_calls_are_listed_with_their_reasons(fresh_desk: Desk) -> None:
    threshold = fresh_desk.beat.scales.borderline
    with fresh_desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE articles SET score = ? WHERE verdict = 'no'", (threshold - 1,))
    text = " ".join(lxml_html.fromstring(ask(app_of(fresh_desk), "/close").body).text_content().split())
    assert "A choir wins a prize" in text
    assert "+70 a link between the two" in text
    assert datetime(2026, 5, 4, tzinfo=UTC).strftime("%Y") in text


# --- decisions ------------------------------------------------------------------------------------------------


def decided(desk: Desk, control: Playing, body: str) -> Answer:
    kind = ("content-type", "application/x-www-form-urlencoded")
    return ask(app_of(desk, control), "/decisions", kind, OURS, method="POST", body=[body.encode()])


def test_a_button_writes_a_decision_and_asks_for_a_pass(fresh_desk: Desk) -> None:
    control, file = Playing(), fresh_desk.settings.paths.decisions
    answer = decided(fresh_desk, control, f"article={ALIEN}&verdict=yes&back=%2Fclose")
    assert (answer.status, answer.headers["location"]) == (303, f"/close?decided={RUN}")
    told = lxml_html.fromstring(ask(app_of(fresh_desk, control), answer.headers["location"]).body)
    assert told.xpath("//p[@class='noted']/a/@href") == [f"/runs/{RUN}", "/close"]
    assert not lxml_html.fromstring(ask(app_of(fresh_desk), "/close?decided=x").body).xpath("//p[@class='noted']")
    assert str(ALIEN) in file.read_text("utf-8")
    assert control.asked == ["decision"]
    undone = decided(fresh_desk, control, f"article={ALIEN}&verdict=undo&back=https%3A%2F%2Fevil.example")
    assert undone.headers["location"] == f"/runs/{RUN}"
    assert str(ALIEN) not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "status"),
    [(f"article={ALIEN}&verdict=maybe", 400), ("verdict=yes", 404), (f"article={RUN}&verdict=no", 404), ("", 400)],
)
def test_a_decision_about_nothing_is_refused(fresh_desk: Desk, body: str, status: int) -> None:
    control = Playing()
    assert decided(fresh_desk, control, body).status == status
    assert control.asked == []
    cross = ask(app_of(fresh_desk), "/decisions", ("sec-fetch-site", "cross-site"), method="POST", body=[b"x"])
    assert cross.status == 403
