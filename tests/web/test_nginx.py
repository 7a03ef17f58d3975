"""The feeds folder alone on nginx, with the snippet of deploy/, behaves as our own server does."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from feedmill.pipeline import Desk
from feedmill.publishing import remove, write_packed
from tests.conftest import ROOT
from tests.web.desks import SHOWN, app_of
from tests.web.test_browser import serving

PATIENCE = 30
"""Seconds until the server must answer; machines are shared."""

NAMES = (
    "all.rss", "energy.atom", "arrivals.json", "borderline.rss", "developments.atom", "health.atom", "feeds.opml",
    "index.html", "style.css", f"articles/{SHOWN}.html", "",
)  # fmt: skip
SAME = ("content-type", "cache-control", "content-security-policy", "x-content-type-options", "content-encoding",
        "last-modified")  # fmt: skip
Told = tuple[int, dict[str, str], bytes]


class Server:
    """A server on this machine, asked for bytes as they are."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, name: str, *headers: tuple[str, str], method: str = "GET") -> Told:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, f"/feeds/{name}", skip_accept_encoding=True)
            for header in headers:
                connection.putheader(*header)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


def configuration(root: Path, feeds: Path, port: int) -> str:
    snippet = (ROOT / "deploy" / "nginx.conf").read_text("utf-8").replace("/var/lib/feedmill/feeds", str(feeds))
    folders = "".join(
        f"{kind}_temp_path {root}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\nmaster_process off;\npid {root}/nginx.pid;\nerror_log {root}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{folders}"
        f"server {{\nlisten 127.0.0.1:{port};\nserver_name localhost;\n{snippet}}}\n}}\n"
    )


@pytest.fixture(scope="module")
def own(desk: Desk) -> Iterator[Server]:
    with serving(app_of(desk)) as address:
        yield Server(int(address.rpartition(":")[2]))


@pytest.fixture(scope="module")
def nginx(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (root / "nginx.conf").write_text(configuration(root, desk.settings.paths.feeds.resolve(), port), "utf-8")
    told = ["nginx", "-p", str(root), "-e", str(root / "error.log"), "-c", str(root / "nginx.conf")]
    with subprocess.Popen(told, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            _wait(port, process)
            yield Server(port)
        finally:
            process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                said = process.stderr.read().decode() if process.stderr and process.poll() is not None else "silent"
                pytest.fail(f"nginx does not answer: {said}")
            time.sleep(0.05)


@pytest.mark.component("nginx")
@pytest.mark.parametrize("coding", ["identity", "gzip", "br, gzip;q=0.5"])
@pytest.mark.parametrize("name", NAMES)
def test_bytes_types_codings_and_headers_are_ours(nginx: Server, own: Server, name: str, coding: str) -> None:
    wanted = ("accept-encoding", coding)
    (status, headers, body), (our_status, our_headers, our_body) = nginx.ask(name, wanted), own.ask(name, wanted)
    assert status == our_status == 200
    if name.startswith("articles/"):  # too many to be packed beforehand: plain on a static server
        assert "content-encoding" not in headers
        our_headers.pop("content-encoding", None)
        our_body = own.ask(name)[2]
    else:
        assert headers["vary"] == our_headers["vary"] == "Accept-Encoding"
    assert body == our_body
    assert {key: headers.get(key) for key in SAME} == {key: our_headers.get(key) for key in SAME}
    assert not headers["etag"].startswith("W/")
    assert "bytes" not in (headers.get("accept-ranges"), our_headers.get("accept-ranges"))
    assert "set-cookie" not in headers


@pytest.mark.component("nginx")
def test_each_coding_has_its_own_strong_tag(nginx: Server) -> None:
    plain, packed = nginx.ask("all.atom"), nginx.ask("all.atom", ("accept-encoding", "gzip"))
    assert gzip.decompress(packed[2]) == plain[2]
    assert plain[1]["etag"] != packed[1]["etag"]
    assert re.fullmatch(r'"[^"]+"', plain[1]["etag"]) and re.fullmatch(r'"[^"]+"', packed[1]["etag"])


@pytest.mark.component("nginx")
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_change_of_equal_length_within_a_second_is_seen(desk: Desk, nginx: Server, own: Server, coding: str) -> None:
    feeds, wanted = desk.settings.paths.feeds, ("accept-encoding", coding)
    write_packed(feeds, "moving.rss", b"<rss>" + b"1" * 500)
    known = [server.ask("moving.rss", wanted) for server in (nginx, own)]
    write_packed(feeds, "moving.rss", b"<rss>" + b"2" * 500)
    for server, (_, headers, body) in zip((nginx, own), known, strict=True):
        for condition in (("if-none-match", headers["etag"]), ("if-modified-since", headers["last-modified"])):
            status, _, now = server.ask("moving.rss", wanted, condition)
            assert status == 200 and now != body
    for name in ("moving.rss", "moving.rss.gz"):
        remove(feeds, name)


@pytest.mark.component("nginx")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_is_known_is_not_sent_again(nginx: Server, own: Server, method: str, coding: str) -> None:
    wanted = ("accept-encoding", coding)
    for server in (nginx, own):
        known = server.ask("all.rss", wanted)[1]
        conditions = {
            ("if-none-match", known["etag"]): 304,
            ("if-none-match", f"W/{known['etag']}"): 304,
            ("if-none-match", f'"other", {known["etag"]}'): 304,
            ("if-none-match", '"other"'): 200,
            ("if-modified-since", known["last-modified"]): 304,
            ("if-modified-since", "Mon, 01 Jan 2001 00:00:00 GMT"): 200,
        }
        for condition, expected in conditions.items():
            status, headers, body = server.ask("all.rss", wanted, condition, method=method)
            assert (status, headers["etag"]) == (expected, known["etag"]), condition
            assert headers["cache-control"] == "public, max-age=300"
            assert body == b"" or (expected == 200 and method == "GET")


@pytest.mark.component("nginx")
@pytest.mark.parametrize(
    "name", ["nothing.rss", ".feedmill-x.tmp", "articles/.x.html", "../feedmill.toml", "articles/"]
)
def test_nothing_else_is_shown_and_every_answer_keeps_the_policy(
    nginx: Server, own: Server, desk: Desk, name: str
) -> None:
    for hidden in (".feedmill-x.tmp", "articles/.x.html"):
        (desk.settings.paths.feeds / hidden).write_text("hidden")
    status, headers, body = nginx.ask(name)
    assert status in (400, 403, 404) and b"hidden" not in body
    assert own.ask(name)[0] == 404
    if status != 400 and not name.startswith(".."):
        assert headers["x-content-type-options"] == "nosniff" and "sandbox" in headers["content-security-policy"]


@pytest.mark.component("nginx")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_folder_is_only_read(nginx: Server, own: Server, method: str) -> None:
    assert nginx.ask("all.rss", ("content-length", "0"), method=method)[0] in (403, 405)
    assert own.ask("all.rss", ("content-length", "0"), method=method)[0] in (403, 405)
