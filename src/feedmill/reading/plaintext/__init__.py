"""Plain text of any shape → articles, or a refusal with a reason.

Lines become paragraphs (:mod:`lines`), paragraphs get features (:mod:`blocks`), the body is the best stretch of them
(:mod:`body`), what stands above tells title and byline (:mod:`head`); digests and listings are split (:mod:`items`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from feedmill.model import Article, Cut, Document, Moment, Reading, Rejection, Shape
from feedmill.reading import chrome
from feedmill.reading.bylines import Attribution, is_agency, read_dateline
from feedmill.reading.languages import identify
from feedmill.reading.plaintext.blocks import Block, read_blocks
from feedmill.reading.plaintext.body import find_body, inner_reason
from feedmill.reading.plaintext.head import Head, read_head
from feedmill.reading.plaintext.items import Item, split_digest, split_listing
from feedmill.reading.plaintext.lines import is_one_line_each, paragraphs
from feedmill.reading.plaintext.shape import find_shape, refusal
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import derive, same_title
from feedmill.reading.words import words

__all__ = ["read_text"]

_CUT_LENGTH = 400
_CUTS = 500


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
    language = identify(" ".join(parts), language_hint or document.language)
    blocks = read_blocks(parts, language=language, received=document.received)
    here = _Text(document=document, blocks=blocks, language=language)
    body = find_body(blocks)
    found = find_shape(blocks, body, line_each=is_one_line_each(text))
    if found.shape in ("digest", "listing"):
        items = split_digest(blocks) if found.shape == "digest" else split_listing(blocks)
        articles = [article for item in items if (article := _item_article(here, item)) is not None]
        if len(articles) > 1:
            placed = tuple(_at(article, place) for place, article in enumerate(articles))
            return _reading(found.shape, found.reason, placed, _outside(here, placed))
    rejection = refusal(blocks, body)
    if rejection:
        return _refused(rejection)
    return _reading("article", "one stretch of running text", (_article(here, body),), ())


def _reading(shape: Shape, reason: str, articles: tuple[Article, ...], cuts: tuple[Cut, ...]) -> Reading:
    return Reading(
        media_type="text/plain", encoding=None, shape=shape, shape_reason=reason, articles=articles, cuts=cuts
    )


def _refused(rejection: Rejection) -> Reading:
    return Reading(
        media_type="text/plain", encoding=None, shape="none", shape_reason=rejection.detail, rejection=rejection
    )


def _at(article: Article, place: int) -> Article:
    return replace(article, position=place)


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
    after = here.blocks[end:]
    cuts += [_cut(block.reason or ("credit" if block.credit else "tail"), block.text) for block in after]
    stated += _credits(after, named=any(found.authors for found in stated))
    return _assembled(here, kept, head, stated, tuple(cuts[:_CUTS]))


def _assembled(here: _Text, kept: list[str], head: Head, stated: list[Attribution], cuts: tuple[Cut, ...]) -> Article:
    text = "\n\n".join(kept)
    published = _first_date(stated)
    return Article(
        position=0,
        title=head.title or derive(text),
        title_provenance="stated" if head.title else "derived",
        text=text,
        html=html_paragraphs(text),
        url=head.url or here.document.url,
        authors=_authors(stated, head.publisher),
        agency=_agency(stated),
        publisher=head.publisher
        or next((found.publisher for found in stated if found.publisher), None)
        or here.document.publisher,
        language=identify(text, here.language),
        published=published,
        updated=_last_change(stated, published),
        place=next((found.place for found in stated if found.place), None),
        teaser=_is_paywalled(here.blocks),
        cuts=cuts,
    )


def _authors(stated: list[Attribution], publisher: str | None) -> tuple[str, ...]:
    """Everybody who is named as author, else who posted it; agencies and papers are no people."""
    houses = {name for found in stated for name in (found.agency, found.publisher) if name} | {publisher}
    written = [name for found in stated for name in found.authors if name not in houses]
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


def _credits(after: list[Block], *, named: bool) -> list[Attribution]:
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
        elif block.names and place == 0:
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
    stated = [item.byline] if item.byline else []
    for line in item.lines:
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


def _outlet(name: str | None) -> tuple[str | None, str | None]:
    """An item's outlet as agency or as publisher."""
    return (name, None) if name and is_agency(name) else (None, name)


def _outside(here: _Text, articles: tuple[Article, ...]) -> tuple[Cut, ...]:
    """Blocks that are in no item."""
    inside = "\n".join(f"{article.title}\n{article.text}" for article in articles)
    left = [block for block in here.blocks if block.text[:60] not in inside and not block.byline and not block.prose]
    return tuple(_cut(block.reason or "furniture", block.text) for block in left[:_CUTS])
