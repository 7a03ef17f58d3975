"""How well and how fast pages are read, beside trafilatura and readability on the same pages.

    python -m benchmarks reading [FOLDER] [--kind article|listing] [--sample N] [--only ID …] [--worst N] [--alone]

FOLDER (default ``../shared/benchmarks``) holds ``pages/html/ID.html.gz`` and ``pages/expected/ID.json`` (url, title,
author, publish_date, main_content, with, without). Scores are those of the WCXB benchmark: F1 over the bags of words of
each page, averaged over pages. A date counts when its day is right, an author when one stated name is found, a title
when it is equal but for case, spaces and typographic marks. The items of a listing are joined, each with its title and
its words; the name of the page, which is none of theirs, is not asked of them.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import logging
import re
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import fmean, median
from typing import Any

import trafilatura
from lxml import html as lxml_html

from benchmarks.dumps import DISCIPLINES, dump
from benchmarks.stated import stated
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


Reader = Callable[[Page], Mapping[str, Any]]


def pages(folder: Path, kind: str, *, every: int = 1, only: Iterable[str] = ()) -> list[Page]:
    """The pages of ``folder`` whose expected type is ``kind``: each ``every``-th, or those named."""
    wanted = frozenset(only)
    found = []
    for path in sorted((folder / "pages" / "expected").glob("*.json")):
        expected = json.loads(path.read_text("utf-8"))
        if expected["page_type"] == kind and (not wanted or path.stem in wanted):
            content = gzip.decompress((folder / "pages" / "html" / f"{path.stem}.html.gz").read_bytes())
            found.append(Page(id=path.stem, kind=kind, content=content, expected=expected))
    return found[::every]


def read_ours(page: Page) -> Mapping[str, Any]:
    """What the reader makes of a page, in the shape of the expectation."""
    document = Document(
        origin=page.id, content=page.content, source="benchmark", received=RECEIVED, url=page.expected["url"]
    )
    return _as_fields(read(document))


def _as_fields(reading: Reading) -> Mapping[str, Any]:
    articles = reading.articles
    first: Article | None = articles[0] if articles else None
    text = first.text if len(articles) == 1 and first else "\n".join(map(_told, articles))
    return {
        "text": text,
        "title": first.title if len(articles) == 1 and first else None if articles else "",
        "authors": first.authors if first else (),
        "date": first.published.at.date().isoformat() if first and first.published else None,
    }


def _told(item: Article) -> str:
    """An item among others: its title and its words, which are the title again where the page shows nothing else."""
    return item.title if item.text == item.title else f"{item.title}\n{item.text}"


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


def readability() -> Reader | None:
    """readability-lxml's title and text, where it is installed."""
    try:
        library = importlib.import_module("readability")
    except ImportError:
        return None

    def read_readable(page: Page) -> Mapping[str, Any]:
        found = library.Document(page.content)
        tree = lxml_html.fromstring(found.summary())
        return {"text": tree.text_content(), "title": found.short_title(), "authors": (), "date": None}

    return read_readable


def readers(*, alone: bool) -> dict[str, Reader]:
    """Our reader and those it is measured beside, by name."""
    if alone:
        return {"feedmill": read_ours}
    others = {"trafilatura": partial(read_bare, fast=False), "trafilatura fast": partial(read_bare, fast=True)}
    third = readability()
    return {"feedmill": read_ours, **others, **({"readability": third} if third else {})}


def score(page: Page, reader: Reader) -> Score:
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
        title=_same(got["title"], want["title"]) if want["title"] and got["title"] is not None else None,
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


def report(name: str, scores: list[Score], ratio: float | None) -> str:
    """One line of figures."""

    def share(values: Iterable[float | None]) -> str:
        known = [value for value in values if value is not None]
        return f"{fmean(known):.3f}" if known else "  –  "

    beside = f"  {ratio:5.2f} ×" if ratio else ""
    return (
        f"{name:<17} F1 {fmean(s.f1 for s in scores):.4f}  P {fmean(s.precision for s in scores):.4f}"
        f"  R {fmean(s.recall for s in scores):.4f}  with {share(s.kept for s in scores)}"
        f"  leaked {share(s.leaked for s in scores)}  title {share(s.title for s in scores)}"
        f"  author {share(s.author for s in scores)}  date {share(s.date for s in scores)}"
        f"  invented {sum(s.invented for s in scores)}"
        f"  {len(scores) / sum(s.seconds for s in scores):5.1f}/s{beside}"
    )


def measure(chosen: list[Page], by: Mapping[str, Reader]) -> dict[str, list[Score]]:
    """Every page read by every reader, one after the other, so that a busy machine slows all of them alike."""
    for reader in by.values():
        reader(chosen[0])
    scores: dict[str, list[Score]] = {name: [] for name in by}
    for page in chosen:
        for name, reader in by.items():
            scores[name].append(score(page, reader))
    return scores


def _of_stated(texts: list[Page], scores: list[Score]) -> str:
    """How many authors and days the texts state at all, and how many of those were given."""
    both = [stated(page.content.decode(), page.expected) for page in texts]
    authors = [bool(one.author) for one, (author, _) in zip(scores, both, strict=True) if author]
    days = [bool(one.date) for one, (_, day) in zip(scores, both, strict=True) if day]
    return f"stated in the text: authors {sum(authors)} of {len(authors)}, days {sum(days)} of {len(days)}"


def _ratio(scores: list[Score], bare: list[Score] | None) -> float | None:
    return median(one.seconds / other.seconds for one, other in zip(scores, bare, strict=True)) if bare else None


def _times_slower(texts: list[Page], originals: list[Page]) -> float:
    """How many times as long the pages take as their texts, each pair read in a row; the median."""
    ratios = []
    for text, page in zip(texts, originals, strict=True):
        start = time.process_time()
        read_ours(text)
        middle = time.process_time()
        read_ours(page)
        ratios.append((time.process_time() - middle) / max(middle - start, 1e-9))
    return median(ratios)


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    if not (options.folder / "pages" / "expected").is_dir():
        print(f"skipped: {options.folder} holds no pages/expected (see the docstring)", file=sys.stderr)
        return 0
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for kind in [options.kind] if options.kind else ["article", "listing"]:
        chosen = pages(options.folder, kind, every=options.sample, only=options.only)
        if not chosen:
            continue
        print(f"{len(chosen)} pages of kind {kind}" + (f", as text ({options.text})" if options.text else ""))
        originals = chosen
        if options.text:
            chosen = [replace(page, content=dump(page.content, options.text)) for page in chosen]
        scores = measure(chosen, readers(alone=options.alone or bool(options.text)))
        for name, found in scores.items():
            print(report(name, found, _ratio(found, scores.get("trafilatura"))), flush=True)
        if options.text:
            print(_of_stated(chosen, scores["feedmill"]))
            print(f"the page takes {_times_slower(chosen, originals):.2f} × the time of its text (median)")
        _print_worst(scores["feedmill"], options.worst)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score the reading of pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages with the lowest F1")
    parser.add_argument("--kind", choices=("article", "listing"), help="only pages of this kind")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="only every N-th page")
    parser.add_argument("--only", nargs="*", default=(), metavar="ID", help="only these pages")
    parser.add_argument("--text", choices=DISCIPLINES, help="the pages' text without markup, in this line discipline")
    parser.add_argument("--alone", action="store_true", help="without the readers of others")
    return parser.parse_args(arguments)


def _print_worst(scores: list[Score], count: int) -> None:
    for one in sorted(scores, key=lambda s: s.f1)[:count]:
        print(f"  {one.id}  F1 {one.f1:.3f}  P {one.precision:.3f}  R {one.recall:.3f}")
    if not count:
        return
    for name in ("title", "author", "date"):
        print(f"  {name} wrong:", " ".join(s.id for s in scores if getattr(s, name) is False))
    print("  date invented:", " ".join(s.id for s in scores if s.invented))


if __name__ == "__main__":
    sys.exit(main())
