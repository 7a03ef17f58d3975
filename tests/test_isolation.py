"""Readers: hostile documents cost one refusal, in bounded time and memory, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedmill.config import Overrides, Reading, load
from feedmill.isolation import Readers
from feedmill.model import Document
from feedmill.pipeline.desk import beat_files

NOW = datetime(2026, 5, 4, tzinfo=UTC)
TEXT = "Ministers of China and Russia met in Harbin on Monday to talk about freight trains. They will meet again."


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return dict(beat_files(load(Overrides(), {}, Path("/"))))


def documents(*contents: bytes) -> Iterator[Document]:
    for number, content in enumerate(contents):
        yield Document(origin=f"{number}.txt", content=content, source="seeds", received=NOW)


def test_digests_come_in_the_order_of_the_documents(files: dict[str, str]) -> None:
    contents = [f"{TEXT} Number {number}.".encode() * (1 + 40 * (number % 3)) for number in range(12)]
    with Readers(Reading(workers=2), files) as readers:
        found = list(readers.digest(documents(*contents)))
    assert [document.origin for document, _ in found] == [f"{number}.txt" for number in range(12)]
    for document, digest in found:
        assert len(digest.judged) == len(digest.reading.articles) >= 1, document.origin


def test_nothing_to_read_starts_no_reader(files: dict[str, str]) -> None:
    with Readers(Reading(workers=2), files) as readers:
        assert list(readers.digest(documents())) == [] and readers._workers == []
        assert len(list(readers.digest(documents(TEXT.encode())))) == 1 and len(readers._workers) == 1


def test_what_takes_too_long_is_stopped_and_the_next_is_read(files: dict[str, str]) -> None:
    bounds = Reading(workers=1, timeout=timedelta(milliseconds=1))
    with Readers(bounds, files) as readers:
        first, *_ = [digest for _, digest in readers.digest(documents(TEXT.encode()))]
        assert first.reading.rejection is None  # a new worker is given time to start
        slow = ("<p>" + TEXT + "</p>").encode() * 4000
        found = [digest.reading.rejection for _, digest in readers.digest(documents(slow, TEXT.encode()))]
    assert found[0] is not None and found[0].reason == "timeout"
    assert found[1] is None


def test_a_reader_that_dies_costs_one_document(files: dict[str, str]) -> None:
    with Readers(Reading(workers=1), files) as readers:
        list(readers.digest(documents(TEXT.encode())))
        (worker,) = readers._workers
        assert worker.process.pid is not None
        os.kill(worker.process.pid, signal.SIGSTOP)

        def two() -> Iterator[Document]:
            for number, document in enumerate(documents(TEXT.encode(), TEXT.encode())):
                if number == 0 and worker.process.pid is not None:
                    os.kill(worker.process.pid, signal.SIGKILL)
                yield document

        found = [digest.reading.rejection for _, digest in readers.digest(two())]
    assert found[0] is not None and found[0].reason == "crashed"
    assert found[1] is None


def test_workers_are_gone_when_closed(files: dict[str, str]) -> None:
    readers = Readers(Reading(workers=2), files)
    list(readers.digest(documents(TEXT.encode(), TEXT.encode())))
    pids = [worker.process.pid for worker in readers._workers]
    readers.close()
    assert pids
    assert not [pid for pid in pids if pid and Path(f"/proc/{pid}").exists()]


def test_a_worker_killed_before_it_ran_holds_nobody_up(files: dict[str, str]) -> None:
    """As by a signal to the whole group while workers start; the beat is larger than a pipe holds."""
    large = {**files, "overlay/notes.toml": "# " + "x" * 1_000_000}
    multiprocessing.set_executable("/bin/false")
    try:
        with Readers(Reading(workers=2), large) as readers:
            warming = threading.Thread(target=readers.warm, daemon=True)
            warming.start()
            warming.join(60)
            assert not warming.is_alive()
    finally:
        multiprocessing.set_executable(sys.executable)
