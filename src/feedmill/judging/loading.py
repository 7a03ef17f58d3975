"""A beat's files, read and checked: every fault with its file and line, all at once.

Files whose name begins with ``overlay/`` are the user's own and lie on top of the shipped file of the same name:
lists are added to, an entry with the same id or slug replaces the shipped one, a single value replaces, and a word
written ``"-word"`` in a list removes the shipped word.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parse_errors.source_map import locate_pointer

from feedmill.errors import Fault
from feedmill.judging.folding import fold_pattern

OVERLAY = "overlay/"
LANGUAGES = frozenset({"en", "ru", "zh", "fr", "de", "es", "it", "pt", "ja", "ar"})
_LINE = re.compile(r"at line (\d+)")

#: Tables of entries: file name to (table, keys that are lists of words, other keys).
TABLES: Mapping[str, tuple[str, frozenset[str], frozenset[str]]] = {
    "topics.toml": ("topics", frozenset({"codes"}), frozenset({"slug", "title", "scope"})),
    "people.toml": ("people", LANGUAGES | {"short", "context"}, frozenset({"id", "side", "pair"})),
    "organisations.toml": ("organisations", LANGUAGES | {"context"}, frozenset({"id", "side", "strong", "several"})),
    "projects.toml": ("projects", LANGUAGES | {"context"}, frozenset({"id", "side", "pair", "several"})),
    "places.toml": (
        "places",
        LANGUAGES | {"context"},
        frozenset({"id", "side", "strong", "border", "frontier", "several"}),
    ),
    "countries.toml": ("countries", LANGUAGES, frozenset({"id", "arena"})),
    "acts.toml": ("acts", LANGUAGES, frozenset({"id"})),
    "genres.toml": ("genres", LANGUAGES, frozenset({"id"})),
}
_SWITCHES = frozenset({"strong", "pair", "border", "frontier", "several", "arena"})
#: Files that may hold phrases that always or never belong; in the first, nothing else.
PHRASES = "phrases.toml"
DECISIONS = "decisions.toml"
RULINGS = ("always", "never")
#: Sections of a lexicon file; None: its keys are the beat's sides or topics.
SECTIONS: Mapping[str, frozenset[str] | None] = {
    "actors": None,
    "instruments": None,
    "tracks": None,
    "topics": None,
    "relation": frozenset(
        {"pair", "third_party", "implied", "interaction", "anaphora", "joining", "parallel", "together"}
    ),
    "setting": frozenset({"separate", "bio", "saying"}),
}
NUMBERS: Mapping[str, frozenset[str]] = {
    "thresholds": frozenset({"relevant", "borderline"}),
    "zones": frozenset({"lede_sentences", "lede_letters", "lede_han"}),
    "strengths": frozenset({"agent", "instrument"}),
    "weights": frozenset({
        "title_pair", "title_relation", "title_both", "lede_pair", "lede_relation", "lede_both", "lede_second",
        "title_side", "title_to_lede", "adjacent", "crowded", "frontier", "third_party_head", "third_party_body",
        "body_pair", "body_relation", "body_both", "body_next", "body_next_most", "dense", "dense_body", "implied",
        "parallel", "genre",
        "enumeration", "cap_apart", "cap_one_side", "passage", "apart", "interleaved", "woven", "kept_up",
        "subject", "subject_across", "no_subject",
    }),
    "topics": frozenset({
        "title", "lede", "body", "cap", "needed", "needed_head", "share", "enough", "most", "subject",
        "subject_across", "no_subject",
    }),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands: file and JSON pointer."""

    file: str
    pointer: str


@dataclass(slots=True, kw_only=True)
class Reader:
    """The files as parsed, the faults found so far, and remarks: what does nothing, but harms nothing either."""

    files: Mapping[str, str]
    parsed: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def parse(self) -> None:
        """Parse every TOML file; a syntax error is a fault."""
        for name, text in sorted(self.files.items()):
            try:
                self.parsed[name] = tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                line = _LINE.search(str(error))
                self.faults.append(Fault(name, int(line[1]) if line else text.count("\n") + 1, str(error)))

    def fault(self, place: Place, message: str) -> None:
        """Note a fault with its line."""
        self.faults.append(self._at(place, message))

    def remark(self, place: Place, message: str) -> None:
        """Note what does nothing: an upgrade of the shipped files may do that to a user's own, and must not stop it."""
        self.remarks.append(self._at(place, message))

    def _at(self, place: Place, message: str) -> Fault:
        found = locate_pointer(self.files[place.file], "toml", place.pointer) if place.pointer else None
        spot = (found.key_start or found.value_start) if found else None
        return Fault(place.file, spot.line + 1 if spot else None, message)

    def layers(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        """The shipped file of that name and the user's, in that order."""
        return [(file, self.parsed[file]) for file in (name, OVERLAY + name) if file in self.parsed]

    def known(self, place: Place, key: str, allowed: Iterable[str]) -> bool:
        """Whether a key is allowed; else a fault with the nearest that is."""
        names = sorted(allowed)
        if key in names:
            return True
        near = difflib.get_close_matches(key, names, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(names)}"
        self.fault(place, f"unknown key {key!r}{hint}")
        return False

    def words(self, place: Place, value: object) -> list[tuple[Place, str]]:
        """A list of words with their places; anything else is a fault."""
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.fault(place, "this must be a list of words in quotes")
            return []
        return [(Place(file=place.file, pointer=f"{place.pointer}/{at}"), word) for at, word in enumerate(value)]


def merge_words(reader: Reader, layers: Iterable[list[tuple[Place, str]]]) -> list[tuple[Place, str]]:
    """Word lists on top of each other: added, or removed by "-word". A word twice in a list is a fault."""
    kept: dict[str, tuple[Place, str]] = {}
    for words in layers:
        fresh: set[str] = set()
        for place, word in words:
            if word.startswith("-") and len(word) > 1:
                if kept.pop(_same(word[1:]), None) is None:
                    reader.remark(place, f"{word!r} removes a word that is not there")
                continue
            if _same(word) in fresh:
                reader.fault(place, f"duplicate: {word!r} is already in this list")
            fresh.add(_same(word))
            kept.setdefault(_same(word), (place, word))
    return list(kept.values())


def _same(word: str) -> str:
    """Two words that match the same text: capitals matter only to tokens written in capitals."""
    return word if word.isupper() else fold_pattern(word[:1]) + word[1:]


def read_table(reader: Reader, name: str) -> list[tuple[Place, dict[str, Any]]]:
    """The entries of a table file, the user's on top, checked for unknown keys and duplicate ids."""
    table, lists, values = TABLES[name]
    key = "slug" if name == "topics.toml" else "id"
    kept: dict[str, tuple[Place, dict[str, Any]]] = {}
    for file, parsed in reader.layers(name):
        for other in parsed:
            reader.known(Place(file=file, pointer=f"/{other}"), other, {table})
        fresh: set[str] = set()
        for place, entry in _rows(reader, file, table, parsed):
            _check_keys(reader, place, entry, lists, values)
            ident = entry.get(key)
            if not isinstance(ident, str) or not ident:
                reader.fault(place, f"an entry of {table} without {key}")
                continue
            if ident in fresh:
                reader.fault(Place(file=file, pointer=f"{place.pointer}/{key}"), f"duplicate {key}: {ident!r}")
            fresh.add(ident)
            kept[ident] = (place, entry)
    return list(kept.values())


def _rows(reader: Reader, file: str, table: str, parsed: dict[str, Any]) -> list[tuple[Place, dict[str, Any]]]:
    rows = parsed.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        reader.fault(Place(file=file, pointer=f"/{table}"), f"write each entry under [[{table}]]")
        return []
    return [(Place(file=file, pointer=f"/{table}/{at}"), row) for at, row in enumerate(rows)]


def _check_keys(
    reader: Reader, place: Place, entry: dict[str, Any], lists: frozenset[str], values: frozenset[str]
) -> None:
    for key, value in entry.items():
        here = Place(file=place.file, pointer=f"{place.pointer}/{key}")
        if not reader.known(here, key, lists | values):
            continue
        if key in lists:
            merge_words(reader, [reader.words(here, value)])
        elif not isinstance(value, bool if key in _SWITCHES else str):
            reader.fault(here, f"{key} must be {'true or false' if key in _SWITCHES else 'text in quotes'}")


def read_settings(reader: Reader) -> dict[str, Any]:
    """``beat.toml``, the user's values on top; every number checked."""
    merged: dict[str, Any] = {}
    for file, parsed in reader.layers("beat.toml"):
        for key, value in parsed.items():
            place = Place(file=file, pointer=f"/{key}")
            if not reader.known(place, key, {"name", "title", "sides", *NUMBERS}):
                continue
            if key in NUMBERS and isinstance(value, dict):
                merged.setdefault(key, {}).update(_numbers(reader, place, key, value))
            else:
                merged[key] = value
    for section, keys in NUMBERS.items():
        missing = sorted(keys - set(merged.get(section, {})))
        if missing:
            reader.faults.append(Fault("beat.toml", None, f"[{section}] lacks {', '.join(missing)}"))
    return merged


def _numbers(reader: Reader, place: Place, section: str, value: dict[str, Any]) -> dict[str, Any]:
    extra = {"fallback"} if section == "topics" else set()
    for key, number in value.items():
        here = Place(file=place.file, pointer=f"{place.pointer}/{key}")
        if reader.known(here, key, NUMBERS[section] | extra) and key != "fallback" and type(number) is not int:
            reader.fault(here, f"{key} must be a whole number")
    return value


def read_phrases(reader: Reader) -> list[tuple[Place, str, str]]:
    """The phrases that always or never belong, as (place, phrase, "always" or "never")."""
    layers = reader.layers(PHRASES) + reader.layers(DECISIONS)
    for file, parsed in layers:
        for key in parsed:
            if not file.endswith(DECISIONS):
                reader.known(Place(file=file, pointer=f"/{key}"), key, RULINGS)
    return [
        found
        for file, parsed in layers
        for ruling in RULINGS
        for place, row in _rows(reader, file, ruling, parsed)
        for found in _phrase(reader, place, row, ruling)
    ]


def _phrase(reader: Reader, place: Place, row: dict[str, Any], ruling: str) -> list[tuple[Place, str, str]]:
    _check_keys(reader, place, row, frozenset(), frozenset({"phrase", "note"}))
    phrase = row.get("phrase")
    if not isinstance(phrase, str):
        reader.fault(place, f'an entry of {ruling} without phrase = "…"')
        return []
    return [(Place(file=place.file, pointer=f"{place.pointer}/phrase"), phrase, ruling)]
