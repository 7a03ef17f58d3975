"""How much of an article is on the two sides: sentences of the body, passages, to and fro."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from feedmill.judging.relations import Relation
from feedmill.judging.scanning import Scan
from feedmill.judging.signals import BOTH, TOLD, signal
from feedmill.model import Evidence

_SHORT = 4
"""Sentences of an item in which the headline counts as one of them."""
_PAUSE = 2
"""Sentences without either side that do not end a passage on the two."""
_FEW = 10
"""Sentences of an item so brief that one that relates the two, among others that name them, is a good part of it."""


class _Bar(NamedTuple):
    """What makes a passage of the body more than a mention: sentences that relate the two, sentences that name a side,
    and its least share of the article's letters, percent. A third is what the definition asks of an article that is
    about the two; half of that is what editors accepted of long features in the development set."""

    told: int
    named: int
    percent: int

    def allow(self, told: int, named: int, percent: float) -> bool:
        """Whether a passage reaches the bar."""
        return told >= self.told and named >= self.named and percent >= self.percent


_OFTEN, _TURNS, _MOST_TURNS = 2, 2, 4
"""Sentences that name each side, and changes from one to the other, that make a text go to and fro; and changes
beyond which no more are counted."""

_WOVEN = 5
"""Sentences that name a side in a text so woven of both that those which name others do not count against it."""
_LONG, _BRIEF = _Bar(2, 4, 15), _Bar(1, 3, 35)


def weigh_extent(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """Signals of the body, and of how much of the text is on the two."""
    return [
        *_body(relations, weights),
        *_density(relations, weights),
        *_passage(scan, relations, weights),
        *_kept_up(scan, relations, weights),
        *_interleaved(scan, relations, weights),
    ]


def _body(relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The first sentence of the body on the two, then each further one, up to a limit."""
    body = [one for one in relations if one.sentence.zone == "body" and not one.sentence.headline]
    told = [one for one in body if one.kind in TOLD and not one.parallel] or [
        one for one in body if one.kind == "both" or (one.kind in TOLD and one.parallel)
    ]
    if not told:
        return []
    first = max(told, key=lambda one: one.strength)
    kind = "body_both" if first.kind == "both" else f"body_{first.kind}"
    found = [signal(kind, weights[kind], first)]
    room = weights["body_next_most"]
    for one in told:
        if one is not first and room > 0:
            found.append(signal("body_next", min(room, weights["body_next"]), one))
            room -= weights["body_next"]
    return found


def _density(relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """A good part of the sentences is on the two."""
    told, body, last = 0, 0, False
    counted = relations if len(relations) <= _SHORT else [one for one in relations if one.sentence.zone != "title"]
    for one in counted:
        last = one.kind in BOTH or (bool(one.sentence.of("anaphora")) and (last or told > 0))
        told += last
        body += last and one.sentence.zone == "body"
    if not told or told * 3 < len(counted):
        return []
    name = "dense_body" if body >= 3 else "dense"
    return [Evidence(signal=name, points=weights[name], where=None, text=None)]


def find_passage(scan: Scan, relations: Sequence[Relation]) -> tuple[int, int] | None:
    """The longest stretch of the body that is on the two, as a span of the folded text; None when there is none.

    Features come to their point late: an article whose head names neither can still be about them.
    """
    best: tuple[int, int] | None = None
    bars = (_LONG, _BRIEF) if len(relations) <= _FEW else (_LONG,)
    for run in _runs(relations):
        told = sum(one.kind in TOLD and not one.parallel for one in run)
        named = sum(bool(one.sentence.sides or one.sentence.of("pair")) for one in run)
        start, end = run[0].sentence.start, run[-1].sentence.end
        if not any(least.allow(told, named, (end - start) * 100 / len(scan.text.text)) for least in bars):
            continue
        if best is None or end - start > best[1] - best[0]:
            best = start, end
    return best


def _runs(relations: Sequence[Relation]) -> list[list[Relation]]:
    """Sentences of the body from one that names a side to the last such one, with short pauses between."""
    runs: list[list[Relation]] = []
    pause: list[Relation] = []
    brief = len(relations) <= _FEW
    for one in relations:
        if one.sentence.headline or (one.sentence.zone != "body" and not brief):
            continue
        if not (one.sentence.sides or one.sentence.of("pair") or one.sentence.of("anaphora")):
            pause.append(one)
        elif runs and len(pause) <= _PAUSE:
            runs[-1] += [*pause, one]
            pause = []
        else:
            runs.append([one])
            pause = []
    return runs


def _passage(scan: Scan, relations: list[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    if any(one.kind != "none" for one in relations if one.sentence.zone != "body" or one.sentence.headline):
        return []
    span = find_passage(scan, relations)
    if span is None:
        return []
    first = next(one for one in relations if one.sentence.start >= span[0] and one.kind in TOLD)
    return [Evidence(signal="passage", points=weights["passage"], where="body", text=first.text)]


def _kept_up(scan: Scan, relations: Sequence[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The head names both, and the text stays with them: further sentences name one, and hardly any names others."""
    head = [one for one in relations if one.kind in BOTH and (one.sentence.zone != "body" or one.sentence.headline)]
    if not head or any(one.parallel for one in head):
        return []
    further = [one.sentence for one in relations if one.kind == "none" and one.sentence.sides]
    others = sum(bool(one.sentence.others) for one in relations)
    if len(further) < _OFTEN or others > len(further):
        return []
    hit = further[0].sides[0]
    return [Evidence(signal="kept_up", points=weights["kept_up"], where=further[0].zone, text=scan.surface(hit))]


def _interleaved(scan: Scan, relations: Sequence[Relation], weights: Mapping[str, int]) -> list[Evidence]:
    """The text goes to and fro between the two and hardly names anybody else: one story, told in short sentences.
    The oftener it turns, the surer."""
    named = [{hit.role.name for hit in one.sentence.sides if hit.role.kind != "track"} for one in relations]
    told = [sides for sides in named if sides]
    others = sum(bool(one.sentence.others) for one in relations)
    often = all(sum(side in sides for sides in told) >= _OFTEN for side in set().union(*told))
    turns = sum(one != two for one, two in pairwise(told))
    if len(set().union(*told)) < 2 or not often or turns < _TURNS:
        return []
    if len(told) >= _WOVEN and turns > _TURNS and others <= len(told):
        crowded = Evidence(signal="crowded", points=weights["crowded"], where=None, text=None)
        first = next(one.sentence for one in relations if one.sentence.sides)
        text = scan.surface(first.sides[0])
        woven = Evidence(signal="woven", points=weights["woven"], where=first.zone, text=text)
        return [woven, crowded] if others * 2 > len(told) else [woven]
    if others * 3 > len(told):
        return []
    points = weights["interleaved"] * (min(turns, _MOST_TURNS) - _TURNS + 1)
    return [Evidence(signal="interleaved", points=points, where=None, text=None)]
