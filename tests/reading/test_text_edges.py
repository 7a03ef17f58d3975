# ruff: noqa: E501  one line is one paragraph of a document
"""Where a text begins and ends, what interrupts it, and prose that begins like furniture."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading.bylines import announced_writers, read_byline, read_dateline
from feedmill.reading.chrome import chrome_reason, without_chrome_sentences
from feedmill.reading.dates import find_stated
from feedmill.reading.plaintext import read_text
from feedmill.reading.plaintext.boxes import interrupts, introduces_house

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = ("Harbour cranes to be painted before winter", "By Ines Moll", "4 June 2025")
ABOVE = (
    "The port authority will have its eleven cranes painted before the winter, the harbour master said on Wednesday.",
    "Work on the first crane begins on Monday and is expected to take nine days if the wind allows it.",
    "Painters will hang from ropes, because scaffolding would block the rails that the cranes run on.",
)
BELOW = (
    "The authority has set aside two million for the cranes, a third of it for the paint alone.",
    "Ships that are due in June have been asked to come a day earlier or a day later.",
)


def _read(*lines: str) -> Reading:
    return read_text("\n".join(lines), Document(origin="page.txt", content=b"", source="seeds", received=RECEIVED))


@pytest.mark.parametrize(
    "box",
    [
        ("Related", "Ferry terminal to get a new roof", "Why the old lighthouse was moved inland"),
        ("Recommended", "Shipping", "The last steam tug finds a buyer"),
        ("ЧИТАЙТЕ ТАКЖЕ", "Порт получил новый буксир"),
        ("Lire aussi", "Le vieux phare change de place"),
    ],
)
def test_a_text_goes_on_below_a_box_of_links(box: tuple[str, ...]) -> None:
    (article,) = _read(*HEAD, *ABOVE, *box, *BELOW).articles

    assert article.text.split("\n\n") == [*ABOVE, *BELOW]


@pytest.mark.parametrize("end", ["Comments", "Tags", "Leave a comment"])
def test_a_text_does_not_go_on_below_comments_and_tags(end: str) -> None:
    (article,) = _read(*HEAD, *ABOVE, *ABOVE, end, "gullwatcher", *BELOW).articles

    assert not any(line in article.text for line in BELOW)


def test_a_single_teaser_below_a_box_is_no_text() -> None:
    teaser = "The tug has stood in the yard since spring and goes to a museum in the south for one euro."
    (article,) = _read(*HEAD, *ABOVE, "Related stories", "The last steam tug finds a buyer", teaser).articles

    assert article.text.split("\n\n") == list(ABOVE)


def test_dates_within_a_text_do_not_date_it() -> None:
    dates = ("Timeline", "3 March 1998", "The first crane was bought from a yard in the north.", "2 May 2004")
    last = "The last crane came by barge and was set up in a single night, to the surprise of the town."
    (article,) = _read(*HEAD, ABOVE[0], *dates, last, *ABOVE[1:]).articles

    assert article.text.startswith(ABOVE[0])
    assert article.published is not None
    assert article.published.at.date().isoformat() == "2025-06-04"


def test_a_headline_as_long_as_a_paragraph_is_one() -> None:
    headline = (
        "As the cranes of the old harbour are painted for the first time in a generation, the people who live below them"
        " have begun to ask who chose the colour, who will pay for it, and why nobody asked them before"
    )
    reading = _read(headline, "By Ines Moll", "OSLO, June 4, 2025 (Northline) — " + ABOVE[0], *ABOVE[1:])

    assert [article.title for article in reading.articles] == [headline]
    assert reading.articles[0].authors == ("Ines Moll",)


@pytest.mark.parametrize(
    "line",
    [
        "Губернатор сообщил об открытии моста в своём телеграм-канале в среду вечером.",
        "شارك في الاجتماع ممثلون عن ثلاث وزارات وناقشوا بناء الميناء الجديد على الساحل.",
        "سجل اليوان أعلى مستوى له منذ عام أمام الروبل في تعاملات يوم الثلاثاء بالبورصة.",
        "Haben Sie das Angebot der Werft geprüft, bevor der Vertrag unterschrieben wurde?",
        "互联网企业今年对外投资增长较快，其中物流和仓储项目占了将近一半的份额。",
        "They do not sell timber to traders who cannot show where the logs were cut last year.",
        "Sigue la búsqueda del pesquero que desapareció el lunes frente a la costa norte.",
        "Реклама китайских машин занимает теперь половину щитов на дороге в аэропорт.",
        "Yes, I think that the harbour will be open again before the end of the winter.",
    ],
)
def test_prose_that_begins_like_furniture_is_prose(line: str) -> None:
    assert chrome_reason(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Чтобы оставить комментарий, войдите",
        "Нашу рассылку читают тысячи людей: подписывайтесь на неё",
        "Dziękujemy, że przeczytałeś nasz artykuł do końca",
        "Wir und unsere Partner speichern Informationen auf Ihrem Gerät",
        "点个在看，设为星标",
        "この記事をシェアする",
        "무단 전재 및 재배포 금지",
        "This interview has been edited for length and clarity.",
        "An earlier version of this article misspelled the name of the harbour.",
    ],
)
def test_notes_calls_and_thanks_are_furniture(line: str) -> None:
    assert chrome_reason(line) is not None


def test_a_bio_takes_its_whole_paragraph_along() -> None:
    bio = "Nora Quill is the author of three books on rivers. She grew up beside one."

    assert without_chrome_sentences(bio) == ("", [("bio", bio)])


@pytest.mark.parametrize(
    ("line", "head"),
    [("About Northern Ferry", True), ("About three hundred ships wait", False), ("О компании «Северный паром»", True)],
)
def test_what_a_house_says_about_itself_is_headed_by_its_name(line: str, head: bool) -> None:
    assert introduces_house(line) is head


def test_boxes_interrupt_comments_do_not() -> None:
    assert interrupts("Related stories:")
    assert interrupts("【相关阅读】")
    assert not interrupts("Comments (3)")


@pytest.mark.parametrize(
    ("line", "place", "agency", "authors"),
    [
        ("（オスロ＝山田太郎）港が開いた。", "オスロ", None, ("山田太郎",)),
        ("【オスロ＝山田太郎、鈴木花子】港が開いた。", "オスロ", None, ("山田太郎", "鈴木花子")),
        ("【オスロ＝共同】港が開いた。", "オスロ", "共同", ()),
        ("ОСЛО, 2 ноя – РИА «Север». Порт открыт.", "ОСЛО", "РИА «Север»", ()),
        ("本报讯 港口昨日开放。", None, None, ()),
    ],
)
def test_datelines_with_reporters_houses_and_nothing_else(
    line: str, place: str | None, agency: str | None, authors: tuple[str, ...]
) -> None:
    found = read_dateline(line, language=None, received=RECEIVED)

    assert found is not None
    assert (found.place, found.agency or found.publisher, found.authors) == (place, agency, authors)
    assert found.rest.startswith(("港", "Порт"))


@pytest.mark.parametrize(
    ("line", "authors", "publisher"),
    [
        ("江岸评论特约撰稿 沈一舟", ("沈一舟",), "江岸评论"),
        ("海城报记者 李明 王芳", ("李明", "王芳"), "海城报"),
        ("記者 林冠宇 報導", ("林冠宇",), None),
    ],
)
def test_writers_behind_their_outlet(line: str, authors: tuple[str, ...], publisher: str | None) -> None:
    found = read_byline(line, language="zh", received=RECEIVED)

    assert found is not None
    assert (found.authors, found.publisher) == (authors, publisher)


def test_writers_in_brackets_are_announced() -> None:
    assert announced_writers("记者 李文博") == ("李文博",)
    assert announced_writers("By Ann Lee") == ("Ann Lee",)
    assert announced_writers("in the north") == ()


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("5 maart 2025", "nl", "2025-03-05"),
        ("5 augusti 2025", "sv", "2025-08-05"),
        ("maandag 3 november 2025", "nl", "2025-11-03"),
    ],
)
def test_dutch_and_swedish_days(line: str, language: str, day: str) -> None:
    found = find_stated(line, language=language, received=RECEIVED, provenance="byline")

    assert found is not None
    assert found.at.date().isoformat() == day


def test_a_year_glued_to_the_clock_is_read() -> None:
    found = read_byline("Updated June 4, 20258:23 PM ET", language="en", received=RECEIVED)

    assert found is not None
    assert found.updated is not None
    assert found.updated.at.date().isoformat() == "2025-06-05"


@pytest.mark.parametrize(
    "lines",
    [
        ("Cranes are painted (Northern Post).", "Ferries run late (Harbour Daily).", "Tugs are sold (Reuters)."),
        ("OSLO — Cranes are painted.", "TURKU — Ferries run late.", "NARVIK — Tugs are sold to a museum."),
    ],
)
def test_outlets_in_brackets_and_datelines_make_a_digest(lines: tuple[str, ...]) -> None:
    told = [line.replace(".", " after a long debate in the council of the town.", 1) for line in lines]
    told = [line[:-1].replace(").", "") + "." if line.endswith(")") else line for line in (_moved(one) for one in told)]
    reading = _read("The harbour week", *told)

    assert (reading.shape, len(reading.articles)) == ("digest", 3)


def _moved(line: str) -> str:
    """A line whose brackets stand before its last stop again."""
    head, mark, rest = line.partition(" (")
    outlet, _, tail = rest.partition(")")
    return f"{head}{tail.rstrip('.')} ({outlet})." if mark else line


def test_flashes_with_their_headlines_in_brackets_are_items() -> None:
    lines = [
        f"{hour}:30 【港口第{hour}号吊机完成刷漆】港务局表示，刷漆工作将在入冬以前全部完成，费用为二百万元。"
        for hour in (12, 11, 10)
    ]
    reading = _read("快讯", "2025年6月4日", *lines)

    assert [article.title for article in reading.articles] == [f"港口第{hour}号吊机完成刷漆" for hour in (12, 11, 10)]
    assert {article.published.at.date().isoformat() for article in reading.articles if article.published} == {
        "2025-06-04"
    }
