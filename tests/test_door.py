"""The door: one process works on a desk, and the kernel forgets it when it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from feedmill.config import Overrides, Settings, load
from feedmill.errors import StoreError
from feedmill.service.door import Held, hold, lock_path

HOLD = """
import sys
from pathlib import Path
from feedmill.config import Overrides, load
from feedmill.service.door import hold
with hold(load(Overrides(), {}, Path(sys.argv[1])), "http://127.0.0.1:1"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(Overrides(), {}, tmp_path)


def test_the_lock_tells_its_owner_alone_who_holds_it(settings: Settings) -> None:
    with hold(settings, "http://127.0.0.1:8080") as holder:
        path = lock_path(settings)
        assert path.stat().st_mode & 0o777 == 0o600
        assert json.loads(path.read_text())["token"] == holder.token
        with pytest.raises(Held) as caught, hold(settings):
            pass
        assert caught.value.holder == holder
    assert lock_path(settings).read_text() == ""
    with hold(settings) as again:
        assert again.token != holder.token


def test_a_holder_that_was_killed_holds_nothing(settings: Settings, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(Held) as caught, hold(settings):
        pass
    assert caught.value.holder is not None and caught.value.holder.pid == process.pid
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    with hold(settings) as holder:
        assert holder.address == ""


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreError, match="state"), hold(load(Overrides(), {}, tmp_path)):
        pass
