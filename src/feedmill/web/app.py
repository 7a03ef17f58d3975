"""The application: which address leads where, and what happens when something fails."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ExceptionHandler

from feedmill.errors import StoreError
from feedmill.pipeline import Desk
from feedmill.pipeline.channels import channels
from feedmill.store import feeds
from feedmill.web.access import COOKIE, LOGIN_DAYS, is_token, login_cookie
from feedmill.web.api import Api
from feedmill.web.control import Control
from feedmill.web.dropping import Dropping
from feedmill.web.editing import Editing
from feedmill.web.files import Folder
from feedmill.web.finding import Finding
from feedmill.web.guard import Guard, add_safety_headers
from feedmill.web.pages import STATIC, Pages
from feedmill.web.probes import Probes
from feedmill.web.shell import Shell
from feedmill.web.subscribing import Subscribing

STATIC_SECONDS = 3600

log = structlog.get_logger()


def create_app(desk: Desk, control: Control) -> Starlette:
    """The ASGI application that shows a desk. Blocking work runs in threads; nothing is kept open between requests."""
    with desk.store.writing() as conn:
        desk_id = feeds.desk_id(conn)
    feeds_of_desk = channels(desk.settings, desk.beat, desk_id)
    shell = Shell(desk)
    pages, probes = Pages(desk, control, feeds_of_desk, shell), Probes(desk, control)
    finding, dropping = Finding(desk, shell, feeds_of_desk, desk_id), Dropping(desk, control)
    app = Starlette(
        routes=[
            Route("/feeds/search.{format}", finding.feed),
            *_file_routes(desk),
            Route("/search", finding.page),
            Route("/api/search", finding.api),
            Route("/decisions", Editing(desk, control).decide, methods=["POST"]),
            Route("/sources/suggested", Subscribing(desk, control).take_up_suggested, methods=["POST"]),
            Route("/documents", dropping.take, methods=["POST"]),
            Route("/api/documents", dropping.take, methods=["POST"]),
            *_page_routes(pages),
            *_login_routes(desk, pages),
            *_api_routes(Api(desk, control, feeds_of_desk)),
            Route("/healthz", probes.alive),
            Route("/readyz", probes.ready),
            Route("/metrics", probes.metrics),
        ],
        middleware=[Middleware(Guard, desk=desk, control=control)],
        exception_handlers=_FAULTS,
    )
    app.router.redirect_slashes = False  # it would redirect to whatever the Host header says
    return app


def _file_routes(desk: Desk) -> list[Route]:
    published = Folder(desk.settings.paths.feeds)
    own = Folder(STATIC, policy=None, max_age=STATIC_SECONDS)

    def feed_file(request: Request) -> Response:
        return published.answer(request.path_params["path"] or "index.html", request.headers)

    def static_file(request: Request) -> Response:
        return own.answer(request.path_params["path"], request.headers)

    return [Route("/feeds/{path:path}", feed_file), Route("/static/{path:path}", static_file)]


def _page_routes(pages: Pages) -> list[Route]:
    return [
        Route("/", pages.home),
        Route("/topics/{slug}", pages.topic),
        Route("/stories/{id:uuid}", pages.story),
        Route("/articles/{id:uuid}", pages.article),
        Route("/articles/{id:uuid}/original", pages.original),
        Route("/articles/{id:uuid}/compare", pages.compare),
        Route("/close", pages.close),
        Route("/sources", pages.sources),
        Route("/ledger", pages.ledger),
        Route("/runs/{id:uuid}", pages.run),
        Route("/favicon.ico", pages.favicon),
    ]


def _api_routes(api: Api) -> list[Route]:
    return [
        Route("/api/refresh", api.refresh, methods=["POST"]),
        Route("/api/runs/{id:uuid}", api.run),
        Route("/api/topics", api.topics),
        Route("/api/stories", api.stories),
        Route("/api/articles", api.articles),
        Route("/api/documents", api.documents),
    ]


def _login_routes(desk: Desk, pages: Pages) -> list[Route]:
    site = desk.settings.site
    is_secure = site.base_url.startswith("https:")

    async def log_in(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if not is_token(site, form.get("token", [""])[0]):
            return await run_in_threadpool(pages.login, request, failed=True)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE, login_cookie(site.token, desk.now()), max_age=LOGIN_DAYS * 86400, httponly=True,
            samesite="strict", secure=is_secure,
        )  # fmt: skip
        return answer

    def log_out(request: Request) -> Response:
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=is_secure)
        return answer

    return [
        Route("/login", pages.login),
        Route("/login", log_in, methods=["POST"]),
        Route("/logout", log_out, methods=["POST"]),
    ]


_OF_THE_ROUTER: Mapping[str, str] = {
    "Not Found": "There is nothing at this address. The stories are at /, the feeds at /feeds/.",
    "Method Not Allowed": "This address is not for that.",
}
"""What the router says when no handler was reached, in our words."""


def _refused(request: Request, fault: Exception) -> Response:
    """What a handler refused, in its words, as plain text: nothing of the request is repeated, nothing is markup."""
    if not isinstance(fault, HTTPException):
        raise fault
    told = _OF_THE_ROUTER.get(fault.detail, fault.detail)
    return PlainTextResponse(f"{told}\n", fault.status_code, fault.headers)


def _without_database(request: Request, fault: Exception) -> Response:
    log.error("the database cannot be used", error=str(fault))
    return PlainTextResponse("The database cannot be used just now.\n", 503, {"retry-after": "30"})


def _failed(request: Request, fault: Exception) -> Response:
    """The last resort, outside of the guard; the server logs the fault itself."""
    answer = PlainTextResponse("Something went wrong here; the log knows more.\n", 500)
    add_safety_headers(answer.headers)
    return answer


_FAULTS: Mapping[int | type[Exception], ExceptionHandler] = {
    HTTPException: _refused,
    StoreError: _without_database,
    Exception: _failed,
}
