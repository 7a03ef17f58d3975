"""The HTML that an entry carries: its text, its sources, and why it is here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

import nh3

from feedmill.model import Channel, Entry, Origin, Precision
from feedmill.rendering.plain import address, fit, line, summary, utc

_BLOCKS = {"blockquote", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
_INLINE = {"a", "b", "br", "code", "em", "i", "img", "q", "s", "strong", "sub", "sup", "u"}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_MOST_TAGS = 20_000
_LONGEST = 1 << 20
_DEEPEST = 400
_MOST_CLEANINGS = 4
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_IMAGE_WITHOUT_WORDS = re.compile(r"<img (?![^<>]*\balt=)")
_IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^<>]*\ssrc=)[^<>]*>")

VIEWS = {
    "state-cn": "Chinese state media",
    "state-ru": "Russian state media",
    "independent-ru": "independent Russian media",
    "independent-zh": "independent Chinese-language media",
    "wire": "news agency",
    "press": "press",
    "think-tank": "think tank",
    "government": "government",
    "trade-press": "trade press",
    "ukraine": "Ukrainian media",
    "independent": "independent media",
}
"""How pages and feeds name the view of an outlet; an unknown one is not named."""


def entry_html(entry: Entry, base_url: str, *, whole: bool) -> str:
    """The content of an entry in a feed, as HTML that is safe to show: its ``whole`` text, or a summary."""
    parts = [_image(entry), _text(entry, whole=whole), _sources(base_url, entry), _notes(entry)]
    return "\n".join(part for part in parts if part)


def carries_text(channel: Channel, entry: Entry) -> bool:
    """Whether the entry shows its full text in this channel."""
    return channel.full_text or entry.full_text


def safe(html: str, text: str) -> str:
    """``html`` reduced to harmless elements with absolute links; ``text`` as paragraphs when that costs too much.

    Articles come sanitised from the reader; a feed is still the last door before every subscriber. The bounds are
    there because nh3's time grows with the square of the depth (100 000 nested elements: 16 s).
    """
    html = fit(html)
    if not html.strip() or len(html) > _LONGEST or html.count("<") > _MOST_TAGS or _depth(html) > _DEEPEST:
        return paragraphs(text)
    # Again, until nothing changes: what is taken out may leave its content where the grammar does not have it.
    clean = _clean(html)
    for _ in range(_MOST_CLEANINGS):
        before, clean = clean, _clean(clean)
        if before == clean:
            break
    else:
        return paragraphs(text)
    clean = _IMAGE_WITHOUT_SOURCE.sub("", clean).strip()
    return _IMAGE_WITHOUT_WORDS.sub('<img alt="" ', clean)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_BLOCKS | _TABLES | _INLINE,
        attributes=_ATTRIBUTES,
        attribute_filter=_ascii_address,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def _depth(html: str) -> int:
    """The most elements open at once; implied ends are not known here, so it is an upper bound."""
    depth = deepest = 0
    for match in _ELEMENT.finditer(html):
        if match[1]:
            depth = max(0, depth - 1)
        elif match[2].lower() not in _VOID:
            depth += 1
        deepest = max(deepest, depth)
    return deepest


def _ascii_address(_: str, attribute: str, value: str) -> str | None:
    if attribute not in ("href", "src"):
        return value
    return value if value.startswith("mailto:") and value.isascii() else address(value.strip())


def paragraphs(text: str) -> str:
    """Clean text as HTML, a ``<p>`` for each run between blank lines."""
    runs = (run.strip() for run in fit(text).split("\n\n"))
    return "\n".join(f"<p>{escape(run, quote=False).replace(chr(10), '<br>')}</p>" for run in runs if run)


def when(moment: datetime, precision: Precision | None) -> str:
    """A moment for people, the same in every locale: "2026-11-22", "2026-11-22 08:15 UTC"."""
    return f"{moment:%Y-%m-%d}" if precision == "day" else f"{utc(moment):%Y-%m-%d %H:%M} UTC"


def _image(entry: Entry) -> str:
    image = address(entry.image)
    if image is None or image in entry.html or escape(image) in entry.html:
        return ""
    return f'<p><img src="{escape(image)}" alt=""></p>'


def _text(entry: Entry, *, whole: bool) -> str:
    if whole:
        return safe(entry.html, entry.text)
    return paragraphs(summary(entry.text))


def _sources(base_url: str, entry: Entry) -> str:
    """Every source of the story, the representative first: who reads it sees whose text this is."""
    if len(entry.origins) < 2:
        return "".join(f"<p>Source: {_source(base_url, origin)}</p>" for origin in entry.origins)
    lines = "\n".join(f"<li>{_source(base_url, origin)}</li>" for origin in entry.origins)
    return f"<p>Reported by:</p>\n<ul>\n{lines}\n</ul>"


def _source(base_url: str, origin: Origin) -> str:
    target = address(origin.url) or f"{base_url}/feeds/articles/{origin.article}.html"
    label = escape(line(origin.label) or "unnamed source", quote=False)
    told = [f'<a href="{escape(target)}" rel="noopener noreferrer">{label}</a>', *source_facts(origin)]
    return ", ".join(told)


def source_facts(origin: Origin) -> Sequence[str]:
    """What is told of a source besides its name: its view when known, and its date or that it has none."""
    view = VIEWS.get(origin.view)
    dated = when(origin.published, origin.precision) if origin.published else "undated"
    return [view, dated] if view else [dated]


def _notes(entry: Entry) -> str:
    """The why-line, after the word on a date that is not a stated moment."""
    note, why = line(entry.date_note or ""), line(entry.why)
    dated = f"Date: {note}." if note else ""
    told = " ".join(part for part in (dated, why) if part)
    return f"<p><small>{escape(told, quote=False)}</small></p>" if told else ""
