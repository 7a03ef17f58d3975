"""Where a newcomer goes: into a story that is known, between two that turn out to be one, or into its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal
from uuid import UUID

from feedmill.model import Article, Link, Member, Neighbour, Placement
from feedmill.stories.events import RELATED, Agreement, compare_events
from feedmill.stories.facts import Facts, unpack
from feedmill.stories.texts import HOPELESS, NOTHING_ALIKE, Likeness, compare_texts, estimate
from feedmill.stories.vetoes import WINDOW

#: Days within which a copy with changed words is still the same story; an unchanged copy is at any time.
COPY_WINDOW = 30
#: The same for a text so short that another year's could be equal; and how many shingles are long enough.
SNIPPET_WINDOW, LONG_ENOUGH = 7, 40
#: Containment of an unchanged copy.
UNCHANGED = 0.95
#: Texts of neighbours that are read and compared, those most alike by their signatures.
MOST_TEXTS = 12
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

Reader = Callable[[Collection[UUID]], Mapping[UUID, Article]]
"""Gives the articles of these ids; what it does not know is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two articles that are compared. ``article`` gives its text when it is needed, None when it is gone."""

    id: UUID
    facts: Facts
    published: datetime | None
    first_seen: datetime
    article: Callable[[], Article | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """How the newcomer stands to one neighbour. ``strength`` orders: copies (10 and more) before re-tellings."""

    member: UUID
    verdict: Literal["same-text", "same-event", "against", "related", "none"]
    strength: float
    reason: str


def place(newcomer: Member, neighbours: Sequence[Neighbour], read: Reader) -> Placement:
    """Place one article among the stored ones that share a lookup key with it.

    Neighbours of another fingerprint version or equal to the newcomer are passed over. Facts of all are compared, and
    the texts of the :data:`MOST_TEXTS` that are most alike by their signatures, which ``read`` is asked for at once,
    if there are any. A story is joined on its best member's word unless more of its members speak against; a further
    story that fits is merged unless a member of the one speaks against a member of the other. An article that fits
    two such stories about equally joins neither: it is linked to both. The result does not depend on the order of the
    neighbours.
    """
    own = side_of_member(newcomer)
    texts = _Texts(read)
    stories = _by_story(newcomer, neighbours, texts)
    alike = _most_alike(own, [side for sides in stories.values() for side in sides])
    texts.fetch(alike)
    bearings = {
        story: [bear(own, side, by_text=side.id in alike) for side in sides] for story, sides in stories.items()
    }
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


def side_of_member(member: Member) -> Side:
    """An article that is at hand as a whole."""
    published = member.article.published
    return Side(
        id=member.id,
        facts=unpack(member.fingerprint.facts),
        published=published.at if published else None,
        first_seen=member.first_seen,
        article=lambda: member.article,
    )


class _Texts:
    """The texts of neighbours: those that are surely needed fetched together, others when they are asked for."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._known: dict[UUID, Article] = {}

    def fetch(self, keys: Collection[UUID]) -> None:
        if keys:
            self._known.update(self._read(keys))

    def of(self, key: UUID) -> Article | None:
        if key not in self._known:
            self.fetch([key])
        return self._known.get(key)


def _by_story(newcomer: Member, neighbours: Sequence[Neighbour], texts: _Texts) -> Mapping[UUID, Sequence[Side]]:
    """The neighbours that can be compared, by their story."""
    found: dict[UUID, list[Side]] = {}
    for one in sorted(neighbours, key=lambda one: one.id):
        if one.id != newcomer.id and one.fingerprint.version == newcomer.fingerprint.version:
            side = Side(
                id=one.id, facts=unpack(one.fingerprint.facts), published=one.published, first_seen=one.first_seen,
                article=partial(texts.of, one.id),
            )  # fmt: skip
            found.setdefault(one.story, []).append(side)
    return found


def _most_alike(own: Side, sides: Sequence[Side]) -> frozenset[UUID]:
    """Those whose texts are worth comparing, judged by their signatures."""
    likely = sorted((-share, side.id) for side in sides if (share := estimate(own.facts, side.facts)) >= HOPELESS)
    return frozenset(key for _, key in likely[:MOST_TEXTS])


def _at_odds(ones: Sequence[Side], others: Sequence[Side]) -> bool:
    """Whether any of the first members of one story speaks against one of the other's."""
    return any(bear(a, b).verdict == "against" for a in ones[:MOST_WITNESSES] for b in others[:MOST_WITNESSES])


def _is_torn(best: tuple[float, Link], rival: tuple[float, Link]) -> bool:
    return best[1].bond == "same-event" and best[0] - rival[0] < MARGIN


def _rank(item: tuple[float, Link]) -> tuple[float, UUID]:
    return (-item[0], item[1].story)


def _joining(story: UUID, found: Sequence[Bearing]) -> tuple[float, Link] | None:
    """The link by which the newcomer joins this story: a copy at once, a re-telling on enough members' word."""
    fit = [b for b in found if b.verdict in ("same-text", "same-event")]
    against = sum(b.verdict == "against" for b in found)
    copied = any(b.verdict == "same-text" for b in fit)
    if not fit or not (copied or len(fit) >= max(against, QUORUM * len(found))):
        return None
    best = max(fit, key=lambda b: (b.strength, b.member))
    bond: Literal["same-text", "same-event"] = "same-text" if best.verdict == "same-text" else "same-event"
    return best.strength, Link(story=story, member=best.member, bond=bond, reason=best.reason)


def _relating(story: UUID, found: Sequence[Bearing]) -> tuple[float, Link] | None:
    close = [b for b in found if b.verdict in ("related", "same-event", "same-text")]
    if not close:
        return None
    best = max(close, key=lambda b: (b.strength, b.member))
    return best.strength, Link(story=story, member=best.member, bond="related", reason=best.reason)


# --- one pair -------------------------------------------------------------------------------------------------


def bear(a: Side, b: Side, *, by_text: bool = True) -> Bearing:
    """Both tests on one pair: the text first (unless ``by_text`` is false), then the event. Symmetric but for
    ``member``."""
    alike = _likeness(a, b) if by_text else NOTHING_ALIKE
    if alike.is_copy and _timely(a, b, alike):
        reason = f"{alike.containment:.0%} of its text is contained"
        return Bearing(member=b.id, verdict="same-text", strength=10 + alike.containment, reason=reason)
    if not _near(a, b):
        return Bearing(member=b.id, verdict="against", strength=0.0, reason="too far apart in time")
    together = abs(a.first_seen - b.first_seen).days <= WINDOW
    return _by_event(a, b, alike, compare_events(a.facts, b.facts, seen_together=together))


def _likeness(a: Side, b: Side) -> Likeness:
    if estimate(a.facts, b.facts) < HOPELESS:
        return NOTHING_ALIKE
    ours, theirs = a.article(), b.article()
    return compare_texts(ours, theirs) if ours and theirs else NOTHING_ALIKE


def _timely(a: Side, b: Side, alike: Likeness) -> bool:
    """Whether the dates allow a copy: of a few words within days, of an unchanged article at any time."""
    apart = None if a.published is None or b.published is None else abs(a.published - b.published).days
    if not (_has_text(a) and _has_text(b)):
        return apart is not None and apart <= WINDOW
    if apart is None or (alike.containment >= UNCHANGED and alike.least >= LONG_ENOUGH):
        return True
    return apart <= (COPY_WINDOW if alike.least >= LONG_ENOUGH else SNIPPET_WINDOW)


def _has_text(side: Side) -> bool:
    article = side.article()
    return article is not None and bool(article.text)


def _by_event(a: Side, b: Side, alike: Likeness, agreement: Agreement) -> Bearing:
    """The event test, with what the text test found: a filled-in template is another story."""
    veto = agreement.veto or _template(alike) or _foreseen(a, b)
    reason = veto or "; ".join(agreement.reasons[:4]) or "little in common"
    strength = round(agreement.points / 10, 4)
    if veto is None and agreement.holds:
        return Bearing(member=b.id, verdict="same-event", strength=strength, reason=reason)
    if agreement.points >= RELATED:
        verdict: Literal["against", "related"] = "related" if veto is None or agreement.new_act else "against"
        return Bearing(member=b.id, verdict=verdict, strength=strength, reason=reason)
    return Bearing(member=b.id, verdict="against" if veto else "none", strength=strength, reason=reason)


def _template(alike: Likeness) -> str | None:
    return f"same wording, but {alike.disagreement}" if alike.disagreement is not None else None


def _foreseen(a: Side, b: Side) -> str | None:
    """An undated article that was here before the other was published cannot tell of its event."""
    for undated, dated in ((a, b), (b, a)):
        if undated.published is None and dated.published is not None:
            ahead = dated.published.date().toordinal() - undated.first_seen.date().toordinal()
            if ahead > 1:
                return f"seen {ahead} days before the other was published"
    return None


def _near(a: Side, b: Side) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs(a.published - b.published).days <= RELATED_WINDOW
