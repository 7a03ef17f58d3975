"""What grows with the store, in one run: ``python -m benchmarks scale [articles …]`` (1000 30000 300000).

Stores of each size are filled side by side, by their tables and not through the pipeline: a generated wire (see
``benchmarks/archive.py``), a quarter of it not about the beat, every article a document of its own, with its words in
the full-text index and its story in its feeds and their archives. Then, in turns, each takes in new articles, publishes
them, runs a whole pass over one dropped file, and serves every page and a range of searches.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, insert, text

from benchmarks.archive import POOL, SENTENCES, encoded, moved, written
from benchmarks.pages import Quiet, ask
from benchmarks.passes import article as dropped
from feedmill.config import Overrides, load
from feedmill.decisions import Decisions
from feedmill.isolation import Readers
from feedmill.judging import compile_beat
from feedmill.model import (
    Article,
    Digest,
    Document,
    Entry,
    Fingerprint,
    Judged,
    Judgement,
    Origin,
    Reading,
    TopicMatch,
    Verdict,
)
from feedmill.pipeline import Desk, Wish, refresh
from feedmill.pipeline.compose import compose, feeds_of
from feedmill.pipeline.desk import beat_files
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Arrival, Tally, ingest
from feedmill.pipeline.publish import publish
from feedmill.store import feeds, open_store, search, stories
from feedmill.store import schema as tables
from feedmill.store.codec import ENTRY
from feedmill.store.words import search_words
from feedmill.stories import fingerprint
from feedmill.stories.fingerprints import BUCKET
from feedmill.stories.identity import text_key
from feedmill.web import create_app

SIZES = (1000, 30_000, 300_000)
START = datetime(2020, 1, 1, tzinfo=UTC)
AT_ONCE, ROUNDS, PAGE_ROUNDS, MOST = 5000, 16, 7, 100
KEYS_AT_ONCE = 1_000_000
"""Lookup keys that are sorted and stored together: they come in no order, and each page should be written once."""

LARGE, SHORT = 300_000, 2
"""With more articles than this, all stores hold short ones of so many sentences: the same rows and indexes in less
room, so that a million can be filled."""
VERDICTS: tuple[Verdict, ...] = ("yes", "no", "borderline", "yes")
SOURCES = 40
WARM = 6
"""Placements before the clock runs: statements are built once a process."""

PATHS = (
    "/", "/topics/energy", "/topics/all", "/stories/{story}", "/articles/{article}", "/ledger", "/ledger?fate=refused",
    "/ledger?fate=published", "/ledger?fate=empty-handed", "/close", "/sources", "/search", "/search?q=grain",
    "/search?q=officials+said", "/search?q=opened+a+plant&topic=arctic&language=en", "/search?q=nothing-of-the-kind",
    "/search?q=coal&since=2020-01-02&until=2020-01-03", "/feeds/search.atom?q=coal", "/feeds/all.rss",
    "/api/stories?topic=energy", "/api/articles", "/api/documents", "/api/topics", "/metrics",
)  # fmt: skip


class Generated:
    """The pool that all stores are filled from: articles, judgements, fingerprints, and what follows from them."""

    def __init__(self, slugs: list[str], length: int) -> None:
        self.slugs, self.length = slugs, length
        self.pool = [self._made(number) for number in range(POOL)]
        self.words = [(search_words(one.title), search_words(one.text)) for one, _, _ in self.pool]

    def _made(self, number: int) -> tuple[Article, Judgement, Fingerprint]:
        article, judgement = written(number, self.length)
        chosen = random.Random(number).sample(self.slugs, 2)
        topics = tuple(TopicMatch(slug=slug, score=3, evidence=()) for slug in chosen)
        verdict = VERDICTS[number % 4]
        judged = replace(judgement, verdict=verdict, score={"yes": 80, "borderline": 45, "no": number % 30}[verdict],
                         topics=topics if verdict != "no" else ())  # fmt: skip
        return article, judged, fingerprint(article, judged)


def days_of(number: int) -> int:
    """The day of an article: each round through the pool is one fingerprint bucket later."""
    return number // POOL * BUCKET


class Filling:
    """Fills one store; counts what the tables count."""

    def __init__(self, made: Generated, desk: Desk) -> None:
        self._made = made
        self._desk = desk
        self._days: Counter[tuple[str, Any]] = Counter()
        self._archived: Counter[str] = Counter()
        self._waiting: list[tuple[str, str]] = []

    def fill(self, count: int) -> None:
        """Store ``count`` articles. One connection that does not wait for the disk: this database may be lost."""
        engine = create_engine(self._desk.settings.database_url)
        with engine.connect() as conn:
            for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -1000000"):
                conn.exec_driver_sql(f"PRAGMA {pragma}")
            conn.commit()
            for start in range(0, count, AT_ONCE):
                self._some(conn, range(start, min(count, start + AT_ONCE)))
                self._findable(conn, KEYS_AT_ONCE)
                conn.commit()
            self._findable(conn, 1)
            self._counted(conn)
            conn.commit()
        engine.dispose()

    def _some(self, conn: Connection, numbers: range) -> None:
        rows = [self._row(number) for number in numbers]
        conn.execute(insert(tables.documents), [self._document(number) for number in numbers])
        conn.execute(insert(tables.articles), rows)
        conn.execute(
            insert(tables.findable),
            [{"id": self._place(n), "article": r["id"]} for n, r in zip(numbers, rows, strict=True)],
        )
        conn.execute(
            text(f"INSERT INTO {search.TABLE} (rowid, title, body, facts) VALUES (:id, :title, :body, :facts)"),
            [self._found(number, row) for number, row in zip(numbers, rows, strict=True)],
        )
        told = [self._entry(number, row) for number, row in zip(numbers, rows, strict=True) if row["story"]]
        conn.execute(
            insert(tables.stories),
            [
                {
                    "id": one.id,
                    "created": one.arrived,
                    "verdict": one.verdict,
                    "date": one.date,
                    "arrived": one.arrived,
                    "entry": ENTRY.encode(one),
                }
                for one in told
            ],
        )
        places = [(one, feed, date) for one in told for feed, date in feeds_of(one).items()]
        conn.execute(
            insert(tables.feed_entries), [{"feed": feed, "story": one.id, "date": date} for one, feed, date in places]
        )
        conn.execute(insert(tables.archive_entries), [self._archive(one, feed, date) for one, feed, date in places])
        self._waiting += [
            (key, row["id"].hex) for n, row in zip(numbers, rows, strict=True) if row["story"] for key in self._keys(n)
        ]

    def _findable(self, conn: Connection, least: int) -> None:
        if len(self._waiting) >= least:
            keys, self._waiting = sorted(self._waiting), []
            conn.exec_driver_sql("INSERT INTO lookup (key, article) VALUES (?, ?)", keys)

    def _counted(self, conn: Connection) -> None:
        conn.execute(
            insert(tables.feed_days), [{"feed": f, "day": day, "stories": n} for (f, day), n in self._days.items()]
        )
        conn.execute(
            insert(tables.archives),
            [
                {
                    "feed": feed,
                    "number": at + 1,
                    "name": f"2020-01-{at + 1}",
                    "stories": MOST,
                    "dirty": False,
                    "sealed": False,
                }
                for feed, many in self._archived.items()
                for at in range((many - 1) // MOST + 1)
            ],
        )

    def _row(self, number: int) -> dict[str, Any]:
        article, judgement, print_ = self._made.pool[number % POOL]
        chance = random.Random(number)
        day = START + timedelta(days=days_of(number))
        ident, story = UUID(int=chance.getrandbits(128), version=4), UUID(int=chance.getrandbits(128), version=4)
        return {
            "id": ident, "document": number + 1, "source": f"wire-{number % SOURCES}",
            "story": story if judgement.verdict != "no" else None, "position": 0, "present": True,
            "title": article.title, "url": f"https://wire.example/{number}",
            "url_key": f"wire.example/{number}", "text_key": f"{number:032d}", "language": "en", "published": day,
            "first_seen": day + timedelta(seconds=number % POOL), "verdict": judgement.verdict,
            "score": judgement.score, **encoded(number % POOL, self._made.pool),
            "fingerprint_version": print_.version, "beat": self._desk.beat.hash,
        }  # fmt: skip

    def _document(self, number: int) -> dict[str, Any]:
        day = START + timedelta(days=days_of(number))
        return {
            "id": number + 1, "source": f"wire-{number % SOURCES}", "origin": f"https://wire.example/{number}",
            "url": f"https://wire.example/{number}", "sha256": f"{number:064x}", "media_type": "text/html",
            "encoding": "utf-8", "shape": "article", "shape_reason": "made", "cuts": [], "first_seen": day,
            "rejected_reason": "empty" if number % 50 == 1 else None, "read_at": day, "reader": 1,
        }  # fmt: skip

    def _place(self, number: int) -> int:
        seconds = int((START + timedelta(days=days_of(number)) - datetime(1000, 1, 1, tzinfo=UTC)).total_seconds())
        return ((seconds + number % POOL) << 20) | number % 2**20

    def _found(self, number: int, row: dict[str, Any]) -> dict[str, Any]:
        title, body = self._made.words[number % POOL]
        judgement = self._made.pool[number % POOL][1]
        facts = [
            search.fact("verdict", row["verdict"]),
            search.fact("source", f"wire-{number % SOURCES}"),
            search.fact("view", "unknown"),
            search.fact("language", "en"),
        ]
        facts += [search.fact("topic", one.slug) for one in judgement.topics]
        return {"id": self._place(number), "title": title, "body": body, "facts": " ".join(facts)}

    def _entry(self, number: int, row: dict[str, Any]) -> Entry:
        article, judgement, _ = self._made.pool[number % POOL]
        at = row["first_seen"]
        origin = Origin(label="Wire", url=row["url"], view="press", published=at, precision="day", article=row["id"])
        yes = judgement.verdict == "yes"
        return Entry(
            id=row["story"], article=row["id"], verdict=judgement.verdict, title=article.title, html=article.html,
            text=article.text, link=row["url"], authors=(), publisher="Wire", agency=None, language="en", image=None,
            origins=(origin,), topics=tuple(one.slug for one in judgement.topics) if yes else (), why="made", date=at,
            date_note=None, updated=at, arrived=at,
        )  # fmt: skip

    def _archive(self, entry: Entry, feed: str, date: datetime) -> dict[str, Any]:
        self._days[feed, date.date()] += 1
        self._archived[feed] += 1
        return {"feed": feed, "story": entry.id, "number": (self._archived[feed] - 1) // MOST + 1}

    def _keys(self, number: int) -> set[str]:
        return set(moved(self._made.pool[number % POOL][2], days_of(number), number // POOL).lookup)


def newcomer(made: Generated, number: int, count: int) -> Digest:
    """An article of the store's last days, read and judged; every fourth is one that is stored, trimmed."""
    article, judgement, print_ = made.pool[4 * number]
    if number % 4:
        article, bare = written(POOL + number, made.length)
        judgement = replace(bare, topics=judgement.topics)
        print_ = fingerprint(article, judgement)
    again = max(0, count - 1) // POOL
    print_ = moved(print_, again * BUCKET, again)
    moment = replace(article.published, at=START + timedelta(days=again * BUCKET)) if article.published else None
    article = replace(article, published=moment)
    judged = Judged(
        judgement=judgement, fingerprint=print_, url_key=None, text_key=text_key(article.text + str(number))
    )
    reading = Reading(media_type="text/html", encoding="utf-8", shape="article", shape_reason="", articles=(article,))
    return Digest(reading=reading, judged=(judged,), reader=1)


class Measured:
    """One store under measurement."""

    def __init__(self, made: Generated, folder: Path, size: int, readers: Readers | None) -> None:
        settings = load(Overrides(), {"FEEDMILL_SCHEDULE__SETTLE": "1ms"}, folder)
        settings.paths.seeds.mkdir(parents=True)
        settings.paths.feeds.mkdir()
        files = beat_files(settings)
        self.size, self.made = size, made
        self.readers = readers or Readers(settings.reading, files)
        self.now = START + timedelta(days=days_of(max(0, size - 1)) + 1)
        self.desk = Desk(settings=settings, beat=compile_beat(files), store=open_store(settings.database_url),
                         readers=self.readers, now=lambda: self.now)  # fmt: skip
        refresh(self.desk, Wish(trigger="scan"))  # an empty store has no article pages to write at its first pass
        begun = time.perf_counter()
        Filling(made, self.desk).fill(size)
        bytes_ = (settings.paths.state / "feedmill.sqlite3").stat().st_size
        print(f"{size:,} articles stored in {time.perf_counter() - begun:.0f} s, {bytes_ / 2**20:.0f} MiB", flush=True)
        with self.desk.store.writing() as conn:
            feeds.mark_dirty(conn, feeds.known(conn))
        publish(self.desk)
        os.sync()  # else the first acts wait for what the fill has left to be written
        self.app = create_app(self.desk, Quiet())
        self.newcomers = [newcomer(made, number, size) for number in range(ROUNDS + WARM)]
        for number in range(ROUNDS, ROUNDS + WARM):
            self.place(number)
        publish(self.desk)

    def place(self, number: int) -> None:
        """Place and store one article, and compose what it changed."""
        digest = self.newcomers[number]
        document = Document(
            origin=f"https://new.example/{number}", content=b"", source=f"wire-{number % SOURCES}", received=self.now
        )
        arrival = Arrival(document=document, sha256=None, digest=digest, known=None)
        with self.desk.store.writing() as conn:
            ingest(conn, arrival, self.now, Tally(), Editor(self.desk.beat, Decisions()))
            compose(conn, self.desk)

    def drop(self, number: int) -> None:
        """Drop one file and run a whole pass."""
        name = self.desk.settings.paths.seeds / f"{number}.txt"
        name.write_text(dropped(number))
        time.sleep(0.01)
        refresh(self.desk, Wish(trigger="folder"))

    def paths(self) -> dict[str, str]:
        """The addresses that are asked for, by their pattern."""
        with self.desk.store.reading() as conn:
            entry = feeds.window(conn, "all", 1)[0]
            assert stories.get(conn, entry.id)
        return {path: path.format(story=entry.id, article=entry.article) for path in PATHS}


def spent(act: Callable[[], Any]) -> float:
    """Milliseconds of an act."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Measure and print."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with tempfile.TemporaryDirectory() as folder:
        slugs = [one.slug for one in compile_beat(beat_files(load(Overrides(), {}, Path(folder)))).topics]
        length = SHORT if max(sizes) > LARGE else SENTENCES
        made, measured = Generated(slugs, length), list[Measured]()
        for size in sizes:
            measured.append(Measured(made, Path(folder) / str(size), size, measured[0].readers if measured else None))
        print("medians in ms".ljust(52) + "".join(f"{size:>10,}" for size in sizes) + "     ratio")
        for name, acts in _acts(measured):
            found: list[list[float]] = [[] for _ in measured]
            for number in range(ROUNDS if not name.startswith("/") else PAGE_ROUNDS):
                for at, act in enumerate(acts):
                    found[at].append(spent(partial(act, number)))
            medians = [median(one) for one in found]
            print(
                name.ljust(52) + "".join(f"{one:10.1f}" for one in medians) + f"{medians[-1] / medians[0]:10.2f}",
                flush=True,
            )
        for one in measured:
            one.desk.store.close()
    print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _acts(measured: list[Measured]) -> list[tuple[str, list[Callable[[int], Any]]]]:
    """What is measured, in turns: its name, and the act on each store."""
    both: list[tuple[str, list[Callable[[int], Any]]]] = [
        ("placing and storing one article", [one.place for one in measured])
    ]
    both += [("publishing what that changed", [partial(_published, one) for one in measured])]
    both += [("a pass over one dropped file", [one.drop for one in measured])]
    asked = [one.paths() for one in measured]
    for path in PATHS:
        both.append((path, [partial(_asked, one.app, named[path]) for one, named in zip(measured, asked, strict=True)]))
    return both


def _published(one: Measured, number: int) -> None:
    publish(one.desk)


def _asked(app: Any, path: str, number: int) -> None:
    assert ask(app, path) == 200, path


if __name__ == "__main__":
    main()
