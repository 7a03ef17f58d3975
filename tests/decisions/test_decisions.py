"""decisions.toml: read strictly, changed without touching what people wrote in it."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.decisions import read_decisions
from feedmill.decisions.editing import HEADER, set_decision, set_phrase
from feedmill.decisions.file import change
from feedmill.errors import ConfigError, UsageError

TOPICS = ("energy", "arctic")
ONE = "3f0c2f62-6a6c-4b60-8a5e-0d8a3b1a7c11"
BY_HAND = f"""\
# ours
[[decision]] # the pipeline
# keep this
article = "{ONE}" # first
topics = [
    "energy", # main
    "arctic",
]
verdict = 'yes'

# about the other one
[[decision]]
url = "https://example.org/один"

verdict = "no"
"""


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_decisions(text, "decisions.toml", TOPICS)
    return [str(fault) for fault in caught.value.faults]


def test_decisions_are_read() -> None:
    text = BY_HAND + 'date = "2024-02-08T10:30+08:00"\ntitle = "A  new\\ttitle"\n'
    first, second = read_decisions(text, "decisions.toml", TOPICS).entries
    assert (str(first.article), dict(first.values)) == (ONE, {"topics": ("energy", "arctic"), "verdict": "yes"})
    assert (second.url, second.values["title"]) == ("https://example.org/один", "A new title")
    assert second.values["date"].at == datetime(2024, 2, 8, 2, 30, tzinfo=UTC)
    assert second.values["date"].precision == "minute"


@pytest.mark.parametrize("stated", ["2024-02-08", '"2024-02-08"'])
def test_a_day_is_a_day_in_quotes_or_without(stated: str) -> None:
    (entry,) = read_decisions(f'[[decision]]\narticle = "{ONE}"\ndate = {stated}\n', "d", TOPICS).entries
    assert (entry.values["date"].at, entry.values["date"].precision) == (datetime(2024, 2, 8, tzinfo=UTC), "day")


def test_every_fault_is_told_with_its_line() -> None:
    text = (
        f'[[decision]]\narticle = "{ONE}"\nverdct = "yes"\nverdict = "maybe"\ntopics = ["energi"]\n'
        '[[decision]]\nverdict = "no"\n[[decision]]\narticle = "x"\nurl = "y"\n'
        f'[[decision]]\narticle = "{ONE}"\ndate = "2024-02-08T10:00"\n[[decision]]\nurl = "http://["\n[decided]\n'
    )
    told = faults(text)
    places = [line.split(": ")[0] for line in told]
    assert places == [f"decisions.toml:{n}" for n in (3, 4, 5, 6, 8, 12, 13, 15, 16)]
    assert "unknown key 'verdct'" in told[0]
    assert "there is no topic 'energi'" in told[2]


def test_what_is_not_toml_is_told_with_its_line() -> None:
    assert faults("[[decision]]\narticle = \n")[0].startswith("decisions.toml:2: ")


def test_a_change_leaves_everything_else_as_it_was() -> None:
    changed = set_decision(BY_HAND, ("article", ONE), {"topics": ["arctic"]}, "")
    assert changed == BY_HAND.replace('[\n    "energy", # main\n    "arctic",\n]', '["arctic"]')
    changed = set_decision(BY_HAND, ("url", "https://example.org/один"), {"title": "Один"}, "")
    assert changed == BY_HAND + 'title = "Один"\n'
    changed = set_decision(BY_HAND, ("article", ONE), {"topics": None}, "")
    assert changed == BY_HAND.replace('topics = [\n    "energy", # main\n    "arctic",\n]\n', "")


def test_a_decision_without_content_goes_with_its_comment() -> None:
    assert "about the other one" not in set_decision(
        BY_HAND, ("url", "https://example.org/один"), {"verdict": None}, ""
    )
    left = set_decision(BY_HAND, ("article", ONE), {"verdict": None, "topics": None}, "")
    assert left == BY_HAND[BY_HAND.index("# about") :]


def test_a_new_decision_goes_to_the_end_under_its_title() -> None:
    changed = set_decision("", ("article", ONE), {"verdict": "yes"}, "A title\nof two lines")
    assert changed == f'{HEADER}\n# A title of two lines\n[[decision]]\narticle = "{ONE}"\nverdict = "yes"\n'
    assert set_decision(changed, ("article", ONE), {"verdict": None}, "").startswith(HEADER)


def test_phrases_move_and_go() -> None:
    always = set_phrase(BY_HAND, "panda diplomacy", "always")
    assert always.startswith(BY_HAND)
    never = set_phrase(always, "panda diplomacy", "never")
    assert tomllib.loads(never)["never"] == [{"phrase": "panda diplomacy"}]
    assert "always" not in tomllib.loads(never)
    assert set_phrase(never, "panda diplomacy", None).rstrip() == BY_HAND.rstrip()


def test_what_cannot_be_changed_safely_is_refused() -> None:
    with pytest.raises(UsageError, match="by hand"):
        set_decision(
            f'decision = [{{ article = "{ONE}", verdict = "yes" }}]\n', ("article", "x"), {"verdict": "no"}, ""
        )


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3), st.sampled_from(["title", "note"]), st.text(st.characters(codec="utf-8")) | st.none()
        ),
        max_size=8,
    )
)
def test_any_series_of_changes_ends_with_the_last_value_of_each(
    steps: list[tuple[int, str, str | None]],
) -> None:
    text, expected = BY_HAND, {}  # type: ignore[var-annotated]
    for number, key, value in steps:
        text = set_decision(text, ("article", f"a{number}"), {"verdict": "no", key: value}, value or "")
        expected.setdefault(number, {"article": f"a{number}", "verdict": "no"})[key] = value
    rows = {row["article"]: row for row in tomllib.loads(text)["decision"] if "article" in row}
    for number, row in expected.items():
        assert rows[f"a{number}"] == {key: value for key, value in row.items() if value is not None}
    assert rows[ONE]["topics"] == ["energy", "arctic"]


def test_the_file_is_made_changed_and_left_alone_when_the_change_fails(tmp_path: Path) -> None:
    path, lock = tmp_path / "decisions.toml", tmp_path / "state" / "lock"
    assert change(path, lock, lambda text: text + "x = 1\n")
    assert not change(path, lock, lambda text: text)

    def refuse(text: str) -> str:
        raise UsageError("no")

    with pytest.raises(UsageError):
        change(path, lock, refuse)
    assert path.read_text() == "x = 1\n"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    path = tmp_path / "decisions.toml"
    path.symlink_to(tmp_path / "kept" / "desk.toml")
    change(path, tmp_path / "lock", lambda text: set_decision(text, ("article", str(uuid4())), {"verdict": "no"}, ""))
    assert path.is_symlink()
    assert "[[decision]]" in (tmp_path / "kept" / "desk.toml").read_text()
