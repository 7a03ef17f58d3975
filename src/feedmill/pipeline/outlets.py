"""Whose eyes an outlet sees with: what the user's sources say, then the beat's list of sources, by address and name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from feedmill.config import Settings
from feedmill.model import Article

_BRACKETS = re.compile(r"[(（]([^()（）\n]{2,40})[)）]")
_FIRST_LINE = 120
LEAST = 4
"""Letters that a name needs to be recognised by its beginning ("Xinhua", of "Xinhua English")."""


class Outlets:
    """The views of outlets: by source id, by host of the article's address, by name of publisher or agency."""

    def __init__(self, lists: Sequence[str] = (), own: Mapping[str, str] | None = None) -> None:
        self._own = own or {}
        self._names: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        for table in map(_read, lists):
            named = ((name, view) for view, names in table.get("views", {}).items() for name in names)
            for name, view in named:
                self._names.setdefault(_letters(name), view)
            for source in table.get("sources", ()):
                self._add(source.get("url", ""), source.get("title", ""), source.get("view", "unknown"))

    def _add(self, url: str, title: str, view: str) -> None:
        self._hosts.setdefault(_site(url), view)
        for name in title.split(" / "):
            self._names.setdefault(_letters(name), view)

    def view_of(self, article: Article, source: str) -> str:
        """The view of the outlet that ran an article; "unknown" when nobody says."""
        return next(self._views(article, source), "unknown")

    def credits_another(self, article: Article) -> bool:
        """Whether somebody else than its publisher wrote an article: an agency, as read from it, or a known outlet
        named as its author or in the brackets of its first line ("HARBIN (Xinhua) --")."""
        own = _letters(article.publisher or "")
        if article.agency and _letters(article.agency) != own:
            return True
        named = map(_letters, (*article.authors, *_BRACKETS.findall(article.text[:_FIRST_LINE])))
        return any(name in self._names and name != own for name in named)

    def _views(self, article: Article, source: str) -> Iterator[str]:
        if self._own.get(source, "unknown") != "unknown":
            yield self._own[source]
        host = (urlsplit(article.url or "").hostname or "").split(".")
        yield from (view for at in range(len(host) - 1) if (view := self._hosts.get(".".join(host[at:]))))
        for name in filter(None, (article.publisher, article.agency)):
            letters = _letters(name)
            begun = (view for known, view in self._names.items() if len(letters) >= LEAST and known.startswith(letters))
            yield from (view for view in (self._names.get(letters), next(begun, None)) if view)


def _read(listed: str) -> Mapping[str, Any]:
    """A list of sources; one with a slip of the pen tells nothing here, the check of sources tells the slip."""
    try:
        return tomllib.loads(listed)
    except tomllib.TOMLDecodeError:
        return {}


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _site(url: str) -> str:
    """The host without what only tells the service it runs on."""
    host = urlsplit(url).hostname or ""
    first, _, rest = host.partition(".")
    return rest if first in {"www", "feeds", "rss", "export"} and "." in rest else host


def outlets_of(settings: Settings, files: Mapping[str, str]) -> Outlets:
    """The outlets of a desk, by its settings and the files of its beat, the user's before the beat's."""
    lists = [files[name] for name in ("overlay/sources.toml", "sources.toml") if name in files]
    return Outlets(lists, {source.id: source.view for source in settings.sources})
