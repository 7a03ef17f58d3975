"""Which blocks are the body: the stretch with the most running text and the least furniture.

Every block counts for or against (prose by its length, furniture a fixed fine, a mark of an article's end a heavy
one); the body is the contiguous stretch with the greatest sum. What is furniture inside the stretch is cut, too.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, islice, takewhile

from feedmill.reading import chrome
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.boxes import interrupts
from feedmill.reading.plaintext.edges import end_below, is_lede, is_short_sentence, is_teaser, lede_above
from feedmill.reading.plaintext.headline import name_again
from feedmill.reading.plaintext.marks import marker_of
from feedmill.reading.plaintext.snippets import stems
from feedmill.reading.titles import same_title
from feedmill.reading.words import words
from feedmill.reading.words.phrases import beginnings

PROSE_CAP = 600
"""A paragraph counts at most this much, so that one long legal notice does not outweigh an article."""
REFRAIN = 3
"""Times that a line comes back from which it is the page's, like a button below every item of a list."""
SHORTEST_REFRAIN = 25
"""Weight of such a line, as heads of parts are shorter ("Pros", "What we like")."""
LONGEST_CALL = 75
"""Weight of a line that calls on the reader to buy, to book or to join, at most."""
SMALL = 3
"""Lines that an advertisement or a newsletter's box between two paragraphs has at most."""
LONGEST_RUN = -900
"""Where a run of lines without prose has cost this much, more of them say nothing new (a table, a long list)."""
FINES = {"heading": -30, "row": -5, "boxed": -30, "chrome": -60, "end": -350, "byline": -60, "script": 0}
"""Pasted code tells nothing about where an article ends: it stands between any two paragraphs."""


_DIVIDED = re.compile(r"[:：]|[.!?…]\s|\d[.)]")
"""What parts of a subhead stand apart by, or its number."""
_FIELD = re.compile(r"[\d:：,，$€£]")
_BOX = 2
_LONG_TITLE = 20
_AROUND = 80
"""Characters that a running head has beside the headline."""
_BOXED = frozenset({"newsletter", "promo", "menu", "related-links", "legal", "share"})
NEAR_HEADLINE = 12
"""Blocks below the headline in which the lede stands."""
FLOWING = 0.7
"""Share of running text from which a body is paragraph after paragraph, as reports are, rather than lists."""
RUNNING = 0.55
"""The same, where a headline alone leads to another story: lists and instructions have as many heads as paragraphs."""
SHORTEST_LINK = 28
"""Weight from which a line may be the headline of another story rather than a subhead."""
SHORTEST_ALONE = 40
"""Weight from which one such line alone may be."""
FEWEST_STEMS = 3
SHARED = 0.2
"""Share of its rare words that come back below a headline of another story."""
_SUBHEADS = 2
SECTION = 4
"""Paragraphs below a subhead that are about it."""


def find_body(blocks: list[Block]) -> tuple[int, int]:
    """First and last+1 index of the body; (0, 0) where there is no running text.

    Where the headline is known beyond doubt, because the first line has said it before, nothing above it belongs to
    the body, and the lede is the first running text below.
    """
    head = name_again(blocks)
    start, end = _best(blocks, head + 1 if head else 0)
    if not end:
        return start, end
    lede = next((at for at in range(head, min(start, head + NEAR_HEADLINE)) if is_lede(blocks[at])), start)
    return (lede if head else lede_above(blocks, start)), end_below(blocks, start, end)


def to_the_end(blocks: list[Block], body: tuple[int, int]) -> tuple[int, int]:
    """The body of a text that has no page around it: lists, tables and short sections at its end belong to it too, up
    to the first block that is known for chrome.
    """
    rest = blocks[body[1] :]
    length = sum(1 for _ in takewhile(lambda block: not (block.reason or block.ends_article or block.credit), rest))
    return body[0], body[1] + length


def _best(blocks: list[Block], first: int) -> tuple[int, int]:
    """The stretch with the greatest sum, from the block ``first`` on."""
    best = (0, 0, 0)
    total, start, run, box = 0, first, 0, 0
    over = False
    for place, block in enumerate(blocks[first:], first):
        if total <= 0:
            total, start, over = 0, place, False
        points = score(block)
        box = 0 if block.prose else box + 1
        over = over or (block.ends_article and total > 0)
        if block.reason in _BOXED and not over and not block.ends_article and box <= SMALL:
            points = FINES["boxed"]
        run = 0 if block.prose else run + min(points, 0)
        total += points if run > LONGEST_RUN else 0
        if total > best[0] and block.prose:
            best = (total, start, place + 1)
    return _grown(blocks, best[1], best[2]) if best[0] else (0, 0)


def score(block: Block) -> int:
    """What a block says for (positive) or against its being part of a body."""
    if block.prose:
        length = min(block.weight, PROSE_CAP)
        return length // 3 if is_teaser(block.text) else length
    if block.ends_article:
        return FINES["end"]
    if block.reason:
        return FINES.get(block.reason, FINES["chrome"])
    if block.byline:
        return FINES["byline"]
    if chrome.is_row(block.text):
        return FINES["row"]
    return block.weight if is_short_sentence(block) else FINES["heading"]


def inner_reasons(body: list[Block], titles: tuple[str, ...]) -> list[str | None]:
    """Why each block inside the body is cut nevertheless; None for what stays (prose, subheads, quotes, lists).

    A line or two of few words between two lines that are cut belong to the same box.
    """
    reasons = [
        "repeated-title" if any(_says_again(block, title) for title in titles) else _inner_reason(block)
        for block in body
    ]
    for place, reason in enumerate(reasons):
        ahead = reasons[place + 1 : place + 2 + _BOX]
        if reason in _BOXED and any(ahead):
            gap = next(at for at, other in enumerate(ahead) if other)
            if not any(_is_said(block) for block in body[place + 1 : place + 1 + gap]):
                reasons[place + 1 : place + 1 + gap] = [reason] * gap
    for place in _boxed(body, reasons):
        reasons[place] = "related-links"
    said = Counter(block.text for block in body if not block.prose and _may_be_refrain(block))
    for place, block in enumerate(body):
        reasons[place] = reasons[place] or ("repeated" if said[block.text] >= REFRAIN else None)
    prose = sum(block.prose for block in body)
    kept = sum(reason is None for reason in reasons)
    if prose >= FLOWING * len(body):
        for place in _headlines_between(body, reasons):
            reasons[place] = "related-links"
    if prose >= RUNNING * kept:
        for place in _headlines_apart(body, reasons):
            reasons[place] = "related-links"
    return reasons


def _boxed(body: list[Block], reasons: list[str | None]) -> list[int]:
    """Places of the lines right below one that heads other stories, up to the next paragraph: the last of several may
    be a subhead.
    """
    found = [at - 1 for at in range(1, len(body)) if reasons[at] and _leads_on(body, at) and not reasons[at - 1]]
    heads = [at for at, block in enumerate(body) if reasons[at] and block.ends_article and interrupts(block.text)]
    for head in heads:
        end = next((at for at in range(head + 1, len(body)) if _is_said(body[at])), len(body))
        lines = [at for at in range(head + 1, end) if reasons[at] is None]
        found += lines if len(lines) < _BOX or _is_link_like(body[lines[-1]]) else lines[:-1]
    return found


def _leads_on(body: list[Block], place: int) -> bool:
    """Whether a line says "read more" below the headline of another story."""
    more = chrome.label_of(body[place].text) in words("chrome", "more")
    return more and body[place - 1].is_heading and not chrome.ends_sentence(body[place - 1].text)


def _headlines_between(body: list[Block], reasons: list[str | None]) -> list[int]:
    """Places of two or more headlines in a row, where paragraphs follow one another: they lead to other stories. Not
    what a line announces with a colon, not what is marked or ends as sentences do.
    """
    found: list[int] = []
    for is_line, group in groupby(range(len(body)), key=lambda at: reasons[at] is None and _is_link_like(body[at])):
        run = list(group)
        announced = run[0] > 0 and body[run[0] - 1].text.endswith((":", "："))
        found += run if is_line and len(run) > 1 and not announced else []
    return found


def _headlines_apart(body: list[Block], reasons: list[str | None]) -> list[int]:
    """Places of headlines between two paragraphs that speak of nothing that the text below speaks of, as subheads do.
    Where the text has subheads, nothing at all may come back.
    """
    shares: dict[int, float] = {}
    for is_line, group in groupby(range(len(body)), key=lambda at: reasons[at] is None and _is_link_like(body[at])):
        run = list(group)
        if is_line and run[0] > 0 and run[-1] < len(body) - 1 and _is_prose_or_cut(body, reasons, run):
            shares |= {at: _share_below(body, at, run[-1]) for at in run if _may_lead_away(body, run)}
    limit = 0.0 if sum(share > SHARED for share in shares.values()) >= _SUBHEADS else SHARED
    return [at for at, share in shares.items() if share <= limit]


def _is_prose_or_cut(body: list[Block], reasons: list[str | None], run: list[int]) -> bool:
    return all(body[at].prose or reasons[at] for at in (run[0] - 1, run[-1] + 1))


def _may_lead_away(body: list[Block], run: list[int]) -> bool:
    """Whether lines are headlines rather than subheads or the points of a list."""
    lines = [body[at] for at in run]
    long = max(block.weight for block in lines) >= SHORTEST_ALONE and len(lines) <= SMALL
    return long and not any(block.text[0].islower() or _DIVIDED.search(block.text) for block in lines)


def _share_below(body: list[Block], place: int, last: int) -> float:
    """The share of a line's rare words that come back in the section below; 1 for too few of them."""
    own = stems(body[place].text)
    below = takewhile(lambda one: one.prose or one.weight < SHORTEST_LINK, body[last + 1 :])
    ahead = set().union(*(stems(one.text) for one in islice(below, SECTION)))
    return len(own & ahead) / len(own) if len(own) >= FEWEST_STEMS else 1.0


def _is_link_like(block: Block) -> bool:
    return (
        block.is_heading
        and block.weight >= SHORTEST_LINK
        and not marker_of(block.text)
        and not block.text.endswith((":", "：", "?", "？"))
        and not chrome.ends_sentence(block.text)
    )


def _says_again(block: Block, title: str) -> bool:
    """Whether a block is the headline again, perhaps with the day of printing and the site's name around it."""
    around = len(block.text) - len(title)
    longer = not block.prose and len(title) >= _LONG_TITLE and 0 < around <= _AROUND and title in block.text
    return longer or same_title(title, block.text)


def _is_said(block: Block) -> bool:
    return block.prose or is_short_sentence(block)


def _inner_reason(block: Block) -> str | None:
    if block.prose:
        return None
    if chrome.is_caption(block.text):
        return "caption"
    if block.byline is None and block.credit is None and block.reason is None and not _is_promo(block):
        return "call" if _is_call(block) else None
    if block.byline is not None:
        return "byline"
    if block.credit is not None:
        return "credit"
    return block.reason or "promo"


def _is_promo(block: Block) -> bool:
    """A line in capitals between paragraphs is a link to another story."""
    return chrome.is_capitals(block.text) and block.weight > 30


def _may_be_refrain(block: Block) -> bool:
    """Whether a line that comes back is none of the fields and figures of a list."""
    return block.weight >= SHORTEST_REFRAIN and not _FIELD.search(block.text)


def _is_call(block: Block) -> bool:
    """A line that calls on the reader to buy, to book or to join."""
    short = block.weight <= LONGEST_CALL and block.text[-1] not in ".:?。：？"
    return short and beginnings("chrome", "calls").begins(block.text.casefold())


def _grown(blocks: list[Block], start: int, end: int) -> tuple[int, int]:
    """With short last sentences after the stretch, and without what is no prose at its head."""
    while (
        end < len(blocks)
        and is_short_sentence(blocks[end])
        and not blocks[end].reason
        and not blocks[end].ends_article
        and not blocks[end].byline
    ):
        end += 1
    asked = start == 0 < end and not blocks[0].prose and blocks[0].text.endswith(("?", "？", "!", "！"))
    start += asked  # the first line of a text is its headline, though it ends as sentences do
    while start < end and not (blocks[start].prose or is_short_sentence(blocks[start])):
        start += 1
    while start < end and (blocks[start].reason or blocks[start].byline or blocks[start].credit):
        start += 1
    return start, end
