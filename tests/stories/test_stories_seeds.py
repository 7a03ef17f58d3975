"""The real documents beside the project, when they are there: one call is one story, another call another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.story_samples import Sample, article, member
from tests.stories.story_streams import fold_by_room

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not beside the project")


def read(start: str) -> str:
    return next(SEEDS.glob(f"{start}*")).read_text("utf-8", errors="replace")


def running_text(start: str) -> str:
    """The sentences of a page: long lines without markup or script."""
    lines = (line.strip() for line in read(start).splitlines())
    return "\n\n".join(line for line in lines if len(line) > 90 and "(function" not in line)[:6000]


def stream() -> list[Sample]:
    rows = {f"digest-{n}": {"text": line} for n, line in enumerate(read("000").splitlines(), 1) if line.strip()}
    rows["page"] = {"title": read("003").splitlines()[2], "text": running_text("003")}
    rows["portal"] = {"title": read("004").splitlines()[2], "text": running_text("004"), "published": "2024-02-08"}
    rows["blog"] = {"title": "Russia seeks new level", "text": running_text("001"), "published": "2023-01-30"}
    made = {name: member(name, article(row | {"lang": "en"})) for name, row in rows.items()}
    return [Sample(name=name, group="", story=name, kind="", member=one) for name, one in made.items()]


@pytest.mark.parametrize("backwards", [False, True])
def test_the_calls_are_told_apart(backwards: bool) -> None:
    everything = stream()
    folding = fold_by_room(everything[::-1] if backwards else everything)
    call = {name for name in folding if folding[name] == folding["page"]}
    assert call == {"digest-6", "digest-7", "page"}
    assert len(set(folding.values())) == len(everything) - 2
