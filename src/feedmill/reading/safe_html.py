"""HTML that may be shown to a stranger: a small allow-list, absolute links, nothing that loads or runs.

Sanitising is nh3's (no attack that was tried passed it); this module sets the lists, makes
addresses absolute, drops tracking pixels and characters that XML forbids, and bounds the work, because nh3's time grows
with the square of the nesting depth (100 000 nested ``<div>``: 16 s).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from feedmill.reading.addresses import absolute, link

TAGS = frozenset({
    "a", "b", "blockquote", "br", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "li", "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "u", "ul",
})  # fmt: skip
LONGEST = 1 << 20
"""Characters of HTML that are sanitised as HTML; more is reduced to its text."""
DEEPEST = 400
"""Open elements at once that are sanitised as HTML; deeper markup is reduced to its text."""

_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "style", "data-src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SILENT = {"script", "style", "noscript", "template", "textarea", "title", "svg", "math", "object", "select", "iframe"}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")
_OPEN_TAG = re.compile(r"<+(?=[a-zA-Z/!?])")
_LOUD = re.compile(r"<(script|style)\b[^<>]*>[^<]*(?:</\1\s*>)?", re.IGNORECASE)
_BLOCKS = r"div|section|article|main|header|footer|aside|center|address|dd|dt|dl|figure-caption|h1|fieldset|details"
_OPEN_BLOCK = re.compile(rf"<(?:{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_CLOSE_BLOCK = re.compile(rf"</(?:{_BLOCKS})\s*>", re.IGNORECASE)
_BREAKING = re.compile(r"</?(?:p|br|li|tr|h[1-6]|blockquote|div|table|ul|ol|figure|hr|pre)\b[^<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^<>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_EMPTY = re.compile(r"<(p|h[2-6]|li|ul|ol|blockquote|figure|figcaption|a|b|i|em|strong|u|s|q)>\s*</\1>")
_TINY = re.compile(r"(?:^|;)(?:display:none|visibility:hidden|(?:max-)?(?:width|height):[0-2](?:\.\d+)?(?:px|;|$))")
_VOID_OR_IMPLIED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "dd", "dt", "option",
})  # fmt: skip


def xml_safe(text: str) -> str:
    """``text`` without the characters that XML 1.0 (§2.2) forbids: controls, lone surrogates, U+FFFE, U+FFFF."""
    return _FORBIDDEN.sub("", text)


def paragraphs(text: str) -> str:
    """Clean text as HTML: one ``<p>`` for each run between blank lines, a ``<br>`` for each single line break."""
    runs = (run.strip() for run in re.split(r"\n[ \t]*\n", xml_safe(text)))
    return "\n".join(f"<p>{escape(run, quote=False).replace(chr(10), '<br>')}</p>" for run in runs if run)


def clean(html: str, base_url: str | None) -> str:
    """Sanitised HTML of a body: the tags of :data:`TAGS`, http, https and mailto links made absolute.

    Relative links without a ``base_url`` lose their target, images without an address and tracking pixels (at
    most 2 px wide or high, or hidden) disappear. Markup that is longer than :data:`LONGEST` or deeper than
    :data:`DEEPEST` comes back as paragraphs of its text. Never raises; cleaning twice changes nothing.
    """
    html = xml_safe(html)
    if len(html) > LONGEST or depth(html) > DEEPEST:
        return paragraphs(_broken_text(html[: 4 * LONGEST]))
    flat = _CLOSE_BLOCK.sub("</p>", _OPEN_BLOCK.sub("<p>", html))
    safe = nh3.clean(
        flat,
        tags=set(TAGS),
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter(base_url),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return _without_empty(_IMAGE.sub(lambda image: _picture(image.group(), base_url), xml_safe(safe))).strip()


def text_of(html: str) -> str:
    """HTML or escaped text as one line of plain text: for titles, names, categories.

    Tags go, script and style with their content; entities are resolved once more if markup was escaped twice.
    """
    text = xml_safe(html)
    for _ in range(2):
        if "<" in text:
            text = _ANY_TAG.sub("", _BREAKING.sub(" ", _LOUD.sub(" ", text)))
        if "&" not in text:
            break
        text = unescape(text)
    return " ".join(xml_safe(_OPEN_TAG.sub(" ", _ANY_TAG.sub("", text))).split())


def depth(html: str) -> int:
    """How many elements are open at once, at most, by counting tags (void and self-closing paragraphs do not count)."""
    now = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _VOID_OR_IMPLIED:
            continue
        now = max(0, now - 1) if closing else now + 1
        deepest = max(deepest, now)
    return deepest


def _broken_text(html: str) -> str:
    """The text of markup that is not worth a parser, one paragraph for each block."""
    lines = _BREAKING.sub("\n\n", _CLOSE_BLOCK.sub("\n\n", _LOUD.sub(" ", html)))
    return unescape(_ANY_TAG.sub("", lines))


def _filter(base_url: str | None) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "a" and attribute == "href":
            return link(value, base_url)
        if tag == "img" and attribute in ("src", "data-src"):
            return absolute(value, base_url)
        if attribute in ("colspan", "rowspan", "start"):
            return value if value.isascii() and value.isdigit() and len(value) < 5 else None
        return value

    return keep


def _picture(tag: str, base_url: str | None) -> str:
    """One image with address and description only; nothing for a tracking pixel."""
    found = dict(_ATTRIBUTE.findall(tag))
    source = found.get("src") or absolute(found.get("data-src"), base_url)
    if not source or _tiny(found):
        return ""
    words = "".join(f' {name}="{found[name]}"' for name in ("alt", "title") if found.get(name))
    return f'<img src="{source}"{words}>'


def _tiny(image: dict[str, str]) -> bool:
    sizes = [image.get(name, "").strip().removesuffix("px") for name in ("width", "height")]
    if any(size in ("0", "1", "2") for size in sizes):
        return True
    return bool(_TINY.search("".join(image.get("style", "").lower().split())))


def _without_empty(html: str) -> str:
    """Without elements that hold nothing; three rounds, because emptied parents become empty in turn."""
    for _ in range(3):
        html, changed = _EMPTY.subn("", html)
        if not changed:
            break
    return html
