"""Desks for the tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedmill.config import Site
from feedmill.pipeline import Desk
from tests.web.desks import TOKEN, open_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk for this machine alone."""
    made = open_desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def public_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that strangers can reach, with a token."""
    site = Site(base_url="https://feeds.example.org", host="127.0.0.1", token=TOKEN)
    made = open_desk(tmp_path_factory.mktemp("public"), site)
    yield made
    made.store.close()


@pytest.fixture
def fresh_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk for one test, which may change it."""
    made = open_desk(tmp_path / "desk")
    yield made
    made.store.close()
