"""The options that several commands take, and the settings that follow from them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from feedmill.cli import output
from feedmill.config import ENV_PREFIX, Settings, find_file, load
from feedmill.errors import UsageError

EPILOG = "Every command also takes --config FILE, --seeds DIR, --feeds DIR, --database URL and -v."

JsonOption = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="At most so many, the newest first.")]
TopicOption = Annotated[str | None, typer.Option("--topic", help="Only this topic (see: feedmill topics).")]


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
