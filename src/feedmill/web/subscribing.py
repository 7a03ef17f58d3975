"""The suggested web sources, taken up by one button: what ``feedmill sources enable --suggested`` does."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from feedmill.errors import FeedmillError
from feedmill.pipeline import Desk
from feedmill.pipeline.subscriptions import Subscriptions, revive
from feedmill.web.control import Control


class Subscribing:
    """The handler of ``POST /sources/suggested``."""

    def __init__(self, desk: Desk, control: Control) -> None:
        self._desk = desk
        self._control = control

    def take_up_suggested(self, request: Request) -> Response:
        """Switch the suggested sources on in the user's own list, and have them asked; leads to that pass, or back
        when all of them are on already."""
        try:
            taken_up = Subscriptions(self._desk.settings).take_up_suggested()
        except FeedmillError as fault:
            raise HTTPException(409, str(fault)) from fault
        if not taken_up:
            return RedirectResponse("/sources", 303)
        with self._desk.store.writing() as conn:
            revive(conn, taken_up)
        return RedirectResponse(f"/runs/{self._control.request_refresh('request')}", 303)
