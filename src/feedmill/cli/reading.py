"""``feedmill read``: what would become of documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedmill.cli import output
from feedmill.cli.options import JsonOption, settings_of
from feedmill.config import Settings

if TYPE_CHECKING:
    from feedmill.isolation import Readers


def read(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="Files, folders, addresses.")],
    as_json: JsonOption = False,
) -> None:
    """Show what would become of documents. Opens no database, writes nothing."""
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
    from feedmill.pipeline.previewing import read_paths

    urls = [name for name in names if "://" in name and not Path(name).exists()]
    files = [Path(name) for name in names if name not in urls]
    if files:
        yield from read_paths(readers, files, settings.reading.max_bytes)
    if urls:
        from feedmill.pipeline.discovery import errand, read_url

        with errand(settings) as out:
            for url in urls:
                yield from read_url(out, readers, url)
