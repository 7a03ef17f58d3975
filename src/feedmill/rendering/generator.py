"""feedgen 1.0.0 and what it needs to give valid feeds that never change by themselves.

Every work-around was measured (docs/decisions.md):

* its RFC 2822 dates switch the locale of the whole process and back, which corrupts text that other threads encode
  meanwhile; :func:`email.utils.format_datetime` gives the same bytes without;
* without ``updated`` it stamps the feed with the present moment;
* entries are prepended unless appended; the *last* link becomes the RSS channel's, so the alternate comes last;
* an Atom entry's link loses its ``rel`` and ``type``, RSS items have no language and no ``dc:creator``, Atom's
  ``source`` has neither id nor updated: :class:`Extras` adds them.
  In memory feedgen's Atom tree has no namespace, so additions to it have none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any

import feedgen.entry
import feedgen.feed
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedmill.model import Channel
from feedmill.rendering.items import IPTC_SCHEME, Item, history_links, latest_change, self_address
from feedmill.rendering.plain import line

feedgen.entry.formatRFC2822 = feedgen.feed.formatRFC2822 = format_datetime

PROGRAM = "feedmill"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class FeedExtras(BaseExtension):  # type: ignore[misc]
    """Declares the namespaces that :class:`Extras` uses, and says what feedgen cannot say of a channel.

    ``channel`` and ``media_type`` are set by :func:`generator_for` before rendering.
    """

    channel: Channel
    extension: str
    media_type: str

    def extend_ns(self) -> dict[str, str]:
        """Prefixes for the root element."""
        return {"dc": DC, "fh": HISTORY} if self.channel.archive else {"dc": DC}

    def extend_rss(self, rss: Any) -> Any:
        """Links to the archives as ``atom:link``, before the first item: feedgen writes none but the self link."""
        channel = rss.find("channel")
        for rel, href in history_links(self.channel, self.extension):
            etree.SubElement(channel, f"{{{ATOM}}}link", href=href, rel=rel, type=self.media_type)
        return self._marked(rss, channel)

    def extend_atom(self, feed: Any) -> Any:
        """The mark of an archive document (RFC 5005, section 4)."""
        return self._marked(feed, feed)

    def _marked(self, root: Any, channel: Any) -> Any:
        if self.channel.archive:
            etree.SubElement(channel, f"{{{HISTORY}}}archive")
        return root


class Extras(BaseEntryExtension):  # type: ignore[misc]
    """What feedgen cannot say of an entry. ``item`` is set by :func:`add_item` before rendering."""

    item: Item

    def extend_rss(self, entry: Any) -> Any:
        """Dublin Core for people and language, for RSS' own ``author`` must be an e-mail address; and codes by
        themselves: what RSS calls a category is its place in the scheme, and one label may stand for several codes."""
        for element, category in zip(entry.findall("category"), self.item.categories, strict=True):
            element.text = category.term if category.scheme == IPTC_SCHEME else category.label
        for author in self.item.authors:
            etree.SubElement(entry, f"{{{DC}}}creator").text = author
        self._publisher(entry)
        if self.item.language:
            etree.SubElement(entry, f"{{{DC}}}language").text = self.item.language
        return entry

    def extend_atom(self, entry: Any) -> Any:
        """``xml:lang``, and a ``source`` (RFC 4287 §4.2.11) with the id, title and updated that it must have."""
        if self.item.language:
            entry.set(_LANG, self.item.language)
        link = entry.find("link")
        link.set("rel", "alternate")
        link.set("type", "text/html")
        self._publisher(entry)
        if self.item.site and self.item.publisher:
            source = etree.SubElement(entry, "source")
            etree.SubElement(source, "id").text = self.item.site
            etree.SubElement(source, "title").text = self.item.publisher
            etree.SubElement(source, "updated").text = self.item.updated.isoformat()
            etree.SubElement(source, "link", href=self.item.site, rel="alternate")
        return entry

    def _publisher(self, entry: Any) -> None:
        if self.item.publisher:
            etree.SubElement(entry, f"{{{DC}}}publisher").text = self.item.publisher


def generator_for(channel: Channel, items: Sequence[Item], extension: str, media_type: str) -> FeedGenerator:
    """A feedgen feed with everything but its entries."""
    feed = FeedGenerator()
    feed.register_extension("extras", FeedExtras, Extras)
    feed.extras.channel, feed.extras.extension, feed.extras.media_type = channel, extension, media_type
    title = line(channel.title) or channel.slug
    feed.id(channel.id)
    feed.title(title)
    feed.subtitle(line(channel.description) or title)
    feed.author({"name": title})
    feed.updated(latest_change(channel, items))
    feed.generator(PROGRAM)
    feed.link(href=self_address(channel, extension), rel="self", type=media_type)
    if extension == "atom":
        for rel, href in history_links(channel, extension):
            feed.link(href=href, rel=rel, type=media_type)
    feed.link(href=channel.page, rel="alternate", type="text/html")
    if channel.language:
        feed.language(channel.language)
    return feed


def add_item(feed: FeedGenerator, item: Item) -> FeedEntry:
    """Append an entry with what both XML formats say alike."""
    entry = feed.add_entry(order="append")
    entry.extras.item = item
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.link, rel="alternate", type="text/html")
    entry.content(item.html, type="html")
    entry.published(item.published)
    entry.updated(item.updated)
    for category in item.categories:
        entry.category(term=category.term, scheme=category.scheme, label=category.label)
    return entry
