"""Who stands for which side: persons, firms, ships, towns, and what only looks like them."""

from __future__ import annotations

import pytest

from feedmill.judging import Beat, judge
from tests.judging.articles import make


@pytest.mark.parametrize(
    "title",
    [
        "Prussian archives opened",
        "Кита и китиху отметили маячками",
        "其中俄罗斯占三成",
        "Путинцева вышла в четвертьфинал турнира в Пекине",
        "俄亥俄州与京东合作",
        "A Moscow mule in a china cup",
        "The Moscow Times visits the South China Sea",
    ],
)
def test_false_friends(title: str, beat: Beat) -> None:
    assert judge(make(title), beat).verdict == "no"


def test_short_names_follow_full_ones(beat: Beat) -> None:
    with_full = judge(make("Xi Jinping speaks", "Xi told Putin that trade would grow."), beat)
    without = judge(make("A Greek letter", "Xi told nobody."), beat)
    assert with_full.verdict == "yes"
    assert without.score == 0


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Авиакомпания «Аврора» купила вертолёт в Харбине", "Авиакомпания «Аврора»"),
        ('Порт "Восточный" отправил уголь в Далянь', 'Порт "Восточный"'),
        ("Ледокол „Арктика“ провёл китайский танкер", "Ледокол „Арктика“"),
    ],
)
def test_a_name_in_quotation_marks_behind_its_kind_is_one_name(title: str, name: str, beat: Beat) -> None:
    judgement = judge(make(title), beat)
    assert judgement.verdict == "yes"
    assert [one.text for one in judgement.evidence if one.signal == "side_russia"] == [name]


@pytest.mark.parametrize(
    "title",
    [
        "Varyag meets Type 055s off Qingdao",
        "Завод Haval под Тулой набирает хабаровских сварщиков",
        "恒力石化买进科济米诺原油",
        "Xi phones Mishustin",
        "Inspectors from both shores count boats on Lake Khanka",
        "Уралкалий отгрузил партию в Фанчэнган",
    ],
)
def test_neither_country_has_to_be_named(title: str, beat: Beat) -> None:
    named = {one.signal for one in judge(make(title), beat).evidence}
    assert {"side_china", "side_russia"} <= named


def test_datelines_and_bios_name_no_side(beat: Beat) -> None:
    dateline = make("Strike in Lisbon", "BEIJING, March 3 (Wire) - Crews in Lisbon stopped work over Russian fuel.")
    assert all(entity.id != "place:beijing" for entity in judge(dateline, beat).entities)
    bio = "Ann Lee covers China's economy from Beijing."
    text = f"Russia raised its key rate.\n\nInflation is high.\n\nPrices rose.\n\n{bio}"
    assert judge(make("Key rate", text), beat).score <= 20


def test_entities_are_alike_in_every_language(beat: Beat) -> None:
    titles = ("Xi and Xi Jinping phone Putin", "Путин и Си Цзиньпин поговорили по телефону", "習近平同普京通電話")
    found = [{entity.id for entity in judge(make(title), beat).entities} for title in titles]
    assert all({"person:xi-jinping", "person:putin"} <= ids for ids in found)
    assert all("act:phone-call" in ids for ids in found[1:])


def test_towns_and_firms_of_one_row_are_told_apart(beat: Beat) -> None:
    def named(title: str) -> set[str]:
        return {one.id for one in judge(make(title), beat).entities if one.kind in ("place", "organisation")}

    assert not named("A ferry leaves Dalian") & named("A ferry leaves Qingdao")
    assert not named("Rizhao takes coal") & named("Yantai takes coal")
    assert not named("Alrosa sells stones") & named("Polyus sells gold")
    assert (
        named("A train leaves Chengdu") == named("Поезд вышел из Чэнду") == named("列车从成都开出") == {"place:chengdu"}
    )


@pytest.mark.parametrize(
    "names",
    [("Su-57", "Су-57", "苏-57"), ("Togliatti", "Тольятти", "陶里亚蒂"), ("Il-76", "Ил-76", "伊尔-76")],
)
def test_one_thing_is_one_entity_in_every_script(names: tuple[str, ...], beat: Beat) -> None:
    found = [{one.id for one in judge(make(name), beat).entities if one.side} for name in names]
    assert len(found[0]) == 1
    assert found == [found[0]] * len(names)
