"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence

from feedmill.model import Channel
from feedmill.rendering.generator import add_item, generator_for
from feedmill.rendering.items import Item

MEDIA_TYPE = "application/atom+xml"


def render(channel: Channel, items: Sequence[Item]) -> bytes:
    """The channel and its items as an Atom file, UTF-8, indented."""
    feed = generator_for(channel, items, "atom", MEDIA_TYPE)
    for item in items:
        entry = add_item(feed, item)
        if item.summary:
            entry.summary(item.summary, type="text")
        named = item.authors or ((item.publisher,) if item.publisher else ())
        if named:
            entry.author([{"name": name} for name in named])
    rendered: bytes = feed.atom_str(pretty=True)
    return rendered
