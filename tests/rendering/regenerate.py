"""Write the golden feeds anew after an intended change; read the difference before keeping it.

python -m tests.rendering.regenerate
"""

from __future__ import annotations

from pathlib import Path

from feedmill.rendering import render_feed, render_feeds, render_opml
from tests.rendering.samples import ARCHIVED, channel, trilingual

GOLDEN = Path(__file__).parent / "golden"


def regenerate() -> None:
    for name in ("full", "summary", "empty"):
        entries = [] if name == "empty" else trilingual()
        for format in ("rss", "atom", "json"):
            content = render_feed(channel(full_text=name == "full"), entries, format)
            (GOLDEN / f"{name}.{format}").write_bytes(content)
    for format, content in render_feeds(ARCHIVED, trilingual()).items():
        (GOLDEN / f"archive.{format}").write_bytes(content)
    (GOLDEN / "feeds.opml").write_bytes(render_opml("Example desk", [channel()]))


if __name__ == "__main__":
    regenerate()
