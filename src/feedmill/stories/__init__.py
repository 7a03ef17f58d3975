"""Which articles tell the same story, which of them speaks for it, and what the feeds show of it.

Pure: the store finds neighbours through :attr:`feedmill.model.Fingerprint.lookup`; this room compares. Two tests
are kept apart: *same text* (:mod:`feedmill.stories.texts`) and *same event* (:mod:`feedmill.stories.events`).
"""

from __future__ import annotations

from feedmill.stories.entries import compose_entry
from feedmill.stories.fingerprints import fingerprint
from feedmill.stories.placing import place

__all__ = ["compose_entry", "fingerprint", "place"]
