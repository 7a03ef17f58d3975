"""What the feeds show of a story: one entry, frozen when published, changed only by rule.

The rules: the date is the representative's, else the story's earliest, else the day it was received; title, text,
link and representative change within six hours of publication or when the representative's own document is edited;
``updated`` moves only with title or text; the list of sources grows quietly; a topic once published stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from uuid import UUID

from feedmill.model import Entry, Judgement, Member, Origin
from feedmill.stories.explaining import explain
from feedmill.stories.representative import choose_representative, rank

#: How long after publication a better representative may still take over.
SETTLING = timedelta(hours=6)
MOST_TOPICS = 3
#: Lines in an entry's list of sources; further ones are on the story's page.
MOST_ORIGINS = 24


def compose_entry(
    story: UUID,
    members: Sequence[Member],
    judgements: Mapping[UUID, Judgement],
    previous: Entry | None,
    now: datetime,
    *,
    edited: frozenset[UUID] = frozenset(),
) -> Entry | None:
    """The story's entry, or None when none of its members is about the beat.

    ``judgements`` by article id; a member without one contributes neither topics nor an explanation. ``previous``
    is the entry as last published, ``edited`` the articles whose document changed since. The order of ``members``
    does not matter: equal inputs give an equal entry. ``now`` is the moment of publication, aware UTC.
    """
    accepted = sorted((m for m in members if m.verdict != "no"), key=rank)
    if not accepted:
        return None
    kept = _kept_representative(accepted, previous, now)
    chosen = kept or choose_representative(accepted)
    if kept and previous and kept.id not in edited and not _is_settling(previous, now):
        entry = replace(previous, id=story)
    else:
        entry = _fresh(story, chosen, accepted, judgements, previous, now, edited)
    return replace(
        entry,
        verdict=accepted[0].verdict,
        topics=_topics(chosen, accepted, judgements, previous, first=chosen.id in edited),
        origins=_origins(chosen, accepted),
    )


def _is_settling(previous: Entry, now: datetime) -> bool:
    return now - previous.arrived <= SETTLING


def _kept_representative(accepted: Sequence[Member], previous: Entry | None, now: datetime) -> Member | None:
    """The published representative while it is there and its place is settled; None when one is to be chosen."""
    if previous is None or _is_settling(previous, now):
        return None
    return next((m for m in accepted if m.id == previous.article), None)


def _fresh(
    story: UUID,
    chosen: Member,
    accepted: Sequence[Member],
    judgements: Mapping[UUID, Judgement],
    previous: Entry | None,
    now: datetime,
    edited: frozenset[UUID],
) -> Entry:
    """An entry written anew from the representative; what must not move is taken from the previous one."""
    article = chosen.article
    date, note = date_of(chosen, accepted)
    same = previous is not None and previous.article == chosen.id
    unchanged = previous is not None and (previous.title, previous.text) == (article.title, article.text)
    judgement = judgements.get(chosen.id)
    if same and unchanged and previous and chosen.id not in edited:
        why = previous.why
    else:
        why = explain(judgement) if judgement else ""
    return Entry(
        id=story,
        article=chosen.id,
        verdict=chosen.verdict,
        title=article.title,
        html=article.html,
        text=article.text,
        link=article.url,
        authors=article.authors,
        publisher=article.publisher,
        agency=article.agency,
        language=article.language,
        image=article.image,
        topics=(),
        origins=(),
        why=why,
        date=date,
        date_note=note,
        updated=_updated(previous, date, now, moved=not unchanged),
        arrived=previous.arrived if previous else now,
    )


def _updated(previous: Entry | None, date: datetime, now: datetime, *, moved: bool) -> datetime:
    """First the entry's own date, so that a late find does not look new; afterwards the moment of the change."""
    if previous is None:
        return date
    return now if moved else previous.updated


# --- date -----------------------------------------------------------------------------------------------------


def _stated(member: Member) -> tuple[datetime, str | None] | None:
    """The member's own date as a feed shows it: a day at noon, nothing later than the moment of first sight."""
    published = member.article.published
    if published is None:
        return None
    day = published.precision == "day"
    at = datetime.combine(published.at.date(), time(12), UTC) if day else published.at
    if published.at > member.first_seen:
        return member.first_seen, f"dated {published.at:%Y-%m-%d}; received {member.first_seen:%Y-%m-%d}"
    return min(at, member.first_seen), "day only" if day else None


def date_of(chosen: Member, accepted: Sequence[Member]) -> tuple[datetime, str | None]:
    """Where the story stands in a feed, and a note when that is not a stated moment."""
    own = _stated(chosen)
    if own is not None:
        return own
    others = [(stated[0], str(m.id)) for m in accepted if (stated := _stated(m)) is not None]
    if others:
        return min(others)[0], "undated; date of another source"
    received = min(m.first_seen for m in accepted)
    return received, f"undated; received {received:%Y-%m-%d}"


# --- topics ---------------------------------------------------------------------------------------------------


def _topics(
    chosen: Member,
    accepted: Sequence[Member],
    judgements: Mapping[UUID, Judgement],
    previous: Entry | None,
    *,
    first: bool,
) -> tuple[str, ...]:
    """Published topics, the representative's, then what other members have; ``first`` puts an edited one's first.

    Members of the story's best verdict count: a passing mention does not tag a story. What an editor decided about
    the representative's topics stands alone.
    """
    judgement = judgements.get(chosen.id)
    own = _slugs(judgement)
    if judgement and "topics" in judgement.decided:
        return tuple(own[:MOST_TOPICS])
    kept = list(previous.topics) if previous else []
    others = [slug for m in accepted if m.verdict == accepted[0].verdict for slug in _slugs(judgements.get(m.id))]
    ordered = [*own, *kept, *others] if first else [*kept, *own, *others]
    return tuple(dict.fromkeys(ordered))[:MOST_TOPICS]


def _slugs(judgement: Judgement | None) -> list[str]:
    return [topic.slug for topic in judgement.topics] if judgement else []


# --- origins --------------------------------------------------------------------------------------------------


def label_of(member: Member) -> str:
    """What a source is called: publisher, else agency, else host of the address, else name of the document."""
    article = member.article
    host = urlsplit(article.url or "").hostname
    if article.publisher or article.agency:
        return str(article.publisher or article.agency)
    return host.removeprefix("www.") if host else PurePosixPath(member.document).name or member.document


def _origins(chosen: Member, accepted: Sequence[Member]) -> tuple[Origin, ...]:
    """One line a source, the representative first, then by time; every view keeps a line when there are many."""
    best: dict[str, Member] = {}
    for member in [chosen, *accepted]:
        best.setdefault(label_of(member).casefold(), member)
    ordered = sorted(best.values(), key=lambda m: (m.id != chosen.id, _time_of(m), label_of(m), m.id))
    views = {m.outlet_view: m for m in reversed(ordered)}
    shown = set(islice(dict.fromkeys(m.id for m in [chosen, *views.values(), *ordered]), MOST_ORIGINS))
    return tuple(_origin(member) for member in ordered if member.id in shown)


def _time_of(member: Member) -> datetime:
    return member.article.published.at if member.article.published else member.first_seen


def _origin(member: Member) -> Origin:
    published = member.article.published
    return Origin(
        label=label_of(member),
        url=member.article.url,
        view=member.outlet_view,
        published=published.at if published else None,
        precision=published.precision if published else None,
        article=member.id,
    )
