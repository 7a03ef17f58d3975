"""Lines below a text that tell who wrote it ("Ann Lee is a lecturer in border studies", "Анна Ли — политолог"), or what
the house is that published it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from feedmill.reading import chrome
from feedmill.reading.bylines import looks_like_person
from feedmill.reading.words import alternatives, words

LONGEST = 400
_CAPITAL = r"[^\W\d_a-zа-яё][\w.’'-]*"
_NAMED = re.compile(
    rf"(?P<name>{_CAPITAL}(?:\s(?:{_CAPITAL}|(?:de|da|di|van|von|der|al|el|bin|ben|le|la)\s{_CAPITAL})){{1,3}})(?P<comma>,?)\s"
)
_FORM = re.compile(r"\A(?:,?\s(?:LLC|Inc|Ltd|GmbH|AG|Co|Corp|PLC)\b\.?)?(?:\s\([^()]{2,20}\))?,?")
"""The form of a firm behind its name."""
_SHORTEST_NAME = 4
_NEAR = 9
"""Words behind the name in which the post stands."""
_WORD = re.compile(r"[^\W\d_]+")


def writer_told_of(line: str) -> str | None:
    """The name of the person whose post a line tells, at its beginning; None for a line of another kind.

    Reports introduce people in this way, too: only a place at the end tells that it is the writer.
    """
    text = _without_label(" ".join(line.split()))
    found = _NAMED.match(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    rest = text[found.end() :]
    linked = _linking().match(rest)
    if found["comma"]:
        tells = _names_post(rest) and not chrome.ends_sentence(text)
    else:
        tells = (linked is not None and _names_post(rest[linked.end() :])) or chrome.is_bio(text)
    person = looks_like_person(found["name"]) and not _names_post(found["name"])
    return found["name"] if tells and person else None


def tells_of_house(line: str, names: Iterable[str]) -> bool:
    """Whether a line tells what one of the houses ``names`` is, or speaks for it: "Northern Ferry is a …", "At Northern
    Ferry, we …".
    """
    text = " ".join(line.split())[:LONGEST]
    bare = text[3:] if text.startswith("At ") else text
    for name in names:
        if len(name) < _SHORTEST_NAME or not bare.startswith(name):
            continue
        rest = _FORM.sub("", bare[len(name) :]).lstrip()
        if _linking().match(rest) or (bare is not text and rest.startswith(", we ")):
            return True
    return False


def _names_post(text: str) -> bool:
    near = [word.casefold() for word in _WORD.findall(text)[:_NEAR]]
    return not _posts().isdisjoint(near)


def _without_label(text: str) -> str:
    """A line without the words that announce the writer: "About the author: …", "Author Ann Lee is …"."""
    head, mark, rest = text.replace("：", ":").partition(":")
    if mark and chrome.is_tail_heading(head):
        return rest.strip()
    first, _, rest = text.partition(" ")
    return rest if first.casefold() in words("bylines", "by") and rest[:1].isupper() else text


@cache
def _posts() -> frozenset[str]:
    return frozenset(word for key in ("roles", "affiliations") for word in words("bylines", key))


@cache
def _linking() -> re.Pattern[str]:
    """What joins a name and a post: a word, or the dash of Russian."""
    return re.compile(rf"(?:[—–-]\s|(?:{alternatives(words('bylines', 'linking'))[0]})\s)")
