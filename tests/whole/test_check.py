"""``feedmill check``: what a desk's settings name must be there, before a pass stumbles over it."""

from __future__ import annotations

from pathlib import Path

from feedmill.config import Overrides, load
from feedmill.pipeline.check import Finding, examine


def findings(folder: Path, text: str) -> list[Finding]:
    (folder / "feedmill.toml").write_text(text)
    (folder / "seeds").mkdir()
    return [one for one in examine(load(Overrides(), {}, folder)) if one.level != "good"]


def test_a_feed_with_a_topics_name_or_an_unknown_topic_is_a_fault(tmp_path: Path) -> None:
    (told,) = [
        one
        for one in findings(tmp_path, '[[feed]]\nslug = "energy"\ntitle = "Gas"\ntopics = ["gas"]\n')
        if one.level == "fault"
    ]
    assert told.code == 2
    assert "feedmill.toml:2:" in told.what and 'feedmill.toml:4: there is no topic "gas"' in told.what


def test_a_feed_of_a_source_that_nobody_lists_is_worth_a_look(tmp_path: Path) -> None:
    text = '[[feed]]\nslug = "mine"\ntitle = "Mine"\nsources = ["seeds", "nosuch"]\n'
    told = [one.what for one in findings(tmp_path, text) if one.what.startswith("feed mine")]
    assert told == ['feed mine: there is no source "nosuch", nothing comes from it']


def test_a_token_that_can_be_guessed_is_worth_a_look(tmp_path: Path) -> None:
    text = '[site]\nhost = "0.0.0.0"\nbase_url = "https://feeds.example.org"\ntoken = "open"\n'
    told = findings(tmp_path, text)
    assert any("can be guessed" in one.what and one.remedy for one in told)
    assert not any(one.level == "fault" for one in told)
