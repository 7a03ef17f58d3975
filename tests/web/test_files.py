"""Feeds over HTTP: media types, validators, codings, names."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from feedmill.pipeline import Desk
from feedmill.web.files import Folder, accepts_gzip
from tests.web.asking import ask
from tests.web.desks import SHOWN, app_of

TYPES = {
    "all.rss": "application/rss+xml; charset=utf-8",
    "energy.atom": "application/atom+xml; charset=utf-8",
    "all.json": "application/feed+json; charset=utf-8",
    "feeds.opml": "text/x-opml; charset=utf-8",
    "index.html": "text/html; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
}


@pytest.mark.parametrize(("name", "media_type"), TYPES.items())
def test_a_file_is_served_as_what_it_is(desk: Desk, name: str, media_type: str) -> None:
    answer = ask(app_of(desk), f"/feeds/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, media_type)
    assert answer.body == (desk.settings.paths.feeds / name).read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["accept-ranges"] == "none"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers


def test_the_folder_itself_is_its_index(desk: Desk) -> None:
    assert ask(app_of(desk), "/feeds/").body == (desk.settings.paths.feeds / "index.html").read_bytes()


def test_each_coding_has_its_own_tag_and_the_same_content(desk: Desk) -> None:
    app = app_of(desk)
    plain = ask(app, "/feeds/all.rss")
    packed = ask(app, "/feeds/all.rss", ("accept-encoding", "br, gzip;q=0.5"))
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body)
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gz"'
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("gzip", True), ("br, GZIP", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.0, *", False), ("", False),
     ("identity", False), ("gzipped", False), ("gzip;q=x", False), ("x" * 5000 + ",gzip", True)],
)  # fmt: skip
def test_gzip_is_sent_to_those_who_want_it(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize(
    ("condition", "unchanged"),
    [
        ("{etag}", True),
        ("W/{etag}", True),
        ("{gz}", True),
        ('"other", {etag} , "third"', True),
        ('"other"', False),
        ("*", True),
        ("{bare}", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_if_none_match(desk: Desk, condition: str, unchanged: bool, method: str) -> None:
    app = app_of(desk)
    etag = ask(app, "/feeds/all.atom").headers["etag"]
    stated = condition.format(etag=etag, gz=etag[:-1] + '-gz"', bare=etag.strip('"'))
    answer = ask(app, "/feeds/all.atom", ("if-none-match", stated), method=method)
    assert answer.status == (304 if unchanged else 200)
    assert answer.headers["etag"] == etag
    assert answer.headers["vary"] == "Accept-Encoding"
    if unchanged:
        assert answer.body == b""
        assert "content-type" not in answer.headers


def test_if_none_match_is_stronger_than_if_modified_since(desk: Desk) -> None:
    app = app_of(desk)
    modified = ask(app, "/feeds/all.atom").headers["last-modified"]
    since = ("if-modified-since", modified)
    assert ask(app, "/feeds/all.atom", since).status == 304
    assert ask(app, "/feeds/all.atom", since, ("if-none-match", '"other"')).status == 200
    assert ask(app, "/feeds/all.atom", ("if-modified-since", "Mon, 01 Jan 2001 00:00:00 GMT")).status == 200
    assert ask(app, "/feeds/all.atom", ("if-modified-since", "yesterday, I think")).status == 200


def test_a_range_is_ignored(desk: Desk) -> None:
    answer = ask(app_of(desk), "/feeds/all.rss", ("range", "bytes=0-10,5-15"))
    assert answer.status == 200
    assert len(answer.body) > 11


@pytest.mark.parametrize(
    "path",
    ["/feeds/../state/feedmill.sqlite3", "/feeds/%2e%2e/feedmill.toml", "/feeds/..%2f..%2fetc/passwd",
     "/feeds//etc/passwd",
     "/feeds/%2fetc%2fpasswd", "/feeds/articles/../../seeds/x.html", "/feeds/.feedmill-x.tmp", "/feeds/.hidden.rss",
     "/feeds/all.rss%00.html", "/feeds/all.rss/", "/feeds/all.rss%0a", "/feeds/a\\..\\b.rss", "/feeds/nothing.rss",
     "/feeds/all", "/feeds/all.exe", "/feeds/a/b/c/d.rss", "/feeds/" + "a" * 300 + ".rss", "/feeds/articles",
     "/static/../templates/base.html", "/static/%2e%2e/app.py", "/static/nothing.css"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(desk: Desk, path: str) -> None:
    (desk.settings.paths.feeds / ".hidden.rss").write_text("hidden")
    answer = ask(app_of(desk), path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_links_and_what_is_no_file_are_not_served(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.rss").write_text("secret")
    root = tmp_path / "feeds"
    root.mkdir()
    (root / "link.rss").symlink_to(outside / "secret.rss")
    (root / "articles").symlink_to(outside)
    (root / "folder.rss").mkdir()
    os.mkfifo(root / "pipe.rss")
    folder = Folder(root)
    for name in ("link.rss", "articles/secret.rss", "folder.rss", "pipe.rss"):
        assert folder.answer(name, Headers()).status_code == 404, name


def test_a_changed_file_is_seen_at_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "a.rss").write_text("one")
    first = folder.answer("a.rss", Headers())
    (tmp_path / "new").write_text("two")
    (tmp_path / "new").replace(tmp_path / "a.rss")
    second = folder.answer("a.rss", Headers())
    assert (first.body, second.body) == (b"one", b"two")
    assert first.headers["etag"] != second.headers["etag"]


def test_published_pages_run_nothing(desk: Desk) -> None:
    articles = desk.settings.paths.feeds / "articles"
    articles.mkdir(exist_ok=True)
    (articles / f"{SHOWN}.html").write_text("<script>alert(1)</script>")
    policy = ask(app_of(desk), f"/feeds/articles/{SHOWN}.html").headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
