"""The settings: one frozen value, a section each for what is where, what is judged, how it is served."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from feedmill.model import View

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
SHORTEST_KEPT = timedelta(days=30)
"""What is younger can still gain copies and follow-ups, or stand in its source's list."""

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


def parse_duration(value: object) -> object:
    """Turn "90s", "5m", "2h", "1d" or a number of seconds into a :class:`timedelta`, not negative.

    Raises ValueError (pydantic turns it into a fault) for anything else.
    """
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(str(value).strip())
    if match:
        seconds = float(match[1]) * _UNITS[match[2]]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
    else:
        raise ValueError('a duration is written like "90s", "5m", "2h" or "1d"')
    return timedelta(seconds=seconds)


def _keeping(value: object) -> object:
    """ "forever", or a duration: nothing that feeds, stories or sources still look back on may go."""
    if value is None or str(value).strip() == "forever":
        return None
    age = parse_duration(value)
    if isinstance(age, timedelta) and age < SHORTEST_KEPT:
        raise ValueError(f'must be "forever" or at least "{SHORTEST_KEPT.days}d"')
    return age


def _lasting(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError("a duration must be longer than nothing")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError('must be an absolute address such as "https://feeds.example.org", without query')
    return value.rstrip("/")


def _source_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme.lower() not in ("http", "https") or not parts.hostname):
        raise ValueError('must be the address of a site or feed, such as "https://news.example.org/feed"')
    return value


def _language(value: str) -> str:
    if not re.fullmatch("[a-z]{2}", value):
        raise ValueError('a language has two letters, such as "en", "ru" or "zh" (ISO 639-1)')
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError(f'unknown time zone "{value}"; use a name such as "Europe/Berlin" or "UTC"') from fault
    return value


def _private_address(value: str) -> str:
    host, colon, port = value.rpartition(":")
    name = host.strip("[]") if host.startswith("[") or host.count(":") == 0 else ""
    if not name or not colon or not port.isdigit() or not 0 < int(port) < 65536 or re.search(r"[\s/@*]", name):
        raise ValueError(f'"{value}" is not an exact host:port such as "127.0.0.1:8765"')
    return value


def _source_id(value: str) -> str:
    if value == "seeds":
        raise ValueError('"seeds" is the watched folder; choose another id')
    return value


RESERVED = frozenset(
    {"all", "arrivals", "borderline", "developments", "health", "feeds", "index", "search", "archive", "articles"}
)
"""Names in the feeds folder that are taken; topics of the beat are taken too."""


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 60:
        raise ValueError('must be a name such as "gas-in-russian": lower-case letters, digits and single hyphens')
    if value in RESERVED:
        raise ValueError("names a feed that is always there; choose another name")
    return value


def _one_name_each(feeds: tuple[DeclaredFeed, ...]) -> tuple[DeclaredFeed, ...]:
    if twice := _repeated(one.slug for one in feeds):
        raise ValueError(f"two feeds are called {twice}")
    return feeds


def _one_id_each(sources: tuple[WebSource, ...]) -> tuple[WebSource, ...]:
    if twice := _repeated(one.id for one in sources if one.id):
        raise ValueError(f"two sources have the id {twice}; the second would take the place of the first")
    return sources


def _repeated(names: Iterable[str]) -> str:
    return ", ".join(sorted(name for name, times in Counter(names).items() if times > 1))


Span = Annotated[timedelta, BeforeValidator(parse_duration)]
"""A duration that may be nothing."""
Duration = Annotated[Span, AfterValidator(_lasting)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Language = Annotated[str, AfterValidator(_language)]


class _Section(BaseModel):
    """A table of the file: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _switches_are_no_numbers(cls, value: object, info: ValidationInfo) -> object:
        """pydantic takes true for 1: ``port = true`` would be the first port."""
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation is not bool:
            raise ValueError("is not something that can be true or false")
        return value


class Paths(_Section):
    """Where things are. ``database`` is empty for SQLite in the state folder, else an SQLAlchemy URL or a file.
    ``decisions`` is the file of what editors decided."""

    seeds: Path = Path("seeds")
    feeds: Path = Path("feeds")
    state: Path = Path("state")
    database: str = ""
    decisions: Path = Path("decisions.toml")


class BeatChoice(_Section):
    """Which beat: a built-in name or a folder; ``overlay`` is a folder whose files go on top of it."""

    name: str = "china_russia"
    overlay: Path | None = Path("beat")


class Site(_Section):
    """How the world reaches the service. ``base_url`` is what feeds link to; ``token`` opens what is not public."""

    base_url: WebAddress = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    token: str = ""
    title: str = "feedmill"


class Feeds(_Section):
    """``entries``: stories a feed. ``content``: "auto" gives full text while ``base_url`` is loopback or private.

    ``languages``: ISO 639-1, best first: in which of its languages a story speaks; none is preferred by default.
    ``entry_ids``: "story" gives a story one id in every feed (RFC 4287); "per-feed" is for readers that show an id
    in one of their feeds only.
    """

    entries: int = Field(default=100, ge=1, le=1000)
    languages: tuple[Language, ...] = ()
    content: Literal["auto", "full", "summary"] = "auto"
    entry_ids: Literal["story", "per-feed"] = "story"


class DeclaredFeed(_Section):
    """A feed of the user's own: the accepted stories that pass every stated condition; an empty one is none.

    ``topics`` and ``languages`` are those of the story as it is shown, ``views`` and ``sources`` those of any of its
    articles. ``one_topic_per_story``: a story counts for its best topic only.
    """

    slug: Annotated[str, AfterValidator(_slug)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    topics: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    views: tuple[View, ...] = ()
    sources: tuple[str, ...] = ()
    one_topic_per_story: bool = False


class Schedule(_Section):
    """``scan``: full look at the folder; ``settle``: between the two looks at a file that must agree before it is
    taken; ``poll``, ``spread``, ``floor``: web sources; ``timezone``: pages only."""

    scan: Duration = timedelta(seconds=60)
    settle: Duration = timedelta(seconds=2)
    poll: Duration = timedelta(minutes=60)
    spread: Span = timedelta(minutes=5)
    floor: Span = timedelta(minutes=5)
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"

    @model_validator(mode="after")
    def _floor_below_poll(self) -> Schedule:
        if self.floor > self.poll:
            raise ValueError("schedule.floor must not be longer than schedule.poll, the usual distance")
        return self


class Keep(_Section):
    """``articles``: how long after its first sight an article is kept that no feed shows any more; None: for ever."""

    articles: Annotated[timedelta | None, BeforeValidator(_keeping)] = None


class Reading(_Section):
    """Bounds on one document: reader processes (0: one a core), wall-clock time, address space, size in bytes."""

    workers: int = Field(default=0, ge=0, le=64)
    timeout: Duration = timedelta(seconds=20)
    memory: int = Field(default=2 * 1024**3, ge=512 * 1024**2)
    max_bytes: int = Field(default=20 * 1024**2, ge=1024)


class Fetch(_Section):
    """``contact`` goes into the User-Agent, so that publishers can write to somebody; ``allow`` lists private
    ``host:port`` that may be fetched."""

    contact: str = ""
    allow: tuple[Annotated[str, AfterValidator(_private_address)], ...] = ()


class WebSource(_Section):
    """A source on the web."""

    url: Annotated[str, AfterValidator(_source_address)]
    id: Annotated[str, AfterValidator(_source_id)] = ""
    kind: Literal["auto", "feed", "listing", "page", "sitemap"] = "auto"
    outlet: str = ""
    language: str | None = None
    view: View = "unknown"
    full_text: Literal["never", "when-short", "always"] = "when-short"
    reuse: str = ""
    enabled: bool = True


class OwnSource(WebSource):
    """An entry of the user's own sources.toml; with only the ``id`` of a shipped source it goes on top of that."""

    url: Annotated[str, AfterValidator(_source_address)] = ""

    @model_validator(mode="after")
    def _named(self) -> OwnSource:
        if not self.url and not self.id:
            raise ValueError("a source needs a url, or the id of one that ships with the beat")
        return self


class Settings(_Section):
    """Everything feedmill was told, resolved: paths are absolute. ``file`` is where it was read, if anywhere."""

    paths: Paths = Paths()
    beat: BeatChoice = BeatChoice()
    site: Site = Site()
    feeds: Feeds = Feeds()
    schedule: Schedule = Schedule()
    keep: Keep = Keep()
    reading: Reading = Reading()
    fetch: Fetch = Fetch()
    sources: Annotated[tuple[WebSource, ...], AfterValidator(_one_id_each)] = ()
    feed: Annotated[tuple[DeclaredFeed, ...], AfterValidator(_one_name_each)] = ()
    file: Path | None = None

    @property
    def own_sources(self) -> Path:
        """The file of the user's own web sources: beside the configuration, else in the state folder."""
        return (self.file.parent if self.file else self.paths.state) / "sources.toml"

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the database."""
        stated = self.paths.database
        if "://" in stated:
            return stated
        return f"sqlite:///{stated or self.paths.state / 'feedmill.sqlite3'}"

    @property
    def database_file(self) -> Path | None:
        """Where an SQLite database is; None for one on a server."""
        scheme, _, file = self.database_url.partition(":///")
        return Path(file) if scheme == "sqlite" else None

    @property
    def shown_database(self) -> str:
        """The database for people and logs: without its password."""
        return re.sub(r"(?<=://)([^/@:]*):[^/@]*@", r"\1:***@", self.database_url)

    @property
    def full_text(self) -> bool:
        """Whether feeds carry full texts: as told, else only where no stranger can read them."""
        if self.feeds.content != "auto":
            return self.feeds.content == "full"
        return _is_private(urlsplit(self.site.base_url).hostname or "")


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
