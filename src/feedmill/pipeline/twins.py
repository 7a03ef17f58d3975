"""Whose an address is: none is asked twice in a round, however many sources name it or are led to it."""

from __future__ import annotations

from collections.abc import Iterable

from feedmill.pipeline.catalogue import Source
from feedmill.schedule import Watch
from feedmill.sources.web import Failure
from feedmill.sources.web.addresses import host_of, plain


class Addresses:
    """The addresses of all sources that are on. An address belongs to the source that states it, else to the one that
    is asked there now, else to the one that is moving there; among equals to the first of the list."""

    def __init__(self, watched: Iterable[tuple[Source, Watch]] = ()) -> None:
        self._owners: dict[str, str] = {}
        listed = list(watched)
        self._give((source.id, source.url) for source, _ in listed)
        self._give((source.id, watch.url) for source, watch in listed)
        self._give((source.id, watch.moving_to) for source, watch in listed if watch.moving_to)

    def _give(self, claims: Iterable[tuple[str, str]]) -> None:
        for source, url in claims:
            self._owners.setdefault(plain(url), source)

    def twin(self, source: str, url: str) -> Failure | None:
        """Why a source is not asked at an address: another one is. None when nobody else is. Any thread may ask."""
        owner = self._owners.get(plain(url), source)
        if owner == source:
            return None
        return Failure(
            reason="twin",
            detail=f'Its address is, or leads to, {url[:200]}, where the source "{owner}" is asked already.',
            remedy=f"Keep one of the two: feedmill sources disable {source}",
            host=host_of(url),
        )
