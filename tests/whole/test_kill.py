"""kill -9 at any instant loses nothing and publishes nothing twice."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.whole.bench import feedmill

MINTED = re.compile(r"urn:uuid:[0-9a-f-]{36}|[0-9a-f]{8}-[0-9a-f-]{27}")
ENTRY = re.compile(r"(?=<item>|<entry\b|</feed>|</channel>)")
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)|[A-Z][a-z]{2}, \d\d \w{3} \d{4} [\d:]{8} \+0000"
)


def outcome(desk: Path) -> tuple[list[str], dict[str, str]]:
    """The export and the feeds, but for what is minted or dated anew in each desk."""
    exported = feedmill("export", cwd=desk)
    assert exported.returncode == 0, exported.stderr
    records = []
    for line in exported.stdout.splitlines():
        record: dict[str, Any] = json.loads(line)
        record |= {"first_seen": None, "id": bool(record["id"]), "story": bool(record["story"])}
        records.append(json.dumps(record, sort_keys=True))
    feeds = {}
    for path in sorted((desk / "feeds").glob("*.*")):
        if path.suffix == ".gz":
            continue
        text = MOMENT.sub("T", MINTED.sub("U", path.read_text("utf-8")))
        if path.suffix == ".json":
            told = json.loads(text)
            told["items"] = sorted(told["items"], key=str)
            text = json.dumps(told)
        feeds[path.name] = "\n".join(sorted(part.strip() for part in ENTRY.split(text)))
    return sorted(records), feeds


def make_desk(root: Path) -> Path:
    root.mkdir()
    (root / "feedmill.toml").write_text(f'[paths]\nseeds = "{ROOT / "seeds"}"\n[schedule]\nsettle = "10ms"\n')
    return root


def start(desk: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "feedmill", "refresh"]
    return subprocess.Popen(command, cwd=desk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A desk refreshed in peace, and how long that took."""
    desk = make_desk(tmp_path_factory.mktemp("kill") / "undisturbed")
    begun = time.monotonic()
    assert feedmill("refresh", cwd=desk).returncode == 0
    return desk, time.monotonic() - begun


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.8, 0.9, 0.97])
def test_killed_during_a_refresh_then_refreshed(undisturbed: tuple[Path, float], tmp_path: Path, share: float) -> None:
    reference, seconds = undisturbed
    desk = make_desk(tmp_path / "desk")
    for _ in range(2):
        process = start(desk)
        time.sleep(seconds * share * random.Random(share).uniform(0.95, 1.05))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = feedmill("refresh", "--json", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert outcome(desk) == outcome(reference)
    assert not list((desk / "feeds").rglob(".*"))
    settled = {path: path.stat().st_mtime_ns for path in (desk / "feeds").rglob("*")}
    assert json.loads(feedmill("refresh", "--json", cwd=desk).stdout)["feeds"]["written"] == 0
    assert {path: path.stat().st_mtime_ns for path in (desk / "feeds").rglob("*")} == settled
