"""feedmill.toml and the environment become one frozen :class:`Settings`.

Order of strength: command-line overrides, ``FEEDMILL_SECTION__KEY`` variables, the file, the defaults of
``settings``.
Relative paths of the file are relative to the file; those of options and variables to the current folder.
Every fault is found in one go and told with its file and line.
"""

from __future__ import annotations

from feedmill.config.loading import ENV_PREFIX, FILE_NAME, Overrides, find_file, load, place_of
from feedmill.config.settings import DeclaredFeed, OwnSource, Reading, Settings, Site, WebSource

__all__ = [
    "ENV_PREFIX",
    "FILE_NAME",
    "DeclaredFeed",
    "Overrides",
    "OwnSource",
    "Reading",
    "Settings",
    "Site",
    "WebSource",
    "find_file",
    "load",
    "place_of",
]
