"""One article put together: its head, its kept paragraphs, what its lines state, and what was cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from feedmill.model import Article, Cut, Document, Moment
from feedmill.reading import chrome
from feedmill.reading.bylines import Attribution, announced_writers, announces_writer, looks_like_house, read_name_line
from feedmill.reading.dates import dated_by_change, find_stated, is_published
from feedmill.reading.languages import identify
from feedmill.reading.plaintext.bios import tells_of_house, writer_told_of
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.body import inner_reasons
from feedmill.reading.plaintext.boxes import interrupts
from feedmill.reading.plaintext.head import Head, dates_it, has_common_words, read_head
from feedmill.reading.plaintext.tails import without_wire
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import derive, same_title
from feedmill.reading.words import words
from feedmill.reading.words.phrases import beginnings

CUTS = 500
"""Cuts that are told of one article."""
_CUT_LENGTH = 400
_SIGNED = re.compile(r"(?<=[.!?…。！？”\"»])\s*[(（\[【](?P<who>[^()（）\[\]【】]{3,58})[)）\]】]\s*\Z")
_LONGEST_SIGNATURE = 80
_FEW = 2
_LAST = 4
"""Paragraphs at the end among which a house tells of itself."""
_NEAR = 6
"""Blocks below the headline in which names stand."""
_BELOW = 12
"""Blocks below a body in which its day and its author may stand."""
_FAR_BELOW = 40
"""Blocks below a body in which a day may stand that is announced, above other stories."""
_DAY = 40
"""Characters behind "published on" in which the day stands."""
_SHORT_NAME = 2
_LONGEST_FIRST_NAME = 5
"""Characters: "Peter" alone may be anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document on its way through the stages."""

    document: Document
    blocks: list[Block]
    language: str | None


def build(here: Text, body: tuple[int, int]) -> Article:
    """The article whose body is a stretch of the blocks; position 0."""
    start, end = body
    head = read_head(here.blocks[:start], here.blocks)
    kept: list[str] = []
    cuts = [cut(_head_reason(block, head), block.text) for block in here.blocks[:start]]
    inside = here.blocks[start:end]
    stated = [*head.attributions]
    reasons = inner_reasons(inside, head.titles)
    for place, (block, reason) in enumerate(zip(inside, reasons, strict=True)):
        if not reason and _stands_below_standfirst(inside, place) and block.names:
            reason = None if has_common_words(block.names.authors, here.blocks) else "byline"
            stated += [block.names] if reason else []
        if reason:
            cuts.append(cut(reason, block.text))
            stated += [found for found in (block.byline, block.credit) if found and place]
            continue
        text, found = _opened(block) if not kept else (block.text, None)
        stated += [found] if found else []
        clean, dropped = chrome.without_chrome_sentences(text)
        cuts += [cut(why, sentence) for why, sentence in dropped]
        kept += [clean] if clean else []
    kept, told, ended = _without_ending(kept, stated, _houses(here, head))
    stated += told
    cuts += ended
    after = here.blocks[end:]
    cuts += [cut(block.reason or ("credit" if block.credit else "tail"), block.text) for block in after]
    stated += _credits(after, here.blocks, named=any(found.authors for found in stated))
    stated += _below(after, stated, here)
    return _assembled(here, kept, head, stated, tuple(cuts[:CUTS]), teaser=_is_teaser(here.blocks, kept, after))


def _without_ending(
    kept: list[str], stated: list[Attribution], houses: tuple[str, ...]
) -> tuple[list[str], list[Attribution], list[Cut]]:
    """The paragraphs without what stands at their end about writers and house, what that tells, and what was cut."""
    found: list[Attribution] = []
    if len(kept) > 1:
        last, found = _without_signature(kept[-1])
        kept = [*kept[:-1], last]
    last_ones = range(max(_FEW, len(kept) - _LAST), len(kept))
    own = next((at for at in last_ones if tells_of_house(kept[at], houses)), len(kept))
    cuts = [cut("house", text) for text in kept[own:]]
    kept = kept[:own]
    while _is_about_author(kept, (*stated, *found)):
        cuts.append(cut("bio", kept.pop()))
    if any(one.authors for one in (*stated, *found)):
        return kept, found, cuts
    told = _told_below(kept)
    signed = None if told else _signature(kept)
    lines = 1 if told else 2 if signed else 0
    ending = kept[len(kept) - lines :]
    who = [one for one in (told, signed) if one]
    return kept[: len(kept) - lines], [*found, *who], [*cuts, *(cut("bio", line) for line in ending)]


def _below(after: list[Block], stated: list[Attribution], here: Text) -> list[Attribution]:
    """What stands further below a body, where nothing nearer told it: a day that is announced as that of publication, a
    name above a line that tells who that is.
    """
    dates = [] if any(found.date for found in stated) else _dates_below(after[:_FAR_BELOW], here)
    signed = [] if any(found.authors for found in stated) else _names_below(after[:_BELOW])
    return [*dates, *signed]


def _dates_below(after: list[Block], here: Text) -> list[Attribution]:
    after = list(takewhile(lambda block: not interrupts(block.text), after))
    labels = ["", *(block.text for block in after)]
    found = [
        replace(block.byline, authors=(), agency=None, publisher=None)
        for block, label in zip(after, labels, strict=False)
        if block.byline and block.byline.date and (is_published(block.text) or is_published(label))
    ]
    found += [Attribution(date=date) for block in after if (date := _first_published(block.text, here))]
    return found if len({one.date.at.date() for one in found if one.date}) == 1 else []


def _first_published(line: str, here: Text) -> Moment | None:
    """The day in a sentence of when the article was published: "This article was first published on 3 May 2024 …"."""
    folded = line.casefold()
    if not beginnings("dates", "first").begins(folded):
        return None
    mark = next(mark for mark in words("dates", "first") if folded.startswith(mark))
    told = line[len(mark) : len(mark) + _DAY]
    return find_stated(told, language=here.language, received=here.document.received, provenance="note below")


def _names_below(after: list[Block]) -> list[Attribution]:
    labels = ["", *(block.text for block in after)]
    announced = [
        Attribution(authors=block.byline.authors, posted=block.byline.posted)
        for block, label in zip(after, labels, strict=False)
        if block.byline
        and (block.byline.authors or block.byline.posted)
        and (announces_writer(block.text) or announces_writer(label))
    ]
    if announced:
        return announced if len(announced) == 1 else []
    found = [
        block.names
        for block, below in pairwise(after)
        if block.names and len(block.names.authors) == 1 and _tells_of(block.names.authors[0], below.text)
    ]
    told = [] if found else _bios_below(after)
    return found if len(found) == 1 else told


def _bios_below(after: list[Block]) -> list[Attribution]:
    """The only person whose post a line below the body tells, above other stories and not in a list of thanks."""
    own = list(takewhile(lambda block: not interrupts(block.text), after))
    lines = ["", *(block.text for block in own)]
    told = {
        name
        for block, above in zip(own, lines, strict=False)
        if (name := writer_told_of(block.text)) and not above.endswith((":", "："))
    }
    return [Attribution(authors=(name,)) for name in told if len(told) == 1]


def _tells_of(name: str, line: str) -> bool:
    """Whether a line begins with a name, or with its first part and then goes on in small letters; or leads to all that
    its bearer wrote.
    """
    if beginnings("bylines", "profiles").begins(line.casefold()):
        return True
    first = name.split()[0]
    rest = line[len(first) :].lstrip()
    return line.startswith(name) or (len(first) > _SHORT_NAME and line.startswith(first) and rest[:1].islower())


def _without_signature(text: str) -> tuple[str, list[Attribution]]:
    """A last paragraph without the wire or the announced writers in brackets behind it: "（记者 李明）"."""
    text, wire = without_wire(text)
    found = [Attribution(agency=wire)] if wire else []
    bracket = _SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNATURE))
    told = announced_writers(bracket["who"]) if bracket else ()
    return (
        (text[: bracket.start()].rstrip(), [*found, Attribution(authors=told)]) if bracket and told else (text, found)
    )


def _signature(kept: list[str]) -> Attribution | None:
    """The name that stands alone below a text, above a short paragraph that begins with it; None if other names stand
    alone, as in a list of people.
    """
    if len(kept) <= _FEW or len(kept[-1]) > _CUT_LENGTH or not kept[-1].startswith(kept[-2]):
        return None
    names = [found for line in kept if (found := read_name_line(line))]
    return names[0] if len(names) == 1 and len(names[0].authors) == 1 else None


def _houses(here: Text, head: Head) -> tuple[str, ...]:
    """What the site may be called: by its masthead, by what brought the document, by the end of the page's name."""
    _, _, end = here.blocks[0].text.rpartition(" | ")
    _, _, tail = here.blocks[0].text.rpartition(" - ")
    named = (head.publisher, here.document.publisher, end, tail)
    return tuple(name for name in named if name and name not in head.titles)


def _told_below(kept: list[str]) -> Attribution | None:
    """Who is told of in the last of several paragraphs, and nowhere above it."""
    name = writer_told_of(kept[-1]) if len(kept) > _FEW else None
    last = name.split()[-1] if name else ""
    return Attribution(authors=(name,)) if name and not any(last in line for line in kept[:-1]) else None


def _stands_below_standfirst(inside: list[Block], place: int) -> bool:
    """Whether a line stands where names do when a sentence below the headline came first: beside a date."""
    if place > _NEAR or inside[place].prose:
        return False
    prose = sum(block.prose for block in inside[:place])
    beside = (inside[at] for at in (place - 1, place + 1) if 0 <= at < len(inside))
    return 0 < prose < _FEW and any(map(dates_it, beside))


def _is_about_author(kept: list[str], stated: tuple[Attribution, ...]) -> bool:
    """Whether the last of several paragraphs is short and begins with the name that the byline gives: reports do not
    speak of their writers.
    """
    last = kept[-1] if len(kept) > _FEW else ""
    names = tuple(name for found in stated for name in found.authors if len(name) > _LONGEST_FIRST_NAME)
    return len(last) <= _CUT_LENGTH and bool(names) and last.startswith(names)


def _assembled(
    here: Text, kept: list[str], head: Head, stated: list[Attribution], cuts: tuple[Cut, ...], *, teaser: bool
) -> Article:
    text = "\n\n".join(kept)
    publisher = head.publisher or next((found.publisher for found in stated if found.publisher), None)
    publisher = publisher or here.document.publisher
    published = first_date(stated)
    return Article(
        position=0,
        title=head.title or derive(text),
        title_provenance="stated" if head.title else "derived",
        text=text,
        html=html_paragraphs(text),
        url=head.url or here.document.url,
        authors=authors_of(stated, publisher),
        agency=agency_of(stated),
        publisher=publisher,
        language=identify(text, here.language),
        published=published or dated_by_change(_last_change(stated, None)),
        updated=_last_change(stated, published),
        place=next((found.place for found in stated if found.place), None),
        teaser=teaser,
        cuts=cuts,
    )


def authors_of(stated: list[Attribution], publisher: str | None) -> tuple[str, ...]:
    """Everybody who is named as author, else who posted it. Agencies and papers are no people, unless the only author
    has a site of that name; a paper is credited only where nobody is.
    """
    houses = [name for found in stated for name in (found.agency, found.publisher) if name]
    names = [name for found in stated for name in found.authors if not any(same_title(name, one) for one in houses)]
    written = [name for name in names if not same_title(name, publisher or "")] or names
    written = [name for name in written if not looks_like_house(name)] or written
    posted = [name for found in stated for name in found.posted] if not written and not agency_of(stated) else []
    return tuple(dict.fromkeys((*written, *posted)))


def agency_of(stated: list[Attribution]) -> str | None:
    """The wire of the dateline, which wrote it, before one that a line of sources names."""
    ordered = sorted(stated, key=lambda found: not found.rest)
    return next((found.agency for found in ordered if found.agency), None)


def _last_change(stated: list[Attribution], published: Moment | None) -> Moment | None:
    """The latest change that is stated; not one of before the publication."""
    changes = [found.updated for found in stated if found.updated]
    latest = max(changes, key=lambda moment: moment.at, default=None)
    return latest if latest and (published is None or latest.at >= published.at) else None


def first_date(stated: list[Attribution]) -> Moment | None:
    """The first date that head, dateline or credits state; a fuller one of the same day is preferred."""
    dates = [found.date for found in stated if found.date]
    if not dates:
        return None
    same = [date for date in dates if date.at.date() == dates[0].at.date() and date.precision != "day"]
    return same[0] if same else dates[0]


def _opened(block: Block) -> tuple[str, Attribution | None]:
    """The first paragraph without its dateline, and the dateline."""
    found = block.dateline
    return (found.rest, found) if found and found.rest else (block.text, None)


def _credits(after: list[Block], everything: list[Block], *, named: bool) -> list[Attribution]:
    """What credit lines right after the body tell: those further down belong to others. Authors that only stand there
    are believed on the first lines, names that nothing announces on the very first.
    """
    found: list[Attribution] = []
    for place, block in enumerate(after[:6]):
        if block.credit or (place == 0 and block.byline and block.byline.agency):
            told = block.byline if block.byline and (block.byline.agency or block.byline.publisher) else block.credit
            found += [told] if told else []
        elif named or place > 3 or chrome.is_tail_heading(block.text):
            continue
        elif block.byline and block.byline.authors and not block.byline.date:
            found.append(block.byline)
        elif place == 0 and block.names and len(block.names.authors) == 1 and not any(one.names for one in after[1:3]):
            found += [] if has_common_words(block.names.authors, everything) else [block.names]
    return found


def _head_reason(block: Block, head: Head) -> str:
    if any(same_title(title, block.text) for title in head.titles):
        return "title"
    if block.byline or block.credit or block.dateline:
        return "byline"
    if block.text == head.publisher:
        return "masthead"
    return block.reason or "head"


def _is_teaser(blocks: list[Block], kept: list[str], after: list[Block]) -> bool:
    """Whether the text is the beginning of one that others may read, or breaks off above "read more"."""
    broken = len(kept) <= _FEW and bool(kept) and kept[-1].endswith(("…", "..."))
    offered = bool(after) and after[0].text.casefold().strip(" .…»→[]【】") in words("chrome", "more")
    return broken or (offered and len(kept) <= _FEW) or _is_paywalled(blocks)


def _is_paywalled(blocks: list[Block]) -> bool:
    text = " ".join(block.text for block in blocks[-12:]).casefold()
    return any(mark in text for mark in words("pages", "paywall"))


def cut(reason: str, text: str) -> Cut:
    """What was cut, at most as long as is told."""
    return Cut(reason=reason, text=text[:_CUT_LENGTH])
