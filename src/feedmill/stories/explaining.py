"""The one line that tells a reader why a story is in a feed."""

from __future__ import annotations

from collections.abc import Iterator

from feedmill.model import Judgement, TopicMatch, signal_words

#: Letters of the line at most.
LONGEST = 300
_MOST_SIGNALS = 3
_MOST_TERMS = 3


def explain(judgement: Judgement) -> str:
    """Score, the strongest evidence with its place, and the topics with their terms.

    ``Why here: 78/100 — title: “Power of Siberia 2” (joint project). Topics: energy (pipeline, CNPC).`` At most
    300 characters; evidence gives way to topics, never the other way round.
    """
    start = f"Why here: {judgement.score}/100"
    if judgement.decided:
        start += f" (an editor decided: {', '.join(judgement.decided)})"
    topics = _fit([_topic(topic) for topic in judgement.topics], LONGEST - len(start) - 120)
    end = f". Topics: {topics}." if topics else "."
    signals = _fit(list(_signals(judgement)), LONGEST - len(start) - len(end) - 3)
    return f"{start} — {signals}{end}" if signals else f"{start}{end}"


def _fit(parts: list[str], room: int) -> str:
    """As many parts as fit, joined; the rest is left out whole."""
    line = ""
    for part in parts:
        longer = f"{line}; {part}" if line else part
        if len(longer) > room:
            break
        line = longer
    return line


def _signals(judgement: Judgement) -> Iterator[str]:
    strongest = sorted((e for e in judgement.evidence if e.points > 0 and e.text), key=lambda e: -e.points)
    for evidence in strongest[:_MOST_SIGNALS]:
        text = " ".join((evidence.text or "").split())
        short = text if len(text) <= 60 else f"{text[:57].rstrip()}…"
        yield f"{evidence.where}: “{short}” ({signal_words(evidence.signal)})"


def _topic(topic: TopicMatch) -> str:
    terms = list(dict.fromkeys(" ".join(e.text.split()) for e in topic.evidence))[:_MOST_TERMS]
    return f"{topic.slug} ({', '.join(terms)})" if terms else topic.slug
