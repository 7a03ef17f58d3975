"""Golden documents: what a careful editor makes of each, one folder a case.

``golden/<case>/input.<ext>`` holds the bytes as dropped, ``expected.json`` the expectation. Its keys:

* ``intent``: one sentence, what the case is for;
* ``document``: path of the input from the top of the repository, instead of ``input.<ext>``;
* ``shape``, ``encoding``: as in :class:`feedmill.model.Reading`; ``encoding_any``: one of these;
* ``rejected``: the reason, or a list of acceptable reasons. With ``items`` beside it, either is right;
* ``count`` and ``items``: the articles in document order.

An item states what it cares about; a key that is absent is not asserted, ``null`` asserts "not stated". ``published``
and ``updated`` are a day ("2026-10-14") or a moment ("2026-10-14T07:30:00Z"); ``include`` must stand in the text,
``exclude`` in neither title, text nor HTML; ``html_include`` in the HTML; ``provenance_contains`` in the date's
provenance. A new case is a new folder; nothing needs to be registered.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from feedmill.model import REJECTIONS, Article, Document, Moment, Reading
from feedmill.reading import read

GOLDEN = Path(__file__).parent / "golden"
REPOSITORY = Path(__file__).parent.parent.parent
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
RECEIVED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LETTERS_TO_READ_AGAIN = {"zh": 80, "ja": 80}


@cache
def expected_of(case: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLDEN / case / "expected.json").read_text("utf-8"))
    return loaded


def path_of(case: str) -> Path:
    document = expected_of(case).get("document")
    inputs = [REPOSITORY / document] if document else list(GOLDEN.joinpath(case).glob("input.*"))
    assert len(inputs) == 1, case
    return inputs[0]


@cache
def reading_of(case: str) -> Reading:
    path = path_of(case)
    return read(Document(origin=path.name, content=path.read_bytes(), source="seeds", received=RECEIVED))


def cases(*needed: str) -> list[str]:
    return [case for case in CASES if all(key in expected_of(case) for key in needed)]


def reasons(expected: dict[str, Any]) -> list[str]:
    rejected = expected.get("rejected", [])
    return [rejected] if isinstance(rejected, str) else rejected


def pairs(case: str) -> list[tuple[Article, dict[str, Any]]]:
    """Articles with their expectations; none when the case may be refused, and was."""
    expected, reading = expected_of(case), reading_of(case)
    if reading.rejection is not None and reading.rejection.reason in reasons(expected):
        return []
    assert reading.rejection is None, f"{expected['intent']}: refused as {reading.rejection}"
    titles = [article.title for article in reading.articles]
    assert len(titles) == expected["count"], (
        f"{expected['intent']} Read: {reading.shape} ({reading.shape_reason}), {titles}"
    )
    return list(zip(reading.articles, expected["items"], strict=True))


def is_stated(moment: Moment | None, stated: str | None) -> bool:
    if moment is None or stated is None:
        return moment is None and stated is None
    if len(stated) == len("2026-10-14"):
        return moment.at.date().isoformat() == stated
    return moment.at == datetime.fromisoformat(stated)


def test_each_case_is_complete() -> None:
    for case in CASES:
        expected = expected_of(case)
        assert expected["intent"].strip(), case
        assert path_of(case).is_file(), case
        assert "rejected" in expected or len(expected["items"]) == expected["count"] > 0, case
        assert set(reasons(expected)) <= set(REJECTIONS), case


@pytest.mark.parametrize("case", [case for case in cases("rejected") if "items" not in expected_of(case)])
def test_what_is_no_article_is_refused_with_its_reason(case: str) -> None:
    reading = reading_of(case)
    assert reading.rejection is not None, [article.title for article in reading.articles]
    assert reading.rejection.reason in reasons(expected_of(case)), reading.rejection
    assert reading.rejection.detail.strip()
    assert reading.articles == ()


@pytest.mark.parametrize("case", cases("items"))
def test_items_and_titles(case: str) -> None:
    for article, wanted in pairs(case):
        assert article.title_provenance == wanted["title_provenance"], article.title
        if wanted["title"] is not None:
            assert article.title == wanted["title"]
        else:
            assert len(article.title) <= 120
            assert article.text.startswith(article.title.rstrip("…. "))


@pytest.mark.parametrize("case", cases("shape"))
def test_shape(case: str) -> None:
    reading = reading_of(case)
    assert reading.shape == expected_of(case)["shape"], reading.shape_reason
    assert reading.shape_reason.strip()


@pytest.mark.parametrize("case", CASES)
def test_encoding(case: str) -> None:
    expected = expected_of(case)
    accepted = expected.get("encoding_any") or ([expected["encoding"]] if "encoding" in expected else None)
    encoding = reading_of(case).encoding
    assert accepted is None or encoding in accepted
    assert encoding is None or encoding == encoding.lower()


@pytest.mark.parametrize("case", cases("items"))
def test_text(case: str) -> None:
    for article, wanted in pairs(case):
        missing = [phrase for phrase in wanted.get("include", ()) if phrase not in article.text]
        assert not missing, article.text
        leaked = [p for p in wanted.get("exclude", ()) if p in article.title or p in article.text or p in article.html]
        assert not leaked, f"{article.title}\n{article.text}\n{article.html}"
        assert all(phrase in article.html for phrase in wanted.get("html_include", ())), article.html


@pytest.mark.parametrize("case", cases("items"))
def test_dates(case: str) -> None:
    for article, wanted in pairs(case):
        if "published" in wanted:
            assert is_stated(article.published, wanted["published"]), (article.title, article.published)
        if wanted.get("precision") and article.published is not None:
            assert article.published.precision == wanted["precision"], article.published
        if "updated" in wanted:
            assert is_stated(article.updated, wanted["updated"]), article.updated
        if "provenance_contains" in wanted:
            assert article.published is not None
            assert wanted["provenance_contains"] in article.published.provenance


@pytest.mark.parametrize("case", cases("items"))
def test_attribution(case: str) -> None:
    wrong = [
        f"{field} of {article.title!r} is {found!r}, not {wanted[field]!r}"
        for article, wanted in pairs(case)
        for field in ("authors", "agency", "publisher", "language", "url", "guid", "teaser")
        if field in wanted
        if (found := list(article.authors) if field == "authors" else getattr(article, field)) != wanted[field]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", CASES)
def test_what_holds_for_every_reading(case: str) -> None:
    reading = reading_of(case)
    assert (reading.rejection is None) == bool(reading.articles)
    assert [article.position for article in reading.articles] == list(range(len(reading.articles)))
    for cut in (*reading.cuts, *(cut for article in reading.articles for cut in article.cuts)):
        assert cut.reason.strip()
        assert len(cut.text) <= 400
    for article in reading.articles:
        assert_is_clean(article)


def assert_is_clean(article: Article) -> None:
    assert article.title == " ".join(article.title.split()) != ""
    assert article.text.strip() == article.text != ""
    for paragraph in article.text.split("\n\n"):
        assert paragraph.strip() == paragraph != ""
        assert "\n" not in paragraph
    for trap in ("<script", "<iframe", "<style", "<svg", "javascript:", "onclick=", "onload=", " style="):
        assert trap not in article.html.lower()
    for moment in (article.published, article.updated):
        assert moment is None or (moment.at.utcoffset() is not None and moment.provenance.strip())
        if moment is not None and moment.precision == "day":
            assert (moment.at.hour, moment.at.minute, moment.at.second) == (0, 0, 0)


@pytest.mark.parametrize("case", cases("items"))
def test_reading_the_cleaned_text_again_keeps_the_body(case: str) -> None:
    """What came out clean goes in again as text, title on top, and comes out the same; as a written document if it
    was one, because only there lists at the end are no lists of other stories.
    """
    written = reading_of(case).media_type == "text/markdown"
    for article, _ in pairs(case):
        if sum(map(str.isalpha, article.text)) < LETTERS_TO_READ_AGAIN.get(article.language or "", 200):
            continue
        head = f"{article.title}\n\n" if article.title_provenance == "stated" else ""
        head = f"---\nlanguage: {article.language}\n---\n\n{head}" if written else head
        content = (head + article.text + "\n").encode()
        again = read(Document(origin="again.txt", content=content, source="seeds", received=RECEIVED))
        assert [other.text for other in again.articles] == [article.text], again.shape_reason
