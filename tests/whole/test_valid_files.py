"""Every feed file that a desk publishes is valid, declared feeds and archives among them."""

from __future__ import annotations

import pytest

from tests.rendering.validity import complaints
from tests.whole import samples
from tests.whole.bench import Bench

SETTINGS = """
[feeds]
entries = 1
entry_ids = "{ids}"
[[feed]]
slug = "goods"
title = "Goods & <b>money</b>"
topics = ["trade-finance"]
"""


@pytest.mark.parametrize("ids", ["story", "per-feed"])
def test_every_published_file_is_valid(bench: Bench, ids: str) -> None:
    (bench.root / "feedmill.toml").write_text(SETTINGS.format(ids=ids), encoding="utf-8")
    for name, text in vars(samples).items():
        if name.isupper() and isinstance(text, str):
            bench.drop(f"{name.lower()}.txt", text)
    bench.refresh()
    files = [*bench.feeds.glob("*.rss"), *bench.feeds.glob("*.atom"), *bench.feeds.glob("archive/*.[ra]*[sm]")]
    served = f"{bench.settings.site.base_url}/feeds/"
    found = {path: complaints(path.read_bytes(), served + path.relative_to(bench.feeds).as_posix()) for path in files}
    assert {path.name: said for path, said in found.items() if said} == {}
    assert any(path.parent.name == "archive" for path in files)
    assert {"all.rss", "goods.atom", "health.atom", "borderline.rss", "developments.atom"} <= {
        path.name for path in files
    }
