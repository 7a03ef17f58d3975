"""The development set: labelled groups of original prose, judged by the beat that ships with the program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from feedmill import judging, stories
from feedmill.beats import read_files
from feedmill.judging import Beat, compile_beat
from feedmill.model import Article, Judgement, Member, Moment, Neighbour, Placement, Verdict

HERE = Path(__file__).parent
#: Undated items are first seen here, in the order of the files, far from every stated date.
SEEN = datetime(2027, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An article of the set, the story it belongs to, and why it is there."""

    name: str
    group: str
    story: str
    kind: str
    member: Member


@cache
def beat() -> Beat:
    """The beat that ships with the program."""
    return compile_beat(read_files("china_russia"))


def judge(article: Article) -> Judgement:
    """The judgement as the program gives it; every article of the set counts as accepted, whatever its score."""
    return judging.judge(article, beat())


def moment(stated: str | None) -> Moment | None:
    if not stated:
        return None
    at = datetime.fromisoformat(stated.replace("Z", "+00:00"))
    day = len(stated) == 10
    return Moment(at=at.replace(tzinfo=UTC), precision="day" if day else "second", provenance="byline")


def article(row: dict[str, Any]) -> Article:
    text = row.get("text") or ""
    title = row.get("title") or text[:120]
    return Article(
        position=0,
        title=title,
        title_provenance="stated" if row.get("title") else "derived",
        text=text,
        html="".join(f"<p>{part}</p>" for part in text.split("\n\n")),
        url=row.get("url"),
        agency=row.get("agency"),
        publisher=row.get("publisher"),
        language=row.get("lang"),
        published=moment(row.get("published")),
    )


def member(
    name: str,
    made: Article,
    *,
    judgement: Judgement | None = None,
    first_seen: datetime | None = None,
    verdict: Verdict = "yes",
    story: UUID | None = None,
    view: str = "unknown",
) -> Member:
    seen = first_seen or (made.published.at + timedelta(hours=20) if made.published else SEEN)
    return Member(
        id=uuid5(NAMESPACE_URL, name),
        story=story,
        article=made,
        verdict=verdict,
        score=80,
        fingerprint=stories.fingerprint(made, judgement or judge(made)),
        first_seen=seen,
        source="seeds",
        document=f"{name}.txt",
        outlet_view=view,
    )


def place(newcomer: Member, stored: Sequence[Member]) -> Placement:
    """Place among stored members, whose texts are read when they are asked for."""
    known = [neighbour(one) for one in stored if one.story is not None]
    there = {one.id: one.article for one in stored}
    return stories.place(newcomer, known, lambda keys: {key: there[key] for key in keys})


def neighbour(one: Member) -> Neighbour:
    """A stored member as placing sees it at first."""
    published = one.article.published
    return Neighbour(
        id=one.id,
        story=one.story or one.id,
        fingerprint=one.fingerprint,
        published=published.at if published else None,
        first_seen=one.first_seen,
    )


def derive(row: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """A copy made from another row: cut after ``keep`` paragraphs, wrapped ``before`` and ``after``."""
    paragraphs = base["text"].split("\n\n")[: row.get("keep")]
    parts = [row.get("before"), *paragraphs, row.get("after")]
    return {**base, **row, "text": "\n\n".join(part for part in parts if part)}


def rows(pattern: str = "*.jsonl") -> Iterator[dict[str, Any]]:
    for path in sorted((HERE / "groups").glob(pattern)):
        base: dict[str, dict[str, Any]] = {}
        for line in path.read_text("utf-8").splitlines():
            if not line.strip():
                continue
            row = json.loads(line)
            if "from" in row:
                row = derive(row, base[row["from"]])
            base[row["id"]] = row
            yield {**row, "group": f"{path.stem}/{row['group']}"}


@cache
def samples(pattern: str = "*.jsonl") -> tuple[Sample, ...]:
    return tuple(
        Sample(
            name=row["id"],
            group=row["group"],
            story=f"{row['group']}/{row['story']}",
            kind=row.get("kind", ""),
            member=member(f"{row['group']}/{row['id']}", article(row)),
        )
        for row in rows(pattern)
    )
