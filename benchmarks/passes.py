"""What a pass costs: documents a second, a pass in which nothing changed, and from a dropped file to its feed.

python -m benchmarks passes [documents]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from feedmill.config import Overrides, load
from feedmill.pipeline import Wish, open_desk, refresh

NOUNS = ("pipeline", "harbour", "railway", "turbine", "contract", "ministry", "customs", "tanker", "reactor", "bank")
PLACES = ("Harbin", "Chita", "Heihe", "Vladivostok", "Dalian", "Irkutsk", "Khabarovsk", "Suifenhe", "Yakutsk")


def article(number: int) -> str:
    """An invented article; every number gives another."""
    chance = random.Random(number)
    sentences = [
        f"Chinese and Russian officials in {chance.choice(PLACES)} talked about the {chance.choice(NOUNS)} "
        f"and the {chance.choice(NOUNS)}, and agreed on {chance.randint(2, 900)} further steps."
        for _ in range(12)
    ]
    title = f"China and Russia agree on {chance.choice(NOUNS)} number {number} in {chance.choice(PLACES)}"
    paragraphs = "\n\n".join(" ".join(sentences[start : start + 3]) for start in range(0, 12, 3))
    return f"{title}\n\nMarch {number % 28 + 1}, 2026\n\n{paragraphs}\n"


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        (desk / "seeds").mkdir()
        (desk / "feedmill.toml").write_text('[schedule]\nsettle = "1ms"\n')
        for number in range(count):
            (desk / "seeds" / f"{number:06}.txt").write_text(article(number))
        time.sleep(0.01)
        _passes(desk, count)
        _drop_to_feed(desk)


def _passes(folder: Path, count: int) -> None:
    with open_desk(load(Overrides(), {}, folder)) as desk:
        begun = time.perf_counter()
        refresh(desk, Wish(trigger="benchmark"))
        cold = time.perf_counter() - begun
        begun = time.perf_counter()
        refresh(desk, Wish(trigger="benchmark"))
        idle = time.perf_counter() - begun
    print(f"{count} documents: {cold:.2f} s ({count / cold:.0f} a second, readers' start included)")
    print(f"nothing changed:  {idle:.3f} s, {idle / cold:.3f} of it")


def _drop_to_feed(folder: Path) -> None:
    """With the settings as shipped: two looks, two seconds apart."""
    (folder / "feedmill.toml").write_text("")
    command = [sys.executable, "-m", "feedmill", "run", "--listen", "127.0.0.1:18080"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    feed = "http://127.0.0.1:18080/feeds/arrivals.json"
    try:
        waits = []
        for number in range(10**6, 10**6 + 6):
            while not _holds(feed, "China"):
                time.sleep(0.1)
            (folder / "seeds" / f"late-{number}.txt").write_text(article(number))
            begun = time.perf_counter()
            while not _holds(feed, f"number {number} "):
                time.sleep(0.02)
            waits.append(time.perf_counter() - begun)
        told = ", ".join(f"{wait:.1f}" for wait in waits)
        print(f"from a dropped file to its feed: {told} s (the first one starts the readers)")
    finally:
        process.terminate()
        process.wait()


def _holds(feed: str, words: str) -> bool:
    try:
        with urllib.request.urlopen(feed) as answer:
            return words in answer.read().decode()
    except OSError:
        return False
