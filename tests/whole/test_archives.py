"""Archives of feeds, declared feeds and packed files, on a desk whose clock is told."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from feedmill.config import Overrides, load
from feedmill.config.settings import DeclaredFeed, Feeds
from feedmill.errors import ConfigError
from feedmill.model import Entry, Origin
from feedmill.pipeline import Desk, open_desk
from feedmill.pipeline.channels import check_declared
from feedmill.pipeline.compose import feeds_of, takes
from feedmill.pipeline.publish import publish
from feedmill.store import archives, feeds, stories
from tests.rendering.samples import entry as made

ATOM = "{http://www.w3.org/2005/Atom}"
SEPTEMBER, OCTOBER, NOVEMBER = (datetime(2026, month, 20, 8, tzinfo=UTC) for month in (9, 10, 11))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = load(Overrides(), {}, tmp_path)
    settings = settings.model_copy(update={"feeds": Feeds(entries=3)})
    settings.paths.seeds.mkdir()
    with open_desk(settings) as opened:
        yield opened


def add(desk: Desk, number: int, now: datetime, **changes: object) -> Entry:
    entry = made(number, arrived=now, **changes)
    with desk.store.writing() as conn:
        stories.add(conn, entry.id, now)
        stories.save_entry(conn, entry.id, entry)
        feeds.place(conn, entry.id, feeds_of(entry, desk.settings.feed), now)
        feeds.mark_dirty(conn, feeds_of(entry, desk.settings.feed))
    return entry


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def links(path: Path) -> dict[str, str]:
    return {one.get("rel"): one.get("href") for one in etree.parse(path).getroot().findall(f"{ATOM}link")}


def ids(path: Path) -> set[str]:
    return {one.text for one in etree.parse(path).getroot().findall(f"{ATOM}entry/{ATOM}id")}


def test_a_small_feed_that_shows_all_it_has_needs_no_archive(desk: Desk) -> None:
    add(desk, 1, SEPTEMBER)
    publish(desk)
    folder = desk.settings.paths.feeds
    assert not (folder / "archive").exists()
    assert "prev-archive" not in links(folder / "all.atom")


def test_months_are_archived_linked_and_closed(desk: Desk) -> None:
    folder = desk.settings.paths.feeds
    everything = {add(desk, number, SEPTEMBER).id.urn for number in range(1, 6)}
    publish(desk)
    september = folder / "archive" / "all-2026-09.atom"
    assert ids(september) == everything
    assert links(folder / "all.atom")["prev-archive"].endswith("/feeds/archive/all-2026-09.atom")
    everything |= {add(desk, number, OCTOBER).id.urn for number in (6, 7)}
    publish(desk)
    closed = {name: one for name, one in state(folder).items() if "2026-09" in name}
    everything.add(add(desk, 8, NOVEMBER).id.urn)
    publish(desk)
    assert {name: one for name, one in state(folder).items() if "2026-09" in name} == closed
    october = links(folder / "archive" / "all-2026-10.atom")
    base = "http://127.0.0.1:8080/feeds"
    assert october["self"] == f"{base}/archive/all-2026-10.atom"
    assert october["current"] == f"{base}/all.atom"
    assert october["prev-archive"] == f"{base}/archive/all-2026-09.atom"
    assert october["next-archive"] == f"{base}/archive/all-2026-11.atom"
    walked, at = ids(folder / "all.atom"), links(folder / "all.atom").get("prev-archive")
    while at:
        path = folder / at.removeprefix(f"{base}/")
        walked |= ids(path)
        assert etree.parse(path).getroot().find("{http://purl.org/syndication/history/1.0}archive") is not None
        at = links(path).get("prev-archive")
    assert walked == everything


def test_a_busy_month_has_several_documents(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST", 2)
    for number in range(1, 6):
        add(desk, number, SEPTEMBER)
    publish(desk)
    folder = desk.settings.paths.feeds / "archive"
    assert sorted(path.name for path in folder.glob("all-*.atom")) == [
        "all-2026-09-2.atom", "all-2026-09-3.atom", "all-2026-09.atom",
    ]  # fmt: skip
    assert "next-archive" not in links(folder / "all-2026-09-3.atom")


def test_what_is_withdrawn_leaves_closed_archives_too(desk: Desk) -> None:
    gone = add(desk, 1, SEPTEMBER)
    for number in range(2, 6):
        add(desk, number, OCTOBER)
    publish(desk)
    september = desk.settings.paths.feeds / "archive" / "all-2026-09.atom"
    assert gone.id.urn in ids(september)
    with desk.store.writing() as conn:
        archives.mark_dirty_with(conn, gone.id)
        stories.save_entry(conn, gone.id, None)
        feeds.place(conn, gone.id, {})
    publish(desk)
    assert gone.id.urn.encode() not in september.read_bytes()


def test_lost_archives_come_back_and_nothing_else_is_touched(desk: Desk) -> None:
    for number in range(1, 6):
        add(desk, number, SEPTEMBER)
    publish(desk, thorough=True)
    folder = desk.settings.paths.feeds
    before = state(folder)
    publish(desk, thorough=True)
    assert state(folder) == before
    (folder / "archive" / "all-2026-09.json").unlink()
    publish(desk, thorough=True)
    after = state(folder)
    assert {name: content for name, (content, _) in after.items()} == {n: c for n, (c, _) in before.items()}
    lost = "archive/all-2026-09.json"
    assert {name for name in after if after[name] != before[name]} == {lost, f"{lost}.gz"}  # both are of one time


def test_files_are_packed_the_same_every_time(desk: Desk) -> None:
    add(desk, 1, SEPTEMBER)
    publish(desk)
    folder = desk.settings.paths.feeds
    for name in ("all.rss", "energy.atom", "arrivals.json", "index.html", "feeds.opml"):
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == (folder / name).read_bytes()
        assert (folder / f"{name}.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_counts_follow_what_stands_in_the_feeds(desk: Desk) -> None:
    for number in range(1, 5):
        entry = add(desk, number, SEPTEMBER, topics=("energy",) if number % 2 else ("arctic",))
    with desk.store.writing() as conn:
        assert feeds.counts(conn) == {"all": 4, "arrivals": 4, "arctic": 2, "energy": 2}
        feeds.place(conn, entry.id, {"all": entry.date})
        assert feeds.counts(conn) == {"all": 4, "arrivals": 3, "arctic": 1, "energy": 2}
        assert sum(feeds.per_day(conn, "all", 400).values()) == 4
        assert feeds.count(conn, "arctic") == 1


# --- declared feeds -------------------------------------------------------------------------------------------


GAZETTE = Origin(label="Gazette", url=None, view="state-ru", published=None, precision=None, article=UUID(int=1))


@pytest.mark.parametrize(
    ("conditions", "taken"),
    [
        ({}, True),
        ({"topics": ("arctic",)}, True),
        ({"topics": ("arctic",), "one_topic_per_story": True}, False),
        ({"topics": ("energy",), "one_topic_per_story": True}, True),
        ({"topics": ("us-west",)}, False),
        ({"languages": ("en", "ru")}, True),
        ({"languages": ("zh",)}, False),
        ({"views": ("state-ru",)}, True),
        ({"views": ("state-cn",)}, False),
        ({"sources": ("wire",)}, True),
        ({"sources": ("seeds",)}, False),
        ({"topics": ("energy",), "sources": ("seeds",)}, False),
    ],
)
def test_a_declared_feed_takes_what_meets_every_condition(conditions: dict[str, object], taken: bool) -> None:
    entry = made(1, topics=("energy", "arctic"), language="en", origins=(GAZETTE,))
    feed = DeclaredFeed.model_validate({"slug": "own", "title": "Own"} | conditions)
    assert takes(feed, entry, frozenset({"wire"})) is taken


def test_a_feed_declared_later_is_filled_and_one_undeclared_is_removed(desk: Desk) -> None:
    for number in range(1, 6):
        add(
            desk,
            number,
            SEPTEMBER if number < 3 else OCTOBER,
            topics=("energy", "arctic") if number > 1 else ("arctic",),
        )
    folder = desk.settings.paths.feeds
    own = DeclaredFeed(slug="gas", title="Gas", topics=("energy",), one_topic_per_story=True)
    declaring = replace(desk, settings=desk.settings.model_copy(update={"feed": (own,)}))
    publish(declaring)
    assert len(ids(folder / "gas.atom")) == 3
    assert (folder / "archive" / "gas-2026-09.atom").is_file()
    assert "Gas" in (folder / "index.html").read_text("utf-8")
    before = state(folder)
    publish(declaring)
    assert state(folder) == before
    publish(desk)
    assert not list(folder.rglob("*gas*"))
    assert "Gas" not in (folder / "index.html").read_text("utf-8")


def test_entry_ids_can_differ_from_feed_to_feed(desk: Desk) -> None:
    add(desk, 1, SEPTEMBER)
    publish(desk)
    folder = desk.settings.paths.feeds
    assert ids(folder / "all.atom") == ids(folder / "energy.atom")
    told = desk.settings.model_copy(update={"feeds": Feeds(entries=3, entry_ids="per-feed")})
    publish(replace(desk, settings=told))
    assert ids(folder / "all.atom").isdisjoint(ids(folder / "energy.atom"))


def test_faults_of_declared_feeds_are_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "feedmill.toml").write_text(
        '[[feed]]\nslug = "Gas!"\ntitle = "Gas"\n\n[[feed]]\nslug = "all"\ntitel = "x"\n'
    )
    with pytest.raises(ConfigError) as caught:
        load(Overrides(), {}, tmp_path)
    told = str(caught.value)
    assert "feedmill.toml:2: " in told and "feedmill.toml:6: " in told
    assert 'unknown key "titel"; did you mean "title"?' in told


def test_declared_feeds_must_fit_the_beat(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "feedmill.toml").write_text('[[feed]]\nslug = "energy"\ntitle = "Gas"\ntopics = [\n  "gas"]\n')
    with pytest.raises(ConfigError, match=r'feedmill.toml:2: (.|\n)*feedmill.toml:4: there is no topic "gas"'):
        check_declared(load(Overrides(), {}, tmp_path), desk.beat)
