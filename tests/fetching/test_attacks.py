"""The gate under attack: servers and addresses made to reach the inside, or to use up memory and time.

The guard is on, with the laboratory's exact address allowed.
"""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from feedmill.sources.web import Answer, Ask, Crew, Failure, Gate, Job
from feedmill.sources.web.hosts import Hosts
from tests.fetching.lab import Act, Lab, Line, head
from tests.fetching.newsroom import LONG, Newsroom, article_page, item, rss
from tests.fetching.test_gate import AGENT, fetch, fetch_one, reason, redirect

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = head(200, [("Transfer-Encoding", "chunked")])
PACKED = head(200, [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")])


def sending(begin: bytes, piece: Callable[[int], bytes]) -> Act:
    """A server that begins and then sends pieces as fast as it can, for ever."""

    async def act(line: Line) -> None:
        await line.send(begin)
        number = 0
        while True:
            await line.send(piece(number))
            number += 1

    return act


def saying(answer: bytes) -> Act:
    """A server that sends exactly this, and leaves the line open."""

    async def act(line: Line) -> None:
        await line.send(answer)

    return act


def chunk(data: bytes, extension: bytes = b"") -> bytes:
    return f"{len(data):x}".encode() + extension + b"\r\n" + data + b"\r\n"


@contextmanager
def little_memory(most: int = 24 << 20) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


STORED_NOTHING = b"\x00\x00\x00\xff\xff"
"""An empty block of deflate: five bytes that decode to none."""

FLOODS = {
    "interim answers": sending(b"", lambda _: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 500),
    "a header line without end": sending(OK + b"X-Long: ", lambda _: b"a" * 65536),
    "headers without end": sending(OK, lambda number: b"".join(b"X-%d-%d: y\r\n" % (number, n) for n in range(1000))),
    "a status line without end": sending(b"HTTP/1.1 200 ", lambda _: b"a" * 65536),
    "blank lines before the answer": sending(b"", lambda _: b"\r\n" * 30_000),
    "chunk extensions": sending(CHUNKED, lambda _: chunk(b"x", b";e=" + b"a" * 8000) * 8),
    "a chunk extension without end": sending(CHUNKED + b"1;", lambda _: b"a" * 65536),
    "a chunk size without end": sending(CHUNKED, lambda _: b"0" * 65536),
    "trailers without end": sending(CHUNKED + b"0\r\n", lambda _: b"X-Trailer: y\r\n" * 5000),
    "garbage after gzip": sending(PACKED + chunk(gzip.compress(b"x")), lambda _: chunk(b"garbage!" * 8192)),
    "zeros after gzip": sending(PACKED + chunk(gzip.compress(b"x")), lambda _: chunk(bytes(65536))),
    "empty members": sending(PACKED, lambda _: chunk(gzip.compress(b"") * 500)),
    "empty blocks": sending(PACKED + chunk(gzip.compress(b"")[:10]), lambda _: chunk(STORED_NOTHING * 13_000)),
    "a name in the gzip head without end": sending(
        PACKED + chunk(b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"), lambda _: chunk(b"n" * 65536)
    ),
}


@pytest.mark.parametrize("name", FLOODS)
def test_floods_end_and_cost_little(lab: Lab, name: str) -> None:
    url = lab.on("/x", FLOODS[name])
    with little_memory():
        got = fetch_one(lab, url, total=15.0)
    if name.endswith("after gzip"):
        assert isinstance(got, Answer) and got.body == b"x", "the text was whole; what follows is not read"
    else:
        assert reason(got) in ("protocol", "encoding", "too-large")


@pytest.mark.parametrize("name", ["interim answers", "chunk extensions", "empty blocks"])
def test_a_flood_holds_up_nobody(lab: Lab, name: str) -> None:
    """While one server floods, another one's answers keep coming: before the flood is over."""
    with Lab(address="127.0.0.2") as other:
        lab.on("/flood", FLOODS[name])
        other.give("/feed", "x")

        async def run() -> list[Answer | Failure]:
            async with Gate(allow=[lab.allowed, other.allowed], user_agent=AGENT, hosts=Hosts(0.0), total=30.0) as gate:
                flood = asyncio.create_task(gate.fetch(Ask(url=lab.url("/flood"))))
                while not lab.hits:
                    await asyncio.sleep(0.01)
                got = [await gate.fetch(Ask(url=other.url("/feed"))) for _ in range(3)]
                flood.cancel()
                return got

        assert all(isinstance(one, Answer) for one in asyncio.run(run()))


@pytest.mark.parametrize(
    "lengths",
    [
        [b"5", b"6"], [b"5, 6"], [b"-5"], [b"+5"], [b"0x5"], [b"5 5"], [b"\xb2"], [b"5.0"], [b""],
        [b"99999999999999999999999999999999"],
    ],
)  # fmt: skip
def test_lengths_that_are_none(lab: Lab, lengths: list[bytes]) -> None:
    lines = b"".join(b"Content-Length: " + one + b"\r\n" for one in lengths)
    got = fetch_one(lab, lab.on("/x", saying(OK + lines + b"\r\nhello world")))
    assert reason(got) in ("protocol", "too-large")


def test_a_length_that_lies_low_hides_nothing_in_the_next_answer(lab: Lab) -> None:
    hidden = OK + b"Content-Length: 6\r\n\r\nforged"
    lab.on("/x", saying(OK + b"Content-Length: 5\r\n\r\nfirst" + hidden))
    lab.give("/y", "second")
    first, second = fetch(lab, Ask(url=lab.url("/x")), Ask(url=lab.url("/y")))
    assert isinstance(first, Answer) and first.body == b"first"
    assert not (isinstance(second, Answer) and second.body == b"forged")


@pytest.mark.parametrize(
    "answer",
    [
        OK + b" folded: x\r\n\r\n", OK + b"X: a\0b\r\nContent-Length: 0\r\n\r\n", OK + b"X Y: z\r\n\r\n",
        OK + b"\xff: x\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n", b"HTTP/1.1 \xb2\xb2\xb2 OK\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", CHUNKED + b"-1\r\n\r\n", CHUNKED + b"xyz\r\n\r\n",
        CHUNKED + b"5\r\nhello world\r\n0\r\n\r\n", CHUNKED + b"fffffffffffffffffffff\r\nx",
        OK + b"Transfer-Encoding: gzip\r\n\r\nx", OK + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    ],
)  # fmt: skip
def test_answers_that_are_none(lab: Lab, answer: bytes) -> None:
    async def act(line: Line) -> None:
        await line.send(answer)
        line.writer.close()

    assert reason(fetch_one(lab, lab.on("/x", act))) in ("protocol", "connect")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, br", "identity, gzip", "x-unknown"])
@pytest.mark.parametrize("packed", [zlib.compress(bytes(50 << 20), 9), gzip.compress(gzip.compress(bytes(50 << 20)))])
def test_a_claim_of_any_coding_costs_little(lab: Lab, coding: str, packed: bytes) -> None:
    url = lab.give("/x", packed, headers=[("Content-Encoding", coding)])
    with little_memory():
        got = fetch_one(lab, url, total=15.0)
    if isinstance(got, Answer):  # what was packed twice is unpacked once, as was said
        assert coding == "gzip" and len(got.body) < 1 << 20
    else:
        assert reason(got) in ("encoding", "too-large")


# --- ways to the inside ---------------------------------------------------------------------------------------


def test_redirects_that_cannot_be_read_raise_nothing(lab: Lab) -> None:
    for number, location in enumerate((
        "http://[::1", "//[", "http://a b/", "http://[fe80::1%25lo]/", "\xff\xfe://x", "http://" + "a" * 4000, "http:",
        "http://xn--\x80/", "https://1.2.3.4:99999/", "http://[::ffff:7f00:1]:80/",
        "\\\\127.0.0.1\\share", "/\\127.0.0.1/",
    )):  # fmt: skip
        got = fetch_one(lab, redirect(lab, f"/{number}", location))
        assert reason(got) in ("address", "internal", "redirects", "missing"), location


def test_a_redirect_in_raw_utf8_is_understood(lab: Lab) -> None:
    end = lab.give("/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", "x")
    got = fetch_one(lab, redirect(lab, "/go", "/новости".encode().decode("latin-1")))
    assert isinstance(got, Answer) and got.url == end


def test_who_was_not_allowed_does_not_lead_to_what_was(inside: Lab) -> None:
    """A host of the outside redirects to the one local server that the operator allowed for a source of his own."""

    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run(ask: Ask) -> Answer | Failure:
        allow = [inside.allowed, f"mine.lan:{inside.port}", f"bridge.lan:{inside.port}"]
        async with Gate(allow=allow, user_agent=AGENT, resolver=resolver, hosts=Hosts(0.0)) as gate:
            return await gate.fetch(ask)

    secret = inside.url("/secret")
    for outside in (
        "http://news.example.org/feed",
        "https://8.8.8.8/",
        "not an address",
        f"http://mine.lan:{inside.port + 1}/",
    ):
        for url in (secret, f"http://bridge.lan:{inside.port}/secret"):
            assert reason(asyncio.run(run(Ask(url=url, led_by=outside)))) == "internal", outside


def test_what_the_operator_allowed_may_lead_on(lab: Lab) -> None:
    lab.give("/page", "x")
    assert isinstance(fetch(lab, Ask(url=lab.url("/page"), led_by=lab.url("/feed")))[0], Answer)
    assert isinstance(fetch_one(lab, redirect(lab, "/feed", "/page")), Answer)


def test_whatever_a_source_leads_to_says_who_led_there(
    lab: Lab, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of items, announced feeds, older archives, parts of sitemaps, robots.txt: so the gate can tell."""
    asked: list[Ask] = []
    real = Crew.submit

    def submit(self: Crew, job: Job) -> bool:
        asked.append(job.ask)
        return real(self, job)

    monkeypatch.setattr(Crew, "submit", submit)
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    given = lab.give("/", article_page("A site", "Welcome to this site.").replace("</head>", f"{link}</head>"))
    lab.give("/feed", rss(item(1, host=lab.origin)))
    lab.give("/1", article_page("Grain agreement", *LONG))
    newsroom.source("site", given)
    newsroom.poll()
    newsroom.poll()
    assert {ask.url: ask.led_by for ask in asked} == {
        given: None, lab.url("/feed"): given, lab.url("/robots.txt"): given, lab.url("/1"): given
    }  # fmt: skip


def test_deep_waits_do_not_add_up(lab: Lab) -> None:
    """Each hop of a chain waits a little; the whole fetch has one deadline."""

    async def late(line: Line) -> None:
        await asyncio.sleep(0.4)
        await line.answer(302, [("Location", f"{line.hit.path}x")])

    for length in range(1, 8):
        lab.on("/" + "x" * length, late)
    begun = time.monotonic()
    assert reason(fetch_one(lab, lab.url("/x"), total=1.0)) == "timeout"
    assert time.monotonic() - begun < 8
