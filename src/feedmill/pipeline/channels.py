"""The feeds of a desk: which there are, what they are called, where they live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID, uuid5

from feedmill.config import DeclaredFeed, Settings, place_of
from feedmill.errors import ConfigError, Fault
from feedmill.judging import Beat
from feedmill.model import Channel, Topic
from feedmill.rendering.body import VIEWS

ALL, BORDERLINE, ARRIVALS, DEVELOPMENTS = "all", "borderline", "arrivals", "developments"
FORMATS: tuple[Literal["rss", "atom", "json"], ...] = ("rss", "atom", "json")


def channels(settings: Settings, beat: Beat, desk_id: UUID) -> dict[str, Channel]:
    """Every feed by slug: all stories first, the topics in the beat's order, what is not a topic, then what the
    user declared.

    ``desk_id`` is minted once for a database; feed ids derive from it and so survive a moved base address.
    """
    topics = {topic.slug: topic for topic in beat.topics}
    described = {
        ALL: ("All stories", f"Every story on {beat.title}, each once, from all topics."),
        **{topic.slug: (topic.title, topic.scope) for topic in beat.topics},
        ARRIVALS: ("Arrivals", "Everything newly accepted, dated by its arrival: late finds are seen here."),
        DEVELOPMENTS: ("Developments", "What folding would hide: other views and languages, and how stories go on."),
        BORDERLINE: ("Borderline", f"What touches {beat.title} but is about something else. Not in other feeds."),
        **{one.slug: (one.title, _scope(one, topics)) for one in settings.feed},
    }
    base_url = settings.site.base_url
    return {
        slug: Channel(
            slug=slug,
            id=uuid5(desk_id, slug).urn,
            title=f"{title} · {settings.site.title}",
            description=description,
            base_url=base_url,
            page=f"{base_url}/feeds/index.html#{slug}",
            topics=topics,
            full_text=settings.full_text,
            dated_by="arrived" if slug == ARRIVALS else "date",
            per_feed_ids=settings.feeds.entry_ids == "per-feed",
        )
        for slug, (title, description) in described.items()
    }


def _scope(feed: DeclaredFeed, topics: Mapping[str, Topic]) -> str:
    """What a declared feed takes, in a sentence."""
    own = "whose best topic is" if feed.one_topic_per_story else "on"
    conditions = (
        (own, [topics[slug].title for slug in feed.topics if slug in topics]),
        ("shown in", [f'"{code}"' for code in feed.languages]),
        ("reported by", [VIEWS.get(view, view) for view in feed.views]),
        ("from", feed.sources),
    )
    told = [f"{word} {' or '.join(names)}" for word, names in conditions if names]
    return f"Stories {', '.join(told)}." if told else "Every accepted story."


def check_declared(settings: Settings, beat: Beat) -> None:
    """Raise ConfigError when a declared feed names a topic that the beat has not, or takes a topic's name."""
    slugs = [topic.slug for topic in beat.topics]
    faults = []
    for number, feed in enumerate(settings.feed):
        if feed.slug in slugs:
            file, line = place_of(settings, "feed", str(number), "slug")
            faults.append(Fault(file, line, f'feed.slug = "{feed.slug}": a topic has this name; choose another one'))
        for unknown in [slug for slug in feed.topics if slug not in slugs]:
            file, line = place_of(settings, "feed", str(number), "topics")
            faults.append(Fault(file, line, f'there is no topic "{unknown}"; topics: {", ".join(slugs)}'))
    if faults:
        raise ConfigError(faults)
