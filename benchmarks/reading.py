"""How well and how fast pages are read, beside trafilatura and readability on the same pages.

    .venv/bin/python benchmarks/reading.py [FOLDER] [--worst N] [--kind article|listing] [--bare]

FOLDER (default ``../shared/benchmarks``) holds ``pages/html/ID.html.gz`` and ``pages/expected/ID.json`` (url, title,
author, publish_date, main_content, with, without). Scores are those of the WCXB benchmark: F1 over the bags of words of
each page, averaged over pages. A date counts when its day is right, an author when one stated name is found, a title
when it is equal but for case, spaces and typographic marks.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from typing import Any

import trafilatura

from feedmill.model import Article, Document, Reading
from feedmill.reading import read

RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)
DEFAULT = Path(__file__).resolve().parents[1].parent / "shared" / "benchmarks"
_WORD = re.compile(r"\w+")
_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page and what people read in it."""

    id: str
    kind: str
    content: bytes
    expected: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures of one reader on one page; None where the page states nothing."""

    id: str
    precision: float
    recall: float
    f1: float
    leaked: float | None
    kept: float | None
    title: bool | None
    author: bool | None
    date: bool | None
    invented: bool
    seconds: float


def pages(folder: Path, kind: str) -> list[Page]:
    """The pages of ``folder`` whose expected type is ``kind``."""
    found = []
    for path in sorted((folder / "pages" / "expected").glob("*.json")):
        expected = json.loads(path.read_text("utf-8"))
        if expected["page_type"] == kind:
            content = gzip.decompress((folder / "pages" / "html" / f"{path.stem}.html.gz").read_bytes())
            found.append(Page(id=path.stem, kind=kind, content=content, expected=expected))
    return found


def read_ours(page: Page) -> Mapping[str, Any]:
    """What the reader makes of a page, in the shape of the expectation."""
    document = Document(
        origin=page.id, content=page.content, source="benchmark", received=RECEIVED, url=page.expected["url"]
    )
    return _as_fields(read(document))


def _as_fields(reading: Reading) -> Mapping[str, Any]:
    articles = reading.articles
    first: Article | None = articles[0] if articles else None
    text = first.text if len(articles) == 1 and first else "\n".join(f"{a.title}\n{a.text}" for a in articles)
    return {
        "text": text,
        "title": first.title if first else "",
        "authors": first.authors if first else (),
        "date": first.published.at.date().isoformat() if first and first.published else None,
    }


def read_bare(page: Page, *, fast: bool) -> Mapping[str, Any]:
    """trafilatura with metadata, as one would call it without us."""
    found = trafilatura.bare_extraction(
        page.content, url=page.expected["url"], fast=fast, with_metadata=True, include_comments=False
    )
    fields = found.as_dict() if found is not None and not isinstance(found, dict) else {}
    return {
        "text": fields.get("text") or "",
        "title": fields.get("title") or "",
        "authors": [name for name in (fields.get("author") or "").split("; ") if name],
        "date": fields.get("date"),
    }


def score(page: Page, reader: Callable[[Page], Mapping[str, Any]]) -> Score:
    start = time.perf_counter()
    got = reader(page)
    seconds = time.perf_counter() - start
    want = page.expected
    precision, recall = _overlap(got["text"], want["main_content"] or "")
    return Score(
        id=page.id,
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        leaked=_share(want["without"], got["text"]),
        kept=_share(want["with"], got["text"]),
        title=_same(got["title"], want["title"]) if want["title"] else None,
        author=_named(got["authors"], want["author"]) if want["author"] else None,
        date=got["date"] == want["publish_date"][:10] if want["publish_date"] else None,
        invented=bool(got["date"] and not want["publish_date"]),
        seconds=seconds,
    )


def _overlap(got: str, want: str) -> tuple[float, float]:
    ours, theirs = Counter(_WORD.findall(got.lower())), Counter(_WORD.findall(want.lower()))
    common = sum((ours & theirs).values())
    if not ours or not theirs:
        return 0.0, 0.0
    return common / sum(ours.values()), common / sum(theirs.values())


def _share(snippets: Iterable[str], text: str) -> float | None:
    flat = _flat(text)
    hits = [_flat(snippet) in flat for snippet in snippets if snippet.strip()]
    return fmean(hits) if hits else None


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text.translate(_MARKS)).lower().split())


def _same(one: str, other: str) -> bool:
    return _flat(one) == _flat(other)


def _named(names: Iterable[str], want: str) -> bool:
    return any(_flat(name) in _flat(want) or _flat(want) in _flat(name) for name in names if name)


def report(name: str, scores: list[Score]) -> str:
    """One line of figures."""

    def share(values: Iterable[float | None]) -> str:
        known = [value for value in values if value is not None]
        return f"{fmean(known):.3f}" if known else "  –  "

    return (
        f"{name:<20} F1 {fmean(s.f1 for s in scores):.4f}  P {fmean(s.precision for s in scores):.4f}"
        f"  R {fmean(s.recall for s in scores):.4f}  with {share(s.kept for s in scores)}"
        f"  leaked {share(s.leaked for s in scores)}  title {share(s.title for s in scores)}"
        f"  author {share(s.author for s in scores)}  date {share(s.date for s in scores)}"
        f"  {len(scores) / sum(s.seconds for s in scores):6.1f}/s"
        f"  median {median(s.seconds for s in scores) * 1e3:.1f} ms"
    )


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    if not (options.folder / "pages" / "expected").is_dir():
        print(f"skipped: {options.folder} holds no pages/expected (see the docstring)", file=sys.stderr)
        return 0
    warnings.simplefilter("ignore")
    chosen = pages(options.folder, options.kind)
    ours = [score(page, read_ours) for page in chosen]
    print(report("feedmill", ours))
    if options.bare:
        for fast in (True, False):
            bare = [score(page, lambda page, fast=fast: read_bare(page, fast=fast)) for page in chosen]  # type: ignore[misc]
            print(report("trafilatura fast" if fast else "trafilatura", bare))
    _print_worst(chosen, ours, options.worst)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score the reading of pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages with the lowest F1")
    parser.add_argument("--kind", choices=("article", "listing"), default="article")
    parser.add_argument("--bare", action="store_true", help="measure trafilatura on the same pages too")
    return parser.parse_args(arguments)


def _print_worst(chosen: list[Page], scores: list[Score], count: int) -> None:
    for one in sorted(scores, key=lambda s: s.f1)[:count]:
        print(f"  {one.id}  F1 {one.f1:.3f}  P {one.precision:.3f}  R {one.recall:.3f}")
    if not count:
        return
    for name in ("title", "author", "date"):
        print(f"  {name} wrong:", " ".join(s.id for s in scores if getattr(s, name) is False))
    print("  date invented:", " ".join(s.id for s in scores if s.invented))


if __name__ == "__main__":
    sys.exit(main())
