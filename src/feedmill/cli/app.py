"""The composition root: the parser, the commands by name, the exit codes.

0 done (a refused document is a result) · 1 done, but something failed · 2 wrong usage or configuration ·
3 the database cannot be used.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from feedmill import __version__
from feedmill.cli import output
from feedmill.cli.editing import decide, forget, try_
from feedmill.cli.init import init
from feedmill.cli.keeping import backup, check, restore
from feedmill.cli.looking import articles, export, stories, topics, why
from feedmill.cli.options import EPILOG
from feedmill.cli.reading import read
from feedmill.cli.running import refresh, run
from feedmill.cli.sources import sources
from feedmill.config import Overrides
from feedmill.errors import FeedmillError

GLOBAL_OPTIONS = frozenset({"--config", "--seeds", "--feeds", "--database"})
GLOBAL_FLAGS = frozenset({"-v", "--verbose"})

app = typer.Typer(
    help="Documents in, per-topic feeds out: what is said about China–Russia relations, each story once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Hold the options that every command takes."""
    context.obj = (Overrides(config=config, seeds=seeds, feeds=feeds, database=database), verbose)


for command in (
    run, refresh, read, why, topics, articles, stories, export, forget, backup, restore, decide, try_, check, init,
):  # fmt: skip
    app.command(command.__name__.rstrip("_"), epilog=EPILOG)(command)
app.add_typer(sources, name="sources")


def main() -> None:
    """Run the command that was typed; the process ends with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese is no reason to fail
    try:
        app(args=hoist(sys.argv[1:]), prog_name="feedmill")
    except FeedmillError as fault:
        output.complain(str(fault))
        sys.exit(fault.exit_code)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as fault:  # the disk or device that our output goes to is full
        output.complain(f"The output cannot be written: {fault.strerror or fault}.")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def hoist(arguments: list[str]) -> list[str]:
    """Move the global options to the front, so that they may stand after the command too."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in GLOBAL_OPTIONS:
            front += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word.partition("=")[0] in GLOBAL_OPTIONS or word in GLOBAL_FLAGS:
            front.append(word)
        else:
            rest.append(word)
    return front + rest
