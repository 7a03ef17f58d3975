"""Title, authors, dates and publisher of a page, weighed against each other by stated rules.

* **Title**: the main heading, when the page's own title or its metadata begins with it; else the metadata's title
  without the site's name.
* **Published**: what readers see in the head of the article wins over metadata that names another day (a page that
  moved to a new system carries the day of the move in its metadata); metadata of the same day wins by its precision.
  JSON-LD stands before meta tags, these before microdata and ``<time>``; the address comes last.
* **Updated**: metadata only, and only later than published.
* **Authors**: JSON-LD, then meta tags, then microdata, then the visible byline; names of the site are nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import etree

from feedmill.model import Moment
from feedmill.reading.dates import find_stated, parse_machine
from feedmill.reading.items import people
from feedmill.reading.markup.lines import Heard
from feedmill.reading.markup.metadata import Claims
from feedmill.reading.markup.tree import marks, text_under
from feedmill.reading.titles import same_title, strip_site_name

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_HAN = re.compile(r"[\u3400-\u9fff]")
_SAME_DAY = timedelta(hours=36)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\Z|\D)")
_AUTHOR_MARK = re.compile(
    r"(?<![a-z])(?:by|byline|author|article-author|post-author|writer|by-line|autor|auteur)(?![a-z])(?!-?(?:bio|box|info|desc|image|avatar|photo|social))|byline"
)
_UPDATED = re.compile(r"\b(?:updated?|modified|обновлен|изменен|aktualisiert|mis à jour|actualizado)|更新|修改", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """What readers see of a page's attribution, gathered before places are cut from the tree."""

    headings: tuple[str, ...]
    page_title: str
    bylines: tuple[str, ...]
    times: tuple[tuple[str, str], ...]
    dated: tuple[str, ...]


def read_visible(root: etree._Element) -> Visible:
    """Headings, bylines, ``<time>`` elements and lines of a page that may state a date."""
    found = [h for name in ("h1", "h2") for h in root.iter(name)]
    headings = tuple(text for h in found[:12] if 3 < len(text := text_under(h)) <= 300)
    title = next((text_under(t) for t in root.iter("title")), "")
    return Visible(
        headings=headings,
        page_title=title[:512],
        bylines=tuple(dict.fromkeys(_bylines(root)))[:8],
        times=tuple(_times(root))[:8],
        dated=tuple(_dated(root))[:6],
    )


def _bylines(root: etree._Element) -> Iterable[str]:
    """Texts of elements that are called byline or author; those that name nothing but a person come first."""
    found = sorted(_named_bylines(root), key=lambda text: len(text) > 40)
    return [text for text in found if not _UPDATED.search(text)]


def _named_bylines(root: etree._Element) -> Iterable[str]:
    for element in root.iter("a", "span", "p", "div", "address", "li", "cite", "h4", "h5", "strong", "em"):
        rel = (element.get("rel") or "").lower()
        if rel == "author" or _AUTHOR_MARK.search(marks(element)):
            text = " ".join(" ".join(element.itertext()).split())
            if 2 < len(text) <= 120:
                yield text


def _times(root: etree._Element) -> Iterable[tuple[str, str]]:
    for element in root.iter("time"):
        yield element.get("datetime") or "", text_under(element)[:120]


def _dated(root: etree._Element) -> Iterable[str]:
    for element in root.iter("span", "div", "p", "li", "em", "small", "abbr", "td"):
        if "date" in (names := marks(element)) or "time" in names or "publish" in names or "pubtime" in names:
            text = text_under(element)
            if 5 < len(text) <= 120 and any(mark.isdigit() for mark in text):
                yield text


def choose_title(claims: Claims, visible: Visible, sites: Sequence[str]) -> str:
    """The headline; empty when the page has none."""
    stated = [_without_site(title, sites) for title in claims.titles if title]
    bare = _without_site(visible.page_title, sites)
    witnesses = [*stated, bare, visible.page_title]
    for heading in visible.headings:
        if any(same_title(heading, witness) for witness in witnesses):
            return heading
    for heading in visible.headings:
        if len(heading) > 15 and any(_begins(witness, heading) for witness in witnesses if witness):
            return heading
    lone = [heading for heading in visible.headings[:1] if _is_headline(heading, sites)]
    candidates = [*lone[:1], *(title for title in (*stated, bare, *visible.headings) if title)]
    return candidates[0] if candidates else ""


def _is_headline(heading: str, sites: Sequence[str]) -> bool:
    """A main heading that says something: not the site's name, not the name of a section."""
    long = len(heading.split()) >= 4 or len(_HAN.findall(heading)) >= 6
    return long and not any(same_title(heading, site) for site in sites)


def _without_site(title: str, sites: Sequence[str]) -> str:
    """A title without the site's name at either end, before a colon too ("The Ledger: Ferry sinks")."""
    short = strip_site_name(title, sites)
    name, colon, rest = short.partition(": ")
    return rest if colon and len(rest) > 12 and any(same_title(name, site) for site in sites) else short


def _begins(witness: str, heading: str) -> bool:
    """One begins with the other: a title that was cut, or with something appended."""
    one, other = witness.casefold(), heading.casefold()
    return other in one or (len(one) > 25 and one.rstrip(" .…") in other)


def choose_site(claims: Claims, visible: Visible, title: str) -> str | None:
    """Who runs the page: as stated, else what its title carries beside the headline."""
    if claims.sites:
        return claims.sites[0]
    before, found, behind = visible.page_title.partition(title) if title else ("", "", "")
    names = [name for part in (before, behind) if (name := part.strip(_SEPARATORS))]
    return names[0] if found and len(names) == 1 and len(names[0]) <= 40 else None


_SEPARATORS = " \t|_-–—:·•»«/\\"


def choose_authors(claims: Claims, visible: Visible, heard: Heard, sites: Sequence[str]) -> tuple[str, ...]:
    """The first statement that names somebody: metadata, then the visible byline, then elements called author."""
    for names in (*claims.authors, heard.authors, *((line,) for line in visible.bylines)):
        found = people(names, *sites)
        if found:
            return found
    return ()


def choose_published(
    claims: Claims, visible: Visible, heard: Heard, head: Sequence[str], *, address: str | None, setting: Setting
) -> Moment | None:
    """When the article was published, by the rules of this module; None when nothing states it.

    ``head`` are short lines that stand between headline and body.
    """
    received = setting.received
    machine = _first(_parsed(claims.published, received))
    seen = heard.dated or _seen(head, setting) or heard.day
    if machine and seen:
        return machine if abs(machine.at - seen.at) <= _SAME_DAY else seen
    return (
        machine
        or seen
        or _timed(visible, received)
        or _seen(visible.dated[:3], setting)
        or _from_address(address, received)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What dates are read against: the article's language and the moment the document was received."""

    language: str | None
    received: datetime


def choose_updated(claims: Claims, published: Moment | None, received: datetime) -> Moment | None:
    """When the article was last changed; None unless that is later than its publication."""
    moment = _first(_parsed(claims.updated, received))
    return moment if moment and published and moment.at > published.at else None


def _first(moments: Iterable[Moment]) -> Moment | None:
    return next(iter(moments), None)


def _parsed(values: Iterable[tuple[str, str]], received: datetime) -> Iterable[Moment]:
    for value, provenance in values:
        moment = parse_machine(value, provenance)
        if moment and _EARLIEST <= moment.at <= received + timedelta(hours=24):
            yield moment


def _seen(head: Sequence[str], setting: Setting) -> Moment | None:
    """The date in the lines that readers see between headline and body."""
    for line in head:
        if _UPDATED.search(line):
            continue
        moment = find_stated(line, language=setting.language, received=setting.received, provenance="byline")
        if moment and _EARLIEST <= moment.at <= setting.received + timedelta(hours=24):
            return moment
    return None


def _timed(visible: Visible, received: datetime) -> Moment | None:
    return _first(_parsed([(value, "time-tag") for value, _ in visible.times[:1] if value], received))


def _from_address(address: str | None, received: datetime) -> Moment | None:
    match = _URL_DAY.search(address or "")
    if not match:
        return None
    return _first(_parsed([("-".join(match.groups()), "url")], received))
