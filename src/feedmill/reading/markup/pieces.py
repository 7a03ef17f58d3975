"""Digests saved as pages: several separate stories in one body, each below a headline of its own.

An article with subheadings looks the same. Three things tell them apart, and each needs parts that do not take up one
another's words: the parts name their sources (an outlet behind the last sentence, a line "Source: …", a dateline); the
page calls itself a review; every headline leads to an address of its own, on a page that calls itself no article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from html import escape, unescape

from feedmill.reading.addresses import absolute
from feedmill.reading.blocks import Block
from feedmill.reading.bylines import is_agency, read_dateline
from feedmill.reading.chrome import chrome_reason, weight
from feedmill.reading.markup.body import Body
from feedmill.reading.markup.places import closes
from feedmill.reading.markup.prose import is_prose
from feedmill.reading.plaintext.blocks import read_blocks
from feedmill.reading.plaintext.marks import marker_of, without_marker
from feedmill.reading.plaintext.snippets import looseness
from feedmill.reading.plaintext.tails import without_outlet
from feedmill.reading.words import alternatives, words

FEWEST = 3
"""Parts that make a digest."""
_LINKED = 4
"""Parts that make one where nothing but the links of their headlines says so."""
MOST = 200
_SOURCED = 0.6
"""Share of the parts that name their source in a digest without other signs."""
_LOOSE = 0.5
"""Looseness (0 to about 1) from which parts are separate stories, given another sign."""
_COVER = 0.6
"""Share of the body's running text that stands below the headlines of its parts."""
_LONGEST_HEADLINE = 250
_LONGEST_LINK = 120
_HREF = re.compile(r'<a href="([^"]+)"')
_BOLD = re.compile(r"\A(?:<(?:b|strong)>)(.{8,400}?)</(?:b|strong)>(?:<br>)?\s*", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_BEHIND = " .:：。—–-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One story of a digest: its headline ("" for none), its blocks without that, the outlet it names behind its end
    (perhaps with a day), and the address it leads to."""

    title: str
    blocks: tuple[Block, ...]
    outlet: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The stories of a digest and how they are told apart, in a few words. ``sourced``: they name where they are from,
    so that they are no teasers."""

    pieces: tuple[Piece, ...]
    reason: str
    sourced: bool


def find_pieces(
    body: Body, lines: Sequence[Block], *, title: str, base: str | None, is_article: bool, received: datetime
) -> Pieces | None:
    """The stories of a digest; None when the page holds anything else.

    ``lines`` are all blocks of the page: links that name sources were cut from its ``body``. ``is_article``: the page
    tells machines that it is one article.
    """
    blocks = _with_links(body.blocks, lines)
    for split in (_headed, _led, _listed):
        parts = split(blocks)
        if len(parts) < FEWEST or not _covers(parts, body.blocks):
            continue
        pieces = tuple(_piece(part, base) for part in parts[:MOST])
        reason = _verdict(pieces, title, is_article=is_article, headed=split is not _listed, received=received)
        if reason:
            named = sum(piece.outlet is not None for piece in pieces) >= _SOURCED * len(pieces)
            return Pieces(pieces=pieces, reason=f"{len(pieces)} separate stories: {reason}", sourced=named)
    return None


def _with_links(blocks: Sequence[Block], lines: Sequence[Block]) -> list[Block]:
    """The body with the short lines of links that stand in it or directly behind it."""
    kept = {block.text for block in blocks if block.text}
    places = [n for n, line in enumerate(lines) if line.text in kept]
    if not places:
        return []
    found = lines[max(0, places[0] - 1) : places[-1] + 3]
    return [line for line in found if line.text in kept or _is_link(line) or _source_of(line.text) or _heads(line, 0)]


def _is_link(block: Block) -> bool:
    return 0 < len(block.text) <= _LONGEST_HEADLINE and block.linked >= 0.8 * len(block.text)


# --- where stories begin -----------------------------------------------------------------------------------------

_Part = tuple[str, list[Block]]
"""A headline's HTML, and the blocks that stand below it."""


def _headed(blocks: Sequence[Block]) -> list[_Part]:
    """Parts below headings of one level, or below lines in bold type where there are no such headings."""
    levels = {block.level for block in blocks if block.kind == "heading"}
    found = [_below(blocks, level) for level in sorted(levels)] + [_below(blocks, 0)]
    return max(found, key=len)


def _below(blocks: Sequence[Block], level: int) -> list[_Part]:
    """The parts below headings of this level (0: bold lines); a heading of a higher level ends a part."""
    parts: list[_Part] = []
    inside = False
    for block in blocks:
        if _heads(block, level):
            parts.append((block.html, []))
            inside = True
        elif block.kind == "heading" and (block.level <= level or not level):
            inside = False
        elif inside and block.kind != "image":
            parts[-1][1].append(block)
    return [(head, below) for head, below in parts if any(map(_tells, below))]


def _heads(block: Block, level: int) -> bool:
    if level:
        shaped = block.kind == "heading" and block.level == level
    else:
        bold = _BOLD.match(block.html) if block.kind in ("p", "item") and len(block.text) <= _LONGEST_HEADLINE else None
        shaped = bold is not None and bold.end() == len(block.html)
    fits = shaped and 8 <= weight(block.text) <= _LONGEST_HEADLINE
    return fits and not closes(block.text) and not chrome_reason(block.text)


def _led(blocks: Sequence[Block]) -> list[_Part]:
    """Paragraphs that begin with their headline in bold type, and what follows each up to the next."""
    parts: list[_Part] = []
    for block in blocks:
        bold = _BOLD.match(block.html) if block.kind in ("p", "item") else None
        rest = "" if bold is None else block.html[bold.end() :]
        text = _plain(rest)
        if bold and weight(text) >= 40 and not text[:1].islower() and weight(_plain(bold[1])) >= 12:
            lead = replace(block, html=rest.lstrip(_BEHIND), text=text.lstrip(_BEHIND), linked=0)
            parts.append((bold[1], [lead]))
        elif block.kind == "heading":
            continue
        elif parts and block.kind != "image":
            parts[-1][1].append(block)
    return parts


def _listed(blocks: Sequence[Block]) -> list[_Part]:
    """Items of a list, paragraphs behind numbers and bullets or with an outlet behind their last sentence: each a
    story without a headline."""
    parts: list[_Part] = []
    for block in blocks:
        opens = block.kind == "item" or bool(marker_of(block.text) or _without_tail(block.text)[1])
        if opens and _tells(block):
            parts.append(("", [block]))
        elif parts and not opens and block.kind == "p" and len(block.text) <= _LONGEST_LINK:
            parts[-1][1].append(block)
    return parts


def _tells(block: Block) -> bool:
    return is_prose(block) or (weight(block.text) >= 60 and block.linked * 2 < len(block.text))


def _covers(parts: Sequence[_Part], blocks: Sequence[Block]) -> bool:
    """The parts hold most of what the body tells; an article's own text stands beside its boxes."""
    inside = sum(len(block.text) for _, below in parts for block in below if _tells(block))
    return inside >= _COVER * sum(len(block.text) for block in blocks if _tells(block))


def _plain(html: str) -> str:
    return " ".join(unescape(_TAGS.sub("", html.replace("<br>", " "))).split())


# --- what a story says of itself ---------------------------------------------------------------------------------


def _piece(part: _Part, base: str | None) -> Piece:
    head, below = part
    told = [block for block in below if not _is_link(block) and _source_of(block.text) is None]
    sources = [block for block in below if block not in told]
    outlet = next((name for block in sources if (name := _source_of(block.text))), None)
    if told:
        bare, tail = _without_tail(told[-1].text)
        if tail:
            told[-1] = replace(told[-1], text=bare, html=escape(bare, quote=False))
            outlet = outlet or tail
    if told and not head:
        told[0] = _without_marker(told[0])
    return Piece(
        title=without_marker(_plain(head)).strip(_BEHIND) if head else "",
        blocks=tuple(told),
        outlet=outlet,
        url=_address(head, below, base),
    )


def _without_marker(block: Block) -> Block:
    mark = marker_of(block.text)
    return (
        replace(block, kind="p", level=0, text=block.text[len(mark) :], html=block.html.removeprefix(mark))
        if block.html.startswith(mark)
        else block
    )


def _without_tail(text: str) -> tuple[str, str | None]:
    """A paragraph without the outlet or the "Source: …" at its end, and that outlet."""
    bare, tail = without_outlet(text)
    if tail:
        return bare, tail
    start = max(0, len(text) - _LONGEST_LINK)
    found = _source().search(text, start) or _DASHED.search(text, start)
    if found is None or not found.start() or (found.re is _DASHED and not is_agency(found["name"])):
        return text, None
    return text[: found.start()].rstrip(" ([（—–-"), found["name"].strip(" .)]）")


_DASHED = re.compile(r"(?<=[.!?…。！？”»])\s*[—–-]*\s*(?P<name>[^\W\d_][^.!?。—–-]{1,30})\Z")


def _source_of(line: str) -> str | None:
    """The outlet that a line of its own names: "Source: Reuters", "Xinhua", "来源：新华社"."""
    if len(line) > _LONGEST_LINK:
        return None
    found = _source().match(line.strip(" ([（—–-"))
    if found:
        return found["name"].strip(" .)]）")
    bare = line.strip(" ()[]（）【】—–-.")
    return bare if is_agency(bare) else None


@cache
def _source() -> re.Pattern[str]:
    spaced, unspaced = alternatives(words("bylines", "source"))
    return re.compile(
        rf"(?:(?<![^\W_])(?:{spaced})|(?:{unspaced}))\s*[:：]\s*(?P<name>[^\W\d_][^:：]{{1,60}})\Z", re.IGNORECASE
    )


def _address(head: str, below: Sequence[Block], base: str | None) -> str | None:
    """Where a story leads: by its headline, else by the line of links at its end, else by its only link."""
    every = [_links(block.html, base) for block in below]
    for links in (_links(head, base), *(found for block, found in zip(below, every, strict=True) if _is_link(block))):
        if links:
            return links[0]
    only = {link for links in every for link in links}
    return only.pop() if len(only) == 1 else None


def _links(html: str, base: str | None) -> list[str]:
    return [link for one in _HREF.findall(html) if (link := absolute(unescape(one), base))]


# --- a digest or not ---------------------------------------------------------------------------------------------


def _verdict(pieces: Sequence[Piece], title: str, *, is_article: bool, headed: bool, received: datetime) -> str | None:
    """Why the parts are separate stories; None when nothing says so."""
    leads = [next((one.text for one in piece.blocks if _tells(one)), "") for piece in pieces]
    told = [lead for lead in leads if lead]
    if len(told) < FEWEST or len(set(told)) * 2 < len(told):
        return None
    sign = _sign(pieces, title, is_article=is_article, headed=headed, received=received)
    if sign and looseness(read_blocks(told, language=None, received=received), line_each=False) >= _LOOSE:
        return sign
    return None


def _sign(pieces: Sequence[Piece], title: str, *, is_article: bool, headed: bool, received: datetime) -> str | None:
    """What makes parts look like separate stories, whatever they tell."""
    linked = {piece.url for piece in pieces if piece.url and piece.title}
    if headed and not is_article and len(linked) >= max(_LINKED, 0.8 * len(pieces)):
        return "each headline leads elsewhere"
    if any(word in title.casefold() for word in words("pages", "review")):
        return "the page calls itself a review"
    sourced = sum(piece.outlet is not None or _has_dateline(piece, received) for piece in pieces)
    return "they name their sources" if sourced >= _SOURCED * len(pieces) else None


def _has_dateline(piece: Piece, received: datetime) -> bool:
    return bool(piece.blocks) and read_dateline(piece.blocks[0].text, language=None, received=received) is not None
