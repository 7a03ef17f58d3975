"""The file of decisions on disk: read whole, changed by one process at a time, never half-written."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from feedmill.errors import ConfigError, Fault, UsageError
from feedmill.publishing import write_if_changed

MAX_BYTES = 5_000_000


def read_text(path: Path) -> str:
    """The file's text; empty when there is no file. Raises ConfigError when it cannot be read as UTF-8 text."""
    try:
        content = path.read_bytes()
        if len(content) > MAX_BYTES:
            raise ConfigError([Fault(path.name, None, f"larger than {MAX_BYTES} bytes")])
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([Fault(path.name, None, f"cannot be read as UTF-8 text: {fault}")]) from fault


def change(path: Path, lock: Path, edit: Callable[[str], str]) -> bool:
    """Replace the file's text by what ``edit`` makes of it; whether that changed anything.

    ``lock`` is a file beside the database: two editors wait for each other. Raises ConfigError when the file cannot
    be read, UsageError when it cannot be written; whatever ``edit`` raises leaves the file as it was.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise UsageError(f"The lock {lock} cannot be made: {fault.strerror or fault}.") from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        content = edit(read_text(path)).encode("utf-8", "replace")
        target = path.resolve()  # a link is followed, not replaced
        return write_if_changed(target.parent, target.name, content) if content or target.exists() else False
    except ValueError as fault:  # the file's own name
        raise UsageError(f"{path} cannot be the file of decisions: {fault}.") from fault
    except OSError as fault:
        raise UsageError(f"The decisions cannot be written to {path}: {fault.strerror or fault}.") from fault
    finally:
        os.close(handle)
