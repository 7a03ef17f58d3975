"""What stands above a body: masthead, headline, byline, dateline, address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedmill.reading.bylines import Attribution, is_full_name
from feedmill.reading.chrome import is_capitals
from feedmill.reading.plaintext.blocks import Block
from feedmill.reading.plaintext.headline import find_headline
from feedmill.reading.titles import same_title, strip_site_name
from feedmill.reading.words import words

_URL = re.compile(
    r"(?:(?:URL|Link|Source|Ссылка|Адрес|链接|网址|原文链接|Permalink)\s*[:：]\s*)?(https?://[^\s<>\"]{4,2000})",
    re.IGNORECASE,
)
_ZH_OUTLET = re.compile(r"[\u4e00-\u9fff]{2,8}(?:网|網|报|報|社|新闻|新聞|周刊|时报|時報|日报|日報)")
_NEAR = 12
"""Blocks above the body in which a headline is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The statements above a body; ``titles`` are all the writings of the headline."""

    title: str | None
    titles: tuple[str, ...]
    publisher: str | None
    url: str | None
    attributions: tuple[Attribution, ...]


def read_head(above: list[Block], everything: list[Block]) -> Head:
    """The headline and what else ``above`` (the blocks before the body) tells."""
    near = above[-_NEAR:]
    candidates = [(place, block) for place, block in enumerate(above) if _may_be_title(block)]
    title = _unlabelled(find_headline(candidates, len(above), everything))
    publisher = _masthead(above, title)
    url = next((match.group(1) for block in near if (match := _URL.fullmatch(block.text))), None)
    stated = [found for block in near for found in _statements(block)]
    if not any(found.authors for found in stated):
        stated += [Attribution(authors=(name,)) for name in _bare_author(near, title, publisher, everything)]
    clean = strip_site_name(title, [publisher] if publisher else []) if title else None
    return Head(
        title=clean,
        titles=tuple(filter(None, (title, clean))),
        publisher=publisher,
        url=url,
        attributions=tuple(stated),
    )


def _statements(block: Block) -> list[Attribution]:
    """What a line tells; one that names writers as a byline is not read as a credit, too."""
    if block.byline and block.byline.authors:
        return [block.byline]
    return [found for found in (block.byline, block.credit, block.dateline) if found]


def _bare_author(near: list[Block], title: str | None, publisher: str | None, everything: list[Block]) -> list[str]:
    """A full name alone on a line below the headline: directly below, beside a date, behind a lone "By", or one that
    comes back in the document (in a bio, in "more by …").
    """
    below = [place for place, block in enumerate(near) if title and same_title(block.text, title)]
    if not below:
        return []
    above = {publisher, *(block.text for block in near[: below[-1] + 1])}
    for place in range(below[-1] + 1, len(near)):
        name = near[place].text
        if not is_full_name(name) or near[place].reason or is_capitals(name) or name in above:
            continue
        beside = [near[at].byline for at in (place - 1, place + 1) if 0 <= at < len(near)]
        dated = any(found and (found.date or found.updated) for found in beside)
        announced = near[place - 1].text.casefold().strip(" :") in words("bylines", "by")
        if place == below[-1] + 1 or dated or announced or _is_known(name, everything):
            return [name]
    return []


def _is_known(name: str, everything: list[Block]) -> bool:
    """Whether a name of two to four words begins running text elsewhere (a bio), or ends a line ("More by …")."""
    others = [block for block in everything if block.text != name]
    return len(name.split()) <= 4 and any(
        (block.prose and block.text.startswith(f"{name} ")) or block.text.endswith(f" {name}") for block in others
    )


def _is_menu(parts: list[str]) -> bool:
    return 2 * sum(word.casefold() in words("chrome", "line") for word in parts) > len(parts)


def _unlabelled(title: str | None) -> str | None:
    """A headline without the word that announces it ("Title: …", "标题：…")."""
    label, mark, rest = re.sub("：", ":", title or "", count=1).partition(":")
    return rest.strip() if mark and rest.strip() and label.strip().casefold() in words("bylines", "title") else title


def _may_be_title(block: Block) -> bool:
    if (
        block.byline
        or block.credit
        or block.reason
        or (block.dateline and not block.dateline.rest)
        or _URL.fullmatch(block.text)
    ):
        return False
    return 8 <= block.weight <= 300 and (
        block.is_heading or block.text.endswith(("?", "!", "？", "！")) or block.weight < 160
    )


def _masthead(above: list[Block], title: str | None) -> str | None:
    """The site's name in the first line: two to five capitalised words, or a Chinese outlet's name; not the
    headline.
    """
    named = [block for block in above[:20] if not block.reason]
    if not named or title is None:
        return None
    first = named[0]
    if (
        first.byline
        or first.dateline
        or same_title(first.text, title)
        or first.text.endswith(title)
        or first.weight > 45
    ):
        return None
    parts = first.text.split()
    if _ZH_OUTLET.fullmatch(first.text):
        return first.text
    capitalised = [word for word in parts if word[0].isupper()]
    cyrillic = "\u0400" <= first.text[0] <= "\u04ff"
    is_name = (
        (2 <= len(parts) <= 5 or "-" in first.text)
        and (len(capitalised) == len(parts) or cyrillic)
        and first.text[-1].isalpha()
        and ":" not in first.text
        and not _is_menu(parts)
    )
    return first.text if is_name and first.text[0].isupper() else None
