"""Paragraphs with what can be said about each on its own: the features that shape, chrome and body are decided by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feedmill.reading import bylines, chrome
from feedmill.reading.bylines import Attribution
from feedmill.reading.dates import Setting, order_in, read_capture
from feedmill.reading.plaintext.tails import without_more, without_outlet

SHORTEST_NEWS = 40
"""Weight of a sentence from which it tells something by itself; shorter ones are talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph and its features.

    * ``reason``: slug of the chrome it looks like, None for none. ``prose``: it has the shape of running text.
    * ``byline``, ``credit``: what it tells if it is nothing but a byline or a credit line. ``dateline``:
      what it begins with; ``outlet``: the outlet that is named behind its last sentence. ``names``: what it would
      tell as a line of names, if its place makes it one.
    * ``weight``: length in Latin letters' worth.
    """

    text: str
    reason: str | None
    prose: bool
    weight: int
    byline: Attribution | None = None
    credit: Attribution | None = None
    dateline: Attribution | None = None
    outlet: str | None = None
    names: Attribution | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it may be a headline: short, not a sentence, not chrome, not a byline."""
        marks = self.reason or self.prose or self.byline or self.credit
        return not marks and 8 <= self.weight <= 300 and not self.text.endswith((".", "。", ";", "；", ",", "，"))

    @property
    def tells(self) -> bool:
        """Whether it is running text or a sentence long enough to be a piece of news."""
        bare = without_outlet(self.text)[0]
        marks = self.reason or self.byline or self.credit
        return self.prose or (not marks and self.weight >= SHORTEST_NEWS and chrome.ends_sentence(bare))

    @property
    def ends_article(self) -> bool:
        """Whether it says that the article is over; a newsletter's box stands in mid-text as often."""
        if self.credit is not None and self.credit.ends:
            return True
        return chrome.is_tail_heading(self.text) and not chrome.asks_to_subscribe(self.text)


def read_blocks(paragraphs: list[str], *, language: str | None, received: datetime) -> list[Block]:
    """The blocks of a document in order."""
    short = [paragraph for paragraph in paragraphs if len(paragraph) <= bylines.LONGEST]
    captured = read_capture((*short[:40], *short[-20:]), language=language, received=received)
    setting = Setting(language=language, received=received, captured=captured, order=order_in(short[:400]))
    before = ["", *paragraphs]
    return [_block(text, label, setting) for text, label in zip(paragraphs, before, strict=False)]


def _block(text: str, before: str, setting: Setting) -> Block:
    """One paragraph; ``before`` is the line above, which may be nothing but the label of this one."""
    text = bylines.without_end(text)
    language, received, captured = setting.language, setting.received, setting.captured
    dateline = bylines.read_dateline(text, language=language, received=received, captured=captured)
    label = before if len(before) <= bylines.LONGEST // 4 and bylines.is_label(before) else ""
    bare = f"{label.rstrip(' :：')}: {text}" if label and len(text) < bylines.LONGEST // 2 else without_more(text)[0]
    byline = (
        None
        if dateline
        else bylines.read_byline(bare, language=language, received=received, captured=captured, order=setting.order)
    )
    credit = bylines.read_credit(text)
    reason = None if byline or dateline else chrome.chrome_reason(text, language)
    prose = (
        not reason
        and not byline
        and not credit
        and (_is_prose(text) or (dateline is not None and chrome.weight(text) > 80))
    )
    return Block(
        text=text,
        reason=reason,
        prose=prose,
        weight=chrome.weight(text),
        byline=byline,
        credit=credit,
        dateline=dateline,
        outlet=without_outlet(text)[1] if prose else None,
        names=None if byline or dateline or credit or prose else bylines.read_name_line(text),
    )


def _is_prose(text: str) -> bool:
    """Running text, or a snippet of it with "More" or its outlet at the end."""
    return chrome.is_prose(text) or chrome.is_prose(without_outlet(without_more(text)[0])[0])
