"""``health.atom``: the faults of the service itself, for those who keep it running; never mixed with news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedmill.model import Channel, Entry
from feedmill.rendering import atom
from feedmill.rendering.items import items_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A fault of the service. ``text`` says what happened and what to do, paragraphs separated by a blank line.

    ``id`` is minted once and stays while the same fault lasts; ``at`` is when it began, aware UTC.
    """

    id: UUID
    title: str
    text: str
    at: datetime


def render_health(channel: Channel, troubles: Sequence[Trouble]) -> bytes:
    """The channel with its faults as an Atom file, newest first; each links to the channel's page."""
    return atom.render(channel, items_of(channel, [_entry(channel, trouble) for trouble in troubles]))


def _entry(channel: Channel, trouble: Trouble) -> Entry:
    return Entry(
        id=trouble.id,
        article=trouble.id,
        verdict="yes",
        title=trouble.title,
        html="",
        text=trouble.text,
        link=channel.page,
        authors=(),
        publisher=None,
        agency=None,
        language="en",
        image=None,
        topics=(),
        origins=(),
        why="",
        date=trouble.at,
        date_note=None,
        updated=trouble.at,
        arrived=trouble.at,
        full_text=True,
    )
