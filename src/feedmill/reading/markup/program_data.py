"""Pages that a program draws: their text stands only in the data that the program is fed with (``__NEXT_DATA__`` and
other blocks of JSON). Looked at only where a page shows no running text of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from feedmill.reading.blocks import Block, parse_blocks
from feedmill.reading.markup.body import from_statement
from feedmill.reading.safe_html import clean
from feedmill.reading.titles import same_title

_SCRIPT = re.compile(r"<script\b[^<>]{0,300}?(?:__NEXT_DATA__|application/json)[^<>]{0,300}>", re.IGNORECASE)
_MOST_SCRIPTS = 8
_LARGEST = 2 << 20
"""Characters of a block of data that is parsed."""
_MOST_NODES = 20_000
_SHORTEST = 200
"""Characters of a value that may be the text of an article."""
_TITLES = ("headline", "title", "name", "seoTitle", "heading")
_BODIES = (
    "articleBody", "body", "content", "html", "bodyHtml", "body_html", "contentHtml", "content_html", "bodyText",
    "text", "fullText", "full_text", "article_body", "paragraphs", "blocks", "contentBlocks", "detail", "contentText",
)  # fmt: skip
_PARTS = ("html", "text", "content", "value", "data", "body")
_AUTHORS = ("authors", "author", "byline", "creators", "reporter", "writer")
_PUBLISHED = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "publicationDate", "publishTime",
    "publish_time", "firstPublished", "first_published_at", "pubDate", "publishedDate", "date_published", "published",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as a page's data hold it; ``published`` as written, "" where they do not say."""

    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    published: str


def find_story(page: str, titles: Sequence[str], base: str | None) -> Story | None:
    """The story in a page's data that bears one of these titles; ``page`` is its markup."""
    for node in _objects(page):
        title = next((node[name] for name in _TITLES if isinstance(node.get(name), str)), "")
        if not title or not any(same_title(str(title), one) for one in titles if one):
            continue
        text = max((_text_of(node.get(name)) for name in _BODIES), key=len)
        if len(text) >= _SHORTEST:
            published = next((node[name] for name in _PUBLISHED if isinstance(node.get(name), str)), "")
            return Story(blocks=_blocks(text, base), authors=_names(node), published=str(published))
    return None


def _objects(page: str) -> Iterator[Mapping[str, object]]:
    """The objects in a page's blocks of data, breadth first."""
    for found in list(_SCRIPT.finditer(page))[:_MOST_SCRIPTS]:
        end = page.find("</script", found.end())
        if 0 <= end - found.end() <= _LARGEST:
            yield from _walk(_loads(page[found.end() : end]))


def _loads(text: str) -> object:
    try:
        return cast(object, json.loads(text))
    except (ValueError, RecursionError):
        return None


def _walk(data: object) -> Iterator[Mapping[str, object]]:
    queue: list[object] = [data]
    for place, item in enumerate(queue):
        if place > _MOST_NODES:
            return
        if isinstance(item, dict):
            yield item
        inside = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        queue += [one for one in inside if isinstance(one, (dict, list))][:1000]


def _text_of(value: object) -> str:
    """A text, or the texts of a list of paragraphs, each in one of the shapes that editors' programs store."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return next((text for name in _PARTS if (text := _text_of(value.get(name)))), "")
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text_of, value[:1000])))
    return ""


def _blocks(text: str, base: str | None) -> tuple[Block, ...]:
    if "<p" in text or "<br" in text or "<div" in text:
        return tuple(parse_blocks(clean(text, base)))
    return from_statement(text).blocks


def _names(node: Mapping[str, object]) -> tuple[str, ...]:
    for key in _AUTHORS:
        value = node.get(key)
        every = value if isinstance(value, list) else [value]
        names = [one.get("name") if isinstance(one, dict) else one for one in every[:20]]
        if told := tuple(name for name in names if isinstance(name, str) and 2 <= len(name) <= 100):
            return told
    return ()
