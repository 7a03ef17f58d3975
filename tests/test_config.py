"""Settings: where they come from, which is stronger, and how faults are told."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from feedmill.config import DeclaredFeed, Overrides, Settings, WebSource, load
from feedmill.errors import ConfigError, UsageError
from tests.conftest import ROOT


def test_defaults_need_no_file(tmp_path: Path) -> None:
    settings = load(Overrides(), {}, tmp_path)
    assert settings.file is None
    assert settings.paths.seeds == tmp_path / "seeds"
    assert settings.database_url == f"sqlite:///{tmp_path}/state/feedmill.sqlite3"
    assert settings.site.base_url == "http://127.0.0.1:8080"
    assert settings.full_text


def test_file_environment_and_options_in_order_of_strength(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "feedmill.toml").write_text(
        '[paths]\nseeds = "in"\nfeeds = "out"\n[site]\nport = 1\ntitle = "Desk"\n[schedule]\nscan = "2m"\n'
    )
    overrides = Overrides(config=Path("desk/feedmill.toml"), feeds=Path("elsewhere"))
    settings = load(overrides, {"FEEDMILL_SITE__PORT": "2", "FEEDMILL_FETCH__ALLOW": "127.0.0.1:1, [::1]:2"}, tmp_path)
    assert settings.paths.seeds == tmp_path / "desk" / "in"
    assert settings.paths.feeds == tmp_path / "elsewhere"
    assert (settings.site.port, settings.site.title) == (2, "Desk")
    assert settings.schedule.scan == timedelta(minutes=2)
    assert settings.fetch.allow == ("127.0.0.1:1", "[::1]:2")


def test_files_are_looked_for_in_order(tmp_path: Path) -> None:
    home = tmp_path / "home" / "feedmill"
    home.mkdir(parents=True)
    (home / "feedmill.toml").write_text('[site]\ntitle = "home"\n')
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "home")}
    assert load(Overrides(), environ, tmp_path).site.title == "home"
    (tmp_path / "feedmill.toml").write_text('[site]\ntitle = "here"\n')
    assert load(Overrides(), environ, tmp_path).site.title == "here"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[site]\nporrt = 1", ':2: unknown key "porrt"; did you mean "port"?'),
        ("[sitee]\nport = 1", ':1: unknown key "sitee"; did you mean "site"?'),
        ("\n[site]\nport = 70000", ":3: site.port = 70000:"),
        ('[site]\nbase_url = "feeds.example.org"', ":2: site.base_url"),
        ('[schedule]\nscan = "soon"', ":2: schedule.scan"),
        ('[schedule]\nscan = "0s"', ":2: schedule.scan"),
        ('[schedule]\ntimezone = "Mars/Base"', ":2: schedule.timezone"),
        ("[feeds]\nentries = 0", ":2: feeds.entries"),
        ('[feeds]\ncontent = "some"', ":2: feeds.content"),
        ('[[sources]]\nid = "x"', ':1: "sources.0.url" is missing'),
        ('[[sources]]\nurl = "https://a.example"\nvieww = "wire"', ':3: unknown key "vieww"; did you mean "view"?'),
        ("site = 3", ":1: site = 3:"),
        ("[site]\nport = true", ":2: site.port = true: is not something that can be true or false"),
        ('[feeds]\nlanguages = "en"', ':2: feeds.languages = "en": must be a list'),
        ('[feeds]\nlanguages = ["english"]', ":2: feeds.languages.0"),
        ('[schedule]\npoll = "5m"\nfloor = "1h"', "schedule.floor must not be longer"),
        ('[[sources]]\nurl = "file:///etc/passwd"', ":2: sources.0.url"),
        ('[[sources]]\nurl="https://a.example"\nid="x"\n[[sources]]\nurl="https://b.example"\nid="x"', "the id x"),
        ('[[feed]]\nslug = "a"\ntitle = "A"\n[[feed]]\nslug = "a"\ntitle = "B"', "two feeds are called a"),
        ("feed = 3", ":1: feed: is written as [[feed]] blocks"),
        ('[paths]\nfeeds = "seeds"\nseeds = "in"\nstate = "seeds/state"', ":4: paths.state ("),
        ('[paths]\nstate = "seeds"', ":2: paths.state is paths.seeds"),
        ("[site", ":1: not valid TOML"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "feedmill.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(Overrides(), {}, tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/feedmill.toml{told}" if told[0] == ":" else f"{tmp_path}")
    assert told in str(caught.value)
    assert len(caught.value.faults) == 1


def test_folders_through_a_link_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "in")
    with pytest.raises(ConfigError, match="served to everybody"):
        load(Overrides(seeds=Path("in"), feeds=Path("out")), {}, tmp_path)
    load(Overrides(seeds=Path(), feeds=Path("out/feeds")), {}, tmp_path)  # what is written there is not read


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "feedmill.toml").write_text("[site]\nporrt = 1\nport = -1\n[feeds]\nentries = 'x'\n")
    with pytest.raises(ConfigError) as caught:
        load(Overrides(), {"FEEDMILL_FEEDS__CONTENTS": "full", "FEEDMILL_READING__WORKERS": "-3"}, tmp_path)
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("base_url", "full"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://192.168.1.4", True),
        ("https://feeds.example.org", False),
        ("http://8.8.8.8", False),
    ],
)
def test_full_texts_only_where_no_stranger_reads(tmp_path: Path, base_url: str, full: bool) -> None:
    settings = load(Overrides(), {"FEEDMILL_SITE__BASE_URL": base_url}, tmp_path)
    assert settings.full_text is full


def test_listen_moves_an_address_that_nobody_stated(tmp_path: Path) -> None:
    assert load(Overrides(listen="127.0.0.1:9"), {}, tmp_path).site.base_url == "http://127.0.0.1:9"
    stated = {"FEEDMILL_SITE__BASE_URL": "https://feeds.example.org/"}
    assert load(Overrides(listen="127.0.0.1:9"), stated, tmp_path).site.base_url == "https://feeds.example.org"
    assert load(Overrides(listen="[::1]:9"), {}, tmp_path).site.base_url == "http://[::1]:9"
    with pytest.raises(UsageError):
        load(Overrides(listen="9"), {}, tmp_path)


def keys() -> list[str]:
    found = []
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found += [f"{section}.{key}" for key in kind.model_fields]
    return found


@pytest.mark.parametrize("key", keys())
def test_every_key_is_documented_and_in_the_template(key: str) -> None:
    name = key.partition(".")[2]
    assert f"`{key}`" in (ROOT / "docs/configuration.md").read_text("utf-8")
    assert f"# {name} = " in (ROOT / "src/feedmill/cli/feedmill.toml").read_text("utf-8")


def test_every_key_of_a_source_and_of_a_feed_is_in_the_template() -> None:
    template = (ROOT / "src/feedmill/cli/feedmill.toml").read_text("utf-8")
    for name in [*WebSource.model_fields, *DeclaredFeed.model_fields]:
        assert f"# {name} = " in template


def test_the_template_states_the_defaults(tmp_path: Path) -> None:
    template = (ROOT / "src/feedmill/cli/feedmill.toml").read_text("utf-8")
    body = template.partition("# Web sources")[0]
    stated = "\n".join(
        line.removeprefix("# ")
        for line in body.splitlines()
        if line.startswith(("[", "# ")) and (" = " in line or line[0] == "[")
    )
    tomllib.loads(stated)
    (tmp_path / "feedmill.toml").write_text(stated)
    told, default = load(Overrides(), {}, tmp_path), load(Overrides(), {}, tmp_path / "none")
    for section in ("site", "feeds", "schedule", "reading", "fetch"):
        assert getattr(told, section) == getattr(default, section)


def test_paths_of_variables_are_relative_to_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "feedmill.toml").write_text('[paths]\nfeeds = "out"\n')
    environ = {"FEEDMILL_PATHS__SEEDS": "in", "FEEDMILL_PATHS__DATABASE": "x.sqlite3"}
    settings = load(Overrides(config=Path("desk/feedmill.toml")), environ, tmp_path)
    assert settings.paths.seeds == tmp_path / "in"
    assert settings.paths.feeds == tmp_path / "desk" / "out"
    assert settings.database_url == f"sqlite:///{tmp_path}/x.sqlite3"
