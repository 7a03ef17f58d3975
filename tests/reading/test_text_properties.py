# ruff: noqa: E501  one line is one paragraph of a document
"""What holds for every text: cleaned text stays as it is, the order of furniture is of no consequence, nothing raises."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Article, Document
from feedmill.reading import read
from feedmill.reading.plaintext import read_text

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article and the furniture of its page, by the place where it stands."""

    title: str
    byline: str
    body: tuple[str, ...]
    above: tuple[str, ...]
    between: tuple[str, ...]
    below: tuple[str, ...]


ENGLISH = Page(
    title="Ferry lane stays open into December",
    byline="By Ruth Calder, 9 November 2026",
    body=(
        "The ferry lane between the two border towns will stay open into December, because the river has frozen later than in any year since records began.",
        "Lorries with fruit and machine parts use the lane while the ice is too thin to carry them and the bridge is closed for repairs.",
        "“We had planned to lay up the boats last week,” said Ivan Petrenko, who manages the landing on the northern bank.",
        "His company has asked the port authority for another pilot, since the channel has to be broken open twice a day.",
        "The authority expects the ice road to be ready before the new year, if the frost holds.",
    ),
    above=("Home", "Sections", "World", "Sign in", "Skip to content", "Search", "Subscribe", "Share", "Accept all"),
    between=("Advertisement", "Read more: How an ice road is built", "Story continues below", "Sign up for our newsletter"),
    below=("© 2026 The Landing. All rights reserved.", "Tags: river, ice", "Privacy Policy", "Follow us on Telegram", "Print"),
)  # fmt: skip
RUSSIAN = Page(
    title="Паромная линия проработает до декабря",
    byline="Автор: Рита Калинина, 9 ноября 2026",
    body=(
        "Паромная линия между двумя приграничными городами проработает до декабря, потому что река замерзает позже, чем в любой год наблюдений.",
        "Линией пользуются грузовики с фруктами и деталями машин, пока лёд слишком тонок, а мост закрыт на ремонт.",
        "«Мы собирались поставить суда на прикол ещё на прошлой неделе», — рассказал Иван Петренко, который руководит причалом на северном берегу.",
        "Его компания попросила у администрации порта ещё одного лоцмана, ведь канал во льду приходится пробивать дважды в день.",
        "В администрации рассчитывают, что ледовая дорога откроется до нового года, если удержатся морозы.",
    ),
    above=("Главная", "Рубрики", "Политика", "Войти", "Поиск", "Подписаться", "Поделиться", "Экономика"),
    between=("Реклама", "Читайте также: Как строят ледовую дорогу", "Подписывайтесь на наш канал в Telegram"),
    below=("© 2026 Причал. Все права защищены.", "Теги: река, лёд", "Нашли ошибку? Выделите её и нажмите Ctrl+Enter", "Печать"),
)  # fmt: skip
CHINESE = Page(
    title="界河轮渡航线将运行至十二月",
    byline="2026年11月9日 记者 李明",
    body=(
        "由于今年河流封冻的时间晚于有记录以来的任何一年，连接两座边境城市的轮渡航线将一直运行到十二月。",
        "目前冰层还不能承受车辆的重量，大桥又在维修，运送水果和机械零件的货车都依靠这条航线过河。",
        "“我们原本打算上周就让船只停航。”负责北岸码头的伊万·彼得连科对记者说，语气里带着惊讶。",
        "他所在的公司已经向港务局申请增派一名引航员，因为航道每天需要破冰两次才能保持畅通。",
        "港务局预计，如果严寒天气持续下去，冰上公路可以在新年之前开通，届时货车将直接驶过江面。",
    ),
    above=("首页", "新闻", "国际", "登录", "搜索", "分享", "要闻", "财经"),
    between=("广告", "相关阅读：冰上公路是怎样修成的", "点击下载客户端，查看更多精彩内容"),
    below=("版权所有 未经授权不得转载", "标签：河流 冰", "扫描二维码关注我们", "返回顶部", "责任编辑：王芳"),
)  # fmt: skip
PAGES = (ENGLISH, RUSSIAN, CHINESE)


def _read(text: str) -> Article:
    document = Document(origin="page.txt", content=b"", source="seeds", received=RECEIVED)
    (article,) = read_text(text, document).articles
    return article


def _told(article: Article) -> tuple[str, str, datetime | None]:
    return article.title, article.text, article.published.at if article.published else None


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_read_as_meant(page: Page) -> None:
    article = _read("\n".join([*page.above, page.title, page.byline, *page.body, *page.below]))

    assert _told(article) == (page.title, "\n\n".join(page.body), datetime(2026, 11, 9, tzinfo=UTC))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.data(), st.sampled_from(PAGES))
def test_furniture_in_any_order_and_number_changes_nothing(data: st.DataObject, page: Page) -> None:
    above = data.draw(st.lists(st.sampled_from(page.above), max_size=12))
    below = data.draw(st.permutations(page.below))
    box = data.draw(st.sampled_from(page.between))
    place = data.draw(st.integers(1, len(page.body) - 1))
    gap = data.draw(st.sampled_from(["\n", "\n\n"]))
    lines = [*above, page.title, page.byline, *page.body[:place], box, *page.body[place:], *below]

    assert _told(_read(gap.join(lines))) == (page.title, "\n\n".join(page.body), datetime(2026, 11, 9, tzinfo=UTC))


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.data(), st.sampled_from(PAGES))
def test_cleaned_text_is_clean(data: st.DataObject, page: Page) -> None:
    above = data.draw(st.lists(st.sampled_from((*page.above, *page.between)), max_size=8))
    first = _read("\n".join([*above, page.title, page.byline, *page.body, *page.below]))
    again = _read(f"{first.title}\n\n{first.text}")

    assert (again.title, again.text) == (first.title, first.text)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.sampled_from((ENGLISH, RUSSIAN)), st.integers(58, 96), st.lists(st.integers(0, 7), max_size=6))
def test_the_width_of_the_lines_changes_nothing(page: Page, width: int, above: list[int]) -> None:
    parts = [*(page.above[place] for place in above), page.title, page.byline, *page.body, *page.below]
    wrapped = "\n\n".join(textwrap.fill(part, width, break_on_hyphens=False) for part in parts)

    assert _told(_read(wrapped)) == (page.title, "\n\n".join(page.body), datetime(2026, 11, 9, tzinfo=UTC))


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from((*ENGLISH.body, *RUSSIAN.body)), min_size=1, max_size=5), st.integers(50, 110))
def test_a_wrapped_stretch_leaves_the_whole_lines_around_it(parts: list[str], width: int) -> None:
    heap = "\n".join([*ENGLISH.body, *textwrap.wrap(" ".join(parts), width), *ENGLISH.below])
    reading = read_text(heap, Document(origin="x.txt", content=b"", source="seeds", received=RECEIVED))

    assert all(part in "\n".join(article.text for article in reading.articles) for part in ENGLISH.body)


LINES = tuple({*(line for page in PAGES for line in (*page.above, *page.body, *page.between, *page.below)),
               "1. China 12 9 7", "— Reuters", "[12.11.2026 09:12] Anna:", "12:40", "* * *", "Q: Why?", "Источник: ТАСС, 1.1.2026",
               "2026-11-14 09:12:33 口岸观察", "一、", "(jb/dpa)", "https://x.example/", "By", "…More", "Tags:", "+++", "---", "[1] A note on the ice.", "18:40 Ferries stop for ice slush at Heihe",
               "Published", "12 November 2026", "Ann Lee China correspondent", "Mar 27, 20255 mins"})  # fmt: skip


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=40))
def test_no_heap_of_lines_raises(lines: list[str]) -> None:
    text = "\n".join(lines)
    content = text.encode("utf-8", "replace")
    reading = read(Document(origin="heap.txt", content=content, source="seeds", received=RECEIVED))

    assert (reading.rejection is None) == bool(reading.articles)
    assert reading.rejection is None or reading.rejection.reason != "malformed", reading.rejection
