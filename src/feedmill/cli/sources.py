"""``feedmill sources``: the web sources, how they are, and choosing them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedmill.cli import output
from feedmill.cli.options import EPILOG, JsonOption, settings_of
from feedmill.config import Settings
from feedmill.errors import UsageError

if TYPE_CHECKING:
    from feedmill.pipeline.catalogue import Source
    from feedmill.pipeline.discovery import Found
    from feedmill.pipeline.health import SourceHealth

SAMPLES = 3
Ids = Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Sources, by id.")]

sources = typer.Typer(
    help="List the web sources with their health; add, test and switch them.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@sources.callback(invoke_without_command=True, epilog=EPILOG)
def listing(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Those that are switched off, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the web sources: last success, last new item, usual rhythm, what is wrong and what can be done."""
    if context.invoked_subcommand is not None:
        return
    shown = [one for one in _healths(settings_of(context)) if everything or one.source.enabled]
    for health in shown:
        if as_json:
            output.json_line(health.as_json())
        else:
            _show_health(health)
    if not shown and not as_json:
        output.say("No web source is switched on. The list: feedmill sources --all")
        output.say("Begin with the suggested ones: feedmill sources enable --suggested")


@sources.command(epilog=EPILOG)
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a site, a listing, a sitemap or a page.")],
    id: Annotated[str, typer.Option("--id", help="How to call it.")] = "",
    full_text: Annotated[str, typer.Option(help="never, when-short or always.")] = "when-short",
) -> None:
    """Look at an address, say what it is, and save it. Shows three of its articles."""
    from feedmill.pipeline.discovery import with_scheme
    from feedmill.pipeline.subscriptions import Subscriptions

    if full_text not in ("never", "when-short", "always"):
        raise UsageError(f'--full-text is never, when-short or always, not "{full_text}".')
    settings = settings_of(context)
    chosen = Subscriptions(settings)
    found = _look(settings, _candidate(with_scheme(url)))
    restricted = chosen.restriction(found.url)
    if output.on_terminal() and not typer.confirm("Add it?", default=True, err=True):
        raise typer.Exit(1)
    saved = chosen.add({
        "id": id, "url": found.url, "kind": found.kind, "outlet": found.outlet or "", "full_text": full_text,
        "language": found.language or "", "enabled": not restricted,
    })  # fmt: skip
    output.say(f'Saved as "{saved}" in {chosen.file}.')
    if restricted:
        output.say(f"It stays off: its outlet is {restricted}.")


@sources.command(epilog=EPILOG)
def test(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID|URL", help="A listed source, or an address.")],
) -> None:
    """Look at a source or an address and show what it holds; saves nothing."""
    from feedmill.pipeline.catalogue import catalogue
    from feedmill.pipeline.discovery import with_scheme

    settings = settings_of(context)
    listed = catalogue(settings).get(name)
    if listed is None and "." not in name and "/" not in name:
        raise UsageError(f'There is no source "{name}", and it is no address.')
    _look(settings, listed or _candidate(with_scheme(name)))


@sources.command(epilog=EPILOG)
def enable(
    context: typer.Context,
    ids: Ids = None,
    suggested: Annotated[bool, typer.Option("--suggested", help="The suggested set.")] = False,
    restricted: Annotated[
        bool, typer.Option("--despite-restrictions", help="I have made sure that I may republish this outlet.")
    ] = False,
) -> None:
    """Switch sources on. Outlets under EU restrictions stay off, unless you say that you may."""
    from feedmill.pipeline.subscriptions import Subscriptions

    chosen = Subscriptions(settings_of(context))
    wanted = [chosen.get(id) for id in ids or []]
    if suggested:
        wanted += chosen.suggested
    if not wanted:
        raise UsageError("Name sources, or say --suggested.")
    barred = [one for one in wanted if one.restricted and not restricted]
    free = [one.id for one in wanted if one not in barred]
    chosen.switch([id for id in free if not chosen.listed[id].enabled], on=True)
    _revive(settings_of(context), free)
    output.say(f"On: {', '.join(free) or 'nothing'}. They are asked within the next minutes, or by: feedmill refresh")
    for one in barred:
        output.complain(f"{one.id} stays off: {one.outlet or one.url} is {one.restricted}.")
    if barred:
        raise typer.Exit(1)


@sources.command(epilog=EPILOG)
def disable(context: typer.Context, ids: Ids = None) -> None:
    """Switch sources off; what they brought stays."""
    from feedmill.pipeline.subscriptions import Subscriptions

    if not ids:
        raise UsageError("Name the sources.")
    Subscriptions(settings_of(context)).switch(ids, on=False)
    output.say(f"Off: {', '.join(ids)}.")


@sources.command(epilog=EPILOG)
def remove(context: typer.Context, id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take a source of your own off the list; what it brought stays."""
    from feedmill.pipeline.subscriptions import Subscriptions

    Subscriptions(settings_of(context)).remove(id)
    output.say(f"Removed: {id}.")


@sources.command("import", epilog=EPILOG)
def import_(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A subscription list.")]
) -> None:
    """Add every feed of a subscription list of another reader."""
    from feedmill.pipeline.subscriptions import Subscriptions, read_opml

    chosen = Subscriptions(settings_of(context))
    known = {one.url for one in chosen.listed.values()}
    feeds = [(url, title) for url, title in read_opml(file) if url not in known]
    barred = {url: why for url, _ in feeds if (why := chosen.restriction(url))}
    chosen.add_all({"url": url, "kind": "feed", "outlet": title, "enabled": url not in barred} for url, title in feeds)
    for url, why in barred.items():
        output.complain(f"{url} stays off: its outlet is {why}.")
    output.say(f"{len(feeds)} sources added to {chosen.file}.")


def _candidate(url: str) -> Source:
    from feedmill.pipeline.catalogue import Source

    return Source(id="candidate", url=url)


def _look(settings: Settings, source: Source) -> Found:
    """Look at an address and tell what is there. Raises UsageError when it is no source."""
    from feedmill.isolation import Readers
    from feedmill.pipeline.desk import beat_files
    from feedmill.pipeline.discovery import errand, look_at
    from feedmill.sources.web import Failure

    with Readers(settings.reading, beat_files(settings)) as readers, errand(settings) as out:
        found = look_at(out, readers, source)
    if isinstance(found, Failure):
        output.complain(f"{found.detail} {found.remedy}")
        raise typer.Exit(1)
    _show_found(found)
    return found


def _show_found(found: Found) -> None:
    of = f" of {found.outlet}" if found.outlet else ""
    output.say(
        f"A {found.kind}{of} at {found.url}: {output.counted(len(found.articles), 'item')}, "
        f"language {found.language or 'unknown'}."
    )
    for url, title in found.others[:5]:
        output.say(f"  also there: {url}{f' ({title})' if title else ''}")
    if found.warning:
        output.complain(found.warning)
    for article, judged in found.articles[:SAMPLES]:
        day = f"{article.published.at:%Y-%m-%d}" if article.published else "undated"
        output.say(f"  {day}  {judged.judgement.verdict:10} {judged.judgement.score:3}  {article.title}")
        output.say(f"      {output.shortened(article.text, 160)}")


def _healths(settings: Settings) -> list[SourceHealth]:
    from feedmill.pipeline.catalogue import catalogue
    from feedmill.pipeline.health import SourceHealth, source_health

    with _database(settings) as conn:
        if conn is not None:
            return source_health(conn, settings)
    listed = catalogue(settings).values()
    return [SourceHealth(source=one, state="new" if one.enabled else "off") for one in listed]


@contextmanager
def _database(settings: Settings) -> Iterator[Any]:
    """A connection to the desk's database; None where there is none yet: looking makes none."""
    from feedmill.store import open_store

    file = settings.database_file
    if file is not None and not file.exists():
        yield None
        return
    store = open_store(settings.database_url)
    try:
        with store.writing() as conn:
            yield conn
    finally:
        store.close()


def _revive(settings: Settings, ids: list[str]) -> None:
    from feedmill.pipeline.subscriptions import revive

    with _database(settings) as conn:
        if conn is not None:
            revive(conn, ids)


def _show_health(health: SourceHealth) -> None:
    source = health.source
    new = f"{health.last_new:%Y-%m-%d %H:%M}" if health.last_new else "never"
    success = f"{health.last_success:%Y-%m-%d %H:%M}" if health.last_success else "never"
    output.say(f"{health.state:8} {source.id}  {source.outlet}  {source.url}")
    if health.last_visit:
        due = f"{health.next_due:%Y-%m-%d %H:%M}" if health.next_due else "not"
        usual = f", usually every {_span(health.rhythm.total_seconds())}" if health.rhythm else ""
        waiting = f", {health.pages_waiting} pages to fetch" if health.pages_waiting else ""
        output.say(f"         read {success}, last new {new}{usual}, next {due} (UTC){waiting}")
    for line in health.troubles:
        output.say(f"         {line}")
    if source.reuse and not source.restricted:
        output.say(f"         its full text may be passed on: {source.reuse}")
    if source.restricted:
        output.say(f"         stays off: {source.restricted}")
    elif not source.enabled and source.note:
        output.say(f"         {source.note}")


def _span(seconds: float) -> str:
    hours = seconds / 3600
    return f"{hours / 24:.0f} d" if hours >= 48 else f"{hours:.0f} h" if hours >= 2 else f"{hours * 60:.0f} min"
