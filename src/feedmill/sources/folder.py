"""The watched folder: what lies in it, what has settled, and its bytes.

Events are only hints that something changed (editors, network mounts and full queues lose them); :func:`look` over
the whole folder is the truth. A file is taken when two looks, some seconds apart, find it the same.
"""

from __future__ import annotations

import fnmatch
import os
import stat
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from feedmill.errors import UsageError
from feedmill.model import Rejection

SOURCE = "seeds"
"""Source id of everything that comes from the folder."""

PATIENCE = 10.0
"""Seconds a pass waits for files that keep changing; the next pass looks again."""

IGNORE_FILE = ".feedmillignore"
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".swx", "~")
PROBES = frozenset({"4913"})
"""File names with which editors only try whether they may write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One file as a look found it. ``origin`` is its name in the folder, safe to store and show.

    ``signature`` changes whenever the content may have; ``recent`` asks for a second look; ``problem`` says why it
    cannot be read at all.
    """

    origin: str
    path: Path
    signature: str
    recent: bool = False
    problem: Rejection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One look over the folder, in order of name, and how many files were passed over by name."""

    looks: tuple[Look, ...]
    skipped: int


class StillChanging(Exception):
    """The file changed while it was read."""


def look(root: Path, settle: float = 0.0, but: Collection[Path] = ()) -> Scan:
    """Look at every file below ``root``; what changed within the last ``settle`` seconds is ``recent``.

    Folders in ``but`` are not entered: what we write must not be read again. Raises :class:`UsageError` when
    ``root`` is not a folder that can be read.
    """
    if not root.is_dir():
        raise UsageError(f"There is no folder {root} to watch. Make it, or name another one (--seeds, paths.seeds).")
    ignored = _patterns(root)
    found: list[Look] = []
    skipped = 0
    for path, entry in _walk(root, but):
        origin = _printable(path, root)
        if _passed_over(origin, ignored):
            skipped += 1
        else:
            found.append(
                look_at(origin, path, settle) if isinstance(entry, os.DirEntry) else _blocked(origin, path, entry)
            )
    return Scan(looks=tuple(sorted(found, key=lambda one: one.origin)), skipped=skipped)


def look_again(before: Look) -> Look | None:
    """The same file now; None when it is gone."""
    return look_at(before.origin, before.path) if before.path.exists() or before.path.is_symlink() else None


def take(found: Look, max_bytes: int) -> bytes | Rejection:
    """The bytes of a settled file, or why there are none.

    Raises :class:`StillChanging` when it is not, or no longer, what was looked at.
    """
    if found.problem is not None:
        return found.problem
    try:
        descriptor = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as fault:
        raise StillChanging from fault
    except OSError as fault:
        return _unreadable(fault)
    with os.fdopen(descriptor, "rb") as file:
        return _read(file.fileno(), found, max_bytes)


def _read(descriptor: int, found: Look, max_bytes: int) -> bytes | Rejection:
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode) or _signature(before) != found.signature:
        raise StillChanging
    if before.st_size > max_bytes:
        return Rejection(reason="too-large", detail=f"{before.st_size:,} bytes; at most {max_bytes:,} are read.")
    chunks: list[bytes] = []
    left = max_bytes + 1
    try:
        while left and (chunk := os.read(descriptor, min(left, 1 << 20))):
            chunks.append(chunk)
            left -= len(chunk)
    except OSError as fault:
        return _unreadable(fault)
    if _signature(os.fstat(descriptor)) != found.signature:
        raise StillChanging
    return b"".join(chunks)


def _walk(root: Path, but: Collection[Path]) -> Iterator[tuple[Path, os.DirEntry[str] | OSError]]:
    """Every entry that is not a folder, links never followed; a folder that cannot be listed stands for itself."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as fault:
            yield folder, fault
            continue
        pages = {entry.name.rpartition(".")[0] for entry in entries if entry.name.lower().endswith((".html", ".htm"))}
        for entry in entries:
            path = folder / entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path, entry
            elif not entry.name.startswith(".") and path not in but and not _belongs_to_page(entry.name, pages):
                folders.append(path)


def _belongs_to_page(folder: str, pages: set[str]) -> bool:
    """Browsers save a page's pictures and scripts in a folder beside it."""
    return any(folder in (f"{page}_files", f"{page}.files", f"{page}-Dateien") for page in pages)


def look_at(origin: str, path: Path, settle: float = 0.0) -> Look:
    """One look at one file, under the name that ``origin`` gives it; ``settle`` as in :func:`look`."""
    try:
        status = path.lstat()
    except OSError as fault:
        return _blocked(origin, path, fault)
    problem = None
    if stat.S_ISLNK(status.st_mode):
        problem = Rejection(reason="not-a-file", detail="A link; put the file itself into the folder.")
    elif not stat.S_ISREG(status.st_mode):
        problem = Rejection(reason="not-a-file", detail=f"A {_kind(status.st_mode)}, not a file.")
    recent = problem is None and time.time() - status.st_ctime < settle
    return Look(origin=origin, path=path, signature=_signature(status), recent=recent, problem=problem)


def _blocked(origin: str, path: Path, fault: OSError) -> Look:
    return Look(origin=origin, path=path, signature=f"blocked:{fault.errno}", problem=_unreadable(fault))


def _unreadable(fault: OSError) -> Rejection:
    return Rejection(reason="unreadable", detail=f"It could not be read: {fault.strerror or fault}.")


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return next((name for test, name in kinds if test(mode)), "special file")


def _signature(status: os.stat_result) -> str:
    """Changes with every write: ctime cannot be set back, unlike mtime."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def _printable(path: Path, root: Path) -> str:
    """The name relative to the folder; bytes that are not UTF-8 and control characters are shown escaped."""
    name = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in name)


def _patterns(root: Path) -> tuple[str, ...]:
    try:
        lines = (root / IGNORE_FILE).read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_passed_over(name: str) -> bool:
    """Whether a file of this name would never be read, whatever the patterns of the folder say."""
    return _passed_over(name, ())


def _passed_over(origin: str, ignored: tuple[str, ...]) -> bool:
    name = origin.rpartition("/")[2]
    if name.startswith((".", "~$")) or name.lower().endswith(UNFINISHED) or name in PROBES:
        return True
    return any(fnmatch.fnmatchcase(origin, p) or fnmatch.fnmatchcase(name, p) for p in ignored)
