"""The beats that ship with feedmill, and reading their files.

A beat is a folder of TOML files. The user's own folder lies on top of it: its files are handed over under
``overlay/<name>``, so that faults name the file in which they stand; how they combine is told in docs/beat.md.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from feedmill.errors import BeatError, Fault

KNOWN = frozenset({
    "beat.toml", "topics.toml", "masks.toml", "people.toml", "organisations.toml", "projects.toml", "places.toml",
    "countries.toml", "acts.toml", "genres.toml", "sources.toml", "phrases.toml",
})  # fmt: skip
MAX_BYTES = 2_000_000


def read_files(name_or_folder: str, overlay: Path | None = None) -> dict[str, str]:
    """The texts of a beat's files by relative name, the user's as ``overlay/<name>``.

    ``name_or_folder`` is the name of a beat that ships with feedmill, else a folder. Raises BeatError with every
    fault: no such beat, a file that is not UTF-8, too large, or that no beat has.
    """
    root = _find(name_or_folder)
    faults: list[Fault] = []
    texts = _read(root, "", faults)
    if overlay is not None:
        texts |= _read(overlay, "overlay/", faults)
    if "beat.toml" not in texts:
        faults.append(Fault(f"{name_or_folder}/beat.toml", None, "a beat needs this file"))
    if faults:
        raise BeatError(faults)
    return texts


def is_whole_beat(folder: Path) -> bool:
    """Whether a folder holds a beat of its own, not files to lie on top of another: only a beat names its sides."""
    try:
        return "sides" in tomllib.loads((folder / "beat.toml").read_text("utf-8-sig"))
    except (OSError, ValueError):
        return False


def _find(name_or_folder: str) -> Traversable:
    if name_or_folder.isidentifier():
        shipped = files("feedmill.beats") / name_or_folder
        if (shipped / "beat.toml").is_file():
            return shipped
    folder = Path(name_or_folder)
    if not folder.is_dir():
        raise BeatError([Fault(name_or_folder, None, "neither a beat that ships with feedmill nor a folder")])
    return folder


def _read(root: Traversable, prefix: str, faults: list[Fault]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, file in _members(root):
        if name not in KNOWN and not name.startswith("lexicon/"):
            faults.append(
                Fault(prefix + name, None, f"no beat has a file of this name; known: {', '.join(sorted(KNOWN))}")
            )
            continue
        try:
            content = file.read_bytes()
            texts[prefix + name] = content[:MAX_BYTES].decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault(prefix + name, None, f"cannot be read as UTF-8 text: {error}"))
            continue
        if len(content) > MAX_BYTES:
            faults.append(Fault(prefix + name, None, f"larger than {MAX_BYTES} bytes"))
    return texts


def _members(root: Traversable) -> list[tuple[str, Traversable]]:
    found = [(item.name, item) for item in root.iterdir() if item.name.endswith(".toml")]
    lexicon = root / "lexicon"
    if lexicon.is_dir():
        found += [(f"lexicon/{item.name}", item) for item in lexicon.iterdir() if item.name.endswith(".toml")]
    return sorted(found)
