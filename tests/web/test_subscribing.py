"""The button that takes up the suggested web sources."""

from __future__ import annotations

from lxml import html as lxml_html

from feedmill.pipeline import Desk
from feedmill.pipeline.catalogue import catalogue
from tests.web.asking import ask
from tests.web.desks import RUN, Playing, app_of

OURS = ("origin", "http://127.0.0.1:8080")
PATH = "/sources/suggested"


def test_the_suggested_set_is_one_button(fresh_desk: Desk) -> None:
    control = Playing()
    app = app_of(fresh_desk, control)
    form = lxml_html.fromstring(ask(app, "/sources").body).find(f".//form[@action='{PATH}']")
    assert form is not None and form.get("method") == "post", "it works without scripts"
    suggested = {one.id for one in catalogue(fresh_desk.settings).values() if one.suggested}
    assert form.find(".//button").text_content() == f"Follow the {len(suggested)} suggested sources"
    answer = ask(app, PATH, OURS, method="POST")
    assert (answer.status, answer.headers["location"], control.asked) == (303, f"/runs/{RUN}", ["request"])
    assert {one.id for one in catalogue(fresh_desk.settings).values() if one.enabled} == suggested
    page = lxml_html.fromstring(ask(app, "/sources").body)
    assert page.find(f".//form[@action='{PATH}']") is None
    assert len(page.findall(".//ol[@class='sources']/li")) == len(suggested) + 1  # the folder
    again = ask(app, PATH, OURS, method="POST")
    assert (again.headers["location"], control.asked) == ("/sources", ["request"])


def test_nobody_elses_page_may_press_it(fresh_desk: Desk) -> None:
    control = Playing()
    app = app_of(fresh_desk, control)
    for foreign in (("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("cookie", "x=1")):
        assert ask(app, PATH, foreign, method="POST").status == 403, foreign
    assert ask(app, PATH).status == 405
    assert control.asked == [] and not fresh_desk.settings.own_sources.exists()


def test_a_list_that_cannot_be_written_is_said(fresh_desk: Desk) -> None:
    fresh_desk.settings.own_sources.write_text("[[sources]\n")
    answer = ask(app_of(fresh_desk), PATH, OURS, method="POST")
    assert answer.status == 409 and "sources.toml" in answer.text
