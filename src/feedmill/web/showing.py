"""How values look on a page: dates, names, excerpts, words in their surroundings. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from feedmill.model import Article, Entry, Evidence, Moment, signal_words
from feedmill.rendering.body import VIEWS, safe
from feedmill.rendering.plain import address, fit, flowing, summary
from feedmill.store.words import terms
from feedmill.web.chart import Step

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""Never from the process's locale, which a library may change."""

KINDS = MappingProxyType({
    "text/html": "web page", "application/xhtml+xml": "web page", "multipart/related": "saved web page",
    "text/plain": "text", "text/markdown": "Markdown", "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "message/rfc822": "mail", "application/mbox": "mailbox", "application/rss+xml": "RSS feed",
    "application/atom+xml": "Atom feed", "application/feed+json": "JSON feed", "application/json": "JSON",
    "application/octet-stream": "binary",
})  # fmt: skip
"""What people call a media type."""

LANGUAGES = {
    "en": "English", "ru": "Russian", "zh": "Chinese", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "ja": "Japanese", "ko": "Korean", "ar": "Arabic", "uk": "Ukrainian", "pl": "Polish",
    "tr": "Turkish", "kk": "Kazakh", "mn": "Mongolian", "vi": "Vietnamese", "fa": "Persian", "hi": "Hindi",
}  # fmt: skip
"""Languages by ISO 639-1, as the pages call them; the search form offers these, its address takes any other code."""

_ISO_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")

AROUND = 70
"""Letters shown on each side of a piece of evidence."""

PASSAGE = 110
"""The same around a word that was sought."""

ENDING = 3
"""Letters that the ending of a word which was sought has at most."""

WORD = 20
"""Letters that a broken word at the end of these surroundings has at most."""


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
        "tick": tick,
        "note": note,
        "query": query,
        "kind": kind,
        "first_large": first_large,
        "removeprefix": str.removeprefix,
        "time": lambda moment: clock(moment, local),
        "story_day": lambda entry: story_day(entry, local),
        "event_time": lambda event: day(event.at) if event.precision == "day" else clock(event.at, local),
        "pair": lambda value: (value, value),
        "told": lambda moment: told(moment, local),
        "view": lambda name: VIEWS.get(name, ""),
        "flat": lambda text: flat(text or "").strip(),
        "excerpt": excerpt,
        "address": address,
        "signal": signal_words,
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


def tick(first: date, step: Step) -> str:
    """The same in few letters, under an axis: "Mar 2026", "3 Mar 2026"."""
    month = f"{MONTHS[first.month - 1][:3]} {first.year}"
    return month if step == "month" else f"{first.day} {month}"


def note(told: str) -> str:
    """A word on a date, as the feeds have it, its day as pages write days."""
    return _ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0])), told)


def query(asked: Mapping[str, str]) -> str:
    """The query part of an address, of what is asked for; empty for nothing."""
    stated = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(stated)}" if stated else ""


def kind(media_type: str) -> str:
    """What people call a media type: "web page", "PDF"; one without a name of ours by its own."""
    return KINDS.get(media_type) or ("picture" if media_type.startswith("image/") else media_type)


def first_large(words: str) -> str:
    """The words with a capital letter at their head; names inside keep theirs."""
    return words[:1].upper() + words[1:]


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
    before, after = _surroundings(place, at, at + len(words), AROUND)
    return Quoted(evidence=evidence, before=before, words=flat(words), after=after)


def passage(article: Article, query: str) -> Quoted:
    """The first stretch of an article's text in which a word of the query stands; else its beginning."""
    lowered = article.text.casefold()
    same = len(lowered) == len(article.text)  # else places in one are not places in the other
    for term in terms(query):
        for word in (term.written.casefold(), term.words[0]):
            at = _place_of(word, lowered) if same and not term.excluded else -1
            if at >= 0:
                return _around(article.text, at, at + len(word), PASSAGE)
    return Quoted(evidence=None, before="", words="", after=summary(article.text, 2 * PASSAGE))


def _place_of(word: str, text: str) -> int:
    """Where a word stands in a text, as a whole one or with an ending, else anywhere; -1 when it does not."""
    whole = re.search(rf"\b{re.escape(word)}\w{{0,{ENDING}}}\b", text)
    return whole.start() if whole else text.find(word)


def _around(text: str, start: int, end: int, letters: int) -> Quoted:
    before, after = _surroundings(text, start, end, letters)
    return Quoted(evidence=None, before=before, words=flat(text[start:end]), after=after)


def _surroundings(text: str, start: int, end: int, letters: int) -> tuple[str, str]:
    """What stands before and after a stretch of text, ``letters`` on each side at most, in whole words where there
    are spaces."""
    first, last = max(0, start - letters), end + letters
    before, after = flat(text[first:start]), flat(text[end:last])
    if first:
        begun = before.find(" ", 0, WORD) if not text[first - 1].isspace() else -1
        before = f"…{before[begun + 1 :]}"
    if last < len(text):
        ended = after.rfind(" ", max(0, len(after) - WORD)) if not text[last].isspace() else len(after)
        after = f"{after[:ended] if ended >= 0 else after}…"
    return before, after


def flat(text: str) -> str:
    """The text on one line; its ends keep their space."""
    return flowing(text)


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
