"""Several whole articles in one text: set apart by rules, by headlines with bylines, or by numbered headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.marks import marker_of, number_of, without_marker
from feedmill.reading.plaintext.snippets import alone
from feedmill.reading.words import words

FULL = 250
"""Weight of running text from which a section may be an article of its own."""
HEADLINE = 20
"""Weight from which a line may be a headline, not a subhead."""

UNTITLED = 3
"""Parts between rules that need no headlines if none goes on another."""
ALONE = 0.99
_MOST_BARE = 4
_RULE = re.compile(r"(?:[=_*~#•·—–⸻-]\s*){3,}")
_BYLINE_WITHIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The parts of a document and how they are told apart, in a few words; ``titled``: each begins with its title,
    however short that is."""

    parts: tuple[list[Block], ...]
    reason: str
    titled: bool = False


def find_sections(blocks: list[Block]) -> Sections | None:
    """The articles that a text holds one after the other, None when it is one article or something else."""
    return _ruled(blocks) or _bylined(blocks) or _numbered(blocks)


def _ruled(blocks: list[Block]) -> Sections | None:
    """Rules of signs between parts that each begin with a headline or a dateline of their own."""
    rules = [place for place, block in enumerate(blocks) if _RULE.fullmatch(block.text)]
    if not rules:
        return None
    parts = [part for part in _between(blocks, rules) if any(block.prose for block in part)]
    if len(parts) >= 2 and all(_begins_anew(part) for part in parts):
        return Sections(parts=tuple(parts), reason=f"{len(parts)} parts between rules, each with a headline of its own")
    if len(parts) >= UNTITLED and all(map(_is_bare, parts)) and alone([_joined(part) for part in parts]) >= ALONE:
        return Sections(parts=tuple(parts), reason=f"{len(parts)} parts between rules, none of which goes on another")
    return None


def _is_bare(part: list[Block]) -> bool:
    """Whether a part is nothing but a few paragraphs."""
    return len(part) <= _MOST_BARE and all(block.tells for block in part)


def _joined(part: list[Block]) -> Block:
    """A part as one paragraph, to be compared with the others."""
    first = next(block for block in part if block.prose)
    return replace(first, text=" ".join(block.text for block in part if block.prose))


def _between(blocks: list[Block], rules: list[int]) -> Iterator[list[Block]]:
    for start, end in zip([-1, *rules], [*rules, len(blocks)], strict=True):
        yield blocks[start + 1 : end]


def _begins_anew(part: list[Block]) -> bool:
    first = next(place for place, block in enumerate(part) if block.prose)
    bylined = any(block.is_heading and below.byline for block, below in pairwise(part[: first + 1]))
    return bylined or part[first].dateline is not None or any(_is_headline(block) for block in part[:first])


def _bylined(blocks: list[Block]) -> Sections | None:
    """Headlines with a byline or dateline directly below, each above enough text to be an article."""
    heads = [place for place in range(len(blocks)) if _opens_article(blocks, place)]
    if len(heads) < 2 or any(block.ends_article for block in blocks[heads[0] : heads[-1]]):
        return None
    parts = [blocks[a:b] for a, b in zip(heads, [*heads[1:], len(blocks)], strict=True)]
    if not all(_prose_weight(part) >= FULL and sum(block.prose for block in part) >= 2 for part in parts):
        return None
    return Sections(parts=tuple(parts), reason=f"{len(parts)} headlines, each with a byline and an article below")


def _opens_article(blocks: list[Block], place: int) -> bool:
    if not _is_headline(blocks[place]):
        return False
    below = blocks[place + 1 : place + 1 + _BYLINE_WITHIN]
    byline = next((at for at, block in enumerate(below) if block.byline or block.dateline), None)
    return byline is not None and not any(_is_headline(block) for block in below[:byline])


def _numbered(blocks: list[Block]) -> Sections | None:
    """Headlines numbered from one, or bulleted, with running text below each: a review of several events."""
    marked = [place for place, block in enumerate(blocks) if marker_of(block.text) and _is_marked_headline(block)]
    numbers = [number_of(blocks[place].text) for place in marked]
    if len(marked) < 3 or (any(numbers) and numbers != list(range(1, len(marked) + 1))):
        return None
    parts = [blocks[a:b] for a, b in zip(marked, [*marked[1:], len(blocks)], strict=True)]
    if not all(any(block.tells for block in part[1:]) for part in parts) or not _is_review(blocks[: marked[0]], parts):
        return None
    bare = tuple([replace(part[0], text=without_marker(part[0].text)), *part[1:]] for part in parts)
    return Sections(parts=bare, reason=f"{len(parts)} numbered headlines with text below", titled=True)


def _is_review(above: list[Block], parts: list[list[Block]]) -> bool:
    """Whether numbered parts are items of a review, not the points of one article: the title says so, most name their
    source, or nothing stands above that the points could be those of.
    """
    if not any(block.prose or _is_headline(block) for block in above):
        return True
    told = " ".join(block.text for block in above[-6:] if not block.reason).casefold()
    sourced = sum(any(_is_sourced(block) for block in part) for part in parts)
    return any(word in told for word in words("pages", "review")) or sourced >= 0.5 * len(parts)


def _is_sourced(block: Block) -> bool:
    return bool(block.credit or block.byline or block.dateline or block.outlet)


def _is_headline(block: Block) -> bool:
    return block.is_heading and block.weight >= HEADLINE and not block.text.endswith((":", "："))


def _is_marked_headline(block: Block) -> bool:
    """A headline behind a bullet; behind a number a word may do, as the count vouches for it."""
    return _is_headline(block) or (bool(number_of(block.text)) and block.may_head)


def _prose_weight(part: list[Block]) -> int:
    return sum(block.weight for block in part if block.prose)
