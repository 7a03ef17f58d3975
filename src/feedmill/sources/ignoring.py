"""Which names in the watched folder are no documents: hidden, unfinished, of editors, or named in .feedmillignore.

The patterns are git's (gitignore(5)): a line each, ``#`` comments, ``!`` takes back, a slash at the end means folders
only, a slash elsewhere ties the pattern to the top, ``*`` and ``?`` stay within a name, ``**`` crosses folders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

IGNORE_FILE = ".feedmillignore"
SIDECAR = ".meta.toml"
"""What a file's name ends in that says something about the file of the name before."""
LARGEST = 1 << 16
"""Bytes of an ignore file that are read."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".swx", "~")
_PROBES = frozenset({"4913"})
"""File names with which editors only try whether they may write."""


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    folders_only: bool
    takes_back: bool


class Ignored:
    """The rules of one folder's ignore file."""

    def __init__(self, text: str) -> None:
        self._rules = [rule for line in text.splitlines() if (rule := _rule(line)) is not None]

    def names(self, origin: str) -> bool:
        """Whether a file is named, or lies in a folder that is. ``origin``: relative path with slashes."""
        parts = origin.split("/")
        folders = ("/".join(parts[:end]) for end in range(1, len(parts)))
        return any(self._decide(folder, is_folder=True) for folder in folders) or self._decide(origin, is_folder=False)

    def _decide(self, path: str, *, is_folder: bool) -> bool:
        """The last rule that fits decides."""
        for rule in reversed(self._rules):
            if (is_folder or not rule.folders_only) and rule.pattern.fullmatch(path):
                return not rule.takes_back
        return False


def read_ignored(root: Path) -> Ignored:
    """The rules in ``root``; none when there is no such file or it cannot be read."""
    try:
        with (root / IGNORE_FILE).open("rb") as file:
            return Ignored(file.read(LARGEST).decode("utf-8-sig", "replace"))
    except OSError:
        return Ignored("")


def passed_over(origin: str, ignored: Ignored) -> str | None:
    """Why a file is no document, in a word for the ledger; None for a document."""
    name = origin.rpartition("/")[2]
    if name.endswith(SIDECAR):
        return "sidecars"
    if name.startswith("."):
        return "hidden"
    if name.startswith("~$") or name.lower().endswith(_UNFINISHED) or name in _PROBES:
        return "unfinished"
    return f"named in {IGNORE_FILE}" if ignored.names(origin) else None


def _rule(line: str) -> _Rule | None:
    line = line.rstrip()
    if not line or line.startswith("#"):
        return None
    takes_back = line.startswith("!")
    body = line[1:] if takes_back else line.removeprefix("\\")
    folders_only = body.endswith("/")
    body = body.rstrip("/")
    if not body:
        return None
    tied = "/" in body
    pattern = ("" if tied else "(?:.*/)?") + _translated(body.removeprefix("/"))
    return _Rule(re.compile(pattern, re.DOTALL), folders_only, takes_back)


_GLOB = re.compile(r"\*\*/|/\*\*\Z|\*+|\?|\[(?:[!^])?\]?[^\]/]*\]|\\.|.", re.DOTALL)


def _translated(glob: str) -> str:
    return "".join(_piece(match.group()) for match in _GLOB.finditer(glob))


def _piece(piece: str) -> str:
    fixed = {"**/": "(?:.*/)?", "/**": "/.*", "?": "[^/]"}
    if piece in fixed:
        return fixed[piece]
    if set(piece) == {"*"}:
        return "[^/]*"
    if piece.startswith("[") and len(piece) > 2:
        inner = piece[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return f"[^{inner[1:]}]" if inner[0] in "!^" else f"[{inner}]"
    return re.escape(piece[1:] if piece.startswith("\\") and len(piece) > 1 else piece)
