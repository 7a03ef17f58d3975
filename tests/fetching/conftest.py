"""Laboratories for the tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fetching.lab import Lab


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
