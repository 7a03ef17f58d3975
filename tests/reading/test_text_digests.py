"""Digests and lists of headlines in the forms in which desks pass them on; and articles that only look like them."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def read_text(text: str) -> Reading:
    return read(Document(origin="digest.txt", content=text.encode(), source="seeds", received=NOW))


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Title, outlet and address of each item."""
    return [(one.title, one.agency or one.publisher, one.url) for one in read_text(text).articles]


def test_an_outlet_in_brackets_below_each_snippet() -> None:
    text = """Morning brief

Ferry gives way to bridge
The last ferry crossed the river on Monday, and lorries take the bridge from now on.
(Harbour Times)

Oven for a baker
A baker in the upper town bought a second oven and calls it the twin.
(The Ledger)

Clock stops again
The clock of the town hall stopped at noon, for the third time since the frost began.
(River Wire)
"""
    assert told(text) == [
        ("Ferry gives way to bridge", "Harbour Times", None),
        ("Oven for a baker", "The Ledger", None),
        ("Clock stops again", "River Wire", None),
    ]
    assert read_text(text).shape == "digest"


def test_a_line_of_source_below_each_snippet_in_chinese() -> None:
    text = """渡轮让位大桥
周一最后一班渡轮离开码头，今后货车改走大桥，过江只需三分钟。
来源：江岸晚报

面包师添置烤炉
上城一位面包师买了第二座烤炉，他把它叫作双胞胎。
来源：财经观察

钟楼再次停摆
入冬以来，市政厅的大钟第三次在正午停了下来。
来源：河谷周刊
"""
    assert [(title, outlet) for title, outlet, _ in told(text)] == [
        ("渡轮让位大桥", "江岸晚报"), ("面包师添置烤炉", "财经观察"), ("钟楼再次停摆", "河谷周刊"),
    ]  # fmt: skip


def test_an_address_below_each_headline_with_words_below_that() -> None:
    text = """Weekly reading list

Ferry gives way to bridge
https://harbour.example/ferry
Lorries cross in three minutes, and the boat becomes a café, the harbour office told the paper.

Oven for a baker
https://ledger.example/oven
A baker in the upper town explains why one oven was never enough for him.

Clock stops again
https://river.example/clock
The town hall is waiting for a spring that nobody makes any longer.
"""
    assert [(title, url) for title, _, url in told(text)] == [
        ("Ferry gives way to bridge", "https://harbour.example/ferry"),
        ("Oven for a baker", "https://ledger.example/oven"),
        ("Clock stops again", "https://river.example/clock"),
    ]


def test_headlines_with_nothing_but_an_address() -> None:
    """Addresses that differ only in their number are no running heads, and none goes on the line above."""
    text = """Что почитать

Паром уступил место мосту
https://vestnik.example/1

Пекарь купил вторую печь
https://vestnik.example/2

Часы на ратуше снова встали
https://vestnik.example/3
"""
    reading = read_text(text)
    assert reading.shape == "listing"
    assert [(one.title, one.url, one.teaser) for one in reading.articles] == [
        ("Паром уступил место мосту", "https://vestnik.example/1", True),
        ("Пекарь купил вторую печь", "https://vestnik.example/2", True),
        ("Часы на ратуше снова встали", "https://vestnik.example/3", True),
    ]


def test_headlines_behind_bullets_with_outlet_and_address() -> None:
    text = """MORNING NOTE

TOP STORIES

• Ferry gives way to bridge after eighty years on the river (Harbour Times) https://harbour.example/ferry
• Baker in the upper town buys a second oven (The Ledger) https://ledger.example/oven

ALSO TODAY

• Clock of the town hall stops for the third time (River Wire) https://river.example/clock
"""
    assert told(text)[2] == (
        "Clock of the town hall stops for the third time",
        "River Wire",
        "https://river.example/clock",
    )
    assert len(told(text)) == 3


@pytest.mark.parametrize("sign", ["■ ", "◆", "▶ ", "● "])
def test_signs_in_front_of_headlines_are_no_part_of_them(sign: str) -> None:
    text = f"""市内简报（11月16日）

{sign}渡轮让位大桥
周一最后一班渡轮离开码头，今后货车改走大桥，过江只需三分钟。（江岸晚报）

{sign}面包师添置烤炉
上城一位面包师买了第二座烤炉，他把它叫作双胞胎。（财经观察）

{sign}钟楼再次停摆
入冬以来，市政厅的大钟第三次在正午停了下来。（河谷周刊）
"""
    assert [title for title, _, _ in told(text)] == ["渡轮让位大桥", "面包师添置烤炉", "钟楼再次停摆"]


def test_signs_of_a_wire_between_messages() -> None:
    text = """Flussstadt (dpa) – Die letzte Fähre hat am Montag den Fluss überquert, von nun an fahren die Lastwagen über die Brücke.

+++ Oberstadt (Reuters) – Ein Bäcker hat einen zweiten Ofen gekauft und nennt ihn den Zwilling, sagte seine Frau.

+++ Hafen (AFP) – Die Uhr am Rathaus ist mittags stehen geblieben, zum dritten Mal seit Beginn des Frosts.
"""
    assert [outlet for _, outlet, _ in told(text)] == ["dpa", "Reuters", "AFP"]


def test_snippets_between_rules_that_know_nothing_of_each_other() -> None:
    text = """* * *

Последний паром ушёл в понедельник, и теперь грузовики ездят по мосту. Лодку отдадут под кафе.

* * *

Пекарь из верхнего города купил вторую печь. Он называет её близнецом первой.

* * *

Часы на ратуше остановились в полдень. Пружину для них нигде больше не делают.
"""
    assert len(told(text)) == 3


def test_an_essay_in_parts_is_one_article() -> None:
    text = """The last ferryman

Wu Lan has crossed the river four thousand times, and he remembers each of the seven when the ice came early.

***

On the other bank the dockers know Wu by his cap. They say that he never once asked for a receipt.

***

The bridge opened in June. Wu did not go; he had tourists to carry, he says, and tourists do not wait for bridges.

***

His son drives a lorry now. He calls the ferry from the middle of the bridge, where the signal is best.
"""
    assert len(told(text)) == 1


def test_the_references_of_an_article_are_no_list_of_headlines() -> None:
    text = """Rapeseed takes the train

By Nora Quill

The valley sold a third more rapeseed in the first quarter, customs figures show. Most of it came through the lower pass, where a new silo opened last year.

Traders say the price fell as soon as the silo was full. They expect the same again in autumn, when the next harvest arrives by rail.

Sources
Customs figures for the first quarter
https://figures.example/customs
Port statistics of the lower pass
https://figures.example/port
Interview with a trader
https://figures.example/trader
"""
    assert [title for title, _, _ in told(text)] == ["Rapeseed takes the train"]


def test_the_word_in_front_of_a_snippet_is_not_its_headline() -> None:
    text = """Valley news in brief

Rivers. The last ferry crossed on Monday, and lorries take the bridge from now on, the harbour office said.

Bread. A baker in the upper town bought a second oven and calls it the twin of the first.

Time. The clock of the town hall stopped at noon, for the third time since the frost began.
"""
    titles = [title for title, _, _ in told(text)]
    assert titles[0].startswith("The last ferry crossed")
    assert titles[2].startswith("The clock of the town hall")


def test_both_sentences_of_a_card_stay() -> None:
    text = """Обзор прессы

Паром уступил место мосту

Вестник, 15.11.2026

Последний паром ушёл в понедельник, и теперь грузовики ездят по мосту, пишет издание.

Лодку отдадут под кафе, которое откроют весной.

Пекарь купил вторую печь

Ведомости долины, 15.11.2026

Пекарь из верхнего города купил вторую печь и называет её близнецом первой.

Первую он чинил одиннадцать раз.

Часы снова встали

Вестник, 14.11.2026

Часы на ратуше остановились в полдень, в третий раз с начала морозов.

Пружину для них нигде больше не делают.
"""
    assert [one.text.count("\n\n") for one in read_text(text).articles] == [1, 1, 1]


@pytest.mark.parametrize(
    ("name", "size", "first", "second", "talk", "seen"),
    [
        ("River Post", "45.2K subscribers", "The last ferry crossed the river on Monday, and lorries take the bridge.",
         "A baker in the upper town bought a second oven and calls it the twin of the first.", "Good night!", "{} views 16 Nov, 10:20"),
        ("Речной вестник", "4 512 подписчиков", "Последний паром ушёл в понедельник, и теперь грузовики ездят по мосту.",
         "Пекарь из верхнего города купил вторую печь и называет её близнецом первой.", "Доброй ночи!", "👁 {} 16.11.2026, 10:20"),
    ],
)  # fmt: skip
def test_the_page_of_a_channel_is_split_at_its_counts(name, size, first, second, talk, seen) -> None:
    parts = [name, size]
    for said, count in ((first, "12.3K"), (second, "9.8K"), (talk, "851")):
        parts += [name, said, seen.format(count)]
    articles = read_text("\n".join(parts)).articles
    assert [one.text for one in articles] == [first, second]
    assert {one.title_provenance for one in articles} == {"derived"}


def test_an_exchange_begins_with_its_introduction_and_first_question() -> None:
    """Speakers are named in full at first and shortly later."""
    text = """"The bridge needs us"

Interview by Nora Quill, 3 June 2026

Otto Falk runs forty lorries out of the lower town. A week before the bridge opens he talks about queues and tolls.

Harbour Times: How long do your drivers wait today?

Otto Falk: Four to six days at the ferry. In winter, on the ice, less, and everybody wants to be among the first.

HT: Will the bridge change that?

Falk: It will change the direction of the queue. But we save six hundred kilometres on every trip.

HT: And the price?

Falk: Nobody has told us. The toll was nine crowns in the draft that I have seen.
"""
    (article,) = read_text(text).articles
    assert article.text.startswith("Otto Falk runs forty lorries")
    assert "How long do your drivers wait today?" in article.text


def test_a_press_release_has_a_dateline_and_no_masthead() -> None:
    text = """PRESS RELEASE
FOR IMMEDIATE RELEASE

Two carriers sign five-year agreement

FLUSSTADT, Freeland, June 3, 2026 /NewsLine/ -- Ferry Line JSC and Bridge Freight Co. today announced a five-year agreement to run three trains a week between the lower town and the harbour.

"This puts the harbour nine hours from us," said Otto Falk, chief executive of Ferry Line, at the signing in the town hall.
"""
    (article,) = read_text(text).articles
    assert article.title == "Two carriers sign five-year agreement"
    assert article.publisher == "NewsLine"
    assert article.text.startswith("Ferry Line JSC and")
    assert article.published is not None
    assert article.published.at == datetime(2026, 6, 3, tzinfo=UTC)
