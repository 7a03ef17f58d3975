"""The web sources of a desk: those that ship with the beat, the user's own on top, the configuration on top of both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import ValidationError

from feedmill.config import OwnSource, Settings, WebSource
from feedmill.config.wording import told
from feedmill.errors import ConfigError, Fault
from feedmill.model import View
from feedmill.pipeline.desk import beat_files

Kind = Literal["auto", "feed", "listing", "page", "sitemap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source on the web as it is configured.

    ``told_by`` says who lists it: "shipped" with the beat, the user's "own" file, the "configuration". ``note`` is on
    licence and quirks; ``restricted`` says by which law its outlet may not be republished; ``reuse`` names the licence
    under which its full text may be passed on ("CC BY 4.0"), empty for none; ``suggested``: part of the set for
    beginners.
    """

    id: str
    url: str
    kind: Kind = "auto"
    outlet: str = ""
    language: str | None = None
    view: View = "unknown"
    full_text: Literal["never", "when-short", "always"] = "when-short"
    enabled: bool = False
    note: str = ""
    restricted: str | None = None
    reuse: str = ""
    suggested: bool = False
    told_by: Literal["shipped", "own", "configuration"] = "shipped"


_NAMES = frozenset(field.name for field in fields(Source)) - {"told_by"}
_OTHER_NAMES = {"title": "outlet", "eu_restricted": "restricted"}


def catalogue(settings: Settings) -> dict[str, Source]:
    """Every source by id, the order of the lists kept. Raises BeatError, ConfigError."""
    files = beat_files(settings)
    found: dict[str, Source] = {}
    for name in ("sources.toml", "overlay/sources.toml"):
        for entry in _entries(files.get(name, ""), name):
            _lay(found, {_OTHER_NAMES.get(key, key): value for key, value in entry.items()}, "shipped")
    for own in own_sources(settings.own_sources):
        _lay(found, _stated(own), "own")
    for configured in settings.sources:
        _lay(found, _stated(configured), "configuration")
    return found


def own_sources(file: Path) -> list[OwnSource]:
    """The entries of the user's own file; none when there is no file. Raises ConfigError with every fault."""
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([Fault(str(file), None, f"cannot be read as UTF-8 text: {fault}")]) from fault
    return list(parse_own(text, file))


def parse_own(text: str, file: Path) -> Iterator[OwnSource]:
    """The entries of such a file's text. Raises ConfigError with every fault."""
    faults: list[Fault] = []
    read: list[OwnSource] = []
    for number, entry in enumerate(_entries(text, str(file)), start=1):
        try:
            read.append(OwnSource.model_validate(entry))
        except ValidationError as fault:
            faults += [Fault(str(file), None, f"source {number}: {_told(one)}") for one in fault.errors()]
    if faults:
        raise ConfigError(faults)
    return iter(read)


def id_for(url: str, taken: Mapping[str, object]) -> str:
    """An id made of the host, with a number where it is taken."""
    host = (urlsplit(url).hostname or "source").removeprefix("www.")
    plain = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-") or "source"
    number = 1
    while (chosen := plain if number == 1 else f"{plain}-{number}") in taken or chosen == "seeds":
        number += 1
    return chosen


def reusable(settings: Settings) -> frozenset[str]:
    """The sources whose full text may be passed on to everybody. Raises BeatError, ConfigError."""
    return frozenset(one.id for one in catalogue(settings).values() if one.reuse and not one.restricted)


@lru_cache(maxsize=4)
def _parsed(text: str) -> dict[str, Any]:
    """The lists are looked at several times in a pass, and hardly ever change."""
    return tomllib.loads(text)


def _entries(text: str, file: str) -> list[dict[str, Any]]:
    try:
        entries = _parsed(text).get("sources", [])
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError([Fault(file, None, f"not valid TOML: {fault}")]) from fault
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError([Fault(file, None, "sources are written as [[sources]] blocks")])
    return entries


def _stated(told: WebSource) -> dict[str, Any]:
    stated = {name: getattr(told, name) for name in told.model_fields_set}
    return {"enabled": True, **stated} if "url" in stated else stated


def _lay(
    found: dict[str, Source], entry: Mapping[str, Any], told_by: Literal["shipped", "own", "configuration"]
) -> None:
    """Put an entry on top of what is known under its id; one that has neither is left out."""
    values = {name: value for name, value in entry.items() if name in _NAMES}
    if values.get("id"):
        known = found.get(str(values["id"]))
    else:
        known = next((one for one in found.values() if one.url == values.get("url")), None)
    if values.get("view") not in (None, *get_args(View)):
        values["view"] = "unknown"
    if known is not None:
        found[known.id] = replace(known, **{**values, "id": known.id}, told_by=told_by)
    elif values.get("url"):
        chosen = str(values.get("id") or "") or id_for(str(values["url"]), found)
        found[chosen] = Source(**{**values, "id": chosen}, told_by=told_by)


def _told(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f'unknown key "{key}"'
    return f"{key}: {told(error)}".removeprefix(": ")
