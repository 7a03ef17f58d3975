"""The sample documents of the demo: every one understood, recognisable as a sample, in many shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.model import Document
from feedmill.reading import read
from feedmill.sources.folder import look
from tests.conftest import ROOT

SAMPLES = [found.path for found in look(ROOT / "seeds").looks]
MARKS = ("sample", "образец", "образц", "示例")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_read_and_says_that_it_is_one(path: Path) -> None:
    document = Document(
        origin=path.name, content=path.read_bytes(), source="seeds", received=datetime(2026, 11, 23, tzinfo=UTC)
    )
    reading = read(document)
    assert reading.rejection is None
    assert reading.articles
    for article in reading.articles:
        told = " ".join(filter(None, (article.publisher, article.agency, article.url, article.text, *article.authors)))
        recognisable = any(mark in told.casefold() for mark in MARKS) or ".example" in told
        assert recognisable or reading.shape in ("digest", "listing"), article.title


def test_the_samples_come_in_many_shapes() -> None:
    assert len(SAMPLES) >= 8
    assert {path.suffix for path in SAMPLES} >= {".txt", ".html", ".rss", ".json", ".eml", ".md"}
    with pytest.raises(UnicodeDecodeError):
        for path in SAMPLES:
            path.read_bytes().decode("utf-8")
