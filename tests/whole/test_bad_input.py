"""Bad input has a line in the ledger with its reason, and costs nothing else."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from tests.whole.bench import Bench
from tests.whole.samples import PIPELINE

ERROR_PAGE = (
    "404 Not Found\n\nThe requested URL /news/123 was not found on this server.\n\nApache/2.4 Server at news.example\n"
)

BAD: dict[str, tuple[bytes, set[str]]] = {
    "empty.txt": (b"", {"empty"}),
    "blank.txt": (b" \n\n\t\n", {"empty", "no-article"}),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + os.urandom(4000), {"binary"}),
    "program.bin": (b"\x7fELF" + bytes(3000), {"binary"}),
    "error.txt": (ERROR_PAGE.encode(), {"error-page"}),
    "tags.html": (b"<a " * 22000, {"hostile", "no-article", "malformed", "timeout"}),
    "bomb.xml": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>',
        {"hostile", "malformed", "no-article"},
    ),
}


def test_each_bad_document_has_its_reason_and_the_good_one_is_published(bench: Bench) -> None:
    for name, (content, _) in BAD.items():
        bench.drop(name, content)
    os.mkfifo(bench.seeds / "pipe.txt")
    (bench.seeds / "link.txt").symlink_to("/etc/hostname")
    bench.drop("good.txt", PIPELINE)
    report = bench.refresh()
    assert report["documents"]["seen"] == len(BAD) + 3
    assert report["documents"]["read"] == 1
    assert report["documents"]["refused"] == len(BAD) + 2
    reasons = {r["document"]["origin"]: r["rejected"] for r in bench.export() if r["rejected"]}
    assert reasons.pop("pipe.txt")["reason"] == "not-a-file"
    assert reasons.pop("link.txt")["reason"] == "not-a-file"
    for name, rejected in reasons.items():
        assert rejected["reason"] in BAD[name][1], (name, rejected)
        assert rejected["detail"]
    assert set(reasons) == set(BAD)
    assert len(bench.feed("all.rss").entries) == 1
    again = bench.refresh()["documents"]
    assert (again["read"], again["refused"], again["unchanged"]) == (0, 0, report["documents"]["seen"])


def test_a_refused_document_gives_a_record_with_only_its_origin_and_reason(bench: Bench) -> None:
    bench.drop("empty.txt", b"")
    bench.refresh()
    (record,) = bench.export()
    kept = {name for name, value in record.items() if value is not None}
    assert kept == {"document", "source", "first_seen", "rejected"}


def test_a_file_still_being_written_waits_and_is_then_read_whole(bench: Bench) -> None:
    path = bench.seeds / "slow.txt"
    halves = PIPELINE[:300], PIPELINE[300:]
    done = threading.Event()

    def write() -> None:
        with path.open("w") as file:
            for letter in halves[0]:
                file.write(letter)
                file.flush()
                time.sleep(0.004)
            file.write(halves[1])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.05)
    bench.refresh()
    writer.join()
    bench.refresh()
    records = [record for record in bench.export() if not record["rejected"]]
    assert len(records) == 1
    assert "compressor station" in records[0]["text"]


def test_unfinished_and_hidden_files_are_passed_over(bench: Bench) -> None:
    for name in (".hidden.txt", "draft.txt~", "~$office.docx", "film.part", "page.crdownload", "4913", ".git/config"):
        bench.drop(name, PIPELINE)
    assert bench.refresh()["documents"]["seen"] == 0


def test_ignored_names_are_passed_over(bench: Bench) -> None:
    bench.drop(".feedmillignore", "# notes\n*.log\nprivate/*\n")
    for name in ("a.log", "private/b.txt", "sub/c.log"):
        bench.drop(name, PIPELINE)
    bench.drop("d.txt", PIPELINE)
    assert bench.refresh()["documents"]["seen"] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_told_as_an_error(bench: Bench) -> None:
    bench.drop("closed.txt", PIPELINE).chmod(0)
    report = bench.refresh()
    assert report["documents"]["refused"] == 1
    assert "closed.txt" in report["errors"][0]


def test_odd_names_are_shown_safely(bench: Bench) -> None:
    folder = os.fsencode(bench.seeds)
    for name in (b"new\nline.txt", b"caf\xe9.txt", "Китай и Россия.txt".encode(), b"-rf.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_text(PIPELINE + name.decode("utf-8", "replace"))
    bench.refresh()
    origins = {record["document"]["origin"] for record in bench.export()}
    assert origins == {"new\\nline.txt", "caf\\xe9.txt", "Китай и Россия.txt", "-rf.txt"}


def test_a_document_that_turns_bad_keeps_its_article(bench: Bench) -> None:
    bench.drop("one.txt", PIPELINE)
    bench.refresh()
    before = bench.published()
    bench.drop("one.txt", b"")
    assert bench.refresh()["documents"]["refused"] == 1
    assert bench.published() == before
