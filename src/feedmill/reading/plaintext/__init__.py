"""Plain text of any shape → articles, or a refusal with a reason.

Lines become paragraphs (:mod:`lines`), paragraphs get features (:mod:`blocks`), the body is the best stretch of them
(:mod:`body`), what stands above tells title and byline (:mod:`head`); digests and listings are split (:mod:`items`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from feedmill.model import Article, Cut, Document, Moment, Reading, Rejection, Shape
from feedmill.reading import chrome
from feedmill.reading.bylines import Attribution, is_agency, read_dateline
from feedmill.reading.dates import day_spans, find_stated
from feedmill.reading.languages import identify
from feedmill.reading.plaintext.blocks import Block, read_blocks
from feedmill.reading.plaintext.body import find_body, inner_reason
from feedmill.reading.plaintext.chat import Message, find_messages
from feedmill.reading.plaintext.head import Head, has_common_words, read_head
from feedmill.reading.plaintext.items import Item, split_digest, split_listing
from feedmill.reading.plaintext.lines import is_one_line_each, paragraphs
from feedmill.reading.plaintext.posts import live_blog, transcript
from feedmill.reading.plaintext.sections import find_sections
from feedmill.reading.plaintext.shape import ShapeFound, find_shape, refusal
from feedmill.reading.plaintext.tails import without_outlet
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import derive, same_title
from feedmill.reading.words import words

__all__ = ["read_text"]

_CUT_LENGTH = 400
_TELLING = 8
"""Paragraphs that tell the language of a text."""
_CUTS = 500
_FEW = 2
_LONGEST_FIRST_NAME = 5
"""Characters: "Peter" alone may be anybody."""
_BEHIND_DAY = re.compile(r"\s*(?:[:：]|[—–-]\s)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A document on its way through the stages."""

    document: Document
    blocks: list[Block]
    language: str | None


def read_text(text: str, document: Document, *, language_hint: str | None = None) -> Reading:
    """The articles in a plain text. ``language_hint`` is a declared language, believed if the script agrees.

    ``encoding`` of the reading is None: the caller knows it. Time grows linearly with the text.
    """
    parts = paragraphs(text)
    language = identify(" ".join(_longest(parts)), language_hint or document.language)
    messages = find_messages(parts, language=language, received=document.received)
    if messages:
        return _chat(_Text(document=document, blocks=[], language=language), messages)
    blocks = read_blocks(parts, language=language, received=document.received)
    here = _Text(document=document, blocks=blocks, language=language)
    return _several(here, line_each=is_one_line_each(text)) or _one(here)


def _longest(parts: list[str]) -> list[str]:
    """The longest paragraphs: menus are often in another language than the text."""
    return sorted(parts, key=len, reverse=True)[:_TELLING]


def _chat(here: _Text, messages: list[Message]) -> Reading:
    items = [_message_item(here, message) for message in messages]
    articles = [article for item in items if item and (article := _item_article(here, item)) is not None]
    if not articles:
        return _refused(Rejection(reason="no-article", detail="A chat in which no message is a piece of news."))
    small = tuple(_cut("chat", line) for message, item in zip(messages, items, strict=True) if not item
                  for line in message.lines)  # fmt: skip
    return _reading("digest", f"{len(messages)} messages of a chat or channel", _placed(articles), small[:_CUTS])


def _message_item(here: _Text, message: Message) -> Item | None:
    """A message as an item: a first line that is no sentence is its headline; None when nothing is told."""
    blocks = read_blocks(message.lines, language=here.language, received=here.document.received)
    told = [place for place, block in enumerate(blocks) if block.tells]
    if not told:
        return None
    title = blocks[0].text if blocks[0].is_heading and told[0] else None
    lines = [blocks[place].text for place in told]
    bare, outlet = without_outlet(lines[-1])
    return Item(title=title, lines=[*lines[:-1], bare], byline=Attribution(date=message.date), outlet=outlet)


def _several(here: _Text, *, line_each: bool) -> Reading | None:
    """The reading of a text that holds several articles, None when it does not."""
    sections = find_sections(here.blocks)
    if sections:
        articles = [article for part in sections.parts if (article := _section_article(here, part)) is not None]
        return _of_several(here, ShapeFound(shape="digest", reason=sections.reason), articles)
    if live_blog(here.blocks) or transcript(here.blocks):
        return None
    found = find_shape(here.blocks, find_body(here.blocks), line_each=line_each)
    if found.shape == "article":
        return None
    items = split_digest(here.blocks) if found.shape == "digest" else split_listing(here.blocks)
    return _of_several(here, found, [article for item in items if (article := _item_article(here, item)) is not None])


def _of_several(here: _Text, found: ShapeFound, articles: list[Article]) -> Reading | None:
    if len(articles) < 2:
        return None
    placed = _placed(articles)
    return _reading(found.shape, found.reason, placed, _outside(here, placed))


def _one(here: _Text) -> Reading:
    posts, turns = live_blog(here.blocks), transcript(here.blocks)
    if posts:
        return _reading("live-blog", "posts under clock times", (_article(here, posts),), ())
    if turns:
        return _reading("transcript", "speakers take turns", (_article(here, turns),), ())
    body = find_body(here.blocks)
    rejection = refusal(here.blocks, body)
    if rejection:
        return _refused(rejection)
    return _reading("article", "one stretch of running text", (_article(here, body),), ())


def _section_article(here: _Text, part: list[Block]) -> Article | None:
    """The article of one part of a text; an outlet behind its last sentence ran it."""
    told = [place for place, block in enumerate(part) if block.tells]
    if not told:
        return None
    body = find_body(part)
    body = body if body[1] else (told[0], told[-1] + 1)
    last = body[1] - 1
    bare, outlet = without_outlet(part[last].text)
    part = [*part[:last], replace(part[last], text=bare), *part[last + 1 :]]
    article = _article(replace(here, blocks=part), body)
    agency, publisher = _outlet(outlet)
    return replace(article, agency=article.agency or agency, publisher=article.publisher or publisher)


def _reading(shape: Shape, reason: str, articles: tuple[Article, ...], cuts: tuple[Cut, ...]) -> Reading:
    return Reading(
        media_type="text/plain", encoding=None, shape=shape, shape_reason=reason, articles=articles, cuts=cuts
    )


def _refused(rejection: Rejection) -> Reading:
    return Reading(
        media_type="text/plain", encoding=None, shape="none", shape_reason=rejection.detail, rejection=rejection
    )


def _placed(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(replace(article, position=place) for place, article in enumerate(articles))


# --- one article -----------------------------------------------------------------------------------------------


def _article(here: _Text, body: tuple[int, int]) -> Article:
    start, end = body
    head = read_head(here.blocks[:start], here.blocks)
    kept: list[str] = []
    cuts = [_cut(_head_reason(block, head), block.text) for block in here.blocks[:start]]
    inside = here.blocks[start:end]
    stated = [*head.attributions]
    for place, block in enumerate(inside):
        reason = (
            "repeated-title"
            if any(same_title(title, block.text) for title in head.titles)
            else inner_reason(block, place, inside)
        )
        if reason:
            cuts.append(_cut(reason, block.text))
            stated += [found for found in (block.byline, block.credit) if found and place]
            continue
        text, found = _opened(here, block) if not kept else (block.text, None)
        stated += [found] if found else []
        clean, dropped = chrome.without_chrome_sentences(text)
        cuts += [_cut(why, sentence) for why, sentence in dropped]
        kept += [clean] if clean else []
    if _is_about_author(kept, head):
        cuts.append(_cut("bio", kept.pop()))
    after = here.blocks[end:]
    cuts += [_cut(block.reason or ("credit" if block.credit else "tail"), block.text) for block in after]
    stated += _credits(after, here.blocks, named=any(found.authors for found in stated))
    return _assembled(here, kept, head, stated, tuple(cuts[:_CUTS]))


def _is_about_author(kept: list[str], head: Head) -> bool:
    """Whether the last of several paragraphs is short and begins with the name that the byline gives: reports do not
    speak of their writers.
    """
    last = kept[-1] if len(kept) > _FEW else ""
    names = tuple(name for found in head.attributions for name in found.authors if len(name) > _LONGEST_FIRST_NAME)
    return len(last) <= _CUT_LENGTH and bool(names) and last.startswith(names)


def _assembled(here: _Text, kept: list[str], head: Head, stated: list[Attribution], cuts: tuple[Cut, ...]) -> Article:
    text = "\n\n".join(kept)
    publisher = head.publisher or next((found.publisher for found in stated if found.publisher), None)
    publisher = publisher or here.document.publisher
    published = _first_date(stated)
    return Article(
        position=0,
        title=head.title or derive(text),
        title_provenance="stated" if head.title else "derived",
        text=text,
        html=html_paragraphs(text),
        url=head.url or here.document.url,
        authors=_authors(stated, publisher),
        agency=_agency(stated),
        publisher=publisher,
        language=identify(text, here.language),
        published=published,
        updated=_last_change(stated, published),
        place=next((found.place for found in stated if found.place), None),
        teaser=_is_paywalled(here.blocks),
        cuts=cuts,
    )


def _authors(stated: list[Attribution], publisher: str | None) -> tuple[str, ...]:
    """Everybody who is named as author, else who posted it. Agencies and papers are no people, unless the only author
    has a site of that name.
    """
    houses = [name for found in stated for name in (found.agency, found.publisher) if name]
    names = [name for found in stated for name in found.authors if not any(same_title(name, one) for one in houses)]
    written = [name for name in names if not same_title(name, publisher or "")] or names
    posted = [name for found in stated for name in found.posted] if not written and not _agency(stated) else []
    return tuple(dict.fromkeys((*written, *posted)))


def _agency(stated: list[Attribution]) -> str | None:
    """The wire of the dateline, which wrote it, before one that a line of sources names."""
    ordered = sorted(stated, key=lambda found: not found.rest)
    return next((found.agency for found in ordered if found.agency), None)


def _last_change(stated: list[Attribution], published: Moment | None) -> Moment | None:
    """The latest change that is stated; not one of before the publication."""
    changes = [found.updated for found in stated if found.updated]
    latest = max(changes, key=lambda moment: moment.at, default=None)
    return latest if latest and (published is None or latest.at >= published.at) else None


def _first_date(stated: list[Attribution]) -> Moment | None:
    """The first date that head, dateline or credits state; a fuller one of the same day is preferred."""
    dates = [found.date for found in stated if found.date]
    if not dates:
        return None
    same = [date for date in dates if date.at.date() == dates[0].at.date() and date.precision != "day"]
    return same[0] if same else dates[0]


def _opened(here: _Text, block: Block) -> tuple[str, Attribution | None]:
    """The first paragraph without its dateline, and the dateline."""
    found = block.dateline
    return (found.rest, found) if found and found.rest else (block.text, None)


def _credits(after: list[Block], everything: list[Block], *, named: bool) -> list[Attribution]:
    """What credit lines right after the body tell: those further down belong to others. Authors that only stand there
    are believed on the first lines, names that nothing announces on the very first.
    """
    found: list[Attribution] = []
    for place, block in enumerate(after[:6]):
        if block.credit:
            found.append(block.credit)
        elif named or place > 3 or chrome.is_tail_heading(block.text):
            continue
        elif block.byline and block.byline.authors and not block.byline.date:
            found.append(block.byline)
        elif block.names and place == 0 and not has_common_words(block.names.authors, everything):
            found.append(block.names)
    return found


def _head_reason(block: Block, head: Head) -> str:
    if any(same_title(title, block.text) for title in head.titles):
        return "title"
    if block.byline or block.credit or block.dateline:
        return "byline"
    if block.text == head.publisher:
        return "masthead"
    return block.reason or "head"


def _is_paywalled(blocks: list[Block]) -> bool:
    text = " ".join(block.text for block in blocks[-12:]).casefold()
    return any(mark in text for mark in words("pages", "paywall"))


def _cut(reason: str, text: str) -> Cut:
    return Cut(reason=reason, text=text[:_CUT_LENGTH])


# --- items of digests and listings -----------------------------------------------------------------------------


def _item_article(here: _Text, item: Item) -> Article | None:
    kept: list[str] = []
    cuts: list[Cut] = []
    day, lines = _opening_day(here, item.lines)
    stated = [found for found in (item.byline, day) if found]
    for line in lines:
        dateline = None if kept else read_dateline(line, language=here.language, received=here.document.received)
        stated += [dateline] if dateline else []
        clean, dropped = chrome.without_chrome_sentences(dateline.rest if dateline and dateline.rest else line)
        cuts += [_cut(why, sentence) for why, sentence in dropped]
        kept += [clean] if clean else []
    text = "\n\n".join(kept)
    if not text:
        return None
    agency, publisher = _outlet(item.outlet)
    return Article(
        position=0,
        title=item.title or derive(text),
        title_provenance="stated" if item.title else "derived",
        text=text,
        html=html_paragraphs(text),
        authors=_authors(stated, publisher),
        agency=_agency(stated) or agency,
        publisher=next((found.publisher for found in stated if found.publisher), publisher) or here.document.publisher,
        language=identify(text, here.language),
        published=_first_date(stated),
        place=next((found.place for found in stated if found.place), None),
        teaser=item.teaser or text.endswith(("...", "…")),
        cuts=tuple(cuts),
    )


def _opening_day(here: _Text, lines: list[str]) -> tuple[Attribution | None, list[str]]:
    """The day in front of a snippet ("12. November 2026: …"), and the lines without it."""
    first = lines[0] if lines else ""
    spans = day_spans(first[:60], here.language)
    mark = _BEHIND_DAY.match(first, spans[0][1]) if spans and spans[0][0] == 0 else None
    if mark is None:
        return None, lines
    date = find_stated(
        first[: mark.start()], language=here.language, received=here.document.received, provenance="snippet"
    )
    return Attribution(date=date), [first[mark.end() :], *lines[1:]]


def _outlet(tail: str | None) -> tuple[str | None, str | None]:
    """An item's outlet, a day behind it apart, as agency or as publisher."""
    name = re.split(r"[,，;；]\s*(?=\d)", tail, maxsplit=1)[0] if tail else None
    return (name, None) if name and is_agency(name) else (None, name)


def _outside(here: _Text, articles: tuple[Article, ...]) -> tuple[Cut, ...]:
    """Blocks that are in no item."""
    inside = "\n".join(f"{article.title}\n{article.text}" for article in articles)
    left = [block for block in here.blocks if block.text[:60] not in inside and not block.byline and not block.prose]
    return tuple(_cut(block.reason or "furniture", block.text) for block in left[:_CUTS])
