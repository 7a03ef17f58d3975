"""The command line: composition root, commands, exit codes.

0 done (a refused document is a result) · 1 done, but something failed · 2 wrong usage or configuration ·
3 the database cannot be used. Everything a command finds goes to standard output, everything about it to standard
error. Heavy rooms are imported by the command that needs them: ``--help`` stays quick.
"""

from __future__ import annotations

import io
import os
import sys

from feedmill.cli.app import GLOBAL_FLAGS, GLOBAL_OPTIONS, app
from feedmill.cli.output import complain
from feedmill.cli.sources import sources
from feedmill.errors import FeedmillError

app.add_typer(sources, name="sources")


def main() -> None:
    """Run the command that was typed; the process ends with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese is no reason to fail
    try:
        app(args=hoist(sys.argv[1:]), prog_name="feedmill")
    except FeedmillError as fault:
        complain(str(fault))
        sys.exit(fault.exit_code)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as fault:  # the disk or device that our output goes to is full
        complain(f"The output cannot be written: {fault.strerror or fault}.")
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
