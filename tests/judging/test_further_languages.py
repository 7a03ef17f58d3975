"""Languages with a small lexicon: an item on the two is found, one on a single side is not."""

from __future__ import annotations

import pytest

from feedmill.beats import read_files
from feedmill.judging import compile_beat, judge
from feedmill.model import Article

BEAT = compile_beat(read_files("china_russia"))


def make(title: str, text: str) -> Article:
    return Article(position=0, title=title, title_provenance="stated", text=text, html="")


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("中露首脳が会談、共同声明に署名", "両首脳はモスクワで会談した。", "diplomacy"),
        ("ロシアと中国の爆撃機が日本海で共同飛行", "防衛省が発表した。", "military-security"),
        ("بوتين يستقبل الرئيس الصيني في قمة", "عقد الجانبان محادثات في موسكو.", "diplomacy"),
        ("روسيا والصين توقعان اتفاق الغاز", "وقع الجانبان الاتفاق.", "energy"),
        ("China e Rússia assinam acordo sobre gasoduto", "O gás natural irá para o norte da China.", "energy"),
        ("Cina e Russia: vertice a Pechino", "I due paesi firmano una dichiarazione congiunta.", "diplomacy"),
    ],
)
def test_an_item_on_the_two_is_found(title: str, text: str, topic: str) -> None:
    got = judge(make(title, text), BEAT)
    assert got.verdict == "yes"
    assert topic in {one.slug for one in got.topics}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("中国の輸出が増加", "税関が発表した。"),
        ("الصين تزيد صادرات السيارات", "قالت الجمارك ذلك."),
        ("Rússia vende petróleo à Índia", "O comércio cresceu."),
        ("La Cina firma un accordo con la Francia", "Il vertice si terrà a Parigi."),
    ],
)
def test_one_side_alone_is_not(title: str, text: str) -> None:
    assert judge(make(title, text), BEAT).verdict == "no"
