"""Feeds read back twice: by feedparser as a subscriber would, and by an independent reading of the XML or JSON."""

from __future__ import annotations

import calendar
import io
import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from lxml import etree

Read = tuple[str, str, str, datetime, str]
"""Id, link, title, date and content of an entry."""

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def by_feedparser(data: bytes) -> list[Read]:
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    found = []
    for one in parsed.entries:
        html = one.content[0].value if "content" in one else one.summary
        moment = datetime.fromtimestamp(calendar.timegm(one.published_parsed), UTC)
        found.append((one.id, one.link, one.title, moment, html))
    return found


def by_lxml(data: bytes) -> list[Read]:
    root = etree.fromstring(data)
    return [_atom(e) for e in root.iter(f"{ATOM}entry")] if root.tag == f"{ATOM}feed" else [
        _rss(e) for e in root.iter("item")
    ]  # fmt: skip


def _atom(e: Any) -> Read:
    links = [one.get("href") for one in e.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
    assert len(links) == 1
    moment = datetime.fromisoformat(e.findtext(f"{ATOM}published"))
    return e.findtext(f"{ATOM}id"), links[0], e.findtext(f"{ATOM}title"), moment, e.findtext(f"{ATOM}content")


def _rss(e: Any) -> Read:
    html = e.findtext(CONTENT) or e.findtext("description")
    return (
        e.findtext("guid"),
        e.findtext("link"),
        e.findtext("title"),
        parsedate_to_datetime(e.findtext("pubDate")),
        html,
    )


def by_json(data: bytes) -> list[Read]:
    return [
        (one["id"], one["url"], one["title"], datetime.fromisoformat(one["date_published"]), one["content_html"])
        for one in json.loads(data)["items"]
    ]
