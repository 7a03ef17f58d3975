"""Files of the feeds folder: whole, untouched when unchanged, and nobody else's."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from feedmill.errors import UsageError
from feedmill.publishing import (
    LEFTOVER_PREFIX,
    check_folder,
    remove,
    sweep_leftovers,
    write_if_changed,
    write_packed,
)


def test_writes_once_and_leaves_equal_bytes_untouched(tmp_path: Path) -> None:
    assert write_if_changed(tmp_path, "all.rss", b"one")
    before = (tmp_path / "all.rss").stat()
    assert not write_if_changed(tmp_path, "all.rss", b"one")
    after = (tmp_path / "all.rss").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert write_if_changed(tmp_path, "all.rss", b"two")
    assert (tmp_path / "all.rss").read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["all.rss"]


def test_a_web_server_of_another_user_can_read_it(tmp_path: Path) -> None:
    write_if_changed(tmp_path, "all.rss", b"one")
    assert (tmp_path / "all.rss").stat().st_mode & 0o777 == 0o644


def test_pages_go_into_a_folder_below(tmp_path: Path) -> None:
    assert write_if_changed(tmp_path, "articles/a.html", b"x")
    assert remove(tmp_path, "articles/a.html")
    assert not remove(tmp_path, "articles/a.html")


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/../x",
        "/etc/x",
        "a/b/c",
        "a\\b",
        "a\x00b",
        ".hidden",
        "a/.x",
        "a/",
        "/",
        "x\n",
        "é",
        "a" * 300,
    ],
)
def test_other_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        write_if_changed(tmp_path, name, b"x")
    with pytest.raises(ValueError, match="name"):
        remove(tmp_path, name)
    assert not list(tmp_path.iterdir())


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "all.rss").symlink_to(outside)
    assert write_if_changed(folder, "all.rss", b"precious")
    assert outside.read_bytes() == b"precious" and not (folder / "all.rss").is_symlink()
    (folder / "articles").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="link"):
        write_if_changed(folder, "articles/outside", b"x")


def test_sweeps_only_our_own_leftovers(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    ours = [tmp_path / f"{LEFTOVER_PREFIX}a.tmp", tmp_path / "articles" / f"{LEFTOVER_PREFIX}b.tmp"]
    others = [tmp_path / "notes.tmp", tmp_path / ".feedmill-notes", tmp_path / "articles" / "x.html"]
    for path in [*ours, *others]:
        path.write_bytes(b"")
    assert sweep_leftovers(tmp_path) == sweep_leftovers(tmp_path / "articles") == 1
    assert all(path.exists() for path in others) and not any(path.exists() for path in ours)
    assert sweep_leftovers(tmp_path / "missing") == 0


def test_a_failed_write_leaves_the_old_file_and_no_leftover(tmp_path: Path) -> None:
    write_if_changed(tmp_path, "all.rss", b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            write_if_changed(tmp_path, "all.rss", b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "all.rss").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["all.rss"]


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    versions = [bytes([65 + n]) * 200_000 for n in range(4)]
    write_if_changed(tmp_path, "all.rss", versions[0])
    seen: set[bytes] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add((tmp_path / "all.rss").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(80):
        write_if_changed(tmp_path, "all.rss", versions[turn % 4])
    stop.set()
    reader.join()
    assert seen <= set(versions)


_WRITER = """
import sys
from pathlib import Path
from feedmill.publishing import write_if_changed
for turn in range(10**9):
    write_if_changed(Path(sys.argv[1]), "all.rss", bytes([65 + turn % 2]) * 300_000)
"""


def test_killed_at_any_instant_the_file_is_whole(tmp_path: Path) -> None:
    for attempt in range(4):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)])
        while not (tmp_path / "all.rss").exists():
            time.sleep(0.01)
        time.sleep(0.013 * attempt)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert (tmp_path / "all.rss").read_bytes() in (b"A" * 300_000, b"B" * 300_000)
    sweep_leftovers(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["all.rss"]


def test_a_usable_folder_is_made_and_left_clean(tmp_path: Path) -> None:
    for folder in (tmp_path / "feeds", tmp_path / "no" / "such" / "feeds"):
        check_folder(folder)
        check_folder(folder)
        assert not list(folder.iterdir())


def test_an_unusable_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for bad in (tmp_path / "file", tmp_path / "file" / "feeds", Path("/proc/feeds")):
        with pytest.raises(UsageError, match=str(bad)):
            check_folder(bad)
    if os.geteuid() != 0:
        (tmp_path / "locked").mkdir(mode=0o500)
        with pytest.raises(UsageError, match="cannot be written"):
            check_folder(tmp_path / "locked")


def test_what_is_packed_bears_the_time_of_its_content(tmp_path: Path) -> None:
    write_packed(tmp_path, "all.rss", b"one")
    os.utime(tmp_path / "all.rss", ns=(10**18, 10**18))
    (tmp_path / "all.rss.gz").unlink()
    assert write_packed(tmp_path, "all.rss", b"one")
    assert (tmp_path / "all.rss.gz").stat().st_mtime_ns == 10**18


def test_no_two_versions_of_a_file_are_of_one_second(tmp_path: Path) -> None:
    seconds = []
    for content in (b"one", b"two", b"six"):
        write_packed(tmp_path, "all.rss", content)
        seconds.append(int((tmp_path / "all.rss").stat().st_mtime))
        assert int((tmp_path / "all.rss.gz").stat().st_mtime) == seconds[-1]
    assert seconds == sorted(set(seconds))
