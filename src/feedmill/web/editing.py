"""What an editor decides on a page: written into the file of decisions, applied by the next pass."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from feedmill.errors import FeedmillError, NotFound
from feedmill.pipeline import Desk
from feedmill.pipeline.deciding import Change, decide
from feedmill.web.control import Control

VERDICTS = ("yes", "borderline", "no")
_OUR_PAGE = re.compile(r"/(?:close|articles/[0-9a-f-]{36})", re.ASCII)


class Editing:
    """The handler of ``POST /decisions``."""

    def __init__(self, desk: Desk, control: Control) -> None:
        self._desk = desk
        self._control = control

    async def decide(self, request: Request) -> Response:
        """Decide the verdict on an article (``article``, ``verdict``: one of three, or "undo"), and have it applied."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        article, verdict = form.get("article", [""])[0], form.get("verdict", [""])[0]
        if verdict not in (*VERDICTS, "undo"):
            raise HTTPException(400, '"verdict" is yes, borderline, no or undo.')
        change = Change(key="verdict", undo=True) if verdict == "undo" else Change(key="verdict", value=verdict)
        await run_in_threadpool(self._write, article, change)
        run = self._control.request_refresh("decision")
        back = form.get("back", [""])[0]
        return RedirectResponse(f"{back}?decided={run}" if _OUR_PAGE.fullmatch(back) else f"/runs/{run}", 303)

    def _write(self, article: str, change: Change) -> None:
        try:
            decide(self._desk, article, change)
        except NotFound as fault:
            raise HTTPException(404, str(fault)) from fault
        except FeedmillError as fault:
            raise HTTPException(409, str(fault)) from fault
