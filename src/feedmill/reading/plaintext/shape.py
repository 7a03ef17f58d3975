"""One article, a digest of snippets, a listing of cards, or no article at all: decided by structure, with the
reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from feedmill.model import Rejection, Shape
from feedmill.reading import chrome, sentences
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.tails import without_outlet
from feedmill.reading.words import words

MARKER = re.compile(r"^\s*(?:[-*•‣▪●◦–—]\s+|\(?\d{1,3}[.)、）]\s*(?=\D)|[①-⑳]\s*|[一二三四五六七八九十]{1,3}、\s*)")
_INTRODUCED = re.compile(
    r"\b(?:[A-ZА-ЯЁ][\w.]+\s+){0,3}(?:President|Minister|Chancellor|leader|Secretary|президент\w*|министр\w*|председател\w*|лидер\w*)\s+(?:[A-ZА-ЯЁ][\w.’'-]+\s+){1,2}|[\u4e00-\u9fff]{2,5}(?:总统|总理|主席|外长|總統|總理)[\u4e00-\u9fff]{2,4}"
)
_LEANING = re.compile(
    r"(?:He|She|It|They|But|And|However|The \w+ (?:also|added)|That|This|These|Those|Also|Meanwhile"
    r"|Он|Она|Они|Но|При этом|Также|Однако|Кроме того|Это|Эти|Такой)\b|(?:他|她|它|但|此外|同时|不过|这|该)"
)

_LONG_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]{6,}")
APART = 0.12
"""Common long words between neighbours below which paragraphs do not continue one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFound:
    """A shape and the reason for it, in a few words."""

    shape: Shape
    reason: str


def find_shape(blocks: list[Block], body: tuple[int, int], *, line_each: bool) -> ShapeFound:
    """What kind of document the blocks are."""
    dated = [place for place, block in enumerate(blocks) if _is_card_line(block)]
    if len(dated) >= 3 and _is_listing(blocks, dated):
        return ShapeFound(shape="listing", reason=f"{len(dated)} dated headings, each with at most a teaser")
    prose = [block for block in blocks if block.prose]
    marked = sum(bool(MARKER.match(block.text)) for block in prose)
    if len(prose) >= 3 and marked >= 0.7 * len(prose):
        return ShapeFound(shape="digest", reason=f"{marked} numbered or bulleted snippets")
    outlets = sum(without_outlet(block.text)[1] is not None for block in prose)
    if len(prose) >= 3 and outlets >= 0.6 * len(prose):
        return ShapeFound(shape="digest", reason=f"{outlets} snippets that end with their outlet")
    if len(prose) >= 3 and _is_headed(blocks):
        return ShapeFound(shape="digest", reason="each paragraph has a headline of its own")
    if body[0] == 0 and len(prose) >= 3:
        signs = _loose_signs(prose, line_each=line_each)
        if signs >= 4:
            return ShapeFound(
                shape="digest", reason="loose snippets: no headline, persons introduced again and again, own datelines"
            )
    return ShapeFound(shape="article", reason="one stretch of running text")


def refusal(blocks: list[Block], body: tuple[int, int]) -> Rejection | None:
    """Why the document holds no article: error page, wall, or no running text."""
    text = "\n".join(block.text for block in blocks).casefold()
    prose = sum(block.weight for block in blocks[body[0] : body[1]] if block.prose)
    if not blocks:
        return Rejection(reason="empty", detail="The document has no content.")
    if prose < 900 and any(mark in text[:400] for mark in words("pages", "error")):
        return Rejection(reason="error-page", detail="An error message of a web server, not an article.")
    walls = sum(mark in text for mark in words("pages", "wall"))
    if (prose < 250 and walls) or (prose < 500 and walls > 1):
        return Rejection(reason="login-wall", detail="A login, consent or robot check, not an article.")
    if prose < 60:
        return Rejection(reason="no-article", detail="No running text was found.")
    return None


def _is_card_line(block: Block) -> bool:
    return block.byline is not None and block.byline.date is not None


def _is_listing(blocks: list[Block], dated: list[int]) -> bool:
    """Cards: between one dated line and the next stand a headline and at most three paragraphs, before the first
    at most one.
    """
    before = sum(block.prose for block in blocks[: dated[0]])
    between = [sum(block.prose for block in blocks[a:b]) for a, b in pairwise(dated)]
    cards = sum(1 <= count <= 3 for count in between)
    return before <= 1 and max(between) <= 4 and cards >= 0.6 * len(between)


def _is_headed(blocks: list[Block]) -> bool:
    """Headline and paragraph in turn from the first line on, three times at least; headlines are longer than
    subheads.
    """
    kinds = [block for block in blocks if block.is_heading or block.prose]
    first = next((place for place, block in enumerate(kinds) if block.prose), 0)
    turns = kinds[max(0, first - 1) :]
    headings, prose = turns[::2], turns[1::2]
    if (
        len(headings) < 3
        or not all(_is_headline(block) for block in headings)
        or not all(block.prose for block in prose)
    ):
        return False
    return len(headings) == len(prose) and sum(block.weight for block in headings) >= 28 * len(headings) and first <= 2


def _is_headline(block: Block) -> bool:
    return block.is_heading and not block.text.endswith(("?", "？", ":", "："))


def _cohesion(prose: list[Block]) -> float:
    """Share of long words (pairs of Han characters) that a paragraph has in common with the next, on average."""
    bags = [set(_LONG_WORD.findall(block.text.casefold())) | _han_pairs(block.text) for block in prose]
    shared = [len(one & two) / max(1, min(len(one), len(two))) for one, two in pairwise(bags)]
    return sum(shared) / max(1, len(shared))


def _han_pairs(text: str) -> set[str]:
    return {
        text[place : place + 2]
        for place in range(len(text) - 1)
        if "\u4e00" <= text[place] <= "\u9fff" <= text[place + 1] + "\u9fff"
    }


def _loose_signs(prose: list[Block], *, line_each: bool) -> int:
    """Points for snippets that do not know of each other, minus points for sentences that lean on the one before."""
    names = [
        match.group().split()[-1] if " " in match.group() else match.group()[-2:]
        for block in prose
        for match in _INTRODUCED.finditer(block.text)
    ]
    again = len(names) - len(set(names))
    datelines = sum(block.dateline is not None for block in prose[1:])
    cut_off = sum(block.text.endswith(("...", "…")) for block in prose)
    bios = sum(any(chrome.sentence_reason(part) for part in sentences.split(block.text)) for block in prose[:-1])
    leaning = sum(bool(_LEANING.match(block.text)) for block in prose[1:])
    straight = any('"' in block.text for block in prose) and any("“" in block.text for block in prose)
    apart = 2 * (len(prose) > 3 and _cohesion(prose) < APART)
    return (
        1 + apart + line_each + min(again, 3) + 2 * datelines + 2 * min(cut_off, 2) + min(bios, 2) + straight - leaning
    )
