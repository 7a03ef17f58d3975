"""What stands above a body: masthead, headline, byline, dateline, address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from feedmill.reading import chrome
from feedmill.reading.bylines import Attribution, is_agency, is_role, looks_like_house
from feedmill.reading.plaintext.blocks import WIDEST_HEADING, Block
from feedmill.reading.plaintext.headline import find_headline
from feedmill.reading.titles import parts_of, same_title, strip_site_name
from feedmill.reading.words import words

_URL = re.compile(
    r"(?:(?:URL|Link|Source|Ссылка|Адрес|链接|网址|原文链接|Permalink)\s*[:：]\s*)?(https?://[^\s<>\"]{4,2000})",
    re.IGNORECASE,
)
_ZH_OUTLET = re.compile(r"[\u4e00-\u9fff]{2,8}(?:网|網|报|報|社|新闻|新聞|周刊|时报|時報|日报|日報)")
_WORD = re.compile(r"[^\W\d_]+")
_MANY_DAYS = 3
_NEAR_TITLE = 5
_DATED_ABOVE = 3
"""Blocks above the headline in which its day may stand."""
_ORNAMENT = re.compile(r"\A[^\w\s«»„“”\"'‘’(\[（【《〈「『#@$€£¥₽№+\-–—.…¿¡&]+\s*")
"""Emoji and arrows in front of a headline."""
_LABEL = re.compile(r"[【\[（(](?P<label>[^】\]）)]{2,12})[】\]）)]\s*")
_MARKED = re.compile(r"[:：,;?!]|\.\s")
_SITE_BEHIND = re.compile(r"\A(?:\s+[-–—•·»/]\s+|\s*[|｜]\s*)")
_SITE_BEFORE = re.compile(r"(?:\s+[-–—•·»/]\s+|\s*[|｜]\s*)\Z")
_LONGEST_NAME = 40
_WIDEST_NAME = 45
_SHORTEST_NAME = 6
"""Weight of a site's name that is one word."""
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
    candidates = [
        (place, block) for place, block in enumerate(above) if _may_be_title(block) and not _is_post(above, place)
    ]
    title = _unlabelled(find_headline(candidates, len(above), everything))
    owned = _rights(everything)
    publisher = _masthead(above, title, owned) or _owner(above, title, owned) or _named_beside(title, above)
    url = next((match.group(1) for block in near if (match := _URL.fullmatch(block.text))), None)
    stated = _without_list([found for block in _by_headline(above, near, title) for found in _statements(block)])
    stated += _farther(above[:-_NEAR], stated)
    if not any(found.agency for found in stated):
        stated += _wire_alone(above, title)
    if not any(found.authors for found in stated):
        stated += _lines_of_names(above, title, publisher, everything)
    sections = (part for part in parts_of(title or "") if part.casefold() in words("chrome", "line"))
    names = [*sections, *([publisher] if publisher else [])]
    clean = strip_site_name(_unmarked(title), names) if title else None
    return Head(
        title=clean,
        titles=tuple(dict.fromkeys(filter(None, (title, clean)))),
        publisher=publisher,
        url=url,
        attributions=tuple(stated),
    )


def _unmarked(title: str) -> str:
    """A headline without ornaments and without the label of a re-post in front of it."""
    bare = _ORNAMENT.sub("", title)
    label = _LABEL.match(bare)
    return bare[label.end() :] if label and label["label"].casefold() in words("chrome", "reposted") else bare


def _wire_alone(above: list[Block], title: str | None) -> list[Attribution]:
    """A wire's name alone on a line between the headline and the text, beside a day or next to the text."""
    titled = [place for place, block in enumerate(above) if title and same_title(block.text, title)]
    for place in range(titled[-1] + 1 if titled else len(above), len(above)):
        beside = (above[at] for at in (place - 1, place + 1) if 0 <= at < len(above))
        stands = place == len(above) - 1 or any(block.byline for block in beside)
        if stands and is_agency(above[place].text):
            return [Attribution(agency=above[place].text)]
    return []


def _by_headline(above: list[Block], near: list[Block], title: str | None) -> list[Block]:
    """The near blocks without the days above the headline where one stands below it, or where they stand so far above
    that they are the page's own or that of its rates.
    """
    titled = [place for place, block in enumerate(above) if title and same_title(block.text, title)]
    if not titled:
        return near
    placed = list(enumerate(near, len(above) - len(near)))
    below = any(block.byline and block.byline.date for place, block in placed if place > titled[-1])
    first = titled[-1] if below else titled[0] - _DATED_ABOVE
    return [_undated(block) if place < first else block for place, block in placed]


def _undated(block: Block) -> Block:
    told = block.byline
    return replace(block, byline=replace(told, date=None, updated=None)) if told and told.date else block


def _statements(block: Block) -> list[Attribution]:
    """What a line tells; one that names writers as a byline is not read as a credit, too."""
    if block.byline and block.byline.authors:
        return [block.byline]
    return [found for found in (block.byline, block.credit, block.dateline, block.signed) if found]


def _without_list(stated: list[Attribution]) -> list[Attribution]:
    """Three days or more above a body are those of other stories, but for the last, which stands next to it."""
    dated = [place for place, found in enumerate(stated) if found.date]
    if len({found.date.at.date() for found in stated if found.date}) < _MANY_DAYS:
        return stated
    return [found if place == dated[-1] else replace(found, date=None) for place, found in enumerate(stated)]


def _farther(far: list[Block], stated: list[Attribution]) -> list[Attribution]:
    """What bylines tell that stand higher, above a table of contents or a summary, where the near ones tell nothing of
    the kind: days if there is only one, authors if all such lines name the same.
    """
    found = [block.byline for block in far if block.byline]
    days = {one.date.at.date() for one in found if one.date}
    names = {one.authors for one in found if one.authors}
    dated = len(days) == 1 and not any(one.date or one.updated for one in stated)
    named = len(names) == 1 and not any(one.authors for one in stated)
    return [
        Attribution(
            authors=one.authors if named else (),
            agency=one.agency if named else None,
            date=one.date if dated else None,
            updated=one.updated if dated else None,
        )
        for one in found
        if (named and one.authors) or (dated and (one.date or one.updated))
    ]


def _lines_of_names(
    above: list[Block], title: str | None, publisher: str | None, everything: list[Block]
) -> list[Attribution]:
    """Names alone on the line directly below the headline, or beside a date that stands below it."""
    above = [block for block in above if block.reason != "separator"]
    below = [place for place, block in enumerate(above) if title and same_title(block.text, title)]
    first = below[-1] + 1 if below else len(above)
    for place in range(max(below[0] + 1, first - _NEAR_TITLE) if below else first, len(above)):
        near = place <= first + _NEAR_TITLE
        house = None if above[place].names or not near else _house(above[place].text)
        told = above[place].names or house
        if told is None or (first + _NEAR_TITLE < place < len(above) - _NEAR):
            continue
        beside = any(dates_it(above[at]) for at in (place - 1, place + 1) if 0 <= at < len(above))
        beside = beside or (place + 1 < len(above) and is_role(above[place + 1].text))
        next_to_body = near and place == len(above) - 1 and len(told.authors) == 1
        credible = (place == first or beside or next_to_body) and not same_title(above[place].text, publisher or "")
        if credible and (house or not has_common_words(told.authors, everything)):
            return [told]
    return []


def _house(line: str) -> Attribution | None:
    """A paper's team or desk, alone on its line ("Harbour Data Team")."""
    return Attribution(authors=(line,)) if looks_like_house(line) else None


def dates_it(block: Block) -> bool:
    """Whether a line stands where names do: it is a byline, or says how long reading takes."""
    return block.byline is not None or chrome.is_reading_time(block.text)


def has_common_words(names: tuple[str, ...], everything: list[Block]) -> bool:
    """Whether a word of the names stands in small letters elsewhere in the document: then it is no name."""
    tokens = {token.lower() for name in names for token in _WORD.findall(name) if token.lower() != token}
    tokens = {token for token in tokens if len(token) > 3}
    return any(token in block.text and token in _WORD.findall(block.text) for block in everything for token in tokens)


def _named_beside(title: str | None, above: list[Block]) -> str | None:
    """The site's name that stands behind the headline on one line and before it on another, as pages are called."""
    ends = {name for block in above if title and (name := _SITE_BEHIND.sub("", _after(block.text, title)))}
    starts = {name for block in above if title and (name := _SITE_BEFORE.sub("", _until(block.text, title)))}
    both = sorted(name for name in ends & starts if len(name) <= _LONGEST_NAME)
    return both[0] if len(both) == 1 else None


def _after(line: str, title: str) -> str:
    rest = line[len(title) :] if line.startswith(title) else ""
    return rest if _SITE_BEHIND.match(rest) else ""


def _until(line: str, title: str) -> str:
    rest = line[: -len(title)] if line.endswith(title) else ""
    return rest if _SITE_BEFORE.search(rest) else ""


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
        or chrome.is_caption(block.text)
    ):
        return False
    return 8 <= block.weight <= WIDEST_HEADING and (
        block.is_heading or block.text.endswith(("?", "!", "？", "！")) or block.weight < 160
    )


def _is_post(above: list[Block], place: int) -> bool:
    """Whether a line tells what the person named above it is."""
    return place > 0 and is_role(above[place].text) and above[place - 1].names is not None


def _owner(above: list[Block], title: str | None, owned: list[tuple[str, str]]) -> str | None:
    """A name beside the headline that a line of rights has, too."""
    named = [block for block in above[:_NEAR] if block.weight <= _WIDEST_NAME and block.text != title]
    found = (block.text for block in named if _is_named_again(block, owned) and not block.names)
    return next(found, None) if title else None


def _rights(everything: list[Block]) -> list[tuple[str, str]]:
    """The lines that may name owners of rights or of pictures, casefolded and as they stand."""
    return [(block.text.casefold(), block.text) for block in everything if not block.prose]


def _is_named_again(first: Block, owned: list[tuple[str, str]]) -> bool:
    """Whether a line that tells who owns rights or pictures names what a line says, too."""
    name = first.text.casefold()
    sound = first.weight >= _SHORTEST_NAME and not _is_menu([first.text]) and first.is_heading
    if not sound or _MARKED.search(name):
        return False
    return any(name in folded and folded != name and chrome.tells_rights(line) for folded, line in owned)


def _masthead(above: list[Block], title: str | None, owned: list[tuple[str, str]]) -> str | None:
    """The site's name in the first line: two to five capitalised words, a Chinese outlet's name, or what lines of
    rights call it; not the headline.
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
        or first.weight > _WIDEST_NAME
    ):
        return None
    parts = first.text.split()
    if _ZH_OUTLET.fullmatch(first.text) or _is_named_again(first, owned):
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
