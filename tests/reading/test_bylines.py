"""Bylines, datelines and credit lines in English, Russian, Chinese and others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.reading.bylines import (
    looks_like_person,
    read_byline,
    read_credit,
    read_dateline,
    read_name_line,
    without_end,
)

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "language", "authors"),
    [
        ("By Nora Quill", "en", ("Nora Quill",)),
        ("By Nora Quill and Ivo Brandt", "en", ("Nora Quill", "Ivo Brandt")),
        ("Nora Quill March 9, 2024", "en", ("Nora Quill",)),
        ("by AFP Staff Writers", "en", ("AFP Staff Writers",)),
        ("by admin", "en", ()),
        ("Автор: Мария Седова", "ru", ("Мария Седова",)),
        ("Мария Седова, 9 марта 2024", "ru", ("Мария Седова",)),
        ("Текст: Олег Дроздов и Мария Седова", "ru", ("Олег Дроздов", "Мария Седова")),
        ("Редактор: Олег Дроздов", "ru", ()),
        ("记者 李明", "zh", ("李明",)),
        ("作者：李明、王芳", "zh", ("李明", "王芳")),
        ("文/李明", "zh", ("李明",)),
        ("责编：赵六", "zh", ()),
        ("Par Luc Moreau", "fr", ("Luc Moreau",)),
        ("Von Karin Vogt", "de", ("Karin Vogt",)),
    ],
)
def test_who_wrote_it(line, language, authors):
    found = read_byline(line, language=language, received=RECEIVED)
    assert found is not None
    assert found.authors == authors


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By the end of the year the port will be open.", "en"),
        ("On 9 March 2024 the two delegations met at the border to sign a treaty", "en"),
        ("Автомобили снова ездят по мосту через реку", "ru"),
        ("记者在现场看到，仓库里堆满了等待装车的水果。", "zh"),
        ("New bridge opens for lorries", "en"),
    ],
)
def test_prose_and_headlines_are_no_bylines(line, language):
    assert read_byline(line, language=language, received=RECEIVED) is None


@pytest.mark.parametrize(
    ("line", "language", "place", "agency", "day", "rest"),
    [
        (
            "OSLO, March 9 (Reuters) - Ferries were on Saturday back at sea.",
            "en",
            "OSLO",
            "Reuters",
            "2024-03-09",
            "Ferries",
        ),
        ("Oslo (AFP) March 9, 2024", "en", "Oslo", "AFP", "2024-03-09", ""),
        ("OSLO - Ferries are back at sea.", "en", "OSLO", None, None, "Ferries"),
        ("OSLO, Norway (AP) — Ferries are back.", "en", "OSLO, Norway", "AP", None, "Ferries"),
        ("ХАБАРОВСК, 9 марта. /ТАСС/. Караван пришёл в субботу.", "ru", "ХАБАРОВСК", "ТАСС", "2024-03-09", "Караван"),
        ("ХАБАРОВСК, 9 мар — РИА Новости. Караван пришёл.", "ru", "ХАБАРОВСК", "РИА Новости", None, "Караван"),
        ("Хабаровск. 9 марта. ИНТЕРФАКС - Караван пришёл.", "ru", "Хабаровск", "ИНТЕРФАКС", None, "Караван"),
        ("新华社哈尔滨3月9日电（记者李明）口岸恢复货运。", "zh", "哈尔滨", "新华社", None, "口岸"),
        ("中新网哈尔滨2024年3月9日电 口岸恢复货运。", "zh", "哈尔滨", "中新网", "2024-03-09", "口岸"),
    ],
)
def test_datelines(line, language, place, agency, day, rest):
    found = read_dateline(line, language=language, received=RECEIVED)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert (found.date and found.date.at.date().isoformat()) == day
    assert found.rest.startswith(rest)


@pytest.mark.parametrize(
    "line",
    ["The talks (AFP) were long.", "Everyone – even he – left.", "俄罗斯和中国的货运恢复了。", "Мост — это хорошо."],
)
def test_sentences_have_no_dateline(line):
    assert read_dateline(line, language=None, received=RECEIVED) is None


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("Writing by Nora Quill; Editing by Ivo Brandt", ("Nora Quill",), None),
        ("(Reporting by Nora Quill in Oslo; Editing by Ivo Brandt)", ("Nora Quill",), None),
        ("abc/de", (), None),
        ("Source: Reuters", (), "Reuters"),
        ("Enditem", (), None),
        ("（完）", (), None),
        ("来源：新华社", (), "新华社"),
        ("Источник: ТАСС", (), "ТАСС"),
    ],
)
def test_credits_end_an_article(line, authors, agency):
    found = read_credit(line)
    assert found is not None
    assert (found.authors, found.agency, found.ends) == (authors, agency, True)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The lake is divided by the border. Enditem", "The lake is divided by the border."),
        ("双方将再次会晤。（完）", "双方将再次会晤。"),
        ("They will meet again. The end", "They will meet again. The end"),
        ("It ends here.", "It ends here."),
    ],
)
def test_the_mark_of_an_articles_end_goes_and_its_last_sentence_stays(text: str, kept: str) -> None:
    assert without_end(text) == kept


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MOSCOW, Oct 14, 2026 (Northern Wire) – Lending slowed, the bank said.", "Northern Wire"),
        ("ОМСК, 3 мая 2026 (Агентство Север) — Банк сообщил о росте вкладов.", "Агентство Север"),
        ("The minister (Petrov) – who had left – said nothing.", None),
        ("Talks (in Moscow) – were held for two days.", None),
    ],
)
def test_a_name_in_a_datelines_brackets_is_the_wire_known_or_not(text: str, agency: str | None) -> None:
    found = read_dateline(text, language=None, received=datetime(2026, 11, 20, tzinfo=UTC))
    assert (found.agency if found else None) == agency


@pytest.mark.parametrize(
    ("line", "authors", "agency", "publisher"),
    [
        ("By Nora Quill in Oslo and Ivo Brandt in Riga", ("Nora Quill", "Ivo Brandt"), None, None),
        ("By Nora Quill, Reuters", ("Nora Quill",), "Reuters", None),
        ("By Nora Quill, Staff Writer", ("Nora Quill",), None, None),
        ("By Nora Quill on Dec. 19, 2025", ("Nora Quill",), None, None),
        ("By Nora Quill for The Northern Post", ("Nora Quill",), None, None),
        ("By Staff", ("Staff",), None, None),
        ("Автор: Редакция", ("Редакция",), None, None),
        ("Автор: Мария Седова, «Вестник»", ("Мария Седова",), None, "Вестник"),
        ("来源：江岸晚报　作者：方若水　责任编辑：李明", ("方若水",), None, "江岸晚报"),
        ("来源：江岸晚报作者：方若水", ("方若水",), None, "江岸晚报"),
        ("2021年3月4日 来源：江岸晚报　记者 方若水", ("方若水",), None, "江岸晚报"),
        ("本报记者　李　明　王芳", ("李明", "王芳"), None, None),
        ("文 | 李明 编辑 | 王芳", ("李明",), None, None),
        ("記者陳以寧／台北報導", ("陳以寧",), None, None),
        ("責任編輯：陳小明", (), None, None),
        ("文＝山田太郎", ("山田太郎",), None, None),
        ("홍길동 기자 2024.03.09 14:30", ("홍길동",), None, None),
        ("بقلم: أحمد سالم", ("أحمد سالم",), None, None),
        ("di Ottavia Bellandi", ("Ottavia Bellandi",), None, None),
        ("Por Ana Ruiz y Juan Paz, 9 de marzo de 2024", ("Ana Ruiz", "Juan Paz"), None, None),
        ("Autor: Jan Kowalski, oprac. Ewa Nowak", ("Jan Kowalski",), None, None),
    ],
)
def test_several_names_roles_and_houses_on_a_line(line, authors, agency, publisher):
    found = read_byline(line, language=None, received=RECEIVED)
    assert found is not None
    assert (found.authors, found.agency, found.publisher) == (authors, agency, publisher)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Nora Quill China correspondent", "Nora Quill"),
        ("Nora Quill, University of the Far East", "Nora Quill"),
        ("Семён Рудаков, Институт Дальнего Востока", "Семён Рудаков"),
        ("Marthe Odenkirk, Institut für Seefahrt", "Marthe Odenkirk"),
    ],
)
def test_what_stands_behind_a_name_is_no_part_of_it(line: str, name: str) -> None:
    found = read_name_line(line)
    assert found is not None
    assert found.authors == (name,)


def test_a_day_glued_to_the_reading_time_is_read() -> None:
    found = read_byline("Mar 27, 20265 mins", language="en", received=RECEIVED)
    assert found is not None
    assert found.date is not None
    assert found.date.at.date().isoformat() == "2026-03-27"


def test_who_posts_a_text_is_not_its_author() -> None:
    found = read_byline("Posted by Jane Doe on March 9, 2024", language="en", received=RECEIVED)
    assert found is not None
    assert (found.authors, found.posted) == ((), ("Jane Doe",))


@pytest.mark.parametrize(
    "line", ["Olivia Brandt", "Олег Дроздов, ТАСС", "Nora Quill and Ivo Brandt", "Nora Quill, CNN"]
)
def test_names_alone_on_a_line(line: str) -> None:
    assert read_name_line(line) is not None


@pytest.mark.parametrize("line", ["World News", "Новости дня", "Read More", "Moscow", "It rains.", "国际新闻"])
def test_labels_are_nobodys_names(line: str) -> None:
    assert read_name_line(line) is None
    assert not looks_like_person(line)


@pytest.mark.parametrize(
    ("line", "place", "agency", "authors"),
    [
        ("(ANSA) - OSLO, 02 NOV - Il porto riapre.", "OSLO", "ANSA", ()),
        ("Oslo, 2 nov (EFE).- El puerto abre.", "Oslo", "EFE", ()),
        ("OSLO, 2 listopada (PAP) – Port otwarto.", "OSLO", "PAP", ()),
        ("By Nora Quill OSLO, Nov 2 (Reuters) - The port opened.", "OSLO", "Reuters", ("Nora Quill",)),
        ("新华社奥斯陆11月2日电 记者李明报道：港口开放。", "奥斯陆", "新华社", ("李明",)),
        ("（中央社奧斯陸2日綜合外電報導）港口開放。", "奧斯陸", "中央社", ()),
        ("〔記者陳以寧／台北報導〕港口開放。", "台北", None, ("陳以寧",)),
        ("【オスロ＝山田太郎】港が開いた。", "オスロ", None, ("山田太郎",)),
        ("(서울=연합뉴스) 홍길동 기자 = 항구가 열렸다.", "서울", "연합뉴스", ("홍길동",)),
        ("أوسلو (رويترز) - افتتح الميناء", "أوسلو", "رويترز", ()),
    ],
)
def test_datelines_of_other_languages(line, place, agency, authors):
    found = read_dateline(line, language=None, received=RECEIVED)
    assert found is not None
    assert (found.place, found.agency, found.authors) == (place, agency, authors)
    assert found.rest


@pytest.mark.parametrize(
    ("line", "agency"),
    [("(With inputs from ANI)", "ANI"), ("© 2026 AFP", "AFP"), ("mak/wa (dpa, Reuters)", "dpa"), ("Avec AFP", "AFP")],
)
def test_wires_whose_material_was_used(line: str, agency: str) -> None:
    found = read_credit(line)
    assert found is not None
    assert (found.agency, found.ends) == (agency, True)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=120) | st.text(alphabet="By Ann记者李明：/（）()|,. 9月2日电автор-—=【】", max_size=120))
def test_no_line_raises(line: str) -> None:
    read_byline(line, language=None, received=RECEIVED)
    read_dateline(line, language=None, received=RECEIVED)
    read_credit(line)
    read_name_line(line)
    assert without_end(line) == line or line.startswith(without_end(line))
