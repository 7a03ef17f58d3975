"""The user's own sources.toml: what the commands add, switch and take away. Comments and order stay as they are."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from lxml import etree
from sqlalchemy import Connection

from feedmill import publishing
from feedmill.config import Settings
from feedmill.errors import NotFound, UsageError
from feedmill.pipeline.catalogue import Source, catalogue, id_for, parse_own
from feedmill.sources.web.addresses import host_of
from feedmill.store import sources

LARGEST_LIST = 5 << 20
MOST_IMPORTED = 5_000

_BLOCK = re.compile(r"(?m)^[ \t]*\[\[sources\]\]")
_HEAD = "# Your own web sources; feedmill sources add|enable|disable|remove writes here, and so may you.\n"


class Subscriptions:
    """The sources of a desk, and the file in which its user's choices are kept.

    Raises ConfigError when a list is faulty, UsageError when the file cannot be written.
    """

    def __init__(self, settings: Settings) -> None:
        self._file = settings.own_sources
        self._settings = settings
        self.listed = catalogue(settings)

    @property
    def file(self) -> Path:
        """Where the user's choices are kept."""
        return self._file

    def get(self, id: str) -> Source:
        """A source by id. Raises NotFound."""
        if id not in self.listed:
            raise NotFound(f'There is no source "{id}". The list: feedmill sources --all')
        return self.listed[id]

    def restriction(self, url: str) -> str | None:
        """By which law the outlet at an address may not be republished, as far as our list knows."""
        host = host_of(url).removeprefix("www.")
        for source in (one for one in self.listed.values() if one.restricted):
            theirs = host_of(source.url).removeprefix("www.")
            if host and (host == theirs or host.endswith(f".{theirs}")):
                return source.restricted
        return None

    def add(self, values: Mapping[str, str | bool]) -> str:
        """Add a source; gives its id. Raises UsageError when its address or id is listed already."""
        return self.add_all([values])[0]

    def add_all(self, entries: Iterable[Mapping[str, str | bool]]) -> list[str]:
        """Add sources, all or none; gives their ids. Raises UsageError when an address or id is listed already."""
        ids, twins = dict.fromkeys(self.listed), {one.url: one.id for one in self.listed.values()}
        blocks: list[str] = []
        added: list[str] = []
        for values in entries:
            url = str(values["url"])
            if url in twins:
                raise UsageError(
                    f'That address is listed already, as "{twins[url]}": feedmill sources enable {twins[url]}'
                )
            id = str(values.get("id") or id_for(url, ids))
            if id in ids or id == "seeds":
                raise UsageError(f'There is a source "{id}" already; choose another id with --id.')
            ids[id], twins[url] = None, id
            added.append(id)
            blocks.append(_block({"id": id, **{key: value for key, value in values.items() if key != "id"}}))
        if blocks:
            self._save("\n".join([self._text(), *blocks]))
        return added

    @property
    def suggested(self) -> list[Source]:
        """The set for beginners, as far as it may be republished."""
        return [one for one in self.listed.values() if one.suggested and not one.restricted]

    def take_up_suggested(self) -> list[str]:
        """Switch on what is suggested and still off; gives its ids. What the configuration itself lists stays as it
        says. Raises UsageError when the file cannot be written."""
        waiting = [one.id for one in self.suggested if not one.enabled and one.told_by != "configuration"]
        if waiting:
            self.switch(waiting, on=True)
        return waiting

    def switch(self, ids: Iterable[str], on: bool) -> None:
        """Switch sources on or off. Raises NotFound, and UsageError for what the configuration itself lists."""
        text = self._text()
        for id in ids:
            if self.get(id).told_by == "configuration":
                raise UsageError(f'"{id}" stands in {self._settings.file}; change it there.')
            text = _with_switch(text, id, on)
        self._save(text)

    def remove(self, id: str) -> None:
        """Take an own source out of the file. Raises NotFound, and UsageError for what is not the user's own."""
        self.get(id)
        blocks = _blocks(self._text())
        kept = [block for block in blocks if _id_of(block) != id]
        if len(kept) == len(blocks):
            raise UsageError(f'"{id}" is not in {self._file}; switch it off instead: feedmill sources disable {id}')
        self._save("".join(kept))

    def _text(self) -> str:
        try:
            return self._file.read_text("utf-8-sig")
        except FileNotFoundError:
            return _HEAD
        except (OSError, UnicodeDecodeError) as fault:
            raise UsageError(f"{self._file} cannot be read: {fault}.") from fault

    def _save(self, text: str) -> None:
        parse_own(text, self._file)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            publishing.write_if_changed(self._file.parent, self._file.name, text.encode())
        except OSError as fault:
            raise UsageError(f"{self._file} cannot be written: {fault.strerror or fault}.") from fault
        self.listed = catalogue(self._settings)


def revive(conn: Connection, ids: Iterable[str]) -> None:
    """Ask again what was gone for good, because its owner switched it on."""
    for id in ids:
        watch = sources.watch(conn, id)
        if watch is not None and watch.gone:
            sources.forget(conn, id)


def read_opml(file: Path) -> list[tuple[str, str]]:
    """The feeds of a subscription list: address and title, each once. Raises UsageError when it is none."""
    try:
        if file.stat().st_size > LARGEST_LIST:
            raise UsageError(f"{file} is larger than {LARGEST_LIST >> 20} MiB.")
        content = file.read_bytes()
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}.") from fault
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UsageError(f"{file} is no subscription list (OPML): {fault}.") from fault
    if root is None or str(root.tag).lower() != "opml":
        raise UsageError(f"{file} is no subscription list (OPML).")
    feeds: dict[str, str] = {}
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if url.startswith(("http://", "https://")) and len(feeds) < MOST_IMPORTED:
            feeds.setdefault(url, " ".join((outline.get("title") or outline.get("text") or "").split())[:200])
    return list(feeds.items())


def _blocks(text: str) -> list[str]:
    """What stands before the first source, then each source."""
    places = [0, *(match.start() for match in _BLOCK.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def _id_of(block: str) -> str | None:
    if not _BLOCK.match(block):
        return None
    found = tomllib.loads(block)["sources"][0].get("id")
    return str(found) if found else None


def _with_switch(text: str, id: str, on: bool) -> str:
    """The text with one source switched; where it has no entry yet, it gets one on top of the shipped one."""
    line = f"enabled = {str(on).lower()}"
    blocks = _blocks(text)
    for number, block in enumerate(blocks):
        if _id_of(block) == id:
            changed, times = re.subn(r"(?m)^[ \t]*enabled[ \t]*=.*$", line, block, count=1)
            blocks[number] = changed if times else block.rstrip("\n") + f"\n{line}\n"
            return "".join(blocks)
    return text + "\n" + _block({"id": id, "enabled": on})


def _block(values: Mapping[str, str | bool]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value != ""]
    return "\n".join(["[[sources]]", *lines]) + "\n"


def _value(value: str | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    plain = "".join(mark for mark in value if mark.isprintable())
    return json.dumps(plain, ensure_ascii=False)
