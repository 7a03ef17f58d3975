"""Entries to bytes: feeds in three formats, the subscription list, and the pages of the feeds folder.

Everything here is a pure function of its arguments: no clock, locale, time zone or file decides a byte, so that
equal values always give equal files (docs/feeds.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from feedmill.model import Channel, Entry
from feedmill.rendering import atom, jsonfeed, rss
from feedmill.rendering.health import Trouble, render_health
from feedmill.rendering.items import Item, items_of
from feedmill.rendering.opml import render_opml
from feedmill.rendering.pages import render_article_page, render_index, stylesheet

__all__ = [
    "RENDERER_VERSION",
    "Trouble",
    "render_article_page",
    "render_feed",
    "render_feeds",
    "render_health",
    "render_index",
    "render_opml",
    "stylesheet",
]

RENDERER_VERSION = 4
"""Rises when equal values give other bytes than before, so that everything published is rendered anew."""

Format = Literal["rss", "atom", "json"]
_FORMATS: dict[Format, Callable[[Channel, Sequence[Item]], bytes]] = {
    "rss": rss.render,
    "atom": atom.render,
    "json": jsonfeed.render,
}


def render_feed(channel: Channel, entries: Sequence[Entry], format: Format) -> bytes:
    """A feed file as UTF-8 bytes: RSS 2.0, Atom 1.0 (RFC 4287) or JSON Feed 1.1.

    The order of ``entries`` does not matter: they are shown newest first by the channel's ``dated_by``, ties by id,
    and one entry for an id. Content is made safe whatever it is: a hostile or damaged entry never breaks the feed.
    """
    return _FORMATS[format](channel, items_of(channel, entries))


def render_feeds(channel: Channel, entries: Sequence[Entry]) -> dict[Format, bytes]:
    """The feed in all three formats, as :func:`render_feed` gives each."""
    items = items_of(channel, entries)
    return {format: render(channel, items) for format, render in _FORMATS.items()}
