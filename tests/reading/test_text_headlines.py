# ruff: noqa: E501  one line is one paragraph of a document
"""Headlines of plain texts: among menus that are printed twice, behind the page's own name, above the lede."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document
from feedmill.reading.plaintext import read_text

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)

ENGLISH = """\
The harbour at Kestrel Point reopened on Thursday after a storm had closed it for nine days, the port authority said.
Eleven ships had been waiting in the bay, two of them with grain for the mills of the upper valley.
Pilots will work in double shifts until the queue is gone, which may take the rest of the week."""
RUSSIAN = """\
Гавань у мыса Кедрового в четверг снова открыли для судов после девяти дней шторма, сообщили в управлении порта.
Одиннадцать судов ждали очереди в бухте, два из них везли зерно для мельниц верхней долины.
Лоцманы будут работать в две смены, пока очередь не исчезнет, на это может уйти вся неделя."""
CHINESE = """\
因风暴关闭九天的松岬港星期四重新开放，港务局负责人当天在新闻发布会上表示，首批船只已经靠泊。
此前共有十一艘船在海湾内等候进港，其中两艘装载着运往上游山谷面粉厂的粮食，船员们生活物资充足。
引航员将实行两班制，直到积压的船只全部进港为止，预计这一过程需要持续到本周末。"""

CASES = [
    ("Kestrel harbour opens after nine days", "Bay Courier", ENGLISH, ("World", "Fishing", "Ferry times this winter")),
    ("Гавань у Кедрового открылась через девять дней", "Бухта", RUSSIAN, ("Мир", "Рыбалка", "Расписание паромов зимой")),
    ("松岬港关闭九天后重新开放", "海湾快报", CHINESE, ("国际", "渔业", "冬季渡轮时刻表")),
]  # fmt: skip


def _read(*lines: str) -> Article:
    document = Document(origin="page.txt", content=b"", source="seeds", received=RECEIVED)
    (article,) = read_text("\n".join(lines), document).articles
    return article


@pytest.mark.parametrize(("title", "site", "body", "menu"), CASES)
@pytest.mark.parametrize("mark", [" | ", " - ", " — "])
def test_the_page_s_own_name_tells_the_headline(title: str, site: str, body: str, menu: tuple[str, ...], mark: str):
    article = _read(f"{title}{mark}{site}", *menu, site, *menu, title, body)

    assert article.title == title
    assert article.text.split("\n\n") == body.split("\n")


@pytest.mark.parametrize(("title", "site", "body", "menu"), CASES)
def test_a_site_in_front_is_no_headline(title: str, site: str, body: str, menu: tuple[str, ...]):
    assert _read(f"{site} | {title}", site, *menu, title, *menu, body).title == title


@pytest.mark.parametrize(("title", "site", "body", "menu"), CASES)
def test_a_menu_that_is_printed_twice_is_no_headline(title: str, site: str, body: str, menu: tuple[str, ...]):
    assert _read(site, *menu, *menu, title, body).title == title


@pytest.mark.parametrize(("title", "site", "body", "menu"), CASES)
def test_nothing_above_the_headline_is_body(title: str, site: str, body: str, menu: tuple[str, ...]):
    notice = body.split("\n")[1]
    article = _read(f"{title} | {site}", notice, *menu, title, *body.split("\n")[::2], *menu)

    assert notice not in article.text
    assert article.text.split("\n\n") == body.split("\n")[::2]


@pytest.mark.parametrize(("title", "site", "body", "menu"), CASES)
def test_the_lede_is_kept_above_a_table(title: str, site: str, body: str, menu: tuple[str, ...]):
    lede, *rest = body.split("\n")
    table = [f"{place} {number}" for number, place in enumerate(menu * 20)]

    assert _read(f"{title} | {site}", title, lede, *table, *rest).text.startswith(lede)


def test_characters_that_a_program_left_by_name_are_read():
    article = _read("Fish &amp; grain: Kestrel&#8217;s harbour opens", ENGLISH.replace("bay,", "bay&nbsp;&mdash;"))

    assert article.title == "Fish & grain: Kestrel’s harbour opens"
    assert "in the bay —" in article.text


def test_a_headline_in_capitals_may_take_two_lines_of_a_printed_page() -> None:
    text = """THE HARBOUR TIMES                     MONDAY, NOVEMBER 16, 2026                PAGE 4


FERRY GIVES WAY TO A
BRIDGE ACROSS THE RIVER

By LENA HART
Staff Writer

  FLUSSTADT — The last ferry crossed
the river on Monday, and lorries take
the bridge from now on, the harbour
office said.
  "It was time," the captain told re-
porters on the landing stage, before
he handed over the keys.

  The boat is to become a café, which
the town hopes to open in spring.
"""
    article = _read(*text.split("\n"))
    assert article.title == "FERRY GIVES WAY TO A BRIDGE ACROSS THE RIVER"
    assert article.authors == ("LENA HART",)
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 16, tzinfo=UTC)
