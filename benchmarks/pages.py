"""What pages, searches and publishing one new story cost on a full store.

python -m benchmarks pages [articles]
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from feedmill.config import Overrides, load
from feedmill.isolation import Readers
from feedmill.judging import compile_beat
from feedmill.model import (
    Article,
    Document,
    Entry,
    Fingerprint,
    Judgement,
    Moment,
    Origin,
    Reading,
    TopicMatch,
    Verdict,
)
from feedmill.pipeline import Desk
from feedmill.pipeline.compose import feeds_of
from feedmill.pipeline.desk import beat_files
from feedmill.pipeline.publish import publish
from feedmill.store import documents, feeds, filing, open_store, runs, stories
from feedmill.web import create_app

NOUNS = ("pipeline", "harbour", "railway", "turbine", "contract", "ministry", "customs", "tanker", "reactor", "bank")
WORDS = (
    "газопровод",
    "переговоры",
    "санкции",
    "порт",
    "中俄合作",
    "普京总统",
    "贸易结算",
    "Harbin",
    "Irkutsk",
    "Heihe",
)
VERDICTS: tuple[Verdict, ...] = ("yes", "yes", "borderline", "no")
BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)
ROUNDS = 15
AT_ONCE = 2000


class Quiet:
    """A service that does nothing."""

    door_token = "door"

    def request_refresh(self, trigger: str, *, again: bool = False, source: str | None = None) -> UUID:
        return UUID(int=1)

    def run_state(self, run: UUID) -> dict[str, Any] | None:
        return None

    def healthy(self) -> list[str]:
        return []


def main() -> None:
    """Measure and print medians."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        desk = _open(Path(folder))
        begun = time.perf_counter()
        for start in range(0, count, AT_ONCE):
            _fill(desk, range(start, min(count, start + AT_ONCE)))
        size = (desk.settings.paths.state / "feedmill.sqlite3").stat().st_size
        print(f"{count} articles stored in {time.perf_counter() - begun:.0f} s, {size / 2**20:.0f} MiB")
        with desk.store.writing() as conn:  # what was stored above counts as written
            conn.exec_driver_sql("DELETE FROM dirty_pages")
            conn.exec_driver_sql("UPDATE archives SET dirty = 0")
        publish(desk)
        with desk.store.writing() as conn:
            conn.exec_driver_sql("DELETE FROM dirty_pages")
        _pages(desk)
        _publishing(desk, count)
        desk.store.close()


def _open(folder: Path) -> Desk:
    settings = load(Overrides(), {}, folder)
    settings.paths.seeds.mkdir()
    settings.paths.feeds.mkdir()
    files = beat_files(settings)
    store = open_store(settings.database_url)
    return Desk(
        settings=settings, beat=compile_beat(files), store=store, readers=Readers(settings.reading, files),
        now=lambda: datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip


def _fill(desk: Desk, numbers: range) -> None:
    slugs = [topic.slug for topic in desk.beat.topics]
    with desk.store.writing() as conn:
        for number in numbers:
            _add(conn, number, slugs)


def _add(conn: Any, number: int, slugs: list[str]) -> None:
    chance = random.Random(number)
    at = BEGIN + timedelta(minutes=7 * number)
    verdict: Verdict = VERDICTS[number % 4]
    title = f"China and Russia agree on {chance.choice(NOUNS)} number {number}"
    text = " ".join(chance.choice(NOUNS + WORDS) for _ in range(150))
    article = Article(
        position=0, title=title, title_provenance="stated", text=f"Beijing and Moscow met. {text}", html="",
        url=f"https://gazette.example/{number}", language=("en", "ru", "zh")[number % 3],
        published=Moment(at=at, precision="minute", provenance="byline"),
    )  # fmt: skip
    topics = tuple(TopicMatch(slug=slug, score=3, evidence=()) for slug in chance.sample(slugs, 2))
    judgement = Judgement(
        score=chance.randint(0, 100), verdict=verdict, evidence=(), entities=(), beat="b",
        topics=topics if verdict != "no" else (),
    )  # fmt: skip
    taken = Document(origin=f"{number}.txt", content=b"", source="seeds", received=at)
    reading = Reading(media_type="text/plain", encoding="utf-8", shape="article", shape_reason="made")
    document = documents.record(conn, taken, None, reading, now=at, reader=1)
    key, story = UUID(int=chance.getrandbits(128), version=4), UUID(int=chance.getrandbits(128), version=4)
    stands = verdict != "no"
    filing.add(
        conn,
        [filing.ToKeep(
            id=key, document=document, story=story if stands else None, article=article, judgement=judgement,
            fingerprint=Fingerprint(version=1, lookup=(), facts=""), url_key=article.url, text_key=str(number),
            first_seen=at,
        )],
    )  # fmt: skip
    if not stands:
        return
    origin = Origin(label="Gazette", url=article.url, view="press", published=at, precision="minute", article=key)
    entry = Entry(
        id=story, article=key, verdict=verdict, title=title, html="", text=article.text, link=article.url, authors=(),
        publisher="Gazette", agency=None, language=article.language, image=None, origins=(origin,),
        topics=tuple(one.slug for one in topics) if verdict == "yes" else (), why="made", date=at, date_note=None,
        updated=at, arrived=at,
    )  # fmt: skip
    stories.add(conn, story, at)
    stories.save_entry(conn, story, entry)
    feeds.place(conn, story, feeds_of(entry), at)
    feeds.mark_dirty(conn, feeds_of(entry))
    feeds.mark_page_dirty(conn, key)
    if number % 5000 == 0:
        runs.start(conn, key, "made", at)


def _pages(desk: Desk) -> None:
    app = create_app(desk, Quiet())
    with desk.store.reading() as conn:
        entry = feeds.window(conn, "all", 1)[0]
    paths = (
        "/", "/topics/energy", "/topics/all", f"/stories/{entry.id}", f"/articles/{entry.article}", "/ledger",
        "/ledger?fate=refused", "/close", "/sources", "/search", "/search?q=pipeline", "/search?q=普京",
        "/search?q=газопровода+переговорах", "/search?q=number+777", "/search?q=russia&topic=arctic&language=zh",
        "/search?q=pipeline&since=2024-02-01&until=2024-02-03", "/search?q=nothing-of-the-kind",
        "/feeds/search.atom?q=pipeline", "/feeds/all.rss", "/api/stories?topic=energy", "/metrics",
    )  # fmt: skip
    for path in paths:
        status, seconds = _timed(lambda path=path: ask(app, path))  # type: ignore[misc]
        print(f"{seconds * 1000:8.1f} ms  {status}  {path}")


def _publishing(desk: Desk, count: int) -> None:
    slugs = [topic.slug for topic in desk.beat.topics]
    spent = []
    for number in range(count, count + 4 * ROUNDS, 4):
        with desk.store.writing() as conn:
            _add(conn, number, slugs)
        begun = time.perf_counter()
        publish(desk)
        spent.append(time.perf_counter() - begun)
    print(f"{statistics.median(spent) * 1000:8.1f} ms  publishing one new story in its feeds")


def _timed(act: Callable[[], int]) -> tuple[int, float]:
    spent, status = [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        status = act()
        spent.append(time.perf_counter() - begun)
    return status, statistics.median(spent)


def ask(app: Any, path: str) -> int:
    target, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": target, "raw_path": target.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8080")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8080),
    }  # fmt: skip
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        statuses.append(message.get("status", 0))

    asyncio.run(app(scope, receive, send))
    return statuses[0]
