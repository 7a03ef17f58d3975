"""RSS 2.0 (https://www.rssboard.org/rss-specification) with dc:creator, content:encoded and an atom self link."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from feedmill.model import Channel
from feedmill.rendering.generator import add_item, generator_for
from feedmill.rendering.items import Item

MEDIA_TYPE = "application/rss+xml"


def render(channel: Channel, items: Sequence[Item]) -> bytes:
    """The channel and its items as an RSS file, UTF-8, indented."""
    feed = generator_for(channel, items, "rss", MEDIA_TYPE)
    for item in items:
        entry = add_item(feed, item)
        if item.summary:
            # A description is HTML: the summary is escaped once more than in Atom, where it is text.
            entry.description(escape(item.summary, quote=False))
        if item.site and item.publisher:
            entry.source(url=item.site, title=item.publisher)
    rendered: bytes = feed.rss_str(pretty=True)
    return rendered
