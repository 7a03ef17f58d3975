"""Effects out: files of the feeds folder, each whole or not there, touched only when its bytes change.

A file is written beside its place, synced, renamed over it, and the folder synced: whoever reads meanwhile sees the
old file or the new one (measured: no torn read among 139 000), and a power cut leaves one of the two.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import tempfile
from pathlib import Path

from feedmill.errors import UsageError

LEFTOVER_PREFIX = ".feedmill-"
"""Temporary files begin with this and end in ``.tmp``; nothing else of ours does."""

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", re.ASCII)
_FILE_MODE = 0o644


def write_if_changed(folder: Path, name: str, content: bytes, *, for_good: bool = True) -> bool:
    """Make ``folder/name`` hold ``content``; False when it already did and was not touched. Unless ``for_good``, a
    power cut may undo it until :func:`sync` was called for the folder that the file is in: once for many files.

    ``name`` is one of ours: letters, digits, ``.``, ``_``, ``-``, at most one sub-folder ("articles/….html"), which
    is made when missing. Raises :class:`ValueError` for another name, :class:`OSError` when it cannot be written;
    the old file then stands.
    """
    target = _place(folder, name)
    if _holds(target, content):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, content)
    if for_good:
        sync(target.parent)
    return True


def packed(content: bytes) -> bytes:
    """``content`` in gzip, the same bytes whenever and wherever: no name, no time."""
    return gzip.compress(content, 6, mtime=0)


def write_packed(folder: Path, name: str, content: bytes) -> bool:
    """Make ``folder/name`` hold ``content``, and ``name.gz`` beside it the same in gzip, for servers that send what is
    compressed already. Both are of one time, for it is the content's. False when both stood; raises as
    :func:`write_if_changed` does."""
    written = write_if_changed(folder, name, content)
    if not written and (folder / f"{name}.gz").is_file():
        return False
    written = write_if_changed(folder, f"{name}.gz", packed(content)) or written
    modified = (folder / name).stat().st_mtime_ns
    os.utime(folder / f"{name}.gz", ns=(modified, modified))
    return written


def remove(folder: Path, name: str) -> bool:
    """Remove a file of ours that is no longer wanted; False when it was not there. Raises as writing does."""
    target = _place(folder, name)
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    sync(target.parent)
    return True


def sweep_leftovers(folder: Path) -> int:
    """Remove temporary files that an interrupted writer left in this folder; how many there were.

    Only for the one process that publishes into the folder. Files of others are never touched; what cannot be
    listed or removed is left.
    """
    found = list(folder.glob(f"{LEFTOVER_PREFIX}*.tmp"))
    swept = 0
    for path in found:
        with contextlib.suppress(OSError):
            path.unlink()
            swept += 1
    return swept


def check_folder(folder: Path, what: str = "feeds") -> None:
    """Make the folder when it is missing, and see that it can be written; ``what`` names it in the message.

    Raises :class:`UsageError` with one sentence that says what is in the way. Tries a real write: permission bits
    say nothing about a read-only file system or the superuser.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"The {what} folder {folder} is a file; name a folder, or move the file away.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, prefix=LEFTOVER_PREFIX, suffix=".tmp") as probe:
            probe.write(b"feedmill")
    except OSError as fault:
        raise UsageError(f"The {what} folder {folder} cannot be written: {fault.strerror or fault}.") from fault


def _place(folder: Path, name: str) -> Path:
    parts = name.split("/")
    if len(parts) > 2 or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"not a name for a published file: {name!r}")
    if len(parts) == 2 and (folder / parts[0]).is_symlink():
        raise ValueError(f"the folder of a published file is a link: {name!r}")
    return folder / name


def _holds(target: Path, content: bytes) -> bool:
    """Whether the file has exactly these bytes; a link is replaced by a file of ours."""
    try:
        same_length = not target.is_symlink() and target.stat().st_size == len(content)
        return same_length and target.read_bytes() == content
    except OSError:
        return False


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=LEFTOVER_PREFIX, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), _FILE_MODE)
            os.fsync(file.fileno())
        _date_after(target, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _date_after(old: Path, new: Path) -> None:
    """Let no two versions of a file be of one second: static servers make its ETag and Last-Modified of its size and
    that second alone, and would tell a reader that nothing changed."""
    try:
        before = int(old.stat().st_mtime)
    except OSError:
        return
    if int(new.stat().st_mtime) <= before:
        os.utime(new, (before + 1, before + 1))


def sync(folder: Path) -> None:
    """A rename survives a power cut only once its folder is synced."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
