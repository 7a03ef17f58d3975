"""PDF files: the text layer in reading order, without what every page repeats; or the reason why there is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Article, Document, Reading
from feedmill.reading import read
from feedmill.reading.pdf.lines import tidy
from tests.reading.printing import FONT, Put, assemble, column, pdf, stream, wrapped

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ENGLISH = (
    "The harbour office said on Monday that the northern quay would be closed for repairs until the end of March. ",
    "Fishermen will land their catch at the old mole, where the town has put up a roof and two weighing scales. ",
    "A spokeswoman promised that the lighthouse café would stay open, because the crew of the dredger eats there. ",
    "The work costs four million crowns, most of it for sheet piles that were ordered before prices went up. ",
)
RUSSIAN = (
    "Управление порта сообщило в понедельник, что северный причал закроют на ремонт до конца марта. ",
    "Рыбаки будут сдавать улов у старого мола, где город поставил навес и двое весов. ",
    "Представительница управления пообещала, что кафе у маяка останется открытым. ",
    "Работы обойдутся в четыре миллиона крон, большая часть уйдёт на шпунтовые сваи. ",
)
CHINESE = (
    "港务办公室星期一表示，北码头将关闭维修，直到三月底才重新开放。渔民将在旧防波堤卸货，镇政府已在那里搭了棚子。",
    "发言人保证灯塔咖啡馆继续营业，因为挖泥船的船员每天都在那里吃饭。工程耗资四百万克朗，大部分用于钢板桩。",
    "两家公司参加了投标，中标的一家来自海峡对岸，它的起重船下星期就会拖进港湾，当地居民已经开始抱怨噪声和灰尘。",
)


def read_bytes(content: bytes) -> Reading:
    return read(Document(origin="x.pdf", content=content, source="seeds", received=NOW))


def only(content: bytes) -> Article:
    reading = read_bytes(content)
    assert reading.rejection is None, reading.rejection
    assert reading.media_type == "application/pdf"
    assert reading.encoding is None
    (article,) = reading.articles
    return article


def turned(texts: tuple[str, ...], by: int) -> tuple[str, ...]:
    return texts[by % len(texts) :] + texts[: by % len(texts)]


def paper(
    title: str, texts: tuple[str, ...], *, width: int = 80, head: str = "Harbour Gazette", foot: str = "Page {} of {}"
) -> list[list[Put]]:
    """Three pages: a large title, paragraphs divided by a gap, a running head above and a page number below."""
    pages = []
    for number in range(3):
        lines: list[str] = []
        for text in turned(texts, number):
            lines += [*wrapped(text * 3, width), ""]
        page = column(lines)
        if number == 0:
            page.insert(0, Put(title, y=750, size=20))
        pages.append([*page, Put(head, x=250, y=810, size=8), Put(foot.format(number + 1, 3), x=280, y=20, size=8)])
    return pages


@pytest.mark.parametrize(
    ("title", "texts", "width", "head", "foot", "language"),
    [
        ("Northern quay closes for repairs", ENGLISH, 80, "Harbour Gazette — No. 14", "Page {} of {}", "en"),
        ("Северный причал закрывают на ремонт", RUSSIAN, 70, "Портовый вестник", "стр. {} из {}", "ru"),
        ("北码头关闭维修至三月底", CHINESE, 38, "港务周报", "第{}页 共{}页", "zh"),
    ],
)
def test_paragraphs_come_back_whole_and_what_every_page_repeats_goes(title, texts, width, head, foot, language) -> None:
    article = only(pdf(paper(title, texts, width=width, head=head, foot=foot)))
    assert article.title == title
    assert article.title_provenance == "stated"
    assert article.language == language
    assert article.text == "\n\n".join((text * 3).strip() for number in range(3) for text in turned(texts, number))


def test_two_columns_are_read_one_after_the_other() -> None:
    left = wrapped((ENGLISH[0] + ENGLISH[1]) * 4, 38)
    right = wrapped((ENGLISH[2] + ENGLISH[3]) * 4, 38)
    page = [Put("Northern quay closes for repairs", y=750, size=20), *column(left), *column(right, x=320)]
    text = only(pdf([page])).text.replace("\n\n", " ")
    assert text == ((ENGLISH[0] + ENGLISH[1]) * 4 + (ENGLISH[2] + ENGLISH[3]) * 4).strip()


def test_a_paragraph_goes_on_over_the_page() -> None:
    lines = wrapped(ENGLISH[0] + ENGLISH[1] + ENGLISH[2] + ENGLISH[3], 60)
    half = len(lines) // 2
    pages = [
        [*column(part), Put("Harbour Gazette", y=820, size=8), Put(str(number), y=12, size=8)]
        for number, part in enumerate((lines[:half], lines[half:]), 1)
    ]
    assert only(pdf(pages)).text == "".join(ENGLISH).strip()


def test_ligatures_soft_hyphens_and_divided_words() -> None:
    lines = [
        "The oﬀice of the harbour mas-",
        "ter ﬁnally opened, and the ﬂeet com\u00ad",
        "mander thanked the well-",
        "known architect. A well-known guest from the Franco-",
        "Belgian line stood beside him and said nothing at all about",
        "the weather, which was bad, or the harbour master, who was late.",
    ]
    assert only(pdf([column(lines)])).text == (
        "The office of the harbour master finally opened, and the fleet commander thanked the well-known architect. "
        "A well-known guest from the Franco-Belgian line stood beside him and said nothing at all about the weather, "
        "which was bad, or the harbour master, who was late."
    )


def test_radicals_that_stand_for_ideographs_are_written_as_ideographs() -> None:
    text = CHINESE[0].replace("一", "⼀").replace("月", "⽉").replace("日", "⽇").replace("门", "⻔")
    assert only(pdf([column(wrapped(text * 2, 30))])).text == CHINESE[0] * 2


def test_stamps_along_the_margin_are_not_text() -> None:
    page = [*column(wrapped("".join(ENGLISH) * 2)), Put("DRAFT NOT FOR CIRCULATION", x=20, y=300, size=30, turned=True)]
    assert "DRAFT" not in only(pdf([page])).text


def test_properties_fill_what_the_page_does_not_state() -> None:
    told = {
        "Title": "Northern quay closes for repairs",
        "Author": "Marta Lindqvist",
        "CreationDate": "D:20261012093000+02'00'",
    }
    article = only(pdf([column(wrapped("".join(ENGLISH) * 2))], told))
    assert (article.title, article.title_provenance) == (told["Title"], "stated")
    assert article.authors == ("Marta Lindqvist",)
    assert article.published is not None
    assert (article.published.at, article.published.precision) == (datetime(2026, 10, 12, tzinfo=UTC), "day")
    assert article.published.provenance == "pdf properties"


@pytest.mark.parametrize(
    "told",
    [
        {"Title": "Microsoft Word - quay_final2.docx", "Author": "user", "CreationDate": "D:19700101000000"},
        {"Title": "untitled", "Author": "PC-1", "CreationDate": "D:20990101000000"},
        {"Title": "Документ1", "Author": "Пользователь Windows", "CreationDate": "yesterday"},
        {
            "Title": "http://harbour.example/print?id=3",
            "Author": "admin",
            "Creator": "Mozilla/5.0 Chrome/156",
            "CreationDate": "D:20261012093000Z",
        },
    ],
)
def test_placeholders_logins_and_days_of_saving_are_not_believed(told) -> None:
    article = only(pdf([column(wrapped("".join(ENGLISH) * 2))], told))
    assert article.title_provenance == "derived"
    assert article.authors == ()
    assert article.published is None


def test_what_the_page_states_wins_over_the_properties() -> None:
    page = [
        Put("Northern quay closes for repairs", y=750, size=20),
        Put("By Ann Holloway, 16 November 2026", y=725, size=11),
        *column(wrapped("".join(ENGLISH) * 2)),
    ]
    article = only(
        pdf([page], {"Title": "Weekly file", "Author": "Marta Lindqvist", "CreationDate": "D:20261012093000Z"})
    )
    assert article.title == "Northern quay closes for repairs"
    assert article.authors == ("Ann Holloway",)
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 16, tzinfo=UTC)


def refusal(content: bytes) -> str:
    rejection = read_bytes(content).rejection
    assert rejection is not None
    assert rejection.detail.endswith(".")
    return rejection.reason


def test_a_scan_is_refused_with_the_remedy() -> None:
    reading = read_bytes(pdf([[Put("12", y=20)], [Put("13", y=20)]]))
    assert reading.rejection is not None
    assert reading.rejection.reason == "no-article"
    assert "OCR" in reading.rejection.detail


def test_a_locked_file_is_refused() -> None:
    locked = pdf(
        [column(wrapped("".join(ENGLISH)))],
        trailer="/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -4/O<00>/U<00>>>/ID[<00><00>]",
    )
    assert refusal(locked) in ("encrypted", "malformed")


def test_fonts_that_tell_no_letters_are_refused() -> None:
    assert refusal(pdf([column(wrapped("\ue101\ue102\ue103 \ue104\ue105 " * 60))])) == "mojibake"


@pytest.mark.parametrize("cut", [8, 60, 400, 900])
def test_a_cut_file_is_refused_or_read_but_never_raises(cut) -> None:
    whole = pdf(paper("Northern quay closes for repairs", ENGLISH))
    reading = read_bytes(whole[:cut])
    assert reading.rejection is not None


LOOP = assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"})
DEEP = assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[" + b"[" * 100_000 + b"]>>"})
MANY = assemble(
    {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1000000000/Kids[3 0 R 3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R>>",
    }
)
BOMB = assemble({
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
    FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    4: b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 9 9]/Contents 5 0 R>>",
    5: stream(b"BT /F 9 Tf (quay) Tj ET\n" * 1_000_000),
})  # fmt: skip
FORM = assemble({
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
    4: b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 6 0 R>>>>/MediaBox[0 0 9 9]/Contents 5 0 R>>",
    5: stream(b"/X Do"),
    6: stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>/Filter/FlateDecode"),
})  # fmt: skip


@pytest.mark.parametrize("content", [LOOP, DEEP, MANY, BOMB, FORM], ids=["loop", "deep", "many", "bomb", "form"])
def test_what_is_built_to_exhaust_the_reader_is_refused(content) -> None:
    assert refusal(content) in ("malformed", "hostile", "no-article")


def test_quotation_marks_among_ideographs_stand_close() -> None:
    assert tidy("他说： “ 桥通了。 ” 众人鼓掌。") == "他说：“桥通了。”众人鼓掌。"
    assert tidy("He said: “It opened.” All “clapped”.") == "He said: “It opened.” All “clapped”."
