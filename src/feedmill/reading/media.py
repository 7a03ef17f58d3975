"""What kind of bytes are these? Answered by looking at them: names and declarations lie too often.

Types that can be read: ``text/plain``, ``text/markdown`` (with front matter), ``text/html``, ``application/rss+xml``,
``application/atom+xml``, ``application/rdf+xml``, ``application/feed+json``, ``application/json`` (records),
``message/rfc822``, ``application/mbox``, ``multipart/related`` (a saved page, .mhtml), ``application/pdf`` and Word's
.docx. All others are recognised so that
the refusal can say what it was (:mod:`foreign`).
"""

from __future__ import annotations

import re

from feedmill.reading.encodings import wide
from feedmill.reading.packages import ole_kind, zip_kind

HEAD = 65_536
"""Bytes looked at."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "application/octet-stream"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/octet-stream"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"{\\rtf", "application/rtf"),
    (b"bplist00", "application/x-plist"),
    (b"WARC/1.", "application/warc"),
)
_ROOTS = {
    "rss": "application/rss+xml",
    "feed": "application/atom+xml",
    "rdf:rdf": "application/rdf+xml",
    "channel": "application/rss+xml",
    "opml": "text/x-opml",
    "urlset": "application/sitemap+xml",
    "sitemapindex": "application/sitemap+xml",
    "svg": "image/svg+xml",
}
_HTML_NAMES = frozenset({
    "html", "head", "body", "title", "meta", "link", "base", "style", "script", "div", "p", "article",
    "section", "main", "header", "footer", "nav", "h1", "h2", "h3", "table", "ul", "ol", "span", "a", "b",
    "i", "font", "center", "br", "img", "blockquote", "pre", "hr", "form", "iframe", "noscript",
})  # fmt: skip
_PROLOGUE = re.compile(r"\s+|<\?[^>]{0,2000}>|<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,8000}\]\s*)?>", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w.-]*(?::[\w.-]+)?)(?=[\s/>]|\Z)")
_PAGE_MARK = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_BLOCK_END = re.compile(r"</(?:p|div|article|section|li|td|h[1-3])\s*>", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org', re.IGNORECASE)
_JSON_SHAPE = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:[{\["\]]|-?\d+(?:\.\d+)?\s*(?:,\s*[-\d"{\[tfn]|\]\s*\Z)))')
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t].*)?\Z")
_POSTAL = frozenset({
    "mime-version", "message-id", "received", "return-path", "content-type", "content-transfer-encoding",
    "delivered-to", "dkim-signature", "list-unsubscribe", "snapshot-content-location",
})  # fmt: skip
_LETTER = frozenset({"from", "to", "subject", "date"})
_SENDER = re.compile(r"^from:[^\n]{0,200}@", re.IGNORECASE | re.MULTILINE)
_FRONT_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?=\s*[\w-]+[ \t]*=)(?s:.{0,20000}?)\n\+\+\+[ \t]*(?:\r?\n|\Z)")
_FRONT = re.compile(r"---[ \t]*\r?\n(?=\s*[\w-]+[ \t]*:)(?s:.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")


def sniff(content: bytes) -> str:
    """The media type of ``content``, without parameters; ``application/octet-stream`` for unknown binary."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return zip_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return ole_kind(content)
    head = _loose_text(content[:HEAD])
    if head is None:
        return "application/octet-stream"
    return _mail(head) or _markup(head) or _json(head) or _prose(head)


def _loose_text(head: bytes) -> str | None:
    """Text good enough to see the ASCII in it; None for binary."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if b"\x00" in head:
        decoded = wide(head)
        return decoded.text if decoded else None
    controls = sum(head.count(bytes((code,))) for code in (*range(1, 8), *range(14, 27), 28, 29, 30, 31))
    return None if controls * 20 > len(head) else head.decode("latin-1")


def _markup(head: str) -> str | None:
    start = _after_prologue(head)
    root = _ROOT.match(head, start)
    name = root.group(1).lower() if root else ""
    if name in _ROOTS:
        return _ROOTS[name]
    if name.partition(":")[2] in ("rss", "feed"):
        return _ROOTS[name.partition(":")[2]]
    if _PAGE_MARK.search(head[:8192]):
        return "text/html" if name or "<" in head[:200] else _embedded(head)
    if name in _HTML_NAMES and (name not in ("script", "style") or _BLOCK_END.search(head)):
        return "text/html"
    if head.lstrip().startswith("<?xml"):
        return "application/xml"
    return _embedded(head)


def _embedded(head: str) -> str | None:
    """Markup that starts with words: a page only if tags carry its structure."""
    tags = len(_BLOCK_END.findall(head))
    lines = head.count("\n") + 1
    return "text/html" if tags >= 5 and tags * 4 >= lines else None


def _after_prologue(head: str) -> int:
    """Where the first element may start, behind white space, declarations and comments."""
    place = 0
    for _ in range(50):
        if head.startswith("<!--", place):
            end = head.find("-->", place)
            if end < 0:
                return place
            place = end + 3
            continue
        match = _PROLOGUE.match(head, place)
        if not match:
            return place
        place = match.end()
    return place


def _json(head: str) -> str | None:
    if not _JSON_SHAPE.match(head):
        return None
    return "application/feed+json" if _JSON_FEED.search(head) else "application/json"


def _mail(head: str) -> str | None:
    """Message headers up to the first blank line: at least three that letters have, one of them a machine's; or the
    four of a letter that was printed as text, with an address.
    """
    names: set[str] = set()
    kind = ""
    for line in head.lstrip("\r\n").splitlines()[:200]:
        if not line.strip():
            break
        match = _HEADER.match(line)
        if match:
            names.add(match.group(1).lower())
            kind = line.lower() if match.group(1).lower() == "content-type" else kind
        elif not line[0].isspace() and not line.startswith(("From ", ">From ")):
            return None
    printed = names >= _LETTER and _SENDER.search(head[:2_000])
    if len(names & (_POSTAL | _LETTER)) < 3 or not (names & _POSTAL or printed):
        return None
    if "multipart/related" in kind or "snapshot-content-location" in names:
        return "multipart/related"
    return "application/mbox" if head.startswith("From ") else "message/rfc822"


def _prose(head: str) -> str:
    start = head.lstrip("\r\n")
    if _FRONT.match(start) or _FRONT_TOML.match(start):
        return "text/markdown"
    return "text/x-program" if _is_program(head) else "text/plain"


def _is_program(head: str) -> bool:
    """A script or a style sheet: it says so in its first line, or most lines end as no sentence does."""
    if head.startswith("#!/") or re.match(r"\s*@(?:charset|import)\b", head):
        return True
    lines = [line.rstrip() for line in head.splitlines() if line.strip()]
    coded = sum(line.endswith(("{", "}", ";", ");", "*/", "({", "},")) for line in lines)
    return len(lines) >= 5 and coded * 2 > len(lines)
