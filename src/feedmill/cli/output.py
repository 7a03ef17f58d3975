"""What the commands print: JSON lines for programs, few plain lines and tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from feedmill.model import signal_words

if TYPE_CHECKING:
    from feedmill.model import Entry, Judgement
    from feedmill.pipeline.check import Finding
    from feedmill.pipeline.explaining import Explanation, Fate
    from feedmill.pipeline.listing import TopicCount
    from feedmill.pipeline.trying import Shift

out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
COLOURS = {"yes": "green", "borderline": "yellow", "no": "dim", "good": "green", "hint": "yellow", "fault": "red"}


def say(text: str) -> None:
    """A line of result."""
    out.print(text)


def complain(text: str) -> None:
    """Faults, each on a line of its own, with the program's name."""
    for line in text.splitlines():
        err.print(f"feedmill: {line}")


def complain_not(text: str) -> None:
    """A remark that is no fault, kept out of the result."""
    err.print(text)


def on_terminal() -> bool:
    """Whether a person watches standard error."""
    return err.is_terminal


def json_line(value: Any) -> None:
    """One JSON object on one line, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n")


def json_list(values: Iterable[Any]) -> None:
    """A JSON array, an element a line, written as they come."""
    between = "[\n"
    for value in values:
        sys.stdout.write(between + json.dumps(value, ensure_ascii=False))
        between = ",\n"
    sys.stdout.write("\n]\n" if between == ",\n" else "[]\n")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not on_terminal():
        yield lambda stage, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


def show_report(report: Mapping[str, Any], *, as_json: bool) -> None:
    """The summary of a pass, and its errors."""
    if as_json:
        json_line(report)
    else:
        documents, articles, stories, feeds = (report[name] for name in ("documents", "articles", "stories", "feeds"))
        parts = [counted(documents["seen"], "document")]
        parts += [
            f"{documents[name]} {name}" for name in ("read", "unchanged", "refused", "waiting") if documents[name]
        ]
        parts += _of_sources(report.get("sources") or {})
        if "reread" in report:
            parts.append(f"{report['reread']['read']} read again, {report['reread']['refused']} of old now refused")
        parts.append(f"{articles['new']} new and {articles['updated']} changed articles")
        parts.append(f"{stories['new']} new and {stories['grown']} grown stories")
        if report.get("held_back"):
            parts.append(f"{report['held_back']} old items held back that a source offers as new")
        if report.get("removed"):
            parts.append(f"{report['removed']} old articles removed")
        parts.append(f"{counted(feeds['written'], 'feed file')} written")
        say(", ".join(parts) + ".")
        for left in (report.get("sources") or {}).get("left_out", ()):
            say(f"  left out {left['id']}: {left['why']}")
    for error in report["errors"]:
        complain(error)


def _of_sources(told: Mapping[str, Any]) -> list[str]:
    if not told:
        return []
    named = [f"{told[name]} {name}" for name in ("changed", "unchanged", "failed") if told[name]]
    pages = [f"{counted(told['pages'], 'page')} fetched"] if told["pages"] else []
    return [f"{counted(told['asked'], 'source')} asked", *named, *pages]


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 source", "3 sources", "2 stories"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def show_record(record: Mapping[str, Any], *, as_json: bool) -> None:
    """One article record, or one refused document."""
    if as_json:
        json_line(record)
        return
    origin = record["document"]["origin"]
    if record["rejected"]:
        say(f"{origin}: refused ({record['rejected']['reason']}): {record['rejected']['detail']}\n")
        return
    _headline(record)
    _facts(
        {
            "from": f"{origin}, item {record['position'] + 1}",
            "by": ", ".join([*record["authors"], *filter(None, (record["agency"], record["publisher"]))]),
            "date": _date(record),
            "link": record["url"],
            "topics": ", ".join(topic["slug"] for topic in record["topics"]),
        }
    )
    say(f"  {shortened(record['text'], 300)}\n")


def show_explanation(explained: Fate | tuple[Explanation, ...], *, as_json: bool) -> None:
    """Why an article, or everything of a document, is where it is."""
    articles = explained if isinstance(explained, tuple) else explained.articles
    if not isinstance(explained, tuple) and not as_json:
        document = explained.document
        fate = f"refused ({document.rejection.reason}): {document.rejection.detail}" if document.rejection else (
            f"read as {document.shape} ({document.shape_reason}); "
            f"{counted(document.articles, 'article')}, {document.published} for the beat"
        )  # fmt: skip
        say(f"{document.origin}: {fate}\n")
    if as_json and not isinstance(explained, tuple) and not articles:
        json_line(asdict(explained.document))
    for one in articles:
        if as_json:
            more = {"feeds": one.feeds, "why": one.why, "beside": one.beside, "related": one.related}
            json_line({**one.record, **more, "decided": one.decided})
        else:
            _explain(one)


def _explain(one: Explanation) -> None:
    record = one.record
    _headline(record)
    for signal in record["evidence"]:
        if signal["points"]:
            where = f" in the {signal['where']}" if signal["where"] else ""
            quoted = f": “{signal['text']}”" if signal["text"] else ""
            say(f"  {signal['points']:+4d}  {signal_words(signal['signal'])}{where}{quoted}")
    for topic in record["topics"]:
        words = ", ".join(dict.fromkeys(f"“{term['text']}”" for term in topic["evidence"]))
        say(f"  topic {topic['slug']} ({topic['score']}): {words}")
    related = "; ".join(f"{story} ({reason})" for story, reason in one.related)
    _facts(
        {
            "id": record["id"],
            "date": _date(record),
            "decided by an editor": ", ".join(one.decided),
            "story": record["story"],
            "feeds": ", ".join(one.feeds),
            "published as": one.why,
            "also in the story": "; ".join(f"{other['title']} [{other['document']}]" for other in one.beside),
            "related": related,
        }
    )
    say("")


def show_topics(topics: Sequence[TopicCount], *, as_json: bool) -> None:
    """The topics, their scope and how many stories each has."""
    if as_json:
        for topic in topics:
            json_line(asdict(topic))
        return
    table = Table("topic", "stories", "title and scope", box=None, pad_edge=False)
    for topic in topics:
        table.add_row(topic.slug, str(topic.stories), f"{topic.title}: {topic.scope}")
    out.print(table)


def show_articles(records: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """Articles, a line each."""
    for record in records:
        if as_json:
            json_line(record)
        else:
            slugs = ",".join(topic["slug"] for topic in record["topics"])
            day = (record["published"] or "undated")[:10]
            mark = f"{record['verdict']:10} {record['score']:3}"
            say(f"{record['id'][9:]}  {day:10}  {mark}  {record['title']}  [{slugs}]")


MARKS = {"gained": "+", "lost": "-", "retagged": "~", "moved": "·"}


def show_shifts(shifts: Iterable[Shift], seen: Callable[[], int], *, as_json: bool) -> None:
    """What a changed beat would do, a line or two each, and a summary; ``seen`` counts the articles judged."""
    counts = dict.fromkeys(MARKS, 0)
    for shift in shifts:
        counts[shift.kind] += 1
        if as_json:
            json_line(shift.as_json())
            continue
        before, after = (_judged(one) for one in (shift.before, shift.after))
        say(f"{MARKS[shift.kind]} {shift.title}  ({shift.id})")
        say(f"    {before} → {after}{f'; {shift.why}' if shift.why else ''}")
    if not as_json:
        told = ", ".join(f"{number} {kind}" for kind, number in counts.items())
        say(f"{counted(seen(), 'article')} judged: {told}. Nothing was written.")


def _judged(judgement: Judgement) -> str:
    slugs = ", ".join(topic.slug for topic in judgement.topics)
    return f"{judgement.verdict} {judgement.score}{f' [{slugs}]' if slugs else ''}"


def show_stories(entries: Iterable[Entry], *, as_json: bool) -> None:
    """Stories, a line each, with the number of their sources."""
    from feedmill.pipeline.exporting import story_record

    for entry in entries:
        if as_json:
            json_line(story_record(entry))
        else:
            slugs = ",".join(entry.topics) or entry.verdict
            sources = "1 source " if len(entry.origins) == 1 else f"{len(entry.origins)} sources"
            say(f"{entry.id}  {entry.date:%Y-%m-%d}  {sources}  {entry.title}  [{slugs}]")


def show_findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """What an examination found, with the remedy."""
    for finding in findings:
        if as_json:
            json_line(asdict(finding))
            continue
        out.print(Text(f"{finding.level:5}", style=COLOURS[finding.level]), finding.what)
        if finding.remedy:
            say(f"      → {finding.remedy}")


def _headline(record: Mapping[str, Any]) -> None:
    mark = Text(f"{record['verdict']} {record['score']}", style=COLOURS[record["verdict"]])
    derived = " (derived)" if record["title_provenance"] == "derived" else ""
    out.print(mark, Text(record["title"], style="bold"), derived)


def _facts(facts: Mapping[str, str | None]) -> None:
    for name, value in facts.items():
        if value:
            say(f"  {name}: {value}")


def _date(record: Mapping[str, Any]) -> str:
    if record["published"] is None:
        return "not stated"
    at = record["published"][:10] if record["published_precision"] == "day" else record["published"]
    return f"{at} ({record['published_provenance']})"


def shortened(text: str, length: int) -> str:
    """The beginning of a text on one line, ending with a word where there are spaces."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0] + " …"
