"""What an undated text leaves behind by which it is known again when it comes back slightly reworded."""

from __future__ import annotations

import hashlib

from feedmill.model import Fingerprint
from feedmill.stories.facts import Facts, unpack
from feedmill.stories.fingerprints import ROWS, VERSION

#: Keys of a text, each of three hashes of its shingles together with all its numbers.
KEYS = 12
#: Keys that two texts must share: such that share nine tenths of their shingles and all numbers do so in 97 cases of
#: 100, such that share half of them once in 600.
NEARLY = 6
#: Texts of fewer shingles are too short to be known by a few of them.
LEAST_SHINGLES = 20


def near_keys(print_: Fingerprint) -> tuple[str, ...]:
    """Keys that a reworded copy shares, whenever it comes; none for a short text, for what is not about the
    beat, or for a fingerprint of another version.

    Releases of a series are alike but for their numbers and days, so these are part of every key.
    """
    if not print_.facts or print_.version != VERSION:
        return ()
    facts = unpack(print_.facts)
    if facts.size < LEAST_SHINGLES:
        return ()
    numbers = _numbers(facts)
    rows = (facts.signature[at * ROWS : (at + 1) * ROWS] for at in range(KEYS))
    return tuple(f"{at}.{_digest(f'{row}{numbers}')}" for at, row in enumerate(rows))


def _numbers(facts: Facts) -> str:
    figures = sorted(f"{figure.value:g}" for figure in facts.figures)
    days = sorted({(month, day) for _, month, day in facts.days if month})
    return repr((figures, days, sorted(facts.weekdays), sorted(facts.series)))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()
