"""Reading the settings: the file, the environment, the command line; every fault with its place."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parse_errors.source_map import locate_pointer
from pydantic import BaseModel, ConfigDict, ValidationError

from feedmill.config.settings import DeclaredFeed, Paths, Settings, Site, WebSource
from feedmill.config.wording import told
from feedmill.errors import ConfigError, Fault, UsageError

ENV_PREFIX = "FEEDMILL_"
FILE_NAME = "feedmill.toml"


class Overrides(BaseModel):
    """What the command line says, stronger than everything else; paths relative to the current folder."""

    model_config = ConfigDict(frozen=True)

    config: Path | None = None
    seeds: Path | None = None
    feeds: Path | None = None
    database: str | None = None
    listen: str | None = None

    @property
    def any_path(self) -> bool:
        """Whether a folder or database was named, so that no configuration file is needed."""
        return any(value is not None for value in (self.seeds, self.feeds, self.database))


def find_file(overrides: Overrides, environ: Mapping[str, str], cwd: Path) -> Path | None:
    """The configuration file that applies, or None. Raises UsageError when ``--config`` names no file."""
    if overrides.config is not None:
        chosen = cwd / overrides.config
        if not chosen.is_file():
            raise UsageError(f"There is no configuration file {overrides.config}.")
        return chosen
    home = Path(environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME", "/")) / ".config")
    places = (cwd / FILE_NAME, home / "feedmill" / FILE_NAME, Path("/etc/feedmill") / FILE_NAME)
    return next((place for place in places if place.is_file()), None)


def load(overrides: Overrides, environ: Mapping[str, str] = os.environ, cwd: Path | None = None) -> Settings:
    """Read, merge and check everything.

    Raises :class:`ConfigError` with every fault, :class:`UsageError` when ``--config`` names no file or
    ``--listen`` is not HOST:PORT.
    """
    cwd = cwd or Path.cwd()
    file = find_file(overrides, environ, cwd)
    text = _read(file) if file else ""
    stated = _parse(text, file)
    from_env = _from_environment(environ)
    base = file.parent if file else cwd
    _anchor(stated, base)
    _anchor(from_env.values, cwd)
    merged = _merge(stated, from_env.values)
    faults = list(from_env.faults)
    if merged.pop("file", None) is not None:  # ours, not a key
        faults.append(Fault(str(file), _line(text, ("file",), file), 'unknown key "file"'))
    try:
        settings = Settings.model_validate(merged)
    except ValidationError as fault:
        faults += [_fault(error, text, file, from_env.names) for error in fault.errors()]
    if faults:
        raise ConfigError(sorted(faults, key=lambda f: (f.file, f.line or 0)))
    resolved = _resolve(settings, overrides, base, cwd, file)
    _apart(resolved)
    return resolved


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([Fault(str(file), None, f"cannot be read as UTF-8 text: {fault}")]) from fault


def _parse(text: str, file: Path | None) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        stated = re.search(r"at line (\d+)", str(fault))
        line = int(stated[1]) if stated else len(text.splitlines())  # "at end of document"
        raise ConfigError([Fault(str(file), line, f"not valid TOML: {fault}")]) from fault


class _FromEnvironment(BaseModel):
    values: dict[str, Any]
    names: dict[tuple[str, ...], str]
    faults: list[Fault]


def _from_environment(environ: Mapping[str, str]) -> _FromEnvironment:
    found = _FromEnvironment(values={}, names={}, faults=[])
    for name, value in sorted(environ.items()):
        if not name.startswith(ENV_PREFIX):
            continue
        section, _, key = name.removeprefix(ENV_PREFIX).lower().partition("__")
        model = _section_model(section)
        if model is None or key not in model.model_fields:
            known = [f"{ENV_PREFIX}{s}__{k}".upper() for s in Settings.model_fields for k in _keys_of(s)]
            found.faults.append(Fault(name, None, "names no setting" + _did_you_mean(name, known)))
            continue
        many = str(model.model_fields[key].annotation).startswith("tuple")
        found.values.setdefault(section, {})[key] = (
            [v.strip() for v in value.split(",") if v.strip()] if many else value
        )
        found.names[(section, key)] = name
    return found


def _section_model(name: str) -> type[BaseModel] | None:
    field = Settings.model_fields.get(name)
    kind = field.annotation if field else None
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _keys_of(section: str) -> list[str]:
    model = _section_model(section)
    return list(model.model_fields) if model else []


def _merge(stated: dict[str, Any], stronger: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(stated)
    for section, values in stronger.items():
        below = merged.get(section)
        merged[section] = {**below, **values} if isinstance(below, dict) else values
    return merged


def _fault(error: Any, text: str, file: Path | None, names: Mapping[tuple[str, ...], str]) -> Fault:
    place = tuple(str(part) for part in error["loc"])
    key = ".".join(place)
    if error["type"] == "extra_forbidden":
        message = f'unknown key "{place[-1]}"' + _did_you_mean(place[-1], _siblings(place))
    elif error["type"] == "missing":
        message = f'"{key}" is missing'
    elif error["type"] == "tuple_type" and key in ("feed", "sources"):
        message = f"{key}: is written as [[{key}]] blocks"
    else:
        message = f"{key}{_shown(error['input'])}: {told(error)}"
    if place[:2] in names:
        return Fault(names[place[:2]], None, message)
    return Fault(str(file), _line(text, place, file), message)


def _shown(value: object) -> str:
    """A value as its file has it; nothing for a table, whose lines stand there."""
    if isinstance(value, dict) or (isinstance(value, list | tuple) and any(isinstance(one, dict) for one in value)):
        return ""
    return f" = {json.dumps(value, ensure_ascii=False, default=str)}"


def place_of(settings: Settings, *place: str) -> tuple[str, int | None]:
    """The file and line of a key of the settings that were read, for faults that only later stages can see."""
    file = settings.file
    return str(file or "the settings"), _line(_read(file), place, file) if file else None


def _line(text: str, place: tuple[str, ...], file: Path | None) -> int | None:
    if file is None:
        return None
    try:
        entry = locate_pointer(text, "toml", "/" + "/".join(place))
    except Exception:  # noqa: BLE001  (a young library outside its public names: without it, faults lose their line)
        return None
    where = entry and (entry.key_start or entry.value_start)
    return where.line + 1 if where else None


def _siblings(place: tuple[str, ...]) -> list[str]:
    if len(place) == 1:
        return [name for name in Settings.model_fields if name != "file"]
    if place[0] in ("sources", "feed"):
        return list((WebSource if place[0] == "sources" else DeclaredFeed).model_fields)
    return _keys_of(place[0])


def _did_you_mean(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def _anchor(stated: dict[str, Any], base: Path) -> None:
    """Make the file's relative paths absolute before the environment, whose paths are relative to elsewhere."""
    for section, key in (("paths", "seeds"), ("paths", "feeds"), ("paths", "state"), ("paths", "decisions"),
                         ("beat", "overlay")):  # fmt: skip
        table = stated.get(section)
        if isinstance(table, dict) and isinstance(table.get(key), str):
            table[key] = str(base / table[key])
    paths, beat = stated.get("paths"), stated.get("beat")
    if isinstance(paths, dict) and isinstance(paths.get("database"), str) and paths["database"]:
        paths["database"] = _database(paths["database"], base)
    if isinstance(beat, dict) and isinstance(beat.get("name"), str) and "/" in beat["name"]:
        beat["name"] = str(base / beat["name"])


def _database(stated: str, base: Path) -> str:
    """An SQLAlchemy URL as it is; a plain path, or the path in a relative SQLite URL, anchored at ``base``."""
    if stated.startswith("sqlite:///"):
        return "sqlite:///" + str(base / stated.removeprefix("sqlite:///"))
    return stated if "://" in stated else str(base / stated)


def _resolve(settings: Settings, overrides: Overrides, base: Path, cwd: Path, file: Path | None) -> Settings:
    paths = settings.paths
    overlay = settings.beat.overlay
    return settings.model_copy(
        update={
            "paths": Paths(
                seeds=_absolute(overrides.seeds, paths.seeds, cwd, base),
                feeds=_absolute(overrides.feeds, paths.feeds, cwd, base),
                state=_absolute(None, paths.state, cwd, base),
                decisions=_absolute(None, paths.decisions, cwd, base),
                database=_database(overrides.database or paths.database, cwd)
                if (overrides.database or paths.database)
                else "",
            ),
            "beat": settings.beat.model_copy(update={"overlay": base / overlay if overlay else None}),
            "site": _listening(settings.site, overrides.listen),
            "file": file,
        }
    )


_HARM = {
    "seeds": "documents in it would be served to everybody, and what is written is not read",
    "state": "the database in it would be served to everybody",
}


def _apart(settings: Settings) -> None:
    """Raise ConfigError for what lies inside the feeds folder, which is served, or is it; through links too.

    The other way round is fine: what feedmill writes inside the watched folder is not read.
    """
    paths = settings.paths
    served = paths.feeds.resolve()
    faults = []
    for name, folder in (("seeds", paths.seeds), ("state", paths.state)):
        if folder.resolve().is_relative_to(served):
            place = place_of(settings, "paths", name)
            faults.append(Fault(*place, f"paths.{name} ({folder}) is, or is inside, paths.feeds: {_HARM[name]}"))
    if paths.state.resolve() == paths.seeds.resolve():
        place = place_of(settings, "paths", "state")
        faults.append(Fault(*place, f"paths.state is paths.seeds ({paths.seeds}): what is written is not read"))
    if faults:
        raise ConfigError(faults)


def _absolute(stronger: Path | None, stated: Path, cwd: Path, base: Path) -> Path:
    chosen = cwd / stronger.expanduser() if stronger is not None else base / stated.expanduser()
    return Path(os.path.abspath(chosen))  # noqa: PTH100  (resolve() would follow a link that may be moved later)


def _listening(site: Site, listen: str | None) -> Site:
    """Apply ``--listen``; an address that nobody stated follows the host and port."""
    host, port = site.host, site.port
    if listen is not None:
        name, colon, number = listen.rpartition(":")
        if not colon or not number.isdigit() or int(number) > 65535:
            raise UsageError(f'--listen wants HOST:PORT, such as 127.0.0.1:8080, not "{listen}".')
        host, port = name.strip("[]") or "127.0.0.1", int(number)
    base_url = site.base_url
    if "base_url" not in site.model_fields_set:
        base_url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    return site.model_copy(update={"host": host, "port": port, "base_url": base_url})
