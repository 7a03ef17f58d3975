"""One article or a listing? Decided by how the page's running text is spread, helped by what the page says it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from statistics import fmean
from urllib.parse import urlsplit

from lxml import etree

from feedmill.reading.blocks import Block
from feedmill.reading.markup.body import Body
from feedmill.reading.markup.cards import Card, letters
from feedmill.reading.markup.listing import FEWEST
from feedmill.reading.markup.prose import is_prose, prose
from feedmill.reading.markup.tree import marks, text_under
from feedmill.reading.markup.vocabulary import section
from feedmill.reading.titles import same_title

_ARTICLES = frozenset({"article", "newsarticle", "blogposting", "reportagenewsarticle", "liveblogposting", "report"})
_LISTS = frozenset({"collectionpage", "itemlist", "searchresultspage", "blog"})
_SHORT = 400
"""Characters of running text that a listing may hold beside its items: what it says about itself."""
_FEWEST_AGAINST = 6
"""Items that outweigh a page's own word that it is an article."""
_MOST = 0.6
"""Share of the body's words that items must account for when there is more."""


def may_list(types: frozenset[str], body: Body, root: etree._Element) -> bool:
    """Worth looking for repeated items: hardly any running text, or many linked headlines in it.

    A page that calls itself an article is believed unless it holds next to no running text; that of one film is none.
    """
    weight = prose(body.blocks)
    if any(one.startswith("og:video") for one in types):
        return False
    if weight < _SHORT or (types & _ARTICLES and not types & _LISTS):
        return weight < _SHORT
    linked = [block for block in body.blocks if _names_a_story(block)]
    cut = [cut.text for cut in body.cuts if cut.reason == "related-links" and letters(cut.text) >= _HEADLINE]
    other = prose([block for block in body.blocks if block not in linked])
    count = max(len(linked) + len(cut), _linked_headings(root), _invitations(root))
    return count >= FEWEST and other <= _TEASER * count


def _invitations(root: etree._Element) -> int:
    """Links of the same few words that each lead elsewhere: "Read more" below every item."""
    places: dict[str, set[str]] = defaultdict(set)
    for link in root.iter("a"):
        text = text_under(link)
        if 2 <= len(text) <= _LONGEST_INVITATION and not text.isdigit():
            places[text].add(link.get("href") or "")
    return max(map(len, places.values()), default=0)


_LONGEST_INVITATION = 30


def is_called_article(types: frozenset[str]) -> bool:
    """The page tells machines that it is one article."""
    return bool(types & _ARTICLES) or "og:article" in types


def _linked_headings(root: etree._Element) -> int:
    """Headings anywhere on the page that lead to another one: what front pages are made of."""
    return sum(_LINKED(one) and letters(text_under(one)) > 15 for one in root.iter("h2", "h3", "h4"))


_LINKED = etree.XPath("boolean(.//a[@href]|ancestor::a[@href])")


def _names_a_story(block: Block) -> bool:
    """A block with a headline in it: link text enough to be one, and a fourth of what the block says (in signs
    that say more each, a fifth)."""
    said = len(block.text) or 1
    return (
        block.linked * (5 if letters(block.text) > 2 * said else 4) >= said
        and letters(block.text) * block.linked >= _HEADLINE * said
    )


_HEADLINE = 20
_FRONT = 1_000
"""Characters of running text that a page may hold beside its items if it calls itself no article but a site."""
_TEASER = 500
"""Characters of running text for each linked headline; more is an article with links in it."""


def is_called_list(text: str, root: etree._Element, address: str | None) -> bool:
    """The end of the page's address or the name of its body say that it lists others, or it leads to further pages.

    ``text`` is its markup.
    """
    path, name, further = _listings()
    if path.search(urlsplit(address or "").path):
        return True
    if any(name.search(marks(body)) for body in root.iter("body")):
        return True
    return len({link.lower() for link in further.findall(text)}) >= _FURTHER


_SEGMENT = r"(?:/(?!\d+(?:/|\Z))[^/.-]{1,60}(?:-[^/.-]{1,30}){0,2})"
"""A part of an address that names a topic; the headline of an article has more words, its number nothing else."""


@cache
def _listings() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = {key: "|".join(section("listings")[key]) for key in ("paths", "names", "pages")}
    return (
        re.compile(rf"/(?:{words['paths']}){_SEGMENT}{{0,2}}/?\Z", re.IGNORECASE),
        re.compile(rf"(?<![a-z0-9-])(?:{words['names']})(?![a-z0-9-])", re.IGNORECASE),
        re.compile(rf"href\s*=\s*[\"']?[^\"'\s<>]{{0,300}}?((?:{words['pages']}))(?=[\"'\s#&>])", re.IGNORECASE),
    )


_FURTHER = 2
"""Further pages that a listing leads to."""


def are_dated(cards: Sequence[Card]) -> bool:
    """Half of the items or more state their day."""
    return sum(card.published is not None for card in cards) * 2 >= len(cards)


def is_listing(cards: Sequence[Card], blocks: Sequence[Block], types: frozenset[str]) -> bool:
    """The items found account for most of the words of the page's body."""
    doubted = types & _ARTICLES or (is_called_article(types) and not are_dated(cards))
    if len(cards) < (_FEWEST_AGAINST if doubted else FEWEST):
        return False
    told = [words for card in cards for words in (card.title, card.teaser) if words]
    own = [block for block in blocks if not any(_belongs(block.text, words) for words in told)]
    if prose(own) < (_SHORT // 2 if types & _ARTICLES else _SHORT):
        return True
    if "og:website" in types and not types & _ARTICLES and prose(own) < min(_FRONT, sum(map(len, told)) / 2):
        return True
    whole = sum(len(block.text) for block in blocks)
    return sum(len(block.text) for block in own) < whole * (1 - _MOST)


def own_story(lines: Sequence[Block], title: str, cards: Sequence[Card], types: frozenset[str]) -> list[Block]:
    """The running text below the headline of a page that lists others beside it; empty for a page that only lists.

    It is more than the introduction of a listing: :data:`_OWN` paragraphs and more that belong to no item.
    """
    told = [words for card in cards for words in (card.title, card.teaser) if words]
    places = [n for n, line in enumerate(lines) if line.kind == "heading" and title and same_title(line.text, title)]
    teasers = [letters(card.teaser) for card in cards if card.teaser]
    if (
        not places
        or types & _LISTS
        or len(lines) * len(told) > _PATIENCE
        or (teasers and fmean(teasers) > _LONGEST_TEASER)
    ):
        return []
    rest = lines[places[0] + 1 :]
    first = next((n for n, line in enumerate(rest[:_HEAD]) if is_prose(line)), _HEAD)
    listed = [n for n, line in enumerate(lines) if _is_told(line, told)]
    among = [line for n, line in enumerate(lines[: listed[-1]] if listed else ()) if n > listed[0] and n not in listed]
    story = list(takewhile(lambda line: not _is_told(line, told), rest[first:]))
    paragraphs = [line for line in story if is_prose(line)]
    if len(paragraphs) < _OWN or prose(paragraphs) < _SHORT - 100:
        return []
    apart = [line for line in among if line not in story]
    return story if prose(apart) * _AMONG < prose(story) else []


_PATIENCE = 400_000
"""Comparisons of lines with what items tell; a page that needs more lists so much that it is no article."""
_LONGEST_TEASER = 320
"""Mean letters of what boxes tell of other stories; more are sections of this one."""
_AMONG = 6
"""An article's own text stands apart from the items beside it: at most so small a part of it between them."""
_HEAD = 8
"""Lines between a headline and its text."""
_OWN = 3


def without_cards(blocks: Sequence[Block], cards: Sequence[Card]) -> tuple[Block, ...]:
    """The blocks of an article without the items of boxes beside it: their words, and short lines behind them."""
    told = [words for card in cards for words in (card.title, card.teaser) if words]
    kept: list[Block] = []
    inside = False
    for block in blocks:
        mine = _is_told(block, told)
        inside = mine or (inside and not is_prose(block))
        if not inside:
            kept.append(block)
    return tuple(kept)


def _is_told(block: Block, told: Sequence[str]) -> bool:
    return bool(block.text) and any(_belongs(block.text, words) for words in told)


def _belongs(text: str, words: str) -> bool:
    return text == words or words[:60] in text or text[:60] in words
