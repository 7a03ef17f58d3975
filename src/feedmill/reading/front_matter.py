"""Markdown with front matter: the ``---`` block (YAML) or the ``+++`` block (TOML) states title, date, author and
address; the rest is text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from feedmill.model import Article, Document, Reading
from feedmill.reading.addresses import absolute
from feedmill.reading.dates import read_field
from feedmill.reading.plaintext import read_text
from feedmill.reading.safe_html import text_of

_FIELD = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:[ \t]*(.*)\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.+)\Z")


def read_markdown(text: str, document: Document) -> Reading:
    """The articles of the text below the front matter; what the front matter states wins over what the text shows.

    A document of several articles takes only address, publisher and language from it.
    """
    fields, body = split(text)
    address = absolute(_first(fields, "url", "link", "canonical", "source_url", "source"))
    language = (_first(fields, "lang", "language") or "")[:2].lower() or None
    reading = read_text(
        without_marks(body), replace(document, url=address or document.url), language_hint=language, authored=True
    )
    if len(reading.articles) != 1:
        return reading
    return replace(reading, articles=(_with_fields(reading.articles[0], fields, document, address),))


def split(text: str) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The fields of the front matter (names in lower case, one or more values each), and the text below it."""
    lines = text.lstrip("\ufeff\r\n").splitlines()
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), None)
    if lines and lines[0].strip() == "+++":
        return _toml(lines, text)
    if not lines or lines[0].strip() != "---" or end is None:
        return {}, text
    fields: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in lines[1:end]:
        field, item = _FIELD.match(line), _ITEM.match(line)
        if item and name:
            fields[name] = (*fields[name], _plain(item.group(1)))
        elif field:
            name = field.group(1).lower()
            fields[name] = _values(field.group(2).strip())
    return fields, "\n".join(lines[end + 1 :])


def _toml(lines: list[str], text: str) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The fields of a TOML block; a block that is none is text."""
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "+++"), None)
    if end is None:
        return {}, text
    try:
        told = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError:
        return {}, text
    fields = {name.lower(): _told(value) for name, value in told.items()}
    return fields, "\n".join(lines[end + 1 :])


def _told(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(one for part in value for one in _told(part))
    if isinstance(value, date):
        return (value.isoformat(),)
    return (value.strip(),) if isinstance(value, str) and value.strip() else ()


def is_marked_up(text: str) -> bool:
    """Whether a plain text is written in Markdown all the same: several inline links, or a few of them and headings."""
    sample = text[:_SAMPLE]
    links = sum(1 for _ in _INLINE.finditer(sample))
    return links > _MANY or (links > 0 and _HEADING.search(sample) is not None)


def without_marks(text: str) -> str:
    """Markdown as plain text: links and pictures by their words, emphasis, headings and quotation marks gone."""
    text = _IMAGE.sub("", _REFERENCE.sub("", text))
    text = _LINK.sub(r"\1", text)
    text = _LINE_MARK.sub("", text)
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\1", text)
    return text


_SAMPLE = 20_000
_MANY = 2
_INLINE = re.compile(r"\]\((?:https?://|/|#)[^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)")
_REFERENCE = re.compile(
    r"^[ ]{0,3}\[[^\]\n]{1,100}\]:[ \t]{1,9}(?:<[^>\s]{1,2000}>|(?:https?:|/|#)\S{0,2000})[^\n]{0,300}$", re.MULTILINE
)
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)|\[[^\]\n]{0,100}\])")
_LINE_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)", re.MULTILINE)
_EMPHASIS = (
    re.compile(r"\*\*([^*\n]{1,1000})\*\*"),
    re.compile(r"(?<!\w)__([^_\n]{1,1000})__(?!\w)"),
    re.compile(r"(?<![\w*])\*([^*\s][^*\n]{0,1000})\*(?![\w*])"),
    re.compile(r"(?<!\w)_([^_\s][^_\n]{0,1000})_(?!\w)"),
    re.compile(r"`([^`\n]{1,1000})`"),
)


def _values(value: str) -> tuple[str, ...]:
    if value.startswith("[") and value.endswith("]"):
        return tuple(_plain(part) for part in value[1:-1].split(",") if part.strip())
    return (_plain(value),) if value and value not in ("|", ">", "null", "~") else ()


def _plain(value: str) -> str:
    """A value without quotation marks and without the brackets of a link inside a collection of notes."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return _NOTE.sub(r"\1", value).strip()


_NOTE = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{1,300})\]\]")


def _first(fields: Mapping[str, tuple[str, ...]], *names: str) -> str | None:
    return next((fields[name][0] for name in names if fields.get(name)), None)


def _with_fields(
    article: Article, fields: Mapping[str, tuple[str, ...]], document: Document, address: str | None
) -> Article:
    title = _first(fields, "title", "headline")
    if title:
        article = replace(article, title=text_of(title)[:512], title_provenance="stated")
    authors = tuple(text_of(name) for key in ("author", "authors", "by") for name in fields.get(key, ()))
    moment = None
    stated = _first(fields, "date", "published", "pubdate", "created")
    if stated:
        moment = read_field(stated, language=article.language, received=document.received, provenance="front matter")
    return replace(
        article,
        authors=authors or article.authors,
        published=moment or article.published,
        url=address or article.url,
        publisher=_first(fields, "publisher", "site", "outlet") or article.publisher,
    )
