"""Letters and saved pages: the right part, decoded, dated and attributed from the headers."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read
from feedmill.reading.forwards import without_marks
from tests.reading.printing import Put, column, pdf, wrapped

NOW = datetime(2026, 11, 20, tzinfo=UTC)
FIRST = "The customs house at the bend of the river has opened a second window for lorries that carry fruit."
SECOND = "Drivers say the queue is shorter now, and that the cat still sits in the first window."


def read_bytes(content: bytes) -> Reading:
    return read(Document(origin="letter.eml", content=content, source="seeds", received=NOW))


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    stated = {"From": "River Post <post@river.example>", "To": "desk@reader.example", "Subject": "A second window",
              "Date": "Mon, 16 Nov 2026 09:30:00 +0800"}  # fmt: skip
    for name, value in (stated | headers).items():
        message[name] = value
    return message


def test_the_html_part_of_a_newsletter_is_preferred() -> None:
    message = letter()
    message.set_content("Only a plain shadow of the letter, which nobody should have to read at all.")
    message.add_alternative(f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>", subtype="html")
    reading = read_bytes(message.as_bytes())
    article = reading.articles[0]
    assert reading.media_type == "message/rfc822"
    assert article.title == "A second window"
    assert article.title_provenance == "stated"
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert article.publisher == "River Post"
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
    assert article.published.provenance == "mail header"


def test_russian_in_windows_1251_with_encoded_headers() -> None:
    text = "Таможня у излучины реки открыла второе окно для грузовиков с фруктами. Очередь стала короче."
    message = MIMEMultipart()
    message["From"] = "=?windows-1251?b?0OX36u7pIOLl8fLt6Oo=?= <post@river.example>"
    message["Subject"] = "=?utf-8?b?0JLRgtC+0YDQvtC1INC+0LrQvdC+?="
    message["Date"] = "Mon, 16 Nov 2026 09:30:00 +0300"
    message.attach(MIMEText(f"<p>{text}</p>", "html", "windows-1251"))
    article = read_bytes(message.as_bytes()).articles[0]
    assert article.title == "Второе окно"
    assert article.text == text
    assert article.language == "ru"


def test_attachments_are_not_the_letter() -> None:
    message = letter()
    message.set_content(f"<p>{FIRST}</p><p>{SECOND}</p>", subtype="html")
    message.add_attachment(
        "<p>An old contract that hangs on the letter and says nothing new.</p>", subtype="html", filename="c.html"
    )
    assert "contract" not in read_bytes(message.as_bytes()).articles[0].text


def test_a_letter_without_text_is_refused() -> None:
    message = letter()
    message.set_content(b"\x89PNG", maintype="image", subtype="png")
    refused = read_bytes(message.as_bytes()).rejection
    assert refused is not None
    assert refused.reason == "no-article"


def test_broken_headers_do_not_stop_the_reading() -> None:
    content = (
        b"From: \xff\xfe<<>\r\nSubject: =?utf-8?b?!!!?=\r\nDate: someday\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=nonsense\r\n\r\n"
        + f"<p>{FIRST}</p><p>{SECOND}</p>".encode()
    )
    article = read_bytes(content).articles[0]
    assert FIRST in article.text
    assert article.published is None


def test_a_saved_page_tells_its_address() -> None:
    page = f"<html><head><title>A second window</title></head><body><h1>A second window</h1><p>{FIRST}</p><p>{SECOND} <a href='/cat'>The cat</a></p></body></html>"
    archive = MIMEMultipart("related")
    archive["From"] = "<Saved by Blink>"
    archive["Snapshot-Content-Location"] = "https://river.example/window"
    archive["Subject"] = "A second window"
    part = MIMEText(page, "html", "utf-8")
    part["Content-Location"] = "https://river.example/window"
    archive.attach(part)
    reading = read_bytes(archive.as_bytes())
    article = reading.articles[0]
    assert reading.media_type == "multipart/related"
    assert article.url == "https://river.example/window"
    assert "https://river.example/cat" in article.html
    assert article.publisher is None


THIRD = "Two cranes from a yard across the strait stand idle, because nobody at the port can read their manuals."


def story(title: str, text: str, path: str, *, headed: bool = True) -> str:
    name = "h2" if headed else "p"
    link = f"<a href='https://river.example/{path}'>"
    return f"<tr><td><{name}>{link}{title}</a></{name}><p>{text}</p><p>{link}Read more</a></p></td></tr>"


@pytest.mark.parametrize("headed", [True, False])
def test_a_newsletter_gives_its_stories_with_their_links(headed: bool) -> None:
    stories = [
        ("A second window for lorries", FIRST, "a"),
        ("Cat keeps the first window", SECOND, "b"),
        ("Cranes stand idle", THIRD, "c"),
    ]
    rows = "".join(story(*one, headed=headed) for one in stories)
    message = letter(Subject="Your Monday briefing")
    message.set_content("shadow")
    message.add_alternative(
        f"<html><body><p><a href='https://river.example/v'>View in browser</a></p><table>{rows}</table>"
        "<p>You are receiving this because you signed up. <a href='https://river.example/u'>Unsubscribe</a></p></body></html>",
        subtype="html",
    )
    reading = read_bytes(message.as_bytes())
    assert reading.shape == "listing"
    assert [(one.title, one.text, one.url) for one in reading.articles] == [
        (title, text, f"https://river.example/{path}") for title, text, path in stories
    ]
    assert {one.publisher for one in reading.articles} == {"River Post"}
    assert all(one.published is not None for one in reading.articles)


def test_a_letter_with_unlinked_headings_is_one_article() -> None:
    message = letter()
    message.set_content(f"<h2>Lorries</h2><p>{FIRST} {SECOND}</p><h2>Cranes</h2><p>{THIRD} {FIRST}</p>", subtype="html")
    reading = read_bytes(message.as_bytes())
    assert len(reading.articles) == 1
    assert reading.articles[0].title == "A second window"


@pytest.mark.parametrize(
    "head",
    [
        "Have a look.\n\n---------- Forwarded message ---------\nFrom: Canal Gazette <c@canal.example>\nDate: Fri, 13 Nov 2026 08:15:00 +0000\nSubject: Cranes stand idle\nTo: Bob\n\n",
        "Begin forwarded message:\n\n> From: Canal Gazette <c@canal.example>\n> Subject: Cranes stand idle\n> Date: 13 November 2026\n>\n",
        "Siehe unten\n\n-----Ursprüngliche Nachricht-----\nVon: Canal Gazette [mailto:c@canal.example]\nGesendet: Freitag, 13. November 2026 08:15\nAn: Bob\nBetreff: Cranes stand idle\n\n",
        "-------- Пересылаемое сообщение --------\nОт: Canal Gazette <c@canal.example>\nДата: 13 ноября 2026\nТема: Cranes stand idle\n\n",
        "---------- 转发的邮件 ----------\n发件人： Canal Gazette <c@canal.example>\n日期： 2026年11月13日\n主题： Cranes stand idle\n\n",
        "---------- Message transféré ---------\nDe : Canal Gazette <c@canal.example>\nDate : 13 novembre 2026\nObjet : Cranes stand idle\n\n",
        '-------- Пересылаемое сообщение --------\n13.11.2026, 08:15, "Canal Gazette" <c@canal.example>:\n\n',
    ],
    ids=["gmail", "apple", "outlook-de", "ru", "zh", "fr", "one line"],
)
def test_of_a_forwarded_letter_the_one_inside_counts(head: str) -> None:
    message = letter(**{"Subject": "Fwd: Cranes stand idle", "From": "Bob Reader <bob@reader.example>"})
    message.set_content(f"{head}{THIRD} {FIRST}\n\n{SECOND}\n")
    (article,) = read_bytes(message.as_bytes()).articles
    assert article.publisher == "Canal Gazette"
    assert article.title in ("Cranes stand idle", THIRD)
    assert article.published is not None
    assert article.published.at.date().isoformat() == "2026-11-13"
    assert article.text == f"{THIRD} {FIRST}\n\n{SECOND}"


def test_an_attached_letter_counts_when_the_outer_one_says_little() -> None:
    inner = letter(Subject="Cranes stand idle", From="Canal Gazette <c@canal.example>")
    inner.set_content(f"{THIRD} {FIRST}\n\n{SECOND}\n")
    message = letter(Subject="Fwd", From="Bob Reader <bob@reader.example>")
    message.set_content("For your file.")
    message.add_attachment(inner)
    (article,) = read_bytes(message.as_bytes()).articles
    assert (article.title, article.publisher) == ("Cranes stand idle", "Canal Gazette")


def test_an_attached_pdf_is_read_when_the_letter_holds_no_article() -> None:
    lines = wrapped(f"{THIRD} {FIRST} {SECOND} {THIRD}", 70)
    paper = pdf([[Put("Cranes stand idle at the port", y=750, size=20), *column(lines)]])
    message = letter()
    message.set_content("See attached.")
    message.add_attachment(paper, maintype="application", subtype="octet-stream", filename="x.bin")
    (article,) = read_bytes(message.as_bytes()).articles
    assert article.title == "Cranes stand idle at the port"
    assert article.publisher == "River Post"
    assert article.text == f"{THIRD} {FIRST} {SECOND} {THIRD}"


@pytest.mark.parametrize(
    ("subject", "title"),
    [("Fwd: Re: A boat", "A boat"), ("转发：渡轮", "渡轮"), ("RE[2]: A boat", "A boat"), ("Reform: a boat", "Reform: a boat"), ("WG: Ein Boot", "Ein Boot")],
)  # fmt: skip
def test_marks_before_a_subject_go(subject: str, title: str) -> None:
    assert without_marks(subject) == title


def test_a_header_in_an_undeclared_table_is_read() -> None:
    content = (
        b"From: " + "Речной вестник".encode("cp1251") + b" <post@river.example>\r\nMIME-Version: 1.0\r\n"
        b"Subject: "
        + "Второе окно таможни открыто".encode("cp1251")
        + b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + "Таможня у излучины реки открыла второе окно для грузовиков с фруктами. Очередь стала короче.".encode()
    )
    article = read_bytes(content).articles[0]
    assert article.title == "Второе окно таможни открыто"


def test_an_article_pasted_into_a_letter_keeps_its_headline() -> None:
    """A subject is what somebody wrote about the article; a headline above a dateline is the article's own."""
    message = letter(Subject="for the file", Date="Tue, 17 Nov 2026 09:30:00 +0800")
    message.set_content(f"Lorries queue for a second window\n\nHARBIN, Nov. 16 (River Wire) - {FIRST}\n\n{SECOND}\n")
    article = read_bytes(message.as_bytes()).articles[0]
    assert article.title == "Lorries queue for a second window"
    assert article.published is not None
    assert article.published.at == datetime(2026, 11, 16, tzinfo=UTC)


def test_days_without_a_year_count_from_the_day_a_letter_was_sent() -> None:
    message = letter(Subject="转发", Date="Tue, 04 Jun 2024 09:00:00 +0800")
    message.set_content(
        "河湾海关开设第二个窗口\n\n本报哈尔滨6月3日电（记者王小川）河湾海关3日为运水果的货车开设第二个窗口。"
        "司机们说，排队的时间比过去短了许多。\n"
    )
    article = read_bytes(message.as_bytes()).articles[0]
    assert article.title == "河湾海关开设第二个窗口"
    assert article.published is not None
    assert article.published.at == datetime(2024, 6, 3, tzinfo=UTC)


def test_every_attached_document_is_read_when_the_letter_is_only_a_cover() -> None:
    message = letter(Subject="Two pieces")
    message.set_content("Please find them attached.\n\nBest,\nAnna\n")
    message.add_attachment(f"A second window opens\n\n{FIRST}\n\n{SECOND}\n", filename="one.txt")
    message.add_attachment(f"<h1>The cat stays</h1><p>{SECOND}</p><p>{FIRST}</p>", subtype="html", filename="two.html")
    reading = read_bytes(message.as_bytes())
    assert [article.title for article in reading.articles] == ["A second window opens", "The cat stays"]
    assert reading.shape_reason == "2 attached documents"


def test_a_mailbox_is_read_letter_by_letter() -> None:
    letters = []
    for subject, text in (
        ("First", FIRST),
        (
            "Second",
            f"{SECOND}\nFrom here on the road is free, and nobody at the window remembers when it was last so quiet.",
        ),
    ):
        message = letter(Subject=subject)
        message.set_content(text)
        letters.append(b"From post@river.example Mon Nov 16 09:30:00 2026\n"
                       + message.as_bytes().replace(b"\nFrom here", b"\n>From here") + b"\n")  # fmt: skip
    reading = read_bytes(b"".join(letters))
    assert reading.media_type == "application/mbox"
    assert [article.title for article in reading.articles] == ["First", "Second"]
    assert reading.shape_reason == "a mailbox of 2 letters, 2 with articles"
    assert reading.articles[1].text.endswith(
        "From here on the road is free, and nobody at the window remembers when it was last so quiet."
    )


def test_a_letter_saved_as_text_is_a_letter() -> None:
    text = (
        "---------- Forwarded message ---------\nОт: Речной вестник <post@river.example>\nДата: ср, 2 апр. 2025 г. в 10:15\n"
        "Тема: Fwd: Второе окно таможни\nКому: <desk@reader.example>\n\n\nТаможня у излучины реки открыла второе окно для "
        "грузовиков с фруктами. Первый грузовик прошёл 1 апреля.\n\nОчередь стала короче, говорят водители.\n"
    )
    article = read_bytes(text.encode()).articles[0]
    assert (article.title, article.publisher) == ("Второе окно таможни", "Речной вестник")
    assert article.published is not None
    assert article.published.at.date().isoformat() == "2025-04-02"
    assert article.text.startswith("Таможня")


def test_the_subject_is_the_headline_of_a_plain_letter() -> None:
    """Short paragraphs that share no words are no snippets where something says what they are about."""
    message = letter(Subject="A second window at the customs house")
    message.set_content(
        "The customs house at the bend of the river opened a second window on Monday.\n\n"
        "Lorries with fruit use it first, then timber.\n\nA cat lives there and is said to be strict about papers.\n"
    )
    reading = read_bytes(message.as_bytes())
    assert [article.title for article in reading.articles] == ["A second window at the customs house"]
    assert reading.articles[0].text.endswith("about papers.")


def test_an_alert_parts_headline_outlet_and_words_by_line_breaks() -> None:
    rows = "".join(
        f'<tr><td><a href="https://www.google.com/url?rct=j&amp;url=https://paper.example/{name}&amp;ct=ga">{title}</a><br>'
        f"<b>River Post</b><br>{words}</td></tr>"
        for name, title, words in (
            ("one", "Second window opens at the customs house", FIRST), ("two", "Drivers praise a shorter queue", SECOND),
            ("three", "Timber goes by rail from spring", "The railway will carry timber from spring, the harbour office said on Monday."),
        )
    )  # fmt: skip
    message = letter(Subject="Alert - customs house")
    message.set_content(f"<html><body><table>{rows}</table><p>Unsubscribe</p></body></html>", subtype="html")
    articles = read_bytes(message.as_bytes()).articles
    assert articles[0].title == "Second window opens at the customs house"
    assert [article.url for article in articles] == [
        f"https://paper.example/{name}" for name in ("one", "two", "three")
    ]
    assert FIRST in articles[0].text
