"""``X.meta.toml`` beside a document X: what the person who dropped it knows about it.

Keys: ``url`` (http or https), ``date`` (a day, or a moment with its zone), ``publisher``, ``title``, ``language`` (two
letters). What is wrong in it is told with the document and not believed; the rest counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from feedmill.model import Moment, Stated
from feedmill.sources.ignoring import SIDECAR

LARGEST = 1 << 14
"""Bytes of a sidecar."""
LONGEST = 512
"""Characters of a title or a name; addresses may have four times as many."""

_LANGUAGE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{2,4})?")


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a file would be."""
    return path.with_name(path.name + SIDECAR)


def read_sidecar(path: Path) -> Stated:
    """What a sidecar states; what is wrong in it is in the notes."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            return Stated(notes=(f"{path.name} is larger than {LARGEST >> 10} KiB",))
        told = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as fault:
        return Stated(notes=(f"{path.name} could not be read: {fault.strerror}",))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        return Stated(notes=(f"{path.name} is not valid TOML: {fault}"[:300],))
    return _checked(path.name, told)


def _checked(name: str, told: Mapping[str, object]) -> Stated:
    notes = [f'{name}: unknown key "{key[:40]}" (url, date, publisher, title, language)' for key in told.keys() - _READ]
    found: dict[str, object] = {}
    for key, (field, read, wanted) in _READ.items():
        if key not in told:
            continue
        value = read(told[key])
        if value is None:
            notes.append(f"{name}: {key} must be {wanted}")
        else:
            found[field] = value
    return Stated(**found, notes=tuple(sorted(notes)))  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if 0 < len(text) <= LONGEST and text.isprintable() else None


def _address(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) and len(value) <= 4 * LONGEST else ""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return text if fits and text.isprintable() and " " not in text else None


def _moment(value: object) -> Moment | None:
    """A day without a clock or with one but no zone; otherwise the second."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
        if not value.time() and value.tzinfo is None:
            value = value.date()
    if isinstance(value, datetime) and value.tzinfo is not None:
        try:
            return Moment(at=value.astimezone(UTC), precision="second", provenance="sidecar")
        except OverflowError:
            return None
    if isinstance(value, date):
        at = datetime(value.year, value.month, value.day, tzinfo=UTC)
        return Moment(at=at, precision="day", provenance="sidecar")
    return None


def _language(value: object) -> str | None:
    return value[:2].lower() if isinstance(value, str) and _LANGUAGE.fullmatch(value) else None


_READ: dict[str, tuple[str, Callable[[object], object], str]] = {
    "url": ("url", _address, "an http or https address"),
    "date": ("published", _moment, "a day (2026-11-16) or a moment with its zone (2026-11-16T09:30:00+08:00)"),
    "publisher": ("publisher", _text, f"a name of at most {LONGEST} characters"),
    "title": ("title", _text, f"a line of at most {LONGEST} characters"),
    "language": ("language", _language, 'two letters ("en", "ru", "zh")'),
}
