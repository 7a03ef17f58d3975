"""Who may do what: the rule of the one token, told from the request alone.

On a desk that only this machine can reach, nobody needs a token. It takes three things to be sure of that: the
service is bound to a loopback address, readers are sent to one (``base_url``), and the request names one and shows no
sign of having passed a proxy. Everyone else has the token, or sees the feeds and the published articles only.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from feedmill.config import Site

DOOR_HEADER = "x-feedmill-door"
COOKIE = "feedmill-login"
LOGIN_DAYS = 30
FORWARDING = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip"}
)
FORWARDING_PREFIXES = ("x-forwarded", "x-original-")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """What a request may do.

    * ``trusted``: may see every page and change things.
    * ``by_header``: proved it with a header that no web page can make a browser send.
    """

    trusted: bool
    by_header: bool = False


def visitor(site: Site, door_token: str, headers: Headers, now: datetime) -> Visitor:
    """What this request may do, by its headers."""
    if _same(headers.get(DOOR_HEADER, ""), door_token):
        return Visitor(trusted=True, by_header=True)
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and _same(given.strip(), site.token):
        return Visitor(trusted=True, by_header=True)
    if _open_to_this_machine(site, headers):
        return Visitor(trusted=True)
    return Visitor(trusted=_logged_in(site.token, headers, now))


def is_token(site: Site, given: str) -> bool:
    """Whether this is the configured token; never true while there is none."""
    return _same(given, site.token)


def login_cookie(token: str, now: datetime) -> str:
    """What a browser keeps instead of the token: when it ends, and a proof that only the token's holder can make."""
    ends = str(int((now + timedelta(days=LOGIN_DAYS)).timestamp()))
    return f"{ends}.{_seal(token, ends)}"


def allowed_hosts(site: Site) -> frozenset[str]:
    """The names under which the service answers. Any other is a mistake, or a page that had its name rebound."""
    return LOOPBACK_NAMES | {site.host.lower(), (urlsplit(site.base_url).hostname or "").lower()}


def host_name(headers: Headers) -> str | None:
    """The one host that the request names, without port, in lower case; None when it is missing or malformed."""
    stated = headers.getlist("host")
    if len(stated) != 1 or any(sign in stated[0] for sign in "/\\@?#,\t "):
        return None
    try:
        parts = urlsplit(f"//{stated[0]}")
        _ = parts.port  # raises for a port that is none
    except ValueError:
        return None
    return (parts.hostname or "").rstrip(".") or None


def is_same_origin(site: Site, headers: Headers) -> bool | None:
    """Whether a browser sent this from one of our own pages; None when the request shows no sign of a browser."""
    fetched, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if fetched is None and origin is None:
        return None
    if fetched not in (None, "same-origin"):
        return False
    host = headers.get("host", "").lower()
    ours = {site.base_url.lower(), _origin(site.base_url), f"http://{host}", f"https://{host}"}
    return origin is None or origin.lower() in ours


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is bound to, or named by, this host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _open_to_this_machine(site: Site, headers: Headers) -> bool:
    proxied = any(name in FORWARDING or name.startswith(FORWARDING_PREFIXES) for name in headers)
    hosts = (site.host, urlsplit(site.base_url).hostname or "", host_name(headers) or "")
    return not proxied and all(is_loopback(host) for host in hosts)


def _logged_in(token: str, headers: Headers, now: datetime) -> bool:
    ends, _, seal = cookie_parser(headers.get("cookie", "")).get(COOKIE, "").partition(".")
    if not token or not (ends.isascii() and ends.isdigit()) or len(ends) > 12:
        return False
    return _same(seal, _seal(token, ends)) and now.timestamp() < int(ends)


def _seal(token: str, ends: str) -> str:
    return hmac.new(token.encode(), f"feedmill login until {ends}".encode(), "sha256").hexdigest()


def _same(given: str, secret: str) -> bool:
    """Compare in constant time; an empty secret opens nothing."""
    return hmac.compare_digest(given.encode(), secret.encode()) and bool(secret)


def _origin(url: str) -> str:
    parts = urlsplit(url.lower())
    return f"{parts.scheme}://{parts.netloc}"
