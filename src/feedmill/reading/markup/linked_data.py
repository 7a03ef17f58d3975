"""JSON-LD as pages hold it: broken, in pieces, several stories at once; the nodes that describe this page's article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import cast

from lxml import etree

from feedmill.reading.safe_html import text_of

LONGEST = 512
"""Characters of a title or name; longer values are cut."""
_MOST_NODES = 2_000
_ARTICLE = re.compile(r"(?:article|posting|report|review|howto|newsanalysis|liveblog)\w*\Z", re.IGNORECASE)
_COMMENTARY = re.compile(r"\A\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*\Z")
_CONTROL = re.compile(r"[\x00-\x1f]+")


def linked_nodes(root: etree._Element) -> Iterator[Mapping[str, object]]:
    """Nodes of all JSON-LD blocks that describe an article, the most article-like first."""
    nodes: list[Mapping[str, object]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes += _nodes(_loads(script.text or ""))
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in types_of(node))]
    articles.sort(key=lambda node: "headline" not in node)
    known = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    for node in _own(articles, root)[:3]:
        yield {**node, **{name: _resolved(node[name], known) for name in _REFERRING if name in node}}
    yield from (node for node in nodes if {"webpage", "website", "organization"} & {k.lower() for k in types_of(node)})


_REFERRING = ("author", "creator", "publisher")


def _resolved(value: object, known: Mapping[str, Mapping[str, object]]) -> object:
    """A person or an organisation that is only referred to, as the node that tells its name."""
    if isinstance(value, list):
        return [_resolved(one, known) for one in value[:20]]
    if isinstance(value, dict) and "name" not in value:
        return known.get(str(value.get("@id")), value)
    return value


def _own(articles: list[Mapping[str, object]], root: etree._Element) -> list[Mapping[str, object]]:
    """Of several articles that a page describes, those that bear its title; none when all are other stories."""
    headlines = {line_of(one).casefold() for node in articles for one in strings_in(node.get("headline"))}
    if len(headlines) < 2:
        return articles
    shown = " ".join(line_of("".join(element.itertext())) for element in root.iter("title", "h1")).casefold()
    return [
        node
        for node in articles
        if any(line_of(one)[:60].casefold() in shown for one in strings_in(node.get("headline") or node.get("name")))
    ]


def _loads(text: str) -> object:
    """JSON as pages hold it: in comments, with raw line breaks inside strings, with a trailing semicolon."""
    plain = _COMMENTARY.sub("", text.strip()).strip().rstrip(";")
    for attempt in (plain, _CONTROL.sub(" ", plain)):
        try:
            return cast(object, json.loads(attempt, strict=False))
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: object) -> list[Mapping[str, object]]:
    """All objects that have a type, breadth first, at most :data:`_MOST_NODES`."""
    queue: list[object] = [data]
    found: list[Mapping[str, object]] = []
    for place, item in enumerate(queue):
        if place > _MOST_NODES:
            break
        if isinstance(item, list):
            queue += item[:100]
        elif isinstance(item, dict):
            if "@type" in item:
                found.append(item)
            queue += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]
    return found


def types_of(node: Mapping[str, object]) -> list[str]:
    """What a node says that it is, as written."""
    kinds = node.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])][:10]


def line_of(value: str) -> str:
    """A value as one line of plain text, at most :data:`LONGEST` characters."""
    return text_of(value[: 8 * LONGEST])[:LONGEST].strip()


def strings_in(value: object) -> list[str]:
    """The texts of a value that may be one or many."""
    values = value if isinstance(value, list) else [value]
    return [one.strip() for one in values[:20] if isinstance(one, str) and one.strip()]
