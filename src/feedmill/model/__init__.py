"""The values that travel between the rooms of the house.

Every value is frozen: a stage takes values and returns values. Times are aware UTC :class:`datetime.datetime`.
Field names are those of the published article record (docs/record.md), so that a value can be followed from the
reader to the feed by name. Nothing here imports anything of ours.

The modules are the stages; others import every name from here.
"""

from feedmill.model.articles import REJECTIONS, Article, Cut, Leads, Reading, Rejection, Shape, numbered
from feedmill.model.documents import Document, Moment, Precision, Stated
from feedmill.model.entries import Channel, Entry, Origin, Topic
from feedmill.model.judgements import Entity, Evidence, Judgement, Ruling, TopicEvidence, TopicMatch, Verdict, Zone
from feedmill.model.signals import signal_words
from feedmill.model.stories import Bond, Digest, Fingerprint, Judged, Link, Member, Neighbour, Placement, View

__all__ = [
    "REJECTIONS",
    "Article",
    "Bond",
    "Channel",
    "Cut",
    "Digest",
    "Document",
    "Entity",
    "Entry",
    "Evidence",
    "Fingerprint",
    "Judged",
    "Judgement",
    "Leads",
    "Link",
    "Member",
    "Moment",
    "Neighbour",
    "Origin",
    "Placement",
    "Precision",
    "Reading",
    "Rejection",
    "Ruling",
    "Shape",
    "Stated",
    "Topic",
    "TopicEvidence",
    "TopicMatch",
    "Verdict",
    "View",
    "Zone",
    "numbered",
    "signal_words",
]
