"""What every page has around it: the templates, who looks at it, and where it leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from feedmill.pipeline import Desk
from feedmill.web.showing import templates


class Shell:
    """Renders the page templates for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = templates(desk.settings.schedule.timezone)
        self.titles = {topic.slug: topic.title for topic in desk.beat.topics}

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of a template and its values."""
        html = self._templates.get_template(template).render(
            site=self._desk.settings.site, beat=self._desk.beat, topics=self.titles, path=request.url.path,
            trusted=request.state.visitor.trusted, decided=_decided(request), **values,
        )  # fmt: skip
        return HTMLResponse(html.encode("utf-8", "replace"), status)


def _decided(request: Request) -> UUID | None:
    """The pass that applies what was just decided, when a decision led here."""
    try:
        return UUID(request.query_params.get("decided", ""))
    except ValueError:
        return None
