"""Names that are no documents, and what a file beside a document may say about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Moment, Stated
from feedmill.sources.folder import look, stated_beside, take
from feedmill.sources.ignoring import Ignored
from feedmill.sources.sidecars import read_sidecar, sidecar_of


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_what_is_passed_over_is_counted_in_one_line(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", ".hidden", "~$letter.docx", "b.pdf.part", "c.crdownload", "d.tmp", "notes~", "4913")
    put(
        tmp_path, "Page.html", "Page_files/x.js", "Page_files/y.css", ".git/config", "drafts/one.txt", "a.txt.meta.toml"
    )
    (tmp_path / ".feedmillignore").write_text("# not yet\ndrafts/\n")
    scan = look(tmp_path)
    assert [one.origin for one in scan.looks] == ["Page.html", "a.txt"]
    assert scan.summary == (
        "12 passed over: 1 folders of saved pages, 3 hidden, 1 named in .feedmillignore, 1 sidecars, 6 unfinished."
    )
    assert scan.skipped == 12
    (tmp_path / "plain").mkdir()
    put(tmp_path / "plain", "a.txt")
    assert look(tmp_path / "plain").summary == ""


@pytest.mark.parametrize(
    ("rules", "named", "free"),
    [
        ("*.log", ["a.log", "x/y/b.log"], ["a.log.txt", "log"]),
        ("/top.txt", ["top.txt"], ["x/top.txt"]),
        ("drafts/", ["drafts/a.txt", "x/drafts/b/c.txt"], ["drafts", "mydrafts/a.txt"]),
        ("old/*.txt", ["old/a.txt"], ["x/old/a.txt", "old/x/a.txt"]),
        ("**/old/**", ["old/a", "x/old/y/z"], ["older/a"]),
        ("a/**/b.txt", ["a/b.txt", "a/x/y/b.txt"], ["b.txt"]),
        ("*.txt\n!keep.txt", ["a.txt"], ["keep.txt", "x/keep.txt"]),
        ("old/\n!old/keep.txt", ["old/keep.txt"], []),
        ("file[0-9].txt", ["file3.txt"], ["fileA.txt", "file12.txt"]),
        ("file[!0-9].txt", ["fileA.txt"], ["file3.txt"]),
        ("?.txt", ["a.txt"], ["ab.txt", "/.txt"]),
        ("\\#a.txt\n\\!b.txt", ["#a.txt", "!b.txt"], ["a.txt"]),
        ("отчёт*.pdf\n报告?.txt", ["отчёт 3.pdf", "x/报告1.txt"], ["отчет.pdf"]),
        ("  \n#\n\n", [], ["#", "a"]),
    ],
)
def test_patterns_are_those_of_git(rules: str, named: list[str], free: list[str]) -> None:
    ignored = Ignored(rules)
    assert [name for name in named if not ignored.names(name)] == []
    assert [name for name in free if ignored.names(name)] == []


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20))
def test_no_pattern_raises(rules: str, name: str) -> None:
    Ignored(rules).names(name)


def stated(root: Path, text: str) -> Stated:
    path = root / "a.html.meta.toml"
    path.write_text(text, "utf-8")
    return read_sidecar(path)


def test_a_sidecar_states_what_is_known(tmp_path: Path) -> None:
    told = stated(
        tmp_path,
        'url = "https://river.example/quay"\ndate = 2026-11-16\npublisher = "Речной вестник"\n'
        'title = "The  quay"\nlanguage = "RU"\n',
    )
    assert told == Stated(
        title="The quay", url="https://river.example/quay", publisher="Речной вестник", language="ru",
        published=Moment(at=datetime(2026, 11, 16, tzinfo=UTC), precision="day", provenance="sidecar"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2026-11-16", datetime(2026, 11, 16, tzinfo=UTC), "day"),
        ('"2026-11-16"', datetime(2026, 11, 16, tzinfo=UTC), "day"),
        ("2026-11-16T09:30:00+08:00", datetime(2026, 11, 16, 1, 30, tzinfo=UTC), "second"),
        ('"2026-11-16T09:30Z"', datetime(2026, 11, 16, 9, 30, tzinfo=UTC), "second"),
        ("2026-11-16T23:30:00", datetime(2026, 11, 16, tzinfo=UTC), "day"),
    ],
)
def test_dates_of_a_sidecar(tmp_path: Path, value: str, at: datetime, precision: str) -> None:
    found = stated(tmp_path, f"date = {value}\n").published
    assert found is not None
    assert (found.at, found.precision) == (at, precision)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('adress = "https://river.example"\n', 'unknown key "adress"'),
        ('url = "javascript:alert(1)"\n', "url must be an http or https address"),
        ('url = "https://user:secret@river.example/"\n', "url must be"),
        ('url = "http://[::1"\n', "url must be"),
        ('date = "yesterday"\n', "date must be a day"),
        ("date = 09:30:00\n", "date must be a day"),
        ("publisher = 7\n", "publisher must be a name"),
        ('title = ""\n', "title must be a line"),
        ('language = "Russian"\n', "language must be two letters"),
        ("date = \n", "is not valid TOML"),
        (f'title = "{"x" * 20_000}"\n', "is larger than"),
        ("a = " + "[" * 9_000, "is not valid TOML"),
    ],
)
def test_what_is_wrong_in_a_sidecar_is_told_and_not_believed(tmp_path: Path, text: str, note: str) -> None:
    told = stated(tmp_path, text)
    assert (told.title, told.url, told.publisher, told.language, told.published) == (None,) * 5
    (found,) = told.notes
    assert note in found
    assert "secret" not in found


def test_what_is_right_counts_beside_what_is_wrong(tmp_path: Path) -> None:
    told = stated(tmp_path, 'publisher = "River Post"\nauthor = "X"\n')
    assert told.publisher == "River Post"
    assert len(told.notes) == 1


def test_a_sidecar_belongs_to_the_signature_of_its_document(tmp_path: Path) -> None:
    put(tmp_path, "a.html")
    before = look(tmp_path).looks[0]
    assert stated_beside(before) is None
    sidecar_of(before.path).write_text('publisher = "River Post"\n')
    after = look(tmp_path).looks[0]
    assert after.signature != before.signature
    assert take(after, 100) == b"x"
    found = stated_beside(after)
    assert found is not None and found.publisher == "River Post"
    sidecar_of(before.path).unlink()
    assert look(tmp_path).looks[0].signature == before.signature


def test_a_sidecar_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "a.html")
    sidecar_of(tmp_path / "a.html").symlink_to("/etc/hostname")
    assert stated_beside(look(tmp_path).looks[0]) is None
