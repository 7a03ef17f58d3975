"""Labelled items and the figures over them, shared by the floors test and the benchmark."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from feedmill.judging import Beat, judge
from feedmill.model import Article, Judgement

ITEMS = Path(__file__).parent / "items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A labelled text. ``verdict`` and ``topics`` are what an editor expects."""

    id: str
    title: str
    text: str
    verdict: str
    topics: frozenset[str]

    @property
    def article(self) -> Article:
        """The item as an article; an item without a title is a snippet."""
        derived = not self.title
        return Article(
            position=0,
            title=self.title or self.text.split("\n")[0][:120],
            title_provenance="derived" if derived else "stated",
            text=self.text,
            html="",
        )


def load(pattern: str) -> list[Item]:
    """Items of the files that match, in file order."""
    return [
        Item(
            id=row["id"],
            title=row.get("title") or "",
            text=row["text"],
            verdict=row["verdict"],
            topics=frozenset(row.get("topics", ())),
        )
        for path in sorted(ITEMS.glob(pattern))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Yes against no (borderline labels left out), noise kept out of the topic feeds, topics of yes items."""

    precision: float
    recall: float
    f1: float
    kept_out: float
    borderline_published: float
    topics_f1: float
    items: int


def measure(judged: Iterable[tuple[Item, Judgement]]) -> Figures:
    """Figures between 0 and 1 over judged items."""
    pairs = list(judged)
    firm = [(item, got) for item, got in pairs if item.verdict != "borderline"]
    hits = sum(item.verdict == "yes" and got.verdict == "yes" for item, got in firm)
    said = sum(got.verdict == "yes" for _, got in firm)
    true = sum(item.verdict == "yes" for item, _ in firm)
    noise = [got for item, got in pairs if item.verdict == "no"]
    published = [item for item, got in pairs if got.verdict == "yes"]
    right, given, wanted = _topics([(item, got) for item, got in pairs if item.verdict == "yes" and item.topics])
    return Figures(
        precision=_share(hits, said),
        recall=_share(hits, true),
        f1=_share(2 * hits, said + true),
        kept_out=_share(sum(got.verdict != "yes" for got in noise), len(noise)),
        borderline_published=_share(sum(item.verdict == "borderline" for item in published), len(published)),
        topics_f1=_share(2 * right, given + wanted),
        items=len(pairs),
    )


def _topics(pairs: list[tuple[Item, Judgement]]) -> tuple[int, int, int]:
    got = [(item.topics, {topic.slug for topic in one.topics}) for item, one in pairs]
    return sum(len(a & b) for a, b in got), sum(len(b) for _, b in got), sum(len(a) for a, _ in got)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def judge_all(items: Iterable[Item], beat: Beat) -> list[tuple[Item, Judgement]]:
    """Every item with its judgement."""
    return [(item, judge(item.article, beat)) for item in items]
