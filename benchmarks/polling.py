"""What a round of polling costs: many feeds, each on an address of its own (127.0.x.y), so that courtesy stays on.

python -m benchmarks polling [feeds] [items] [hanging]

The same load in one run for all: feedmill as shipped (it also judges, folds and publishes), by command and inside the
running service; feedparser with a plain HTTP client; newsboat, if it is installed; and the ``reader`` package, if this
interpreter, or the one that the environment variable READER_PYTHON names, has it. Times are also told as shares of
reader's. With ``hanging``, so many of the feeds never answer, and the others are not measured. Feeds are served by a
small server in another process; they honour If-None-Match.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

PORT = 8080
SITE = 8791
"""Where the service under measurement listens."""
FEEDMILL = [sys.executable, "-m", "feedmill"]
PLACES = ("Oslo", "Lima", "Perth", "Porto", "Accra", "Quito", "Bergen", "Dakar", "Hobart", "Leeds", "Turin", "Graz")
BORDER = ("Harbin", "Chita", "Heihe", "Dalian", "Irkutsk", "Khabarovsk", "Manzhouli", "Vladivostok", "Suifenhe")
THINGS = (
    "grain", "railways", "rice", "tankers", "choirs", "museums", "reactors", "bridges", "fishing", "football",
    "coal", "timber", "vaccines", "libraries", "schools", "wheat", "pipelines", "hospitals", "orchards", "satellites",
    "ferries", "dams", "honey", "turbines", "copper", "theatres", "bicycles", "soybeans", "glass", "harbours",
)  # fmt: skip
DOERS = (
    "The mayor", "A jury", "The union", "Nurses", "The court", "Two teachers", "The harbour office", "Farmers",
    "A museum", "The regulator", "Students", "The bank", "An engineer", "The club", "Residents", "The airline",
)  # fmt: skip
DEEDS = (
    "opened talks about", "rejected a plan for", "praised", "sold", "asked for more", "closed an office for", "counted",
    "doubled spending on", "warned of a shortage of", "signed a contract for", "postponed the tender for", "repaired",
)  # fmt: skip
PAIR = ("Beijing and Moscow", "China and Russia", "Russia and China", "Chinese and Russian companies")
SYLLABLES = ("ka", "to", "ven", "mir", "sal", "do", "ru", "lin", "qua", "bre", "hol", "tes", "ny", "gar", "po", "ul")


def address(number: int) -> str:
    """The loopback address of a feed."""
    return f"127.0.{number // 200 + 1}.{number % 200 + 1}"


def feed(number: int, items: int) -> bytes:
    """An invented feed: one item in ten is about the beat."""
    chance = random.Random(number)
    told = "".join(_item(number, place, chance) for place in range(items))
    head = f"<title>Paper {number}</title><link>http://{address(number)}:{PORT}/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{told}</channel></rss>'.encode()


def _item(number: int, place: int, chance: random.Random) -> str:
    """An item about things of its own, in a place of its own with a name that nobody else has."""
    name = "".join(chance.choice(SYLLABLES) for _ in range(3)).title()
    things, where = chance.sample(THINGS, 4), chance.choice(BORDER if place % 10 == 0 else PLACES)
    told = [
        f"{chance.choice(PAIR if place % 10 == 0 and n % 4 == 0 else DOERS)} {chance.choice(DEEDS)} "
        f"{chance.choice(things)} of {name} in {where} worth {chance.randint(2, 9000)} million."
        for n in range(10)
    ]
    return (
        f"<item><title>{told[0][:-1]}</title><link>http://{address(number)}:{PORT}/{place}</link>"
        f"<guid>{number}-{place}</guid><pubDate>Mon, 04 May 2026 0{place % 9}:00:00 GMT</pubDate>"
        f"<description>{' '.join(told)}</description></item>"
    )


async def serve(feeds: int, items: int, hanging: int) -> None:
    """Serve the feeds until killed."""
    bodies = {address(number): feed(number, items) for number in range(feeds)}
    silent = {address(number) for number in range(feeds - hanging, feeds)}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                if host in silent:
                    await asyncio.sleep(3600)
                known = re.search(rb'(?i)\r\nif-none-match: "1"', request)
                body = b"" if known else bodies.get(host, b"")
                status = b"304 Not Modified" if known else b"200 OK"
                length = b"" if known else b"Content-Length: %d\r\n" % len(body)
                kind = b'Content-Type: application/rss+xml\r\nETag: "1"\r\n'
                writer.write(b"HTTP/1.1 " + status + b"\r\n" + kind + length + b"\r\n" + body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", PORT, backlog=1024)
    print("serving", flush=True)
    await server.serve_forever()


def main() -> None:
    """Measure and print."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["serve"]:
        asyncio.run(serve(*map(int, arguments[1:4])))
        return
    feeds, items, hanging = (int(arguments[n]) if len(arguments) > n else usual for n, usual in enumerate((300, 20, 0)))
    command = [sys.executable, "-m", "benchmarks", "polling", "serve", str(feeds), str(items), str(hanging)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        while "serving" not in server.stdout.readline():
            pass
        print(f"{feeds} feeds of {items} items, {hanging} of them silent")
        with tempfile.TemporaryDirectory() as folder:
            ours = _feedmill(Path(folder), feeds, hanging)
            if not hanging:
                _others(Path(folder), feeds, ours)
    finally:
        server.kill()
        server.wait()


def _urls(feeds: int) -> list[str]:
    return [f"http://{address(number)}:{PORT}/feed" for number in range(feeds)]


def _feedmill(folder: Path, feeds: int, hanging: int) -> dict[str, float]:
    """Seconds by what was measured."""
    (folder / "seeds").mkdir()
    allow = ", ".join(f'"{address(number)}:{PORT}"' for number in range(feeds))
    told = "".join(f'[[sources]]\nid = "s{number}"\nurl = "{url}"\nfull_text = "never"\n' for number, url in
                   enumerate(_urls(feeds)))  # fmt: skip
    schedule = '[schedule]\nfloor = "0s"\nspread = "0s"\n'
    (folder / "feedmill.toml").write_text(f"{schedule}[fetch]\nallow = [{allow}]\n{told}[site]\nport = {SITE}\n")
    found: dict[str, float] = {}
    for word in ("cold", *["nothing changed"] * (1 if hanging else 3)):
        seconds, told = _timed([*FEEDMILL, "refresh"], folder)
        found[word] = min(seconds, found.get(word, seconds))
        print(f"feedmill {word}: {told}", flush=True)
    found["in the service"] = _service(folder, hanging)
    return found


def _service(folder: Path, hanging: int) -> float:
    """Passes inside the running service: the time of the best one in seconds; says what memory the service takes."""
    service = subprocess.Popen([*FEEDMILL, "run"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    best = float("inf")
    try:
        for _ in range(1 if hanging else 4):  # the first one waits for the service to come up
            state = _pass()
            seconds = _lasted(folder, state["run"])
            best = min(best, seconds)
            print(f"feedmill in the service: {seconds:.2f} s, {state['report']['sources']}"[:200])
        told = ", ".join(f"{name} {most} MiB" for name, most in _memory(service.pid))
        print(f"feedmill in the service, most memory so far: {told}", flush=True)
    finally:
        service.terminate()
        service.wait()
    return best


def _pass() -> dict[str, Any]:
    """One pass of the running service and what it says of it."""
    until = time.monotonic() + 600
    run = ""
    while time.monotonic() < until:
        try:
            if not run:
                with urllib.request.urlopen(f"http://127.0.0.1:{SITE}/api/refresh", data=b"") as answer:
                    run = json.load(answer)["run"]
            with urllib.request.urlopen(f"http://127.0.0.1:{SITE}/api/runs/{run}") as answer:
                state = json.load(answer)
            if state["state"] == "failed":
                sys.exit(f"The pass failed: {state['error']}")
            if state["state"] == "finished":
                return dict(state)
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("The service did not answer.")


def _lasted(folder: Path, run: str) -> float:
    """Seconds that a pass took, as the database tells."""
    with closing(sqlite3.connect(folder / "state" / "feedmill.sqlite3")) as database:
        query = "select started, finished from runs where id = ?"
        begun, done = map(datetime.fromisoformat, database.execute(query, [run.replace("-", "")]).fetchone())
    return (done - begun).total_seconds()


def _memory(service: int) -> list[tuple[str, int]]:
    """The most memory that the service and each of its readers had, in MiB."""
    tasks = Path(f"/proc/{service}/task")
    children = [int(one) for task in tasks.iterdir() for one in (task / "children").read_text().split()]
    return [
        ("service" if pid == service else "reader", int(found[1]) >> 10)
        for pid in (service, *children)
        if (found := re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()))
    ]


def _others(folder: Path, feeds: int, ours: dict[str, float]) -> None:
    _measure("feedparser and urllib, one after the other", lambda: _feedparser(feeds))
    if shutil.which("newsboat"):
        (folder / "urls").write_text("\n".join(_urls(feeds)) + "\n")
        (folder / "config").write_text("reload-threads 32\n")
        command = [
            "newsboat", "-q", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload",
        ]  # fmt: skip
        for word in ("cold", "nothing changed"):
            print(f"newsboat {word}: {_timed(command, folder)[1]}")
    python = os.environ.get("READER_PYTHON", sys.executable)
    if (
        subprocess.run(
            [python, "-c", "from reader import make_reader; make_reader(':memory:')"], stderr=subprocess.DEVNULL
        ).returncode
        == 0
    ):
        program = (
            "import sys; from reader import make_reader; r = make_reader('reader.db'); "
            "[r.add_feed(u, exist_ok=True) for u in sys.argv[1:]]; r.update_feeds(workers=32, scheduled=False)"
        )
        theirs: dict[str, float] = {}
        for word in ("cold", *["nothing changed"] * 3):
            seconds, told = _timed([python, "-c", program, *_urls(feeds)], folder)
            theirs[word] = min(seconds, theirs.get(word, seconds))
            print(f"reader {word}: {told}")
        for word, seconds in ours.items():
            against = theirs.get(word, theirs["nothing changed"])
            print(f"feedmill {word}: {seconds / against:.2f} × reader's {against:.2f} s")


def _feedparser(feeds: int) -> None:
    import feedparser

    for url in _urls(feeds):
        with urllib.request.urlopen(url) as answer:
            feedparser.parse(io.BytesIO(answer.read()))


def _measure(what: str, act: Callable[[], None]) -> None:
    begun = time.perf_counter()
    act()
    print(f"{what}: {time.perf_counter() - begun:.2f} s")


def _timed(command: list[str], folder: Path) -> tuple[float, str]:
    """Seconds; and in words those of the processor, and the most memory of the command or of a child of it."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    cpu = used.ru_utime + used.ru_stime
    if process.returncode:
        said = f"ended with {process.returncode}: {said}"
    return seconds, f"{seconds:.2f} s ({cpu:.1f} s of processor, {used.ru_maxrss >> 10} MiB) {said.strip()[:160]}"
