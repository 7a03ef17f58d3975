"""Title, dates and publisher of a page, weighed against each other by stated rules.

* **Title**: the main heading, when the page's own title or its metadata begins with it; or is all
  that stands there before a bar or a dash; else the metadata's title without the site's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedmill.reading.markup.metadata import Claims
from feedmill.reading.markup.visible import Visible
from feedmill.reading.safe_html import text_of
from feedmill.reading.titles import parts_of, same_title, strip_site_name
from feedmill.reading.words import words

_HAN = re.compile(r"[\u3400-\u9fff]")


def choose_title(claims: Claims, visible: Visible, sites: Sequence[str], lines: Sequence[str] = ()) -> str:
    """The headline; empty when the page has none. ``lines`` are the first lines of the page: on old pages, and on those
    of platforms, the headline is no heading."""
    headings = [_without_section(text_of(sign.text)) for sign in visible.headings]
    stated = [_without_site(title, sites) for title in claims.titles if title]
    bare = _without_site(visible.page_title, sites)
    witnesses = [*stated, bare, visible.page_title]
    for heading in headings:
        if any(same_title(heading, witness) for witness in witnesses):
            return heading
    shown = next((title for title in stated if _is_shown(title, headings, lines, sites)), "")
    if shown:
        return shown
    for heading in headings:
        if len(heading) > 15 and any(_begins(witness, heading) for witness in witnesses if witness):
            return heading
    for sign in visible.headings:
        if sign.value == "h1" and same_title(sign.text, _SITE_BEHIND.split(visible.page_title, maxsplit=1)[0]):
            return sign.text
    told = _line_of_title(visible.page_title, lines, sites)
    if told and not stated:
        return told
    lone = [heading for heading in headings[:1] if _is_headline(heading, sites)]
    candidates = [*lone[:1], *(title for title in (*stated, bare, *headings) if title)]
    return candidates[0] if candidates else ""


def _line_of_title(page_title: str, lines: Sequence[str], sites: Sequence[str]) -> str:
    """The line of the page with which its own title begins or ends, where that is most of it or a part of its own."""
    parts = parts_of(page_title)
    for line in lines:
        if not _is_headline(line, sites) or len(line) > len(page_title):
            continue
        whole = any(same_title(line, part) for part in parts)
        edge = page_title.startswith(line) or page_title.endswith(line)
        if whole or (edge and len(line) * 2 > len(page_title)):
            return line
    return ""


def _is_shown(title: str, headings: Sequence[str], lines: Sequence[str], sites: Sequence[str]) -> bool:
    """Readers see the stated title: behind a label in a heading, at the end of one that has two elements, or on a line
    of its own that is no heading."""
    if any(_labels(heading, title) for heading in headings[:6]):
        return True
    told = _is_headline(title, sites) and any(same_title(title, line) for line in lines)
    return told or any(_is_glued(heading, title) for heading in headings)


def _is_glued(heading: str, title: str) -> bool:
    """A heading of two elements without a gap between them, of which the second is the title."""
    before = heading[: -len(title)] if len(title) > _LONGEST_LABEL and heading.endswith(title) else ""
    return before[-1:].isalnum()


_LONGEST_LABEL = 20


def _labels(heading: str, title: str) -> bool:
    """A heading that is the title behind a label: "Blog: …", "Title: …"."""
    label, colon, rest = heading.partition(":")
    return bool(colon) and len(label) <= 12 and " " not in label and len(title) > 20 and same_title(rest, title)


def _without_section(title: str) -> str:
    """A title without what stands behind a bar: a section or the site, never a part of the headline."""
    head, bar, tail = title.rpartition(" | ")
    return head.rstrip() if bar and len(head) >= 20 and len(tail) < len(head) else title


def _is_headline(heading: str, sites: Sequence[str]) -> bool:
    """A main heading that says something: not the site's name, not the name of a section."""
    long = len(heading.split()) >= 4 or len(_HAN.findall(heading)) >= 6
    return long and not any(same_title(heading, site) for site in sites)


def _without_site(title: str, sites: Sequence[str]) -> str:
    """A title without the site's name at either end, before a colon too ("The Ledger: Ferry sinks")."""
    short = _without_section(strip_site_name(title, sites))
    name, colon, rest = short.partition(": ")
    return rest if colon and len(rest) > 12 and any(same_title(name, site) for site in sites) else short


def _begins(witness: str, heading: str) -> bool:
    """One begins with the other: a title that was cut, or with something appended."""
    one, other = witness.casefold(), heading.casefold()
    return other in one or (len(one) > 25 and one.rstrip(" .…") in other)


_SITE_BEHIND = re.compile(r"\s+[|·•»—–-]\s+|_")


def choose_site(claims: Claims, visible: Visible, title: str) -> str | None:
    """Who runs the page: as stated, else what its title carries beside the headline. A domain is no name."""
    beside = site_beside(visible.page_title, title)
    if claims.sites and (not beside or not _DOMAIN.fullmatch(claims.sites[0])):
        return claims.sites[0]
    return beside


_DOMAIN = re.compile(r"(?:[\w-]{1,60}\.){1,4}[a-z]{2,12}", re.IGNORECASE)


def site_beside(page_title: str, title: str) -> str | None:
    """The name of the site in a page's title: the last of the parts behind the headline, the first of those before
    it; None where parts stand on both sides, or none is a name."""
    before, found, behind = page_title.partition(title) if title else ("", "", "")
    parts = [[one for part in _PARTED.split(side) if (one := part.strip(_SEPARATORS))] for side in (before, behind)]
    return next((name for name in (*parts[1][::-1], *parts[0]) if found and _names_site(name)), None)


def _names_site(name: str) -> bool:
    """A part of a page's title that may be the site's name: no section, no button, no number of a page."""
    told = name.casefold() in words("chrome", "line") or name.casefold() in words("bylines", "sections")
    return len(name) <= _LONGEST_NAME and any(map(str.isalpha, name)) and not told


_LONGEST_NAME = 40
_SEPARATORS = " \t|_-–—:：·•/\\.,。"
_PARTED = re.compile(r"\s*[|｜_·•]\s*|\s+[-–—:»›/]+\s+|--+|\s*::\s*|(?<=\w{3})\.\s+")
