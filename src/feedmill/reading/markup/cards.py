"""One item of a listing: from the elements it is made of to its title, link, teaser, date and authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bs4.element import NavigableString, PageElement, Tag

from feedmill.model import Article, Moment
from feedmill.reading.addresses import absolute, canonical
from feedmill.reading.bylines import read_byline
from feedmill.reading.dates import Setting, dated_by_change, day_spans, parse_machine, read_dates, relative_spans
from feedmill.reading.items import people
from feedmill.reading.languages import identify
from feedmill.reading.markup.authors import read_names
from feedmill.reading.safe_html import paragraphs, xml_safe

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_HEADLINE = 300
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_BYLINE = re.compile(r"(?<![a-z])(?:by|byline|authors?|writers?|autor|auteur)(?![a-z])")
_SENTENCE = re.compile(r"[.!?…。！？]")
_INLINE = frozenset({"a", "b", "strong", "i", "em", "span", "font", "small", "u", "mark", "abbr", "sup", "sub", "code"})
_LONGEST_DATE = 80
_SHORT_LINK = 30
_LONGEST_TEASER = 4_000


@dataclass(frozen=True, slots=True)
class Item:
    """A headline (a link, or a heading), the address it leads to, and all nodes of its item in document order."""

    headline: Tag
    url: str
    nodes: tuple[PageElement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One item of a listing. ``published`` is None where the card states no date."""

    title: str
    url: str | None
    teaser: str
    published: Moment | None
    authors: tuple[str, ...]
    image: str | None


def card_article(card: Card, position: int, *, title: str, publisher: str | None, language: str | None) -> Article:
    """The article of a card: a teaser that leads to the full text; without one, its title is all there is."""
    text = card.teaser or card.title
    return Article(
        position=position,
        title=title,
        title_provenance="stated",
        text=text,
        html=paragraphs(text),
        url=canonical(card.url),
        authors=card.authors,
        publisher=publisher,
        language=identify(f"{card.title}\n{card.teaser}", language),
        published=card.published,
        image=card.image,
        teaser=True,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of an item; ``linked`` counts its characters in links other than the one around the whole item."""

    text: str
    linked: int


def letters(words: str) -> int:
    """Length with Han, kana and hangul counted three times: such a sign says as much as three letters."""
    return len(words) + 2 * len(_HAN.findall(words))


def line_of(node: PageElement) -> str:
    """All text of a node on one line."""
    text = node.get_text(" ") if isinstance(node, Tag) else str(node) if type(node) is NavigableString else ""
    return xml_safe(" ".join(text.split()))


def read_card(item: Item, base: str | None, setting: Setting) -> Card:
    """What an item states. Days told from the day of reading count from when the page says that it was copied."""
    language = setting.language
    lines = [line for node in item.nodes for line in _lines(node, item.headline)]
    title = _title(item, lines, language)
    rest = [_behind(line, title) for line in lines if line.text != title]
    tags = [node for node in item.nodes if isinstance(node, Tag)]
    dated = _date(tags, rest, setting) or _date_above(item.nodes[0], setting)
    return Card(
        title=title[:_LONGEST_HEADLINE],
        url=item.url,
        teaser=_teaser(rest, title, language)[:_LONGEST_TEASER],
        published=dated,
        authors=_authors(tags, rest, setting.received),
        image=_image(tags, base),
    )


def _behind(line: _Line, title: str) -> _Line:
    """A line without the headline that it begins with."""
    if not line.text.startswith(title):
        return line
    return _Line(line.text[len(title) :].strip(" :–—-·|"), max(0, line.linked - len(title)))


def _title(item: Item, lines: Sequence[_Line], language: str | None) -> str:
    """The heading of the item, else the words of its link; of a link around a whole card, its first telling line."""
    heading = item.headline if item.headline.name in _HEADINGS else item.headline.find(_HEADINGS)
    if heading is None and _is_box(item.headline):
        heading = item.headline.find(["strong", "b"])
    words = line_of(_linked_part(heading) if isinstance(heading, Tag) else item.headline)
    if isinstance(heading, Tag) or not any(line.text != words and line.text in words for line in lines):
        return words
    telling = [line.text for line in lines if letters(line.text) >= 12 and line.text in words]
    return next((text for text in telling if not _is_date(text, language)), words)


def _linked_part(heading: Tag) -> Tag:
    """The only link of a heading, where it holds most of it: what stands beside it is a day, a section, a count."""
    links = [link for link in heading.find_all("a", href=True) if line_of(link)]
    if len(links) != 1 or len(line_of(links[0])) + 1 >= len(line_of(heading)):
        return heading
    return links[0] if letters(line_of(links[0])) * 2 > letters(line_of(heading)) else heading


def _lines(node: PageElement, around: Tag) -> Iterator[_Line]:
    """The lines that a node shows: its blocks, and what stands between them; a short link at the end of one goes."""
    words: list[tuple[str, bool]] = []
    for kind, text, linked in _walk(node, around, linked=False):
        if kind == "break":
            yield from _line(words)
            words = []
        else:
            words.append((text, linked))
    yield from _line(words)


def _walk(node: PageElement, around: Tag, *, linked: bool) -> Iterator[tuple[str, str, bool]]:
    if not isinstance(node, Tag):
        if type(node) is NavigableString:
            yield "text", str(node), linked
        return
    block = node.name not in _INLINE or (node.parent is around and _is_box(around)) or _is_part_of_row(node)
    if block:
        yield "break", "", False
    inside = linked or (node.name == "a" and node is not around and not _is_linked_teaser(node))
    for child in node.children:
        yield from _walk(child, around, linked=inside)
    if block:
        yield "break", "", False


def _is_linked_teaser(link: Tag) -> bool:
    """A whole paragraph that is a link: it tells, and invites nowhere."""
    told = line_of(link)
    return letters(told) >= _LONG_LINK and bool(_SENTENCE.search(told[:-1]) or _SENTENCE.search(told[-1:]))


_LONG_LINK = 80


def _is_part_of_row(node: Tag) -> bool:
    """One of several short parts of a line that has no words of its own: name, day, length of reading."""
    row = node.parent
    if node.name not in _ROW or row is None or row.name in _INLINE or row.name in _HEADINGS:
        return False
    parts = [line_of(child) for child in row.children if isinstance(child, Tag)]
    own = "".join(child for child in row.children if type(child) is NavigableString)
    return (
        sum(map(bool, parts)) > 1
        and not any(mark.isalnum() for mark in own)
        and all(len(part) <= _LONGEST_PART for part in parts)
    )


_ROW = frozenset({"span", "a", "small", "em", "i", "b", "strong"})
_LONGEST_PART = 60


def _is_box(link: Tag) -> bool:
    """A link around a whole card: everything it says stands in elements of their own, of which there are several."""
    inner = [child for child in link.children if isinstance(child, Tag) and line_of(child)]
    own = any(type(child) is NavigableString and child.strip() for child in link.children)
    return len(inner) > 1 and not own


def _line(words: Sequence[tuple[str, bool]]) -> Iterator[_Line]:
    said = [(text, linked) for text, linked in words if text.strip()]
    while len(said) > 1 and said[-1][1] and (len(said[-1][0].strip()) <= _SHORT_LINK or _invites(said)):
        said.pop()
    text = xml_safe(" ".join("".join(text for text, _ in said).split())).strip(" |·›»>[]")
    if text:
        yield _Line(text, sum(len(one.strip()) for one, linked in said if linked))


def _invites(said: Sequence[tuple[str, bool]]) -> bool:
    """The words of a link at the end of a line, behind a finished sentence, are none: "Read more <the headline>"."""
    own = [text.rstrip() for text, linked in said if not linked]
    return bool(own) and bool(_FINISHED.search(own[-1][-3:])) and not _SENTENCE.search(said[-1][0].strip()[-2:])


_FINISHED = re.compile(r"(?:[.!?…。！？][\"'”’»)\]]*|\.\.\.)\Z")


def _teaser(lines: Sequence[_Line], title: str, language: str | None) -> str:
    """The lines of an item that read like sentences; they are neither its headline nor made of links."""
    kept = []
    for line in lines:
        text = line.text
        if text.startswith(title):
            text = text[len(title) :].strip(" :–—-·|")
        size = letters(text)
        telling = size >= 60 or (size >= 25 and _SENTENCE.search(text[-3:])) or (size >= 40 and _SENTENCE.search(text))
        if telling and line.linked * 2 < len(line.text) and text not in title and text not in kept:
            kept.append(_without_date(text, language))
    return "\n\n".join(kept)


def _without_date(text: str, language: str | None) -> str:
    """A teaser without a date that it begins with."""
    spans = day_spans(text[:60], language)
    if not spans or text[: spans[0][0]].strip(" ([|·-–—"):
        return text
    rest = text[spans[0][1] :]
    mark = re.match(r"[\s\])|·:–—-]*(?:\d{1,2}:\d\d)?[\s\])|·:–—-]+", rest)
    return rest[mark.end() :] if mark and len(rest) > 40 else text


def _is_date(text: str, language: str | None) -> bool:
    return len(text) <= _LONGEST_DATE and bool(day_spans(text, language))


def _is_bare_date(text: str, language: str | None) -> bool:
    """A line of hardly anything but a date: what heads the items of a day."""
    spans = sorted((*day_spans(text, language), *relative_spans(text))) if len(text) <= _LONGEST_DATE else []
    return bool(spans) and len(text) - (spans[0][1] - spans[0][0]) <= _BESIDE_DATE


_BESIDE_DATE = 20
"""Characters beside the date in a line that heads the items of a day: its weekday, "News of"."""


def _date(tags: Sequence[Tag], lines: Sequence[_Line], setting: Setting) -> Moment | None:
    for time in (found for tag in tags for found in ([tag] if tag.name == "time" else tag.find_all("time"))):
        moment = parse_machine(str(time.get("datetime") or ""), "time-tag")
        if moment:
            return moment
    for line in lines:
        stated = line.text if len(line.text) <= _LONGEST_DATE else _date_at_an_end(line.text, setting.language)
        moment = _stated(stated, setting)
        if moment:
            return moment
    return None


def _stated(line: str, setting: Setting) -> Moment | None:
    """The day that a line of a listing states."""
    if not any(mark.isdigit() for mark in line) and not (setting.captured and relative_spans(line)):
        return None
    stated = read_dates(line, setting, "listing")
    return stated.published or dated_by_change(stated.updated)


def _date_at_an_end(text: str, language: str | None) -> str:
    """The date that a long line begins with and a dash follows ("9 May 2026 — The ferry …"), or that stands behind its
    last sentence; "" for none. Days inside of it are told, not stated."""
    head, tail = text[:_LONGEST_EDGE], text[-_LONGEST_EDGE:]
    spans = day_spans(head, language)
    if spans and not head[: spans[0][0]].strip(" ([|·") and re.match(r"[\s\])]*[—–|·:-]", head[spans[0][1] :]):
        return head[: spans[0][1]]
    spans = day_spans(tail, language)
    before = tail[: spans[-1][0]].rstrip(" ([|·—–-") if spans else ""
    if spans and _SENTENCE.search(before[-1:]) and not tail[spans[-1][1] :].strip(" )]|·."):
        return tail[spans[-1][0] :]
    return ""


_LONGEST_EDGE = 45


def _date_above(node: PageElement, setting: Setting) -> Moment | None:
    """The date in a line without links above an item or above its list: one date for all items of a day."""
    current: PageElement | None = node
    for _ in range(_LEVELS_ABOVE):
        if current is None:
            break
        for n, sibling in enumerate(current.previous_siblings):
            line = line_of(sibling)
            if n > _MOST_ABOVE or (isinstance(sibling, Tag) and sibling.name in _TITLES):
                return None
            linked = isinstance(sibling, Tag) and sibling.find("a") is not None
            if line and not linked and _is_bare_date(line, setting.language):
                return _stated(line, setting)
        current = current.parent
    return None


_LEVELS_ABOVE = 3
_MOST_ABOVE = 60
_TITLES = ("h1",)


def _authors(tags: Sequence[Tag], lines: Sequence[_Line], received: datetime) -> tuple[str, ...]:
    for tag in (
        one for top in tags for one in top.find_all(["span", "a", "address", "cite", "em", "small", "div", "p"])
    ):
        names = " ".join((*(tag.get("class") or []), str(tag.get("id") or ""))).lower()
        if _BYLINE.search(names) or "author" in (tag.get("rel") or []):
            found = read_names(line_of(tag), (), received) if len(line_of(tag)) <= 100 else ()
            if found:
                return found
    for line in lines:
        said = read_byline(line.text, language=None, received=received) if len(line.text) < 120 else None
        if said and said.authors:
            return people(said.authors)
    return ()


def _image(tags: Sequence[Tag], base: str | None) -> str | None:
    image = next((found for tag in tags if (found := tag.find("img"))), None)
    return absolute(str(image.get("src") or ""), base) if isinstance(image, Tag) else None
