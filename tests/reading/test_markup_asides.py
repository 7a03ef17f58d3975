"""Boxes without names in the body of a page: captions, lives of authors, tags, invitations. None of them is its text."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import pytest

from tests.reading.bodies import BODIES, article_of

BOXES = {
    "share plain": "<div><a href='#f'>Facebook</a> <a href='#t'>Telegram</a> <a href='#v'>VK</a></div>",
    "tags plain": "<p>Tags: <a href='/t/1'>cable car</a>, <a href='/t/2'>goats</a></p>",
    "tags ru": "<p>Теги: <a href='/t/1'>канатная дорога</a>, <a href='/t/2'>козы</a></p>",
    "tags zh": "<p>标签：<a href='/t/1'>缆车</a> <a href='/t/2'>山羊</a></p>",
    "caption p": "<p><img src='/c.jpg'></p><p><em>The first cabin above the gorge. Photo: Ridge Courier / A. Sorel</em></p>",
    "caption ru": "<p><img src='/c.jpg'><br><small>Первая кабина над ущельем. Фото: А. Сорель / «Вестник хребта»</small></p>",
    "caption zh": "<p style='text-align:center'><img src='/c.jpg'></p><p style='text-align:center'>首批乘客乘坐缆车。新华社记者 李江 摄</p>",
    "author box": "<div><img src='/a.jpg'><h4>Anna Sorel</h4><p>Anna Sorel is a reporter at the Ridge Courier and writes about goats. Follow her on Twitter.</p></div>",
    "about heading": "<h3>About the author</h3><p>Anna Sorel covers transport for the Ridge Courier. She lives with two goats.</p>",
    "newsletter p": "<p><strong>Sign up for our newsletter and get the best of the ridge every Friday.</strong></p>",
    "telegram ru": "<p><b>Подписывайтесь на наш <a href='https://t.me/x'>Telegram-канал</a>, чтобы не пропустить главное!</b></p>",
    "wechat zh": "<p>扫描二维码关注我们的微信公众号，获取更多资讯。</p>",
    "error ru": "<p>Нашли ошибку? Выделите её и нажмите Ctrl+Enter</p>",
    "editor zh": "<p>（责任编辑：王小明）</p>",
    "copyright zh": "<p>版权声明：本文版权归本网所有，未经授权不得转载。</p>",
    "rights": "<p>© 2026 The Ridge Courier. All rights reserved.</p>",
    "prev next": "<p>Previous: <a href='/p'>Old story of the pylons</a></p><p>Next: <a href='/n'>New story of the pylons</a></p>",
    "prev zh": "<p>上一篇：<a href='/p'>旧的支架故事</a></p><p>下一篇：<a href='/n'>新的支架故事</a></p>",
    "support": "<p>If you enjoyed this article, please consider supporting us with a donation. Every cent helps.</p>",
    "de lesen": "<p>Lesen Sie auch: <a href='/x'>Wie man eine Ziege beruhigt</a></p>",
    "fr lire": "<p>À lire aussi : <a href='/x'>Comment calmer une chèvre</a></p>",
    "comments h": "<h3>3 comments</h3><p>I rode it on Sunday and my hat is still in the gorge.</p><p>Mine too, and it was new.</p>",
    "comments ru": "<h3>Комментарии</h3><div><b>Иван</b> 12.11.2026<p>Ездил в воскресенье, шляпа до сих пор в ущелье.</p></div>",
    "ul related": "<p><strong>Related:</strong></p><ul><li><a href='/1'>How to calm a goat on a ride</a></li><li><a href='/2'>The pylons were planted long ago</a></li></ul>",
    "cards no names": "".join(
        f"<div><a href='/t/{n}'><img src='/i{n}.jpg'></a><h4><a href='/t/{n}'>Another story of mountains, part {n}</a></h4><p>It happened on pass {n} and was soon forgotten by all.</p></div>"
        for n in range(3)
    ),
    "views": "<p>Views: 1245 | Comments: 3 | Print</p>",
    "source zh": "<p>来源：新华网　编辑：王小明</p>",
    "copy": "<p>Copy link</p>",
    "adv": "<p>ADVERTISEMENT</p><p>Article continues below</p>",
}
"""Boxes by name; the language of those that stand in articles of one only is behind the name."""
AT_THE_END = (
    "author box",
    "about heading",
    "comments",
    "rights",
    "editor",
    "copyright",
    "source",
    "prev",
    "support",
    "cards",
    "tags",
    "views",
    "error",
)
CASES = [
    (name, lang, place)
    for name in BOXES
    for lang in BODIES
    for place in ("end", "middle")
    if (name[-2:] == lang if name[-3:] in (" ru", " zh") else lang in ("en", "de"))
    and (place == "end" or not name.startswith(AT_THE_END))
]


@pytest.mark.parametrize(("name", "lang", "place"), CASES)
def test_a_box_in_the_body_is_not_its_text(name: str, lang: str, place: str) -> None:
    title, paragraphs = BODIES[lang]
    told = [f"<p>{text}</p>" for text in paragraphs]
    told.insert(2 if place == "middle" else len(told), BOXES[name])
    article = article_of(f"<div><h1>{title}</h1><div>{''.join(told)}</div></div>", title, lang)
    assert article.text == "\n\n".join(paragraphs)


def test_what_people_say_about_reporters_is_text() -> None:
    title, paragraphs = BODIES["en"]
    told = "".join(
        f"<p>{text}</p>"
        for text in [*paragraphs, "Anna Sorel is a goat herder at the upper station and rides every day."]
    )
    assert "goat herder" in article_of(f"<div><h1>{title}</h1>{told}</div>", title, "en").text


def test_a_paragraph_below_a_picture_is_text() -> None:
    title, paragraphs = BODIES["en"]
    told = "".join(f"<p><img src='/{n}.jpg'></p><p>{text}</p>" for n, text in enumerate(paragraphs))
    assert article_of(f"<div><h1>{title}</h1>{told}</div>", title, "en").text == "\n\n".join(paragraphs)
