"""Addresses: what is never asked, what is never dialled."""

from __future__ import annotations

import ipaddress

import pytest

from feedmill.sources.web.addresses import Target, is_forbidden, target_of
from feedmill.sources.web.exchange import Failure

INSIDE = """
127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.255
0.0.0.0 0.1.2.3 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 ::1 :: ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1
64:ff9b:1::808:808 2002:7f00:1:: 2002:c0a8:101::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 fe80::1 fec0::1
::ffff:0:127.0.0.1 ::ffff:0:a00:1 fc00::1 fd12:3456::1 ff02::1 100::1 5f00::1 3fff::1 2001:10::1
"""
OUTSIDE = """
8.8.8.8 1.1.1.1 2606:4700:4700::1111 2a00:1450:4001:80e::200e 64:ff9b::808:808 ::ffff:8.8.8.8 2002:808:808::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_of_the_inside(address: str) -> None:
    assert is_forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE.split())
def test_addresses_of_the_public_internet(address: str) -> None:
    assert not is_forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "FILE:/etc/passwd", "file:/etc/passwd", "ftp://example.org/", "gopher://example.org/",
        "data:text/html,x", "javascript:alert(1)", "//example.org/feed", "example.org/feed", "", "http://", "http:///x",
        "http://user@example.org/", "http://user:word@example.org/", "http://127.0.0.1\\@example.org/",
        "http://example.org\\@127.0.0.1/", "http://exam\nple.org/", "http://example.org/\r\nX: y", "http://exam\tple.org/",
        "http://example.org:22/", "http://example.org:0/", "http://example.org:99999/", "http://example.org:25/",
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127。0。0。1/", "http://１２７.0.0.1/", "http://127.0.0.1./", "http://[::1]/", "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1%25eth0]/", "http://169.254.169.254/latest",
        "http://0/", "http://exa mple.org/", "http://[::1", "http://example..org/", "http://-/x" + "y" * 3000,
        "http://[2606:4700:4700::1111%25eth0]/", "http://[2606:4700:4700::1111%eth0]/", "http://8.8.8.8%25eth0/",
        "http://①②⑦.⓪.⓪.①/", "http://127.0.0.1#.example.org/", "http://127.0.0.1?@example.org/", "http://127.0.0.1:80:80/",
        "http://example.org:80@127.0.0.1/", "http://[::ffff:0:7f00:1]/", "http://127.0.0.1\u3002/", "http://\u202e127.0.0.1/",
        "http://" + "a." * 1000 + "org/", "http://" + "ü" * 64 + ".org/", "http://xn--a\u0080.org/", "http://[1.2.3.4]/",
        "http://[v1.fe80::1]/", "http://example.org%00.internal/", "http://example.org%2f@127.0.0.1/",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked(url: str) -> None:
    got = target_of(url)
    assert isinstance(got, Failure) and got.reason in ("address", "internal"), got


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:8080/a%20b", "http://example.org:8080/a%20b"),
        ("http://пример.рф/новости?х=я", "http://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?%D1%85=%D1%8F"),
        ("https://example.org/a|b?c={d}", "https://example.org/a%7Cb?c=%7Bd%7D"),
        ("http://[2606:4700:4700::1111]/x", "http://[2606:4700:4700::1111]/x"),
    ],
)  # fmt: skip
def test_addresses_are_written_in_one_way(url: str, expected: str) -> None:
    got = target_of(url)
    assert isinstance(got, Target) and got.url == expected


def test_allowed_addresses_are_allowed_exactly() -> None:
    allowed = frozenset({("127.0.0.1", 8765)})
    assert isinstance(target_of("http://127.0.0.1:8765/x", allowed), Target)
    for near in ("http://127.0.0.1:8766/", "http://127.0.0.2:8765/", "http://127.1:8765/", "http://127.0.0.1/"):
        assert isinstance(target_of(near, allowed), Failure), near
