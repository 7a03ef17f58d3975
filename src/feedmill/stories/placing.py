"""Where a newcomer goes: into a story that is known, between two that turn out to be one, or into its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from feedmill.model import Link, Member, Placement
from feedmill.stories.events import RELATED, WINDOW, Agreement, compare_events
from feedmill.stories.facts import Facts, unpack
from feedmill.stories.texts import HOPELESS, NOTHING_ALIKE, Likeness, compare_texts, estimate

#: Days within which a copy with changed words is still the same story; an unchanged copy is at any time.
COPY_WINDOW = 30
#: The same for a text so short that another year's could be equal; and how many shingles are long enough.
SNIPPET_WINDOW, LONG_ENOUGH = 7, 40
#: Containment of an unchanged copy.
UNCHANGED = 0.95
#: Stories that are linked, not joined, at most.
MOST_RELATED = 5
#: Members of a story that are heard before it is merged with another.
MOST_WITNESSES = 5
#: Strength by which one of two rival stories must fit better than the other: one point of agreement.
MARGIN = 0.1
#: Share of the members heard that must speak for the newcomer: likeness is not handed on from one to the next.
QUORUM = 0.25
#: Days between the dates of related stories.
RELATED_WINDOW = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """How the newcomer stands to one neighbour. ``strength`` orders: copies (10 and more) before re-tellings."""

    member: Member
    verdict: Literal["same-text", "same-event", "against", "related", "none"]
    strength: float
    reason: str


def place(newcomer: Member, neighbours: Sequence[Member]) -> Placement:
    """Place one article among the stored ones that share a lookup key with it.

    Neighbours without a story, of another fingerprint version or equal to the newcomer are passed over. A story is
    joined on its best member's word unless more of its members speak against; a further story that fits is merged
    unless a member of the one speaks against a member of the other. An article that fits two such stories about
    equally joins neither: it is linked to both. The result does not depend on the order of the neighbours.
    """
    stories = _by_story(newcomer, neighbours)
    known = unpack(newcomer.fingerprint.data)
    bearings = {story: [_bear(newcomer, known, member) for member in members] for story, members in stories.items()}
    fitting = sorted((fit for story, found in bearings.items() if (fit := _joining(story, found))), key=_rank)
    joined = fitting[0] if fitting else None
    rivals = [fit for fit in fitting[1:] if _at_odds(stories[fitting[0][1].story], stories[fit[1].story])]
    if joined and any(_is_torn(joined, rival) for rival in rivals):
        joined = None
    merges = [fit[1] for fit in fitting[1:] if joined and fit not in rivals]
    taken = {link.story for link in merges} | ({joined[1].story} if joined else set())
    related = sorted(
        (link for story, found in bearings.items() if story not in taken and (link := _relating(story, found))),
        key=_rank,
    )
    return Placement(
        joins=joined[1] if joined else None,
        merges=tuple(merges),
        related=tuple(link for _, link in related[:MOST_RELATED]),
    )


def _at_odds(ones: Sequence[Member], others: Sequence[Member]) -> bool:
    """Whether any of the first members of one story speaks against one of the other's."""
    return any(bear(a, b).verdict == "against" for a in ones[:MOST_WITNESSES] for b in others[:MOST_WITNESSES])


def _is_torn(best: tuple[float, Link], rival: tuple[float, Link]) -> bool:
    return best[1].bond == "same-event" and best[0] - rival[0] < MARGIN


def _by_story(newcomer: Member, neighbours: Sequence[Member]) -> Mapping[UUID, list[Member]]:
    found: dict[UUID, list[Member]] = {}
    for member in sorted(neighbours, key=lambda m: m.id):
        same_version = member.fingerprint.version == newcomer.fingerprint.version
        if member.story is not None and member.id != newcomer.id and same_version:
            found.setdefault(member.story, []).append(member)
    return found


def _rank(item: tuple[float, Link]) -> tuple[float, UUID]:
    return (-item[0], item[1].story)


def _joining(story: UUID, found: Sequence[Bearing]) -> tuple[float, Link] | None:
    """The link by which the newcomer joins this story: a copy at once, a re-telling on enough members' word."""
    fit = [b for b in found if b.verdict in ("same-text", "same-event")]
    against = sum(b.verdict == "against" for b in found)
    copied = any(b.verdict == "same-text" for b in fit)
    if not fit or not (copied or len(fit) >= max(against, QUORUM * len(found))):
        return None
    best = max(fit, key=lambda b: (b.strength, b.member.id))
    bond: Literal["same-text", "same-event"] = "same-text" if best.verdict == "same-text" else "same-event"
    return best.strength, Link(story=story, member=best.member.id, bond=bond, reason=best.reason)


def _relating(story: UUID, found: Sequence[Bearing]) -> tuple[float, Link] | None:
    close = [b for b in found if b.verdict in ("related", "same-event", "same-text")]
    if not close:
        return None
    best = max(close, key=lambda b: (b.strength, b.member.id))
    return best.strength, Link(story=story, member=best.member.id, bond="related", reason=best.reason)


# --- one pair -------------------------------------------------------------------------------------------------


def bear(a: Member, b: Member) -> Bearing:
    """Both tests on one pair: the text first, then the event. Symmetric but for ``member``."""
    return _bear(a, unpack(a.fingerprint.data), b)


def _bear(a: Member, ours: Facts, b: Member) -> Bearing:
    theirs = unpack(b.fingerprint.data)
    alike = compare_texts(a.article, b.article) if estimate(ours, theirs) >= HOPELESS else NOTHING_ALIKE
    if alike.is_copy and _timely(a, b, alike):
        reason = f"{alike.containment:.0%} of its text is contained"
        return Bearing(member=b, verdict="same-text", strength=10 + alike.containment, reason=reason)
    together = abs(a.first_seen - b.first_seen).days <= WINDOW
    return _by_event(a, b, alike, compare_events(ours, theirs, seen_together=together))


def _timely(a: Member, b: Member, alike: Likeness) -> bool:
    """Whether the dates allow a copy: of a few words within days, of an unchanged article at any time."""
    ours, theirs = a.article.published, b.article.published
    apart = None if ours is None or theirs is None else abs(ours.at - theirs.at).days
    if not (a.article.text and b.article.text):
        return apart is not None and apart <= WINDOW
    if apart is None or (alike.containment >= UNCHANGED and alike.least >= LONG_ENOUGH):
        return True
    return apart <= (COPY_WINDOW if alike.least >= LONG_ENOUGH else SNIPPET_WINDOW)


def _by_event(a: Member, b: Member, alike: Likeness, agreement: Agreement) -> Bearing:
    """The event test, with what the text test found: a filled-in template is another story."""
    veto = agreement.veto or _template(alike) or _foreseen(a, b)
    reason = veto or "; ".join(agreement.reasons[:4]) or "little in common"
    strength = round(agreement.points / 10, 4)
    if veto is None and agreement.holds:
        return Bearing(member=b, verdict="same-event", strength=strength, reason=reason)
    if agreement.points >= RELATED and _near(a, b):
        verdict: Literal["against", "related"] = "related" if veto is None or agreement.new_act else "against"
        return Bearing(member=b, verdict=verdict, strength=strength, reason=reason)
    return Bearing(member=b, verdict="against" if veto else "none", strength=strength, reason=reason)


def _template(alike: Likeness) -> str | None:
    return f"same wording, but {alike.disagreement}" if alike.disagreement is not None else None


def _foreseen(a: Member, b: Member) -> str | None:
    """An undated article that was here before the other was published cannot tell of its event."""
    for undated, dated in ((a, b), (b, a)):
        published = dated.article.published
        if undated.article.published is None and published is not None:
            ahead = published.at.date().toordinal() - undated.first_seen.date().toordinal()
            if ahead > 1:
                return f"seen {ahead} days before the other was published"
    return None


def _near(a: Member, b: Member) -> bool:
    if a.article.published is None or b.article.published is None:
        return True
    return abs(a.article.published.at - b.article.published.at).days <= RELATED_WINDOW
