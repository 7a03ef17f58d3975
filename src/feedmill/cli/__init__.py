"""The command line.

``app.py`` puts it together; the commands stand in modules by what they are for. Everything a command finds goes to
standard output, everything about it to standard error. Heavy rooms are imported by the command that needs them:
``--help`` stays quick.
"""

import gc

gc.set_threshold(50_000, 20, 50)  # what a command makes at its start, it keeps: looking for garbage took a fifth of it

from feedmill.cli.app import main  # noqa: E402

__all__ = ["main"]
