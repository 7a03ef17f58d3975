"""How well, and how fast, articles are folded into stories.

``python benchmarks/stories.py`` prints pair and BCubed figures for the development set (``tests/stories/groups``)
beside simple baselines, for full articles and for headlines alone, and the time of a placement among many
neighbours and as a generated archive grows. Baselines are shown at the threshold that suits this very set best.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from feedmill import stories
from feedmill.model import Member, Moment
from tests.stories.story_samples import Sample, article, member, samples
from tests.stories.story_streams import Desk, bcubed, foldings, pairs


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
        stories.place(sample.member, known)
    placed = (time.perf_counter() - start) / 20
    start = time.perf_counter()
    for sample in stream:
        member("timed", sample.member.article)
    printed = (time.perf_counter() - start) / len(stream)
    print(f"\nplacing among {len(known)} neighbours {placed * 1000:.1f} ms, fingerprint {printed * 1000:.2f} ms")


WORDS = [
    f"{a}{b}{c}" for a in ("tra", "por", "gel", "min", "sok") for b in "aeiou" for c in ("rent", "ling", "sted", "ban")
]
PEOPLE = [f"{a}{b}" for a in ("Kar", "Vol", "Tes", "Ni", "Bero") for b in ("din", "ska", "lov", "min", "ter", "gash")]
PER_DAY = 50


def generated(count: int) -> Iterator[Member]:
    """An endless wire: invented words and people, ``PER_DAY`` articles a day; every fifth is a trimmed copy."""
    chance = random.Random(7)
    text = ""
    for number in range(count):
        sentences = (
            f"{chance.choice(PEOPLE)} met {chance.choice(PEOPLE)} over {' '.join(chance.choices(WORDS, k=14))}."
            for _ in range(8)
        )
        text = text[: len(text) * 2 // 3] if number % 5 == 4 else "In short, " + " ".join(sentences)
        at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number // PER_DAY)
        moment = Moment(at=at, precision="day", provenance="feed")
        made = replace(article({"title": text[:60], "text": text, "lang": "en"}), published=moment)
        yield member(f"generated {number}", made)


def growth(sizes: Sequence[int]) -> None:
    """What a placement costs as the archive grows: neighbours found, and milliseconds, over the last 200 articles."""
    desk, stream = Desk(), generated(max(sizes))
    print()
    for size in sizes:
        for newcomer in islice(stream, size - len(desk.members) - 200):
            desk.take_in(newcomer)
        last = list(islice(stream, 200))
        found = sum(len(desk.neighbours(newcomer)) for newcomer in last) / len(last)
        start = time.perf_counter()
        for newcomer in last:
            desk.take_in(newcomer)
        spent = (time.perf_counter() - start) / len(last)
        print(f"archive of {size:6} articles: {found:6.1f} neighbours, {spent * 1000:6.2f} ms a placement")


if __name__ == "__main__":
    everything = samples()
    report("own groups, full articles", [s for s in everything if not s.group.startswith(("more-", "unseen-"))])
    independent = [s for s in everything if s.group.startswith("more-")]
    if independent:
        report("independent groups, full articles", independent)
    report("groups written to test the finished rules", [s for s in everything if s.group.startswith("unseen-01")])
    report("the last groups, short texts", [s for s in everything if s.group.startswith("unseen-02")])
    report("all groups, headlines alone", headlines(everything))
    speed(everything)
    growth((500, 1500))
