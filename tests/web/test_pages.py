"""The pages and the API: what they show, what they never let through."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from lxml import html as lxml_html

from feedmill.pipeline import Desk
from feedmill.store import documents
from feedmill.store.documents import Seen
from feedmill.web.chart import HEIGHT, MOST_BARS, draw
from tests.web.asking import ask
from tests.web.desks import (
    ALIAS,
    ALIEN,
    HOSTILE,
    NOWHERE,
    ORIGINAL,
    OTHER,
    RELATED,
    RUN,
    SHOWN,
    STORY,
    Playing,
    add_stories,
    app_of,
)

PAGES = (
    "/", "/topics/energy", "/topics/all", "/topics/borderline", f"/stories/{STORY}", f"/stories/{RELATED}",
    f"/articles/{SHOWN}", f"/articles/{ALIEN}", "/ledger", "/ledger?fate=refused", f"/runs/{RUN}", "/login",
    "/search", "/search?q=moscow", "/search?q=choir&verdict=no", "/close", "/sources", f"/articles/{SHOWN}/compare",
    f"/runs/{RUN}?file=page+%3Cb%3E.html&file=%3Cscript%3E",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nothing_hostile_becomes_markup(desk: Desk, path: str) -> None:
    answer = ask(app_of(desk), path)
    assert answer.status == 200
    page = lxml_html.fromstring(answer.body)
    assert [one.get("src") for one in page.iter("script") if one.get("src") is None or one.text] == []
    assert list(page.iter("img", "iframe", "object", "style", "embed")) == []
    ours = ("score", "scope", "outlet", None)
    assert [one.text for one in page.iter("b") if one.getparent().get("class") not in ours] == []
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (path, element.tag, name)
            assert name != "style"
            assert not value.strip().lower().startswith("javascript:")
    assert "<script>alert" not in answer.text
    assert "tracker.example" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_built_for_everyone(desk: Desk, path: str) -> None:
    page = lxml_html.fromstring(ask(app_of(desk), path).body)
    assert page.get("lang") == "en"
    assert len(page.findall(".//main")) == len(page.findall(".//h1")) == 1
    assert page.find(".//a[@class='skip']").get("href") == "#main"
    assert all(nav.get("aria-label") for nav in page.iter("nav"))
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for name in (one.get("aria-labelledby") for one in page.iter() if one.get("aria-labelledby")):
        assert name in ids
    for button in page.iter("button"):
        assert button.text_content().strip()


def test_all_links_of_all_pages_lead_somewhere(desk: Desk) -> None:
    app = app_of(desk)
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = ask(app, path)
        assert answer.status == 200, path
        if answer.headers["content-type"].startswith("text/html") and not path.startswith("/feeds/"):
            page = lxml_html.fromstring(answer.body)
            found = [one.get("href") or one.get("src") for one in page.iter("a", "link", "script")]
            waiting += [one.partition("#")[0] for one in found if one and one.startswith("/")]
    assert {"/ledger", f"/stories/{STORY}", f"/articles/{SHOWN}", f"/articles/{SHOWN}/original"} <= seen


def test_home_shows_stories_by_topic_and_the_last_pass(desk: Desk) -> None:
    page = lxml_html.fromstring(ask(app_of(desk, Playing(problems=["The disk is <full>."])), "/").body)
    text = page.text_content()
    assert HOSTILE in text
    assert "Energy & pipelines" in text
    assert "3 seen, 2 read, 1 refused" in text
    assert "The disk is <full>." in text
    assert page.find(".//form").get("action") == "/api/refresh"


def test_a_topic_page_offers_its_feeds(desk: Desk) -> None:
    page = lxml_html.fromstring(ask(app_of(desk), "/topics/energy").body)
    offered = {one.get("type"): one.get("href") for one in page.findall(".//link[@rel='alternate']")}
    assert offered == {
        "application/rss+xml": "/feeds/energy.rss",
        "application/atom+xml": "/feeds/energy.atom",
        "application/feed+json": "/feeds/energy.json",
    }
    assert "at least 55 of 100" in page.text_content()
    assert ask(app_of(desk), "/topics/gardening").status == 404


def test_a_merged_storys_address_leads_to_what_it_became(desk: Desk) -> None:
    for alias in (str(ALIAS), str(ALIAS).upper()):
        answer = ask(app_of(desk), f"/stories/{alias}")
        assert (answer.status, answer.headers["location"]) == (308, f"/stories/{STORY}")
    assert ask(app_of(desk), f"/stories/{NOWHERE}").status == 404
    assert ask(app_of(desk), f"/stories/{STORY}x").status == 404


def test_a_topic_shows_the_words_by_which_it_chooses(desk: Desk) -> None:
    app = app_of(desk)
    page = lxml_html.fromstring(ask(app, "/topics/energy").body)
    told = {one.get("lang"): one.text_content() for one in page.xpath("//dl[@class='vocabulary']/dd")}
    assert {"en", "ru", "zh"} <= told.keys() and all(told.values())
    assert set(told["en"].split(" · ")) == set(desk.beat.vocabulary["energy"]["en"])
    assert not lxml_html.fromstring(ask(app, "/topics/all").body).xpath("//dl[@class='vocabulary']")


def test_a_story_shows_its_sources_and_what_belongs_to_it(desk: Desk) -> None:
    page = lxml_html.fromstring(ask(app_of(desk), f"/stories/{STORY}").body)
    text = page.text_content()
    assert len(page.findall(".//section[@class='version']")) == 2
    for word in ("Outlet <0>", "Outlet <1>", "Насосы снова работают", "65/100 <em>", "3 May 2026",
                 "read from byline", "same talks, another day <u>"):  # fmt: skip
        assert word in text, word
    assert page.xpath("//h4[@lang='ru']")


def test_an_article_shows_where_everything_comes_from(desk: Desk) -> None:
    page = lxml_html.fromstring(ask(app_of(desk), f"/articles/{SHOWN}").body)
    text = page.text_content()
    assert [one.text for one in page.iter("mark")] == ["Moscow and Beijing restarted"]
    for word in ("<b>Nora</b> Fields", "stated to the day, read from byline", "page <b>.html", "+70", "-5",
                 "Home <script>alert(6)</script> About", "65 of 100"):  # fmt: skip
        assert word in " ".join(text.split()), word
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://gazette.example/0/en"]


def test_an_original_is_never_rendered(desk: Desk) -> None:
    answer = ask(app_of(desk), f"/articles/{SHOWN}/original")
    assert answer.body == ORIGINAL
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert ask(app_of(desk), f"/articles/{NOWHERE}/original").status == 404


def test_the_ledger_accounts_for_every_document(desk: Desk) -> None:
    app = app_of(desk)
    everything = lxml_html.fromstring(ask(app, "/ledger").body).text_content()
    for word in (
        "page <b>.html",
        "digest.txt",
        "noise.bin",
        "binary",
        "not text <i>at all</i>",
        "A choir wins a prize",
    ):
        assert word in everything, word
    refused = lxml_html.fromstring(ask(app, "/ledger?fate=refused").body)
    assert [one.text for one in refused.xpath("//ol//h2")] == ["noise.bin"]
    assert ask(app, "/ledger?fate=lost").status == 400


def test_a_run_is_followed_to_its_end(desk: Desk) -> None:
    control = Playing()
    app = app_of(desk, control)
    asked = ask(app, "/api/refresh", ("accept", "text/html"), ("sec-fetch-site", "same-origin"), method="POST")
    assert (asked.status, asked.headers["location"]) == (303, f"/runs/{RUN}")
    states = [lxml_html.fromstring(ask(app, f"/runs/{RUN}").body).get_element_by_id("run") for _ in range(4)]
    assert [one.get("data-state") for one in states] == ["queued", "running", "running", "finished"]
    assert [one.get("hx-get") is not None for one in states] == [True, True, True, False]
    assert ask(app, f"/runs/{NOWHERE}").status == ask(app, f"/api/runs/{NOWHERE}").status == 404


# --- the API --------------------------------------------------------------------------------------------------


def test_a_request_for_a_pass_is_accepted(desk: Desk) -> None:
    control = Playing()
    answer = ask(app_of(desk, control), "/api/refresh", method="POST")
    assert answer.status == 202
    assert json.loads(answer.body) == {"run": str(RUN), "state": "queued"}
    assert control.asked == ["request"]


@pytest.mark.parametrize(("what", "key"), [("stories", "id"), ("articles", "id"), ("documents", "id")])
def test_lists_come_in_pages_that_join_without_gap_or_overlap(fresh_desk: Desk, what: str, key: str) -> None:
    add_stories(fresh_desk, 11)
    app = app_of(fresh_desk)
    whole = [one[key] for one in json.loads(ask(app, f"/api/{what}?limit=200").body)[what]]
    joined: list[object] = []
    path: str | None = f"/api/{what}?limit=2"
    while path:
        page = json.loads(ask(app, path).body)
        joined += [one[key] for one in page[what]]
        path = page["next"]
    assert joined == whole
    assert len(whole) == len(set(whole)) == {"stories": 13, "articles": 15, "documents": 4}[what]


def test_lists_can_be_narrowed(desk: Desk) -> None:
    app = app_of(desk)
    borderline = json.loads(ask(app, "/api/articles?verdict=borderline").body)["articles"]
    assert [one["id"] for one in borderline] == [OTHER.urn]
    energy = json.loads(ask(app, "/api/stories?topic=energy").body)["stories"]
    assert [one["id"] for one in energy] == [STORY.urn]
    refused = json.loads(ask(app, "/api/documents?fate=refused").body)["documents"]
    assert [one["rejected"]["reason"] for one in refused] == ["binary"]
    topics = json.loads(ask(app, "/api/topics").body)["topics"]
    assert next(one for one in topics if one["slug"] == "energy")["stories"] == 1


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=-1", "limit=٣", "before=x", "before=2026_1", "topic=no-such", "before=_"]
)
def test_a_wrong_parameter_is_refused(desk: Desk, query: str) -> None:
    assert ask(app_of(desk), f"/api/stories?{query}").status == 400


def test_a_topic_page_leads_to_older_stories(fresh_desk: Desk) -> None:
    keys = add_stories(fresh_desk, 70)
    app = app_of(fresh_desk)
    first = lxml_html.fromstring(ask(app, "/topics/energy").body)
    older = first.xpath("//a[@rel='next']/@href")
    second = lxml_html.fromstring(ask(app, older[0]).body)
    found = [UUID(one.rpartition("/")[2]) for page in (first, second) for one in page.xpath("//article//h2/a/@href")]
    assert len(found) == len(set(found)) == 71
    assert [one for one in found if one != STORY] == keys


# --- probes ---------------------------------------------------------------------------------------------------


def test_probes_tell_the_owner_what_is_wrong_and_others_only_that(public_desk: Desk, desk: Desk) -> None:
    unwell = Playing(problems=["the disk is full"])
    assert ask(app_of(desk, unwell), "/healthz").status == 200
    mine = ask(app_of(desk, unwell), "/readyz")
    assert (mine.status, json.loads(mine.body)["problems"]) == (503, ["the disk is full"])
    theirs = ask(app_of(public_desk, unwell), "/readyz", base=(("host", "feeds.example.org"),))
    assert (theirs.status, json.loads(theirs.body)["problems"]) == (503, [])
    assert ask(app_of(desk), "/readyz").status == 200


def test_metrics_are_in_the_text_format(desk: Desk) -> None:
    answer = ask(app_of(desk), "/metrics")
    line = re.compile(r'# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[a-z-]+"\})? [0-9.]+')
    assert [one for one in answer.text.splitlines() if not line.fullmatch(one)] == []
    assert 'feedmill_documents{outcome="refused"} 1' in answer.text
    assert 'feedmill_articles{verdict="yes"} 2' in answer.text
    assert 'feedmill_feed_stories{feed="energy"} 1' in answer.text
    assert "feedmill_last_run_age_seconds 0.0" in answer.text


# --- charts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "step"), [(5, "day"), (42, "day"), (43, "week"), (364, "week"), (365, "month")])
def test_a_chart_chooses_its_step_by_the_span(days: int, step: str) -> None:
    last = date(2026, 5, 4)
    drawn = draw({last: 4, last - timedelta(days=days - 1): 2})
    assert drawn is not None
    assert drawn.step == step
    assert (drawn.total, drawn.most) == (6, 4)
    assert drawn.bars[0].count == 2
    assert drawn.bars[-1].height == HEIGHT
    assert {bar.y + bar.height for bar in drawn.bars} == {HEIGHT}


def test_a_chart_has_no_holes_and_an_end() -> None:
    drawn = draw({date(1990, 1, 1): 1, date(2026, 5, 4): 1})
    assert drawn is not None
    assert len(drawn.bars) == MOST_BARS
    firsts = [bar.first for bar in drawn.bars]
    assert firsts == sorted(set(firsts))
    assert {first.day for first in firsts} == {1}


def test_there_is_no_chart_of_nothing() -> None:
    assert draw({}) is None
    assert draw({date(2026, 5, 4): 9}) is None


def test_a_document_is_found_in_the_ledger_by_its_name(desk: Desk) -> None:
    app = app_of(desk)

    def listed(query: str) -> list[str]:
        page = lxml_html.fromstring(ask(app, f"/ledger?{query}").body)
        return [one.text_content() for one in page.findall(".//ol[@class='ledger']//h2")]

    assert listed("name=DIGEST") == ["digest.txt"]
    assert listed("name=digest&fate=refused") == []
    assert listed("name=.b") == ["noise.bin"]
    assert listed("name=%25") == []
    page = lxml_html.fromstring(ask(app, "/ledger?name=%3Cb%3E%26").body)
    assert "No document has “<b>&” in its name or address." in " ".join(page.text_content().split())
    assert "/ledger?fate=refused&name=%3Cb%3E%26" in page.xpath("//nav[@class='filters']/a/@href")


def test_a_copy_is_found_under_its_own_name(fresh_desk: Desk) -> None:
    with fresh_desk.store.writing() as conn:
        known = documents.find(conn, "digest.txt")
        assert known is not None
        documents.remember_origin(conn, "seeds", "copy <2>.txt", Seen(document=known.id, sha256=None, signature="s"))
    (line,) = lxml_html.fromstring(ask(app_of(fresh_desk), "/ledger?name=COPY").body).findall(
        ".//ol[@class='ledger']/li"
    )
    assert "digest.txt" in line.text_content() and "also seen as copy <2>.txt" in line.text_content()


def test_the_watched_folder_is_a_source(desk: Desk) -> None:
    page = lxml_html.fromstring(ask(app_of(desk), "/sources").body)
    (folder,) = page.xpath("//ol[@class='sources']/li[form[@action='/api/refresh?source=seeds']]")
    assert str(desk.settings.paths.seeds) in folder.text_content()


def test_the_ledger_offers_to_read_everything_again(desk: Desk) -> None:
    control = Playing()
    app = app_of(desk, control)
    form = lxml_html.fromstring(ask(app, "/ledger").body).find(".//header/form[@method='post']")
    assert form is not None
    assert (form.get("method"), form.get("action")) == ("post", "/api/refresh?again=1")
    asked = ask(app, form.get("action"), ("accept", "text/html"), ("sec-fetch-site", "same-origin"), method="POST")
    assert asked.status == 303
    assert control.asked == ["request, again"]
