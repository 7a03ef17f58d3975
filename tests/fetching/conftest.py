"""Laboratories for the tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedmill.config import Overrides, load
from feedmill.isolation import Readers
from feedmill.judging import Beat, compile_beat
from feedmill.pipeline.desk import beat_files
from tests.fetching.lab import Lab
from tests.fetching.newsroom import Newsroom


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    settings = load(Overrides(), {}, Path("/"))
    with Readers(settings.reading.model_copy(update={"workers": 1}), beat_files(settings)) as started:
        yield started


@pytest.fixture(scope="session")
def beat() -> Beat:
    return compile_beat(beat_files(load(Overrides(), {}, Path("/"))))


@pytest.fixture
def newsroom(tmp_path: Path, readers: Readers, beat: Beat, lab: Lab) -> Newsroom:
    return Newsroom(tmp_path, readers, beat, [lab.allowed])


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab() as started:
        yield started


@pytest.fixture
def inside() -> Iterator[Lab]:
    """A server of the inside: nobody may ever ask it."""
    with Lab() as started:
        started.give("/secret", "the inside")
        yield started
        assert started.hits == []
