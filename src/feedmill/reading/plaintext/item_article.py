"""Items of digests, listings and chats as articles: what each of them tells about itself."""

from __future__ import annotations

import re

from feedmill.model import Article, Cut
from feedmill.reading import chrome
from feedmill.reading.bylines import Attribution, is_agency, read_dateline
from feedmill.reading.dates import day_spans, find_stated
from feedmill.reading.languages import identify
from feedmill.reading.plaintext.article import Text, agency_of, authors_of, cut, first_date
from feedmill.reading.plaintext.items import Item
from feedmill.reading.safe_html import paragraphs as html_paragraphs
from feedmill.reading.titles import derive, label_of

_BEHIND_DAY = re.compile(r"\s*(?:[:：]|[—–-]\s)\s*")


def item_article(here: Text, item: Item) -> Article | None:
    """The article of an item; None where nothing is left of it. Position 0."""
    kept: list[str] = []
    cuts: list[Cut] = []
    day, lines = _opening_day(here, item.lines)
    stated = [found for found in (item.byline, day) if found]
    for line in lines:
        dateline = None if kept else read_dateline(line, language=here.language, received=here.document.received)
        stated += [dateline] if dateline else []
        clean, dropped = chrome.without_chrome_sentences(dateline.rest if dateline and dateline.rest else line)
        cuts += [cut(why, sentence) for why, sentence in dropped]
        kept += [clean] if clean else []
    label, first = label_of(kept[0]) if kept and not item.title else ("", "")
    if label:
        kept[0] = first
        cuts.append(cut("kicker", label))
    text = "\n\n".join(kept)
    if not text:
        return None
    outlet = outlet_of(here, item.outlet)
    stated.append(outlet)
    return Article(
        position=0,
        title=item.title or derive(text),
        title_provenance="stated" if item.title else "derived",
        text=text,
        html=html_paragraphs(text),
        url=item.url,
        authors=authors_of(stated, outlet.publisher),
        agency=agency_of(stated),
        publisher=next((found.publisher for found in stated if found.publisher), here.document.publisher),
        language=identify(text, here.language),
        published=first_date(stated),
        place=next((found.place for found in stated if found.place), None),
        teaser=item.teaser or text.endswith(("...", "…")),
        cuts=tuple(cuts),
    )


def _opening_day(here: Text, lines: list[str]) -> tuple[Attribution | None, list[str]]:
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


def outlet_of(here: Text, tail: str | None) -> Attribution:
    """What an item's tail tells: the agency or the publisher, and the day that stands behind it."""
    told = tail or ""
    spans = day_spans(told, here.language)
    name = told[: spans[0][0] if spans else len(told)].strip(" ,，;；|(（-–—") or None
    wire = name is not None and is_agency(name)
    date = find_stated(told, language=here.language, received=here.document.received, provenance="source line")
    return Attribution(agency=name if wire else None, publisher=None if wire else name, date=date)
