"""OPML 2.0 (http://opml.org/spec2.opml): the topic feeds as one subscription list."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from feedmill.model import Channel
from feedmill.rendering.items import self_address
from feedmill.rendering.plain import line


def render_opml(title: str, channels: Sequence[Channel]) -> bytes:
    """A subscription list of the channels' Atom feeds in the given order, UTF-8. No dates: equal input, equal bytes."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = line(title)
    body = etree.SubElement(root, "body")
    for channel in channels:
        name = line(channel.title) or channel.slug
        described = {"text": name, "title": name, "description": line(channel.description)}
        links = {"xmlUrl": self_address(channel, "atom"), "htmlUrl": channel.page}
        etree.SubElement(body, "outline", type="rss", **described, **links)
    rendered: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return rendered
