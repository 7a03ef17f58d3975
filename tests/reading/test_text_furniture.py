"""Furniture in the middle and at the ends of plain text: what interrupts an article does not end it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document
from feedmill.reading.plaintext import read_text

_FIRST = "The ferry across the strait will run twice a day from May, the harbour office said on Monday in the town."
_SECOND = "Fishermen had asked for a later boat for eleven years, because the market on the far shore opens after noon."
_LAST = "A first trial crossing is planned for the end of the month."


def _read(*lines: str) -> Article:
    text = "\n\n".join(lines)
    document = Document(
        origin="a.txt", content=text.encode(), received=datetime(2026, 11, 23, tzinfo=UTC), source="seeds"
    )
    (article,) = read_text(text, document).articles
    return article


@pytest.mark.parametrize(
    "box",
    [
        "Sign up for our newsletter",
        "window._ads = window._ads || []; _ads.push({mode: 'mid', container: 'ad-1', placement: 'Mid Article'});",
    ],
)
def test_a_box_in_mid_text_does_not_end_it(box: str) -> None:
    article = _read("A ferry runs twice a day from May", _FIRST, box, _SECOND, _LAST)
    assert article.text == f"{_FIRST}\n\n{_SECOND}\n\n{_LAST}"


@pytest.mark.parametrize(
    "caption",
    ["The old pier at low tide. Photo: Harbour Office", "Старый причал в отлив. Фото: пресс-служба порта",
     "Der alte Pier bei Ebbe. Foto: Hafenamt"],
)  # fmt: skip
def test_a_caption_with_its_credit_is_cut(caption: str) -> None:
    article = _read("A ferry runs twice a day from May", _FIRST, caption, _SECOND)
    assert article.text == f"{_FIRST}\n\n{_SECOND}"
    assert ("caption", caption) in [(cut.reason, cut.text) for cut in article.cuts]


def test_a_last_paragraph_about_the_writer_is_cut() -> None:
    bio = "Nora Feldkamp lives by the sea and has written about boats and tides for twenty years."
    article = _read("A ferry runs twice a day from May", "By Nora Feldkamp", _FIRST, _SECOND, _LAST, bio)
    assert article.authors == ("Nora Feldkamp",)
    assert article.text == f"{_FIRST}\n\n{_SECOND}\n\n{_LAST}"


def test_a_person_of_the_story_stays_at_its_end() -> None:
    end = "Nora Feldkamp, who runs the harbour office, will be on board of the first boat herself with her deputy."
    article = _read("A ferry runs twice a day from May", "By Tom Aldous", _FIRST, _SECOND, _LAST, end)
    assert article.text.endswith(end)


def test_the_site_is_named_on_both_sides_of_the_headline() -> None:
    title = "A ferry runs twice a day from May"
    article = _read(f"{title} - The Tidal Post", f"The Tidal Post | {title}", title, _FIRST, _SECOND)
    assert (article.title, article.publisher) == (title, "The Tidal Post")
