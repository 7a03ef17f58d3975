"""How values look on a page: dates, names, excerpts, words in their surroundings. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from feedmill.model import Article, Entry, Evidence, Moment
from feedmill.rendering.body import VIEWS, safe
from feedmill.rendering.plain import address, fit, summary
from feedmill.store.words import terms
from feedmill.web.chart import Step

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""Never from the process's locale, which a library may change."""

AROUND = 70
"""Letters shown on each side of a piece of evidence."""

PASSAGE = 110
"""The same around a word that was sought."""

_SPACE = re.compile(r"\s+")


def templates(zone: str) -> Environment:
    """The page templates. Times are shown in ``zone``; control characters that HTML forbids never reach a page."""
    environment = Environment(
        loader=PackageLoader("feedmill.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: fit(value) if isinstance(value, str) and not hasattr(value, "__html__") else value,
    )
    local = ZoneInfo(zone)
    environment.filters |= {
        "stretch": stretch,
        "time": lambda moment: clock(moment, local),
        "story_day": lambda entry: story_day(entry, local),
        "event_time": lambda event: day(event.at) if event.precision == "day" else clock(event.at, local),
        "pair": lambda value: (value, value),
        "told": lambda moment: told(moment, local),
        "view": lambda name: VIEWS.get(name, ""),
        "flat": lambda text: flat(text or "").strip(),
        "excerpt": excerpt,
        "address": address,
        "words": lambda slug: slug.replace("_", " ").replace("-", " "),
    }
    return environment


def excerpt(text: str, letters: int = 220) -> str:
    """The beginning of a text, ending with a sentence or a word."""
    return summary(text, letters)


def day(moment: date) -> str:
    """A calendar day for people: "3 March 2026"."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def stretch(first: date, step: Step) -> str:
    """What a bar of a chart stands for: a month by its name, a day or a week by its first day."""
    return f"{MONTHS[first.month - 1]} {first.year}" if step == "month" else day(first)


def clock(moment: datetime, zone: tzinfo) -> str:
    """A moment for people, with its zone: "3 March 2026, 14:05 UTC"."""
    there = moment.astimezone(zone)
    return f"{day(there)}, {there:%H:%M} {there.tzname()}"


def told(moment: Moment, zone: tzinfo) -> str:
    """A stated moment, no more precise than it was stated: a day is nobody's midnight and is not shifted."""
    return day(moment.at) if moment.precision == "day" else clock(moment.at, zone)


def story_day(entry: Entry, zone: tzinfo) -> str:
    """The day that a story is listed under."""
    stated = next((one for one in entry.origins if one.article == entry.article), None)
    is_day = stated is None or stated.precision in (None, "day")
    return day(entry.date if is_day else entry.date.astimezone(zone))


def body(article: Article, *, letters: int | None = None) -> Markup:
    """The text of an article as harmless HTML; its beginning, when only so many ``letters`` may be shown.

    Pictures stay out: a page of ours makes no browser call another site.
    """
    if letters is not None:
        return Markup("<p>{}</p>").format(summary(article.text, letters))
    tags = nh3.ALLOWED_TAGS - {"img"}
    return Markup(nh3.clean(safe(article.html, article.text), tags=tags, url_relative="deny"))  # noqa: S704


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words in their surroundings, and the evidence that they are; all empty for a structural signal."""

    evidence: Evidence | None
    before: str
    words: str
    after: str


def quoted(article: Article, evidence: Evidence) -> Quoted:
    """Find the words of a signal where it says they stand."""
    words = evidence.text or ""
    place = article.title if evidence.where == "title" else article.text
    at = place.find(words) if words else -1
    if at < 0:
        return Quoted(evidence=evidence, before="", words=words, after="")
    start, end = max(0, at - AROUND), at + len(words) + AROUND
    return Quoted(
        evidence=evidence,
        before=("…" if start else "") + flat(place[start:at]),
        words=flat(words),
        after=flat(place[at + len(words) : end]) + ("…" if end < len(place) else ""),
    )


def passage(article: Article, query: str) -> Quoted:
    """The first stretch of an article's text in which a word of the query stands; else its beginning."""
    lowered = article.text.casefold()
    same = len(lowered) == len(article.text)  # else places in one are not places in the other
    for term in terms(query):
        for word in (term.written.casefold(), term.words[0]):
            at = lowered.find(word) if same and not term.excluded else -1
            if at >= 0:
                return _around(article.text, at, at + len(word), PASSAGE)
    return Quoted(evidence=None, before="", words="", after=summary(article.text, 2 * PASSAGE))


def _around(text: str, start: int, end: int, letters: int) -> Quoted:
    first, last = max(0, start - letters), end + letters
    return Quoted(
        evidence=None,
        before=("…" if first else "") + flat(text[first:start]),
        words=flat(text[start:end]),
        after=flat(text[end:last]) + ("…" if last < len(text) else ""),
    )


def flat(text: str) -> str:
    """The text on one line; its ends keep their space."""
    return _SPACE.sub(" ", text)


def report_rows(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What came of a run, a line each, in words: only what is worth a line."""
    documents, articles = report["documents"], report["articles"]
    stories, feeds = report["stories"], report["feeds"]
    looked = [f"{documents['seen']} seen"]
    looked += [f"{documents[key]} {key}" for key in ("read", "refused", "waiting", "unchanged") if documents[key]]
    removed = [("Removed", f"{report['removed']} old articles")] if report.get("removed") else []
    return [
        ("Documents", ", ".join(looked)),
        ("Articles", f"{articles['new']} new, {articles['updated']} updated"),
        ("Stories", f"{stories['new']} new, {stories['grown']} grown"),
        ("Feed files", f"{feeds['written']} written, {feeds['unchanged']} unchanged"),
        *removed,
    ]
