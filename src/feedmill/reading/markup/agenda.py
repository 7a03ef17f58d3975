"""Listings of what will take place: their days do not say when anything was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from feedmill.reading.markup.cards import Card

_CLOCKS_DIFFER = timedelta(hours=36)
_AGENDA = 4


def told_in_time(cards: list[Card], received: datetime) -> list[Card]:
    """The items without days that lie ahead: those are when something will take place. Where one in four does, no day
    of the list says when something was told."""
    ahead = [card for card in cards if card.published and card.published.at > received + _CLOCKS_DIFFER]
    agenda = len(ahead) * _AGENDA >= sum(card.published is not None for card in cards)
    late = cards if ahead and agenda else ahead
    return [replace(card, published=None) if card in late else card for card in cards]
