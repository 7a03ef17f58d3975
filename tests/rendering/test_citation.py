"""Citations: what reference managers import."""

from __future__ import annotations

from typing import Any

from feedmill.rendering.citation import csl_item

RECORD: dict[str, Any] = {
    "id": "urn:uuid:1", "document": {"sha256": "ab" * 32}, "title": "Порты договорились",
    "authors": ["Алёна Причальная"],
    "agency": "Wire", "publisher": "River Gazette", "language": "ru", "url": "https://gazette.example/1",
    "published": "2026-05-03T00:00:00Z", "published_precision": "day", "first_seen": "2026-05-04T09:30:00Z",
    "rejected": None,
}  # fmt: skip


def test_a_citation_says_what_is_stated() -> None:
    assert csl_item(RECORD) == {
        "id": "urn:uuid:1", "type": "article-newspaper", "title": "Порты договорились",
        "author": [{"literal": "Алёна Причальная"}], "container-title": "River Gazette", "source": "Wire",
        "issued": {"date-parts": [[2026, 5, 3]]}, "accessed": {"date-parts": [[2026, 5, 4]]},
        "URL": "https://gazette.example/1", "language": "ru", "note": f"document SHA-256: {'ab' * 32}",
    }  # fmt: skip


def test_a_citation_invents_nothing() -> None:
    bare = RECORD | dict.fromkeys(("agency", "publisher", "language", "url", "published", "published_precision"))
    item = csl_item(bare | {"authors": []})
    assert item is not None
    assert set(item) == {"id", "type", "title", "accessed", "note"}
    assert csl_item(RECORD | {"rejected": {"reason": "empty", "detail": ""}}) is None


def test_a_wire_is_the_author_where_nobody_else_is() -> None:
    item = csl_item(RECORD | {"authors": []})
    assert item is not None
    assert item["author"] == [{"literal": "Wire"}]
