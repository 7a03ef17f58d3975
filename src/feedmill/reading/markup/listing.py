"""Listing pages: the items of a tag page, a search result, a section front, found by their repeated structure.

No selector belongs to a site. Elements of the same tag and classes under parents of the same tag and classes are a
group; a group is a listing when at least three of its members hold a headline that links to an address of its own, and
when its members carry teasers or dates, or headlines long enough to be no menu.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean

from bs4 import BeautifulSoup, Tag

from feedmill.model import Moment
from feedmill.reading.addresses import absolute, same_page
from feedmill.reading.bylines import read_byline
from feedmill.reading.dates import find_stated, parse_machine
from feedmill.reading.items import people
from feedmill.reading.markup.places import named_place
from feedmill.reading.safe_html import xml_safe

FEWEST = 3
"""Items that make a listing."""
MOST = 300
"""Items taken from one page."""
_BESIDE = 0.25
"""Groups worth this share of the best one are part of the listing: front pages are made of several."""

_FOREIGN = ("script", "style", "noscript", "template", "svg", "form", "nav", "aside", "select", "iframe")
_NOWHERE = "http://nowhere.invalid/"
_CARDS = ("article", "li", "div", "section", "tr", "dl", "a", "td", "p")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SHORTEST_HEADLINE = 12
_LONGEST_HEADLINE = 300
_LONGEST_CARD = 3_000
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_DATE_LINE = re.compile(r"\d")
_BYLINE = re.compile(r"(?<![a-z])(?:by|byline|author)(?![a-z])")
_SENTENCE = re.compile(r"[.!?…。！？]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One item of a listing. ``published`` is None where the card states no date."""

    title: str
    url: str | None
    teaser: str
    published: Moment | None
    authors: tuple[str, ...]
    image: str | None


def find_cards(html: str, base: str | None, *, language: str | None, received: datetime) -> list[Card]:
    """The items of the best group of repeated elements, in page order; empty when the page lists nothing.

    Items whose address cannot be made absolute (a saved page that does not tell its own) have None for it.
    """
    base = base or _NOWHERE
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(list(_FOREIGN)):
        tag.decompose()
    groups: dict[tuple[str, ...], list[tuple[Tag, Tag, str]]] = defaultdict(list)
    for element in soup.find_all(_CARDS):
        found = _headline(element, base)
        if found:
            groups[_signature(element)].append((element, *found))
    worth = {signature: value for signature, group in groups.items() if (value := _worth(group))}
    least = max(worth.values(), default=0.0) * _BESIDE
    chosen = [member for signature, value in worth.items() if value >= least for member in groups[signature]]
    return _distinct(_card(*member, base, language, received) for member in chosen[:MOST])


def _signature(element: Tag) -> tuple[str, ...]:
    parent = element.parent
    return (parent.name if parent else "", _classes(parent), element.name, _classes(element))


def _classes(element: Tag | None) -> str:
    """Class names without numbers, so that ``post-17`` and ``post-18`` are alike."""
    names = element.get("class") if element else None
    kept = [name for name in (names or []) if not any(mark.isdigit() for mark in name)]
    return " ".join(sorted(kept)[:4])


def _headline(element: Tag, base: str | None) -> tuple[Tag, str] | None:
    """The link that names an item: inside or around its only heading, else its longest link text."""
    if len(element.get_text()) > _LONGEST_CARD or named_place(_names(element)):
        return None
    headings = element.find_all(_HEADINGS)
    links = [element] if element.name == "a" else element.find_all("a", href=True)
    if len(headings) > 2 or not links or len(links) > 25:
        return None
    inside = [link for link in links if link.find(_HEADINGS) or link.find_parent(_HEADINGS)]
    chosen = inside[0] if inside else max(links, key=lambda link: len(link.get_text(strip=True)))
    url = absolute(str(chosen.get("href") or ""), base)
    words = _line(chosen)
    if not url or not _long_enough(words) or same_page(url, base):
        return None
    return chosen, url


def _names(element: Tag) -> str:
    return " ".join((*(element.get("class") or []), str(element.get("id") or ""))).lower()


def _long_enough(words: str) -> bool:
    letters = len(words) + 2 * len(_HAN.findall(words))
    return letters >= _SHORTEST_HEADLINE and len(words) <= _LONGEST_CARD


def _worth(group: Sequence[tuple[Tag, Tag, str]]) -> float:
    """How much a group looks like the listing of its page; 0 for menus, tag clouds and single stories."""
    addresses = {url for _, _, url in group}
    if len(addresses) < FEWEST or len(addresses) * 2 < len(group):
        return 0.0
    titles = [_line(link) for _, link, _ in group]
    length = fmean(len(title) + 2 * len(_HAN.findall(title)) for title in titles)
    spare = [len(_line(element)) - len(title) for (element, _, _), title in zip(group, titles, strict=True)]
    rich = fmean(extra >= 12 for extra in spare)
    if length < 20 or (rich < 0.5 and length < 35):
        return 0.0
    return len(addresses) * (min(length, 90) + fmean(min(extra, 250) for extra in spare))


def _card(element: Tag, link: Tag, url: str, base: str | None, language: str | None, received: datetime) -> Card:
    heading = link.find(_HEADINGS) or element.find(_HEADINGS)
    title = _line(heading) if isinstance(heading, Tag) else _line(link)
    image = element.find("img")
    return Card(
        title=title[:_LONGEST_HEADLINE],
        url=url,
        teaser=_teaser(element, title),
        published=_date(element, title, language, received),
        authors=_authors(element, title, language, received),
        image=absolute(str(image.get("src") or ""), base) if isinstance(image, Tag) else None,
    )


def _teaser(element: Tag, title: str) -> str:
    """The longest line of a card that is not its headline and reads like a sentence."""
    lines = [line for line in _lines(element) if line != title and title not in line]
    best = max(lines, key=len, default="")
    letters = len(best) + 2 * len(_HAN.findall(best))
    return best if letters >= 40 or (letters >= 25 and _SENTENCE.search(best)) else ""


def _lines(element: Tag) -> Iterable[str]:
    """The texts of the smallest block elements of a card, and what stands between them."""
    blocks = ("p", "div", "li", "td", "dd", "section", "h2", "h3", "h4", "header", "footer", "a", "time")
    for node in (element, *element.find_all(blocks)):
        inner = [child for child in node.find_all(blocks, recursive=False) if child.name != "a"]
        if not inner:
            yield _without_last_link(node)
            continue
        own = " ".join(str(text).strip() for text in node.find_all(string=True, recursive=False))
        yield " ".join(own.split())


def _without_last_link(node: Tag) -> str:
    """The text of a block without a short link at its end: "Read more", "阅读全文"."""
    line = _line(node)
    for link in node.find_all("a")[-1:]:
        words = _line(link)
        if words != line and len(words) <= _SHORT_LINK and line.endswith(words):
            return line[: len(line) - len(words)].rstrip(" |·›»>")
    return line


_SHORT_LINK = 25


def _date(element: Tag, title: str, language: str | None, received: datetime) -> Moment | None:
    time = element.find("time")
    if isinstance(time, Tag) and time.get("datetime"):
        moment = parse_machine(str(time["datetime"]), "time-tag")
        if moment:
            return moment
    for line in element.stripped_strings:
        if line != title and len(line) <= 60 and _DATE_LINE.search(line):
            moment = find_stated(line, language=language, received=received, provenance="listing")
            if moment:
                return moment
    return None


def _authors(element: Tag, title: str, language: str | None, received: datetime) -> tuple[str, ...]:
    for tag in element.find_all(["span", "a", "address", "cite", "em", "small", "div", "p"], limit=40):
        if _BYLINE.search(_names(tag)) or "author" in (tag.get("rel") or []):
            found_names = people([_line(tag)]) if len(_line(tag)) <= 80 else ()
            if found_names:
                return found_names
    for line in _lines(element):
        found = read_byline(line, language=language, received=received) if line != title and len(line) < 120 else None
        if found and found.authors:
            return people(found.authors)
    return ()


def _line(element: Tag) -> str:
    return xml_safe(" ".join(element.get_text(" ").split()))


def _distinct(cards: Iterable[Card]) -> list[Card]:
    """One card for each address: the one that tells most. A picture often links to the same place as the headline."""
    found: dict[str | None, Card] = {}
    for card in cards:
        rival = found.get(card.url)
        if rival is None or _told(card) > _told(rival):
            found[card.url] = card
    return [replace(card, url=None) if (card.url or "").startswith(_NOWHERE) else card for card in found.values()]


def _told(card: Card) -> tuple[bool, bool, int]:
    return bool(card.published), bool(card.teaser), -len(card.title)
