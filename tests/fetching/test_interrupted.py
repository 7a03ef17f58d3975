"""Ended between fetch and store, by an exception or by kill -9: a request is repeated, no item is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from feedmill.pipeline import poll
from tests.fetching.lab import Lab
from tests.fetching.newsroom import Newsroom, item, rss
from tests.whole.bench import feedmill


class Ended(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("instant", ["take_items", "keep_visit"])
def test_items_and_validators_commit_together(
    lab: Lab, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    newsroom.source("sample", lab.feed("/feed", rss(item(1), item(2))), full_text="never")
    real = getattr(poll, instant)

    def end(*arguments: object) -> None:
        real(*arguments)
        raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(poll, instant, end)
        with pytest.raises(Ended):
            newsroom.poll()
    assert newsroom.stored() == [] and newsroom.watch_url("sample") is None
    assert newsroom.poll()["articles"]["new"] == 2
    assert [hit.header("if-none-match") for hit in lab.hits] == [None, None]
    assert newsroom.poll()["sources"]["unchanged"] == 1


def test_killed_after_the_answer(lab: Lab, newsroom: Newsroom) -> None:
    newsroom.floor = "0s"
    newsroom.source("sample", lab.feed("/feed", rss(*(item(n) for n in range(1, 9)))), full_text="never")
    assert newsroom.settings.file is not None
    for delay in (0.0, 0.4):
        asked = len(lab.hits)
        process = subprocess.Popen(
            [sys.executable, "-m", "feedmill", "refresh"], cwd=newsroom.root, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while len(lab.hits) == asked and process.poll() is None:
            time.sleep(0.01)
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = feedmill("refresh", cwd=newsroom.root)
    assert done.returncode == 0, done.stderr
    assert len(newsroom.stored()) == 8
    assert all(f"number {n} in Harbin" in newsroom.feed() for n in range(1, 9))
