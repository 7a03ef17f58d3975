"""The five real documents, exactly as an editor expects them; skipped where they are not at hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.model import Document
from feedmill.reading import read

SHARED = Path(__file__).parents[3] / "shared"
EXPECTED = SHARED / "seeds-expected.json"
CASES = [name for name in json.loads(EXPECTED.read_text("utf-8")) if name.endswith(".txt")] if EXPECTED.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason="the real documents (../shared/seeds) are not here")


@pytest.fixture(params=CASES or ["absent"])
def case(request):
    content = (SHARED / "seeds" / request.param).read_bytes()
    received = datetime(2026, 11, 23, tzinfo=UTC)
    reading = read(Document(origin=request.param, content=content, source="seeds", received=received))
    return reading.articles, json.loads(EXPECTED.read_text("utf-8"))[request.param]


def test_number_of_articles(case):
    articles, expected = case
    assert len(articles) == expected["count"]


def test_statements_of_each_item(case):
    articles, expected = case
    for article, item in zip(articles, expected["items"], strict=True):
        day = article.published.at.date().isoformat() if article.published else None
        assert day == item["date"]
        assert article.title_provenance == ("derived" if item.get("title", "") is None else "stated")
        assert item.get("title") in (None, article.title)
        assert any(item.get("author", "") in name for name in (*article.authors, "") if name or "author" not in item)
        assert item.get("agency", article.agency) == article.agency
        assert item.get("publisher", article.publisher) == article.publisher


def test_words_of_each_item(case):
    articles, expected = case
    for article, item in zip(articles, expected["items"], strict=True):
        for phrase in (item["key"], *item.get("include", ())):
            assert any(reading in article.text for reading in phrase.split("|"))
        for phrase in item.get("exclude", ()):
            assert phrase not in article.text
            assert phrase not in article.title
