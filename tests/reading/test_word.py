"""Word files: text in order, headings for titles, properties where nothing is stated; hostile packages refused."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from feedmill.model import Article, Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ENGLISH = [
    "The co-operative dairy in the upper valley has bought a second-hand milk lorry, its chairman told members on Tuesday evening.",
    "Until now farmers on the left bank had to carry their churns over the footbridge, which the council closes in winter.",
    "The lorry, built in 1998, still bears the name of a brewery, and nobody has offered to paint over it.",
]
RUSSIAN = [
    "Молочный кооператив в верхней долине купил подержанный молоковоз, сообщил во вторник его председатель.",
    "До сих пор крестьяне левого берега носили бидоны через пешеходный мост, который зимой закрывают.",
    "На машине, построенной в 1998 году, осталось название пивоварни, и закрасить его никто не вызвался.",
]
CHINESE = [
    "上游山谷的奶业合作社买了一辆二手运奶车，社长星期二晚上告诉社员。这辆车是从邻省一家啤酒厂买来的。",
    "左岸的农户过去要提着奶桶走过人行桥，而镇政府冬天会把桥封掉，许多人因此不再养牛。",
    "车身上还写着啤酒厂的名字，没有人愿意出钱把它涂掉，孩子们倒觉得这样很好看。",
]


def packed(word: Any) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def made(paragraphs: list[str], title: str | None = None, **properties: object) -> Any:
    word = docx.Document()
    word.core_properties.title = ""
    word.core_properties.author = ""
    word.core_properties.comments = ""
    word.core_properties.created = datetime(1970, 1, 1, tzinfo=UTC)
    for name, value in properties.items():
        setattr(word.core_properties, name, value)
    if title:
        word.add_heading(title, 0)
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    return word


def read_bytes(content: bytes) -> Reading:
    return read(Document(origin="x.docx", content=content, source="seeds", received=NOW))


def only(word: Any) -> Article:
    reading = read_bytes(packed(word))
    assert reading.rejection is None, reading.rejection
    assert reading.media_type.endswith("wordprocessingml.document")
    assert reading.encoding is None
    (article,) = reading.articles
    return article


@pytest.mark.parametrize(
    ("title", "paragraphs", "language"),
    [
        ("Valley dairy buys a lorry", ENGLISH, "en"),
        ("Кооператив купил молоковоз", RUSSIAN, "ru"),
        ("山谷合作社买了运奶车", CHINESE, "zh"),
    ],
)
def test_the_heading_is_the_title_and_paragraphs_stay(title, paragraphs, language) -> None:
    article = only(made(paragraphs, title))
    assert (article.title, article.title_provenance, article.language) == (title, "stated", language)
    assert article.text == "\n\n".join(paragraphs)
    assert article.published is None
    assert article.authors == ()


def test_a_byline_below_the_title_is_read() -> None:
    article = only(
        made(["By Marta Lindqvist, 12 October 2026", *ENGLISH], "Valley dairy buys a lorry", author="Somebody Else")
    )
    assert article.authors == ("Marta Lindqvist",)
    assert article.published is not None
    assert article.published.at == datetime(2026, 10, 12, tzinfo=UTC)


def test_properties_fill_what_the_text_does_not_state() -> None:
    article = only(
        made(
            [" ".join(ENGLISH)], title=None, author="Marta Lindqvist", created=datetime(2026, 10, 12, 7, 30, tzinfo=UTC)
        )
    )
    assert article.title_provenance == "derived"
    assert article.authors == ("Marta Lindqvist",)
    assert article.published is not None
    assert (article.published.at, article.published.precision) == (datetime(2026, 10, 12, tzinfo=UTC), "day")
    assert article.published.provenance == "word properties"


def test_the_template_of_a_program_dates_nothing() -> None:
    """Files that a library writes keep the day on which its template was made."""
    word = docx.Document()
    word.add_heading("A lorry for the dairy", 0)
    for paragraph in ENGLISH:
        word.add_paragraph(paragraph)
    article = read_bytes(packed(word)).articles[0]
    assert (article.published, article.authors) == (None, ())


@pytest.mark.parametrize("author", ["user", "Admin", "DESKTOP-4F", "Пользователь Windows", "python-docx"])
def test_a_login_is_no_author(author) -> None:
    assert only(made([" ".join(ENGLISH)], author=author)).authors == ()


def test_what_was_inserted_counts_and_what_was_deleted_does_not() -> None:
    word = made(ENGLISH, "Valley dairy buys a lorry")
    change = (
        f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>The council will discuss the bridge </w:t></w:r>"
        "<w:del><w:r><w:delText>in secret</w:delText></w:r></w:del><w:ins><w:r><w:t>in public before Easter.</w:t></w:r></w:ins></w:p>"
    )
    word.element.body.insert(len(word.element.body) - 1, parse_xml(change))
    assert only(word).text.endswith("The council will discuss the bridge in public before Easter.")


def test_content_controls_are_read_and_tables_of_contents_are_not() -> None:
    word = made(ENGLISH, "Valley dairy buys a lorry")
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>The dairy was founded by eleven families after the great frost.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    contents = (
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Chapter one about the dairy of the valley, page 3, and chapter two.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    for part in (control, contents):
        word.element.body.insert(len(word.element.body) - 1, parse_xml(part))
    text = only(word).text
    assert "eleven families" in text
    assert "Chapter one" not in text


def test_text_laid_out_in_a_table_is_text() -> None:
    word = made([], "Valley dairy buys a lorry")
    table = word.add_table(1, 2)
    table.cell(0, 0).text = " ".join(ENGLISH)
    table.cell(0, 1).text = "Advertise here"
    assert " ".join(ENGLISH) in only(word).text


@pytest.mark.parametrize(
    ("paragraphs", "heading", "items", "last", "related"),
    [
        (
            ENGLISH[:2],
            "What comes next",
            ("two churns", "one ramp"),
            "The chairman would not say who drives.",
            "Related stories",
        ),
        (RUSSIAN[:2], "Что дальше", ("два бидона", "один пандус"), "Кто сядет за руль, он не сказал.", "Читайте также"),
        (CHINESE[:2], "下一步", ("两个奶桶", "一条坡道"), "谁来开车，社长没有说。", "相关阅读"),
    ],
)
def test_what_stands_at_the_end_of_a_written_document_belongs_to_it(paragraphs, heading, items, last, related) -> None:
    """Lists, tables and short sections end up below the last long paragraph; on a page such lines would be other
    stories. What was pasted along with the text still goes.
    """
    word = made(paragraphs, "A lorry")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "1998", "8 t"
    word.add_heading(heading, 2)
    for item in items:
        word.add_paragraph(item, style="List Bullet")
    word.add_paragraph(last)
    word.add_paragraph(related)
    word.add_paragraph("A cat found in a tower")
    text = read_bytes(packed(word)).articles[0].text
    assert text.endswith("\n\n".join(["1998 | 8 t", heading, *(f"• {item}" for item in items), last]))


def test_an_empty_file_is_refused() -> None:
    reading = read_bytes(packed(made([])))
    assert reading.rejection is not None
    assert reading.rejection.reason == "no-article"


def repacked(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A sound file in which parts were exchanged or left out."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(made(ENGLISH)))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


BODY = "word/document.xml"
ENTITIES = (
    b"<!DOCTYPE d [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;'>" % (98 + n, *[97 + n] * 6) for n in range(12))
    + b"]>"
)


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (lambda name, content: b"<x>" + b" " * (80 << 20) if name == BODY else content, {"hostile"}),
        (lambda name, content: b"\0" * (80 << 20) if name == "word/settings.xml" else content, {"hostile"}),
        (lambda name, content: None if name == BODY else content, {"malformed"}),
        (lambda name, content: b"not xml" if name == BODY else content, {"malformed"}),
        (lambda name, content: content[: len(content) // 2] if name == BODY else content, {"malformed"}),
        (lambda name, content: content.replace(b"<w:p>", b"<w:sdt><w:sdtContent>" * 100_000 + b"<w:p>") if name == BODY else content, {"malformed"}),
        (lambda name, content: ENTITIES + content.split(b"?>", 1)[1].replace(b"The co-operative", b"&k;") if name == BODY else content, {"malformed", "read"}),
    ],
    ids=["inflating body", "inflating part", "no body", "no xml", "half a body", "nesting", "entities"],
)  # fmt: skip
def test_damaged_and_hostile_packages_are_refused(change, reasons) -> None:
    reading = read_bytes(repacked(change))
    found = reading.rejection.reason if reading.rejection else "read"
    assert found in reasons
    assert all(len(article.text) < 10_000 for article in reading.articles)


def test_a_cut_package_is_refused() -> None:
    whole = packed(made(ENGLISH))
    for end in (40, 2_000, len(whole) // 2, len(whole) - 30):
        reading = read_bytes(whole[:end])
        assert reading.rejection is not None
        assert reading.rejection.reason in ("malformed", "binary")
