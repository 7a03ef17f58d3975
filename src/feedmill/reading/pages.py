"""Pages that were printed: what comes back on every one of them goes, and lines become paragraphs again.

For PDF files and for text files that are the text layer of one (pages divided by form feeds). Everything here is
language-independent: position on the page, repetition, and the numbers apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from feedmill.reading.chrome import ends_sentence, weight

EDGE = 3
"""Lines at the head and at the foot of a page that may be a running head, a page number or a footer."""

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(
    r"\W*(?:[^\W\d_]{1,9}\.?\s*)?\d{1,4}(?:\s*(?:/|[^\W\d_]{1,4}\.?)\s*[^\W\d_]?\s*\d{1,4})?\s*[页頁]?\W*"
)
_LONGEST_NUMBER = 24
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]\Z")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_WIDE = ("\u2e80", "\uffef")


def join_pages(text: str) -> str:
    """A text whose pages end in form feeds as one text without running heads, page numbers and footers.

    A sentence that a page break cut goes on in the next line; elsewhere a blank line stands between pages.
    """
    pages = [[line.rstrip() for line in page.split("\n")] for page in text.split("\f")]
    pages = [page for page in pages if any(page)]
    bare = [[line for line in page if line] for page in pages]
    dropped = furniture(bare, [_edge(page) for page in bare])
    joined: list[str] = []
    for page, numbers in zip(pages, dropped, strict=True):
        kept = _without(page, numbers)
        if joined and kept and ends_sentence(joined[-1]):
            joined.append("")
        joined += kept
    return "\n".join(joined)


def _edge(page: Sequence[str]) -> Collection[int]:
    return {*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))}


def _without(page: Sequence[str], numbers: Collection[int]) -> list[str]:
    """The lines of a page, blank ones apart from its ends, without the filled lines of these numbers."""
    kept: list[str] = []
    filled = -1
    for line in page:
        filled += bool(line)
        if not line or filled not in numbers:
            kept.append(line)
    while kept and not kept[0]:
        kept.pop(0)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def furniture(
    pages: Sequence[Sequence[str]], edges: Sequence[Collection[int]], *, keys: Sequence[Sequence[str]] | None = None
) -> list[set[int]]:
    """The numbers of the lines, page by page, that are running heads, footers or page numbers.

    Only lines at the ``edges`` can be. ``keys`` tell more than the words do when two lines are alike (the size of
    their letters). What stands at three pages of ten, two at least, comes back; numbers in it may differ. A heading
    that the following pages repeat stays on the first page when no other line there could be the title.
    """
    alike = keys or pages
    count: Counter[str] = Counter()
    for page, edge in zip(alike, edges, strict=True):
        count.update({_key(page[number]) for number in edge})
    least = max(2, len(pages) * 3 // 10)
    found: list[set[int]] = []
    for page, like, edge in zip(pages, alike, edges, strict=True):
        back = {number for number in edge if count[_key(like[number])] >= least}
        outer = [number for number in sorted(edge) if number not in back]
        found.append(back | {number for number in (*outer[:1], *outer[-1:]) if _is_number(page[number])})
    if found and keys is None:
        found[0] -= _title(pages[0], found[0])
    return found


def _key(line: str) -> str:
    return _SPACES.sub(" ", _DIGITS.sub("#", line)).strip()


def _is_number(line: str) -> bool:
    return len(line) <= _LONGEST_NUMBER and bool(_NUMBER.fullmatch(line.strip()))


def _title(page: Sequence[str], dropped: Collection[int]) -> set[int]:
    """The line among the ``dropped`` of the first page that must be its title, if no other line can be."""
    widest = max(map(weight, page), default=0)
    heads = [number for number in range(min(EDGE + 1, len(page))) if 8 <= weight(page[number]) < 0.8 * widest]
    named = [number for number in heads if not _DIGITS.search(page[number]) and not ends_sentence(page[number])]
    if any(number not in dropped for number in named):
        return set()
    return set([number for number in named if number in dropped][-1:])


# --- lines → paragraphs -----------------------------------------------------------------------------------------


def vocabulary(lines: Sequence[str]) -> frozenset[str]:
    """The words of a text as they stand inside its lines: what tells how a divided word is written."""
    words: set[str] = set()
    for line in lines:
        words.update(word.casefold() for word in _WORDS.findall(line.strip()[:-1]))
    return frozenset(words)


def go_on(before: str, line: str, words: Collection[str] = ()) -> str:
    """``line`` put behind ``before``: without a space between ideographs, with a divided word made whole.

    A hyphen at the end of a line belongs to the word when the text writes it so elsewhere or a capital follows.
    """
    if not before or not line:
        return before or line
    divided = _HYPHEN.search(before)
    if divided and line[0].isalpha():
        rest = _WORDS.match(line)
        tail = rest.group() if rest else ""
        compound = f"{divided.group(1)}-{tail}".casefold()
        whole = f"{divided.group(1)}{tail}".casefold()
        soft = before.endswith("\u00ad")
        keeps = not soft and (line[0].isupper() or (compound in words and whole not in words))
        return (before if keeps else before[:-1]) + line
    wide = _WIDE[0] <= before[-1] <= _WIDE[1] and _WIDE[0] <= line[0] <= _WIDE[1]
    return before + ("" if wide else " ") + line
