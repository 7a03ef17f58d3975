"""What folding would hide: the first version of a published story from another view or in another language, and
stories that go on where an earlier one ended. Each is an entry of its own in the ``developments`` feeds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from feedmill.model import Entry, Member, Origin
from feedmill.stories.entries import entry_of, origin_of

#: What a view is called in a line for people.
_VIEWS = {
    "state-cn": "Chinese state", "state-ru": "Russian state", "independent-ru": "independent Russian",
    "independent-zh": "independent Chinese", "wire": "wire", "press": "press", "think-tank": "think-tank",
    "government": "government", "trade-press": "trade press", "ukraine": "Ukrainian", "independent": "independent",
}  # fmt: skip
_LANGUAGES = {"en": "English", "ru": "Russian", "zh": "Chinese", "de": "German", "fr": "French", "es": "Spanish"}
UNKNOWN = "unknown"
#: A story goes on only where it began: the kind of the one development that a story is as a whole.
FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A member that is the first of its kinds: ``kinds`` are "view:state-cn", "language:ru"; ``reason`` for people."""

    member: Member
    kinds: tuple[str, ...]
    reason: str


def find_versions(entry: Entry, members: Sequence[Member], known: Collection[str]) -> list[Version]:
    """The members that are the first from another view, or in another language, than the entry and the ``known``
    kinds show; in the order of their arrival."""
    speaking = next((m for m in members if m.id == entry.article), None)
    taken = {*known, *(_kinds(speaking) if speaking else ())}
    found: list[Version] = []
    for member in sorted(members, key=lambda m: (m.first_seen, m.id)):
        fresh = tuple(kind for kind in _kinds(member) if kind not in taken)
        if member.id != entry.article and member.verdict == entry.verdict and fresh:
            taken.update(fresh)
            found.append(Version(member=member, kinds=fresh, reason=_reason(fresh, entry)))
    return found


def _kinds(member: Member) -> list[str]:
    view = [f"view:{member.outlet_view}"] if member.outlet_view != UNKNOWN else []
    return [*view, *([f"language:{member.article.language}"] if member.article.language else [])]


def _reason(kinds: Sequence[str], entry: Entry) -> str:
    values = dict(kind.split(":", 1) for kind in kinds)
    told = [f"first from {_VIEWS.get(values['view'], values['view'])} sources"] if "view" in values else []
    told += [f"first in {_LANGUAGES.get(values['language'], values['language'])}"] if "language" in values else []
    return f"Another version ({', '.join(told)}) of “{entry.title}”"


def compose_version(ident: UUID, version: Version, entry: Entry, now: datetime) -> Entry:
    """The version as an entry: its own text, date and link; beside it the article that speaks for the story."""
    written = entry_of(ident, version.member, now)
    return replace(
        written,
        verdict=entry.verdict,
        topics=entry.topics,
        why=version.reason,
        origins=(origin_of(version.member), *_speaking(entry)),
    )


def compose_follow_up(ident: UUID, entry: Entry, earlier: Entry, reason: str) -> Entry:
    """The entry of a story that goes on where an earlier one ended, as a development of that."""
    return replace(
        entry,
        id=ident,
        why=f"Goes on from “{earlier.title}” ({reason})",
        origins=(*_speaking(entry), *_speaking(earlier)),
    )


def _speaking(entry: Entry) -> tuple[Origin, ...]:
    return tuple(origin for origin in entry.origins if origin.article == entry.article)


def is_follow_up(entry: Entry, earlier: Entry) -> bool:
    """Whether a story that is linked to an earlier one goes on from it: later, and as much about the beat."""
    order = (earlier.date, earlier.arrived) < (entry.date, entry.arrived)
    return order and entry.verdict == earlier.verdict == "yes"
