"""Listing pages: the items of a tag page, a search result, a section front, found by their repeated structure.

No selector belongs to a site. Headlines (links that say something, and headings beside a link "Read more") are grouped
by what they are called and where they hang. The best group is the listing. An item is the largest element that holds
one headline of the group and no other; where nothing wraps the items (a definition list, lines parted by ``<br>``), it
is the stretch from one headline to the next. Places that are named for other stories are taken out first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile
from statistics import fmean

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from feedmill.reading.addresses import absolute, same_page
from feedmill.reading.dates import Setting
from feedmill.reading.markup.agenda import told_in_time
from feedmill.reading.markup.cards import Card, Item, letters, line_of, read_card
from feedmill.reading.markup.places import named_place
from feedmill.reading.markup.tree import without_code

FEWEST = 3
"""Items that make a listing."""
MOST = 300
"""Items taken from one page."""
_BESIDE = 0.25
"""Groups worth this share of the best one are part of the listing: front pages are made of several."""

_FOREIGN_TAGS = ("script", "style", "noscript", "template", "svg", "form", "nav", "aside", "select", "iframe", "footer")
_FOREIGN = frozenset({"related-links", "menu", "comments", "cookie", "legal", "share", "pagination", "hidden", "tags"})
_NOWHERE = "http://nowhere.invalid/"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}>")
"""What a document is was settled by its bytes; the parser would warn that it looks like XML."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = ("br", "hr")
_SHORTEST = 12
_LONGEST = 1_200
"""Letters of a link that may be a headline, or hold one with its teaser."""
_LONGEST_ITEM = 6_000
_LEVELS = 3
"""Elements around a headline whose names tell it from others."""


@dataclass(frozen=True, slots=True)
class _Headline:
    """A link or a heading that may name an item. ``node`` is what it stands in (the heading around a link, if any)."""

    node: Tag
    url: str


def find_cards(html: str, base: str | None, setting: Setting) -> list[Card]:
    """The items of the best groups of headlines, in page order; empty when the page lists nothing.

    Items whose address cannot be made absolute (a saved page that does not tell its own) have None for it.
    """
    base = base or _NOWHERE
    soup = BeautifulSoup(_DECLARATION.sub("", without_code(html), count=1), "lxml")
    _take_out_foreign(soup)
    chosen: list[Item] = []
    least = 0.0
    for _ in range(4):
        items, worth = _best_group(soup, base, chosen)
        if not items or worth < least:
            break
        least = max(least, worth * _BESIDE)
        chosen += items
    order = {id(node): n for n, node in enumerate(soup.descendants)}
    chosen.sort(key=lambda item: order.get(id(item.headline), 0))
    return told_in_time(_distinct(read_card(item, base, setting) for item in chosen[:MOST]), setting.received)


def _take_out_foreign(soup: BeautifulSoup) -> None:
    """Menus, boxes of other stories and the like: what they list is not what the page lists."""
    for tag in soup(list(_FOREIGN_TAGS)):
        if tag.name != "footer" or not tag.find_parent(["article", "li"]):
            tag.decompose()
    whole = len(soup.find_all("a"))
    for element in soup.find_all(["div", "section", "ul", "ol", "td", "header", "p"]):
        if element.decomposed or element.parent is None or named_place(_names(element)) not in _FOREIGN:
            continue
        if not element.find(["h1", "main"]) and len(element.find_all("a")) * 2 < max(whole, 8):
            element.decompose()


def _names(element: Tag) -> str:
    return " ".join((*(element.get("class") or []), str(element.get("id") or ""))).lower()


def _best_group(soup: BeautifulSoup, base: str, taken: Sequence[Item]) -> tuple[list[Item], float]:
    """The group of headlines that is worth most, outside of items that are already taken."""
    inside = {id(node) for item in taken for top in item.nodes for node in _all_under(top)}
    groups: dict[tuple[str, ...], list[_Headline]] = defaultdict(list)
    for headline in _headlines(soup, base):
        if id(headline.node) not in inside:
            groups[_signature(headline.node)].append(headline)
    best: tuple[list[Item], float] = ([], 0.0)
    for group in sorted(groups.values(), key=len, reverse=True)[:40]:
        if not _may_list(group):
            continue
        items = _items(group, base)
        worth = _worth(items)
        if worth > best[1]:
            best = items, worth
    return best


def _all_under(node: PageElement) -> Iterator[PageElement]:
    yield node
    if isinstance(node, Tag):
        yield from node.descendants


def _headlines(soup: BeautifulSoup, base: str) -> Iterator[_Headline]:
    for link in soup.find_all("a", href=True):
        if letters(line_of(link)) >= _SHORTEST and len(line_of(link)) <= _LONGEST:
            url = absolute(str(link["href"]), base)
            if url and not same_page(url, base):
                yield _Headline(_heading_around(link), url)
    for heading in soup.find_all((*_HEADINGS[1:], *_BOLD)):
        if letters(line_of(heading)) < _SHORTEST or heading.find("a") or heading.find_parent("a"):
            continue
        if heading.name not in _BOLD or _is_line(heading):
            yield _Headline(heading, "")


_BOLD = ("b", "strong")


def _is_line(bold: Tag) -> bool:
    """Words in bold type that are a line of their own, and announce nothing."""
    behind = next((node for node in bold.next_siblings if isinstance(node, Tag) or str(node).strip()), None)
    ends = behind is None or (isinstance(behind, Tag) and behind.name in (*_PARTS, *_BLOCKS))
    return ends and not line_of(bold).endswith((":", "："))


def _heading_around(link: Tag) -> Tag:
    heading = link.find_parent(_HEADINGS)
    return heading if isinstance(heading, Tag) else link


def _signature(node: Tag) -> tuple[str, ...]:
    names = [node.name, _classes(node)]
    for around in list(node.parents)[:_LEVELS]:
        names += [around.name, _classes(around)]
    return tuple(names)


_VARIES = re.compile(r"\d|^(?:odd|even|first|last|active|current|sticky|tag-|category-|cat-|status-|author-)")


def _classes(element: Tag) -> str:
    """Class names without those that differ from item to item: numbers, tags, "odd" and "even"."""
    kept = [name for name in (element.get("class") or []) if not _VARIES.search(name)]
    return " ".join(sorted(kept)[:4])


def _may_list(group: Sequence[_Headline]) -> bool:
    """Enough different headlines with different addresses: neither a menu nor "Read more" again and again."""
    titles = {line_of(headline.node) for headline in group}
    addresses = {headline.url for headline in group}
    if len(titles) < FEWEST or (len(addresses) < FEWEST and addresses != {""}):
        return False
    return addresses == {""} or len(addresses) * 2 >= len(group)


def _items(group: Sequence[_Headline], base: str) -> list[Item]:
    """Each headline with what belongs to it: what wraps it alone, else the stretch up to the next headline."""
    above: dict[int, int] = defaultdict(int)
    for headline in group:
        for around in headline.node.parents:
            above[id(around)] += 1
    tops = [_top(headline.node, above) for headline in group]
    parents = {id(top.parent) for top in tops}
    wrapped = sum(len(line_of(top)) > len(line_of(one.node)) + 6 for top, one in zip(tops, group, strict=True))
    if (wrapped * 2 >= len(group) and not _told_between(tops)) or len(parents) > len(group) // 2:
        nodes: list[list[PageElement]] = [[top] for top in tops]
    else:
        nodes = _stretches(tops)
    items: list[Item] = []
    invitations: list[str] = []
    for headline, found in zip(group, nodes, strict=True):
        more = None if headline.url else _more(found, base)
        url = headline.url or (absolute(str(more["href"]), base) if more else "")
        short = sum(len(line_of(node)) for node in found) <= _LONGEST_ITEM
        if url and short:
            items.append(Item(headline=headline.node, url=url, nodes=tuple(found)))
            invitations.append(line_of(more) if more else "")
    return items if group[0].url or _invite(invitations) else []


def _invite(words: Sequence[str]) -> bool:
    """The links of items whose headings are none say the same again and again ("Read more"), or are pictures."""
    return bool(words) and len(set(words)) * 2 <= len(words) and all(len(one) <= _INVITATION for one in words)


_INVITATION = 30


def _told_between(tops: Sequence[Tag]) -> bool:
    """What the items tell stands between what holds their headlines, again and again: a term and its definition, a
    headline with its day and a paragraph."""
    pairs = [(one, other) for one, other in pairwise(tops) if one.parent is other.parent]
    told = sum(_is_told_between(one, other) for one, other in pairs)
    return told > 1 and told * 2 > len(tops)


def _is_told_between(one: Tag, other: Tag) -> bool:
    between = islice(takewhile(lambda node: node is not other, one.next_siblings), 10)
    return any(letters(line_of(node)) >= _TOLD for node in between)


_TOLD = 40


def _top(node: Tag, above: dict[int, int]) -> Tag:
    """The highest element around a headline that holds no other headline of its group."""
    top = node
    for around in node.parents:
        if above[id(around)] > 1 or around.name in ("body", "html", "[document]", "main"):
            break
        top = around
    return top


def _stretches(tops: Sequence[Tag]) -> list[list[PageElement]]:
    """The siblings that belong to each headline when nothing wraps them together.

    They begin behind a line break or rule where such part the items; else with the headline, unless the first
    headline has something above it and the last one nothing below: then what stands above belongs to it.
    """
    found: list[list[PageElement]] = []
    for place, top in enumerate(tops):
        below = _siblings(top, tops, forward=True)
        above = _siblings(top, tops, forward=False)
        same = place + 1 < len(tops) and tops[place + 1].parent is top.parent
        found.append([*_line_above(above), top, *(_line_below(below) if same else below)])
    first, last = _siblings(tops[0], tops, forward=False), _siblings(tops[-1], tops, forward=True)
    if _says(first) and not _broken(first) and _is_short(first) and not _dates_follow(last):
        return _shifted(tops)
    return found


def _siblings(top: Tag, tops: Sequence[Tag], *, forward: bool) -> list[PageElement]:
    """What stands beside ``top``, up to the neighbouring headline; in document order."""
    own = {id(one) for one in tops}
    nodes: list[PageElement] = []
    for sibling in top.next_siblings if forward else top.previous_siblings:
        if id(sibling) in own or len(nodes) >= 30:
            break
        nodes.append(sibling)
    return nodes if forward else nodes[::-1]


def _line_above(nodes: Sequence[PageElement]) -> list[PageElement]:
    """What stands in the same line before a headline, if lines are broken there."""
    line: list[PageElement] = []
    for node in reversed(nodes):
        if isinstance(node, Tag) and node.name in _PARTS:
            return line[::-1]
        if isinstance(node, Tag) and node.name not in ("b", "i", "span", "em", "strong", "small", "font", "time", "a"):
            return []
        line.append(node)
    return line[::-1] if line and len(nodes) == len(line) else []


def _line_below(nodes: Sequence[PageElement]) -> list[PageElement]:
    """What follows a headline up to the last line break before the next one, if there is any."""
    breaks = [n for n, node in enumerate(nodes) if isinstance(node, Tag) and node.name in _PARTS]
    inline = breaks and not any(isinstance(node, Tag) and node.name in _BLOCKS for node in nodes)
    return list(nodes[: breaks[-1]] if inline else nodes)


_BLOCKS = ("p", "div", "ul", "ol", "h2", "h3", "h4", "h5", "dd", "dt", "table", "li", "tr")


def _says(nodes: Sequence[PageElement]) -> bool:
    return any(len(line_of(node)) >= 6 for node in nodes)


def _is_short(nodes: Sequence[PageElement]) -> bool:
    """A date or a section above the first headline, not an introduction to the page."""
    return sum(len(line_of(node)) for node in nodes) <= 60


def _broken(nodes: Sequence[PageElement]) -> bool:
    return any(isinstance(node, Tag) and node.name in _PARTS for node in nodes)


def _dates_follow(nodes: Sequence[PageElement]) -> bool:
    """Whether the last headline is followed by a short line with figures: dates stand below."""
    following = [line_of(node) for node in nodes if len(line_of(node)) >= 6]
    return bool(following) and len(following[0]) <= 60 and any(mark.isdigit() for mark in following[0])


def _shifted(tops: Sequence[Tag]) -> list[list[PageElement]]:
    """Stretches that begin with the line above each headline."""
    found = []
    for place, top in enumerate(tops):
        above = [node for node in _siblings(top, tops, forward=False) if line_of(node)][-1:]
        below = _siblings(top, tops, forward=True)
        if place + 1 < len(tops) and tops[place + 1].parent is top.parent:
            spoken = [n for n, node in enumerate(below) if line_of(node)]
            below = below[: spoken[-1]] if spoken else below
        found.append([*above, top, *below])
    return found


def _more(nodes: Sequence[PageElement], base: str) -> Tag | None:
    """The last link of an item to another page: "Read more"."""
    links = [link for node in nodes if isinstance(node, Tag) for link in node.find_all("a", href=True)]
    for link in reversed(links):
        url = absolute(str(link["href"]), base)
        if url and not same_page(url, base) and not str(link["href"]).startswith("#"):
            return link
    return None


def _worth(items: Sequence[Item]) -> float:
    """How much a group looks like the listing of its page; 0 for menus, tag clouds and single stories."""
    addresses = {item.url for item in items}
    if len(addresses) < FEWEST:
        return 0.0
    sizes = [min(letters(line_of(item.headline)), 90) for item in items]
    spare = [sum(len(line_of(node)) for node in item.nodes) - len(line_of(item.headline)) for item in items]
    rich = fmean(extra >= 6 for extra in spare)
    if fmean(sizes) < 18 or (rich < 0.5 and fmean(sizes) < _BARE):
        return 0.0
    headed = fmean(item.headline.name in _HEADINGS or bool(item.headline.find(_HEADINGS)) for item in items)
    return len(addresses) * (fmean(sizes) + 60 * headed + fmean(min(max(extra, 0), 200) for extra in spare) / 2)


_BARE = 26
"""Mean letters of headlines that stand alone in their items; those of a menu are shorter."""


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
