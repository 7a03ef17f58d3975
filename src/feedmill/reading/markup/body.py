"""Which blocks of a page are the article's body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

import trafilatura
from lxml import etree

from feedmill.model import Cut
from feedmill.reading.addresses import host
from feedmill.reading.blocks import Block, first_line, read_blocks
from feedmill.reading.chrome import chrome_reason, sentence_reason, word_reason
from feedmill.reading.dates import clock_spans, day_spans
from feedmill.reading.markup.appeals import appeal
from feedmill.reading.markup.asides import cut_bio, cut_captions
from feedmill.reading.markup.endings import cut_announcements, cut_appendix, cut_lists, end_with_prose
from feedmill.reading.markup.places import Weights, is_paragraph, is_small_print, names_body
from feedmill.reading.markup.prose import SENTENCE_END, WALL, is_bold, is_prose, is_wall, prose
from feedmill.reading.markup.refusal import asks_for_money
from feedmill.reading.safe_html import text_of
from feedmill.reading.sentences import split
from feedmill.reading.titles import same_title

_PARAGRAPHS = ("p", "blockquote", "pre", "li", "tr", "tbody")
_ENOUGH = 0.8
_HREF = re.compile(r'<a href="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The article's blocks and what was left out between and around them."""

    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...] = ()


def find_body(root: etree._Element, weights: Weights, title: str, site: str = "") -> Body:
    """The body of the article in a tree whose foreign places are already cut; ``weights`` tell where its running text
    stands. ``site`` is the page's host name."""
    return without_chrome(read_blocks(container(root, weights)), title, site)


def rescue(page: str, title: str) -> Body:
    """The body as trafilatura finds it in the uncut page: for pages whose body the rules above do not find."""
    found = trafilatura.bare_extraction(
        page, fast=False, include_comments=False, include_formatting=True, include_links=True
    )
    tree = getattr(found, "body", None)
    if tree is None:
        return Body(blocks=())
    body = without_chrome(read_blocks(_as_html(tree)), title)
    speaks = any(SENTENCE_END.search(block.text) for block in body.blocks)
    return body if speaks else Body(blocks=())


_TEI = {"head": "h3", "item": "li", "quote": "blockquote", "row": "tr", "cell": "td", "lb": "br", "hi": "b", "ref": "a"}


def _as_html(tree: etree._Element) -> etree._Element:
    """trafilatura's tree, whose elements are those of TEI, with the names of HTML."""
    for element in tree.iter(etree.Element):
        if element.tag == "list":
            element.tag = "ol" if element.get("rend") == "ol" else "ul"
        elif element.tag == "ref":
            element.set("href", element.get("target") or "")
        element.tag = _TEI.get(element.tag, element.tag)
    return tree


def from_statement(stated: str | None) -> Body:
    """The body as the page states it to machines (JSON-LD ``articleBody``), one paragraph a line."""
    lines = [line.strip() for line in re.split(r"\n+|<br\s*/?>|</p>", stated or "")]
    texts = [text for line in lines if (text := text_of(line))]
    return Body(blocks=tuple(Block(kind="p", text=text, html=escape(text, quote=False)) for text in texts))


def container(root: etree._Element, weights: Weights) -> etree._Element:
    """The element that holds the article: the smallest one with nearly all running text of the page.

    Where the page names its body (``itemprop=articleBody``, ``entry-content``), a named element that holds at least
    half of the running text is preferred.
    """
    whole = weights.get(root, 0)
    named = [element for element in root.iter("div", "section", "article", "td", "main") if names_body(element)]
    best = max(named, key=lambda element: weights.get(element, 0), default=None)
    if best is not None and weights.get(best, 0) * 2 > whole:
        return _innermost(best, weights)
    mains = [element for element in root.iter("main", "div") if element.tag == "main" or element.get("role") == "main"]
    main = max(mains, key=lambda element: weights.get(element, 0), default=root)
    return _innermost(main if weights.get(main, 0) > max(_MAIN, whole * _MAIN_SHARE) else root, weights)


_MAIN = 250
_MAIN_SHARE = 0.12
"""Running text, in characters and as a share of the page's, from which on ``<main>`` is believed."""


def _innermost(start: etree._Element, weights: dict[etree._Element, int]) -> etree._Element:
    """Down to the smallest element with nearly all the text, but never past paragraphs that stand beside it."""
    best, whole = start, weights.get(start, 0)
    while whole:
        child = max(best, key=lambda inner: weights.get(inner, 0), default=None)
        if child is None or child.tag in _PARAGRAPHS or weights.get(child, 0) < whole * _ENOUGH:
            return best
        if any(is_paragraph(beside) for beside in best if beside in weights and beside is not child):
            return best
        best = child
    return best


def without_chrome(blocks: Sequence[Block], title: str, site: str = "") -> Body:
    """The blocks without repeated title, link lists, chrome lines and empty headings."""
    reasons = [_reason(block, place, title, site) for place, block in enumerate(blocks)]
    _keep_section_headings(blocks, reasons)
    _cut_copies(blocks, reasons)
    _cut_pulled(blocks, reasons)
    cut_captions(blocks, reasons)
    _start_below_title(blocks, reasons, is_titled=bool(title))
    cut_appendix(blocks, reasons)
    cut_announcements(blocks, reasons)
    cut_bio(blocks, reasons)
    cut_lists(blocks, reasons)
    end_with_prose(blocks, reasons)
    kept = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    cuts = [Cut(reason=reason, text=block.text[:400]) for block, reason in zip(blocks, reasons, strict=True) if reason]
    return Body(blocks=tuple(kept), cuts=tuple(cuts))


def _reason(block: Block, place: int, title: str, site: str) -> str | None:
    text = block.text
    if block.kind == "image":
        return None
    if place < 8 and title and (same_title(first_line(block), title) or _holds_title(block, title)):
        return "repeated-title"
    if block.linked * 10 >= len(text) * 8 and len(text) < 250 and block.kind != "row" and not _leads_out(block, site):
        return "related-links"
    if _announces_link(block) or _is_dated_link(block):
        return "related-links"
    if block.kind == "p" and len(text) > WALL and is_wall(text):
        return "keywords"
    if is_small_print(text):
        return "newsletter"
    if asks_for_money(text):
        return "paywall"
    talk = appeal(text) if block.kind not in ("code", "row") else None
    reason = talk or (chrome_reason(text) if len(text) <= 300 and block.kind != "code" else None)
    if reason == "menu" and block.kind == "p":
        return word_reason(text)
    return _invites(text) if reason is None or reason in _SHAPES else reason


def _holds_title(block: Block, title: str) -> bool:
    """A heading of which a first element is a label and the rest the title."""
    return block.kind == "heading" and block.text.endswith(title) and len(block.text) < 2 * len(title)


def _invites(text: str) -> str | None:
    """The slug of the cut for a few words that end in an invitation: "Like these letters? Subscribe to get them."."""
    parts = split(text) if len(text) <= _LONGEST_INVITATION else []
    reason = sentence_reason(parts[-1]) if 0 < len(parts) <= _MOST_SENTENCES else None
    return reason if reason == "newsletter" else None


_LONGEST_INVITATION = 160
_MOST_SENTENCES = 2


_SHAPES = frozenset({"links", "script", "menu"})
"""Reasons for lines without markup; here the markup itself tells links, code and menus apart."""


def _announces_link(block: Block) -> bool:
    """A short line of the kind "Read also: another story": words, a colon, and a link to the end."""
    label, colon, _ = block.text.partition(":")
    short = len(block.text) < 200 and len(label) < 30
    return bool(colon) and short and 0 < len(block.text) - len(label) - 3 <= block.linked


def _is_dated_link(block: Block) -> bool:
    """A link to another story with its day and hour beside it, and nothing else."""
    if not block.linked or len(block.text) > 200 or len(block.text) - block.linked > _LONGEST_DAY:
        return False
    rest = text_of(_LINK.sub(" ", block.html))
    spans = sorted((*day_spans(rest, None), *clock_spans(rest)), reverse=True)
    for start, end in spans:
        rest = rest[:start] + rest[end:]
    return bool(spans) and not any(mark.isalnum() for mark in rest)


_LINK = re.compile(r"<a [^>]*>.*?</a>", re.DOTALL)
_LONGEST_DAY = 40


def _leads_out(block: Block, site: str) -> bool:
    """A block of nothing but links to other sites is a list of references, not of the site's other stories."""
    hosts = {host(address) for address in _HREF.findall(block.html) if address.startswith("http")}
    return bool(site and hosts) and not any(site.endswith(one) or one.endswith(site) for one in hosts)


def _start_below_title(blocks: Sequence[Block], reasons: list[str | None], *, is_titled: bool) -> None:
    """What stands above the headline, and the short lines between it and the first sentence, are not the body; but a
    bold line may be the headline of a page that has no other."""
    first = next((n for n, block in enumerate(blocks) if not reasons[n] and is_prose(block)), None)
    titled = [n for n, reason in enumerate(reasons[:40]) if reason == "repeated-title" and blocks[n].kind == "heading"]
    if first is None:
        return
    if titled and prose(blocks[: titled[-1]]) * 12 < prose(blocks[titled[-1] :]):
        for n in range(titled[-1]):
            reasons[n] = reasons[n] or "menu"
        first = next((n for n in range(titled[-1], len(blocks)) if not reasons[n] and is_prose(blocks[n])), first)
    for n in range(first):
        told = not is_titled and n + 1 == first and is_bold(blocks[n])
        if blocks[n].kind != "image" and (blocks[n].kind != "heading" or n + 1 < first) and not told:
            reasons[n] = reasons[n] or "byline"


def _keep_section_headings(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """Headings that are links and stand above prose of their own, again and again, part the article itself."""
    sections = [
        n
        for n, block in enumerate(blocks[:-1])
        if block.kind == "heading" and reasons[n] == "related-links" and _own_prose(blocks[n + 1 : n + 4])
    ]
    if len(sections) >= _SECTIONS:
        for n in sections:
            reasons[n] = None


_SECTIONS = 3


def _own_prose(blocks: Sequence[Block]) -> bool:
    for block in blocks:
        if block.kind == "heading":
            return False
        if is_prose(block) and len(block.text) >= 120:
            return True
    return False


def _cut_copies(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """A long paragraph that stands there twice was written for two widths of screen; so was a copy of the source."""
    times = Counter(block.text for n, block in enumerate(blocks) if not reasons[n] and len(block.text) >= 80)
    seen: set[str] = set()
    for n, block in enumerate(blocks):
        if block.text not in times or reasons[n]:
            continue
        twice = block.text in seen and times[block.text] == 2
        if twice or (block.kind == "code" and _retells(block.text, seen)):
            reasons[n] = "repeated-text"
        seen.add(block.text)


def _cut_pulled(blocks: Sequence[Block], reasons: list[str | None]) -> None:
    """A sentence that was pulled out of the text to stand there large is one too many."""
    left = [n for n, reason in enumerate(reasons) if not reason and blocks[n].kind in ("p", "quote")]
    if len(left) > _MOST_PARAGRAPHS:
        return
    texts = {n: blocks[n].text.casefold() for n in left}
    whole = "\n".join(texts.values())
    for n, text in texts.items():
        pulled = text.strip(_QUOTES)
        quoted = (blocks[n].kind == "quote" or text != pulled) and bool(SENTENCE_END.search(text))
        if not quoted or not _SHORTEST_PULLED <= len(pulled) <= _LONGEST_PULLED or whole.count(pulled) < 2:
            continue
        if any(pulled in other and len(other) > len(text) + _LONGEST_MARKS for other in texts.values()):
            reasons[n] = "pull-quote"


_MOST_PARAGRAPHS = 400
_SHORTEST_PULLED, _LONGEST_PULLED = 25, 300
_LONGEST_MARKS = 8
_QUOTES = " \t\"'“”„«»‹›‘’「」『』《》"


def _retells(text: str, seen: Collection[str]) -> bool:
    """A block of code that holds most of the prose before it is the page's own source, hidden by its style sheet."""
    words = " ".join(text.split())
    told = [line for line in seen if line in words]
    return len(told) >= 3 and len(told) * 3 >= len(seen)
