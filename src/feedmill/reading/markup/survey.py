"""What is known of a page before its body is looked for: what it states, what it shows, and where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from lxml import etree

from feedmill.model import Document, Moment
from feedmill.reading import dates
from feedmill.reading.addresses import absolute, host, original
from feedmill.reading.blocks import Block, lines_of, read_blocks
from feedmill.reading.declared import saved_from
from feedmill.reading.markup.accounts import account_in, is_platform
from feedmill.reading.markup.attribution import choose_site, choose_title
from feedmill.reading.markup.capture import captured
from feedmill.reading.markup.metadata import Claims, base_of, read_claims
from feedmill.reading.markup.prose import is_prose
from feedmill.reading.markup.tree import PATIENCE
from feedmill.reading.markup.visible import Visible, read_visible
from feedmill.reading.markup.vocabulary import author_label
from feedmill.reading.titles import same_title
from feedmill.reading.words.phrases import beginnings

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STOPS = (".", "。", "!", "?", "…", "”", "»")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of a page before its body is looked for. ``lines`` are all its blocks, chrome included;
    ``light``: small enough for slower second opinions."""

    text: str
    claims: Claims
    visible: Visible
    title: str
    sites: tuple[str, ...]
    publisher: str | None
    language: str | None
    address: str | None
    base: str | None
    light: bool
    lines: list[Block]
    captured: Moment | None

    def setting(self, received: datetime) -> dates.Setting:
        """What days on this page are read against."""
        near = self.captured.at.date() if self.captured else None
        return dates.Setting(language=self.language, received=received, captured=self.captured, near=near)


def survey(root: etree._Element, text: str, document: Document) -> Page:
    """What a page tells about itself; ``root`` is its uncut tree, ``text`` its markup."""
    saved = saved_from(text) or document.url
    base = base_of(root, saved)
    claims = read_claims(root, base)
    visible = read_visible(root)
    address = original(claims.url or absolute(saved))
    sites = _sites(claims, document, address)
    lines = [line for block in read_blocks(root) for line in _parted(block)]
    title = choose_title(claims, visible, sites, [line.text for line in lines[:_HEAD_LINES]])
    account = account_in(root) if not claims.sites or is_platform(claims.sites[0]) else None
    title = title if not account or not same_title(title, account) else ""
    publisher = account or choose_site(claims, visible, title) or document.publisher
    language = claims.language or document.language
    return Page(
        text=text,
        claims=claims,
        visible=visible,
        title=title,
        sites=(*sites, publisher) if publisher else tuple(sites),
        publisher=publisher,
        language=language,
        address=address,
        base=base or claims.url,
        light=text.count("<") <= PATIENCE,
        lines=lines,
        captured=captured(text, lines, saved, language=language, received=document.received) or document.captured,
    )


_HEAD_LINES = 120
"""Lines from the top in which a headline may stand that is no heading."""
_SHORT = 200


def _parted(block: Block) -> list[Block]:
    """The lines of a short block that breaks part: old pages set headline, day and writer so."""
    if block.kind != "p" or len(block.text) > _SHORT or "<br" not in block.html or block.text.endswith(_STOPS):
        return [block]
    return [replace(block, text=line, html=escape(line, quote=False), linked=0) for line in lines_of(block)]


def _sites(claims: Claims, document: Document, address: str | None) -> list[str]:
    """Names of the site, best first: as stated, as declared by the source's owner, and its host."""
    names = [*claims.sites, document.publisher or "", host(address), host(address).rpartition(".")[0]]
    return list(dict.fromkeys(name for name in names if len(name) > 1))


def head_lines(lines: list[Block], title: str) -> list[str]:
    """Short lines around the headline, up to the first paragraph."""
    places = [n for n, block in enumerate(lines) if title and same_title(block.text, title)]
    if not places:
        return []
    place = next((n for n in places if lines[n].kind == "heading"), places[0])
    head: list[str] = []
    passed = False
    for block in lines[place + 1 : place + 14]:
        ends = is_prose(block) and block.text.endswith(_STOPS) and not _announces_day(block.text)
        if len(block.text) > _STANDFIRST or ends:
            if passed or len(block.text) > _STANDFIRST:
                break
            passed = True
        elif passed and not _is_byline(block.text):
            break
        elif len(block.text) <= _LONGEST_LINE:
            head.append(block.text)
    above = [block.text for block in lines[max(0, place - 3) : place] if len(block.text) <= 120]
    days = sum(bool(dates.day_spans(line, None)) for line in above)
    return head + (above if days < _LISTED else [])


_LONGEST_LINE = 180
_STANDFIRST = 300
"""Characters of a first sentence below the headline, under which the byline may stand."""


def _announces_day(line: str) -> bool:
    """A line that begins with a word for publication, though it ends like a sentence: "Published on 3 May 2021."."""
    return len(line) <= _LONGEST_LINE and beginnings("dates", "published").begins(line.casefold())


def _is_byline(line: str) -> bool:
    """A line that announces a writer, or a day with its year: below a standfirst nothing else belongs to the head."""
    return len(line) <= _LONGEST_LINE and bool(
        author_label().match(line) or (dates.day_spans(line, None) and _YEAR.search(line))
    )


_LISTED = 2
"""Days above a headline that are those of a list of other stories."""
