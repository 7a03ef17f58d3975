"""The command line as a person meets it: exit codes, messages, JSON."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.whole.bench import feedmill
from tests.whole.samples import DRILL, PIPELINE

COMMANDS = ("run", "refresh", "read", "why", "topics", "articles", "stories", "export", "forget", "check", "init")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "pipeline.txt").write_text(PIPELINE)
    (tmp_path / "seeds" / "empty.txt").touch()
    (tmp_path / "feedmill.toml").write_text('[site]\ntitle = "Test desk"\n[schedule]\nsettle = "50ms"\n')
    return tmp_path


def test_help_names_every_command(tmp_path: Path) -> None:
    shown = feedmill("--help", cwd=tmp_path)
    assert shown.returncode == 0
    for command in COMMANDS:
        assert f" {command} " in shown.stdout
        assert feedmill(command, "--help", cwd=tmp_path).returncode == 0


def test_a_desk_from_refresh_to_forget(desk: Path) -> None:
    done = feedmill("refresh", "--json", cwd=desk)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert set(report) == {"run", "documents", "articles", "stories", "feeds", "errors"}
    assert report["documents"] == {"seen": 2, "read": 1, "unchanged": 0, "refused": 1, "waiting": 0}

    records = [json.loads(line) for line in feedmill("export", cwd=desk).stdout.splitlines()]
    assert [bool(record["rejected"]) for record in records] == [True, False]
    record = records[1]

    page = f"http://127.0.0.1:8080/feeds/articles/{record['id'][9:]}.html"
    for name in (record["id"], record["id"][9:], record["story"], "pipeline.txt", "seeds/pipeline.txt", page):
        shown = feedmill("why", name, cwd=desk)
        assert shown.returncode == 0, shown.stderr
        assert record["title"] in shown.stdout
        told = json.loads(feedmill("why", name, "--json", cwd=desk).stdout)
        assert told["feeds"] and told["evidence"]

    assert "empty" in feedmill("why", "empty.txt", cwd=desk).stdout
    assert record["title"] in feedmill("articles", cwd=desk).stdout
    assert record["title"] in feedmill("stories", "--topic", "energy", cwd=desk).stdout
    topics = [json.loads(line) for line in feedmill("topics", "--json", cwd=desk).stdout.splitlines()]
    assert len(topics) == 14
    assert next(topic for topic in topics if topic["slug"] == "energy")["stories"] == 1

    checked = feedmill("check", cwd=desk)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert feedmill("forget", record["id"], cwd=desk).returncode == 0
    assert record["title"] not in (desk / "feeds" / "all.rss").read_text()
    (desk / "seeds" / "again.txt").write_text(PIPELINE + "\n")
    assert feedmill("refresh", cwd=desk).returncode == 0
    assert "forgotten" in feedmill("why", "again.txt", cwd=desk).stdout
    unknown = feedmill("why", record["id"], cwd=desk)
    assert (unknown.returncode, unknown.stdout) == (1, "")


def test_a_backup_brings_back_what_was_published(desk: Path) -> None:
    assert feedmill("refresh", cwd=desk).returncode == 0
    before = (desk / "feeds" / "all.rss").read_bytes()
    assert feedmill("backup", "copy.sqlite3", cwd=desk).returncode == 0
    record = json.loads(feedmill("articles", "--json", cwd=desk).stdout.splitlines()[0])
    assert feedmill("forget", record["id"], cwd=desk).returncode == 0
    assert (desk / "feeds" / "all.rss").read_bytes() != before
    done = feedmill("restore", "copy.sqlite3", cwd=desk)
    assert (done.returncode, done.stderr) == (0, "")
    assert "kept as" in done.stdout
    assert (desk / "feeds" / "all.rss").read_bytes() == before
    assert record["id"][9:] + ".html" in {page.name for page in (desk / "feeds" / "articles").iterdir()}
    assert feedmill("restore", "missing.sqlite3", cwd=desk).returncode == 2


def test_read_opens_no_database_and_writes_nothing(desk: Path) -> None:
    (desk / "page.txt").write_text(DRILL)
    before = sorted(desk.rglob("*"))
    done = feedmill("read", "page.txt", "seeds", "--json", cwd=desk)
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {record["document"]["origin"] for record in records} == {"page.txt", "seeds/pipeline.txt", "seeds/empty.txt"}
    assert all(record["id"] is None and record["story"] is None for record in records)
    assert sorted(desk.rglob("*")) == before
    assert "joint patrol" in feedmill("read", "page.txt", cwd=desk).stdout


def test_global_options_stand_before_and_after_the_command(desk: Path, tmp_path: Path) -> None:
    options = ["--seeds", "seeds", "--feeds", "out", "--database", "other.sqlite3"]
    for arguments in (["refresh", "--json", *options], [*options, "refresh", "--json"]):
        done = feedmill(*arguments, cwd=desk)
        assert done.returncode == 0, done.stderr
    assert (desk / "out" / "all.rss").is_file()
    assert (desk / "other.sqlite3").is_file()
    assert not (desk / "state").exists()
    said = feedmill("topics", "-v", "--database", "other.sqlite3", cwd=desk).stderr
    assert "other.sqlite3" in said
    assert "feedmill.toml" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["refresh"], 2, "feedmill init"),
        (["run"], 2, "feedmill init"),
        (["refresh", "--seeds", "nowhere"], 2, "nowhere"),
        (["refresh", "--config", "nowhere.toml"], 2, "nowhere.toml"),
        (["refresh", "--seeds", ".", "--feeds", "file"], 2, "file"),
        (["refresh", "--seeds", ".", "--database", "file"], 3, "file"),
        (["refresh", "--seeds", ".", "--source", "nobody"], 2, "nobody"),
        (["read", "nowhere.txt"], 2, "nowhere.txt"),
        (["topics"], 3, "feedmill refresh"),
        (["run", "--seeds", ".", "--listen", "here"], 2, "HOST:PORT"),
        (["refrsh"], 2, "refresh"),
        (["articles", "--verdict", "perhaps"], 2, "perhaps"),
        ([], 2, "refresh"),
    ],
)
def test_wrong_usage_gives_one_clear_message(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    (tmp_path / "file").write_text("not a folder, and not a database")
    done = feedmill(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr + (done.stdout if not arguments else "")
    assert "Traceback" not in done.stderr


def test_every_fault_of_a_configuration_is_told_with_its_line(desk: Path) -> None:
    (desk / "feedmill.toml").write_text('[site]\nporrt = 1\nport = "many"\n\n[schedule]\nscan = "60 parsecs"\n')
    done = feedmill("refresh", cwd=desk, env={"FEEDMILL_SITE__BASE_ULR": "x"})
    assert done.returncode == 2
    for said in ('feedmill.toml:2: unknown key "porrt"; did you mean "port"?', "feedmill.toml:3:", "feedmill.toml:6:",
                 "FEEDMILL_SITE__BASE_URL"):  # fmt: skip
        assert said in done.stderr


def test_a_broken_file_is_told_with_its_line(desk: Path) -> None:
    (desk / "feedmill.toml").write_text("[site]\ntitle = \n")
    done = feedmill("check", cwd=desk)
    assert done.returncode == 2
    assert "feedmill.toml:2:" in done.stderr


def test_a_port_in_use_is_told(desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = feedmill("run", "--listen", f"127.0.0.1:{port}", cwd=desk)
    assert done.returncode == 2
    assert str(port) in done.stderr


def test_init_makes_a_desk_once(tmp_path: Path) -> None:
    assert feedmill("init", "mine", cwd=tmp_path).returncode == 0
    config = tmp_path / "mine" / "feedmill.toml"
    written = config.read_text()
    assert feedmill("refresh", "--config", "mine/feedmill.toml", cwd=tmp_path).returncode == 0
    again = feedmill("init", "mine", cwd=tmp_path)
    assert again.returncode == 2
    assert config.read_text() == written


def test_a_damaged_database_is_refused_and_left_as_it_is(desk: Path) -> None:
    (desk / "state").mkdir()
    for damage in (b"", b"SQLite format 3\0" + b"x" * 5000, b"something else entirely" * 300):
        database = desk / "state" / "feedmill.sqlite3"
        database.write_bytes(damage)
        done = feedmill("refresh", cwd=desk)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stderr
        assert database.read_bytes() == damage


def test_check_tells_everything_at_once(desk: Path) -> None:
    (desk / "state").mkdir()
    (desk / "state" / "feedmill.sqlite3").write_bytes(b"")
    (desk / "feedmill.toml").write_text('[site]\nbase_url = "https://feeds.example.org"\n[paths]\nseeds = "nowhere"\n')
    done = feedmill("check", "--json", cwd=desk)
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    faults = [finding for finding in findings if finding["level"] == "fault"]
    assert done.returncode == 3
    assert [fault["code"] for fault in faults] == [1, 2, 3]
    assert all(fault["remedy"] for fault in faults)


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    done = feedmill("topics", "-v", "--database", "postgresql://me:secret@db.example/feedmill", cwd=tmp_path)
    assert done.returncode == 3
    assert "secret" not in done.stdout + done.stderr


def test_a_terminal_that_knows_no_chinese_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text(
        "中俄外长在哈尔滨会谈\n\n中国和俄罗斯外长周一在哈尔滨会谈，讨论边境口岸和铁路货运。双方同意年内再次会晤。"
    )
    done = feedmill("read", "zh.txt", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0, done.stderr
