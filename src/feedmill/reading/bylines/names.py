"""Names of people and desks: telling them from other words, and taking a list of them apart."""

from __future__ import annotations

import re
from functools import cache

from feedmill.reading.bylines.agencies import is_agency
from feedmill.reading.dates.clocks import place_zone
from feedmill.reading.words import language_words, numbered, words

_SPLIT = re.compile(r"\s*[,、，;；&＆／/|]\s*|\s{2,}")
_HAN_SPLIT = re.compile(r"[、，,;；／/|&\s]+")
_HAN_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6}){0,2}|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6}){1,2}"
)
_HAN_ROLE = re.compile(r"(?:综合|綜合)?(?:报道|報導|報道|专电|專電|电|電|文|摄|攝)$|記者$|记者$")
_HAN_LEAD = re.compile(
    r"^(?:本报|本報|特约|特約|见习|見習|全媒体)?(?:记者|記者|通讯员|通訊員|实习生|實習生|特派员|特派員)"
)
"""What a reporter is, before the name."""
_HANGUL_NAME = re.compile(r"[\uac00-\ud7a3]{2,4}")
_HANGUL_ROLE = re.compile(r"\s*(?:특파원|기자|선임기자|논설위원|객원기자)(?:\s*=)?$")
_CAPITAL = r"[^\W\d_a-zа-яё][^\s,]{0,30}"
_IN_PLACE = re.compile(
    rf"\s+(?:in|from|at|for|в|из|на|для|à|aus|en|in|a|em|da|w)\s+(?:the\s)?{_CAPITAL}(?:[\s,]{{1,2}}{_CAPITAL}){{0,3}}\s*\Z"
)
_PARTICLES = frozenset({
    "de", "van", "von", "der", "den", "bin", "al", "la", "le", "du", "da", "di", "el", "ibn", "dos", "das", "do", "ter",
    "af", "zu", "dela", "del", "della", "y", "ben", "abu", "оглы", "кызы", "e", "ten", "vom", "zur",
})  # fmt: skip
_SUFFIXES = frozenset({"jr", "sr", "phd", "md", "ii", "iii", "esq", "mba", "dr"})


_LONGEST_ADDITION = 60
_NAME_AND_ROLE = 3
_LONGEST_ROLE = 3


def looks_like_name(text: str) -> bool:
    """Whether a text may name a person or a desk: capitalised words, at most six, or two to four Han characters."""
    text = text.strip()
    if not 2 <= len(text) <= 60 or any(letter.isdigit() for letter in text):
        return False
    if is_han(text):
        return bool(_HAN_NAME.fullmatch(text.replace(" ", ""))) or text.endswith(words("bylines", "desk"))
    if _HANGUL_NAME.fullmatch(text):
        return True
    tokens = text.split()
    if len(tokens) > 6:
        return False
    capitalised = all(_is_capitalised(token) or token in _PARTICLES for token in tokens)
    if capitalised and (len(tokens) >= 2 or (len(text) >= 3 and text[0].isupper())):
        return any(_is_capitalised(token) for token in tokens)
    return text[0].isupper() and any(word in text.casefold().split() for word in words("bylines", "desk"))


_INITIAL = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]{2})")
"""An initial that the name follows without a space: "Б.Энхтуяа"."""
_ARTICLES = frozenset({"the", "der", "die", "das", "les", "los", "las", "gli"})
"""Words that begin the names of papers, never those of people."""


def looks_like_person(text: str) -> bool:
    """Whether a text that nothing announces names one person: two to four capitalised words of which none is common
    on pages ("World News"), or a Han name with a known surname.
    """
    text = text.strip()
    if is_han(text):
        return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text)) and has_surname(text)
    tokens = _INITIAL.sub(". ", text).split()
    if not 2 <= len(tokens) <= 4 or not 5 <= len(text) <= 45 or (text.upper() == text and len(tokens) > 3):
        return False
    cased = all(token[0].isupper() or token in _PARTICLES for token in tokens) and tokens[0][0].isupper()
    if not (cased and tokens[-1][0].isupper() and looks_like_name(text)):
        return False
    folded = [token.casefold().strip(".,:'’") for token in tokens]
    if folded[0] in _ARTICLES:
        return False
    return not any(token in _common() for token in folded) and any(len(token) > 2 for token in folded[1:])


def looks_like_house(text: str) -> bool:
    """Whether a text that nothing announces is the credit of a paper or desk: capitalised words of which the last is
    one that ends such names, not all of them words of menus ("World News").
    """
    folded = text.casefold().split()
    ends = bool(folded) and (folded[-1] in _outlet_ends() or folded[-1] in words("bylines", "desk"))
    ends = ends or (bool(folded) and folded[0] in words("bylines", "teams"))
    return ends and 2 <= len(folded) <= 5 and looks_like_name(text) and any(word not in _common() for word in folded)


def has_surname(text: str) -> bool:
    """Whether a Han name begins with a surname that is common in China."""
    return text.startswith(_surnames())


def is_han(text: str) -> bool:
    """Whether a text begins with a Han character."""
    return "\u4e00" <= text[:1] <= "\u9fff"


def split_names(text: str) -> list[str]:
    """The single names of "Ann Lee, Bo Chen and Cy Wu in Beijing"; parts that are no names stay in."""
    joined = _and_pattern().sub(", ", text.strip(" .。,，:：-–—"))
    if is_han(joined):
        parts = [_without_han_role(part) for part in _HAN_SPLIT.split(joined)]
    else:
        parts = [_IN_PLACE.sub("", _HANGUL_ROLE.sub("", part)) for part in _SPLIT.split(joined)]
    nobody = words("bylines", "nobody")
    return [part.strip() for part in parts if part.strip() and part.strip().casefold() not in nobody]


def _without_han_role(part: str) -> str:
    part = _HAN_LEAD.sub("", part)
    bare = _HAN_ROLE.sub("", part)
    return bare if bare == part or has_surname(bare) else ""


def read_writers(text: str) -> tuple[list[str], str | None, str | None] | None:
    """What follows a byline word: names, and the agency and the publisher behind them; None if it is something else.

    "Ann Lee, Reuters", "Bo Chen in Oslo and Cy Wu in Beijing", "Дан Ли, «Вестник»", "Ann Lee, senior reporter".
    """
    if len(text) > 160 or text.rstrip().endswith(("?", "!", "？", "！")):
        return None
    names: list[str] = []
    agency = publisher = None
    for part in split_names(text):
        if is_agency(part):
            agency = agency or part
        elif names and _is_outlet(part):
            publisher = publisher or part.strip('«»"“”《》')
        elif names and _is_addition(part, names[0]):
            continue
        elif looks_like_name(part) and not _is_time(part):
            names.append(without_role(part))
        elif not names or len(part) > 60:
            return None
    return (names, agency, publisher) if names or agency else None


def without_role(name: str) -> str:
    """A name without what its bearer is and covers behind it: "Ann Lee China correspondent"; a name that is nothing but
    a desk's stays as it is.
    """
    tokens = name.split()
    if len(tokens) < _NAME_AND_ROLE or tokens[-1].casefold() not in words("bylines", "roles"):
        return name
    behind = _any_of("roles", "fields")
    while tokens and (tokens[-1].casefold() in behind or place_zone(tokens[-1])):
        tokens.pop()
    bare = " ".join(tokens)
    return bare if looks_like_person(bare) else name


def is_role(part: str) -> bool:
    """Whether a text says nothing but what writers are: "Guest Columnists", "senior reporter"."""
    found = part.split(None, _LONGEST_ROLE)
    return 0 < len(found) <= _LONGEST_ROLE and found[-1].casefold().rstrip("s") in _singular_roles()


def _is_outlet(part: str) -> bool:
    """A name of a paper behind that of a person: in quotes, an abbreviation, or ending like one."""
    last = part.casefold().split()[-1] if part.split() else ""
    abbreviation = part.isupper() and len(part) <= 6 and " " not in part and part.isascii()
    return part[:1] in '«"“《' or abbreviation or last in _outlet_ends()


def _is_addition(part: str, first: str) -> bool:
    """A role, a degree or a place behind a name."""
    if is_han(part) or _HANGUL_NAME.match(part):
        return False
    folded = part.casefold().strip(".").replace(".", "")
    alone = len(part.split()) == 1 and len(first.split()) > 1 and "." not in part
    role = not _any_of("desk", "roles", "affiliations").isdisjoint(folded.split())
    return folded in _SUFFIXES or role or alone or (part[:1].islower() and len(part) <= _LONGEST_ADDITION)


def _is_time(part: str) -> bool:
    """Names of months and weekdays look like names."""
    folded = part.casefold().split()
    return bool(folded) and all(
        len(word) > 3 and (word in numbered("dates", "weekdays") or word in numbered("dates", "months"))
        for word in folded
    )


def _is_capitalised(token: str) -> bool:
    """A capital (or a letter of a script without case), then letters, with apostrophes, hyphens and stops inside."""
    bare = token.strip(".,'’`\"“”()«»")
    return (
        bool(bare)
        and any(map(str.isalpha, bare))
        and not bare[0].islower()
        and all(mark.isalpha() or mark in ".'’-‐·`" or mark == "\u0301" for mark in bare)
    )


@cache
def _any_of(*lists: str) -> frozenset[str]:
    return frozenset(word for key in lists for word in words("bylines", key))


@cache
def _singular_roles() -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in _any_of("desk", "roles"))


@cache
def _and_pattern() -> re.Pattern[str]:
    spaced = "|".join(re.escape(word) for word in words("bylines", "and"))
    return re.compile(rf"\s+(?:{spaced})\s+", re.IGNORECASE)


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(language_words("zh")["bylines"]["surnames"].split())


@cache
def _outlet_ends() -> frozenset[str]:
    return frozenset(words("bylines", "outlets"))


@cache
def _common() -> frozenset[str]:
    """Single words that stand in menus, section heads and names of outlets: no part of a person's name."""
    labels = (
        *words("chrome", "line"),
        *words("chrome", "tail"),
        *words("bylines", "desk"),
        *words("bylines", "outlets"),
    )
    found = {label for label in labels if " " not in label and len(label) > 1}
    found |= {word for key in ("weekdays", "months") for word in numbered("dates", key) if len(word) > 3}
    return frozenset(
        (found | set(words("bylines", "sections"))) - _PARTICLES - {"april", "june", "may", "august", "mai"}
    )
