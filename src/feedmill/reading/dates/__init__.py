"""Dates as documents state them: machine fields and prose lines, in fourteen languages. Nothing is guessed.

Written days are found by :mod:`days`, clock times and zones by :mod:`clocks`, "2 hours ago" by :mod:`relative`;
:mod:`lines` says which of them is the day of publication, :mod:`machine` reads fields that are meant for programs.
"""

from feedmill.reading.dates.clocks import clock_spans
from feedmill.reading.dates.days import Order, day_spans, order_in, weekday_in
from feedmill.reading.dates.lines import (
    Setting,
    Stated,
    find_stated,
    is_published,
    is_saved,
    read_capture,
    read_dates,
)
from feedmill.reading.dates.machine import parse_machine, read_field
from feedmill.reading.dates.moments import EARLIEST, LATEST, dated_by_change, is_believed, is_dated_by_change
from feedmill.reading.dates.relative import relative_spans

__all__ = [
    "EARLIEST",
    "LATEST",
    "Order",
    "Setting",
    "Stated",
    "clock_spans",
    "dated_by_change",
    "day_spans",
    "find_stated",
    "is_believed",
    "is_dated_by_change",
    "is_published",
    "is_saved",
    "order_in",
    "parse_machine",
    "read_capture",
    "read_dates",
    "read_field",
    "relative_spans",
    "weekday_in",
]
