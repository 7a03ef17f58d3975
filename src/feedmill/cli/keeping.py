"""``feedmill check``, ``backup``, ``restore``: keeping a desk in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from feedmill.cli import output
from feedmill.cli.options import JsonOption, settings_of


def check(context: typer.Context, as_json: JsonOption = False) -> None:
    """Examine configuration, database and feeds. Each finding comes with its remedy."""
    from feedmill.pipeline.check import examine

    findings = list(examine(settings_of(context)))
    output.show_findings(findings, as_json=as_json)
    if code := max(finding.code for finding in findings):
        raise typer.Exit(code)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to.")],
) -> None:
    """Copy the database with all originals to one file. It holds one moment's state; the service may run on."""
    from feedmill.store.backup import back_up

    back_up(settings_of(context).database_url, file)
    output.say(f"{file}: {file.stat().st_size / 1e6:.1f} MB. Restore it with: feedmill restore {file}")


def restore(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> None:
    """Put a backup in the place of the database. What stood there is kept; the feeds are written as they were then."""
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
