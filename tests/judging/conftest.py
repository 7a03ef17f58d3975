"""The beat that ships, for every test of judging."""

from __future__ import annotations

import pytest

from feedmill.judging import Beat
from tests.judging.articles import BEAT


@pytest.fixture
def beat() -> Beat:
    return BEAT
