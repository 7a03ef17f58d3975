"""The lists of sources: what ships, what the user adds, how they lie on each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.config import Overrides, Settings, load
from feedmill.errors import ConfigError, NotFound, UsageError
from feedmill.pipeline.catalogue import catalogue
from feedmill.pipeline.subscriptions import Subscriptions, read_opml


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "feedmill.toml").write_text("")
    return load(Overrides(), {}, tmp_path)


def test_everything_that_ships_is_off(settings: Settings) -> None:
    shipped = catalogue(settings).values()
    assert len(shipped) >= 90 and not any(source.enabled for source in shipped)
    suggested = [source for source in shipped if source.suggested]
    assert len(suggested) == 20 and not any(source.restricted for source in suggested)
    assert all(source.outlet and source.language and source.view != "unknown" for source in shipped)


def test_comments_and_order_of_the_own_file_stay(settings: Settings) -> None:
    settings.own_sources.write_text('# mine\n[[sources]]\nurl = "https://a.example/feed"  # daily\nid = "a"\n')
    chosen = Subscriptions(settings)
    chosen.switch(["a", "scmp"], on=False)
    chosen.switch(["scmp"], on=True)
    added = chosen.add({"url": "https://news.example.org/feed", "outlet": 'The "Post"\n', "enabled": True})
    assert added == "news-example-org"
    text = settings.own_sources.read_text()
    assert text.startswith("# mine\n") and "# daily" in text and text.count("scmp") == 1
    listed = catalogue(settings)
    assert (listed["a"].enabled, listed["scmp"].enabled, listed[added].outlet) == (False, True, 'The "Post"')
    assert listed["scmp"].url.startswith("https://www.scmp.com/")
    chosen.remove("a")
    assert "a" not in catalogue(settings) and "# mine" in settings.own_sources.read_text()


def test_what_cannot_be_done_is_said(settings: Settings) -> None:
    chosen = Subscriptions(settings)
    with pytest.raises(NotFound):
        chosen.switch(["nobody"], on=True)
    with pytest.raises(UsageError, match="disable scmp"):
        chosen.remove("scmp")
    with pytest.raises(UsageError, match="listed already"):
        chosen.add({"url": chosen.get("scmp").url})
    settings.own_sources.write_text('[[sources]]\nurl = "https://a.example"\nvieww = "x"\n[[sources]]\nkind = "feed"\n')
    with pytest.raises(ConfigError, match="vieww") as caught:
        Subscriptions(settings)
    assert len(caught.value.faults) == 2


def test_many_are_added_at_once_or_none(settings: Settings) -> None:
    chosen = Subscriptions(settings)
    many: list[dict[str, str | bool]] = [
        {"url": f"https://a.example.org/{n}", "outlet": f"Feed {n}", "enabled": True} for n in range(300)
    ]
    added = chosen.add_all(many)
    assert len(set(added)) == 300 and added[:2] == ["a-example-org", "a-example-org-2"]
    assert [catalogue(settings)[id].outlet for id in added] == [one["outlet"] for one in many]
    text = settings.own_sources.read_text()
    with pytest.raises(UsageError, match="listed already"):
        chosen.add_all([{"url": "https://new.example.org/"}, {"url": "https://a.example.org/7"}])
    assert settings.own_sources.read_text() == text


def test_restricted_outlets_are_known_by_their_host(settings: Settings) -> None:
    chosen = Subscriptions(settings)
    restricted = next(source for source in chosen.listed.values() if source.restricted)
    assert chosen.restriction(restricted.url.replace("https://", "http://sub."))
    assert chosen.restriction("https://news.example.org/") is None


def test_the_configuration_is_the_strongest(tmp_path: Path) -> None:
    told = '[[sources]]\nid = "scmp"\nurl = "https://mine.example/feed"\n[[sources]]\nurl = "https://b.example/"\n'
    (tmp_path / "feedmill.toml").write_text(told)
    settings = load(Overrides(), {}, tmp_path)
    listed = catalogue(settings)
    assert (listed["scmp"].url, listed["scmp"].enabled, listed["scmp"].view) == (
        "https://mine.example/feed",
        True,
        "press",
    )
    assert listed["b-example"].told_by == "configuration"
    with pytest.raises(UsageError, match="change it there"):
        Subscriptions(settings).switch(["scmp"], on=False)


def test_opml(tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="News">'
        '<outline title="A &amp; B" xmlUrl="https://a.example/feed"/><outline xmlUrl="https://a.example/feed"/>'
        '<outline title="&x;" xmlUrl="https://b.example/feed"/><outline xmlUrl="file:///etc/passwd"/></outline></body></opml>'
    )
    assert read_opml(file) == [("https://a.example/feed", "A & B"), ("https://b.example/feed", "")]
    file.write_text("<html></html>")
    with pytest.raises(UsageError, match="OPML"):
        read_opml(file)
