"""What all tests share: a component that is missing skips with a reason, except in CI, where it must be there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.whole import postgres

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
PROGRAMS = {"chromium": "chromium", "newsboat": "newsboat", "jing": "jing", "xmllint": "xmllint", "nginx": "nginx"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or in CI fail, a test whose component is not installed."""
    for marker in item.iter_markers("component"):
        name = marker.args[0]
        if not _installed(name):
            reason = f"{name} is not installed"
            if os.environ.get("CI"):
                pytest.fail(f"{reason}, and CI must have it", pytrace=False)
            pytest.skip(reason)


def _installed(name: str) -> bool:
    return postgres.programs() is not None if name == "postgres" else shutil.which(PROGRAMS.get(name, name)) is not None


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the developer's settings."""
    for name in list(os.environ):
        if name.startswith("FEEDMILL_") or name == "XDG_CONFIG_HOME":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp()))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout, which not everybody has."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("../shared is absent: its documents are not part of the project")
    return SHARED
