"""A beat's files: every fault with its place, the user's files on top, and a beat about something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.beats import read_files
from feedmill.errors import BeatError
from feedmill.judging import Beat, compile_beat, judge
from feedmill.model import Article

SMALL = Path(__file__).parent / "small_beat"


def small(**changed: str) -> dict[str, str]:
    """The small beat with files added or replaced; "lexicon_en" stands for lexicon/en.toml."""
    names = {key: key.replace("lexicon_", "lexicon/").replace("overlay_", "overlay/") + ".toml" for key in changed}
    return read_files(str(SMALL)) | {names[key]: text for key, text in changed.items()}


def article(title: str, text: str = "") -> Article:
    return Article(position=0, title=title, title_provenance="stated", text=text, html="")


def faults(files: dict[str, str]) -> list[str]:
    with pytest.raises(BeatError) as caught:
        compile_beat(files)
    return [str(fault) for fault in caught.value.faults]


def test_the_same_files_are_compiled_once_and_changed_ones_anew() -> None:
    first = compile_beat(small())
    assert compile_beat(dict(reversed(small().items()))) is first
    other = compile_beat(small(overlay_beat="title = 'Another'"))
    assert (first.title, other.title) == (compile_beat(small()).title, "Another")


def test_another_beat_is_another_folder() -> None:
    beat = compile_beat(read_files(str(SMALL)))
    got = judge(article("Teamen and Beanmen agree on prices", "Ada Leaf met them. Leaf smiled."), beat)
    assert got.verdict == "yes"
    assert [topic.slug for topic in got.topics] == ["prices"]
    assert {entity.id: entity.count for entity in got.entities}["person:leaf"] == 2
    assert judge(article("China and Russia agree on gas", "Xi Jinping called Putin."), beat).verdict == "no"


def test_shipped_beat_has_the_fourteen_topics_in_order() -> None:
    beat = compile_beat(read_files("china_russia"))
    slugs = (
        "diplomacy energy trade-finance sanctions military-security ukraine-war us-west multilateral arctic "
        "borderlands tech-space indo-pacific society-media global-south"
    )
    assert [topic.slug for topic in beat.topics] == slugs.split()
    assert all(topic.codes for topic in beat.topics)
    assert (beat.name, beat.title, beat.sides) == ("china_russia", "China–Russia relations", ("china", "russia"))


def test_every_fault_is_told_at_once_with_file_and_line() -> None:
    lexicon = (
        'language = "en"\n[actors]\ntea = ["Teamen", "Teamen"]\ncofee = ["Beanmen"]\n'
        '[topics]\nprises = ["x"]\nprices = ["...", "茶*"]\n[relation]\njoining = "and"\n'
    )
    got = faults(small(lexicon_en=lexicon))
    assert "lexicon/en.toml:3: duplicate: 'Teamen' is already in this list" in got
    assert "lexicon/en.toml:4: unknown key 'cofee'; did you mean 'coffee'?" in got
    assert "lexicon/en.toml:6: unknown key 'prises'; did you mean 'prices'?" in got
    assert "lexicon/en.toml:7: '...' can never match: it has neither letters nor digits" in got
    assert any("茶*" in fault for fault in got)
    assert "lexicon/en.toml:9: this must be a list of words in quotes" in got


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("masks", 'en = ["Teamen"]', "a mask of the same words shadows it"),
        ("masks", 'xx = ["Teamen"]', "masks.toml:1: unknown key 'xx'"),
        ("people", '[[people]]\nid = "a"\nside = "milk"\nen = ["A"]', "people.toml:3: unknown side 'milk'"),
        ("people", '[[people]]\nid = "a"\n[[people]]\nid = "a"', "people.toml:4: duplicate id: 'a'"),
        ("people", '[[people]]\nen = ["A"]', "an entry of people without id"),
        ("people", 'people = "x"', "write each entry under [[people]]"),
        ("topics", "[[topics]]\nslug =", "topics.toml:2: "),
        ("topics", '[[topics]]\nslug = "prices"', "the fallback topic 'growers' is not in topics.toml"),
        ("beat", 'name = "x"', "[weights] lacks"),
        ("overlay_beat", "[weights]\ntitle_pear = 3", "did you mean 'title_pair'?"),
        ("overlay_beat", "[weights]\ntitle_pair = 3.5", "overlay/beat.toml:2: title_pair must be a whole number"),
        ("phrases", "[[always]]\nphrase = '...'", "phrases.toml:2: '...' can never match"),
        ("phrases", "[[allways]]\nphrase = 'x'", "phrases.toml:1: unknown key 'allways'; did you mean 'always'?"),
        ("overlay_phrases", "[[never]]\nfrase = 'x'", "overlay/phrases.toml:2: unknown key 'frase'"),
        ("overlay_phrases", "[[never]]\nnote = 'x'", 'an entry of never without phrase = "…"'),
        ("places", '[[places]]\nid = "a"\nborder = "yes"', "places.toml:3: border must be true or false"),
    ],
)
def test_faults(file: str, text: str, expected: str) -> None:
    assert any(expected in fault for fault in faults(small(**{file: text})))


def test_the_users_files_lie_on_top(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "en.toml").write_text('[actors]\ntea = ["Matcha League", "-Teamen"]', "utf-8")
    (tmp_path / "beat.toml").write_text("[thresholds]\nrelevant = 90", "utf-8")
    (tmp_path / "people.toml").write_text('[[people]]\nid = "leaf"\nside = "coffee"\nen = ["Ada Leaf"]', "utf-8")
    plain, changed = compile_beat(read_files(str(SMALL))), compile_beat(read_files(str(SMALL), tmp_path))
    assert changed.hash != plain.hash
    assert judge(article("Matcha League and Beanmen agree"), plain).score < 55
    assert judge(article("Matcha League and Beanmen agree"), changed).verdict == "borderline"
    assert judge(article("Teamen and Beanmen agree"), plain).verdict == "yes"
    assert judge(article("Teamen and Beanmen agree"), changed).verdict == "no"
    assert judge(article("Ada Leaf"), changed).entities[0].side == "coffee"


def test_reading_refuses_what_is_no_beat(tmp_path: Path) -> None:
    with pytest.raises(BeatError, match="neither a beat that ships"):
        read_files(str(tmp_path / "absent"))
    (tmp_path / "masks.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "mask.toml").write_text("", "utf-8")
    with pytest.raises(BeatError) as caught:
        read_files(str(tmp_path))
    assert [fault.file for fault in caught.value.faults][:2] == ["mask.toml", "masks.toml"]
    assert "needs this file" in str(caught.value)


def test_sources_do_not_change_the_hash() -> None:
    files = read_files(str(SMALL))
    assert compile_beat(files | {"sources.toml": ""}).hash == compile_beat(files).hash


@pytest.fixture(scope="module")
def beat() -> Beat:
    return compile_beat(read_files(str(SMALL)))


def test_common_names_need_their_context(beat: Beat) -> None:
    def people(text: str) -> set[str]:
        return {entity.id for entity in judge(article(text), beat).entities if entity.kind == "person"}

    assert people("Sam Brown sells hats") == set()
    assert people("Sam Brown of the Beanmen") == {"person:brown"}
    assert people("Leaf falls in autumn") == set()


def test_masks_consume_what_they_contain(beat: Beat) -> None:
    assert judge(article("The tea growers of fiction and RZK"), beat).score < 30
    assert judge(article("The tea growers and RZK"), beat).score >= 30
    assert judge(article("The tea growers and rzk"), beat).score < 30


def test_what_an_upgrade_makes_idle_is_remarked_and_stops_nothing() -> None:
    beat = compile_beat(
        small(overlay_lexicon_en='[actors]\ntea = ["tea growers of fiction"]', overlay_masks='en = ["-never there"]')
    )
    assert [str(one).split(": ")[0] for one in beat.remarks] == ["overlay/lexicon/en.toml:2", "overlay/masks.toml:1"]
    assert compile_beat(read_files(str(SMALL))).remarks == ()


def test_a_place_on_the_border_stands_for_both_sides() -> None:
    beat = compile_beat(small(places='[[places]]\nid = "lake"\nborder = true\nen = ["Lake Brew"]'))
    got = judge(article("Two villages share the catch of Lake Brew"), beat)
    assert {one.signal for one in got.evidence} >= {"side_tea", "side_coffee"}
    assert got.score > judge(article("Two villages share the catch of Lake Other"), beat).score


def test_phrases_decide_whatever_else_is_said() -> None:
    files = small(
        overlay_phrases='[[always]]\nphrase = "hat* sale"\n[[never]]\nphrase = "of fiction"\n',
        **{"masks": 'en = ["tea growers of fiction", "hats"]'},
    )
    beat = compile_beat(files)
    always = judge(article("A tale", "Nobody came to the Hats sale."), beat)
    assert (always.verdict, always.score) == ("yes", 100)
    assert [(one.where, one.text) for one in always.evidence if one.signal == "always"] == [("lede", "Hats sale")]
    never = judge(article("Teamen and Beanmen agree in a work of Fiction"), beat)
    assert (never.verdict, never.score, never.topics) == ("no", 0, ())
    both = judge(article("Hats sale in a work of fiction"), beat)
    assert both.verdict == "no"


def test_a_headline_may_use_the_short_name_before_the_full_one() -> None:
    beat = compile_beat(read_files(str(SMALL)))
    (person,) = (one for one in judge(article("Leaf agrees", "Ada Leaf met them."), beat).entities if one.count > 1)
    assert person.zones == {"title", "lede"}
