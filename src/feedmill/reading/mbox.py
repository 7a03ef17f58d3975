"""A mailbox saved as one file (mbox, RFC 4155): its letters, each read as a file of its own."""

from __future__ import annotations

import re

from feedmill.model import Document, Reading, Rejection, numbered
from feedmill.reading.mail import read_mail

MOST_LETTERS = 500
"""Letters taken from one mailbox, the first ones."""
_TYPE = "application/mbox"
_POSTMARK = re.compile(rb"(?:\A|\r?\n)From \S{1,300} [^\n]{0,80}\d{4}[^\n]{0,20}\n(?=[A-Za-z][\w-]{1,60}:)")
_QUOTED = re.compile(rb"^>(>{0,9}From )", re.MULTILINE)


def read_mailbox(content: bytes, document: Document) -> Reading:
    """The articles of a mailbox's letters, in order.

    A letter without an article is passed over, and counted in the reason; if none has any, the first letter's reason
    is the mailbox's.
    """
    letters = [letter for letter in _POSTMARK.split(content)[1:] if letter.strip()]
    readings = [read_mail(_QUOTED.sub(rb"\1", letter), document) for letter in letters[:MOST_LETTERS]]
    told = [reading for reading in readings if reading.articles]
    if not told:
        refusal = readings[0].rejection if readings else None
        return Reading.refused(_TYPE, refusal or Rejection(reason="no-article", detail="The mailbox holds no letter."))
    if len(letters) == 1:
        return told[0]
    articles = numbered(article for reading in told for article in reading.articles)
    reason = _reason(len(letters), len(told))
    return Reading(media_type=_TYPE, encoding=None, shape="digest", shape_reason=reason, articles=articles)


def _reason(letters: int, told: int) -> str:
    left = f", of which the first {MOST_LETTERS} were read" if letters > MOST_LETTERS else ""
    return f"a mailbox of {letters} letters{left}, {told} with articles"
