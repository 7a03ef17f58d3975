"""The watched folder: what a look finds, and when a file may be taken."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from feedmill.errors import UsageError
from feedmill.model import Rejection
from feedmill.sources.folder import StillChanging, look, look_again, look_at, take


def test_files_are_found_in_sub_folders_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [one.origin for one in look(tmp_path).looks] == ["a/b/c.txt", "a/z.txt", "b.txt"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        look(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="file"):
        look(tmp_path / "file")


def test_what_a_browser_saves_beside_a_page_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "Page.html").write_text("x")
    for folder in ("Page_files", "Page.files", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "script.js").write_text("x")
    assert [one.origin for one in look(tmp_path).looks] == ["Page.html", "other_files/script.js"]


def test_a_signature_changes_with_every_write(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    before = look(tmp_path).looks[0]
    status = path.stat()
    path.write_text("two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = look_again(before)
    assert after is not None and after.signature != before.signature
    path.unlink()
    assert look_again(before) is None


def test_only_what_changed_lately_is_recent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert look(tmp_path, settle=3600).looks[0].recent
    assert not look(tmp_path, settle=0).looks[0].recent
    os.utime(tmp_path / "a.txt", (4e9, 4e9))  # a time of change in the future is no reason to wait for ever
    assert not look(tmp_path, settle=0).looks[0].recent


def test_a_file_that_changed_since_the_look_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    found = look(tmp_path).looks[0]
    assert take(found, 100) == b"one"
    path.write_text("one and more")
    with pytest.raises(StillChanging):
        take(found, 100)
    path.unlink()
    with pytest.raises(StillChanging):
        take(found, 100)


def test_a_file_replaced_by_a_link_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    found = look(tmp_path).looks[0]
    path.unlink()
    path.symlink_to("/etc/hostname")
    assert isinstance(take(found, 100), Rejection)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)
    refused = take(look(tmp_path).looks[0], 1024)
    assert isinstance(refused, Rejection) and refused.reason == "too-large"


def test_special_files_and_links_are_refused_without_opening_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to("nothing")
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(tmp_path / "socket"))
        found = look(tmp_path).looks
    assert [one.origin for one in found] == ["dangling", "loop", "pipe", "socket"]
    for one in found:
        refused = take(one, 100)
        assert isinstance(refused, Rejection) and refused.reason == "not-a-file"


def test_a_folder_named_like_a_document_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert look(tmp_path).looks == ()
    assert look_at("a.txt", tmp_path / "a.txt").problem is not None


def test_what_is_written_into_the_folder_is_not_read_again(tmp_path: Path) -> None:
    for name in ("a.txt", "feeds/all.rss", "state/x.sqlite3", "sub/feeds/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = look(tmp_path, but={tmp_path / "feeds", tmp_path / "state"})
    assert [one.origin for one in found.looks] == ["a.txt", "sub/feeds/b.txt"]


def test_deep_folders_are_no_trap(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(1200):  # deeper than Python may recurse, shorter than a path may be
        folder = folder / "d"
        folder.mkdir()
    (folder / "deep.txt").write_text("x")
    found = look(tmp_path).looks
    (folder / "deep.txt").unlink()
    for one in [folder, *folder.parents]:  # what tidies up after tests recurses
        if one != tmp_path and one.is_relative_to(tmp_path):
            one.rmdir()
    assert [one.origin[-10:] for one in found] == ["d/deep.txt"]
