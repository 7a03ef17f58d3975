"""What one sentence says about the two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal as OneOf

from feedmill.judging.clauses import by_turns, split_clauses, two_matters
from feedmill.judging.compiling import Beat
from feedmill.judging.matching import Hit
from feedmill.judging.patterns import is_han
from feedmill.judging.scanning import Scan, Sentence

Kind = OneOf["pair", "relation", "both", "enumeration", "none"]
_REACH, _STEP = 30, 12
"""Letters between two names of a list; of a row whose names follow each other at once."""
_MARKS = ",，、;:"
_ANDS = frozenset({"and", "и", "和", "及", "与", "et", "und", "y"})
_ENUMERATION, _ROW = 4, 3
"""Countries in a row that are a list; and that may be one, when no word says that they act together."""

_MOST_WORDS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The strongest thing a sentence says: ``pair`` (one term for both), ``relation`` (both, and what links them),
    ``both``, ``enumeration`` (both within a list of countries), ``none``.

    ``parallel``: as somebody's rivals. ``joined``: the two stand side by side ("A and B").
    ``strength``: how certain the weaker side is, percent. ``text``: the words that show it.
    """

    sentence: Sentence
    kind: Kind
    strength: int
    text: str | None
    parallel: bool = False
    joined: bool = False


def relate(scan: Scan, sentence: Sentence, beat: Beat) -> Relation:
    """Judge one sentence by itself."""
    if not sentence.hits:
        return Relation(sentence=sentence, kind="none", strength=0, text=None)
    pairs = sentence.of("pair")
    if pairs:
        return Relation(sentence=sentence, kind="pair", strength=100, text=scan.surface(pairs[0]))
    best = _best_sides(sentence, beat) if len(sentence.sides) > 1 else None
    if best is None or _two_tracks(sentence):
        return Relation(sentence=sentence, kind="none", strength=0, text=None)
    strength = min(_strength(hit, beat) for hit in best)
    text = _words(scan, best)
    if not sentence.of("third-party") and _listed(scan, sentence, _REACH) >= _ENUMERATION:
        return Relation(sentence=sentence, kind="enumeration", strength=strength, text=text)
    alone = not (sentence.of("together") or sentence.of("anaphora") or sentence.of("third-party"))
    clauses = split_clauses(scan, sentence) if alone else ()
    if two_matters(clauses, beat.sides):
        return Relation(sentence=sentence, kind="none", strength=0, text=None)
    row = alone and (_listed(scan, sentence, _STEP) >= _ROW or by_turns(clauses, beat.sides))
    apart = row or _acted_upon(scan, sentence, best, beat)
    linked = not apart and _linked(scan, sentence, beat)
    return Relation(
        sentence=sentence,
        kind="relation" if linked else "both",
        strength=strength,
        text=text,
        parallel=row or (apart and bool(sentence.others) and _are_states(best)) or _as_rivals(scan, sentence, beat),
        joined=not row and _joined(scan, sentence, beat),
    )


def _linked(scan: Scan, sentence: Sentence, beat: Beat) -> bool:
    return bool(sentence.of("interaction") or sentence.of("third-party")) or _joined(scan, sentence, beat)


def _acted_upon(scan: Scan, sentence: Sentence, best: tuple[Hit, Hit], beat: Beat) -> bool:
    """Somebody else is named first and nothing stands between the two sides that links them: he deals with one,
    and with the other."""
    first = min(best, key=lambda hit: hit.start)
    third = any(hit.start < first.start and not _says(scan, hit, first, sentence) for hit in sentence.of("country"))
    if not third or sentence.of("third-party") or sentence.of("anaphora") or _joined(scan, sentence, beat):
        return False
    pairs = [(one, two) for one, two in _neighbours(sentence.sides) if one.role.name != two.role.name]
    return not any(_links(scan, sentence, one, two) for one, two in pairs)


def _links(scan: Scan, sentence: Sentence, first: Hit, second: Hit) -> bool:
    """A word that links them stands from one name to the other, or to the comma before it."""
    between = scan.text.text[first.end : second.start]
    comma = max(between.find(","), between.find("，"))
    reach = first.end + comma if comma >= 0 else second.end
    return any(first.start <= hit.start <= reach for hit in sentence.of("interaction"))


def _says(scan: Scan, third: Hit, first: Hit, sentence: Sentence) -> bool:
    """Somebody else only tells of the two: a colon or a word of saying stands between his name and theirs."""
    between = scan.text.text[third.end : first.start]
    return ":" in between or any(third.end <= hit.start < first.start for hit in sentence.of("saying"))


def _are_states(best: tuple[Hit, Hit]) -> bool:
    """Both sides are named as such: with a town or a firm of theirs somebody else tells of a deal, not of rivals."""
    return all(hit.role.kind == "actor" for hit in best)


def _as_rivals(scan: Scan, sentence: Sentence, beat: Beat) -> bool:
    """Somebody names both side by side as a threat to himself."""
    return bool(sentence.of("parallel")) and (bool(sentence.of("country")) or _joined(scan, sentence, beat))


def _strength(hit: Hit, beat: Beat) -> int:
    return beat.scales.strengths.get(hit.role.kind, 100)


def _best_sides(sentence: Sentence, beat: Beat) -> tuple[Hit, Hit] | None:
    """The most certain mention of each side; of equals the two that stand closest."""
    sides = [[hit for hit in sentence.sides if hit.role.name == side] for side in beat.sides]
    if not all(sides):
        return None
    top = [_most_certain(hits, beat)[:6] for hits in sides]
    return min(((one, two) for one in top[0] for two in top[1]), key=lambda pair: abs(pair[0].start - pair[1].start))


def _most_certain(hits: list[Hit], beat: Beat) -> list[Hit]:
    most = max(_strength(hit, beat) for hit in hits)
    return [hit for hit in hits if _strength(hit, beat) == most]


def _two_tracks(sentence: Sentence) -> bool:
    """Each side is named only together with somebody else."""
    return all(hit.role.kind == "track" for hit in sentence.sides)


def _words(scan: Scan, best: tuple[Hit, Hit]) -> str:
    start, end = min(hit.start for hit in best), max(hit.end for hit in best)
    if end - start <= _MOST_WORDS:
        return scan.text.surface(start, end)
    return scan.surface(min(best, key=lambda hit: hit.start))


def _joined(scan: Scan, sentence: Sentence, beat: Beat) -> bool:
    """Two names of different sides with nothing but a joining word between them."""
    hits = sentence.sides
    return any(
        one.role.name != two.role.name and scan.text.text[one.end : two.start].strip() in beat.joining
        for one, two in _neighbours(hits)
    )


def _neighbours(hits: Sequence[Hit]) -> list[tuple[Hit, Hit]]:
    return list(pairwise(hits))


def _listed(scan: Scan, sentence: Sentence, reach: int) -> int:
    """How many countries the longest row of a sentence that holds both sides has: each within ``reach`` letters of the
    next (a third of that in Han), and set off by commas or a joining word."""
    named = sorted([*sentence.of("country"), *sentence.sides], key=lambda hit: hit.start)
    if len(named) < _ROW:
        return 0
    most, countries = 0, set[str]()
    sides = {hit.role.name for hit in sentence.sides}
    for one, two in _neighbours(named):
        gap = scan.text.text[one.end : two.start]
        near = len(gap) * 3 <= reach or (len(gap) <= reach and not is_han(max(gap)))
        if not (near and any(mark in gap for mark in _MARKS)) and gap.strip() not in _ANDS:
            countries = set()
            continue
        countries |= {_country(one), _country(two)}
        if sides <= countries:
            most = max(most, len(countries))
    return most


def _country(hit: Hit) -> str:
    return hit.role.name
