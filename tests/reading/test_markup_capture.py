"""Copies of pages that state when they were made: days told from the day of reading count from there, or not at all."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEBSITE = "https://harbour.example/s/1"
SAVED = {
    "SingleFile": "<!--\n Page saved with SingleFile \n url: https://harbour.example/s/1 \n saved date: Fri Nov 20 2026 15:30:00 GMT+0300 (Moscow Standard Time)\n-->",
    "HTTrack": "<!-- Mirrored from harbour.example/s/1 by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 20 Nov 2026 12:30:00 GMT -->",
    "a line": "<p>Captured: 20 November 2026, 12:30 UTC</p>",
}
ARCHIVED = (
    "<!--\n     FILE ARCHIVED ON 12:30:00 Nov 20, 2026 AND RETRIEVED FROM AN ARCHIVE ON 08:00:00 Nov 22, 2026.\n-->"
)
TEXTS = {
    "en": ("The ferry bell rings again", "2 hours ago", "Yesterday", [
        "The ferry bell that fell into the strait in spring has been raised by two divers and a borrowed crane.",
        "It rang under water for a moment, the divers said, and every gull in the harbour rose at once."]),
    "ru": ("Паромный колокол снова звонит", "2 часа назад", "Вчера", [
        "Паромный колокол, упавший весной в пролив, подняли два водолаза с помощью одолженного крана.",
        "По словам водолазов, он на мгновение зазвенел под водой, и над гаванью разом поднялись все чайки."]),
    "zh": ("渡口大钟再次敲响", "2小时前", "昨天", [
        "今年春天掉进海峡的渡口大钟，由两名潜水员和一台借来的吊车打捞上岸。",
        "潜水员说，大钟在水下响了一下，港口的海鸥一下子全部飞了起来。"]),
    "de": ("Die Fährglocke läutet wieder", "vor 2 Stunden", "Gestern", [
        "Die Fährglocke, die im Frühjahr in den Sund gefallen war, haben zwei Taucher mit einem geliehenen Kran gehoben.",
        "Unter Wasser habe sie kurz geläutet, sagten die Taucher, und alle Möwen des Hafens seien aufgeflogen."]),
}  # fmt: skip


def page(lang: str, when: str, *, before: str = "", behind: str = "", url: str = WEBSITE) -> Reading:
    title, _, _, paragraphs = TEXTS[lang]
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    html = f"<!doctype html>{before}<html lang={lang}><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div class=date>{when}</div>{text}</body></html>{behind}"
    return read(Document(origin="page.html", content=html.encode(), source="seeds", received=NOW, url=url))


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("form", SAVED)
def test_hours_before_the_copy(lang: str, form: str) -> None:
    published = page(lang, TEXTS[lang][1], before=SAVED[form]).articles[0].published
    assert published is not None
    assert published.at == datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
    assert "relative to scrape date" in published.provenance


@pytest.mark.parametrize("lang", TEXTS)
def test_the_day_before_the_copy(lang: str) -> None:
    for reading in (
        page(lang, TEXTS[lang][2], behind=ARCHIVED),
        page(lang, TEXTS[lang][2], url=f"https://web.archive.org/web/20261120123000/{WEBSITE}"),
    ):
        published = reading.articles[0].published
        assert published is not None
        assert (published.at.date().isoformat(), published.precision) == ("2026-11-19", "day")


@pytest.mark.parametrize("lang", TEXTS)
def test_without_a_stated_copy_nothing_is_told(lang: str) -> None:
    for when in TEXTS[lang][1:3]:
        assert page(lang, str(when)).articles[0].published is None


@pytest.mark.parametrize(
    ("lang", "when"), [("en", "18 November, 14:05"), ("ru", "18 ноября, 14:05"), ("zh", "11月18日 14:05"), ("de", "18. November")]
)  # fmt: skip
def test_the_copy_lends_a_day_its_year(lang: str, when: str) -> None:
    published = page(lang, when, before=SAVED["SingleFile"]).articles[0].published
    assert published is not None
    assert published.at.date().isoformat() == "2026-11-18"
    assert "year from" in published.provenance
    assert page(lang, when).articles[0].published is None


@pytest.mark.parametrize("stamp", ["Fri Foo 99 2026 12:30:00", "Fri Nov 31 2026 12:30:00", "Fri Nov 20 2036 12:30:00"])
def test_impossible_stamps_are_no_day(stamp: str) -> None:
    before = f"<!-- Page saved with SingleFile url: {WEBSITE} saved date: {stamp} GMT+0000 -->"
    assert page("en", "2 hours ago", before=before).articles[0].published is None


@pytest.mark.parametrize("lang", TEXTS)
def test_items_of_a_listing_count_from_the_copy(lang: str) -> None:
    title, hours, yesterday, paragraphs = TEXTS[lang]
    days = [hours, yesterday, "20.11.2026"]
    items = "".join(
        f"<li><h3><a href='/s/{n}'>{title} {n}</a></h3><span class=when>{day}</span><p>{paragraphs[n % 2]}</p></li>"
        for n, day in enumerate(days)
    )
    html = f"<html lang={lang}><head><meta charset=utf-8><title>Tag</title></head><body><ul>{items}</ul></body></html>"
    for before, expected in (
        (SAVED["SingleFile"].replace("/s/1", "/t/"), ["2026-11-20", "2026-11-19", "2026-11-20"]),
        ("", [None, None, "2026-11-20"]),
    ):
        document = Document(origin="p.html", content=(before + html).encode(), source="seeds", received=NOW, url="https://harbour.example/t/")  # fmt: skip
        reading = read(document)
        assert reading.shape == "listing"
        got = [one.published.at.date().isoformat() if one.published else None for one in reading.articles]
        assert got == expected
