"""Who wrote it and when, as pages say it beside their text: above it, below it and at its first words."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TEXTS = {
    "en": (
        "Pontoon closed by high water near the border",
        (
            "The pontoon at Pogranichny was closed on Sunday night because the river had risen by a metre and a half in two days.",
            "Lorries that carry vegetables from Suifenhe wait in a field, and their drivers cook for one another on petrol stoves.",
            "The harbour master promised a first crossing on Wednesday, provided that the ice upstream does not move before that.",
        ),
    ),
    "ru": (
        "Понтон у границы закрыли из-за паводка",
        (
            "Понтонный мост у Пограничного закрыли в ночь на воскресенье: за двое суток река поднялась на полтора метра.",
            "Фуры с овощами из Суйфэньхэ ждут в поле, а водители готовят друг другу на примусах.",
            "Начальник порта обещает первую переправу в среду, если лёд выше по течению не тронется раньше.",
        ),
    ),
    "zh": (
        "口岸浮桥因水位上涨临时关闭两天",
        (
            "由于两天内水位上涨一米半，绥芬河对岸的浮桥在星期天夜里临时关闭，满载蔬菜的货车只能停在野地里等候通行。",
            "司机们用汽油炉互相做饭，有人拿出了从家里带来的酸菜，也有人拉起了手风琴，等待的夜晚并不寂寞。",
            "港口负责人表示，如果上游的冰层不提前松动，星期三就可以恢复第一班摆渡。",
        ),
    ),
}
CASES = [
    ("en", "top", '<div class="credits">Words by Odette Falk | Photos by Ned Moor</div>', ("Odette Falk",), None),
    (
        "en",
        "top",
        '<p class="story-by">Story by <a href="/staff/odette">Odette Falk</a><br>Photography by Ned Moor</p>',
        ("Odette Falk",),
        None,
    ),
    (
        "en",
        "top",
        '<div class="meta"><span>Odette Falk</span><span>Nov 2, 2026</span><span>3 min read</span></div>',
        ("Odette Falk",),
        "2026-11-02",
    ),
    (
        "en",
        "top",
        '<div class="a-b"><span>BY</span> <span>ODETTE FALK</span></div><div>NOVEMBER 2, 2026</div>',
        ("ODETTE FALK",),
        "2026-11-02",
    ),
    (
        "en",
        "top",
        "<p>Odette Falk, Asia Correspondent</p><p>Published: 02 Nov 2026, 10:15 IST | Updated: 02 Nov 2026, 12:00 IST</p>",
        ("Odette Falk",),
        "2026-11-02",
    ),
    ("en", "top", "<p><em>By Odette Falk and Ned Moor, for the River Post</em></p>", ("Odette Falk", "Ned Moor"), None),
    (
        "en",
        "top",
        '<div class="author"><img alt="Odette Falk"><strong>Odette Falk</strong><span>Senior Editor, Rivers</span></div><time datetime="2026-11-02T08:00:00Z">2 Nov</time>',
        ("Odette Falk",),
        "2026-11-02",
    ),
    ("en", "top", "<p>From our correspondent in Harbin | 2 November 2026</p>", (), "2026-11-02"),
    ("en", "end", "<p>— Odette Falk</p>", ("Odette Falk",), None),
    (
        "en",
        "end",
        "<p>(Reporting by Odette Falk; Writing by Ned Moor; Editing by Tim Ash)</p>",
        ("Odette Falk", "Ned Moor"),
        None,
    ),
    ("en", "end", "<p><i>Translated by Ned Moor</i></p>", (), None),
    (
        "ru",
        "top",
        '<div class="info">02.11.2026 10:15 | Автор: Павел Онегин | Фото: Илья Мех</div>',
        ("Павел Онегин",),
        "2026-11-02",
    ),
    ("ru", "top", "<div>Павел Онегин, 2 ноября 2026, 10:15 (МСК)</div>", ("Павел Онегин",), "2026-11-02"),
    ("ru", "top", "<div>Текст и фото: Павел Онегин</div>", ("Павел Онегин",), None),
    (
        "ru",
        "top",
        '<div><a href="/authors/onegin">Павел Онегин</a> <span>специальный корреспондент</span></div>',
        ("Павел Онегин",),
        None,
    ),
    (
        "ru",
        "top",
        "<div>Опубликовано 2 ноября 2026 в 10:15. Автор — Павел Онегин.</div>",
        ("Павел Онегин",),
        "2026-11-02",
    ),
    ("ru", "end", "<p>Павел ОНЕГИН, фото автора.</p>", ("Павел ОНЕГИН",), None),
    ("ru", "end", "<p>Подготовил Павел Онегин</p>", ("Павел Онегин",), None),
    ("ru", "end", "<p>Павел Онегин, специально для «Речного вестника»</p>", ("Павел Онегин",), None),
    ("ru", "end", "<p>Источник: пресс-служба порта</p>", (), None),
    ("ru", "end", "<p>Корр. Павел Онегин, Владивосток</p>", ("Павел Онегин",), None),
    ("ru", "end", "<p>Фото: Илья Мех / Речной вестник</p>", (), None),
    ("zh", "top", "<div>2026-11-02 10:15 来源：江岸晚报 记者：欧阳雪 编辑：丁可</div>", ("欧阳雪",), "2026-11-02"),
    (
        "zh",
        "top",
        "<div><span>江岸晚报</span><span>2026年11月02日</span><span>作者：欧阳雪</span></div>",
        ("欧阳雪",),
        "2026-11-02",
    ),
    ("zh", "top", "<div>文/图 本报记者 欧阳雪 通讯员 韩磊</div>", ("欧阳雪", "韩磊"), None),
    ("zh", "top", "<div>本报记者 欧阳雪 韩磊</div>", ("欧阳雪", "韩磊"), None),
    ("zh", "top", "<p>作者：欧阳雪（作者系北江大学教授）</p>", ("欧阳雪",), None),
    ("zh", "top", "<div>发布时间:2026-11-02 10:15:00 作者: 来源:江岸晚报 点击:88</div>", (), "2026-11-02"),
    ("zh", "end", "<p>（作者：欧阳雪，系北江大学教授）</p>", ("欧阳雪",), None),
    ("zh", "end", "<p>记者：欧阳雪\u3000编辑：丁可\u3000校对：孟川</p>", ("欧阳雪",), None),
    ("zh", "end", "<p>来源：江岸晚报</p>", (), None),
    ("zh", "end", "<p>（本报记者 欧阳雪 摄影报道）</p>", ("欧阳雪",), None),
    ("zh", "end", "<p>江岸晚报全媒体记者 欧阳雪 文/图</p>", ("欧阳雪",), None),
    ("zh", "lead", "江岸晚报讯（记者欧阳雪 通讯员韩磊）", ("欧阳雪", "韩磊"), None),
    ("zh", "lead", "【江岸晚报记者 欧阳雪 北江报道】", ("欧阳雪",), None),
    ("en", "lead", "POGRANICHNY, Russia — ", (), None),
]


@pytest.mark.parametrize(("language", "where", "said", "authors", "day"), CASES)
def test_what_is_said_beside_a_text_is_read_and_cut(
    language: str, where: str, said: str, authors: tuple[str, ...], day: str | None
) -> None:
    title, text = TEXTS[language]
    lead = f"<p>{said if where == 'lead' else ''}{text[0]}</p>"
    body = lead + "".join(f"<p>{line}</p>" for line in text[1:])
    above, below = (said if where == place else "" for place in ("top", "end"))
    html = f"<!DOCTYPE html><html lang={language}><head><meta charset=utf-8><title>{title}</title></head><body><div><h1>{title}</h1>{above}<div>{body}{below}</div></div></body></html>"
    (article,) = read(Document(origin="page.html", content=html.encode(), source="seeds", received=NOW)).articles
    assert article.authors == authors
    assert (article.published.at.date().isoformat() if article.published else None) == day
    assert article.text.split("\n\n") == list(text)
