"""Paragraphs with what can be said about each on its own: the features that shape, chrome and body are decided by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache

from feedmill.model import Moment
from feedmill.reading import bylines, chrome, sentences
from feedmill.reading.bylines import Attribution
from feedmill.reading.dates import Setting, day_spans, is_saved, order_in, read_capture
from feedmill.reading.plaintext.addresses import without_address
from feedmill.reading.plaintext.boxes import introduces_house
from feedmill.reading.plaintext.marks import without_marker
from feedmill.reading.plaintext.tails import without_more, without_outlet
from feedmill.reading.words import words
from feedmill.reading.words.phrases import Mentions, beginnings

SHORTEST_NEWS = 40
"""Weight of a sentence from which it tells something by itself; shorter ones are talk."""

LONGEST_OFFER = 130
"""Weight of a sentence that offers the rest of the article; a longer one may speak of such offers."""
_SHORT = 59
_MENUS = 2048
"""Short lines that are remembered: those of some ten sites."""
_SHORTEST_PROSE = 60
_SHORTEST_LEDE = 80
_LONGEST_CAPTION = 300
_LONGEST_SIGNATURE = 100
_STOP = re.compile(r"[.!?…][”\"»]?\s+(?=[^\W\d_a-zа-яё])")
WIDEST_HEADING = 420
_NO_HEADING_ENDS = (".", "。", ";", "；", ",", "，")
_SHORTEST_HEADING = 8
_WIDEST_ROW = 100
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"[A-Za-zÀ-ʯΑ-ӿ]+(?:(?:[ ’'&-]|[,?!] )+[A-Za-zÀ-ʯΑ-ӿ]+(?![ ]-|- ))*[?!]?")
"""Words without figures, brackets, colons, stops or spaced dashes: neither dates nor datelines nor addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph and its features.

    * ``reason``: slug of the chrome it looks like, None for none. ``prose``: it has the shape of running text.
    * ``byline``, ``credit``: what it tells if it is nothing but a byline or a credit line. ``dateline``:
      what it begins with; ``outlet``: the outlet that is named behind its last sentence.
    * ``weight``: length in Latin letters' worth. ``ends_article``: it says that the article is over; a newsletter's
      box stands in mid-text as often. ``link``: the address behind its last sentence.
    * ``signed``: what a byline behind its last sentence tells ("… since spring. By Ann Lee on May 3, 2024").
    * ``may_head``: it is like a headline but that it may be a single short word, for which something else must vouch.
      ``is_heading``: it may be a headline: short, not a sentence, not chrome, not a byline, not a row of figures.
      ``tells``: it is running text or a sentence long enough to be a piece of news. All settled once: every stage asks.
    """

    text: str
    reason: str | None
    prose: bool
    weight: int
    byline: Attribution | None = None
    credit: Attribution | None = None
    dateline: Attribution | None = None
    outlet: str | None = None
    ends_article: bool = False
    link: str | None = None
    signed: Attribution | None = None
    may_head: bool = field(init=False)
    is_heading: bool = field(init=False)
    tells: bool = field(init=False)

    def __post_init__(self) -> None:
        plain = not (self.prose or self.reason or self.byline or self.credit)
        may_head = plain and self._may_head()
        object.__setattr__(self, "may_head", may_head)
        object.__setattr__(self, "is_heading", may_head and self.weight >= _SHORTEST_HEADING)
        object.__setattr__(self, "tells", self.prose or (plain and self._is_sentence()))

    @property
    def names(self) -> Attribution | None:
        """What it would tell as a line of names, if its place makes it one."""
        told = self.byline or self.dateline or self.credit or self.prose
        return None if told else bylines.read_name_line(self.text)

    def _may_head(self) -> bool:
        if self.weight > WIDEST_HEADING or self.text.endswith(_NO_HEADING_ENDS):
            return False
        return len(self.text) > _WIDEST_ROW or not (
            _DIGIT.search(self.text) and chrome.is_row(without_marker(self.text))
        )

    def _is_sentence(self) -> bool:
        return self.weight >= SHORTEST_NEWS and chrome.ends_sentence(without_outlet(self.text)[0])


def read_blocks(
    paragraphs: list[str], *, language: str | None, received: datetime, captured: Moment | None = None
) -> list[Block]:
    """The blocks of a document in order. ``captured``: when it was copied, if something outside its text says so."""
    short = [paragraph for paragraph in paragraphs if len(paragraph) <= bylines.LONGEST]
    captured = read_capture((*short[:40], *short[-20:]), language=language, received=received) or captured
    setting = Setting(language=language, received=received, captured=captured, order=order_in(short[:400]))
    before = ["", *paragraphs]
    known: dict[str, Block] = {}
    blocks: list[Block] = []
    for text, above in zip(paragraphs, before, strict=False):
        label = above if len(above) <= bylines.LONGEST // 4 and bylines.is_label(above) else ""
        block = _block(text, label, setting) if label else known.get(text) or _block(text, "", setting)
        if block.byline and block.byline.date and is_saved(above) and not day_spans(above, language):
            block = replace(block, byline=replace(block.byline, date=None, updated=None))
        elif not label:
            known[text] = block
        blocks.append(block)
    return _with_long_headlines(blocks)


def _with_long_headlines(blocks: list[Block]) -> list[Block]:
    """A line that is as long as a paragraph but no sentence is a headline directly above a byline, or where it opens
    a text of sentences.
    """
    return [
        replace(block, prose=False)
        if below and (below.byline or (block is blocks[0] and below.prose)) and _may_be_long_headline(block)
        else block
        for block, below in zip(blocks, [*blocks[1:], None], strict=False)
    ]


def _may_be_long_headline(block: Block) -> bool:
    sentence = chrome.ends_sentence(block.text) or block.dateline is not None or block.outlet is not None
    return block.prose and block.weight <= WIDEST_HEADING and not sentence and len(sentences.split(block.text)) == 1


def _block(text: str, label: str, setting: Setting) -> Block:
    """One paragraph; ``label`` is the line above if that is nothing but the label of this one."""
    plain = _plain_block(text) if not label and len(text) <= _SHORT else None
    if plain is not None:
        return plain
    text, link = without_address(bylines.without_end(text))
    language, received, captured = setting.language, setting.received, setting.captured
    dateline = bylines.read_dateline(text, language=language, received=received, captured=captured)
    bare = f"{label.rstrip(' :：')}: {text}" if label and len(text) < bylines.LONGEST // 2 else without_more(text)[0]
    if dateline and ":" in text and chrome.is_labelled_link(text):
        dateline = None
    byline = (
        None
        if dateline
        else bylines.read_byline(bare, language=language, received=received, captured=captured, order=setting.order)
    )
    credit = bylines.read_credit(text)
    width = chrome.weight(text)
    reason = None if byline or dateline else chrome.chrome_reason(text) or _offer(text)
    prose = (
        not reason
        and not byline
        and not credit
        and width >= _SHORTEST_PROSE
        and (_is_prose(text) or (dateline is not None and width > _SHORTEST_LEDE))
        and not (width < _LONGEST_CAPTION and chrome.is_caption(text))
    )
    return Block(
        text=text,
        reason=reason,
        prose=prose,
        weight=width,
        byline=byline,
        credit=credit,
        dateline=dateline,
        outlet=without_outlet(text)[1] if prose else None,
        ends_article=_ends_article(text, credit),
        link=link,
        signed=_signed(text, setting) if text[-1].isalnum() and not (byline or reason) else None,
    )


def _signed(text: str, setting: Setting) -> Attribution | None:
    """The byline that stands behind the last sentence of a standfirst."""
    start = max(0, len(text) - _LONGEST_SIGNATURE)
    ends = [found.end() for found in _STOP.finditer(text, start)]
    last = text[ends[-1] :] if ends else ""
    if not last or not bylines.announces(last):
        return None
    found = bylines.read_byline(
        last, language=setting.language, received=setting.received, captured=setting.captured, order=setting.order
    )
    return found if found and found.authors else None


@lru_cache(maxsize=_MENUS)
def _plain_block(text: str) -> Block | None:
    """A few words without any mark, as most lines of a page are: the short way to the same block; None for others.
    Remembered, as all pages of a site have the same menus.
    """
    if not _PLAIN.fullmatch(text) or bylines.announces(text):
        return None
    if not _has_telling_words(text.casefold()):
        return Block(text=text, reason=None, prose=False, weight=len(text))
    credit = bylines.read_credit(text)
    reason = chrome.word_reason(text)
    ends = _ends_article(text, credit)
    return Block(text=text, reason=reason, prose=False, weight=len(text), credit=credit, ends_article=ends)


def _has_telling_words(folded: str) -> bool:
    """Whether a line without marks has any of the words that credits, furniture or offers are known by."""
    return (
        folded.rstrip("?!") in _telling_lines()
        or folded in _telling_lines()
        or beginnings("chrome", "starts", "leading", "about").begins(folded)
        or _telling_phrases().any(folded)
    )


@cache
def _telling_phrases() -> Mentions:
    lists = {"bylines": ("reporting", "editors", "source", "inputs"), "chrome": ("contains",), "pages": ("paywall",)}
    return Mentions(word for table, keys in lists.items() for key in keys for word in words(table, key))


@cache
def _telling_lines() -> frozenset[str]:
    return frozenset((*words("chrome", "line"), *words("chrome", "tail"), *words("bylines", "end")))


def _offer(text: str) -> str | None:
    """The slug for a short line that says that the rest is for those who pay."""
    return "newsletter" if chrome.weight(text) <= LONGEST_OFFER and chrome.offers_the_rest(text) else None


def _ends_article(text: str, credit: Attribution | None) -> bool:
    if credit is not None and credit.ends:
        return True
    if chrome.offers_the_rest(text):
        return True
    if introduces_house(text):
        return True
    return chrome.is_tail_heading(text) and not chrome.asks_to_subscribe(text)


def _is_prose(text: str) -> bool:
    """Running text, or a snippet of it with "More" or its outlet at the end."""
    if chrome.is_prose(text):
        return True
    bare = without_outlet(without_more(text)[0])[0]
    return bare != text and chrome.is_prose(bare)
