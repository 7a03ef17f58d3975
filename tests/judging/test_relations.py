"""What makes a text one on the two: sentences, headline and lede, the course of the whole."""

from __future__ import annotations

import pytest

from feedmill.judging import Beat, judge
from tests.judging.articles import make

FILLER = "The baker opened his shop at six. Nobody came before seven. He read the paper and swept the floor.\n\n" * 7
PASSAGE = (
    "Then the Chinese firm bought the mill from its Russian owner.\n\n"
    "Moscow approved the sale; Beijing paid for it within a week.\n\n"
    "Russian and Chinese inspectors now share one office. Both sides complain about the tea.\n\n"
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "",
            "The two sides agreed to hold strategic security consultations in May, the Chinese foreign ministry said.",
        ),
        ("", "Стороны проведут консультации по стратегической безопасности, сообщил МИД КНР."),
    ],
)
def test_a_format_of_the_two_implies_the_other(title: str, text: str, beat: Beat) -> None:
    assert judge(make(text, text, derived=True), beat).verdict == "borderline"


def test_an_article_that_comes_to_the_two_late_is_about_them_when_it_stays(beat: Beat) -> None:
    got = judge(make("A baker's morning", FILLER + PASSAGE * 2), beat)
    assert got.verdict == "yes"
    assert any(one.signal == "passage" and one.where == "body" for one in got.evidence)
    brief = judge(make("A baker's morning", FILLER * 2 + PASSAGE.split("\n\n")[0]), beat)
    assert brief.verdict != "yes"
    assert not any(one.signal == "passage" for one in brief.evidence)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Авиакомпания заказала семь китайских вертолётов",
            "Соглашение подписано в среду в Пекине, сообщил перевозчик. Машины будут летать из Хабаровска.",
        ),
        (
            "Carrier orders seven Chinese helicopters",
            "The letter was signed in Beijing on Wednesday, the carrier said. The machines will fly from Khabarovsk.",
        ),
        ("航空公司订购七架中国直升机", "协议周三在北京签署，承运人说。直升机将从哈巴罗夫斯克起飞。"),
    ],
)
def test_a_headline_on_one_and_a_lede_on_each_in_turn_are_about_the_two(title: str, text: str, beat: Beat) -> None:
    judgement = judge(make(title, text), beat)
    assert judgement.verdict == "yes"
    assert {one.signal for one in judgement.evidence} >= {"adjacent", "title_side"}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ferry late again", "Passengers in Heihe wait for the ice to clear. In Khabarovsk the river is open."),
        ("В Благовещенске ждут ледокол", "Лёд встал рано. Туристы греются в кафе. На том берегу, в Хэйхэ, тоже ждут."),
        ("黑河游客滞留", "江面封冻。对岸的布拉戈维申斯克也停了船。"),
    ],
)
def test_towns_on_both_banks_of_the_border_tell_of_both(title: str, text: str, beat: Beat) -> None:
    got = judge(make(title, text), beat)
    assert got.verdict != "no"
    assert any(one.signal in {"frontier", "adjacent"} for one in got.evidence)


def test_others_in_the_same_breath_make_neighbouring_sentences_doubtful(beat: Beat) -> None:
    text = "A buyer from Shanghai left the table. A seller from Samara stayed."
    alone = judge(make("Trading hall", text), beat)
    crowded = judge(make("Trading hall in Istanbul, Turkey", text), beat)
    assert alone.score > crowded.score
    assert any(one.signal == "crowded" for one in crowded.evidence)


def test_a_long_text_that_turns_from_one_to_the_other_is_woven_of_both(beat: Beat) -> None:
    text = "\n\n".join([
        "The tables are full.",
        "The Chinese came first, in June.",
        "Moscow sent eleven experts a month later.",
        "They ate alone.",
        "Beijing then doubled the fee.",
        "The Russian team left and came back.",
        "China's engineers had kept their chairs warm.",
    ])  # fmt: skip
    got = judge(make("A canteen and its guests", text), beat)
    assert got.verdict == "yes"
    assert any(one.signal == "woven" and one.text for one in got.evidence)


def test_a_text_that_goes_to_and_fro_between_the_two_is_about_them(beat: Beat) -> None:
    text = "Russians fry squid. The Chinese wash up. A Russian takes the money. A Chinese boy counts it."
    assert any(one.signal == "interleaved" for one in judge(make("A market", text), beat).evidence)
    others = text + " A Kazakh looks on. Polish girls wait. A Turkish boy sells tea."
    assert not any(one.signal == "interleaved" for one in judge(make("A market", others), beat).evidence)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("The president met the ambassadors of China, Russia and Japan.", True),
        ("China, Russia and Iran began a joint drill.", False),
        ("Посол вручил подарки гостям из Китая, России и Японии.", True),
        ("总统接见了中国、俄罗斯和日本的客人。", True),
    ],
)
def test_three_in_a_row_are_a_list_unless_they_act_together(text: str, listed: bool, beat: Beat) -> None:
    assert any(one.signal == "parallel" for one in judge(make("A day", text), beat).evidence) is listed


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Envoy lands in Beijing, another leaves Moscow", "Dairy exports are the point. Separately, a consul is ill."),
        ("Посол прилетел в Пекин, консул вызван из Москвы", "Речь о молоке. Эти поездки не связаны между собой."),
        ("大使抵达北京 领事被召离莫斯科", "此行谈乳品。两件事互不相关。"),
    ],
)
def test_two_matters_that_the_article_keeps_apart(title: str, text: str, beat: Beat) -> None:
    got = judge(make(title, text), beat)
    assert got.verdict != "yes"
    assert any(one.signal == "apart" for one in got.evidence)


def test_who_tells_of_the_two_is_not_the_one_who_acts(beat: Beat) -> None:
    witness = judge(make("Strait", "Japan said a Russian cruiser and a Chinese destroyer sailed past."), beat)
    actor = judge(make("Strait", "Japan warned a Russian cruiser and a Chinese destroyer."), beat)
    assert witness.score > actor.score


@pytest.mark.parametrize(
    "text",
    [
        "The president called Russia an ally, China a partner for ever, and America an investor.",
        "Президент назвал Россию союзником, Китай вечным партнером, а США важным инвестором.",
        "总统称该国与俄罗斯是盟友，与中国是永久伙伴，同美国也在发展关系。",
    ],
)
def test_a_round_of_partners_one_a_clause_relates_nobody(text: str, beat: Beat) -> None:
    got = judge(make("A speech", text), beat)
    assert got.verdict != "yes"
    assert any(one.signal == "parallel" for one in got.evidence)


@pytest.mark.parametrize(
    "title",
    [
        "Merz travels to Beijing, Macron phones the Kremlin",
        "Мерц едет в Пекин, Макрон звонит в Кремль",
        "默茨访问北京，马克龙致电克里姆林宫",
    ],
)
def test_each_with_somebody_else_in_a_clause_of_its_own_makes_two_matters(title: str, beat: Beat) -> None:
    assert judge(make(title), beat).score == 0


def test_what_only_the_lede_links_has_to_have_a_subject(beat: Beat) -> None:
    lede = "Moscow agreed with Beijing on the price of the coal that mines will send, on more crude oil for refiners."
    about = judge(make("A gas pipeline of two lengths", lede), beat)
    empty = judge(make("Moscow buys a lamp", "The lamp came to Moscow from Beijing and gives a good light."), beat)
    assert {one.signal for one in about.evidence} >= {"lede_relation", "subject"}
    assert any(one.signal == "no_subject" and one.text is None for one in empty.evidence)
    assert empty.verdict != "yes"
