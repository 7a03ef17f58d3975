"""Where documents come from: effects in. ``folder`` is the watched folder."""
