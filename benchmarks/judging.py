"""How well and how fast the beat is judged: figures by language, every error with its evidence, and speed.

    python -m benchmarks.judging [PATTERN]      items of tests/judging/items/PATTERN, by default all but the test part

Speed is a ratio within one run: the same articles with the shipped lexicon and with ten times the terms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from feedmill.beats import read_files
from feedmill.judging import Beat, compile_beat, judge
from feedmill.model import Judgement
from tests.judging.measure import Item, judge_all, load, measure

LANGUAGES = ("en", "ru", "zh")


def report(name: str, judged: Sequence[tuple[Item, Judgement]]) -> None:
    """One line of figures."""
    one = measure(judged)
    print(
        f"{name:8} n={one.items:3}  P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}  noise out "
        f"{one.kept_out:.3f}  borderline published {one.borderline_published:.3f}  topics F1 {one.topics_f1:.3f}"
    )


def errors(judged: Sequence[tuple[Item, Judgement]]) -> None:
    """Every wrong verdict and every missing or extra topic."""
    for item, got in judged:
        if got.verdict != item.verdict:
            signals = "; ".join(f"{one.signal} {one.points:+} {one.text!r}" for one in got.evidence)
            print(f"  {item.id}: {item.verdict} judged {got.verdict} {got.score} [{item.title[:60]}] {signals}")
    for item, got in judged:
        given = {topic.slug: topic.score for topic in got.topics}
        if item.verdict == "yes" and got.verdict == "yes" and set(given) != item.topics:
            print(f"  {item.id}: topics want {sorted(item.topics)} got {given} [{item.title[:50]}]")


def swollen(files: dict[str, str]) -> dict[str, str]:
    """The beat with ten times its words, none of which occurs anywhere."""
    extra = ",".join(f'"qz{number}xw kj{number}"' for number in range(40_000))
    return {**files, "overlay/masks.toml": f"en = [{extra}]"}


def seconds(beat: Beat, items: Sequence[Item]) -> float:
    """The best of three passes over the items."""
    passes = []
    for _ in range(3):
        start = time.perf_counter()
        for item in items:
            judge(item.article, beat)
        passes.append(time.perf_counter() - start)
    return min(passes)


def main() -> None:
    """Print everything."""
    patterns = sys.argv[1:]
    files = read_files("china_russia")
    beat = compile_beat(files)
    everything: list[tuple[Item, Judgement]] = []
    for language in LANGUAGES:
        chosen = patterns or ("{}.jsonl", "more-{}.jsonl")
        items = [item for pattern in chosen for item in load(pattern.replace("{}", language))]
        judged = judge_all(items, beat)
        report(language, judged)
        errors(judged)
        everything += judged
    report("all", everything)
    texts = [item for item, _ in everything]
    long = [
        Item(id=i.id, title=i.title, text="\n\n".join([i.text] * 8), verdict="no", topics=frozenset()) for i in texts
    ]
    plain, tenfold = seconds(beat, long), seconds(compile_beat(swollen(files)), long)
    letters = sum(len(item.text) for item in long)
    cost = f"{plain / len(long) * 1e3:.2f} ms an article of {letters // len(long)} letters"
    print(f"speed: {cost}; with ten times the terms x{tenfold / plain:.2f}")


if __name__ == "__main__":
    main()
