"""The service, as a process of its own on a loopback port."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import feedparser
import httpx
import pytest

from tests.whole.bench import feedmill
from tests.whole.samples import DRILL, PIPELINE, PIPELINE_RETOLD

PATIENCE = 60
"""Seconds; machines are shared. What is promised is measured by benchmarks, not asserted here."""


@dataclass
class Running:
    """A running service and the folder it works in."""

    desk: Path
    url: str
    process: subprocess.Popen[bytes]

    def drop(self, name: str, text: str) -> None:
        (self.desk / "seeds" / name).write_text(text)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def titles(self, feed: str = "all.atom") -> list[str]:
        answer = httpx.get(f"{self.url}/feeds/{feed}")
        return [entry.title for entry in feedparser.parse(answer.content).entries]


def wait_for(condition: Callable[[], object], what: str) -> None:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE} s in vain for {what}")


def finished(running: Running, run: str) -> bool:
    return bool(httpx.get(f"{running.url}/api/runs/{run}").json()["state"] == "finished")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def start(desk: Path, port: int) -> Running:
    command = [sys.executable, "-m", "feedmill", "run", "--listen", f"127.0.0.1:{port}"]
    with (desk / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, cwd=desk, stdout=log, stderr=log)
    running = Running(desk, f"http://127.0.0.1:{port}", process)
    try:
        wait_for(lambda: httpx.get(f"{running.url}/healthz").status_code == 200, "the service to answer")
    except BaseException:
        running.end()
        raise
    return running


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "feedmill.toml").write_text('[schedule]\nsettle = "200ms"\nscan = "30s"\n')
    running = start(tmp_path, free_port())
    yield running
    running.end()


def test_a_dropped_document_stands_in_its_feed(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    wait_for(lambda: service.titles("energy.rss"), "the dropped document")
    assert service.titles("energy.rss") == ["Moscow and Beijing sign new gas supply deal"]
    assert httpx.get(f"{service.url}/").status_code == 200


def test_an_unchanged_feed_is_not_sent_again(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    wait_for(lambda: service.titles("all.rss"), "the dropped document")
    feedmill("refresh", cwd=service.desk)
    first = httpx.get(f"{service.url}/feeds/all.rss")
    assert first.headers["content-type"] == "application/rss+xml; charset=utf-8"
    again = httpx.get(f"{service.url}/feeds/all.rss", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = httpx.get(f"{service.url}/feeds/all.rss", headers={"If-Modified-Since": first.headers["last-modified"]})
    assert since.status_code == 304


def test_refresh_by_command_by_request_and_by_signal_are_one(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    done = feedmill("refresh", "--json", cwd=service.desk)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"]["seen"] == 1
    assert service.titles()

    service.drop("three.txt", PIPELINE_RETOLD)  # a pass that waits for a fresh file is long enough to be met by many
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: httpx.post(f"{service.url}/api/refresh", timeout=PATIENCE), range(12)))
    assert {answer.status_code for answer in answers} == {202}
    asked = {answer.json()["run"] for answer in answers}
    assert len(asked) <= 4
    for run in asked:
        wait_for(partial(finished, service, run), "the run")

    service.drop("two.txt", DRILL)
    service.process.send_signal(signal.SIGUSR1)
    wait_for(lambda: any("joint patrol" in title for title in service.titles()), "the refresh by signal")


def test_the_running_service_reads_again_when_the_command_asks(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    assert feedmill("refresh", cwd=service.desk).returncode == 0
    before = httpx.get(f"{service.url}/feeds/all.atom").content
    done = feedmill("refresh", "--re-read", "--json", cwd=service.desk)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["reread"] == {"read": 1, "refused": 0, "gone": 0, "stopped": 0}
    assert report["articles"] == {"new": 0, "updated": 0}
    assert httpx.get(f"{service.url}/feeds/all.atom").content == before


def test_a_second_service_and_other_folders_are_refused(service: Running, tmp_path: Path) -> None:
    second = feedmill("run", "--listen", f"127.0.0.1:{free_port()}", cwd=service.desk)
    assert second.returncode == 2
    assert str(service.process.pid) in second.stderr
    (tmp_path / "elsewhere").mkdir()
    other = feedmill("refresh", "--seeds", "elsewhere", cwd=service.desk)
    assert other.returncode == 2
    assert "elsewhere" in other.stderr
    lock = service.desk / "state" / "feedmill.sqlite3.lock"
    assert lock.stat().st_mode & 0o077 == 0


def test_it_ends_when_told_to_and_starts_where_it_was(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    wait_for(service.titles, "the dropped document")
    feedmill("refresh", cwd=service.desk)  # the pass that wrote the first feed may still be writing others
    feeds = service.desk / "feeds"
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in feeds.rglob("*") if path.is_file()}
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(timeout=PATIENCE) == 0

    again = start(service.desk, free_port_of(service))
    wait_for(again.titles, "the restarted service")
    feedmill("refresh", cwd=service.desk)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in feeds.rglob("*") if path.is_file()}
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(timeout=PATIENCE) == 0
    assert after == before


def free_port_of(running: Running) -> int:
    return int(running.url.rpartition(":")[2])


def test_killed_it_leaves_nobody_behind_and_can_start_again(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    wait_for(service.titles, "the dropped document")
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(service.process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    service.process.kill()
    service.process.wait()
    wait_for(lambda: not [pid for pid in children if Path(f"/proc/{pid}/status").exists() and not _zombie(pid)],
             "the readers to end")  # fmt: skip
    service.drop("two.txt", PIPELINE_RETOLD)
    again = start(service.desk, free_port_of(service))
    wait_for(lambda: "two.txt" in httpx.get(f"{again.url}/feeds/all.atom").text, "the document dropped meanwhile")
    assert len(again.titles()) == 1
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(timeout=PATIENCE) == 0


def _zombie(pid: str) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


def test_the_watched_folder_may_go_away_and_come_back(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    wait_for(service.titles, "the dropped document")
    (service.desk / "seeds").rename(service.desk / "away")
    assert feedmill("refresh", cwd=service.desk).returncode != 0
    assert service.titles()
    (service.desk / "away").rename(service.desk / "seeds")
    assert feedmill("refresh", cwd=service.desk).returncode == 0
    assert service.process.poll() is None


def test_a_name_that_is_not_utf_8_does_not_end_it(service: Running) -> None:
    odd = os.fsencode(service.desk / "seeds") + b"/caf\xe9.txt"
    Path(os.fsdecode(odd)).write_text(PIPELINE)
    feedmill("refresh", cwd=service.desk)
    assert service.titles()
    service.drop("two.txt", DRILL)
    feedmill("refresh", cwd=service.desk)
    assert len(service.titles()) == 2
    assert service.process.poll() is None


def test_changed_settings_are_taken_up_and_wrong_ones_are_not(service: Running) -> None:
    service.drop("one.txt", PIPELINE)
    wait_for(service.titles, "the dropped document")
    config = service.desk / "feedmill.toml"
    stated = config.read_text()
    config.write_text(stated + '[site]\ntitel = "Wrong"\n')
    service.process.send_signal(signal.SIGHUP)
    wait_for(lambda: "the old ones stay" in (service.desk / "log.txt").read_text(), "the complaint")
    config.write_text(stated + '[site]\ntitle = "Renamed desk"\n')
    service.process.send_signal(signal.SIGHUP)
    wait_for(lambda: "Renamed desk" in httpx.get(f"{service.url}/feeds/all.atom").text, "the new title")
    assert "Renamed desk" in httpx.get(f"{service.url}/").text


@pytest.mark.component("newsboat")
def test_a_feed_reader_subscribes(service: Running, tmp_path: Path) -> None:
    """newsboat's cache holds exactly the entries, once, after two reloads."""
    service.drop("one.txt", PIPELINE)
    service.drop("two.txt", DRILL)
    wait_for(lambda: len(service.titles()) == len(service.titles("all.rss")) == 2, "the dropped documents")
    reader = tmp_path / "reader"
    reader.mkdir()
    for feed in ("all.rss", "all.atom"):
        (reader / "urls").write_text(f"{service.url}/feeds/{feed}\n")
        cache = reader / f"{feed}.db"
        for _ in range(2):
            subprocess.run(
                ["newsboat", "-u", str(reader / "urls"), "-c", str(cache), "-C", "/dev/null", "-x", "reload"],
                check=True, capture_output=True, timeout=PATIENCE, env={**os.environ, "HOME": str(reader)},
            )  # fmt: skip
        with sqlite3.connect(cache) as found:
            titles = sorted(row[0] for row in found.execute("SELECT title FROM rss_item"))
        assert titles == sorted(service.titles(feed)), feed
