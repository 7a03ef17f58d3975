"""Imports point one way: the house of docs/architecture.md, kept by reading the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "feedmill"

#: What each room may import from us, besides itself.
ALLOWED: dict[str, set[str]] = {
    "__init__": set(),
    "model": set(),
    "errors": set(),
    "han": set(),
    "reading": {"model", "errors"},
    "judging": {"model", "errors", "han"},
    "stories": {"model", "errors", "han"},
    "rendering": {"model", "errors"},
    "schedule": {"model", "errors"},
    "beats": {"errors"},
    "config": {"model", "errors"},
    "sources": {"model", "errors", "config"},
    "store": {"model", "errors", "config", "schedule", "han"},
    "publishing": {"model", "errors", "config", "rendering"},
    "decisions": {"model", "errors", "publishing"},
    "digestion": {"model", "errors", "reading", "judging", "stories"},
    "isolation": {"model", "errors", "config", "digestion", "judging"},
}
PURE = ("han", "reading", "judging", "stories", "rendering", "schedule")
INNER = set(ALLOWED) - {"__init__"}
ALLOWED |= {
    "pipeline": INNER | {"__init__"},
    "service": INNER | {"__init__", "pipeline"},
    "web": INNER | {"__init__", "pipeline"},
    "cli": INNER | {"__init__", "pipeline", "service", "web"},
    "__main__": {"cli"},
}
#: Modules that reach outside the process; the pure rooms must not name them.
EFFECTS = {"os", "io", "socket", "subprocess", "sqlite3", "sqlalchemy", "httpx", "logging", "structlog", "time",
           "threading", "multiprocessing", "asyncio", "tempfile", "shutil", "random", "secrets"}  # fmt: skip
#: In-memory bytes are no effect: feedparser wants a file object.
HARMLESS = {("reading", "io")}


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_one_way(path: Path) -> None:
    here = room(path)
    for line, name in imported(path):
        parts = name.split(".")
        if parts[0] != "feedmill":
            continue
        there = parts[1] if len(parts) > 1 and parts[1] in ALLOWED else "__init__"
        assert there == here or there in ALLOWED[here], f"{path}:{line}: {here} must not import {there}"


@pytest.mark.parametrize("path", [p for p in modules() if room(p) in PURE], ids=lambda p: str(p.relative_to(SRC)))
def test_pure_rooms_have_no_effects(path: Path) -> None:
    for line, name in imported(path):
        top = name.split(".")[0]
        assert top not in EFFECTS or (room(path), top) in HARMLESS, f"{path}:{line}: a pure room imports {top}"


def test_every_module_has_a_place_in_the_plan() -> None:
    assert {room(path) for path in modules()} <= set(ALLOWED)
