"""The commands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from feedmill import __version__
from feedmill.cli import output
from feedmill.config import ENV_PREFIX, Overrides, Settings, find_file, load
from feedmill.errors import StoreError, UsageError

if TYPE_CHECKING:
    from feedmill.isolation import Readers
    from feedmill.pipeline import Desk

GLOBAL_OPTIONS = frozenset({"--config", "--seeds", "--feeds", "--database"})
GLOBAL_FLAGS = frozenset({"-v", "--verbose"})
EPILOG = "Every command also takes --config FILE, --seeds DIR, --feeds DIR, --database URL and -v."

app = typer.Typer(
    help="Documents in, per-topic feeds out: what is said about China–Russia relations, each story once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="At most so many, the newest first.")]
TopicOption = Annotated[str | None, typer.Option("--topic", help="Only this topic (see: feedmill topics).")]


def _version(wanted: bool) -> None:
    if wanted:
        output.say(f"feedmill {__version__}")
        raise typer.Exit


@app.callback(epilog="With no configuration file, name the folders, or make a desk with: feedmill init DIR")
def root(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Configuration file (default: ./feedmill.toml, …).")] = None,
    seeds: Annotated[Path | None, typer.Option(help="The folder to watch.")] = None,
    feeds: Annotated[Path | None, typer.Option(help="The folder that the feeds are written to.")] = None,
    database: Annotated[str | None, typer.Option(help="The database, as an address or a file.")] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say which files are used.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say it.")] = False,
) -> None:
    """Hold the options that every command takes."""
    context.obj = (Overrides(config=config, seeds=seeds, feeds=feeds, database=database), verbose)


def settings_of(context: typer.Context, *, listen: str | None = None, needs_desk: bool = False) -> Settings:
    """The settings that apply to a command. Raises UsageError, ConfigError."""
    overrides, verbose = context.obj
    overrides = overrides.model_copy(update={"listen": listen})
    told = overrides.any_path or any(name.startswith(ENV_PREFIX) for name in os.environ)
    if needs_desk and not told and find_file(overrides, os.environ, Path.cwd()) is None:
        raise UsageError("There is no configuration. Make a desk with: feedmill init DIR, or name --seeds and --feeds.")
    settings = load(overrides)
    if verbose:
        output.complain_not(f"configuration: {settings.file or 'none, the defaults'}")
        output.complain_not(f"database: {settings.shown_database}")
        output.complain_not(f"seeds: {settings.paths.seeds}, feeds: {settings.paths.feeds}")
    return settings


@contextmanager
def _desk(context: typer.Context) -> Iterator[Desk]:
    """A desk to look at: it must exist already."""
    from feedmill.pipeline import open_desk

    settings = settings_of(context)
    scheme, _, file = settings.database_url.partition(":///")
    if scheme == "sqlite" and not Path(file).exists():
        raise StoreError(f"There is no database {file} yet. It is made by the first: feedmill refresh")
    with open_desk(settings) as desk:
        yield desk


@app.command(epilog=EPILOG)
def run(
    context: typer.Context,
    listen: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Where to serve.")] = None,
) -> None:
    """Watch, read, publish and serve, until stopped: the service, in the foreground."""
    from feedmill.service import lifecycle
    from feedmill.web.app import create_app

    settings = settings_of(context, listen=listen, needs_desk=True)
    lifecycle.start_logging(verbose=context.obj[1], as_json=not output.on_terminal())
    lifecycle.run(settings, create_app, lambda: settings_of(context, listen=listen))


@app.command(epilog=EPILOG)
def refresh(
    context: typer.Context,
    source: Annotated[str | None, typer.Option(metavar="ID", help="Only this source.")] = None,
    again: Annotated[bool, typer.Option("--re-read", help="Read all stored originals anew; ids stay.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Make one full pass now: through the running service if there is one, else directly."""
    from feedmill.pipeline.desk import open_desk
    from feedmill.pipeline.refresh import Wish, check_folders, look_over
    from feedmill.pipeline.refresh import refresh as run_pass
    from feedmill.service import door

    settings = settings_of(context, needs_desk=True)
    wanted = _wanted(settings, source)
    look_over(settings)
    with output.progress_bar() as progress:
        try:
            with door.hold_or_wait(settings):
                check_folders(settings)
                with open_desk(settings) as desk:
                    wish = Wish(trigger="command", again=again, wanted=wanted)
                    report = run_pass(desk, wish, progress=progress).as_json()
        except door.Held as fault:
            if fault.holder is None or not fault.holder.address:
                raise
            report = door.ask_refresh(fault.holder, settings, progress, again=again, source=source)
    output.show_report(report, as_json=as_json)
    if report["errors"]:
        raise typer.Exit(1)


@app.command(epilog=EPILOG)
def read(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="Files, folders, addresses.")],
    as_json: JsonOption = False,
) -> None:
    """Show what would become of documents; opens no database, writes nothing."""
    from feedmill.isolation import Readers
    from feedmill.pipeline.desk import beat_files

    settings = settings_of(context)
    failed = False
    with Readers(settings.reading, beat_files(settings)) as readers:
        for record in _records(settings, readers, paths):
            output.show_record(record, as_json=as_json)
            failed = failed or (record["rejected"] or {}).get("reason") == "unreadable"
    if failed:
        raise typer.Exit(1)


def _records(settings: Settings, readers: Readers, names: list[str]) -> Iterator[dict[str, Any]]:
    """The records of files first, then of addresses, which alone need the network."""
    from feedmill.pipeline.commands import read_paths

    urls = [name for name in names if "://" in name and not Path(name).exists()]
    files = [Path(name) for name in names if name not in urls]
    if files:
        yield from read_paths(readers, files, settings.reading.max_bytes)
    if urls:
        from feedmill.pipeline.discovery import errand, read_url

        with errand(settings) as out:
            for url in urls:
                yield from read_url(out, readers, url)


def _wanted(settings: Settings, source: str | None) -> Literal["due", "all"] | frozenset[str]:
    """Which web sources a refresh by hand asks. Raises UsageError for one that is not listed or is off."""
    if source is None:
        return "all"
    if source == "seeds":
        return frozenset()
    from feedmill.pipeline.catalogue import catalogue

    listed = catalogue(settings).get(source)
    if listed is None:
        raise UsageError(f'There is no source "{source}". The watched folder is "seeds"; the list: feedmill sources')
    if not listed.enabled:
        raise UsageError(f'The source "{source}" is off. Switch it on with: feedmill sources enable {source}')
    return frozenset({source})


@app.command(epilog=EPILOG)
def why(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID|URL|PATH", help="An article, a story, an address, a document.")],
    as_json: JsonOption = False,
) -> None:
    """Explain where an article or a document went, and by which words."""
    from feedmill.pipeline.commands import explain

    with _desk(context) as desk:
        output.show_explanation(explain(desk, name), as_json=as_json)


@app.command(epilog=EPILOG)
def topics(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the topics with their feeds."""
    from feedmill.pipeline.commands import list_topics

    with _desk(context) as desk:
        output.show_topics(list_topics(desk), as_json=as_json)


@app.command(epilog=EPILOG)
def articles(
    context: typer.Context,
    verdict: Annotated[str | None, typer.Option(help="Only yes, borderline or no.")] = None,
    topic: TopicOption = None,
    close: Annotated[
        bool, typer.Option("--close", help="Only what came close but is not in, the closest first.")
    ] = False,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """List articles, the newest arrivals first."""
    from feedmill.pipeline.commands import list_articles, list_close

    if verdict not in (None, "yes", "borderline", "no"):
        raise UsageError(f'--verdict is yes, borderline or no, not "{verdict}".')
    if close and (verdict or topic):
        raise UsageError("--close stands alone: what is not in has no topic, and no verdict but borderline and no.")
    with _desk(context) as desk:
        if close:
            output.show_articles(list_close(desk, limit=limit), as_json=as_json)
            return
        output.show_articles(list_articles(desk, verdict=verdict, topic=topic, limit=limit), as_json=as_json)


@app.command(epilog=EPILOG)
def stories(
    context: typer.Context, topic: TopicOption = None, limit: LimitOption = 50, as_json: JsonOption = False
) -> None:
    """List published stories, the newest first."""
    from feedmill.pipeline.commands import list_stories

    with _desk(context) as desk:
        output.show_stories(list_stories(desk, topic=topic, limit=limit), as_json=as_json)


@app.command(epilog=EPILOG)
def export(
    context: typer.Context,
    format: Annotated[
        str, typer.Option(help="jsonl: one article record a line. csl-json: articles as citations.")
    ] = "jsonl",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
) -> None:
    """Print everything that is stored, refused documents too; as citations, what is an article."""
    from feedmill.pipeline.commands import citations
    from feedmill.pipeline.commands import export as records

    if format not in ("jsonl", "csl-json"):
        raise UsageError(f'--format is jsonl or csl-json, not "{format}".')
    with _desk(context) as desk:
        if format == "csl-json" and not as_json:
            output.json_list(citations(desk))
            return
        for record in records(desk):
            output.show_record(record, as_json=True)


@app.command(epilog=EPILOG)
def forget(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="ID", help="An article or a story.")]
) -> None:
    """Withdraw an article and its original for good; it does not come back, even if it is dropped again."""
    from feedmill.pipeline.commands import forget as withdraw
    from feedmill.pipeline.publish import publish
    from feedmill.service import door

    with _desk(context) as desk:
        withdrawn = withdraw(desk, name)
        try:
            with door.hold_or_wait(desk.settings):
                publish(desk)
        except door.Held as fault:
            if fault.holder is None or not fault.holder.address:
                raise
            door.ask_refresh(fault.holder, desk.settings, lambda *_: None)
    for record in withdrawn:
        output.say(f"withdrawn: {record['title']} ({record['id']})")


@app.command(epilog=EPILOG)
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to.")],
) -> None:
    """Copy the database with all originals to one file, as one moment's state; the service may run on."""
    from feedmill.store.backup import back_up

    back_up(settings_of(context).database_url, file)
    output.say(f"{file}: {file.stat().st_size / 1e6:.1f} MB. Restore it with: feedmill restore {file}")


@app.command(epilog=EPILOG)
def restore(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> None:
    """Put a backup in the place of the database, keep what stood there, and write the feeds as they were then."""
    from feedmill.pipeline.desk import open_desk, utc_now
    from feedmill.pipeline.publish import publish
    from feedmill.service import door
    from feedmill.store.backup import restore as put_back

    settings = settings_of(context, needs_desk=True)
    with door.hold_or_wait(settings):
        kept = put_back(settings.database_url, file, utc_now())
        with open_desk(settings) as desk:
            published = publish(desk, thorough=True)
    output.say(f"restored from {file}; {len(published.written)} feed files written")
    if kept:
        output.say(f"the database that stood there is kept as {kept}")
    for error in published.errors:
        output.complain_not(error)
    if published.errors:
        raise typer.Exit(1)


@app.command(epilog=EPILOG)
def decide(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID|URL|PHRASE", help="An article, a story, an address; a phrase.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT", show_default=False,
            help="yes, borderline, no; topics a,b; date 2024-02-08; title …; note …; for a phrase: always, never.",
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back (without WHAT: everything).")] = False,
) -> None:  # fmt: skip
    """Correct what the rules made of an article; the decision is kept in decisions.toml and wins over every rule."""
    from feedmill.pipeline import deciding

    change = deciding.parse_change(words or [], undo=undo)
    with _desk(context) as desk:
        for line in deciding.decide(desk, name, change):
            output.say(line)
        report = _pass_now(desk.settings)
    for error in report["errors"]:
        output.complain(error)
    if report["errors"]:
        raise typer.Exit(1)


def _pass_now(settings: Settings) -> Mapping[str, Any]:
    """One pass over the desk as it is on disk now, by the running service if there is one; its report."""
    from feedmill.pipeline.desk import open_desk
    from feedmill.pipeline.refresh import Wish
    from feedmill.pipeline.refresh import refresh as run_pass
    from feedmill.service import door

    try:
        with door.hold_or_wait(settings), open_desk(settings) as desk:
            return run_pass(desk, Wish(trigger="decision")).as_json()
    except door.Held as fault:
        if fault.holder is None or not fault.holder.address:
            raise
        return door.ask_refresh(fault.holder, settings, lambda *_: None)


@app.command("try", epilog=EPILOG)
def try_(
    context: typer.Context,
    beat: Annotated[
        Path | None, typer.Option("--beat", metavar="DIR", help="Your files to try (default: those in use, as edited).")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Only what arrived in so many days.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show which stored articles a changed beat would gain, lose or re-tag; writes nothing."""
    from feedmill.pipeline.trying import Seen, trial_beat, try_beat

    with _desk(context) as desk:
        seen = Seen()
        shifts = try_beat(desk, trial_beat(desk.settings, beat), days=days, seen=seen)
        output.show_shifts(shifts, lambda: seen.articles, as_json=as_json)


@app.command(epilog=EPILOG)
def check(context: typer.Context, as_json: JsonOption = False) -> None:
    """Examine configuration, surroundings, database and feeds; each finding with its remedy."""
    from feedmill.pipeline.check import examine

    findings = list(examine(settings_of(context)))
    output.show_findings(findings, as_json=as_json)
    if code := max(finding.code for finding in findings):
        raise typer.Exit(code)


@app.command(epilog=EPILOG)
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where (default: here).")] = Path(),
) -> None:
    """Make a clean desk: a commented feedmill.toml and the folders."""
    from feedmill.cli.init import make_desk

    made = make_desk(folder)
    output.say(f"A desk stands in {made}. Drop documents into {made / 'seeds'}, then: feedmill --config "
               f"{made / 'feedmill.toml'} run")  # fmt: skip
