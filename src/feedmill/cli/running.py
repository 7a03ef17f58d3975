"""``feedmill run`` and ``refresh``: the service, and one pass by hand."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from feedmill.cli import output
from feedmill.cli.desk import one_pass
from feedmill.cli.options import settings_of
from feedmill.config import Settings
from feedmill.errors import UsageError


def run(
    context: typer.Context,
    listen: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Where to serve.")] = None,
) -> None:
    """Watch, read, publish and serve until stopped. This is the service, in the foreground."""
    from feedmill.service import lifecycle
    from feedmill.web.app import create_app

    settings = settings_of(context, listen=listen, needs_desk=True)
    lifecycle.start_logging(verbose=context.obj[1], as_json=not output.on_terminal())
    lifecycle.run(settings, create_app, lambda: settings_of(context, listen=listen))


def refresh(
    context: typer.Context,
    source: Annotated[str | None, typer.Option(metavar="ID", help="Only this source.")] = None,
    again: Annotated[bool, typer.Option("--re-read", help="Read all stored originals anew; ids stay.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Make one full pass now. The running service does it, if there is one."""
    from feedmill.pipeline.refresh import Wish, look_over

    settings = settings_of(context, needs_desk=True)
    wish = Wish(trigger="command", again=again, wanted=_wanted(settings, source))
    look_over(settings)
    with output.progress_bar() as progress:
        report = one_pass(settings, wish, progress, source=source)
    output.show_report(report, as_json=as_json)
    if report["errors"]:
        raise typer.Exit(1)


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
