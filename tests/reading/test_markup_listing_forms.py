"""Listings in twenty-two forms and six languages, and the same lists beside an article: items there, chrome here."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)

STORIES = {
    "en": [
        ("Harbour clock runs backwards again", "Sailors set their watches by it for a week before anybody noticed."),
        ("Two towns share one orchestra", "Rehearsals alternate between the banks, and so do the cakes."),
        ("Fishermen map the sandbanks by song", "Each verse is a bearing, and the chorus warns of the wreck."),
        ("The last ferry bell is auctioned", "It went to a school that will ring it once a year, in spring."),
    ],
    "ru": [
        ("Портовые часы снова идут назад", "Моряки неделю сверяли по ним время, прежде чем это заметили."),
        ("Два города делят один оркестр", "Репетируют по очереди на двух берегах, и пироги пекут по очереди."),
        (
            "Рыбаки составили карту мелей из песен",
            "Каждый куплет — это курс, а припев предупреждает о затонувшем судне.",
        ),
        ("Последний паромный колокол продан", "Он достался школе, где будет звонить раз в год, весной."),
    ],
    "zh": [
        ("港口大钟再次倒着走", "水手们照着它对了一个星期的表，直到有人发现不对劲。"),
        ("两座城市共用一支乐团", "排练在两岸轮流举行，点心也由两岸轮流准备。"),
        ("渔民用歌谣绘制沙洲地图", "每一段歌词都是一个方位，副歌提醒大家避开沉船。"),
        ("最后一口渡轮钟被拍卖", "它归了一所学校，每年春天会敲响一次。"),
    ],
    "de": [
        (
            "Hafenuhr läuft wieder rückwärts",
            "Seeleute stellten eine Woche lang ihre Uhren danach, ehe es jemand merkte.",
        ),
        ("Zwei Städte teilen ein Orchester", "Geprobt wird abwechselnd an beiden Ufern, und auch der Kuchen wechselt."),
        (
            "Fischer singen eine Karte der Sandbänke",
            "Jede Strophe ist eine Peilung, und der Refrain warnt vor dem Wrack.",
        ),
        ("Letzte Fährglocke versteigert", "Sie ging an eine Schule, die sie einmal im Jahr läuten wird."),
    ],
    "ar": [
        ("ساعة الميناء تعود إلى الوراء", "ضبط البحارة ساعاتهم عليها أسبوعا كاملا قبل أن يلاحظ أحد الخطأ."),
        ("مدينتان تتقاسمان فرقة موسيقية", "تقام التدريبات بالتناوب على الضفتين وكذلك الحلوى."),
        ("الصيادون يرسمون خريطة بالأغاني", "كل مقطع اتجاه واللازمة تحذر من السفينة الغارقة."),
        ("بيع آخر جرس عبارة في المزاد", "اشترته مدرسة ستقرعه مرة واحدة كل عام في الربيع."),
    ],
    "ja": [
        ("港の時計がまた逆回り", "船乗りたちは誰かが気づくまで一週間その時計に合わせていた。"),
        ("二つの町が一つの楽団を共有", "練習は両岸で交互に行われ、お菓子も交互に用意される。"),
        ("漁師が歌で浅瀬の地図を作る", "一節ごとに方位があり、サビは沈没船への警告になっている。"),
        ("最後の渡し船の鐘が競売に", "落札した学校は毎年春に一度だけ鳴らすという。"),
    ],
}
DAYS = {
    "en": ["9 November 2026", "8 November 2026", "7 November 2026", "6 November 2026"],
    "ru": ["9 ноября 2026", "8 ноября 2026", "7 ноября 2026", "6 ноября 2026"],
    "zh": ["2026年11月9日", "2026年11月8日", "2026年11月7日", "2026年11月6日"],
    "de": ["9. November 2026", "8. November 2026", "7. November 2026", "6. November 2026"],
    "ar": ["9 نوفمبر 2026", "8 نوفمبر 2026", "7 نوفمبر 2026", "6 نوفمبر 2026"],
    "ja": ["2026年11月9日", "2026年11月8日", "2026年11月7日", "2026年11月6日"],
}
DAY_NUMBERS = [9, 8, 7, 6]
MORE = {
    "en": "Read more",
    "ru": "читать далее",
    "zh": "阅读全文",
    "de": "Weiterlesen",
    "ar": "اقرأ المزيد",
    "ja": "続きを読む",
}
FORMS = {
    "card": (
        "<div class=grid>{}</div>",
        "<div class='card'><h3><a href='/s/{n}'>{t}</a></h3><time>{d}</time><p>{x}</p></div>",
    ),
    "table rows": ("<table>{}</table>", "<tr><td>{d}</td><td><a href='/s/{n}'>{t}</a></td></tr>"),
    "table rows teaser": ("<table>{}</table>", "<tr><td class=d>{d}</td><td><a href='/s/{n}'>{t}</a><br>{x}</td></tr>"),
    "table two rows": (
        "<table>{}</table>",
        "<tr><td><a href='/s/{n}'><b>{t}</b></a></td></tr><tr><td>{x} <i>{d}</i></td></tr>",
    ),
    "dl": ("<dl>{}</dl>", "<dt><a href='/s/{n}'>{t}</a></dt><dd>{d}</dd><dd>{x}</dd>"),
    "dl date term": ("<dl>{}</dl>", "<dt>{d}</dt><dd><a href='/s/{n}'>{t}</a></dd>"),
    "headings flat": ("<div>{}</div>", "<h2><a href='/s/{n}'>{t}</a></h2><p>{d}</p><p>{x}</p>"),
    "headings flat more": ("<div>{}</div>", "<h3>{t}</h3><p class=m>{d}</p><p>{x}</p><p><a href='/s/{n}'>{m}</a></p>"),
    "divs of divs": (
        "<div><div>{}</div></div>",
        "<div><div><div><a href='/s/{n}'><span>{t}</span></a></div><div><span>{x}</span></div></div><div><div>{d}</div></div></div>",
    ),
    "font br": (
        "<font face=Arial size=2>{}</font>",
        "<font color=gray>{d}</font> <a href='s{n}.html'><b>{t}</b></a><br>{x}<br><br>",
    ),
    "br bullets": ("<p>{}</p>", "&#8226; <a href='s{n}.html'>{t}</a> ({d})<br>"),
    "date last": ("<ul>{}</ul>", "<li><a href='/s/{n}'>{t}</a> <span>{d}</span></li>"),
    "date first ul": ("<ul>{}</ul>", "<li>{d} — <a href='/s/{n}'>{t}</a></li>"),
    "teaser more inline": (
        "<div>{}</div>",
        "<div class=n><b>{t}</b><br>{x} <a href='/s/{n}'>{m}</a><br><small>{d}</small></div>",
    ),
    "link all": (
        "<div>{}</div>",
        "<a class=c href='/s/{n}'><img src='/i{n}.jpg' alt=''><span class=k>{d}</span><strong>{t}</strong><em>{x}</em></a>",
    ),
    "image link and title": (
        "<div>{}</div>",
        "<div class=i><a href='/s/{n}'><img src='/i{n}.jpg' alt='{t}'></a><div><a href='/s/{n}'>{t}</a><p>{x}</p><span>{d}</span></div></div>",
    ),
    "day headings": ("<div>{}</div>", "<h4>{d}</h4><ul><li><a href='/s/{n}'>{t}</a></li></ul>"),
    "paragraph links": ("<div>{}</div>", "<p><a href='/s/{n}'>{t}</a> {d}<br>{x}</p>"),
    "search results": (
        "<div id=results>{}</div>",
        "<div class=r><a href='/s/{n}'><h3>{t}</h3></a><cite>harbour.example › s › {n}</cite><div>{d} — {x}</div></div>",
    ),
    "hr parted": ("<div>{}</div>", "<b><a href='/s/{n}'>{t}</a></b><br>{d}<br>{x}<hr>"),
    "ol archive": ("<ol>{}</ol>", "<li value={n}><a href='/s/{n}' title='{t}'>{t}</a></li>"),
    "article time a": (
        "<section>{}</section>",
        "<article><a href='/s/{n}'><img src=/i.jpg></a><div><span>{d}</span><a href='/sec/1'>World</a><h2>{t}</h2><p>{x}</p><a href='/s/{n}'>{m}</a></div></article>",
    ),
}
"""What stands around the items of a list, and one item: n is its number, t its title, x its teaser, d its day."""
MENU = {
    "en": ["Politics", "Economy of the region", "Culture and leisure", "Sports results", "About the editors"],
    "ru": ["Политика", "Экономика региона", "Культура и отдых", "Спортивные итоги", "О редакции"],
    "zh": ["政治", "地方经济新闻", "文化与休闲生活", "体育比赛成绩", "关于编辑部"],
    "de": ["Politik", "Wirtschaft der Region", "Kultur und Freizeit", "Sportergebnisse", "Über die Redaktion"],
    "ar": ["سياسة", "اقتصاد المنطقة", "ثقافة وترفيه", "نتائج رياضية", "عن هيئة التحرير"],
    "ja": ["政治", "地域の経済ニュース", "文化と暮らしの話題", "スポーツの結果", "編集部について"],
}
PARAGRAPHS = {
    "en": [
        "The old signal box beside the quarry line opened again on Tuesday after six years of silence, and the first train was late by eleven minutes.",
        "Its keeper, who had kept the levers oiled through every winter, said that the bell was the only part he had missed.",
        "The council paid for the paint, the railway for the wires, and a baker from the next village for the curtains.",
        "Children who came to see the levers were given a whistle each, which the keeper came to regret before noon.",
    ],
    "ru": [
        "Старый пост у карьерной ветки во вторник снова открылся после шести лет молчания, и первый поезд опоздал на одиннадцать минут.",
        "Его смотритель, каждую зиму смазывавший рычаги, признался, что скучал только по звонку.",
        "Краску оплатил совет, провода — железная дорога, а занавески сшила пекарша из соседнего села.",
        "Детям, пришедшим посмотреть на рычаги, раздали по свистку, о чём смотритель пожалел ещё до полудня.",
    ],
    "zh": [
        "采石场支线旁的老信号楼在沉寂六年之后周二重新启用，第一趟列车晚点了十一分钟。",
        "多年来每个冬天都给拉杆上油的看守人说，他唯一想念的是那口铃铛。",
        "油漆由镇议会出钱，电线由铁路公司出钱，窗帘则由邻村的面包师缝制。",
        "前来参观拉杆的孩子们每人得到一只哨子，看守人不到中午就后悔了。",
    ],
}


def read_page(body: str, title: str, lang: str, path: str = "/tag/x") -> Reading:
    content = f"<html lang={lang}><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return read(Document(origin="page.html", content=content.encode(), source="seeds", received=NOW, url=f"https://harbour.example{path}"))  # fmt: skip


def items(form: str, lang: str, count: int = 4) -> str:
    around, item = FORMS[form]
    stories = [(*story, day) for story, day in zip(STORIES[lang], DAYS[lang], strict=True)]
    told = (stories[n % 4] for n in range(count))
    return around.format("".join(item.format(n=n, t=t if n < 4 else f"{t} {n}", x=x, d=d, m=MORE[lang]) for n, (t, x, d) in enumerate(told)))  # fmt: skip


@pytest.mark.parametrize("lang", STORIES)
@pytest.mark.parametrize("form", FORMS)
def test_each_item_keeps_its_link_day_and_teaser(form: str, lang: str) -> None:
    menu = " | ".join(f"<a href='/sec/{n}'>{name}</a>" for n, name in enumerate(MENU[lang]))
    cloud = " ".join(f"<a href='/t/{n}'>{name}</a>" for n, name in enumerate(MENU[lang] * 3))
    pager = " ".join(f"<a href='/page/{n}'>{n}</a>" for n in range(1, 9))
    body = f"<div>{menu}</div><h1>Tag</h1>{items(form, lang)}<div>{pager}</div><div>{cloud}</div>"
    reading = read_page(body, "Tag", lang)
    assert reading.shape == "listing", reading.shape_reason
    assert [article.title for article in reading.articles] == [title for title, _ in STORIES[lang]]
    assert [(article.url or "").removesuffix(".html")[-1] for article in reading.articles] == ["0", "1", "2", "3"]
    if "{d}" in FORMS[form][1]:
        assert [article.published and article.published.at.day for article in reading.articles] == DAY_NUMBERS
    else:
        assert [article.published for article in reading.articles] == [None] * 4
    if "{x}" in FORMS[form][1]:
        assert all(teaser in article.text for article, (_, teaser) in zip(reading.articles, STORIES[lang], strict=True))


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
@pytest.mark.parametrize("form", FORMS)
def test_thirty_items_beside_an_article_are_no_listing(form: str, lang: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[lang])
    article = f"<div><h1>The signal box</h1>{text}</div>"
    reading = read_page(
        f"{article}<div>{items(form, lang, 30)}</div>", "The signal box", lang, "/news/the-signal-box-opens-again"
    )
    assert reading.shape == "article", reading.shape_reason
    assert all(paragraph in reading.articles[0].text for paragraph in PARAGRAPHS[lang])
    assert not [title for title, _ in STORIES[lang] if title in reading.articles[0].text]
