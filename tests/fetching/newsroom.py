"""A desk whose sources are on the laboratory server, under a clock that the test turns; and feeds to serve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feedmill.config import Overrides, Settings, load
from feedmill.isolation import Readers
from feedmill.judging import Beat
from feedmill.pipeline import Desk, Wish, refresh
from feedmill.pipeline.asking import Wanted
from feedmill.pipeline.desk import beat_files
from feedmill.pipeline.outlets import outlets_of
from feedmill.pipeline.poll import Poller
from feedmill.schedule import Watch
from feedmill.store import open_store, sources

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BODY = (
    "Russian and Chinese officials met in Harbin on Monday and signed an agreement on grain, number {n}. "
    "The deal between Moscow and Beijing covers railway deliveries across the border at Zabaikalsk. "
)


def item(
    number: int, *, host: str = "https://news.example.org", text: str | None = None, title: str | None = None
) -> str:
    words = text if text is not None else BODY.format(n=number)
    head = title or f"Russia and China sign grain agreement number {number} in Harbin"
    return (
        f"<item><title>{head}</title><link>{host}/{number}</link><guid isPermaLink='false'>id-{number}</guid>"
        f"<pubDate>Mon, 04 May 2026 0{number % 9}:00:00 GMT</pubDate><description>{words}</description></item>"
    )


def rss(*items: str, more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>Sample News</title><link>https://news.example.org/</link>{more}{''.join(items)}</channel></rss>"
    )


def article_page(title: str, *paragraphs: str) -> str:
    told = "".join(f"<p>{one}</p>" for one in paragraphs)
    head = f"<html lang=en><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{told}</article></body></html>"


LONG = [
    f"Paragraph {n}: the Russian delegation and its Chinese hosts discussed tariffs, railway capacity and payments in "
    f"yuan and roubles, and the ministers said that work on the {n}th annex would go on in Beijing next month."
    for n in range(1, 9)
]


@dataclass
class Newsroom:
    """``now`` is the clock; every pass by hand waits for all answers."""

    root: Path
    readers: Readers
    beat: Beat
    allow: list[str]
    now: datetime = START
    floor: str = "5m"
    told: list[str] = field(default_factory=list)
    more: str = ""

    def source(self, id: str, url: str, **more: Any) -> None:
        extra = "".join(
            f"\n{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in more.items()
        )
        self.told.append(f'[[sources]]\nid = "{id}"\nurl = "{url}"{extra}\n')

    @property
    def settings(self) -> Settings:
        (self.root / "seeds").mkdir(parents=True, exist_ok=True)
        fetch = f'[fetch]\ncontact = "mailto:desk@example.org"\nallow = {self.allow!r}\n'
        head = f'[schedule]\nfloor = "{self.floor}"\n{fetch}'
        (self.root / "feedmill.toml").write_text(head + self.more + "\n".join(self.told))
        return load(Overrides(), {}, self.root)

    @contextmanager
    def open(self) -> Iterator[Desk]:
        settings = self.settings
        store = open_store(settings.database_url)
        poller = Poller(settings, gap=0.0)
        try:
            yield Desk(
                settings=settings,
                beat=self.beat,
                store=store,
                readers=self.readers,
                now=lambda: self.now,
                poller=poller,
                outlets=outlets_of(settings, beat_files(settings)),
            )
        finally:
            poller.close()
            store.close()

    def poll(self, wanted: Wanted = "all", *, after: timedelta = timedelta(hours=1)) -> dict[str, Any]:
        """A pass by hand, so much later; gives its report."""
        self.now += after
        with self.open() as desk:
            return refresh(desk, Wish(trigger="test", wanted=wanted)).as_json()

    def watch(self, id: str) -> Watch:
        with self.open() as desk, desk.store.reading() as conn:
            known = sources.watch(conn, id)
        assert known is not None
        return known

    def watch_url(self, id: str) -> str | None:
        with self.open() as desk, desk.store.reading() as conn:
            known = sources.watch(conn, id)
        return known.url if known else None

    def stored(self) -> list[dict[str, Any]]:
        from feedmill.pipeline.exporting import export

        with self.open() as desk:
            return [record for record in export(desk) if record["rejected"] is None]

    def feed(self, name: str = "all.json") -> str:
        return (self.root / "feeds" / name).read_text("utf-8")
