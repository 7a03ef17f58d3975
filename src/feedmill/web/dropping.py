"""A file dropped onto a page goes into the watched folder, under the rules of every other file there."""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from feedmill.pipeline import Desk
from feedmill.sources.ignoring import Ignored, passed_over
from feedmill.web.control import Control

MOST_FILES = 20
_LONGEST_NAME = 100
_BOUNDARY = re.compile(r'multipart/form-data\s*;.*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_FILE_NAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"')
_UNSAFE = re.compile(r"[^\w. ()+,-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file as a form sent it."""

    name: str
    content: bytes


class Dropping:
    """The handler of ``POST /documents`` and ``POST /api/documents``."""

    def __init__(self, desk: Desk, control: Control) -> None:
        self._desk = desk
        self._control = control

    async def take(self, request: Request) -> Response:
        """Put the files of a form into the folder and ask for a pass; a browser is led to what becomes of them."""
        files = parts(await request.body(), request.headers.get("content-type", ""))
        if not files:
            raise HTTPException(400, "No file was sent: a form with the encoding multipart/form-data is wanted.")
        if len(files) > MOST_FILES:
            raise HTTPException(413, f"At most {MOST_FILES} files at a time.")
        most = self._desk.settings.reading.max_bytes
        if any(len(one.content) > most for one in files):
            raise HTTPException(413, f"A document may have {most:,} bytes at most.")
        return await run_in_threadpool(self._put_all, request, files)

    def _put_all(self, request: Request, files: list[Dropped]) -> Response:
        try:
            names = [put(self._desk.settings.paths.seeds, one) for one in files]
        except OSError as fault:
            raise HTTPException(
                507, f"The folder takes no file: {fault.strerror or 'it cannot be written'}."
            ) from fault
        run = self._control.request_refresh("request")
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/runs/{run}?{urlencode([('file', name) for name in names])}", 303)
        told = json.dumps({"run": str(run), "files": names}, ensure_ascii=False)
        headers = {"location": f"/api/runs/{run}"}
        return Response(told.encode(), 202, headers, media_type="application/json")


def parts(body: bytes, content_type: str) -> list[Dropped]:
    """The files of a form (RFC 7578). Fields that are no files, and files without a name, are passed over.

    Raises HTTPException 400 when it is not such a form.
    """
    stated = _BOUNDARY.match(content_type)
    if stated is None:
        raise HTTPException(400, "A form with the encoding multipart/form-data is wanted.")
    line = b"\r\n--" + (stated[1] or stated[2]).encode("latin-1", "replace")
    pieces = (b"\r\n" + body).split(line, MOST_FILES + 8)[1:]
    found = []
    for piece in pieces:
        head, blank, content = piece.partition(b"\r\n\r\n")
        named = _FILE_NAME.search(head.decode("utf-8", "replace"))
        if blank and named and (name := safe_name(named[1])):
            found.append(Dropped(name=name, content=content))
    return found


def safe_name(stated: str) -> str:
    """The name that a file gets in the folder: its last part, nothing in it that a shell, a page or the folder would
    take for something else; empty when nothing is left. A name that is passed over in the folder is made one that
    is not."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", stated))[-1]
    name = _UNSAFE.sub("_", last).strip(" .-_")
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST_NAME and dot and len(ending) <= 10:
        name = f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    name = name.encode()[:200].decode("utf-8", "ignore")[:_LONGEST_NAME]
    return f"{name}.txt" if name and passed_over(name, Ignored("")) else name


def put(folder: Path, dropped: Dropped) -> str:
    """Write a file whole under its name, or the next free one ("report-2.txt"); gives the name. Nothing is ever
    overwritten. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".dropped-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(dropped.content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        return _link(Path(temporary), folder, dropped.name)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _link(temporary: Path, folder: Path, name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    for number in range(1, 1000):
        chosen = name if number == 1 else f"{stem}-{number}.{ending}" if dot and stem else f"{name}-{number}"
        try:
            os.link(temporary, folder / chosen)
        except FileExistsError:
            continue
        return chosen
    raise FileExistsError(17, "too many files have this name")
