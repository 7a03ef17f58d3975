"""What grew older than it is kept is removed, and nothing else; it does not come back; archives stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feedmill.config import Overrides, load
from feedmill.errors import ConfigError
from feedmill.pipeline import Wish, refresh
from feedmill.pipeline import pruning as pipeline_pruning
from feedmill.pipeline.pruning import prune
from feedmill.store import filing
from feedmill.store.schema import archives, feed_days, originals, tombstones
from tests.whole.bench import Bench
from tests.whole.samples import NOT_OURS, PIPELINE

MARCH, JUNE = datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 6, 10, 9, tzinfo=UTC)
LATER = PIPELINE.replace("March 3", "June 9").replace("six billion", "eleven billion").replace("autumn", "winter")
COPY = PIPELINE.replace("sign new gas supply deal", "agree on gas").replace("MOSCOW (Sample Courier) - ", "")
KEPT = '[feeds]\nentries = 1\n[keep]\narticles = "60d"\n'


def at(bench: Bench, now: datetime, *, again: bool = False) -> dict[str, Any]:
    with bench.open() as desk:
        return refresh(replace(desk, now=lambda: now), Wish(trigger="test", again=again)).as_json()


def known(bench: Bench) -> set[str]:
    return {record["document"]["origin"] for record in bench.export() if record["rejected"] is None}


def count(bench: Bench, table: Any) -> int:
    with bench.open() as desk, desk.store.reading() as conn:
        return len(conn.execute(table.select()).all())


def archived(bench: Bench) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (bench.feeds / "archive").iterdir()}


@pytest.fixture
def grown(bench: Bench) -> Bench:
    """A desk with a story of March that no feed shows any more in June; nothing was removed yet."""
    (bench.root / "feedmill.toml").write_text("[feeds]\nentries = 1\n")
    bench.drop("old.txt", PIPELINE)
    at(bench, MARCH)
    bench.drop("new.txt", LATER)
    assert "removed" not in at(bench, JUNE)
    return bench


def keep_sixty_days(bench: Bench) -> None:
    (bench.root / "feedmill.toml").write_text(KEPT)


def test_by_default_everything_is_kept(grown: Bench) -> None:
    assert "removed" not in at(grown, JUNE + timedelta(days=20_000))
    assert known(grown) == {"old.txt", "new.txt"}


def test_what_is_old_and_in_no_feed_goes_with_its_text_and_original(grown: Bench) -> None:
    pages = set((grown.feeds / "articles").iterdir())
    keep_sixty_days(grown)
    assert at(grown, JUNE)["removed"] == 1
    assert known(grown) == {"new.txt"}
    assert count(grown, originals) == 1
    assert len(pages) == 2
    assert len(set((grown.feeds / "articles").iterdir())) == 1
    assert "removed" not in at(grown, JUNE + timedelta(minutes=1))


def test_what_a_feed_shows_or_what_is_young_stays(grown: Bench) -> None:
    (grown.root / "feedmill.toml").write_text('[feeds]\nentries = 2\n[keep]\narticles = "60d"\n')
    assert "removed" not in at(grown, JUNE)
    (grown.root / "feedmill.toml").write_text('[feeds]\nentries = 1\n[keep]\narticles = "100d"\n')
    assert "removed" not in at(grown, JUNE)
    assert known(grown) == {"old.txt", "new.txt"}


def test_a_document_read_again_since_keeps_what_it_holds(grown: Bench) -> None:
    at(grown, JUNE)
    grown.drop("old.txt", PIPELINE.replace("Anna Petrel", "Anna Petrel and Boris Finch"))
    keep_sixty_days(grown)
    assert "removed" not in at(grown, JUNE)
    assert known(grown) == {"old.txt", "new.txt"}


def test_old_documents_that_come_in_today_are_young(bench: Bench) -> None:
    keep_sixty_days(bench)
    bench.drop("new.txt", LATER)
    bench.drop("old.txt", PIPELINE.replace("2026", "2019"))
    assert "removed" not in at(bench, JUNE)
    assert known(bench) == {"old.txt", "new.txt"}


def test_what_is_not_about_the_beat_goes_too(bench: Bench) -> None:
    keep_sixty_days(bench)
    bench.drop("choir.txt", NOT_OURS)
    at(bench, MARCH)
    assert at(bench, JUNE)["removed"] == 1
    assert bench.export() == [] or known(bench) == set()


@pytest.mark.parametrize(
    "again",
    [PIPELINE, PIPELINE + "\n\n", COPY],
    ids=["the-same-bytes", "the-same-text", "a-copy-under-another-headline"],
)
def test_nothing_removed_comes_back_as_new(grown: Bench, again: str) -> None:
    keep_sixty_days(grown)
    at(grown, JUNE)
    grown.drop("another-name.txt", again)
    report = at(grown, JUNE + timedelta(hours=1))
    assert (report["articles"]["new"], report["stories"]["new"]) == (0, 0)
    assert known(grown) == {"new.txt"}


def test_a_reworded_copy_without_a_date_does_not_come_back(grown: Bench) -> None:
    keep_sixty_days(grown)
    at(grown, JUNE)
    reworded = PIPELINE.replace("March 3, 2026\n", "").replace("how closely", "how tightly")
    grown.drop("another-name.txt", reworded)
    assert at(grown, JUNE + timedelta(hours=1))["articles"]["new"] == 0
    grown.drop("third.txt", reworded.replace("six billion", "two billion"))
    assert at(grown, JUNE + timedelta(hours=2))["articles"]["new"] == 1


def test_a_second_import_or_reading_brings_nothing_back(grown: Bench) -> None:
    keep_sixty_days(grown)
    at(grown, JUNE)
    (grown.seeds / "old.txt").unlink()
    at(grown, JUNE + timedelta(hours=1))
    grown.drop("old.txt", PIPELINE)
    report = at(grown, JUNE + timedelta(hours=2), again=True)
    assert report["articles"]["new"] == 0
    assert known(grown) == {"new.txt"}


def test_news_like_what_was_removed_is_news(grown: Bench) -> None:
    keep_sixty_days(grown)
    at(grown, JUNE)
    monthly = PIPELINE.replace("March 3", "May 5").replace("six billion", "two billion").replace("Tuesday", "Monday")
    grown.drop("other.txt", monthly)
    assert at(grown, JUNE + timedelta(hours=1))["articles"]["new"] == 1


def test_archive_pages_stay_as_they_are(grown: Bench) -> None:
    before, counted = archived(grown), count(grown, feed_days)
    march = {name: content for name, content in before.items() if "2026-03" in name}
    assert march
    keep_sixty_days(grown)
    at(grown, JUNE)
    assert archived(grown) == before
    assert count(grown, feed_days) == counted
    (grown.root / "feedmill.toml").write_text(KEPT + '[site]\nbase_url = "https://feeds.example.org"\n')
    at(grown, JUNE + timedelta(days=1))
    after = archived(grown)
    assert {name: after[name] for name in march} == march
    assert after != before


def test_an_archive_page_that_can_still_grow_keeps_its_stories(bench: Bench) -> None:
    keep_sixty_days(bench)
    bench.drop("old.txt", PIPELINE)
    at(bench, JUNE)
    bench.drop("new.txt", LATER)
    at(bench, JUNE + timedelta(hours=1))
    assert "removed" not in at(bench, JUNE + timedelta(days=90))
    with bench.open() as desk, desk.store.reading() as conn:
        assert not any(row.sealed for row in conn.execute(archives.select()).all())


def test_broken_off_anywhere_the_next_pass_goes_on(grown: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_sixty_days(grown)

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filing, "remove", broken)
        with pytest.raises(KeyboardInterrupt):
            at(grown, JUNE)
    assert known(grown) == {"old.txt", "new.txt"}
    assert count(grown, tombstones) == 0
    assert at(grown, JUNE)["removed"] == 1
    assert known(grown) == {"new.txt"}


def test_no_pass_removes_more_than_it_should(grown: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    grown.drop("choir.txt", NOT_OURS)
    at(grown, MARCH + timedelta(days=1))
    keep_sixty_days(grown)
    monkeypatch.setattr(pipeline_pruning, "MOST", 1)
    monkeypatch.setattr(pipeline_pruning, "AT_ONCE", 1)
    removed = [at(grown, JUNE + timedelta(minutes=n)).get("removed", 0) for n in range(4)]
    assert sorted(removed) == [0, 0, 1, 1]


def test_a_pass_that_is_to_end_removes_nothing_more(grown: Bench) -> None:
    keep_sixty_days(grown)
    with grown.open() as desk:
        assert prune(replace(desk, now=lambda: JUNE), stop=lambda: True) == 0


@pytest.mark.parametrize("told", ['"29d"', '"0s"', '"always"', "true", "-5"])
def test_an_age_that_makes_no_sense_is_refused(tmp_path: Path, told: str) -> None:
    file = tmp_path / "feedmill.toml"
    file.write_text(f"[keep]\narticles = {told}\n")
    with pytest.raises(ConfigError, match=r"keep\.articles"):
        load(Overrides(config=file), {}, tmp_path)


def test_an_age_may_be_told_in_the_environment(tmp_path: Path) -> None:
    assert load(Overrides(), {"FEEDMILL_KEEP__ARTICLES": "365d"}, tmp_path).keep.articles == timedelta(days=365)
    assert load(Overrides(), {"FEEDMILL_KEEP__ARTICLES": "forever"}, tmp_path).keep.articles is None


def test_a_bare_headline_that_goes_keeps_out_no_other(bench: Bench) -> None:
    keep_sixty_days(bench)
    items = '[{"id": "1", "title": "Village choir wins regional prize", "date_published": "2026-03-05T08:00:00Z"}]'
    bench.drop("old.json", f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Choirs", "items": {items}}}')
    at(bench, MARCH)
    assert at(bench, JUNE)["removed"] == 1
    with bench.open() as desk, desk.store.reading() as conn:
        assert "text" not in {row.kind for row in conn.execute(tombstones.select()).all()}
