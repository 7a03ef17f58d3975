"""What feed items, newsletters and page bodies share: blocks without chrome, names of people, teasers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from html import unescape

from feedmill.model import Cut
from feedmill.reading.addresses import same_page
from feedmill.reading.blocks import Block, parse_blocks
from feedmill.reading.chrome import chrome_reason
from feedmill.reading.safe_html import clean, text_of
from feedmill.reading.titles import same_title
from feedmill.reading.words import words

_HREF = re.compile(r'<a href="([^"]*)"')
_CUT_OFF = re.compile(r"(?:\u2026|\.\.\.|\[\s*(?:\u2026|\.{3}|&#8230;|&hellip;)\s*\])\s*\Z")
_ADDRESS = re.compile(r"https?://|www\.|@[\w-]+\.|\.(?:com|org|net|ru|cn|info)\b", re.IGNORECASE)
_MAIL_NAME = re.compile(r"\A\s*\S+@\S+\s*\((.{2,80})\)\s*\Z|\A(.{2,80}?)\s*<\S+@\S+>\s*\Z")
_BY = re.compile(
    r"\A(?:(?:(?:written |story |posted |words |text )?by|von|par|por|автор(?:ы)?|текст)(?:\s*[:：]\s*|\s+)"
    r"|(?:作者|记者|記者|撰文|文)(?:\s*[:：/]\s*|\s+))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:;|\||、|\band\b|\bи\b|&|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)
_LAST_LINK = re.compile(r'<a href="[^"]*">(?P<words>[^<]{2,60})</a>[\s.»›→]*\Z')
_BAR = re.compile(r"\s*[|｜•·]\s*")
_NAME = 40
"""Letters of an outlet's name."""
_CONTROL = re.compile(r"[\x00-\x1f]")


def item_blocks(html: str, url: str | None, title: str) -> tuple[tuple[Block, ...], tuple[Cut, ...]]:
    """The blocks of an item's content without its repeated title and without chrome, and what was cut."""
    blocks = parse_blocks(clean(html, url))
    listed = _is_list_of_links(blocks, url)
    kept: list[Block] = []
    cuts: list[Cut] = []
    for place, block in enumerate(blocks):
        reason = _reason(block, place, len(blocks), url, title) or (listed and block.linked and "related-links")
        if reason:
            cuts.append(Cut(reason=reason, text=block.text[:400]))
        else:
            kept.append(block)
    if kept:
        kept[-1], more = _without_more(kept[-1])
        cuts += more
    return tuple(kept), tuple(cuts)


def _is_list_of_links(blocks: Sequence[Block], url: str | None) -> bool:
    """Whether a body only leads to other pages, as the clusters of news search engines do: its words are others'."""
    told = [block for block in blocks if block.kind != "image"]
    leading = [block for block in told if block.linked * 2 >= len(block.text)]
    others = {href for block in leading for href in _HREF.findall(block.html) if not same_page(href, url)}
    return len(leading) == len(told) and len(others) > 1


def _without_more(block: Block) -> tuple[Block, list[Cut]]:
    """The last block without the link "Read more" behind its last sentence, and that as a cut."""
    found = _LAST_LINK.search(block.html)
    said = " ".join(unescape(found["words"]).split()) if found else ""
    plain = said.strip(" .…[]»→").casefold()
    reason = "read-more" if plain in _more_words() else chrome_reason(said) if said else None
    if found is None or not reason or not block.text.endswith(said) or len(block.text) == len(said):
        return block, []
    text, html = block.text.removesuffix(said).rstrip(), block.html[: found.start()].rstrip()
    return replace(block, text=text, html=html, linked=block.linked - len(said)), [Cut(reason=reason, text=said)]


@cache
def _more_words() -> frozenset[str]:
    return frozenset(word.strip(" .…[]【】»→") for word in words("chrome", "more"))


def _reason(block: Block, place: int, count: int, url: str | None, title: str) -> str | None:
    if block.kind == "image":
        return None
    if place < 3 and title and _says_title(block, title):
        return "repeated-title"
    if place == count - 1 and place and _is_row_of_calls(block.text):
        return "menu"
    if place and place >= count - 2 and _leads_back(block, url):
        return "related-links"
    return chrome_reason(block.text) if len(block.text) <= 300 and count > 1 else None


def _says_title(block: Block, title: str) -> bool:
    """Whether a block is the title again, perhaps with the name of the outlet behind it."""
    behind = len(block.text) - len(title)
    named = block.linked and 0 < behind <= _NAME and block.text.startswith(title)
    return bool(named) or same_title(block.text, title)


def _is_row_of_calls(text: str) -> bool:
    """Whether a closing line is a row of short calls: "Subscribe | Send us news", "Подписаться | Прислать новость"."""
    parts = [part.split() for part in _BAR.split(text)]
    return len(parts) > 1 and all(1 <= len(part) <= 3 and len("".join(part)) <= 30 for part in parts)


def _leads_back(block: Block, url: str | None) -> bool:
    """A short closing block that links to the item itself: "The post … appeared first on …", "Read more"."""
    if len(block.text) > 300 or not block.linked or block.linked * 3 < len(block.text):
        return False
    return any(same_page(href, url) for href in _HREF.findall(block.html))


def is_cut_off(text: str, cuts: Iterable[Cut]) -> bool:
    """The text ends in an ellipsis, or a "read more" link stood at its end."""
    return bool(_CUT_OFF.search(text[-40:])) or any(cut.reason in ("read-more", "teaser") for cut in cuts)


def people(names: Sequence[str], *sites: str | None) -> tuple[str, ...]:
    """Names of authors as written, one each; without "admin", addresses and the site's own name."""
    found: dict[str, None] = {}
    for raw in names[:20]:
        mail = _MAIL_NAME.match(raw[:300])
        line = _BY.sub("", text_of(next(filter(None, mail.groups())) if mail else raw[:600]))
        for name in (one for part in _BETWEEN.split(line) for one in _comma_separated(part).split(";")):
            plain = name.strip(" \t,.:–—-/•·")
            if _is_somebody(plain, sites):
                found.setdefault(plain, None)
    return tuple(found)[:10]


def _comma_separated(line: str) -> str:
    """Commas part names only when each part looks like a whole name: "Li Wei, Anna Sokolova", not "Smith, PhD"."""
    parts = [part.strip() for part in re.split(r"[,，]", line)]
    return ";".join(parts) if len(parts) > 1 and all(2 <= len(part.split()) <= 4 for part in parts) else line


def _is_somebody(name: str, sites: Sequence[str | None]) -> bool:
    if not 2 <= len(name) <= 80 or _ADDRESS.search(name) or not any(mark.isalpha() for mark in name):
        return False
    if any(mark.isdigit() for mark in name):
        return False
    if name.casefold() in words("bylines", "nobody") or len(name.split()) > 8:
        return False
    return not any(site and same_title(name, site) for site in sites)
