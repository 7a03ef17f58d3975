"""One article, a digest of snippets, a listing of cards, or no article at all: decided by structure, with the
reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from feedmill.model import Rejection, Shape
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.marks import marker_of
from feedmill.reading.plaintext.snippets import looseness
from feedmill.reading.plaintext.tails import without_bracketed
from feedmill.reading.words import words

FEWEST = 3
"""Snippets that make a digest, cards that make a listing."""
KICKER = 30
"""Weight below which capitals above a headline are the name of its section."""
FURNITURE = 2
"""Other lines for each paragraph that a digest without headlines has at most; a copied page has more."""
ALMOST_ALL = 0.8
"""Share of the paragraphs from which what ends or begins them is the habit of a digest."""
_ENOUGH = 900
"""Weight of running text from which a document holds an article, whatever its words."""
LOOSE = 0.7
"""Looseness from which paragraphs without a headline are snippets. Of 147 article bodies without their headline one in
a hundred reaches it (of their first six paragraphs alone, five), of sixty texts made of the leads of different articles
three in five."""
REVIEWED = 0.6
"""The same where the headline says that this is a review of news."""


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
    return _digest(blocks, body, line_each=line_each) or ShapeFound(
        shape="article", reason="one stretch of running text"
    )


def _digest(blocks: list[Block], body: tuple[int, int], *, line_each: bool) -> ShapeFound | None:
    prose = [block for block in blocks if block.prose]
    if len(prose) < FEWEST:
        return None
    marked = sum(bool(marker_of(block.text)) for block in prose)
    if marked >= 0.7 * len(prose) or _are_parted(prose):
        return ShapeFound(shape="digest", reason=f"{marked} numbered or bulleted snippets")
    outlets = sum(_is_sourced(block, after) for block, after in zip(blocks, [*blocks[1:], None], strict=True))
    if outlets >= 0.6 * len(prose):
        return ShapeFound(shape="digest", reason=f"{outlets} snippets that end with their outlet")
    bracketed = sum(without_bracketed(block.text)[1] is not None for block in prose)
    if bracketed >= ALMOST_ALL * len(prose):
        return ShapeFound(shape="digest", reason=f"{bracketed} snippets with their outlet in brackets")
    places = {block.dateline.place for block in prose if block.dateline and block.dateline.place}
    if len(places) >= max(FEWEST, ALMOST_ALL * len(prose)):
        return ShapeFound(shape="digest", reason=f"snippets under datelines of {len(places)} places")
    if _is_headed(blocks):
        return ShapeFound(shape="digest", reason="each paragraph has a headline of its own")
    above = blocks[: body[0]]
    few = len(blocks) - len(prose) <= FURNITURE * len(prose)
    alone = few and _is_headless(above) and not _is_wire_story(prose)
    loose = looseness(prose, line_each=line_each) if alone else 0
    if loose >= (REVIEWED if above else LOOSE):
        return ShapeFound(shape="digest", reason=f"{len(prose)} snippets that stand alone, looseness {loose:.2f}")
    return None


def _are_parted(prose: list[Block]) -> bool:
    """Whether signs that wires set between messages ("+++") stand before each paragraph but the first."""
    return all(block.text.startswith("++") for block in prose[1:])


def _is_sourced(block: Block, after: Block | None) -> bool:
    """Whether a paragraph of running text ends with its outlet, or a line below names it."""
    if not block.prose or after is None:
        return block.outlet is not None
    told = after.byline or after.credit
    return block.outlet is not None or (told is not None and bool(told.agency or told.publisher))


def _is_wire_story(prose: list[Block]) -> bool:
    """Whether a dateline opens the text, and no other one and no outlet but at its end comes after it."""
    others = any(block.dateline for block in prose[1:]) or any(block.outlet for block in prose[:-1])
    return prose[0].dateline is not None and not others


def _is_headless(above: list[Block]) -> bool:
    """Whether no headline stands above, or only that of a review."""
    told = " ".join(block.text for block in above if not block.reason).casefold()
    return not above or any(word in told for word in words("pages", "review"))


def refusal(blocks: list[Block], body: tuple[int, int]) -> Rejection | None:
    """Why the document holds no article: error page, wall, or no running text."""
    prose = sum(block.weight for block in blocks[body[0] : body[1]] if block.prose)
    if not blocks:
        return Rejection(reason="empty", detail="The document has no content.")
    if prose >= _ENOUGH:
        return None
    text = "\n".join(block.text for block in blocks).casefold()
    if any(mark in text[:400] for mark in words("pages", "error")):
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
    at most one. Dated lines without any headlines are sources of snippets.
    """
    if 2 * sum(block.is_heading for block in blocks) < len(dated):
        return False
    before = sum(block.tells for block in blocks[: dated[0]])
    between = [sum(block.tells for block in blocks[a:b]) for a, b in pairwise(dated)]
    cards = sum(1 <= count <= 3 for count in between)
    return before <= 1 and max(between) <= 4 and cards >= 0.6 * len(between)


def _is_headed(blocks: list[Block]) -> bool:
    """Headline and paragraph in turn from the first line on, three times at least; headlines are longer than
    subheads.
    """
    kinds = _without_kickers([block for block in blocks if block.is_heading or block.prose])
    first = next((place for place, block in enumerate(kinds) if block.prose), 0)
    last = max((place for place, block in enumerate(kinds) if block.prose), default=0)
    turns = kinds[max(0, first - 1) : last + 1]
    headings, prose = turns[::2], turns[1::2]
    if (
        len(headings) < 3
        or not all(_is_headline(block) for block in headings)
        or not all(block.prose for block in prose)
    ):
        return False
    return len(headings) == len(prose) and sum(block.weight for block in headings) >= 28 * len(headings) and first <= 2


def _without_kickers(kinds: list[Block]) -> list[Block]:
    """Without the words in capitals directly above a headline that name its section."""
    after = [*kinds[1:], None]
    return [
        block
        for block, below in zip(kinds, after, strict=True)
        if not (block.is_heading and below and below.is_heading and block.weight < below.weight and _is_kicker(block))
    ]


def _is_kicker(block: Block) -> bool:
    return block.weight < KICKER and block.text.upper() == block.text


def _is_headline(block: Block) -> bool:
    return block.is_heading and not block.text.endswith(("?", "？", ":", "："))
