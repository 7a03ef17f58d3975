"""What folding would hide has an entry of its own, and editors may put stories together and apart."""

from __future__ import annotations

from typing import Any

import pytest

from feedmill.pipeline.deciding import Change, decide
from feedmill.pipeline.forgetting import forget
from feedmill.store import articles, filing, membership
from tests.whole.bench import Bench
from tests.whole.samples import DRILL, PIPELINE, PIPELINE_RETOLD

RUSSIAN = """Россия и Китай подписали соглашение о новых поставках газа

3 марта 2026

МОСКВА, 3 марта. /ТАСС/. Россия и Китай во вторник подписали в Москве соглашение, по которому «Газпром» будет \
ежегодно поставлять в Китай еще \
шесть миллиардов кубометров газа по газопроводу «Сила Сибири». Расчеты пойдут в юанях.

Поставки начнутся осенью, когда у границы заработает компрессорная станция.
"""
DENIAL = """Gazprom denies that gas deal with China is delayed

March 5, 2026

Gazprom denied on Thursday a report that its deal to send another six billion cubic metres of gas a year to China \
through the Power of Siberia pipeline would be delayed. The Russian company said China had asked for no change.
"""


def by_title(bench: Bench, feed: str = "all.atom") -> dict[str, Any]:
    return {entry.title: entry for entry in bench.feed(feed).entries}


def record(bench: Bench, words: str) -> dict[str, Any]:
    return next(one for one in bench.export() if words in (one["title"] or ""))


@pytest.fixture
def told(bench: Bench) -> Bench:
    """A story told in English, and then in Russian."""
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    bench.drop("ru.txt", RUSSIAN)
    bench.refresh()
    return bench


def test_a_version_in_another_language_is_folded_and_yet_seen(told: Bench) -> None:
    assert len(told.feed("all.atom").entries) == 1
    [entry] = told.feed("developments.atom").entries
    assert entry.title.startswith("Россия и Китай подписали")
    assert entry.id != told.feed("all.atom").entries[0].id
    assert "Another version" in entry.content[0].value
    assert "Moscow and Beijing sign" in entry.content[0].value


def test_the_entry_of_a_version_is_permanent(told: Bench) -> None:
    before = (told.feeds / "developments.atom").read_bytes()
    told.drop("retold.txt", PIPELINE_RETOLD)
    told.refresh()
    assert (told.feeds / "developments.atom").read_bytes() == before
    assert told.refresh()["feeds"]["written"] == 0


def test_a_version_that_its_document_edits_changes_under_its_id(told: Bench) -> None:
    [before] = told.feed("developments.atom").entries
    told.drop("ru.txt", RUSSIAN.replace("о новых поставках", "об увеличении поставок"))
    told.refresh()
    [after] = told.feed("developments.atom").entries
    assert after.id == before.id
    assert "об увеличении поставок" in after.title


def test_a_version_that_is_withdrawn_leaves(told: Bench) -> None:
    with told.open() as desk:
        forget(desk, record(told, "Россия и Китай")["id"])
    told.refresh()
    assert told.feed("developments.atom").entries == []
    assert len(told.feed("all.atom").entries) == 1


def test_a_story_that_goes_on_is_a_story_and_a_development(told: Bench) -> None:
    told.drop("denial.txt", DENIAL)
    told.refresh()
    assert len(told.feed("all.atom").entries) == 2
    entry = by_title(told, "developments.atom")["Gazprom denies that gas deal with China is delayed"]
    assert entry.id not in {one.id for one in told.feed("all.atom").entries}
    assert "Goes on from" in entry.content[0].value


def test_the_view_of_an_outlet_is_known_by_its_name_and_shown(told: Bench) -> None:
    [entry] = told.feed("developments.atom").entries
    assert "Russian state" in entry.content[0].value


def test_a_preferred_language_speaks_for_new_stories(bench: Bench) -> None:
    (bench.root / "feedmill.toml").write_text('[feeds]\nlanguages = ["ru"]\n')
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("ru.txt", RUSSIAN.replace("МОСКВА, 3 марта. /ТАСС/. ", ""))  # else the originator comes before it
    bench.refresh()
    assert bench.feed("all.atom").entries[0].title.startswith("Россия и Китай")
    assert bench.feed("developments.atom").entries[0].title.startswith("Moscow and Beijing")


def test_what_an_editor_takes_apart_stays_apart(told: Bench) -> None:
    russian = record(told, "Россия и Китай")
    with told.open() as desk:
        decide(desk, russian["id"], Change(key="split", value=True))
    told.refresh()
    assert len(told.feed("all.atom").entries) == 2
    english = record(told, "Moscow and Beijing")
    assert english["story"] == russian["story"] != record(told, "Россия и Китай")["story"]
    told.drop("copy.txt", PIPELINE + "\nMore to follow.\n")
    told.refresh()
    assert len(told.feed("all.atom").entries) == 2


def test_what_an_editor_puts_together_is_one_story(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("drill.txt", DRILL)
    bench.refresh()
    drill, pipeline = record(bench, "warships"), record(bench, "Moscow and Beijing")
    with bench.open() as desk:
        decide(desk, drill["id"], Change(key="merge", value=pipeline["story"]))
    bench.refresh()
    assert [entry.id for entry in bench.feed("all.atom").entries] == [pipeline["story"]]
    assert record(bench, "warships")["story"] == pipeline["story"]
    assert record(bench, "warships")["id"] == drill["id"]


def test_fingerprints_of_an_earlier_version_are_made_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    with monkeypatch.context() as earlier:
        for place in ("feedmill.pipeline.rejudge.VERSION", "feedmill.stories.fingerprints.VERSION"):
            earlier.setattr(place, 1)
        bench.refresh()
    with bench.open() as desk, desk.store.writing() as conn:
        for row in articles.page(conn):
            stored = membership.of_story(conn, row.story)[0].fingerprint if row.story else None
            assert stored is not None
            filing.refingerprint(conn, row, type(stored)(version=1, lookup=("x:old",), facts=stored.facts))
    bench.drop("retold.txt", PIPELINE_RETOLD)
    bench.refresh()
    assert len(bench.feed("all.atom").entries) == 1
    assert len({one["story"] for one in bench.export()}) == 1
