"""The command line.

``app.py`` puts it together; the commands stand in modules by what they are for. Everything a command finds goes to
standard output, everything about it to standard error. Heavy rooms are imported by the command that needs them:
``--help`` stays quick.
"""

from feedmill.cli.app import main

__all__ = ["main"]
