"""Who is named in each clause of a sentence: countries told of by turns, and two matters in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedmill.judging.scanning import Scan, Sentence

_BREAK = re.compile("[,;，；、:：]| while | whereas | but |, а | но ")
_BY_TURNS = 3
"""Countries, one a clause, that make a round of them."""

Clauses = Sequence[frozenset[str]]


def split_clauses(scan: Scan, sentence: Sentence) -> Clauses:
    """The countries, sides among them, that each clause names; clauses that name none are left out."""
    named = sorted([*sentence.of("country"), *sentence.sides], key=lambda hit: hit.start)
    if len(named) < _BY_TURNS:
        return ()
    clauses: list[set[str]] = []
    end = sentence.start
    for hit in named:
        if not clauses or _BREAK.search(scan.text.text, end, hit.start):
            clauses.append(set())
        clauses[-1].add(hit.role.name)
        end = max(end, hit.end)
    return [frozenset(names) for names in clauses]


def by_turns(clauses: Clauses, sides: Sequence[str]) -> bool:
    """One country a clause, both sides and a third among them: a round of partners or of markets."""
    run: set[str] = set()
    for names in clauses:
        run = run | names if len(names) == 1 and not names & run else set(names) if len(names) == 1 else set()
        if len(run) >= _BY_TURNS and run.issuperset(sides):
            return True
    return False


def two_matters(clauses: Clauses, sides: Sequence[str]) -> bool:
    """Each side is named in a clause of its own, each time with somebody else, and not with the same."""
    with_side = [[names - {side} for names in clauses if side in names] for side in sides]
    if not all(with_side) or any(names.issuperset(sides) for names in clauses):
        return False
    partners = [frozenset[str]().union(*found) for found in with_side]
    return all(all(found) for found in with_side) and not partners[0] & partners[1]
