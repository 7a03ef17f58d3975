"""Who wrote it, for whom, where and when: byline lines, datelines and credit lines, in fourteen languages.

Each reader takes one line and returns an :class:`Attribution`, or None for a line of another kind.
"""

from feedmill.reading.bylines.agencies import is_agency
from feedmill.reading.bylines.announcing import announces
from feedmill.reading.bylines.attribution import LONGEST, Attribution
from feedmill.reading.bylines.credits import read_credit, without_end
from feedmill.reading.bylines.datelines import read_dateline
from feedmill.reading.bylines.labels import announced_writers, announces_writer, is_label
from feedmill.reading.bylines.lines import read_byline
from feedmill.reading.bylines.name_lines import read_name_line
from feedmill.reading.bylines.names import is_role, looks_like_house, looks_like_name, looks_like_person

__all__ = [
    "LONGEST",
    "Attribution",
    "announced_writers",
    "announces",
    "announces_writer",
    "is_agency",
    "is_label",
    "is_role",
    "looks_like_house",
    "looks_like_name",
    "looks_like_person",
    "read_byline",
    "read_credit",
    "read_dateline",
    "read_name_line",
    "without_end",
]
