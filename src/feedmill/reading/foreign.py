"""Kinds of documents that are recognised and refused, each with what to do instead."""

from __future__ import annotations

from feedmill.model import Rejection

_AS_WORD = "save it as .docx or PDF."
_UNPACK = "unpack it and drop what is in it."

_OTHER = {
    "text/x-opml": "This is a list of feeds (OPML), not an article; to follow them: feedmill sources import FILE.",
    "application/sitemap+xml": "This is a sitemap, not an article; to follow the site, add its address as a source.",
    "application/xml": "This is XML of a kind that holds no articles.",
    "text/x-program": "This is a program or a style sheet, not an article.",
    "image/svg+xml": "This is a drawing (SVG), not an article.",
}
_BINARY = {
    "application/msword": f"This is a Word file of the old kind (.doc); {_AS_WORD}",
    "application/vnd.oasis.opendocument.text": f"This is an OpenDocument text (.odt); {_AS_WORD}",
    "application/rtf": f"This is a rich text file (.rtf); {_AS_WORD}",
    "application/epub+zip": "This is an electronic book (.epub); save the chapter as a page or as text.",
    "application/vnd.ms-outlook": "This is an Outlook message (.msg); save it as .eml or as text.",
    "application/vnd.ms-excel": "This is a spreadsheet, not an article.",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "This is a spreadsheet, not an article.",
    "application/vnd.ms-powerpoint": "These are slides; save them as PDF.",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "These are slides; save them as PDF.",
    "application/zip": f"This is an archive (.zip); {_UNPACK}",
    "application/gzip": f"This is a compressed file (.gz); {_UNPACK}",
    "application/x-bzip2": f"This is a compressed file (.bz2); {_UNPACK}",
    "application/x-xz": f"This is a compressed file (.xz); {_UNPACK}",
    "application/x-7z-compressed": f"This is an archive (.7z); {_UNPACK}",
    "application/vnd.rar": f"This is an archive (.rar); {_UNPACK}",
    "application/x-ole-storage": f"This is an office file of an old kind; {_AS_WORD}",
    "application/warc": "This is a web archive (WARC); save the page itself as .html or .mhtml.",
    "application/x-plist": "This is a web archive of Safari; save the page as HTML source or PDF.",
}


def foreign(kind: str) -> Rejection | None:
    """Why a document of this type is refused; None for the types that are read."""
    if kind in _OTHER:
        return Rejection(reason="not-an-article", detail=_OTHER[kind])
    if kind == "application/x-encrypted-office":
        return Rejection(reason="encrypted", detail="The file is locked with a password; save a copy without one.")
    if kind in _BINARY:
        return Rejection(reason="binary", detail=_BINARY[kind])
    if kind.startswith("image/"):
        return Rejection(reason="binary", detail=f"This is a picture ({kind}); run text recognition (OCR) over it.")
    if kind.startswith(("audio/", "video/")) or kind in ("application/octet-stream", "application/ogg"):
        return Rejection(reason="binary", detail=f"Binary content ({kind}) cannot be read.")
    return None
