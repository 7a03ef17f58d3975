"""What every feed format says of an entry, decided once so that the formats cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid5

from feedmill.model import Channel, Entry
from feedmill.rendering.body import carries_text, entry_html
from feedmill.rendering.plain import address, exact, line, site_of, summary, utc

IPTC_SCHEME = "http://cv.iptc.org/newscodes/mediatopic/"
"""Scheme of the IPTC Media Topics, https://iptc.org/standards/media-topics/."""

_LANGUAGES = frozenset({
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi", "bm", "bn",
    "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en",
    "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he",
    "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is", "it", "iu", "ja", "jv",
    "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li",
    "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne",
    "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm",
    "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss", "st",
    "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk",
    "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu",
})  # fmt: skip
"""ISO 639-1; another code is an error to the W3C validator."""

_SUMMARISED = 4_000
"""Characters of a text that its summary is taken from."""


_KEPT = 20_000
"""Letters of an entry that is kept for the next feed; 256 such ones take some ten MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A subject of an entry: ``term`` within ``scheme``, ``label`` for people."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as a feed shows it, all text plain and all addresses absolute.

    ``summary`` is set when ``html`` carries the full text. ``site`` is the root of the site that ran the article,
    None when the entry links to our own page.
    """

    entry: Entry
    id: str
    title: str
    link: str
    html: str
    summary: str | None
    authors: tuple[str, ...]
    publisher: str | None
    site: str | None
    language: str | None
    image: str | None
    categories: tuple[Category, ...]
    published: datetime
    updated: datetime


def self_address(channel: Channel, extension: str) -> str:
    """Where the feed document is served."""
    if channel.archive:
        return archive_address(channel, channel.archive, extension)
    return current_address(channel, extension)


def current_address(channel: Channel, extension: str) -> str:
    """Where the document to subscribe to is served."""
    query = f"?{channel.query}" if channel.query else ""
    return f"{channel.base_url}/feeds/{channel.slug}.{extension}{query}"


def archive_address(channel: Channel, name: str, extension: str) -> str:
    """Where an archive document of the channel is served."""
    return f"{channel.base_url}/feeds/archive/{channel.slug}-{name}.{extension}"


def history_links(channel: Channel, extension: str) -> Sequence[tuple[str, str]]:
    """The relations and addresses by which a feed's documents find each other (RFC 5005, section 4)."""
    links = [("current", current_address(channel, extension))] if channel.archive else []
    named = (("prev-archive", channel.prev_archive), ("next-archive", channel.next_archive))
    return [*links, *((rel, archive_address(channel, name, extension)) for rel, name in named if name)]


def latest_change(channel: Channel, items: Sequence[Item]) -> datetime:
    """When the feed last changed: its newest entry's change, or the channel's ``since`` while it is empty."""
    return max((item.updated for item in items), default=utc(channel.since))


def items_of(channel: Channel, entries: Sequence[Entry]) -> tuple[Item, ...]:
    """Entries as items: newest first by the channel's date, ties by id, an id once (the latest state wins)."""
    latest = {entry.id: entry for entry in sorted(entries, key=lambda entry: exact(entry.updated))}
    by_id = sorted(latest.values(), key=lambda entry: entry.id)
    ordered = sorted(by_id, key=lambda entry: exact(_dated(channel, entry)), reverse=True)
    return tuple(_item(channel, entry) for entry in ordered)


def _dated(channel: Channel, entry: Entry) -> datetime:
    return entry.arrived if channel.dated_by == "arrived" else entry.date


def _item(channel: Channel, entry: Entry) -> Item:
    published = utc(_dated(channel, entry))
    small = len(entry.html) + len(entry.text) <= _KEPT
    offsets = tuple(origin.published and origin.published.utcoffset() for origin in entry.origins)
    tell = _told if small else _told.__wrapped__
    told = tell(entry, channel.base_url, offsets, whole=carries_text(channel, entry))
    return replace(
        told,
        id=_id(channel, entry),
        categories=_categories(channel, entry),
        published=published,
        updated=_distinct(max(utc(entry.updated), published), entry),
    )


@lru_cache(maxsize=256)
def _told(entry: Entry, base_url: str, _offsets: tuple[timedelta | None, ...], *, whole: bool) -> Item:
    """What an entry says alike in every feed: most stand in several, which are rendered one after the other. Entries
    are equal when their moments are; in another zone these may be other days, so the offsets tell them apart."""
    link = address(entry.link)
    text = summary(line(entry.text[:_SUMMARISED]))
    return Item(
        entry=entry,
        id=entry.id.urn,
        title=line(entry.title) or summary(text, 120) or "Untitled",
        link=link or f"{base_url}/feeds/articles/{entry.article}.html",
        html=entry_html(entry, base_url, whole=whole) or "<p>No text.</p>",
        summary=(text or None) if whole else None,
        authors=tuple(dict.fromkeys(name for author in entry.authors if (name := line(author)))),
        publisher=line(entry.publisher or entry.agency or "") or None,
        site=site_of(link) if link else None,
        language=_language(entry.language),
        image=address(entry.image),
        categories=(),
        published=entry.date,
        updated=entry.updated,
    )


def _id(channel: Channel, entry: Entry) -> str:
    return uuid5(UUID(channel.id), str(entry.id)).urn if channel.per_feed_ids else entry.id.urn


def _distinct(updated: datetime, entry: Entry) -> datetime:
    """The moment with a fraction of a second of the entry's own.

    Stories of one document change in the same second, and the W3C validator warns of two entries with one
    ``atom:updated`` because readers would sort them at random. The fraction comes from the id, not from the
    neighbours, so that it is the same in every feed for ever.
    """
    return updated.replace(microsecond=entry.id.int % 1_000_000)


def _language(language: str | None) -> str | None:
    return language if language in _LANGUAGES else None


def _categories(channel: Channel, entry: Entry) -> tuple[Category, ...]:
    """Our topics under our own scheme, then their IPTC codes, each once."""
    own = f"{channel.base_url}/topics/"
    found: dict[tuple[str, str], Category] = {}
    for slug in entry.topics:
        topic = channel.topics.get(slug)
        label = line(topic.title if topic else slug) or line(slug)
        terms = [(own, line(slug)), *((IPTC_SCHEME, line(code)) for code in (topic.codes if topic else ()))]
        for scheme, term in terms:
            if term:
                found.setdefault((scheme, term), Category(term=term, scheme=scheme, label=label))
    return tuple(sorted(found.values(), key=lambda category: category.scheme == IPTC_SCHEME))
