"""Every signal that a judgement may give is told in words."""

from feedmill.judging.loading import NUMBERS, RULINGS
from feedmill.model import signal_words

_LIMITS = {"body_next_most"}
"""Weights that bound a signal and are none."""


def test_every_signal_has_words() -> None:
    signals = (NUMBERS["weights"] - _LIMITS) | {*RULINGS, "decision"}
    assert {one for one in signals if signal_words(one) == one.replace("_", " ") and "_" in one} == set()
    assert all("_" not in signal_words(one) for one in signals)


def test_a_signal_of_another_beat_is_told_by_its_name() -> None:
    assert signal_words("joint-project") == "joint project"
