"""Who may do what: every route under every kind of visitor, names, origins, sizes, headers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.routing import Route

from feedmill.config import Site
from feedmill.pipeline import Desk
from feedmill.web.access import COOKIE, LOGIN_DAYS, login_cookie
from feedmill.web.guard import MOST_BODY, SAFETY
from tests.web.asking import Answer, ask
from tests.web.desks import ALIEN, DOOR, HOSTILE, NOW, NOWHERE, RUN, SHOWN, STORY, TOKEN, Playing, app_of

PUBLIC_HOST = (("host", "feeds.example.org"),)
PUBLIC_ROUTES = {"/feeds/{path:path}", "/feeds/search.{format}", "/static/{path:path}", "/login", "/healthz", "/readyz"}
EXAMPLES = {
    "/feeds/search.{format}": "/feeds/search.atom?q=pumps", "/api/search": "/api/search?q=pumps",
    "{path:path}": "all.rss", "{slug}": "energy", "/stories/{id:uuid}": f"/stories/{STORY}",
    "/articles/{id:uuid}": f"/articles/{SHOWN}", "/runs/{id:uuid}": f"/runs/{RUN}",
}  # fmt: skip


def routes(desk: Desk) -> list[tuple[str, str]]:
    """Every method and address pattern of the application."""
    found = [route for route in app_of(desk).routes if isinstance(route, Route)]
    return sorted((method, route.path) for route in found for method in route.methods or ())


def example(pattern: str) -> str:
    for part, value in EXAMPLES.items():
        pattern = pattern.replace(part, value)
    return pattern.replace("/static/all.rss", "/static/style.css")


def test_every_route_answers_on_this_machine(desk: Desk) -> None:
    for method, pattern in routes(desk):
        answer = ask(app_of(desk), example(pattern), method=method)
        usual = {"POST": {202, 303, 400, 401}}.get(method, {200, 204})  # a login without a token, a form without a file
        assert answer.status in usual, (method, pattern, answer)


def test_every_route_wants_the_token_elsewhere_but_a_short_list(public_desk: Desk) -> None:
    for method, pattern in routes(public_desk):
        answer = ask(app_of(public_desk), example(pattern), method=method, base=PUBLIC_HOST)
        if method == "POST":
            assert answer.status == 403, pattern  # no sign of our own pages
            continue
        is_open = pattern in PUBLIC_ROUTES or pattern == "/articles/{id:uuid}"
        assert answer.status == (200 if is_open else 401), (method, pattern, answer)
        bearer = ("authorization", f"Bearer {TOKEN}")
        trusted = ask(app_of(public_desk), example(pattern), bearer, method=method, base=PUBLIC_HOST)
        assert trusted.status in (200, 204), (method, pattern, trusted)


def test_no_get_changes_anything(desk: Desk) -> None:
    control = Playing()
    app = app_of(desk, control)
    before = _everything(desk)
    for method, pattern in routes(desk):
        if method in ("GET", "HEAD"):
            ask(app, example(pattern), method=method)
    assert control.asked == []
    assert _everything(desk) == before
    assert ask(app, "/api/refresh").status == 405


def _everything(desk: Desk) -> tuple[str, dict[str, int]]:
    files = {str(path): path.stat().st_mtime_ns for path in desk.settings.paths.feeds.rglob("*")}
    with desk.store.reading() as conn:
        raw = conn.connection.driver_connection
        assert raw is not None
        return "\n".join(raw.iterdump()), files


@pytest.mark.parametrize(
    "request_of",
    [("/", "GET"), ("/nowhere", "GET"), ("/api/refresh", "GET"), ("/feeds/all.rss", "GET"),
     (f"/stories/{NOWHERE}", "GET"),
     ("/api/articles?limit=x", "GET"), ("/login", "POST"), ("/static/style.css", "HEAD")],
)  # fmt: skip
@pytest.mark.parametrize("host", ["127.0.0.1:8080", "evil.example"])
def test_every_answer_carries_the_safety_headers(desk: Desk, request_of: tuple[str, str], host: str) -> None:
    answer = ask(app_of(desk), request_of[0], method=request_of[1], base=(("host", host),))
    for name in SAFETY:
        assert name in answer.headers, name
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    if answer.status >= 400 and request_of[0] != "/login":
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert "<" not in answer.text


def test_a_fault_of_ours_tells_nothing_and_carries_the_headers(desk: Desk) -> None:
    class Broken(Playing):
        def healthy(self) -> list[str]:
            raise RuntimeError("the secret is <b>17</b>")

    answer = _ask_and_swallow(app_of(desk, Broken()), "/")
    assert answer.status == 500
    assert "17" not in answer.text
    assert answer.headers["content-security-policy"] == SAFETY["content-security-policy"]


def _ask_and_swallow(app: object, path: str) -> Answer:
    async def swallowing(scope: object, receive: object, send: object) -> None:
        try:
            await app(scope, receive, send)  # type: ignore[operator]
        except RuntimeError:
            return

    return ask(swallowing, path)


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("127.0.0.1:9999", 200), ("localhost:8080", 200), ("LOCALHOST", 200), ("localhost.", 200),
     ("[::1]:8080", 200), ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("evil.example:8080", 421),
     ("localhost@evil.example", 400), ("127.0.0.1/evil", 400), ("", 400), ("127.0.0.1:port", 400), ("[::1", 400),
     ("127.0.0.1, evil.example", 400)],
)  # fmt: skip
def test_only_known_names_are_answered(desk: Desk, host: str, status: int) -> None:
    assert ask(app_of(desk), "/healthz", base=(("host", host),)).status == status


def test_one_host_is_named_once(desk: Desk) -> None:
    assert ask(app_of(desk), "/", base=()).status == 400
    assert ask(app_of(desk), "/", base=(("host", "localhost"), ("host", "localhost"))).status == 400


@pytest.mark.parametrize(
    "header",
    ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "x-original-url"],
)
def test_whoever_came_through_a_proxy_is_a_stranger(desk: Desk, header: str) -> None:
    app = app_of(desk)
    assert ask(app, "/ledger", (header, "127.0.0.1")).status == 403  # there is no token that could open it
    assert ask(app, "/feeds/all.rss", (header, "127.0.0.1")).status == 200


@pytest.mark.parametrize(
    "site",
    [Site(host="0.0.0.0"), Site(host="192.0.2.7"), Site(base_url="https://feeds.example.org"), Site(host="::")],
)
def test_one_thing_that_is_not_loopback_is_enough_to_need_the_token(fresh_desk: Desk, site: Site) -> None:
    settings = fresh_desk.settings.model_copy(update={"site": site})
    desk = Desk(settings=settings, beat=fresh_desk.beat, store=fresh_desk.store, readers=fresh_desk.readers)
    assert ask(app_of(desk), "/ledger").status == 403
    assert ask(app_of(desk), "/api/refresh", method="POST").status == 403
    assert ask(app_of(desk), "/feeds/all.rss").status == 200


def test_the_door_token_opens_the_door(public_desk: Desk) -> None:
    control = Playing()
    app = app_of(public_desk, control)
    answer = ask(app, "/api/refresh", ("x-feedmill-door", DOOR), method="POST")
    assert answer.status == 202
    assert ask(app, f"/api/runs/{RUN}", ("x-feedmill-door", DOOR)).status == 200
    for wrong in ("", DOOR[:-1], DOOR + "x", TOKEN, "ключ"):
        assert ask(app, "/api/refresh", ("x-feedmill-door", wrong), method="POST").status == 403
    assert control.asked == ["request"]


def test_an_empty_token_opens_nothing(fresh_desk: Desk) -> None:
    app = app_of(fresh_desk, Playing(door_token=""))
    proxied = ("via", "1.1 proxy")
    for header in (
        ("x-feedmill-door", ""),
        ("authorization", "Bearer "),
        ("cookie", f"{COOKIE}=9999999999.{'0' * 64}"),
    ):
        assert ask(app, "/ledger", proxied, header).status == 403
    assert ask(app, "/login", ("sec-fetch-site", "same-origin"), method="POST", body=[b"token="]).status == 401


@pytest.mark.parametrize("path", ["/api/refresh", "/login", "/logout"])
@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ((), True),  # a person with curl on this machine
        ((("origin", "http://127.0.0.1:8080"),), True),
        ((("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")), True),
        ((("sec-fetch-site", "same-origin"),), True),
        ((("origin", "http://evil.example"),), False),
        ((("origin", "http://127.0.0.1:9999"),), False),
        ((("origin", "null"),), False),
        ((("sec-fetch-site", "cross-site"),), False),
        ((("sec-fetch-site", "same-site"),), False),
        ((("sec-fetch-site", "none"),), False),
        ((("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "cross-site")), False),
        ((("origin", "http://evil.example"), ("x-feedmill-door", DOOR)), False),
        ((("cookie", "a=b"),), False),
    ],
)
def test_no_other_site_can_press_the_button(
    desk: Desk, path: str, headers: tuple[tuple[str, str], ...], allowed: bool
) -> None:
    control = Playing()
    answer = ask(app_of(desk, control), path, *headers, method="POST")
    assert (answer.status != 403) is allowed
    assert bool(control.asked) is (allowed and path == "/api/refresh")


def test_a_login_opens_the_pages_and_keeps_the_token_to_itself(public_desk: Desk) -> None:
    app = app_of(public_desk)
    ours = ("origin", "https://feeds.example.org")
    assert ask(app, "/", ("accept", "text/html"), base=PUBLIC_HOST).headers["location"] == "/login"
    assert "Token" in ask(app, "/login", base=PUBLIC_HOST).text
    wrong = ask(app, "/login", ours, method="POST", body=[b"token=wrong"], base=PUBLIC_HOST)
    assert (wrong.status, "set-cookie" in wrong.headers) == (401, False)
    answer = ask(app, "/login", ours, method="POST", body=[f"token={TOKEN}".encode()], base=PUBLIC_HOST)
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    for word in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"):
        assert word in cookie
    kept = ("cookie", cookie.partition(";")[0])
    assert ask(app, "/ledger", kept, base=PUBLIC_HOST).status == 200
    assert ask(app, "/api/refresh", kept, ours, method="POST", base=PUBLIC_HOST).status == 202
    assert ask(app, "/api/refresh", kept, method="POST", base=PUBLIC_HOST).status == 403
    assert (
        ask(app, "/api/refresh", kept, ("origin", "https://evil.example"), method="POST", base=PUBLIC_HOST).status
        == 403
    )


def test_a_login_ends_and_cannot_be_made_longer(public_desk: Desk) -> None:
    app = app_of(public_desk)
    past = login_cookie(TOKEN, NOW - timedelta(days=LOGIN_DAYS, seconds=1))
    good = login_cookie(TOKEN, NOW)
    ends, _, seal = good.partition(".")
    for value, status in (
        (good, 200),
        (past, 401),
        (f"{int(ends) + 1}.{seal}", 401),
        (login_cookie("another token", NOW), 401),
        (f"{ends}.", 401),
        (f"٣{ends}.{seal}", 401),
        (TOKEN, 401),
    ):
        encoded = value.encode().decode("latin-1")
        assert ask(app, "/ledger", ("cookie", f"{COOKIE}={encoded}"), base=PUBLIC_HOST).status == status, value


def test_strangers_read_what_is_published_and_learn_nothing_else(public_desk: Desk) -> None:
    app = app_of(public_desk)
    page = ask(app, f"/articles/{SHOWN}", base=PUBLIC_HOST)
    assert page.status == 200
    for private in ("page &lt;b&gt;.html", "/original", "What was cut"):
        assert private not in page.text
    secret = ask(app, f"/articles/{ALIEN}", base=PUBLIC_HOST)
    missing = ask(app, f"/articles/{NOWHERE}", base=PUBLIC_HOST)
    assert (secret.status, secret.body) == (missing.status, missing.body) == (401, b"This needs the desk's token.\n")
    assert ask(app, f"/articles/{SHOWN}/original", base=PUBLIC_HOST).status == 401
    assert ask(app, "/login%0a", base=PUBLIC_HOST).status == 404


def test_what_is_too_large_is_not_read(desk: Desk) -> None:
    app = app_of(desk)
    assert ask(app, "/login", ("content-length", str(MOST_BODY + 1)), method="POST").status == 413
    assert ask(app, "/login", ("content-length", "-5"), method="POST").status == 413
    assert ask(app, "/login", method="POST", body=[b"x" * 40_000, b"x" * 40_000]).status == 413


def test_no_refusal_repeats_what_was_asked(desk: Desk) -> None:
    app = app_of(desk)
    for path in (f"/nowhere/{HOSTILE}", f"/topics/{HOSTILE}", "/stories/<b>", f"/api/stories?topic={HOSTILE}",
                 "/ledger?fate=<b>", "/api/articles?before=<b>_<i>"):  # fmt: skip
        answer = ask(app, path.replace(" ", "%20"))
        assert answer.status in (400, 404)
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert not re.search("[<>]", answer.text)
