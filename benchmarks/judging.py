"""How well and how fast the beat is judged: figures by language, every error with its evidence, and speed.

    python -m benchmarks.judging [PATTERN]      items of tests/judging/items/PATTERN, by default all but the test part

Speed is a ratio within one run, in processor time and by turns, so that a busy machine changes little: the same
articles with the shipped lexicon and with ten times the terms; and judged as against read from an HTML page.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from feedmill.beats import read_files
from feedmill.judging import Beat, compile_beat, judge
from feedmill.model import Document, Judgement
from feedmill.reading import read
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


def swollen(files: dict[str, str]) -> tuple[dict[str, str], int, int]:
    """The beat with ten times its words, none of which occurs anywhere, in every notation; both numbers of words."""
    words = sum(len(re.findall(r'"[^"\n]+"', text)) for name, text in files.items() if name != "sources.toml")
    notations = ('"qz{0}xw kj{0}"', '"qzx{0}*"', '"QZ{0}X"', '"Qzk{0} + Kjv{0}"', '"琞{0}"')
    extra = [notations[at % len(notations)].format(at) for at in range(9 * words)]
    return {**files, "overlay/masks.toml": f"en = [{','.join(extra)}]"}, words, words + len(extra)


def seconds(*acts: Callable[[], object]) -> list[float]:
    """Processor time of each act, the best of five, taken by turns."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(5):
        for times, act in zip(taken, acts, strict=True):
            start = time.process_time()
            act()
            times.append(time.process_time() - start)
    return [min(times) for times in taken]


def page(item: Item, number: int) -> Document:
    """An article as a page of the web, with the usual chrome; each is another page, for readers remember."""
    told = "".join(f"<p>{line}</p>" for line in f"{item.text}\n\nFile {number}.".split("\n\n"))
    links = "".join(f'<li><a href="/section/{at}">Section {at}</a></li>' for at in range(40))
    markup = (
        f'<!doctype html><html><head><title>{item.title}</title><link rel="canonical" href="https://example.org/'
        f'{number}"></head><body><nav><ul>{links}</ul></nav><main><article><h1>{item.title}</h1>{told}</article>'
        f"</main><aside><ul>{links}</ul></aside><footer>Sample Courier</footer></body></html>"
    )
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Document(origin=f"{number}.html", content=markup.encode(), source="bench", received=at)


def compare_with_reading(beat: Beat, items: Sequence[Item]) -> None:
    """Judging as a share of reading the same page."""
    number = 0

    def read_all() -> None:
        nonlocal number
        for item in items:
            number += 1
            read(page(item, number))

    reading, judging = seconds(read_all, lambda: [judge(item.article, beat) for item in items])
    print(f"judging costs {judging / reading:.3f} of reading the same HTML page")


def main() -> None:
    """Print everything."""
    patterns = sys.argv[1:]
    files = read_files("china_russia")
    beat = compile_beat(files)
    everything: list[tuple[Item, Judgement]] = []
    for language in LANGUAGES:
        chosen = patterns or ("*{}.jsonl",)
        items = [item for pattern in chosen for item in load(pattern.replace("{}", language))]
        judged = judge_all(items, beat)
        report(language, judged)
        errors(judged)
        everything += judged
    report("all", everything)
    texts = [item for item, _ in everything if len(item.text) > (300 if "zh-" in item.id else 1000)]
    if not texts:
        return
    more, words, all_words = swollen(files)
    tenfold = compile_beat(more)
    one, ten = seconds(
        lambda: [judge(item.article, beat) for item in texts], lambda: [judge(item.article, tenfold) for item in texts]
    )
    letters = sum(len(item.text) for item in texts) // len(texts)
    print(f"judging: {one / len(texts) * 1e3:.2f} ms an article of {letters} letters")
    print(f"{all_words} words for {words}: {ten / one:.2f} times the time")
    compare_with_reading(beat, texts)


if __name__ == "__main__":
    main()
