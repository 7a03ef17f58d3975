"""Letters and saved pages: the right part, decoded, dated and attributed from the headers."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from feedmill.model import Document, Reading
from feedmill.reading import read

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
