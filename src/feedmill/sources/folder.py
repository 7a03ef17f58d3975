"""The watched folder: what lies in it, what has settled, and its bytes.

Events are only hints that something changed (editors, network mounts and full queues lose them); :func:`look` over
the whole folder is the truth. A file is taken when two looks, some seconds apart, find it the same.
"""

from __future__ import annotations

import os
import stat
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from feedmill.errors import UsageError
from feedmill.model import Rejection, Stated
from feedmill.sources.ignoring import passed_over, read_ignored
from feedmill.sources.sidecars import read_sidecar, sidecar_of

SOURCE = "seeds"
"""Source id of everything that comes from the folder."""

PATIENCE = 10.0
"""Seconds a pass waits for files that keep changing; the next pass looks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One file as a look found it. ``origin`` is its name in the folder, safe to store and show.

    ``signature`` changes whenever the content may have; ``recent`` asks for a second look; ``problem`` says why it
    cannot be read at all. ``sidecar``: the file beside it that states something about it; it is part of the signature.
    """

    origin: str
    path: Path
    signature: str
    recent: bool = False
    problem: Rejection | None = None
    sidecar: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One look over the folder, in order of name, and how many files were passed over by name, and why."""

    looks: tuple[Look, ...]
    passed_over: tuple[tuple[str, int], ...] = ()

    @property
    def skipped(self) -> int:
        """How many were passed over."""
        return sum(number for _, number in self.passed_over)

    @property
    def summary(self) -> str:
        """The line of the ledger about what was passed over; empty when nothing was."""
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.passed_over)
        return f"{self.skipped} passed over: {kinds}." if kinds else ""


class StillChanging(Exception):
    """The file changed while it was read."""


def look(root: Path, settle: float = 0.0, but: Collection[Path] = ()) -> Scan:
    """Look at every file below ``root``; what changed within the last ``settle`` seconds is ``recent``.

    Folders in ``but`` are not entered: what we write must not be read again. Raises :class:`UsageError` when
    ``root`` is not a folder that can be read.
    """
    if not root.is_dir():
        if root.exists():
            raise UsageError(f"{root} is no folder that could be watched. Name another one (--seeds, paths.seeds).")
        raise UsageError(f"There is no folder {root} to watch. Make it, or name another one (--seeds, paths.seeds).")
    ignored = read_ignored(root)
    found: list[Look] = []
    skipped: Counter[str] = Counter()
    for path, entry in _walk(root, but, skipped):
        origin = _printable(path, root)
        reason = passed_over(origin, ignored)
        if reason:
            skipped[reason] += 1
        else:
            found.append(
                look_at(origin, path, settle) if isinstance(entry, os.DirEntry) else _blocked(origin, path, entry)
            )
    return Scan(looks=tuple(sorted(found, key=lambda one: one.origin)), passed_over=tuple(sorted(skipped.items())))


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


def stated_beside(found: Look) -> Stated | None:
    """What the sidecar of a file states; None without one."""
    return read_sidecar(found.sidecar) if found.sidecar is not None else None


def _read(descriptor: int, found: Look, max_bytes: int) -> bytes | Rejection:
    before = os.fstat(descriptor)
    known = found.signature.partition("+")[0]
    if not stat.S_ISREG(before.st_mode) or _signature(before) != known:
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
    if _signature(os.fstat(descriptor)) != known:
        raise StillChanging
    return b"".join(chunks)


def _walk(
    root: Path, but: Collection[Path], skipped: Counter[str]
) -> Iterator[tuple[Path, os.DirEntry[str] | OSError]]:
    """Every entry that is not a folder, links never followed; a folder that cannot be listed stands for itself, one
    that is not entered is counted in ``skipped``."""
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
            elif entry.name.startswith("."):
                skipped["hidden"] += 1
            elif _belongs_to_page(entry.name, pages):
                skipped["folders of saved pages"] += 1
            elif path not in but:
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
    sidecar, beside = _beside(path)
    changed = max(status.st_ctime, beside.st_ctime if beside else 0)
    return Look(
        origin=origin,
        path=path,
        signature=_signature(status) + (f"+{_signature(beside)}" if beside else ""),
        recent=problem is None and time.time() - changed < settle,
        problem=problem,
        sidecar=sidecar,
    )


def _beside(path: Path) -> tuple[Path, os.stat_result] | tuple[None, None]:
    """The sidecar of a file and its status; a link or anything else that is not a plain file does not count."""
    sidecar = sidecar_of(path)
    try:
        status = sidecar.lstat()
    except OSError:
        return None, None
    return (sidecar, status) if stat.S_ISREG(status.st_mode) else (None, None)


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
