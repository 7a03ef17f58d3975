"""Every text is read: languages, folding, sentences, length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.judging import Beat, judge
from feedmill.judging.folding import fold
from feedmill.judging.sentences import split_sentences
from tests.judging.articles import BEAT, make

_LETTERS = st.text(alphabet=st.sampled_from("China Russia。中俄其罗斯ё\u0306йИ\u200b\n ;.—«»ßİﬁ習"), max_size=80)


@pytest.mark.parametrize(
    ("title", "text", "verdict"),
    [
        ("Pékin et Moscou signent un contrat gazier", "La Chine achètera plus de gaz russe, a dit Gazprom.", "yes"),
        ("Xi Jinping reçoit Vladimir Poutine", "Le président chinois a reçu Poutine à Pékin mardi.", "yes"),
        ("La porcelaine de Chine et la salade russe", "Deux recettes pour dimanche.", "no"),
        ("Les prix du blé baissent", "La récolte russe est bonne, dit un courtier de Rouen.", "no"),
        ("Peking und Moskau vereinbaren gemeinsames Manöver", "China und Russland üben im Ostmeer.", "yes"),
        ("Russische Kohle für China", "Russland liefert mehr Kohle an chinesische Stahlwerke.", "yes"),
        ("Chinakohl und Russisch Brot", "Was im Herbst auf den Tisch kommt.", "no"),
        ("Putin empfängt Ungarns Außenminister", "In Moskau ging es um russisches Gas.", "no"),
        ("Pekín y Moscú amplían su comercio en yuanes", "China compra más petróleo ruso.", "yes"),
        ("Maniobras de China y Rusia en el mar de Japón", "Buques rusos y chinos navegan juntos.", "yes"),
        ("Ensaladilla rusa y tinta china", "Dos clásicos de la mesa y del dibujo.", "no"),
        ("China inaugura un tren", "El tren une Chengdu y Kunming en cuatro horas.", "no"),
    ],
)
def test_french_german_and_spanish_are_read_too(title: str, text: str, verdict: str, beat: Beat) -> None:
    assert judge(make(title, text), beat).verdict == verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中俄举行联合军演", "中俄舉行聯合軍演"),
        ("Китай и Россия подписали соглашение о ёлках", "Китай и Россия подписали соглашение о елках"),
        ("China–Russia gas deal", "China-Russia gas deal"),
        ("Sino\u2011Russian talks", "Sino-Russian talks"),
        ("Ки\u200bтай и Росси\u0438\u0306ский союз", "Китай и Российский союз"),
    ],
)
def test_folding_makes_no_difference(one: str, other: str, beat: Beat) -> None:
    assert judge(make(one), beat).score == judge(make(other), beat).score


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("La Chine achète moins de pétrole russe", "Les raffineries du Shandong hésitent.", "energy"),
        ("Peking liefert Drohnenteile an Moskau", "Die Firmen umgehen Sanktionen.", "sanctions"),
        ("China y Rusia inician maniobras navales", "Los buques salieron el lunes.", "military-security"),
    ],
)
def test_other_languages_know_the_two_and_what_links_them(title: str, text: str, topic: str, beat: Beat) -> None:
    got = judge(make(title, text), beat)
    assert (got.verdict, got.topics[0].slug) == ("yes", topic)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Xi met V. Putin. They talked.", 2),
        ("В 2024 г. товарооборот вырос. Экспорт упал.", 2),
        ("中方表示欢迎。俄方同意！会谈结束", 3),
        ("The U.S. said no; China said yes.", 2),
        ("Prices rose 3.5 per cent.\n\nNo full stop here\n\nEnd", 3),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize(
    "piece", ["China Russia, ", "中俄其中俄罗斯", "Xi Putin Heihe Blagoveshchensk. ", "Путин* ", "\u0306и"]
)
def test_long_texts_stay_linear(piece: str, beat: Beat) -> None:
    """Read to the end of the limit without a quadratic step; the suite would stall otherwise."""
    assert 0 <= judge(make("A title", piece * (200_000 // len(piece))), beat).score <= 100


@given(_LETTERS)
@settings(derandomize=True, max_examples=150, deadline=None)
def test_folding_keeps_offsets(text: str) -> None:
    folded = fold(text)
    if folded.offsets is not None:
        assert len(folded.offsets) == len(folded.text) + 1
        assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.origin(len(folded.text)) == len(text)


@given(_LETTERS, _LETTERS)
@settings(derandomize=True, max_examples=150, deadline=None)
def test_any_text_is_judged(title: str, text: str) -> None:
    got = judge(make(title, text), BEAT)
    assert 0 <= got.score <= 100
    assert all(
        one.text in title + "\n\n" + text or one.text in title.replace("\n", " ") for one in got.evidence if one.text
    )
