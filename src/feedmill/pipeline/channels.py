"""The feeds of a desk: which there are, what they are called, where they live."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid5

from feedmill.config import Settings
from feedmill.judging import Beat
from feedmill.model import Channel

ALL, BORDERLINE, ARRIVALS, DEVELOPMENTS = "all", "borderline", "arrivals", "developments"
FORMATS: tuple[Literal["rss", "atom", "json"], ...] = ("rss", "atom", "json")


def channels(settings: Settings, beat: Beat, desk_id: UUID) -> dict[str, Channel]:
    """Every feed by slug: all stories first, the topics in the beat's order, then what is not a topic.

    ``desk_id`` is minted once for a database; feed ids derive from it and so survive a moved base address.
    """
    topics = {topic.slug: topic for topic in beat.topics}
    described = {
        ALL: ("All stories", f"Every story on {beat.title}, each once, from all topics."),
        **{topic.slug: (topic.title, topic.scope) for topic in beat.topics},
        ARRIVALS: ("Arrivals", "Everything newly accepted, dated by its arrival: late finds are seen here."),
        DEVELOPMENTS: ("Developments", "What folding would hide: other views and languages, and how stories go on."),
        BORDERLINE: ("Borderline", f"What touches {beat.title} but is about something else. Not in other feeds."),
    }
    base_url = settings.site.base_url
    return {
        slug: Channel(
            slug=slug,
            id=uuid5(desk_id, slug).urn,
            title=f"{title} · {settings.site.title}",
            description=description,
            base_url=base_url,
            page=f"{base_url}/feeds/index.html",
            topics=topics,
            full_text=settings.full_text,
            dated_by="arrived" if slug == ARRIVALS else "date",
        )
        for slug, (title, description) in described.items()
    }
