"""Desks for the tests of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedmill.config import Overrides, load
from feedmill.isolation import Readers
from feedmill.pipeline.desk import beat_files
from tests.whole.bench import Bench


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    settings = load(Overrides(), {}, Path("/"))
    with Readers(settings.reading.model_copy(update={"workers": 1}), beat_files(settings)) as started:
        yield started


@pytest.fixture
def bench(tmp_path: Path, readers: Readers) -> Bench:
    return Bench(tmp_path, readers)
