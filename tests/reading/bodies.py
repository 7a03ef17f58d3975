"""Original articles in four languages, and a page around them: what tests of chrome put their boxes into."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

from feedmill.model import Article, Document
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)

BODIES = {
    "en": (
        "A cable car above the gorge",
        [
            "The cable car above the gorge carried its first passengers on Saturday, eleven years after the pylons were planted.",
            "Its cabins were built for skiers and painted over for farmers, who now reach the market in nine minutes instead of fifty.",
            "“My goat was calmer than I was,” said a cheesemaker who took the first ride with both of them standing.",
            "The valley pays for the electricity, the ridge for the inspection, and a fund of former emigrants for the paint.",
            "From spring on, cabins will run until midnight, so that the village orchestra can rehearse on the other side.",
        ],
    ),
    "ru": (
        "Канатная дорога над ущельем",
        [
            "Канатная дорога над ущельем в субботу перевезла первых пассажиров — через одиннадцать лет после установки опор.",
            "Кабины строили для лыжников, а перекрасили для фермеров, которые теперь добираются до рынка за девять минут вместо пятидесяти.",
            "«Моя коза была спокойнее меня», — призналась сыроварка, которая ехала в первой кабине стоя.",
            "За электричество платит долина, за осмотры — хребет, а за краску — фонд бывших переселенцев.",
            "С весны кабины будут ходить до полуночи, чтобы сельский оркестр мог репетировать на другой стороне.",
        ],
    ),
    "zh": (
        "峡谷上空的缆车开通",
        [
            "峡谷上空的缆车周六迎来首批乘客，这一天距离支架竖起已经过去了整整十一年时间。",
            "轿厢原本为滑雪者建造，后来为农民重新刷漆，如今他们去集市只要九分钟，而不是五十分钟。",
            "“我的山羊比我还镇定。”一位站着坐完第一趟缆车的奶酪师傅这样告诉在场的记者。",
            "山谷负责支付电费，山脊负责支付检修费，油漆则由早年移居外地的乡亲们集资购买。",
            "从明年春天起，轿厢将一直运行到午夜，好让村里的乐队能够到对岸去排练新的曲目。",
        ],
    ),
    "de": (
        "Eine Seilbahn über der Schlucht",
        [
            "Die Seilbahn über der Schlucht hat am Samstag ihre ersten Fahrgäste befördert, elf Jahre nach dem Bau der Stützen.",
            "Die Kabinen wurden für Skifahrer gebaut und für Bauern neu gestrichen, die nun in neun Minuten auf dem Markt sind.",
            "„Meine Ziege war ruhiger als ich“, sagte eine Käserin, die bei der ersten Fahrt mit ihr zusammen stehen blieb.",
            "Das Tal bezahlt den Strom, der Höhenzug die Prüfung und ein Fonds früherer Auswanderer die Farbe.",
            "Vom Frühjahr an fahren die Kabinen bis Mitternacht, damit die Dorfkapelle auf der anderen Seite proben kann.",
        ],
    ),
}  # fmt: skip


def article_of(body: str, title: str, lang: str) -> Article:
    content = f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title} - The Ridge Courier</title></head><body>{body}</body></html>"
    reading = read(Document(origin="p.html", content=content.encode(), source="seeds", received=NOW, url="https://ridge.example/2026/cable-car"))  # fmt: skip
    assert len(reading.articles) == 1, reading.shape_reason
    return reading.articles[0]
