"""Entries of original prose for the tests of rendering, in English, Russian and Chinese."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from feedmill.model import Channel, Entry, Origin, Topic


def uid(number: int) -> UUID:
    return UUID(int=(0x7F3C << 112) | (4 << 76) | (2 << 62) | number * 7919)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


ENERGY = Topic(slug="energy", title="Energy", scope="Oil, gas, coal, power and nuclear.", codes=("20000256",))
TRADE = Topic(slug="trade-finance", title="Trade & finance", scope="Goods, payments.", codes=("20000349", "20000256"))


def channel(**changes: object) -> Channel:
    values: dict[str, object] = {
        "slug": "energy",
        "id": "urn:uuid:5b3c2a10-1111-4222-8333-444455556666",
        "title": "Energy · Example desk",
        "description": "Oil, gas, coal, power and nuclear between the two countries.",
        "base_url": "https://desk.example.org",
        "page": "https://desk.example.org/topics/energy",
        "topics": {"energy": ENERGY, "trade-finance": TRADE},
        "language": "en",
    }
    return Channel(**(values | changes))  # type: ignore[arg-type]


ARCHIVED = channel(archive="2026-11", prev_archive="2026-10", next_archive="2026-11-2")
"""An archive document between two others."""


def entry(number: int, **changes: object) -> Entry:
    values: dict[str, object] = {
        "id": uid(number),
        "article": uid(1000 + number),
        "verdict": "yes",
        "title": f"Pump station {number} reopens at the border",
        "html": f"<p>Engineers restarted pump station {number} on the shared line.</p>",
        "text": f"Engineers restarted pump station {number} on the shared line.",
        "link": f"https://river-gazette.example/news/{number}",
        "authors": ("Nora Fields",),
        "publisher": "River Gazette",
        "agency": None,
        "language": "en",
        "image": None,
        "topics": ("energy",),
        "origins": (),
        "why": "both sides act in the headline; energy terms: pump station",
        "date": at(1 + number % 20),
        "date_note": None,
        "updated": at(1 + number % 20),
        "arrived": at(22),
    }
    return Entry(**(values | changes))  # type: ignore[arg-type]


def trilingual() -> list[Entry]:
    english = entry(
        1,
        title="Two ports & one pipeline: the winter plan",
        html="<h2>Plan</h2><p>The harbour masters met <em>twice</em> & agreed on ice-class tankers.</p>"
        '<p><a href="https://river-gazette.example/map">A map</a> is attached.</p>',
        text="Plan\n\nThe harbour masters met twice & agreed on ice-class tankers.\n\nA map is attached.",
        image="https://river-gazette.example/tanker.jpg",
        topics=("energy", "trade-finance"),
        date=at(20, 9, 30),
        updated=at(21, 7, 0),
        origins=(
            Origin(label="River Gazette", url=None, view="press", published=at(20, 9, 30), precision="minute",
                   article=uid(1001)),
            Origin(label="Вестник Причала", url="https://prichal.example/новости/7", view="state-ru",
                   published=at(20, 0), precision="day", article=uid(2001)),
            Origin(label="scan-17.txt", url=None, view="unknown", published=None, precision=None, article=uid(2002)),
        ),
    )  # fmt: skip
    russian = entry(
        2,
        title="Порты договорились о зимних рейсах «Север — Юг»",
        html="<p>Капитаны двух портов подписали расписание.</p><p>Первый караван выйдет в декабре.</p>",
        text="Капитаны двух портов подписали расписание.\n\nПервый караван выйдет в декабре.",
        link=None, authors=("Алёна Причальная", "Глеб Волнорез"), publisher="Вестник Причала", language="ru",
        date=at(20, 12), date_note="day only", updated=at(20, 12),
    )  # fmt: skip
    chinese = entry(
        3,
        title="两港口商定冬季航线",
        html="<p>两个港口的负责人就冬季航线达成一致。首批船队将于十二月启航。</p>",
        text="两个港口的负责人就冬季航线达成一致。首批船队将于十二月启航。",
        link="https://gangkou.example/新闻/3.html", authors=(), publisher=None, agency="江海社", language="zh",
        date=at(22, 1), date_note="undated; received 2026-11-22", updated=at(22, 1),
    )  # fmt: skip
    return [english, russian, chinese]
