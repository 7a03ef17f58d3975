"""The gate against servers that misbehave in every way; the guard is on, with one exact address allowed."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import subprocess
import time
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from feedmill.sources.web import Answer, Ask, Failure, Gate, Validators
from feedmill.sources.web.hosts import Hosts
from tests.fetching import lab as acts
from tests.fetching.lab import Headers, Lab, Line

AGENT = "feedmill/test (+https://example.org/contact)"


def fetch(lab: Lab | None, *asks: Ask, total: float = 1.5, gap: float = 0.0, **more: object) -> list[Answer | Failure]:
    async def run() -> list[Answer | Failure]:
        allow = [lab.allowed] if lab else []
        async with Gate(allow=allow, user_agent=AGENT, hosts=Hosts(gap), total=total, **more) as gate:  # type: ignore[arg-type]
            return [await gate.fetch(ask) for ask in asks]

    return asyncio.run(run())


def fetch_one(lab: Lab | None, url: str, **more: object) -> Answer | Failure:
    limit = more.pop("max_bytes", 1 << 20)
    return fetch(lab, Ask(url=url, max_bytes=limit), **more)[0]  # type: ignore[arg-type]


def reason(got: Answer | Failure) -> str:
    assert isinstance(got, Failure), got
    assert got.detail.endswith((".", ")")) and got.remedy
    return got.reason


def test_an_answer(lab: Lab) -> None:
    url = lab.give(
        "/feed", "<rss/>", headers=[("ETag", 'W/"a\xe9"'), ("Last-Modified", "whenever"), ("Set-Cookie", "a=b")]
    )
    first, second = fetch(lab, Ask(url=url), Ask(url=url))
    assert isinstance(first, Answer) and first.status == 200 and first.body == b"<rss/>" and first.moved is None
    assert first.validators == Validators(url=url, etag='W/"a\xe9"', last_modified="whenever")
    assert isinstance(second, Answer)
    sent = lab.hits[1]
    assert sent.header("user-agent") == AGENT.encode()
    assert sent.header("accept-encoding") == b"gzip"
    assert sent.header("cookie") is None and sent.header("referer") is None
    assert b"?" not in sent.raw.splitlines()[0]


def test_validators_go_back_byte_for_byte(lab: Lab) -> None:
    etag, modified = 'W/"a\xe9 b"-gzip', "Tue, 03 Mar 2026 10:00:00 +0000 "
    url = lab.give("/feed", status=304)
    known = Validators(url=url, etag=etag, last_modified=modified.strip())
    [got] = fetch(lab, Ask(url=url, validators=known))
    assert isinstance(got, Answer) and got.status == 304
    assert lab.hits[0].header("if-none-match") == etag.encode("latin-1")
    assert lab.hits[0].header("if-modified-since") == modified.strip().encode()


def test_validators_stand_for_one_address_only(lab: Lab) -> None:
    end = lab.give("/end", "x")
    start = lab.give("/start", status=302, headers=[("Location", "/end")])
    fetch(lab, Ask(url=start, validators=Validators(url=end, etag='"e"')))
    assert lab.hits[0].header("if-none-match") is None and lab.hits[1].header("if-none-match") == b'"e"'


def test_a_validator_too_long_to_keep_is_dropped(lab: Lab) -> None:
    got = fetch_one(lab, lab.give("/feed", "x", headers=[("ETag", f'"{"e" * 4096}"')]))
    assert isinstance(got, Answer) and got.validators is None


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (acts.hang, "timeout"),
        (acts.drip_headers, "timeout"),
        (acts.drip_body, "timeout"),
        (acts.reset, "connect"),
        (acts.cut_off, "protocol"),
        (acts.endless, "too-large"),
        (acts.giant_header, "protocol"),
        (acts.many_headers, "protocol"),
        (acts.no_http, "protocol"),
    ],
)
def test_servers_that_misbehave(lab: Lab, act: acts.Act, expected: str) -> None:
    begun = time.monotonic()
    assert reason(fetch_one(lab, lab.on("/x", act), total=1.0)) == expected
    assert time.monotonic() - begun < 8


def test_a_closed_port_and_one_that_never_accepts(lab: Lab) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        async_got = asyncio.run(_with_allowed(f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/"))
    assert reason(async_got) == "connect"


async def _with_allowed(allowed: str, url: str) -> Answer | Failure:
    async with Gate(allow=[allowed], user_agent=AGENT, total=1.0) as gate:
        return await gate.fetch(Ask(url=url))


def test_a_name_that_does_not_exist_or_never_resolves() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(3600)
        return []

    assert reason(fetch_one(None, "http://feeds.example.org/", resolver=unknown)) == "dns"
    assert reason(fetch_one(None, "http://feeds.example.org/", resolver=never, total=0.5)) == "timeout"


# --- sizes and encodings --------------------------------------------------------------------------------------


def test_sizes_are_bounded_with_and_without_a_length(lab: Lab) -> None:
    url = lab.give("/big", b"x" * 5000)
    assert reason(fetch_one(lab, url, max_bytes=4999)) == "too-large"
    assert isinstance(fetch_one(lab, url, max_bytes=5000), Answer)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_gzip_is_read(lab: Lab, coding: str) -> None:
    two = gzip.compress(b"first ") + gzip.compress(b"second")
    got = fetch_one(lab, lab.give("/z", two, headers=[("Content-Encoding", coding)]))
    assert isinstance(got, Answer) and got.body == b"first second"


def test_a_bomb_costs_no_memory(lab: Lab) -> None:
    url = lab.give("/bomb", acts.bomb(300), headers=[("Content-Encoding", "gzip")])
    tracemalloc.start()
    try:
        assert reason(fetch_one(lab, url, max_bytes=1 << 20, total=20)) == "too-large"
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "compress", "\xff"])
def test_encodings_that_were_not_asked_for_are_refused(lab: Lab, coding: str) -> None:
    body = gzip.compress(gzip.compress(bytes(1000)))
    assert reason(fetch_one(lab, lab.give("/e", body, headers=[("Content-Encoding", coding)]))) == "encoding"


@pytest.mark.parametrize("damage", [lambda z: z[:-6], lambda z: z[:20] + b"\0" * 40 + z[60:], lambda z: b"no gzip"])
def test_damaged_gzip_is_no_answer(lab: Lab, damage: object) -> None:
    packed = damage(gzip.compress(bytes(range(256)) * 50))  # type: ignore[operator]
    assert reason(fetch_one(lab, lab.give("/d", packed, headers=[("Content-Encoding", "gzip")]))) == "encoding"


# --- redirects ------------------------------------------------------------------------------------------------


def redirect(lab: Lab, path: str, location: str | None, status: int = 302) -> str:
    headers: Headers = [("Location", location)] if location is not None else []
    return lab.give(path, status=status, headers=headers)


def test_redirects_are_followed_and_only_lasting_ones_count_as_moves(lab: Lab) -> None:
    end = lab.give("/end", "x")
    hop = redirect(lab, "/hop", "end", 308)
    good = fetch_one(lab, redirect(lab, "/good", "/hop", 301))
    mixed = fetch_one(lab, redirect(lab, "/mixed", hop, 302))
    assert isinstance(good, Answer) and (good.url, good.moved) == (end, end)
    assert isinstance(mixed, Answer) and (mixed.url, mixed.moved) == (end, None)


def test_redirects_end(lab: Lab) -> None:
    assert reason(fetch_one(lab, redirect(lab, "/loop", "/loop"))) == "redirects"
    assert len(lab.asked("/loop")) == 6
    assert reason(fetch_one(lab, redirect(lab, "/lost", None))) == "redirects"
    assert reason(fetch_one(lab, redirect(lab, "/ftp", "ftp://127.0.0.1/x"))) == "address"
    assert reason(fetch_one(lab, redirect(lab, "/file", "file:///etc/passwd"))) == "address"


def test_no_redirect_leads_inside(lab: Lab, inside: Lab) -> None:
    port = inside.port
    for number, location in enumerate((
        inside.url("/secret"), f"//127.0.0.1:{port}/secret", f"http://localhost:{port}/secret",
        f"http://127.1:{port}/secret", f"http://2130706433:{port}/secret", f"http://[::ffff:127.0.0.1]:{port}/secret",
        f"http://user@127.0.0.1:{port}/secret", "http://127.0.0.1/secret", "http://[::1]/secret", "http://0.0.0.0/secret",
        f"http://127.0.0.1:{port}\\@{lab.allowed}/secret", f"http://{lab.allowed}@127.0.0.1:{port}/secret",
    )):  # fmt: skip
        assert reason(fetch_one(lab, redirect(lab, f"/{number}", location))) in ("address", "internal"), location


def test_a_name_may_not_lead_inside_even_with_a_public_answer_beside(inside: Lab) -> None:
    answers = [["8.8.8.8", "127.0.0.1"], ["127.0.0.1"], ["::ffff:127.0.0.1"], ["fe80::1%eth0"], []]
    for answer in answers:

        async def resolver(host: str, port: int, found: list[str] = answer) -> list[str]:
            return found

        assert reason(fetch_one(None, "http://feeds.example.org/", resolver=resolver)) == "internal", answer


def test_a_name_is_resolved_once_and_that_address_is_dialled(lab: Lab, inside: Lab) -> None:
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) > 1 else ["192.0.2.1", "127.0.0.1"]

    assert reason(fetch_one(None, "http://feeds.example.org:8080/", resolver=rebinding)) == "internal"
    assert asked == ["feeds.example.org"]


def test_an_allowed_name_is_allowed_at_its_port_only(lab: Lab) -> None:
    async def local(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run(url: str) -> Answer | Failure:
        async with Gate(allow=[f"bridge.lan:{lab.port}"], user_agent=AGENT, resolver=local) as gate:
            return await gate.fetch(Ask(url=url))

    lab.give("/feed", "x")
    assert isinstance(asyncio.run(run(f"http://bridge.lan:{lab.port}/feed")), Answer)
    assert lab.hits[0].header("host") == f"bridge.lan:{lab.port}".encode()
    assert reason(asyncio.run(run("http://bridge.lan/feed"))) == "internal"
    assert reason(asyncio.run(run(f"http://other.lan:{lab.port}/feed"))) == "address"


def test_proxies_of_the_environment_are_not_used(lab: Lab, inside: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, inside.origin)
    assert isinstance(fetch_one(lab, lab.give("/x", "x")), Answer)


def test_certificates_must_be_valid(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl is not installed")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    with Lab(trust=serving) as lab:
        url = lab.give("/x", "x")
        assert reason(fetch_one(lab, url)) == "tls"
        trusting = ssl.create_default_context(cafile=str(certificate))
        assert isinstance(fetch_one(lab, url, trust=trusting), Answer)


# --- statuses and courtesy ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, "missing"), (401, "forbidden"), (403, "forbidden"), (404, "missing"), (410, "gone"), (451, "forbidden"),
     (429, "busy"), (500, "server"), (502, "server"), (503, "busy"), (206, "protocol"), (204, "protocol")],
)  # fmt: skip
def test_statuses(lab: Lab, status: int, expected: str) -> None:
    assert reason(fetch_one(lab, lab.give("/s", status=status))) == expected


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_refuses_is_left_alone(lab: Lab, status: int) -> None:
    busy, other = lab.give("/busy", status=status), lab.give("/other", "x")
    first, second = fetch(lab, Ask(url=busy), Ask(url=other))
    assert (reason(first), reason(second)) == ("busy", "left-alone")
    assert lab.asked("/other") == []


def test_one_request_at_a_time_and_a_pause_between(lab: Lab) -> None:
    async def slow(line: Line) -> None:
        await asyncio.sleep(0.05)
        await line.answer(200, body=b"x")

    redirect(lab, "/a", "/b")
    for path in ("/b", "/c", "/d"):
        lab.on(path, slow)

    async def run() -> None:
        async with Gate(allow=[lab.allowed], user_agent=AGENT, hosts=Hosts(0.2)) as gate:
            await asyncio.gather(*(gate.fetch(Ask(url=lab.url(path))) for path in ("/a", "/c", "/d")))

    asyncio.run(run())
    times = [hit.at for hit in lab.hits]
    assert lab.open_most == 1 and len(times) == 4
    assert min(late - early for early, late in pairwise(times)) >= 0.2


def test_hosts_do_not_wait_for_each_other(lab: Lab) -> None:
    with Lab(address="127.0.0.2") as other:
        lab.on("/hang", acts.hang)
        other.give("/x", "x")

        async def run() -> Answer | Failure:
            allow = [lab.allowed, other.allowed]
            async with Gate(allow=allow, user_agent=AGENT, total=60) as gate:
                hanging = asyncio.create_task(gate.fetch(Ask(url=lab.url("/hang"))))
                await asyncio.sleep(0.05)
                got = await gate.fetch(Ask(url=other.url("/x")))
                hanging.cancel()
                return got

        assert isinstance(asyncio.run(run()), Answer)
