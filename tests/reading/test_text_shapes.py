# ruff: noqa: E501  one line is one paragraph of a document
"""Plain-text documents of many shapes: articles among furniture, listings, digests, refusals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.model import Document, Reading
from feedmill.reading.plaintext import read_text
from feedmill.reading.plaintext.lines import paragraphs

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)

RUSSIAN_PAGE = """\
Главная
Новости
Политика
Экономика
Волжский вестник
Порт на Амуре принял первый караван барж с зерном
14 мая 2023, 18:30
Автор: Мария Седова
ХАБАРОВСК, 14 мая. /ТАСС/. Первый в этом сезоне караван барж с зерном прибыл в воскресенье в порт на Амуре, сообщили в управлении речного транспорта.
По данным управления, на борту барж около шести тысяч тонн пшеницы, которую отправят покупателям в северных провинциях Китая.
«Мы готовились к навигации всю зиму и рассчитываем удвоить перевозки», — сказал начальник порта Олег Дроздов.
Читайте также: Как устроена навигация на Амуре
Ранее сообщалось, что уровень воды в реке поднялся на полметра, и это позволило открыть движение на неделю раньше обычного срока.
Подписывайтесь на наш телеграм-канал
Теги: порт, зерно, Амур
Читайте также
Мост через реку закроют на ремонт
В городе открыли новую школу
Депутаты обсудили бюджет на следующий год и решили отложить голосование до осени, сообщила пресс-служба думы в пятницу вечером.
© 2023 Волжский вестник. Все права защищены. Копирование материалов запрещено.
"""

CHINESE_PAGE = """\
首页 > 新闻 > 国际
边境口岸恢复货运 两国商人期待订单增加
2023-02-04 18:30
来源：新华社
作者：李明
新华社哈尔滨2月4日电（记者李明、王芳）随着边境口岸恢复货运，来自两国的商人正忙着签订新一年的订单，仓库里堆满了等待装车的水果和蔬菜。
口岸办公室负责人表示，目前每天通过口岸的货车已经超过一百辆，预计下个月还会继续增加。
“我们等这一天已经等了很久。”一位从事果蔬出口的商人告诉记者，“今年的订单比去年多了一倍。”
分析人士认为，口岸恢复货运有助于稳定两国之间的贸易往来，也会带动当地就业。
（完）
责任编辑：赵六
相关新闻
铁路部门增开货运班列
春节期间旅游市场明显回暖
边贸企业迎来新的发展机遇，多家企业表示将扩大投资规模，并在当地建立新的仓储中心和加工基地。
版权声明：未经授权不得转载
扫描二维码关注我们
"""

CHINESE_LISTING = """\
专题：边境贸易
黑河口岸货运量创新高
2023年3月1日
黑河口岸货运量创新高
今年前两个月，黑河口岸的进出口货运量同比增长超过四成，创下历史同期最高纪录，其中农产品和木材占了一半以上...阅读全文
绥芬河铁路扩建工程开工
2023年2月20日
绥芬河铁路扩建工程开工
绥芬河铁路扩建工程近日正式开工，项目完成以后列车的日通过能力将提高到现在的两倍，预计总投资三十亿元...阅读全文
满洲里举办春季商品展销会
2023年2月11日
满洲里举办春季商品展销会
春季商品展销会在满洲里开幕，来自二十多个城市的三百家企业参加，展品包括食品、服装和机械设备等...阅读全文
"""

RUSSIAN_LISTING = """\
Тег: Арктика
12.03.2023
Ледокол вышел в рейс по северному маршруту
Новый ледокол вышел в первый рейс по северному маршруту, его экипаж проверит оборудование в тяжёлых льдах и вернётся в порт через месяц… Читать далее
05.03.2023
Учёные открыли станцию на острове
Станция будет работать круглый год, на ней разместятся двадцать исследователей, которые займутся наблюдением за вечной мерзлотой… Читать далее
27.02.2023
Порт Сабетта увеличил отгрузку газа
Порт увеличил отгрузку сжиженного газа на десять процентов по сравнению с прошлым годом, сообщила компания, которая управляет терминалом… Читать далее
"""

RUSSIAN_DIGEST = """\
1. Министр транспорта заявил, что новый мост через Амур откроют для грузовиков уже осенью. — Интерфакс
2. Китайская компания купила долю в лесопромышленном комбинате под Иркутском за 40 млн долларов. (Коммерсантъ)
3. В Шанхае прошла выставка российских продуктов, на которой показали мёд, шоколад и мороженое. — ТАСС
"""

CHINESE_DIGEST = """\
• 外交部发言人表示，双方将在下个月举行新一轮磋商，讨论边境管理和贸易便利化等问题。（新华社）
• 俄罗斯副总理说，今年对华粮食出口有望增长两成，主要得益于新的铁路粮食码头投入使用。（塔斯社）
• 哈尔滨开通飞往叶卡捷琳堡的直航航班，每周执飞两班，机票价格从一千二百元起。（中新社）
"""

WRAPPED_PAGES = """\
THE HARBOUR GAZETTE                                     Page 1

Ferry service across the strait resumes after long winter break

By Nora Quill

The ferry service that links the two sides of the strait resumed on
Tuesday after a winter break of nearly four months, port officials an-
nounced, and the first boat carried more than two hundred passengers
and some thirty lorries.

Demand is expected to rise quickly over the coming weeks, the company
said in a statement, because the railway line on the northern shore is
closed for repairs until the end of June and freight has to find an-
other way to the market.

THE HARBOUR GAZETTE                                     Page 2

Captain Ivo Brandt said that the crew had used the winter to replace
both engines. "She runs like new," he told reporters on the quay, and
added that fuel consumption had fallen by a fifth since the work was
finished in February.

THE HARBOUR GAZETTE                                     Page 3
"""


def read(text: str) -> Reading:
    return read_text(text, Document(origin="x.txt", content=b"", source="seeds", received=RECEIVED))


def test_russian_page_loses_its_furniture():
    (article,) = read(RUSSIAN_PAGE).articles
    assert article.title == "Порт на Амуре принял первый караван барж с зерном"
    assert article.authors == ("Мария Седова",)
    assert (article.agency, article.place, article.language) == ("ТАСС", "ХАБАРОВСК", "ru")
    assert article.publisher == "Волжский вестник"
    assert article.published is not None
    assert article.published.at.date().isoformat() == "2023-05-14"
    paragraphs = article.text.split("\n\n")
    assert len(paragraphs) == 4
    assert paragraphs[0].startswith("Первый в этом сезоне")
    assert paragraphs[-1].startswith("Ранее сообщалось")
    assert any(cut.reason == "legal" for cut in article.cuts)


def test_chinese_page_loses_its_furniture():
    (article,) = read(CHINESE_PAGE).articles
    assert article.title == "边境口岸恢复货运 两国商人期待订单增加"
    assert article.authors == ("李明", "王芳")
    assert (article.agency, article.place, article.language) == ("新华社", "哈尔滨", "zh")
    assert article.text.startswith("随着边境口岸")
    assert article.text.endswith("带动当地就业。")


@pytest.mark.parametrize(("text", "days"), [(RUSSIAN_LISTING, [12, 5, 27]), (CHINESE_LISTING, [1, 20, 11])])
def test_cards_of_a_listing_keep_their_own_titles_and_days(text, days):
    reading = read(text)
    assert reading.shape == "listing"
    assert [article.published.at.day for article in reading.articles if article.published] == days
    assert all(article.teaser and article.title_provenance == "stated" for article in reading.articles)
    assert not any(word in article.text for article in reading.articles for word in ("Читать далее", "阅读全文"))


@pytest.mark.parametrize(
    ("text", "agencies", "publishers"),
    [
        (RUSSIAN_DIGEST, ["Интерфакс", None, "ТАСС"], [None, "Коммерсантъ", None]),
        (CHINESE_DIGEST, ["新华社", "塔斯社", "中新社"], [None, None, None]),
    ],
)
def test_snippets_of_a_digest_keep_their_own_outlets(text, agencies, publishers):
    reading = read(text)
    assert reading.shape == "digest"
    assert [article.agency for article in reading.articles] == agencies
    assert [article.publisher for article in reading.articles] == publishers
    assert all(article.title_provenance == "derived" and article.title == article.text for article in reading.articles)


def test_wrapped_pages_become_whole_paragraphs():
    (article,) = read(WRAPPED_PAGES).articles
    assert article.title == "Ferry service across the strait resumes after long winter break"
    assert article.authors == ("Nora Quill",)
    assert "port officials announced, and" in article.text
    assert "GAZETTE" not in article.text
    assert article.text.count("\n\n") == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("404 Not Found\nnginx\n", "error-page"),
        ("Страница не найдена\nВернуться на главную\n", "error-page"),
        ("页面不存在\n返回首页\n", "error-page"),
        ("Логин\nПароль\nЗабыли пароль?\nВойдите, чтобы читать дальше.\n", "login-wall"),
        ("请登录\n用户名\n忘记密码？\n", "login-wall"),
        ("Home\nNews\nSport\nContact\n", "no-article"),
        ("Главная\nНовости\nПоиск\n", "no-article"),
        (" \n\t\n", "empty"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(text, reason):
    rejection = read(text).rejection
    assert rejection is not None
    assert rejection.reason == reason


@pytest.mark.parametrize("page", [RUSSIAN_PAGE, CHINESE_PAGE, WRAPPED_PAGES])
def test_reading_the_cleaned_text_again_changes_nothing(page):
    (article,) = read(page).articles
    (again,) = read(f"{article.title}\n\n{article.text}").articles
    assert (again.title, again.text) == (article.title, article.text)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.permutations(RUSSIAN_PAGE.split("\n")[:4]))
def test_shuffled_menu_does_not_change_the_body(menu):
    lines = RUSSIAN_PAGE.split("\n")
    assert read("\n".join([*menu, *lines[4:]])).articles[0].text == read(RUSSIAN_PAGE).articles[0].text


def test_a_list_of_headlines_is_not_put_together_as_wrapped_text():
    lines = (
        "Harbour opens a second berth for grain ships",
        "Ice pilots ask for a longer training course",
        "Rail yard at the border works through nights",
        "Museum of the tea road finds a new landlord",
        "Students map the wells of the old caravan way",
        "Ferry captains vote on a shared winter rota",
        "Two towns agree on one clock for the bridge",
    )
    assert paragraphs("\n".join(lines)) == list(lines)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises(text):
    reading = read(text)
    assert bool(reading.articles) != bool(reading.rejection)


@pytest.mark.parametrize("text", ["a" * 300_000, "[" * 100_000, "By " * 50_000, "http://" * 40_000, "\n" * 200_000])
def test_monotonous_text_is_read_or_refused(text):
    reading = read(text)
    assert bool(reading.articles) != bool(reading.rejection)
