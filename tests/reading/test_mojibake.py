"""Wrong decodings of many languages: taken back or refused, never published; clean text is never touched."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Rejection
from feedmill.reading.encodings import Decoded, decode
from feedmill.reading.mojibake import restore

SENTENCES = {
    "en": ("The ferry’s captain said “we waited all winter” – and the café on the pier is open again. ",
           "Nobody had asked for a naïve answer… but the mayor’s clerk gave one. "),
    "fr": ("Le traversier a repris la mer après l’hiver, et la foule était au rendez-vous « comme jamais ». ",
           "À Sète, l’élu a répondu : « Où sont passés les pêcheurs ? » — personne n’a osé bouger. "),
    "de": ("Die Fähre fährt wieder über die Meerenge, und am Anleger drängten sich die Menschen. ",
           "„Für fünf Euro gibt es Küchle“, sagte die Wirtin, während der Bürgermeister schwieg. "),
    "es": ("El transbordador volvió a cruzar el estrecho y mañana abrirá también la cafetería del muelle. ",
           "«¿Quién pagará el año próximo?», preguntó la señora Núñez, y añadió: «¡Así no!». "),
    "pl": ("Prom znów kursuje przez cieśninę, a na przystani zebrał się tłum ludzi. ",
           "„Czekaliśmy całą zimę”, powiedział kapitan, który od środy nie opuścił łodzi. "),
    "ru": ("Паром снова ходит через пролив, и на причале собралась целая толпа. ",
           "«Мы ждали всю зиму», — сказал капитан, а Света из кассы только рассмеялась. "),
    "uk": ("Пором знову ходить через протоку, і на причалі зібрався цілий натовп людей. ",
           "«Ми чекали всю зиму», — сказав капітан, який не полишав свого судна. "),
    "el": ("Το πορθμείο άρχισε ξανά τα δρομολόγια και στην προβλήτα μαζεύτηκε πολύς κόσμος. ",
           "Ο καπετάνιος είπε ότι περίμεναν όλο τον χειμώνα και γέλασε. "),
    "zh": ("渡轮重新开航，码头上聚集了很多人。船长对记者说，大家等了整整一个冬天。",
           "今天终于可以出发了，他的孩子们也来送行，还带了热茶和包子。"),
    "zh-hant": ("渡輪重新開航，碼頭上聚集了很多人。船長對記者說，大家等了整整一個冬天。",
                "今天終於可以出發了，他的孩子們也來送行，還帶了熱茶和包子。"),
    "ja": ("フェリーが再び運航を始め、桟橋には大勢の人が集まった。", "「冬の間ずっと待っていた」と船長は語り、温かいお茶を飲んだ。"),
    "ko": ("여객선이 다시 운항을 시작했고 부두에는 많은 사람이 모였다. ", "선장은 겨우내 기다렸다고 말하며 따뜻한 차를 마셨다. "),
}  # fmt: skip
ENCODINGS = {
    "utf-8": tuple(SENTENCES),
    "utf-16": tuple(SENTENCES),
    "utf-16-le": tuple(SENTENCES),
    "utf-16-be": tuple(SENTENCES),
    "utf-32": tuple(SENTENCES),
    "cp1252": ("en", "fr", "de", "es"),
    "cp1250": ("pl",),
    "iso8859-2": ("pl",),
    "cp1251": ("ru", "uk"),
    "koi8-r": ("ru",),
    "koi8-u": ("uk",),
    "cp866": ("ru",),
    "mac-cyrillic": ("ru",),
    "iso8859-5": ("ru",),
    "cp1253": ("el",),
    "gb18030": ("zh", "zh-hant"),
    "gbk": ("zh",),
    "big5": ("zh-hant",),
    "cp932": ("ja",),
    "euc-jp": ("ja",),
    "iso2022_jp": ("ja",),
    "cp949": ("ko",),
}
CASES = [(codec, language) for codec, languages in ENCODINGS.items() for language in languages]
USUAL = {"utf-8", "cp1251", "gb18030", "cp1252", "koi8-r", "cp949", "big5"}
ACCIDENTS = [
    ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1251"), ("utf-8", "cp1250"), ("utf-8", "mac-roman"),
    ("utf-8", "koi8-r"), ("utf-8", "cp866"), ("utf-8", "gb18030"), ("cp1251", "cp1252"), ("cp1251", "latin-1"),
    ("cp1251", "koi8-r"), ("koi8-r", "cp1251"), ("koi8-r", "latin-1"), ("cp866", "cp1251"), ("cp1251", "cp866"),
    ("gb18030", "latin-1"), ("gb18030", "cp1252"), ("big5", "latin-1"), ("big5", "gb18030"), ("gb18030", "big5"),
    ("cp932", "latin-1"), ("cp949", "latin-1"), ("cp1252", "cp1251"),
]  # fmt: skip
prose = st.sampled_from(sorted(SENTENCES)).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(st.sampled_from(SENTENCES[language]), min_size=2, max_size=40),
        st.sampled_from(("", "\n", "\n\n")),
    )
)


def spelt(text: str, codec: str) -> str | None:
    """The text as far as a table has its letters, dashes and quotes apart; None when it does not."""
    found = text.encode(codec, "ignore").decode(codec)
    plain = str.maketrans("", "", "«»“”„’‘—–…¡¿")
    return found if found.translate(plain) == text.translate(plain) else None


@pytest.mark.parametrize(("codec", "language"), CASES)
@pytest.mark.parametrize("times", [1, 5, 60])
def test_undeclared_text_is_read_in_any_length(codec: str, language: str, times: int) -> None:
    text = spelt("\n".join(SENTENCES[language]) * times, codec)
    assert text is not None
    found = decode(text.encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == text


@pytest.mark.parametrize(("codec", "language"), [case for case in CASES if case[0] in USUAL])
@pytest.mark.parametrize("lie", ["utf-8", "iso-8859-1", "shift_jis", "gb2312", "x-unknown", ""])
def test_a_wrong_declaration_does_not_mislead(codec: str, language: str, lie: str) -> None:
    if lie == "shift_jis" and codec == "cp949":
        pytest.skip("half-width kana take in any Korean bytes")
    text = spelt("".join(SENTENCES[language]) * 4, codec)
    assert text is not None
    found = decode(text.encode(codec), lie)
    assert isinstance(found, Decoded)
    assert found.text == text


@settings(max_examples=300, derandomize=True, deadline=None)
@given(prose, st.sampled_from(ACCIDENTS))
def test_a_wrong_decoding_is_taken_back_or_refused(made: tuple[str, list[str], str], accident: tuple[str, str]) -> None:
    language, sentences, between = made
    right, wrong = accident
    text = spelt(between.join(sentences), right)
    try:
        wreck = (text or "").encode(right).decode(wrong)
    except UnicodeDecodeError:
        return
    if not text or wreck == text:
        return
    found = decode(wreck.encode("utf-8"))
    assert isinstance(found, Rejection) or found.text == text, language


@settings(max_examples=150, derandomize=True, deadline=None)
@given(prose, st.sampled_from(["cp1252", "cp1251", "latin-1"]))
def test_what_was_decoded_wrongly_twice_is_taken_back_or_refused(made: tuple[str, list[str], str], wrong: str) -> None:
    text = made[2].join(made[1])
    try:
        wreck = text.encode().decode(wrong).encode().decode(wrong)
    except UnicodeDecodeError:
        return
    found = decode(wreck.encode("utf-8"))
    assert isinstance(found, Rejection) or found.text == text


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(prose, min_size=1, max_size=4))
def test_clean_text_is_left_alone_whatever_languages_it_mixes(made: list[tuple[str, list[str], str]]) -> None:
    text = "\n".join(between.join(sentences) for _, sentences, between in made)
    assert restore(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "« Un café », dit-il ; « à Sète… » : c’est l’été – voilà. ¡Así! ¿Qué? « È vero », «così», naïve “façade”… Ünïcode.",
        "A NAÇÃO, dizem: “AÇÃO” e “São João” não são o mesmo…",
        "Ромул и РЁБРА, РФ, СССР, «РЖД», СЭВ и «С°»; температура 15 °C, СП ‒ слово.",
        "Цена — 15 €, т. е. 3‰; «№ 5» и „лапки“.",
        "在G20峰会上，iPhone用户和e代驾司机说：“OK”。",
        "ä ö ü ß — die Größe √2 und 5 µm ¹ ² ³.",
        "The Greek letter α and the word αθήνα; Москва in English text, 北京 too, and x²+y².",
        "Smørrebrød på Østerbro, Ærø, Århus; Þórður og Ísland, ýmislegt.",
        "Žluťoučký kůň — příliš, “ďábelské” ódy… Çay içtiler, ağaç gölgesi, İstanbul.",
    ],
)
def test_rare_but_right_spellings_are_left_alone(text: str) -> None:
    assert restore(text) == text


@pytest.mark.parametrize(
    ("wreck", "text"),
    [
        ("She said it wasnâ€™t hers â€” and left.", "She said it wasn’t hers — and left."),
        ("The port authority said ¡°wait¡± and nobody¡¯s boat moved.", "The port authority said “wait” and nobody’s boat moved."),
        ("L\u00e2\u20ac\u2122\u00c3\u00a9t\u00c3\u00a9 est fini.", "L’été est fini."),
        ("Капитан вЂ” человек молчаливый, и паром его старый.", "Капитан — человек молчаливый, и паром его старый."),
        ("The captain can\ufffdt swim, and the boat\ufffds old.", "The captain can’t swim, and the boat’s old."),
    ],
)  # fmt: skip
def test_quotation_marks_alone_are_mended(wreck: str, text: str) -> None:
    assert restore(wreck) == text


def test_a_file_pasted_together_from_two_encodings_is_read_line_by_line() -> None:
    one, other = SENTENCES["ru"]
    content = "\n".join([one] * 3).encode("utf-8") + b"\n" + "\n".join([other] * 3).encode("cp1251") + b"\n"
    assert decode(content) == Decoded(text=f"{one}\n" * 3 + f"{other}\n" * 3, encoding="utf-8")


def test_a_file_that_is_garbled_only_further_down_is_mended_or_refused() -> None:
    good = "\n".join(SENTENCES["ru"] * 40)
    bad = "\n".join(SENTENCES["ru"] * 40).encode().decode("cp1251", "ignore")
    found = decode(f"{good}\n{bad}".encode())
    assert isinstance(found, Rejection) or found.text == f"{good}\n{good}"


@pytest.mark.parametrize("language", ["ru", "zh", "ko", "el"])
def test_letters_that_were_lost_are_not_passed_over(language: str) -> None:
    text = "".join(SENTENCES[language]) * 5
    for wreck in (
        text.encode("utf-8").decode("cp1252", "replace"),
        text.encode("ascii", "replace").decode(),
    ):
        found = decode(wreck.encode("utf-8"))
        assert isinstance(found, Rejection) or found.text == text, found.text[:80]
