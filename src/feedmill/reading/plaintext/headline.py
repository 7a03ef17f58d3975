"""Which of the lines above a body is its headline.

Menus, sections, kickers and teasers stand there, too. A headline is about the text below: its words come back there. It
comes back itself, in the name of the page or above the byline. It stands near the text, and is no single word. A menu
that is printed twice comes back with its neighbours, a headline without.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from feedmill.reading import sentences
from feedmill.reading.chrome import is_caption, weight
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.titles import has_parts, parts_of, same_title, title_key
from feedmill.reading.words import words

FAR = 80
"""Blocks above the body in which a headline is looked for; the page's own name may stand further up."""
ALIKE = 0.5
"""Share of words in common with the first line from which a line says what the page is called."""
WORTH = {
    "called": 4.0,
    "repeated": 1.5,
    "named": 1.5,
    "about": 1.5,
    "long": 1.0,
    "first": 1.0,
    "bylined": 1.2,
    "standfirst": -1.0,
    "below": -2.5,
    "headed": 1.0,
    "contents": -2.0,
    "caption": -2.0,
    "far": -1.0,
}
"""Points of a sign at its fullest: it is what the first line calls the page; it comes back; it is like the page's
name; all its words stand in the text; 60 letters or more; it opens a text with hardly anything above the body; names or
a day stand right below; a line as long and as near to the text stands directly above; a headline stands there and this
is longer, as standfirsts are; such a line stands below; it is one of several lines that head parts of the text below; a
picture's credit stands directly above; :data:`FAR` blocks away.
"""
STANDFIRST = 90
"""Weight from which a line below a headline says more than a headline does."""
SAID, LONG, LIKELY = 1.0, 0.7, 0.6
"""How surely a line is a standfirst that ends as sentences do, one that is only long, and one that is longer than the
line above, which is as long as headlines are or has their capitals.
"""
SENTENCE = 65
"""Weight from which a sentence below a headline is a standfirst."""
LONGER_LINE = 60
"""The same, where the line above it is likely to be the headline."""
STANDS = 0.1
"""Share of a standfirst's words that come back in the text."""
LONGER = 1.2
"""Times that a standfirst is longer than its headline, at least."""
FEWEST_WORDS = 3
"""Words of a line above a standfirst that is its headline rather than a section's name; two above a sentence."""
BELOW = 3
"""Lines below a headline in which its byline begins."""
FEW = 4
"""Blocks above the body of a text that was copied without its page."""
SHORT_LINE = 25
"""Weight from which the first line of such a text is its headline rather than a kicker or a site's name."""
LONG_LINE = 35
"""Weight from which a line above a candidate may be the headline itself."""
SHORTEST_NAME = 16
"""Weight from which a line that the page's name holds is its headline rather than that of the site or a section."""
PART = 0.35
"""Share of the page's name from which a part of it may be the headline."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_CUT_OFF = ("…", "...")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PROSE = 30
_RUBRICS = re.compile(r"\s[|/›>»•]\s|[|｜]")
_SMALL_WORD = 3
_WIDE = 6
"""Weight of what is about a word in scripts without spaces."""


def name_again(blocks: list[Block]) -> int:
    """The first block that says again, without the site's name, what the first line calls the page, with at least
    half of the running text below it; 0 if there is none.
    """
    called = _called(blocks)
    total = sum(block.weight for block in blocks if block.prose)
    above = 0
    for place, block in enumerate(blocks):
        if place and called and block.text == called:
            return place if 2 * above <= total else 0
        above += block.weight if block.prose else 0
    return 0


def find_headline(candidates: list[tuple[int, Block]], above: int, everything: list[Block]) -> str | None:
    """The headline among ``candidates`` (place in the document, block), None where there are none.

    ``above`` is the number of blocks above the body. The first line of a document is often the page's name: it
    helps to tell, and is taken itself (by the caller without the site's name) where nothing is like it.
    """
    near = [(place, block) for place, block in candidates if place >= above - FAR or place < 2]
    called = _called(everything[: above + 1])
    near += [(place, block) for place, block in candidates if place < above - FAR and block.text == called]
    if not near:
        return None
    told = _bag(block.text for block in everything[above:] if block.prose)
    name = _bag([everything[0].text])
    lines = _Lines.of(["" if block.byline else block.text for block in everything[:above]])
    heads = {block.text for block in everything[above:] if not block.prose}
    bags = {place: _bag([block.text]) for place, block in near}
    fits = {place: len(words & told) / max(1, len(words)) for place, words in bags.items()}

    def leads(block: Block, standfirst: Block, over: Block | None) -> float:
        sure = _as_standfirst(standfirst, block, dated=over is not None and _is_dated(over))
        words = _bag([standfirst.text]) if sure else set()
        return sure if len(words & told) >= STANDS * len(words) else 0.0

    def points(at: tuple[int, Block]) -> float:
        place, block = at
        words = bags[place]
        about = fits[place]
        over = everything[place - 1] if place > 1 else None
        longer = over is not None and over.weight >= LONG_LINE and over.text != block.text
        standfirst = longer and fits.get(place - 1, 0.0) >= 0.6 * about
        named = len(words & name) / max(1, len(words | name)) if place else 0.0
        return (
            WORTH["called"] * (place > 0 and block.text == called)
            + WORTH["repeated"] * (block.weight > 20 and lines.hold_again(block.text, place))
            + WORTH["named"] * (named if named >= ALIKE else 0.0)
            + WORTH["about"] * about * min(1.0, len(words) / 4)
            + WORTH["long"] * min(block.weight, 60) / 60
            + WORTH["first"] * (place == 0 and above <= FEW and _is_no_name(block) and not _heads_section(everything))
            + WORTH["bylined"]
            * (block.weight >= SHORT_LINE and above > FEW and _has_byline(everything[place + 1 : place + 1 + BELOW]))
            + WORTH["standfirst"] * (standfirst and about > 0)
            + WORTH["below"] * _as_standfirst(block, over, dated=place > 2 and _is_dated(everything[place - 2]))
            + WORTH["headed"] * (leads(block, everything[place + 1], over) if place + 1 < above else 0.0)
            + WORTH["contents"] * (block.text in heads and _heads_part(everything, place, above, heads))
            + WORTH["caption"] * (block.ends_article or (place > 0 and _is_trail(block.text)))
            + WORTH["caption"] * (over is not None and over.weight < LONG_LINE * 2 and _credits_picture(over.text))
            + WORTH["far"] * min(1.0, (above - place) / FAR)
        )

    place, block = max(near, key=points)
    return block.text if place and block.text != everything[0].text else _without_site(block.text)


def _as_standfirst(block: Block, over: Block | None, *, dated: bool) -> float:
    """How surely a line says at length what the one above it says shortly: it ends as sentences do, or is longer than
    headlines are; 0 to 1. ``dated``: a day stands above the two, as above headlines.
    """
    if over is None or block.weight < max(LONGER_LINE, LONGER * over.weight) or not over.is_heading:
        return 0.0
    if is_caption(over.text) or _is_trail(over.text):
        return 0.0
    count = len(over.text.split()) if over.weight == len(over.text) else over.weight // _WIDE
    first, *more = sentences.split(block.text)
    said = block.text.endswith((".", "。")) or (bool(more) and first.endswith(".") and first.count(" ") >= FEWEST_WORDS)
    if said and count >= FEWEST_WORDS - 1 and block.weight >= SENTENCE:
        return SAID
    if _is_titled(block.text, over.text):
        return 0.0
    if block.weight >= STANDFIRST and count >= FEWEST_WORDS:
        return LONG
    likely = dated or over.weight >= LONG_LINE or _is_titled(over.text, block.text)
    return LIKELY if likely and count >= FEWEST_WORDS else 0.0


def _is_dated(block: Block) -> bool:
    return block.byline is not None and block.byline.date is not None


def _is_trail(line: str) -> bool:
    """Whether a line is the way to a page or a row of rubrics: "Asia | Economy | Trade"."""
    return len(_RUBRICS.findall(line)) > 1


def _is_titled(line: str, below: str) -> bool:
    """Whether a line is written in capitals as English headlines are, and the one below it is not."""
    return _has_small_words(below) and not _has_small_words(line) and line.count(" ") >= FEWEST_WORDS


def _has_small_words(line: str) -> bool:
    return any(word[0].islower() for word in line.split() if len(word) > _SMALL_WORD)


def _heads_part(everything: list[Block], place: int, above: int, heads: set[str]) -> bool:
    """Whether the line beside one that comes back below comes back there, too: both belong to a table of contents."""
    beside = (everything[at].text for at in (place - 1, place + 1) if 0 <= at < above)
    return any(line in heads and line != everything[place].text for line in beside)


def _credits_picture(line: str) -> bool:
    credited = line.lstrip(" ([").startswith(("©", "(c)", "(C)")) or is_caption(line)
    return credited or line.casefold() in words("bylines", "picture_houses")


def _heads_section(blocks: list[Block]) -> bool:
    """Whether the first line is that of a house: a section's name and then a longer headline stand below it."""
    section, headline = (*blocks[1:3], None, None)[:2]
    if section is None or headline is None or not section.may_head or section.weight >= SHORT_LINE:
        return False
    return headline.is_heading and headline.weight > blocks[0].weight


def _has_byline(below: list[Block]) -> bool:
    return any(block.byline and (block.byline.authors or block.byline.date) for block in below)


def _is_no_name(block: Block) -> bool:
    """Whether a first line is longer than a site's name or has other words than names have."""
    return block.weight >= SHORT_LINE and _has_small_words(block.text)


def _called(blocks: list[Block]) -> str | None:
    """What the first line calls the page, as a later line says it: the first part of it that stands alone there and
    is no small one, as names of sites are, else the whole; None if nothing of it comes back.
    """
    if len(blocks) < 2 or blocks[0].prose:
        return None
    name = blocks[0]
    least = max(SHORTEST_NAME, PART * name.weight)
    later = {block.text for block in blocks[1:] if not block.reason and block.weight >= SHORTEST_NAME}
    found = [part for part in parts_of(name.text) if weight(part) >= least and part in later]
    first = [part for part in found if part.startswith(found[0])]
    return max(first, key=len) if first else name.text if name.text in later else None


def _without_site(name: str) -> str:
    """A page's name without the site's at its end: few words behind a bar or a spaced hyphen."""
    head, mark, site = name.rpartition(" | ")
    if not mark:
        head, mark, site = name.rpartition(" - ")
    return head.strip() if mark and len(head.split()) >= 3 and len(site.split()) <= 5 else name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The lines above a body, in an order in which a title is found again without looking at each.

    ``by_key``: places by letters and digits alone. ``long`` lines may hold more than a headline; ``cut`` ones end in an
    ellipsis.
    """

    texts: list[str]
    by_key: Mapping[str, list[int]]
    long: list[int]
    cut: list[int]

    @classmethod
    def of(cls, texts: list[str]) -> _Lines:
        by_key: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            by_key[title_key(text)].append(place)
        long = [place for place, text in enumerate(texts) if not place or has_parts(text)]
        cut = [place for place, text in enumerate(texts) if text.endswith(_CUT_OFF)]
        return cls(texts=texts, by_key=by_key, long=long, cut=cut)

    def hold_again(self, title: str, place: int) -> bool:
        """Whether a title comes back, but not as part of a menu: with the line above or below it."""
        beside = self._beside(place)
        return any(at != place and beside.isdisjoint(self._beside(at)) for at in self._holding(title))

    def _beside(self, place: int) -> set[str]:
        return {self.texts[at] for at in (place - 1, place + 1) if 0 <= at < len(self.texts)}

    def _holding(self, title: str) -> Iterator[int]:
        """The lines that are a title, or that with a site's name at one end."""
        for at in self.long:
            line = self.texts[at]
            if len(line) < len(title) + 60 and (line.startswith(title) or line.endswith(title)):
                yield at
        if title.endswith(_CUT_OFF):
            yield from (at for at, line in enumerate(self.texts) if same_title(title, line))
            return
        alike = (at for at in self.by_key.get(title_key(title), ()) if _is_as_long(self.texts[at], title))
        yield from (at for at in (*alike, *self.cut) if same_title(title, self.texts[at]))


def _is_as_long(line: str, title: str) -> bool:
    return 0.7 * len(title) <= len(line) <= 1.4 * len(title)


def _bag(texts: Iterable[str]) -> set[str]:
    """Stems of words, and pairs of Han characters."""
    found: set[str] = set()
    for text, _ in zip(texts, range(_PROSE), strict=False):
        folded = text.casefold()
        if folded.isascii():
            found.update([word[:5] for word in set(_WORD.findall(folded))])
            continue
        found |= {word[:5] for word in _WORD.findall(folded) if word[0] < "\u2e80"}
        found |= {run[at : at + 2] for run in _HAN.findall(folded) for at in range(len(run) - 1)}
    return found
