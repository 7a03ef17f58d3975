"""``feedmill decide``, ``try``, ``forget``: correcting what the rules made, or the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from feedmill.cli import output
from feedmill.cli.desk import existing_desk, one_pass, publish_now
from feedmill.cli.options import JsonOption


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
    """Correct what the rules made of an article. The decision is kept in decisions.toml and wins over every rule."""
    from feedmill.pipeline import Wish, deciding
    from feedmill.pipeline.report import unwatched

    change = deciding.parse_change(words or [], undo=undo)
    with existing_desk(context) as desk:
        for line in deciding.decide(desk, name, change):
            output.say(line)
        report = one_pass(desk.settings, Wish(trigger="decision"), unwatched)
    for error in report["errors"]:
        output.complain(error)
    if report["errors"]:
        raise typer.Exit(1)


def try_(
    context: typer.Context,
    beat: Annotated[
        Path | None, typer.Option("--beat", metavar="DIR", help="Your files to try (default: those in use, as edited).")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Only what arrived in so many days.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show which articles a changed beat would gain, lose or re-tag. Writes nothing."""
    from feedmill.pipeline.trying import Seen, trial_beat, try_beat

    with existing_desk(context) as desk:
        seen = Seen()
        shifts = try_beat(desk, trial_beat(desk.settings, beat), days=days, seen=seen)
        output.show_shifts(shifts, lambda: seen.articles, as_json=as_json)


def forget(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="ID", help="An article or a story.")]
) -> None:
    """Withdraw an article and its original for good. It does not come back, even if it is dropped again."""
    from feedmill.pipeline.forgetting import forget as withdraw

    with existing_desk(context) as desk:
        withdrawn = withdraw(desk, name)
        publish_now(desk)
    for record in withdrawn:
        output.say(f"withdrawn: {record['title']} ({record['id']})")
