"""A file beside a document says where it is from; what it says goes to the feeds, and a change of it is read."""

from __future__ import annotations

from feedmill.pipeline.explaining import explain
from feedmill.store import feeds
from tests.whole.bench import Bench
from tests.whole.samples import DRILL, PIPELINE


def test_what_a_sidecar_states_stands_in_record_and_feed(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop(
        "pipeline.txt.meta.toml", 'url = "https://courier.example/gas"\ndate = 2026-03-05\npublisher = "Courier"\n'
    )
    assert bench.refresh()["documents"]["seen"] == 1
    (record,) = bench.export()
    assert (record["url"], record["publisher"]) == ("https://courier.example/gas", "Courier")
    assert (record["published"], record["published_provenance"]) == ("2026-03-05T00:00:00Z", "sidecar")
    (entry,) = bench.feed("all.atom").entries
    assert entry.link == "https://courier.example/gas"


def test_a_sidecar_that_comes_changes_or_goes_is_read_and_ids_stay(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.refresh()
    (first,) = bench.export()
    sidecar = bench.drop("pipeline.txt.meta.toml", 'publisher = "Courier"\n')
    assert bench.refresh()["documents"]["read"] == 1
    (second,) = bench.export()
    assert (second["id"], second["story"], second["publisher"]) == (first["id"], first["story"], "Courier")
    assert bench.refresh()["documents"] == {"seen": 1, "read": 0, "unchanged": 1, "refused": 0, "waiting": 0}
    sidecar.touch()
    assert bench.refresh()["documents"]["unchanged"] == 1
    bench.refresh(again=True)
    assert bench.export() == [second]
    sidecar.unlink()
    assert bench.refresh()["documents"]["read"] == 1
    assert bench.export() == [first]


def test_a_document_renamed_with_its_sidecar_is_not_read_again(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("pipeline.txt.meta.toml", 'publisher = "Courier"\n')
    bench.refresh()
    (before,) = bench.export()
    for name in ("pipeline.txt", "pipeline.txt.meta.toml"):
        (bench.seeds / name).rename(bench.seeds / f"moved-{name}")
    assert bench.refresh()["documents"]["unchanged"] == 1
    (after,) = bench.export()
    assert after["document"].pop("origin") == "moved-pipeline.txt"
    before["document"].pop("origin")
    assert after == before


def test_a_copy_without_a_sidecar_takes_nothing_away(bench: Bench) -> None:
    bench.drop("pipeline.txt", PIPELINE)
    bench.drop("pipeline.txt.meta.toml", 'publisher = "Courier"\n')
    bench.refresh()
    bench.drop("copy.txt", PIPELINE)
    assert bench.refresh()["documents"]["unchanged"] == 2
    (record,) = bench.export()
    assert record["publisher"] == "Courier"


def test_faults_of_a_sidecar_are_told_with_the_document(bench: Bench) -> None:
    bench.drop("drill.txt", DRILL)
    bench.drop("drill.txt.meta.toml", 'adress = "https://courier.example"\n')
    bench.refresh()
    with bench.open() as desk:
        fate = explain(desk, "drill.txt")
        assert not isinstance(fate, tuple)
        assert 'unknown key "adress"' in (fate.document.shape_reason or "")
        with desk.store.reading() as conn:
            assert feeds.fact(conn, "passed over") == "1 passed over: 1 sidecars."
