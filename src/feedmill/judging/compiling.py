"""Files to Beat: every entry with its role, one automaton over all of them."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from feedmill.errors import BeatError, Fault
from feedmill.judging.beat import Entry, Kind, Named, Role, Scales
from feedmill.judging.folding import fold_pattern
from feedmill.judging.loading import (
    DECISIONS,
    LANGUAGES,
    NUMBERS,
    OVERLAY,
    RULINGS,
    SECTIONS,
    Place,
    Reader,
    merge_words,
    read_phrases,
    read_settings,
    read_table,
)  # fmt: skip
from feedmill.judging.matching import Matcher
from feedmill.judging.patterns import PatternError, parse_pattern
from feedmill.model import Topic

_KINDS: Mapping[str, Kind] = {
    "actors": "actor", "instruments": "instrument", "tracks": "track", "topics": "topic", "pair": "pair",
    "third_party": "third-party", "implied": "implied", "interaction": "interaction", "anaphora": "anaphora",
    "parallel": "parallel", "together": "together", "separate": "separate", "bio": "bio", "saying": "saying",
}  # fmt: skip
_ENTITIES = {
    "people.toml": "person",
    "organisations.toml": "organisation",
    "projects.toml": "project",
    "places.toml": "place",
    "countries.toml": "country",
    "acts.toml": "act",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A compiled beat. ``hash`` is of its files: another hash, another judgement. ``joining``: words that may
    stand alone between two names that act together. ``vocabulary``: the words of each topic by language, as written.
    ``remarks``: what in a user's files does nothing."""

    name: str
    title: str
    sides: tuple[str, ...]
    topics: tuple[Topic, ...]
    hash: str
    scales: Scales
    joining: frozenset[str]
    matcher: Matcher
    vocabulary: Mapping[str, Mapping[str, tuple[str, ...]]]
    remarks: tuple[Fault, ...] = ()


def compile_beat(files: Mapping[str, str]) -> Beat:
    """Compile the files of a beat: relative name to text (see :func:`feedmill.beats.read_files`).

    Takes some 0.4 s for the shipped beat; the last two are remembered, since one command asks for the same files more
    than once. Raises BeatError with every fault found: unknown keys, duplicates, words that can never match or that a
    mask shadows, unknown topics and sides, each with file and line.
    """
    return _compile(tuple(sorted(files.items())))


@lru_cache(maxsize=2)
def _compile(named: tuple[tuple[str, str], ...]) -> Beat:
    files = dict(named)
    reader = Reader(files=files)
    reader.parse()
    settings = read_settings(reader)
    sides = _sides(reader, settings)
    topics = [_topic(row) for _, row in read_table(reader, "topics.toml")]
    lexicon = _lexicon(reader, sides, {topic.slug for topic in topics})
    entries = {(entry.pattern, entry.role): entry for entry in _entries(reader, lexicon, sides)}.values()
    fallback = settings.get("topics", {}).get("fallback")
    if fallback not in {topic.slug for topic in topics}:
        reader.faults.append(Fault("beat.toml", None, f"the fallback topic {fallback!r} is not in topics.toml"))
    if reader.faults:
        raise BeatError(sorted(reader.faults, key=lambda fault: (fault.file, fault.line or 0)))
    return Beat(
        name=str(settings.get("name", "")),
        title=str(settings.get("title", "")),
        sides=sides,
        topics=tuple(topics),
        hash=hash_files(files),
        scales=_scales(settings),
        joining=frozenset(fold_pattern(word) for place, word, kind, _ in lexicon if kind == "joining"),
        matcher=Matcher(entries),
        vocabulary=_vocabulary(lexicon),
        remarks=tuple(sorted(reader.remarks, key=lambda one: (one.file, one.line or 0))),
    )


def hash_files(files: Mapping[str, str]) -> str:
    """SHA-256 over names and texts. The list of sources does not judge and is left out; of an editor's decisions
    only the phrases judge."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        seen = _phrases_of(text) if name == DECISIONS else text
        if name.removeprefix(OVERLAY) != "sources.toml" and seen:
            digest.update(f"{name}\0{len(seen)}\0{seen}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _phrases_of(decisions: str) -> str:
    try:
        parsed = tomllib.loads(decisions)
    except tomllib.TOMLDecodeError:
        return decisions
    told = {key: parsed[key] for key in RULINGS if parsed.get(key)}
    return repr(told) if told else ""


def _sides(reader: Reader, settings: dict[str, Any]) -> tuple[str, ...]:
    sides = settings.get("sides", [])
    ids = tuple(side["id"] for side in sides if isinstance(side, dict) and isinstance(side.get("id"), str))
    if len(ids) != 2 or len(set(ids)) != 2:
        reader.faults.append(Fault("beat.toml", None, "a beat has two [[sides]], each with its own id"))
    return ids


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        slug=row["slug"],
        title=str(row.get("title", row["slug"])),
        scope=str(row.get("scope", "")),
        codes=tuple(str(code) for code in row.get("codes", ())),
    )


def _scales(settings: dict[str, Any]) -> Scales:
    return Scales(
        **settings["thresholds"],
        **settings["zones"],
        strengths=settings["strengths"],
        weights=settings["weights"],
        topics={key: settings["topics"][key] for key in NUMBERS["topics"]},
        fallback=settings["topics"]["fallback"],
    )


_Word = tuple[Place, str, str, str]


def _lexicon(reader: Reader, sides: tuple[str, ...], topics: set[str]) -> list[_Word]:
    """Every word of the language files as (place, word, kind, name)."""
    found: list[_Word] = []
    names = sorted({file.removeprefix(OVERLAY) for file in reader.parsed if "lexicon/" in file})
    for name in names:
        layers = reader.layers(name)
        for file, parsed in layers:
            for section in parsed:
                if section != "language":
                    reader.known(Place(file=file, pointer=f"/{section}"), section, {*SECTIONS, "language"})
        for section, fixed in SECTIONS.items():
            allowed = fixed or (topics if section == "topics" else set(sides))
            found += _section(reader, layers, section, allowed)
    return found


def _vocabulary(lexicon: list[_Word]) -> dict[str, dict[str, tuple[str, ...]]]:
    """The words of each topic by language."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place, word, kind, topic in lexicon:
        if kind == "topics":
            found[topic][PurePosixPath(place.file).stem].append(word)
    return {topic: {code: tuple(told) for code, told in words.items()} for topic, words in found.items()}


def _section(
    reader: Reader, layers: list[tuple[str, dict[str, Any]]], section: str, allowed: Iterable[str]
) -> Iterator[_Word]:
    lists: dict[str, list[list[tuple[Place, str]]]] = {}
    for file, parsed in layers:
        table = parsed.get(section, {})
        if not isinstance(table, dict):
            reader.fault(Place(file=file, pointer=f"/{section}"), f"write [{section}] as a section")
            continue
        for key, value in table.items():
            place = Place(file=file, pointer=f"/{section}/{key}")
            if reader.known(place, key, allowed):
                lists.setdefault(key, []).append(reader.words(place, value))
    for key, words in lists.items():
        fixed = section in {"relation", "setting"}
        for place, word in merge_words(reader, words):
            yield place, word, key if fixed else section, "" if fixed else key


def _entries(reader: Reader, lexicon: list[_Word], sides: tuple[str, ...]) -> Iterator[Entry]:
    masks = _masks(reader)
    shadows = {word: place.file for place, word in masks}
    for place, word in masks:
        yield from _entry(reader, place, word, Role(kind="mask"))
    for place, word, kind, name in lexicon:
        if kind == "joining":
            continue
        if word in shadows and kind != "topics":
            same = place.file.startswith(OVERLAY) == shadows[word].startswith(OVERLAY)
            tell = reader.fault if same else reader.remark
            tell(place, f"{word!r} never counts: a mask of the same words shadows it ({shadows[word]})")
        entity = Named(id=f"country:{name}", kind="country", side=name) if kind == "actors" else None
        yield from _entry(reader, place, word, Role(kind=_KINDS[kind], name=name, entity=entity))
    for file, kind in _ENTITIES.items():
        for place, row in read_table(reader, file):
            yield from _named(reader, place, row, kind, sides)
    for place, phrase, ruling in read_phrases(reader):
        yield from _entry(reader, place, phrase, Role(kind="ruled", name=ruling))
    for place, row in read_table(reader, "genres.toml"):
        yield from _words_of(reader, place, row, LANGUAGES, Role(kind="genre", name=row["id"]))


def _masks(reader: Reader) -> list[tuple[Place, str]]:
    found: list[tuple[Place, str]] = []
    layers = reader.layers("masks.toml")
    for file, parsed in layers:
        for key in parsed:
            reader.known(Place(file=file, pointer=f"/{key}"), key, LANGUAGES)
    for language in sorted(LANGUAGES):
        lists = [
            reader.words(Place(file=file, pointer=f"/{language}"), parsed[language])
            for file, parsed in layers
            if language in parsed
        ]
        found += merge_words(reader, lists)
    return found


def _named(reader: Reader, place: Place, row: dict[str, Any], kind: str, sides: tuple[str, ...]) -> Iterator[Entry]:
    side = row.get("side")
    if side is not None and side not in sides:
        reader.fault(Place(file=place.file, pointer=f"{place.pointer}/side"), f"unknown side {side!r}")
    flags = {flag: bool(row.get(flag)) for flag in ("context", "frontier", "arena")}
    entity = Named(id=f"{kind}:{row['id']}", kind=kind, side=side, **flags)
    if row.get("border"):
        for one in sides:
            yield from _words_of(reader, place, row, LANGUAGES, Role(kind="agent", name=one, entity=entity))
        return
    role = Role(kind=_kind_of(row, kind), name=side or row["id"], entity=entity)
    if row.get("several"):  # one row for the sake of brevity; each word names something of its own
        for entry in _words_of(reader, place, row, LANGUAGES, role):
            own = replace(entity, id=f"{entity.id}/{entry.parsed.parts[0].key.strip()}")
            yield replace(entry, role=replace(entry.role, entity=own))
        return
    yield from _words_of(reader, place, row, LANGUAGES, role)
    yield from _words_of(reader, place, row, {"short"}, Role(kind="short", name=side or "", entity=entity))
    yield from _words_of(reader, place, row, {"context"}, Role(kind="context", name=entity.id))


def _kind_of(row: dict[str, Any], kind: str) -> Kind:
    if kind in {"country", "act"}:
        return "country" if kind == "country" else "act"
    if row.get("pair"):
        return "pair"
    return "actor" if kind == "person" or row.get("strong") else "agent"


def _words_of(reader: Reader, place: Place, row: dict[str, Any], keys: Iterable[str], role: Role) -> Iterator[Entry]:
    seen: set[str] = set()
    for key in sorted(keys):
        for here, word in reader.words(Place(file=place.file, pointer=f"{place.pointer}/{key}"), row.get(key, [])):
            if word not in seen:
                seen.add(word)
                yield from _entry(reader, here, word, role)


def _entry(reader: Reader, place: Place, word: str, role: Role) -> Iterator[Entry]:
    try:
        parsed = parse_pattern(word)
    except PatternError as error:
        reader.fault(place, f"{word!r} can never match: {error}")
        return
    if parsed.hint or parsed.core:
        role = replace(role, hint=parsed.hint, core=parsed.core)
    yield Entry(pattern=word, parsed=parsed, role=role)
