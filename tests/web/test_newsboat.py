"""A real feed reader subscribes to the running pages: its cache holds exactly the entries, once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from feedmill.config.settings import Feeds
from feedmill.pipeline import Desk
from feedmill.pipeline.publish import publish
from tests.web.desks import HOSTILE, STORY, add_stories, app_of
from tests.web.test_browser import serving

pytestmark = pytest.mark.component("newsboat")


def read(home: Path, addresses: list[str]) -> list[tuple[str, str, str]]:
    """Feed, id and title of everything in the reader's cache after two reloads."""
    if not shutil.which("newsboat") and not os.environ.get("CI"):
        pytest.skip("newsboat is not installed")
    home.mkdir()
    (home / "urls").write_text("".join(f"{one}\n" for one in addresses))
    (home / "config").write_text("show-read-feeds yes\n")
    told = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    command = ["newsboat", "-u", f"{home}/urls", "-c", f"{home}/cache.db", "-C", f"{home}/config", "-x", "reload"]
    for _ in range(2):
        subprocess.run(command, env=told, check=True, capture_output=True, timeout=120)
    with sqlite3.connect(home / "cache.db") as cache:
        rows = cache.execute("SELECT feedurl, guid, title FROM rss_item WHERE deleted = 0").fetchall()
    return [(feed.rpartition("/")[2], guid, title) for feed, guid, title in rows]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_the_readers_cache_holds_every_entry_once(fresh_desk: Desk, tmp_path: Path, format: str) -> None:
    keys = add_stories(fresh_desk, 30)
    publish(fresh_desk)
    with serving(app_of(fresh_desk)) as address:
        found = read(tmp_path / "home", [f"{address}/feeds/energy.{format}"])
    assert sorted(guid for _, guid, _ in found) == sorted(key.urn for key in [STORY, *keys])
    assert next(title for _, guid, title in found if guid == STORY.urn) != HOSTILE  # markup is taken out of titles


def test_with_ids_of_its_own_every_feed_keeps_every_story(fresh_desk: Desk, tmp_path: Path) -> None:
    keys = add_stories(fresh_desk, 5)
    told = fresh_desk.settings.model_copy(update={"feeds": Feeds(entry_ids="per-feed")})
    publish(replace(fresh_desk, settings=told))
    with serving(app_of(fresh_desk)) as address:
        found = read(tmp_path / "home", [f"{address}/feeds/{slug}.atom" for slug in ("all", "energy")])
    for name in ("all.atom", "energy.atom"):
        assert len([guid for feed, guid, _ in found if feed == name]) == len(keys) + 1
