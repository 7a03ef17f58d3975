"""When a source is asked again: source state + outcome + now → next due time. Pure.

The etiquette that publishers wish for (rachelbythebay.com/fs/help.html), in three parts:
``hints`` reads what servers and feeds say about time, ``state`` is what is remembered of a source, ``pace`` decides.
"""

from feedmill.schedule.hints import Hints, server_pause, stated_pause
from feedmill.schedule.pace import Bounds, after, asked_by_hand, first_due, is_due, quiet_until, spread_out
from feedmill.schedule.state import Trouble, Visit, Watch

__all__ = [
    "Bounds",
    "Hints",
    "Trouble",
    "Visit",
    "Watch",
    "after",
    "asked_by_hand",
    "first_due",
    "is_due",
    "quiet_until",
    "server_pause",
    "spread_out",
    "stated_pause",
]
