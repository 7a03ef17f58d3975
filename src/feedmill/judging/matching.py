"""One automaton over every entry of the beat, and the rules by which longer names consume shorter ones."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from feedmill.judging.beat import Entry, Role
from feedmill.judging.folding import Folded
from feedmill.judging.patterns import Literal, ends_inside_word, starts_inside_word

_NAMES = frozenset({"actor", "agent", "instrument", "track", "pair", "country", "short"})
_MOST_MASKS = 32
"""Masks that one hit can overlap: hits are phrases, masks have two letters or more."""
_APART = frozenset({"genre", "context"})
_WORDS = re.compile(r"\w+")


class Hit(NamedTuple):
    """An entry found in the folded text at ``start:end``. A tuple, since an article makes a hundred of them."""

    start: int
    end: int
    pattern: str
    role: Role


class Matcher:
    """Finds all entries in one pass. Time grows with the text and its hits, not with the number of entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._single: dict[str, list[tuple[Literal, Entry]]] = defaultdict(list)
        self._joint: list[Entry] = []
        parts: dict[str, list[tuple[Literal, int, int]]] = defaultdict(list)
        for entry in entries:
            literals = entry.parsed.parts
            if len(literals) == 1:
                self._single[literals[0].key].append((literals[0], entry))
                continue
            for number, literal in enumerate(literals):
                parts[literal.key].append((literal, len(self._joint), number))
            self._joint.append(entry)
        keys = sorted({*self._single, *parts})
        self._plain = [tuple(_by_literal(self._single.get(key, []))) for key in keys]
        self._parts = [tuple(parts.get(key, ())) for key in keys]
        self._automaton = AhoCorasick(keys) if keys else None

    def find(self, text: Folded, sentences: Sequence[tuple[int, int]]) -> list[Hit]:
        """Every hit that no mask and no longer name consumes, in text order. ``sentences`` are folded spans."""
        hits: list[Hit] = []
        parts: list[tuple[int, int, int, int]] = []
        if self._automaton is None:
            return hits
        letters = text.text
        for index, start, end in self._automaton.find_matches_as_indexes(letters, overlapping=True):
            if start and letters[start - 1] != " " and starts_inside_word(letters, start):
                continue
            inside = ends_inside_word(letters, end)
            for literal, found in self._plain[index]:
                stop = -1 if inside and not literal.rest else literal.end_of_match(text, start, end)
                if stop > 0:
                    hits += [Hit(start, stop, one.pattern, one.role) for one in found]
            for literal, joint, number in self._parts[index]:
                stop = literal.end_of_match(text, start, end)
                if stop > 0:
                    parts.append((joint, number, start, stop))
        masks = _longest([hit for hit in hits if hit.role.kind == "mask"])
        kept = _settled(_unmasked(hits, masks)) + self._join(parts, text.text, sentences)
        return sorted(kept, key=lambda hit: (hit.start, hit.end))

    def _join(
        self, parts: list[tuple[int, int, int, int]], text: str, sentences: Sequence[tuple[int, int]]
    ) -> list[Hit]:
        """Entries of several parts, at most one a sentence."""
        hits: list[Hit] = []
        if not parts:
            return hits
        parts.sort(key=lambda part: part[2])
        starts = [part[2] for part in parts]
        for left, right in sentences:
            seen: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
            for joint, number, start, stop in parts[bisect_left(starts, left) : bisect_left(starts, right)]:
                seen[joint].setdefault(number, (start, stop))
            for joint, spans in seen.items():
                entry = self._joint[joint]
                if len(spans) == len(entry.parsed.parts) and _near(text, spans.values(), entry.parsed.within):
                    start, stop = min(spans.values())[0], max(span[1] for span in spans.values())
                    hits.append(Hit(start=start, end=stop, pattern=entry.pattern, role=entry.role))
        return hits


def _by_literal(pairs: list[tuple[Literal, Entry]]) -> Iterable[tuple[Literal, tuple[Entry, ...]]]:
    """Entries that look for the same thing are looked at once."""
    if len(pairs) == 1:  # most often
        return [(pairs[0][0], (pairs[0][1],))]
    groups: dict[Literal, list[Entry]] = defaultdict(list)
    for literal, entry in pairs:
        groups[literal].append(entry)
    return ((literal, tuple(entries)) for literal, entries in groups.items())


def _near(text: str, spans: Iterable[tuple[int, int]], within: int | None) -> bool:
    ordered = sorted(spans)
    gaps = [text[left[1] : right[0]] for left, right in pairwise(ordered)]
    return within is None or all(len(_WORDS.findall(gap)) <= within for gap in gaps)


def _longest(hits: list[Hit]) -> list[Hit]:
    """Leftmost-longest: hits that overlap an earlier or longer one are dropped; equal spans stay together."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end or (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            kept.append(hit)
    return kept


def _unmasked(hits: list[Hit], masks: list[Hit]) -> list[Hit]:
    """A mask consumes what overlaps it and is no longer than itself, except a topic's term of the same span, a
    word of a genre, and an editor's phrase anywhere."""
    kept = [hit for hit in hits if hit.role.kind != "mask"]
    if not masks:
        return kept
    ends = [mask.end for mask in masks]
    return [hit for hit in kept if not _is_masked(hit, masks, bisect_right(ends, hit.start))]


def _is_masked(hit: Hit, masks: list[Hit], first: int) -> bool:
    """``masks`` do not overlap; those before ``first`` end before the hit."""
    overlapping = takewhile(lambda mask: mask.start < hit.end, masks[first : first + _MOST_MASKS])
    return any(_consumes(mask, hit) for mask in overlapping)


def _consumes(mask: Hit, hit: Hit) -> bool:
    if hit.role.kind in {"ruled", "genre"}:
        return False
    if mask.end <= hit.start or hit.end <= mask.start or hit.end - hit.start > mask.end - mask.start:
        return False
    return (mask.start, mask.end) != (hit.start, hit.end) or hit.role.kind != "topic"


def _settled(hits: list[Hit]) -> list[Hit]:
    """Within names, within topics and within each other kind the longest hit stands for all that it overlaps."""
    layers: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        kind = hit.role.kind
        layers[("name", "") if kind in _NAMES else (kind, hit.role.name if kind in _APART else "")].append(hit)
    return [hit for layer in layers.values() for hit in _longest(layer)]
