"""Which addresses may be asked, and which machines may be dialled.

Names prove nothing: what counts is the address that is really dialled, on every hop. Neither ``is_private`` nor
``is_global`` of :mod:`ipaddress` is enough (NAT64, 6to4, site-local, compatible and multicast
addresses pass as global), so the predicate here is our own, and unwraps what carries an IPv4 address inside.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from feedmill.sources.web.exchange import Failure, failure

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports that are dialled without being listed."""
LONGEST = 2048
"""Characters of an address."""

_FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\\\u200b\ufeff]")
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*", re.ASCII)
_BAD = tuple(
    ipaddress.ip_network(one)
    for one in (
        "192.88.99.0/24", "100.64.0.0/10", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "2001::/32", "fec0::/10",
        "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPv4 = ipaddress.IPv4Address
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart once, so that nobody downstream reads it differently. ``host`` is ASCII, lower case."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def usual_port(self) -> bool:
        """Whether the port is the scheme's own."""
        return self.port == {"http": 80, "https": 443}[self.scheme]

    @property
    def url(self) -> str:
        """The address written in one way."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{'' if self.usual_port else f':{self.port}'}{self.path}"


def target_of(url: str, allowed: frozenset[tuple[str, int]] = frozenset()) -> Target | Failure:
    """The address taken apart, or why it is never asked."""
    target = _taken_apart(url)
    if isinstance(target, Failure) or (target.host, target.port) in allowed:
        return target
    host, port = target.host, target.port
    if port not in PORTS:
        return failure("address", f"Port {port} is not fetched from, unless fetch.allow lists {host}:{port}.", host)
    literal = literal_of(host)
    if literal is not None and is_forbidden(literal):
        return failure("internal", f"{host} is not an address on the public internet.", host)
    return target


@lru_cache(maxsize=8192)
def plain(url: str) -> str:
    """An address written in one way, whether or not it is ever asked; as it is, where it cannot be read."""
    target = _taken_apart(url)
    return target.url if isinstance(target, Target) else url


def _taken_apart(url: str) -> Target | Failure:
    if len(url) > LONGEST or _FORBIDDEN_CHARACTERS.search(url):
        return failure("address", "The address is too long or has characters that no address has.")
    try:
        parts = urlsplit(url)
        port = {"http": 80, "https": 443}.get(parts.scheme, 0) if parts.port is None else parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        return failure("address", "The address cannot be read.")
    if parts.scheme not in ("http", "https"):
        return failure("address", f'Only http and https are fetched, not "{parts.scheme or "nothing"}".')
    if "@" in parts.netloc:
        return failure("address", "Addresses with a user name or password are not fetched.")
    if not host:
        return failure("address", "The address names no host.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]") if parts.query else ""
    return Target(parts.scheme, host, port, path + query)


def literal_of(host: str) -> _Address | None:
    """The IP address that a host is written as, in every form that resolvers understand ("127.1", "0x7f.1")."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return _IPv4(socket.inet_aton(host)) if host[:1].isdigit() and " " not in host else None
    except (OSError, UnicodeError):
        return None


def is_forbidden(address: _Address) -> bool:
    """Whether an address is not a machine on the public internet; what is embedded in it counts, too."""
    inside = _embedded(address)
    if inside is not None:
        return is_forbidden(inside)
    if any(address.version == net.version and address in net for net in _BAD):
        return True
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def _embedded(address: _Address) -> _IPv4 | None:
    if isinstance(address, _IPv4):
        return None
    if address in _NAT64:
        return _IPv4(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def allow_list(entries: Iterable[str]) -> frozenset[tuple[str, int]]:
    """The exact hosts and ports that an operator chose, from ``host:port`` texts."""
    found = set()
    for entry in entries:
        host, _, port = entry.rpartition(":")
        found.add((_ascii(host.strip("[]")), int(port)))
    return frozenset(found)


def host_of(url: str) -> str:
    """The host of an address, for keeping order among requests; empty when there is none."""
    try:
        return _ascii(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _ascii(host: str) -> str:
    """The name as it is dialled: IDNA, lower case, no final dot; ValueError for what is no name, or not everybody's."""
    if ":" in host:
        if "%" in host:
            raise ValueError("a zone means something on this machine only")
        return str(ipaddress.IPv6Address(host))
    plain = host.encode("idna").decode("ascii").lower().rstrip(".") if host else ""
    if plain and not _NAME.fullmatch(plain):
        raise ValueError("not a host name")
    return plain
