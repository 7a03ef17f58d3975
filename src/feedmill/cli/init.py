"""``feedmill init``: a clean desk."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from feedmill.cli import output
from feedmill.config import FILE_NAME
from feedmill.errors import UsageError


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where (default: here).")] = Path(),
) -> None:
    """Make a clean desk: a commented feedmill.toml and the folders."""
    made = make_desk(folder)
    output.say(f"A desk stands in {made}. Drop documents into {made / 'seeds'}, then: feedmill --config "
               f"{made / 'feedmill.toml'} run")  # fmt: skip


def make_desk(folder: Path) -> Path:
    """Write a commented configuration and the folders; gives the absolute path.

    Raises UsageError when there is a configuration already (nothing is overwritten) or the folder cannot be made.
    """
    target = folder.expanduser().absolute()
    config = target / FILE_NAME
    try:
        for name in ("seeds", "feeds", "state", "beat"):
            (target / name).mkdir(parents=True, exist_ok=True)
        with config.open("x", encoding="utf-8") as file:
            file.write(files("feedmill").joinpath("cli/feedmill.toml").read_text("utf-8"))
    except FileExistsError as fault:
        raise UsageError(f"{fault.filename or config} is there already; it is left as it is.") from fault
    except OSError as fault:
        raise UsageError(f"{target} cannot be made into a desk: {fault.strerror}.") from fault
    return target
