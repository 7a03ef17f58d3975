"""Who wrote a page's article, weighed between what the page tells machines and what it shows readers.

The rule: a byline line in the head of the article that names other people than the metadata wins, because metadata
often names whoever pressed the button; else the people whom the metadata names; else elements called author, those in
the head of the article first. Names of the site, of agencies and roles ("admin", "Staff Writer") are nobody; an
organisation that the metadata calls the author is a desk and comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from feedmill.reading.bylines import is_agency, looks_like_name, read_byline
from feedmill.reading.bylines.lines import after
from feedmill.reading.bylines.names import is_han, looks_like_house, looks_like_person, split_names
from feedmill.reading.items import people
from feedmill.reading.markup.lines import Heard
from feedmill.reading.markup.metadata import Claims
from feedmill.reading.markup.visible import Sign, Visible
from feedmill.reading.markup.vocabulary import author_label, section
from feedmill.reading.titles import same_title
from feedmill.reading.words import words

_HINGE = re.compile(r"\s*(?:[|•·;]|,|\s[-–—]\s|\()\s*")
_JOIN = re.compile(r"\s+(?:and|&|и|und|et|y|e|en|och|und|و)\s+|[、，]")
_PLACED = re.compile(r"(?P<place>[^\s,]{2,30})\s(?:[-–—]|=|＝)\s?(?P<name>[^-–—=＝,|]{4,60})")
"""A place and, behind a dash, who reports from there."""
_STOP = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_])")
_NOBODY = ("编辑", "編輯", "管理员", "管理員", "报", "報", "网", "網", "社", "台", "周刊", "杂志", "客户端", "电视")
"""How Han names of editors, papers and sites end."""
_AND_SO = re.compile(r"\s*[;；]\s*")
_PROGRAM = re.compile(r"[a-z_]\.[a-z_]|[{}<>$#@_=]|https?:", re.IGNORECASE)


def choose_authors(
    claims: Claims, visible: Visible, heard: Heard, sites: Sequence[str], *, title: str, received: datetime
) -> tuple[str, ...]:
    """The people who wrote it, by the rule of this module; empty when nobody is named."""
    stated = next(
        (found for names in claims.authors if (found := _stated(names, _strangers(names, claims, sites)))), ()
    )
    head = visible.head_of(title)
    near = [sign for sign in visible.bylines if head[0] <= sign.place <= head[1]]
    seen = persons(heard.authors, sites)
    said = seen if author_label().search(heard.byline) else _named(filter(_is_labelled, near), sites, received)
    if stated and said and (set(stated) < set(said) or not _share(stated, said)):
        return said
    if all(map(_is_desk, stated)):
        stated = tuple(filter(looks_like_person, said or seen or _named(near, sites, received))) or stated
    return (
        stated
        or said
        or seen
        or _named(near, sites, received)
        or _named([sign for sign in visible.bylines if sign not in near], sites, received)
        or next((found for names in claims.desks if (found := people(names, *sites)) and not _wires(found)), ())
    )


def _strangers(names: Sequence[str], claims: Claims, sites: Sequence[str]) -> tuple[str, ...]:
    """Names of the site that are nobody's. A site may bear the name of its author, if JSON-LD calls that a person or it
    reads like the name of one."""
    own = [name for name in names if _is_full_name(name) and (name in claims.persons or looks_like_person(name))]
    return tuple(site for site in sites if not any(same_title(name, site) for name in own))


def _is_full_name(name: str) -> bool:
    parts = name.casefold().split()
    return len(parts) in (2, 3) and looks_like_name(name) and not set(parts) & _collective()


@cache
def _collective() -> frozenset[str]:
    return frozenset((*words("bylines", "desk"), *section("bylines")["collective"]))


def _is_labelled(sign: Sign) -> bool:
    return bool(author_label().search(sign.text))


def _stated(names: Sequence[str], sites: Sequence[str]) -> tuple[str, ...]:
    """Names of metadata, without what stands behind the name: "Ann Lee, Senior Reporter, The Ledger"."""
    writers = [name for name in names if not _PROGRAM.search(name) and after(name, "editors") is None]
    found = people([part for name in writers for part in _apart(_bare(_unlabelled(name)))], *sites)
    return tuple(name for name in found if not _is_role(name) and not is_agency(name))


def _apart(name: str) -> list[str]:
    """Han names that spaces and roles part: "李晓冬 实习生 周芷若"."""
    return split_names(name) if is_han(name) and " " in name else [name]


def _unlabelled(name: str) -> str:
    """A name of metadata without the word before it: "Por Ann Lee"; "Di Wu" is a whole name."""
    found = author_label().match(name)
    rest = name[found.end() :] if found else ""
    sure = found is not None and found[0].rstrip()[-1:] in (":", "：", "/")
    return rest if rest and (sure or len(rest.split()) > 1) else name


def _is_desk(name: str) -> bool:
    """A name that is a newsroom's: what stands in metadata where a template knows no person."""
    return name.casefold() in words("bylines", "desk") or looks_like_house(name)


def persons(names: Iterable[str], sites: Sequence[str]) -> tuple[str, ...]:
    """The people among names as written, without sites, agencies and roles."""
    return tuple(name for name in people(tuple(names), *sites) if not _is_role(name) and not is_agency(name))


def _share(some: Sequence[str], others: Sequence[str]) -> bool:
    """Two lists name at least one person in common, be it by the last word of the name."""
    return any(same_title(one, other) or one.split()[-1] == other.split()[-1] for one in some for other in others)


def _wires(names: Sequence[str]) -> bool:
    return any(is_agency(name) for name in names)


def _named(signs: Iterable[Sign], sites: Sequence[str], received: datetime) -> tuple[str, ...]:
    """The people named by elements that are called author: all those that stand side by side."""
    found: dict[str, None] = {}
    last = None
    for sign in signs:
        if found and last is not None and sign.place - last > _BESIDE:
            break
        names = read_names(sign.text, sites, received)
        if names:
            last = sign.place
            found.update(dict.fromkeys(names))
    return _distinct(found)[:10]


_BESIDE = 12
"""Elements between two bylines of one article."""


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Without a name that is another one with something more ("Ann Lee Moscow" beside "Ann Lee")."""
    every = list(names)
    return tuple(name for name in every if not any(other != name and name.startswith(other) for other in every))


def read_names(text: str, sites: Sequence[str], received: datetime) -> tuple[str, ...]:
    """The people named by the text of an element called author; empty for roles, labels and sentences."""
    text = ". ".join(part for part in _STOP.split(text) if after(part, "pictures") is None)
    line = read_byline(text, language=None, received=received)
    bare = [name for part in _AND_SO.split(author_label().sub("", text)) for name in _split(_bare(part))]
    names = line.authors if line and line.authors else tuple(bare)
    return tuple(name for name in people(names, *sites) if _is_person(name))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _JOIN.split(text) if part.strip())


def _bare(text: str) -> str:
    """The name without the role behind it, if what stands behind is no name of its own."""
    parts = [_roleless(part) for part in _HINGE.split(text.strip()) if part]
    placed = _PLACED.fullmatch(text.strip())
    if placed and _is_person(placed["name"]) and not _is_person(placed["place"]):
        return placed["name"]
    if len(parts) == 1 and parts[0] != " ".join(text.split()):
        return parts[0] if _is_person(parts[0]) else text
    if len(parts) < 2 or not _is_person(_JOIN.split(parts[0])[-1]):
        return text
    kept = [parts[0]]
    for part in parts[1:]:
        is_place = " " in parts[0] and " " not in part and not is_han(part)
        if is_place or not all(_is_person(one) for one in _JOIN.split(part)):
            break
        kept.append(part)
    return text if len(kept) == len(parts) and " ".join(parts) in text else "、".join(kept)


def _roleless(name: str) -> str:
    """A name without the words behind it that say what its bearer is: "Ann Lee Senior Editor"."""
    tokens = name.split()
    while len(tokens) > _WHOLE_NAME and tokens[-1].casefold().strip(".,") in _roles():
        tokens.pop()
    return " ".join(tokens)


_WHOLE_NAME = 2


def _is_person(name: str) -> bool:
    parts = name.split()
    sentence = any(part[0].islower() and len(part) > 3 for part in parts)
    return looks_like_name(name) and not sentence and not _is_role(name) and not is_agency(name) and len(parts) <= 5


def _is_role(name: str) -> bool:
    """A text that says what somebody is or invites to something: every word a role, or the first one an invitation."""
    parts = [word.strip(".,:'’") for word in name.casefold().split()]
    told = bool(parts) and (all(word in _roles() for word in parts) or parts[0] in _invitations())
    return told or (is_han(name) and name.endswith(_NOBODY))


@cache
def _roles() -> frozenset[str]:
    return frozenset(section("bylines")["roles"])


@cache
def _invitations() -> frozenset[str]:
    return frozenset(section("bylines")["invitations"])
