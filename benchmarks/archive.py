"""What placing an article costs as the archive grows: ``python -m benchmarks archive [articles]``.

A generated wire of 250 articles a day fills a database as the service would: the same tables, as many lookup keys an
article, people and bodies that recur like words do (the first in a tenth of all texts). Newcomers of the last day are
then placed among 1,000 stored articles and among all of them, in turns, in one run. A quarter of them re-tell or trim
what is stored.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median
from uuid import UUID

from sqlalchemy import Connection, insert

from feedmill.model import Article, Document, Entity, Fingerprint, Judgement, Member, Moment, Reading
from feedmill.store import Store, documents, membership, open_store
from feedmill.store.codec import ARTICLE, JUDGEMENT
from feedmill.store.schema import articles as article_table
from feedmill.store.schema import lookup, stories
from feedmill.stories import fingerprint, place
from feedmill.stories.fingerprints import BUCKET

PER_DAY, POOL, AT_ONCE, PLACED = 500, 1500, 5000, 60
START = datetime(2020, 1, 1, tzinfo=UTC)
NAMES = [
    f"{a}{b}{c}" for a in ("kar", "vol", "tes", "ber", "min") for b in "aeiou" for c in ("din", "ska", "lov", "ter")
]
KINDS = ("person", "organisation", "place")
SYLLABLES = [f"{a}{b}" for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "il")]
WORDS = [f"{a}{b}n" for a in SYLLABLES for b in SYLLABLES]
DEEDS = ("signed a contract with", "met", "sent a train to", "opened a plant with", "held a drill with", "fined")
THINGS = ("grain", "coal", "gas", "timber", "containers", "buses", "fish", "chips", "tea", "students", "loans", "tugs")


def _figure(chance: random.Random) -> str:
    return f" {chance.randint(11, 9000)} tonnes"


SENTENCES = 13
"""Of an article: about two kilobytes."""


def written(number: int, length: int = SENTENCES) -> tuple[Article, Judgement]:
    """An invented article of so many sentences, dated in the pool's few days, and its judgement."""
    chance = random.Random(number)
    chosen = [NAMES[min(int(chance.paretovariate(0.6)) - 1, len(NAMES) - 1)] for _ in range(4)]
    sentences = [
        f"{a.title()} {chance.choice(DEEDS)} {b.title()} over {chance.choice(THINGS)}, officials in {c.title()} said: "
        f"{' '.join(chance.choices(WORDS, k=14))}{_figure(chance) if not number % 4 else ''}."
        for number, (a, b, c) in enumerate(chance.sample(chosen, 3) for _ in range(length))
    ]
    at = START + timedelta(days=chance.randrange(POOL // PER_DAY))
    text = " ".join(sentences)
    article = Article(
        position=0, title=sentences[0][:70], title_provenance="stated", text=text, html=f"<p>{text}</p>",
        language="en", published=Moment(at=at, precision="day", provenance="feed"),
    )  # fmt: skip
    entities = tuple(
        Entity(id=f"{KINDS[at % 3]}:{name}", kind=KINDS[at % 3], side=None, zones=frozenset({"lede"}), count=1)
        for at, name in enumerate(dict.fromkeys(chosen))
    )
    return article, Judgement(score=80, verdict="yes", evidence=(), topics=(), entities=entities, beat="b")


def moved(print_: Fingerprint, days: int, again: int) -> Fingerprint:
    """The fingerprint of an article like this one, ``days`` later and in other words."""
    return replace(print_, lookup=tuple(_moved_key(key, days, again) for key in print_.lookup))


def _moved_key(key: str, days: int, again: int) -> str:
    if not key.startswith("e:"):
        return f"{key[:-6]}{again:06d}" if again else key
    stem, at, bucket = key.rpartition("@")
    return f"{stem}@{int(bucket) + days // BUCKET}" if at else key


Pool = Sequence[tuple[Article, Judgement, Fingerprint]]


def rows(pool: Pool, start: int, count: int, document: int) -> Iterator[tuple[dict[str, object], tuple[str, ...]]]:
    """Stored articles from number ``start`` on, each with its keys."""
    for number in range(start, start + count):
        article, _, print_ = pool[number % POOL]
        again = number // POOL
        days = again * BUCKET * max(1, POOL // PER_DAY // BUCKET)
        ident = UUID(int=random.Random(number).getrandbits(128))
        kept = moved(print_, days, again)
        yield {
            "id": ident, "document": document, "source": "wire", "story": ident, "position": 0, "present": True,
            "title": article.title, "url": None, "url_key": None, "text_key": f"{number:032d}", "language": "en",
            "published": START + timedelta(days=days), "first_seen": START + timedelta(days=days), "verdict": "yes",
            "score": 80, **encoded(number % POOL, pool), "fingerprint_version": print_.version, "beat": "b",
        }, kept.lookup  # fmt: skip


@cache
def _encoded(article: Article, judgement: Judgement) -> dict[str, object]:
    return {"article": ARTICLE.encode(article), "judgement": JUDGEMENT.encode(judgement)}


def encoded(number: int, pool: Pool) -> dict[str, object]:
    """The columns that are the same for every article made of one of the pool."""
    article, judgement, print_ = pool[number]
    return {**_encoded(article, judgement), "fingerprint": print_.facts}


def fill(store: Store, pool: Pool, count: int) -> None:
    """An archive of ``count`` articles."""
    with store.writing() as conn:
        document = documents.record(
            conn, Document(origin="wire", content=b"", source="wire", received=START), None,
            Reading(media_type="", encoding=None, shape="feed", shape_reason=""), now=START, reader=1,
        )  # fmt: skip
    for start in range(0, count, AT_ONCE):
        made = list(rows(pool, start, min(AT_ONCE, count - start), document))
        with store.writing() as conn:
            conn.execute(insert(article_table), [row for row, _ in made])
            conn.execute(insert(stories), [{"id": row["id"], "created": START} for row, _ in made])
            keys = sorted((key, row["id"].hex) for row, found in made for key in set(found))  # type: ignore[attr-defined]
            conn.exec_driver_sql(f"INSERT INTO {lookup.name} (key, article) VALUES (?, ?)", keys)


def newcomer(pool: Pool, number: int, count: int) -> Member:
    """An article of the archive's last days; every fourth is one that is stored, trimmed."""
    again = max(0, count // POOL - 1)
    article, judgement, print_ = pool[number]
    if number % 4:
        article, judgement = written(POOL + number)
        print_ = fingerprint(article, judgement)
    days = again * BUCKET * max(1, POOL // PER_DAY // BUCKET)
    kept = moved(print_, days, again)
    ident = UUID(int=random.Random(-number - 1).getrandbits(128))
    return Member(
        id=ident, story=None, article=article, verdict="yes", score=80, fingerprint=kept,
        first_seen=START + timedelta(days=days), source="wire", document="wire",
    )  # fmt: skip


def placed(conn: Connection, one: Member) -> tuple[float, int]:
    """Milliseconds of a placement, and how many neighbours were looked at."""
    begun = time.perf_counter()
    found = membership.neighbours(conn, one.fingerprint)
    place(one, found, partial(membership.texts, conn))
    return (time.perf_counter() - begun) * 1000, len(found)


def main() -> None:
    """Measure and print."""
    sizes = (1000, int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    pool = [(article, judgement, fingerprint(article, judgement)) for article, judgement in map(written, range(POOL))]
    with tempfile.TemporaryDirectory() as folder:
        stores = [open_store(f"sqlite:///{Path(folder) / f'{size}.sqlite3'}") for size in sizes]
        for store, size in zip(stores, sizes, strict=True):
            begun = time.perf_counter()
            fill(store, pool, size)
            print(f"{size} articles stored in {time.perf_counter() - begun:.0f} s", flush=True)
        spent: list[list[tuple[float, int]]] = [[], []]
        for number in range(PLACED):
            for at, (store, size) in enumerate(zip(stores, sizes, strict=True)):
                with store.reading() as conn:
                    spent[at].append(placed(conn, newcomer(pool, number, size)))
        for store in stores:
            store.close()
    report(sizes, spent)


def report(sizes: Sequence[int], spent: Sequence[Sequence[tuple[float, int]]]) -> None:
    """The two archives side by side."""
    for size, found in zip(sizes, spent, strict=True):
        times, near = [ms for ms, _ in found], [n for _, n in found]
        print(
            f"among {size:>9,} stored: median {median(times):.2f} ms, mean {sum(times) / len(times):.2f} ms, "
            f"{sum(near) / len(near):.0f} neighbours"
        )
    small, large = (median(ms for ms, _ in found) for found in spent)
    print(f"ratio of the medians: {large / small:.2f}")
    print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
