"""CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html): what reference managers import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def csl_item(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """A citation of a stored article, from its record; None for a document that yielded none.

    Names stay whole ("literal"): what is family and what is given differs between Chinese, Russian and English names,
    and nobody stated it. Without a stated date there is none.
    """
    if record["rejected"] is not None:
        return None
    told = {
        "id": record["id"],
        "type": "article-newspaper",
        "title": record["title"],
        "author": [{"literal": name} for name in record["authors"] or filter(None, [record["agency"]])],
        "container-title": record["publisher"],
        "source": record["agency"],
        "issued": _date(record["published"], record["published_precision"]),
        "accessed": _date(record["first_seen"], "day"),
        "URL": record["url"],
        "language": record["language"],
        "note": f"document SHA-256: {record['document']['sha256']}" if record["document"]["sha256"] else None,
    }
    return {key: value for key, value in told.items() if value}


def _date(stated: str | None, precision: str | None) -> dict[str, Any] | None:
    if stated is None or precision is None:
        return None
    return {"date-parts": [[int(part) for part in stated[:10].split("-")]]}
