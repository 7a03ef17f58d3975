"""A desk for tests: a folder to drop into, one pass at a time, and what came of it."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser

from feedmill.config import Overrides, Settings, load
from feedmill.isolation import Readers
from feedmill.judging import compile_beat
from feedmill.pipeline import Desk, Wish, refresh
from feedmill.pipeline.desk import beat_files
from feedmill.pipeline.exporting import export
from feedmill.pipeline.outlets import outlets_of
from feedmill.store import open_store

QUICK = timedelta(milliseconds=20)


@dataclass
class Bench:
    """A desk in a folder of its own; ``readers`` are shared between tests, for they take seconds to start."""

    root: Path
    readers: Readers
    database: str | None = None

    def __post_init__(self) -> None:
        self.seeds.mkdir(parents=True, exist_ok=True)

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def feeds(self) -> Path:
        return self.root / "feeds"

    @property
    def settings(self) -> Settings:
        told = load(Overrides(database=self.database), {}, self.root)
        return told.model_copy(update={"schedule": told.schedule.model_copy(update={"settle": QUICK})})

    @contextmanager
    def open(self) -> Iterator[Desk]:
        settings = self.settings
        store = open_store(settings.database_url)
        try:
            files = beat_files(settings)
            outlets = outlets_of(settings, files)
            yield Desk(settings=settings, beat=compile_beat(files), store=store, readers=self.readers, outlets=outlets)
        finally:
            store.close()

    def refresh(self, *, again: bool = False) -> dict[str, Any]:
        with self.open() as desk:
            return refresh(desk, Wish(trigger="test", again=again)).as_json()

    def export(self) -> list[dict[str, Any]]:
        with self.open() as desk:
            return list(export(desk))

    def drop(self, name: str, content: str | bytes) -> Path:
        path = self.seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def drop_all(self, folder: Path) -> None:
        shutil.copytree(folder, self.seeds, dirs_exist_ok=True)

    def published(self) -> dict[str, tuple[str, int]]:
        """Every file of the feeds folder with its hash and the time it was last written."""
        return {
            str(path.relative_to(self.feeds)): (
                hashlib.sha256(path.read_bytes()).hexdigest(),
                path.stat().st_mtime_ns,
            )
            for path in sorted(self.feeds.rglob("*"))
            if path.is_file()
        }

    def feed(self, name: str) -> Any:
        return feedparser.parse(io.BytesIO((self.feeds / name).read_bytes()))


def feedmill(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    command = [sys.executable, "-m", "feedmill", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=timeout, check=False
    )
