"""Texts of many short turns that are one article all the same: live blogs, transcripts, interviews."""

from __future__ import annotations

import re
from collections import Counter

from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.words import words

FEWEST = 3
"""Posts of a live blog, turns of a transcript."""

_TIME = re.compile(
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s*(?:[ap]\.?m\.?|[A-Z]{2,4}\b|мск|uhr))?\s*[-–—:.]?\s*", re.IGNORECASE
)
_DASHES = "-–—―"
_DASHED = re.compile(r"[-–—―]\s*[^\W\d]")
_ASIDE = re.compile(r"\s*[(（][^()（）]{1,20}[)）]")
_MOST_WORDS = 5
_SPEAKER = re.compile(r"(?P<who>[^\s:：.!?。][^:：.!?。\n]{0,40})[:：]\s*(?=\S)")


def time_of(text: str) -> str | None:
    """The clock time that a line begins with, as written; "" is never given."""
    match = _TIME.match(text) if text[:1].isdigit() else None
    ahead = text[match.end() : match.end() + 1] if match else ""
    return match.group() if match and not ahead.isdigit() else None


def live_blog(blocks: list[Block]) -> tuple[int, int] | None:
    """First and last+1 block of the posts of a live blog: clock times that only rise or only fall, no other dates."""
    timed = [place for place, block in enumerate(blocks) if time_of(block.text)]
    if len(timed) < FEWEST or any(block.prose for block in blocks[: timed[0]][:-1]):
        return None
    times = [_minutes(blocks[place].text) for place in timed]
    if sorted(times) != times and sorted(times, reverse=True) != times:
        return None
    between = zip(timed, [*timed[1:], len(blocks)], strict=True)
    if not all(_says_something(blocks[a:b]) for a, b in between):
        return None
    return timed[0], _last_prose(blocks, timed[-1]) + 1


def transcript(blocks: list[Block]) -> tuple[int, int] | None:
    """First and last+1 block of an exchange of at least two speakers, or of questions and answers."""
    spoken = _dialogue(blocks)
    if spoken:
        return spoken
    named = {place: who for place, block in enumerate(blocks) if (who := _speaker(block.text))}
    counts = Counter(named.values())
    turns = [place for place, who in named.items() if counts[who] > 1 or who in _asked()]
    labelled = sum(named[place] in _asked() for place in turns)
    speakers = {named[place] for place in turns}
    if len(turns) < FEWEST or (labelled < FEWEST and len(speakers) < 2):
        return None
    said = sum(blocks[place].weight for place in turns)
    every = sum(block.weight for place, block in enumerate(blocks) if block.prose or place in turns)
    return (_opening(blocks, turns[0]), _last_prose(blocks, turns[-1]) + 1) if said >= 0.4 * every else None


def _dialogue(blocks: list[Block]) -> tuple[int, int] | None:
    """An interview whose turns begin with dashes: most lines do, and a third of them ask."""
    turns = [place for place, block in enumerate(blocks) if block.text[:1] in _DASHES and _DASHED.match(block.text)]
    asked = sum(blocks[place].text.rstrip().endswith(("?", "？")) for place in turns)
    if len(turns) < 2 * FEWEST or asked < FEWEST or 3 * asked < len(turns):
        return None
    inside = blocks[turns[0] : turns[-1] + 1]
    said = sum(block.weight for block in inside if _DASHED.match(block.text))
    whole = sum(block.weight for block in blocks if block.prose or _DASHED.match(block.text))
    return (_opening(blocks, turns[0]), _last_prose(blocks, turns[-1]) + 1) if 2 * said >= whole else None


def _asked() -> frozenset[str]:
    return frozenset(words("pages", "turns"))


def _speaker(text: str) -> str | None:
    match = _SPEAKER.match(text) if ":" in text or "：" in text else None
    who = _ASIDE.sub("", match["who"]).strip().casefold() if match else ""
    return who if who and len(who.split()) <= _MOST_WORDS else None


def _opening(blocks: list[Block], first: int) -> int:
    """Back over what introduces an exchange: running text, and first turns under names that do not come back."""
    while first and (blocks[first - 1].prose or _is_turn(blocks[first - 1])):
        first -= 1
    return first


def _is_turn(block: Block) -> bool:
    tells = block.byline or block.credit or block.reason
    return not tells and block.text.endswith((".", "!", "?", "。", "！", "？")) and _speaker(block.text) is not None


def _last_prose(blocks: list[Block], last: int) -> int:
    """The end of the last turn: running text or short sentences, up to the first furniture."""
    end = last
    for place in range(last + 1, len(blocks)):
        block = blocks[place]
        if block.reason or block.credit or block.ends_article:
            break
        end = place if block.prose or block.text.endswith((".", "!", "?", "。", "！", "？")) else end
    return end


def _minutes(text: str) -> int:
    hours, minutes = (int(part) for part in re.findall(r"\d+", text)[:2])
    return hours * 60 + minutes


def _says_something(post: list[Block]) -> bool:
    return any(block.prose or block.text.endswith((".", "!", "?", "。", "！", "？")) for block in post)
