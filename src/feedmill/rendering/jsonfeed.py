"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), keys in a fixed order, letters as themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from feedmill.model import Channel, Origin
from feedmill.rendering.body import when
from feedmill.rendering.items import IPTC_SCHEME, Item, archive_address, self_address
from feedmill.rendering.plain import address, fit, line

MEDIA_TYPE = "application/feed+json"


def render(channel: Channel, items: Sequence[Item]) -> bytes:
    """The channel and its items as a JSON Feed file, UTF-8, indented, with a final newline."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(channel.title) or channel.slug,
        "home_page_url": channel.page,
        "feed_url": self_address(channel, "json"),
        "next_url": archive_address(channel, channel.prev_archive, "json") if channel.prev_archive else None,
        "description": line(channel.description),
        "language": channel.language,
        "items": [_item(item) for item in items],
    }
    return (json.dumps(_stated(feed), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _item(item: Item) -> dict[str, Any]:
    slugs = [category for category in item.categories if category.scheme != IPTC_SCHEME]
    told = {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "image": item.image,
        "date_published": _moment(item.published),
        "date_modified": _moment(item.updated),
        "authors": [{"name": name} for name in item.authors],
        "tags": list(dict.fromkeys(category.label for category in slugs)),
        "language": item.language,
        "_feedmill": _ours(item, [category.term for category in slugs]),
    }
    return _stated(told)


def _ours(item: Item, slugs: Sequence[str]) -> dict[str, Any]:
    """What the format has no place for, in an extension object as it provides (docs/feeds.md)."""
    entry = item.entry
    told = {
        "publisher": item.publisher,
        "agency": line(entry.agency or ""),
        "topics": list(slugs),
        "iptc": [category.term for category in item.categories if category.scheme == IPTC_SCHEME],
        "verdict": entry.verdict,
        "why": line(entry.why),
        "date_note": line(entry.date_note or ""),
        "sources": [_source(origin) for origin in entry.origins],
    }
    return _stated(told)


def _source(origin: Origin) -> dict[str, Any]:
    told = {
        "label": line(origin.label),
        "url": address(origin.url),
        "view": fit(origin.view),
        "published": when(origin.published, origin.precision) if origin.published else None,
    }
    return _stated(told)


def _moment(moment: datetime) -> str:
    return f"{moment.isoformat().removesuffix('+00:00')}Z"


def _stated(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not known: an absent key says so, a null is invalid in JSON Feed."""
    return {key: value for key, value in told.items() if value or key == "items"}
