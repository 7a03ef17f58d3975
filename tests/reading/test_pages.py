"""Text files that are the text layer of a printed thing: pages divided by form feeds."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Document
from feedmill.reading import read
from feedmill.reading.pages import furniture, go_on, join_pages
from tests.reading.printing import wrapped

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BODIES = {
    "en": "The salt works on the eastern lagoon will be turned into a reserve for wading birds, the regional council decided on Thursday. The last worker, who is seventy, will show visitors how the pans were raked. Nobody objected except a cyclists' club, which wanted the dam for a path. ",
    "ru": "Соляные промыслы на восточной лагуне превратят в заповедник для куликов, решил в четверг областной совет. Последний рабочий, которому семьдесят лет, будет показывать гостям, как сгребали соль. Возражал только клуб велосипедистов, которому нужна была дамба. ",
    "de": "Die Saline an der östlichen Lagune wird ein Schutzgebiet für Watvögel, beschloss der Regionalrat am Donnerstag. Der letzte Arbeiter, er ist siebzig, zeigt Besuchern, wie die Becken geharkt wurden. Nur ein Radfahrverein war dagegen, der den Damm als Weg wollte. ",
    "zh": "地区议会星期四决定，东部潟湖的盐场将改为涉禽保护区。最后一名盐工今年七十岁，他将向参观者演示如何耙盐。只有一个自行车俱乐部反对，因为它想把堤坝改成车道。",
}


def long(body: str) -> str:
    """Much text in which no line of print comes back: every few words another name."""
    ends = ("da", "ko", "len", "nov", "ran", "sk")
    names = [first + middle + last for first in ("Bar", "Kol", "Mi", "Sta", "Tre") for middle in ends for last in ends]
    words = (body * 12).split(" ")
    named = [f"{word} {names[place // 5]}" if place % 5 == 3 else word for place, word in enumerate(words)]
    return " ".join(named)


def printed(text: str, head: str, foot: str, width: int, pages: int = 4) -> str:
    lines = wrapped(text, width)
    size = len(lines) // pages + 1
    parts = [lines[start : start + size] for start in range(0, len(lines), size)]
    return "\f".join("\n".join([head, "", *part, "", foot.format(number)]) for number, part in enumerate(parts, 1))


@pytest.mark.parametrize(
    ("language", "head", "foot", "width"),
    [
        ("en", "Lagoon Quarterly, Volume 9", "- {} -", 72),
        ("en", "LAGOON QUARTERLY", "Page {} of 4", 64),
        ("ru", "Вестник лагуны", "{}", 70),
        ("de", "Lagunenblatt · Nr. 31", "Seite {}", 76),
        ("zh", "潟湖季刊", "第{}页", 34),
    ],
)
def test_running_heads_and_page_numbers_go_and_sentences_go_on(language, head, foot, width) -> None:
    text = printed(long(BODIES[language]), head, foot, width)
    reading = read(Document(origin="x.txt", content=text.encode(), source="seeds", received=NOW))
    (article,) = reading.articles
    assert article.language == language
    assert "".join(article.text.split()) == "".join(long(BODIES[language]).split())
    assert article.text.count("\n\n") <= 3


def test_a_title_that_every_page_repeats_stays_once() -> None:
    page = "Salt works become a reserve\n\n" + "\n".join(wrapped(BODIES["en"], 72))
    other = "Salt works become a reserve\n\n" + "\n".join(wrapped(BODIES["de"], 72))
    assert join_pages(f"{page}\f{other}").count("Salt works become a reserve") == 1


def test_numbers_inside_a_page_stay() -> None:
    assert "1987" in join_pages("Salt\nfrom\nthe\n1987\nseason\nwas\ngood\f" + "Another\npage")


def test_divided_words_are_made_whole_as_the_text_writes_them() -> None:
    assert go_on("the reser-", "voir is full") == "the reservoir is full"
    assert go_on("a well-", "known man", {"well-known"}) == "a well-known man"
    assert go_on("the Franco-", "Belgian line") == "the Franco-Belgian line"
    assert go_on("盐场将改为", "保护区") == "盐场将改为保护区"
    assert go_on("10-", "12 June") == "10- 12 June"


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.lists(st.text("ab1 -页", max_size=6), max_size=8), max_size=6))
def test_nothing_raises_and_only_edges_go(pages) -> None:
    edges = [{0, len(page) - 1} if page else set() for page in pages]
    for page, gone, edge in zip(pages, furniture(pages, edges), edges, strict=True):
        assert gone <= edge or not page
    join_pages("\f".join("\n".join(page) for page in pages))
