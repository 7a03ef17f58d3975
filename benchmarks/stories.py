"""How well, and how fast, articles are folded into stories.

``python -m benchmarks stories`` prints pair and BCubed figures for the development set (``tests/stories/groups``)
beside simple baselines, for full articles and for headlines alone, and the time of a fingerprint and of a placement
among many neighbours. Baselines are shown at the threshold that suits this very set best. What a placement costs as an
archive grows is measured by ``archive``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.stories.story_samples import Sample, member, place, samples
from tests.stories.story_streams import bcubed, foldings, pairs


def headlines(full: Sequence[Sample]) -> tuple[Sample, ...]:
    """The same stream with nothing but titles."""
    stated = [s for s in full if s.member.article.title_provenance == "stated"]
    bare = [(s, replace(s.member.article, text="", html="")) for s in stated]
    return tuple(replace(s, member=member(f"{s.group}/{s.name}", article)) for s, article in bare)


def report(name: str, stream: Sequence[Sample]) -> None:
    print(f"\n{name}: {len(stream)} articles, {len({s.story for s in stream})} stories")
    print(f"{'':18}{'pairs P':>9}{'R':>7}{'F1':>7}{'BCubed P':>11}{'R':>7}{'F1':>7}")
    for method, folding in foldings(stream).items():
        pair, cubed = pairs(stream, folding), bcubed(stream, folding)
        print(f"{method:18}{pair[0]:9.3f}{pair[1]:7.3f}{pair[2]:7.3f}{cubed[0]:11.3f}{cubed[1]:7.3f}{cubed[2]:7.3f}")


def speed(stream: Sequence[Sample]) -> None:
    """One placement among 60 neighbours, and one fingerprint, as milliseconds."""
    known = [replace(s.member, story=s.member.id) for s in stream][:60]
    start = time.perf_counter()
    for sample in stream[:20]:
        place(sample.member, known)
    placed = (time.perf_counter() - start) / 20
    start = time.perf_counter()
    for sample in stream:
        member("timed", sample.member.article)
    printed = (time.perf_counter() - start) / len(stream)
    print(f"\nplacing among {len(known)} neighbours {placed * 1000:.1f} ms, fingerprint {printed * 1000:.2f} ms")


def main() -> None:
    """Measure and print."""
    everything = samples()
    report("own groups, full articles", [s for s in everything if not s.group.startswith(("more-", "unseen-"))])
    report("independent groups, full articles", [s for s in everything if s.group.startswith("more-")])
    report("groups written to test the finished rules", [s for s in everything if s.group.startswith("unseen-")])
    report("all groups, full articles", everything)
    report("all groups, headlines alone", headlines(everything))
    speed(everything)


if __name__ == "__main__":
    main()
