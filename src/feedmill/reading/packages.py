"""Which kind of file is packed in a ZIP or an OLE container: told by the names of its parts, nothing is unpacked."""

from __future__ import annotations

import io
import zipfile

_PARTS = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("META-INF/container.xml", "application/epub+zip"),
)
_STREAMS = (
    ("WordDocument", "application/msword"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("EncryptedPackage", "application/x-encrypted-office"),
)


def parts_of(content: bytes) -> list[zipfile.ZipInfo] | None:
    """What a ZIP package says it holds; None when it cannot be opened. Nothing is unpacked."""
    try:
        return zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):  # the last: a version zipfile does not know
        return None


def zip_kind(content: bytes) -> str:
    """The media type of a file that starts like a ZIP: an office document, a book, else ``application/zip``."""
    parts = parts_of(content)
    if parts is None:
        names = [part for part, _ in _PARTS if part.encode() in content[: 1 << 20]]
    else:
        names = [part.filename for part in parts]
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    if content[30:38] == b"mimetype" and content[38:84].startswith(b"application/vnd.oasis.opendocument.text"):
        return "application/vnd.oasis.opendocument.text"
    return "application/zip"


def ole_kind(content: bytes) -> str:
    """The media type of an OLE container by the names of its streams, which are written in UTF-16."""
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return "application/x-ole-storage"
