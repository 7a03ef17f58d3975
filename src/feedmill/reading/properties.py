"""What programs write into a file's properties: sometimes a title and an author, often a file name and a login."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from feedmill.model import Moment
from feedmill.reading.dates import is_believed

_FILE = re.compile(
    r"\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|xlsx?|html?|txt|pages|tex)\b|^microsoft \w+ -|^https?:|^www\."
    r"|[\\/_]{1,3}\w+[\\/_]",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"(?:untitled|document|dokument\w*|документ|без названия|без имени|文档|文件|無題|sans titre|sin título|title|titel"
    r"|заголовок|标题|layout|print|slide|презентация|powerpoint presentation)\W*\d*",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:[-'’][^\W\d_]+)*")
_MACHINE = re.compile(
    r"\b(?:user|admin\w*|owner|pc|desktop|laptop|windows|microsoft|office|home|author|unknown|client|guest|lenovo|asus|hp"
    r"|пользователь|админ\w*|автор|home)\b",
    re.IGNORECASE,
)


def is_title(value: str) -> bool:
    """Whether a title property says what a document is about: words, no file name, no program's placeholder."""
    text = " ".join(value.split())
    letters = sum(mark.isalpha() for mark in text)
    enough = letters >= 5 if any("\u2e80" <= mark <= "\uffef" for mark in text) else letters >= 10 and " " in text
    return enough and len(text) <= 300 and not _FILE.search(text) and not _UNNAMED.fullmatch(text)


def made_on(made: datetime | None, received: datetime, provenance: str) -> Moment | None:
    """The day that a creation property states; None for what is absent, a zero value or later than ``received``."""
    if made is None or not is_believed(made.replace(tzinfo=made.tzinfo or UTC), received):
        return None
    return Moment(at=datetime(made.year, made.month, made.day, tzinfo=UTC), precision="day", provenance=provenance)


def is_name(value: str) -> bool:
    """Whether an author property names somebody: two to five capitalised words, or a Han name; no login."""
    text = " ".join(value.split())
    if _HAN.fullmatch(text):
        return True
    words = re.split(r"[\s,;]+", text)
    if _MACHINE.search(text) or not 2 <= len(words) <= 12:
        return False
    return all(_WORD.fullmatch(word) for word in words if word) and sum(word[:1].isupper() for word in words) >= 2
