"""Judging: what belongs to the beat, under which topic, and why. Pure: files in, values out.

A beat's files are compiled once (:func:`compile_beat`); :func:`judge` then weighs one article. Nothing here knows
any country: two sides, their names and everything else come from the beat.
"""

from __future__ import annotations

from feedmill.judging.compiling import Beat, compile_beat, hash_files
from feedmill.judging.entities import name_entities
from feedmill.judging.relevance import settle, weigh
from feedmill.judging.scanning import scan
from feedmill.judging.topics import choose_topics
from feedmill.model import Article, Judgement

__all__ = ["Beat", "compile_beat", "hash_files", "judge"]


def judge(article: Article, beat: Beat) -> Judgement:
    """Weigh one article: score 0-100, verdict, signals, topics (none for "no") and entities.

    Evidence texts are exact substrings of the article's title or text; the points of all signals add up to the
    score before it is clipped. Linear in the text's length, of which at most 200 000 letters are read.
    """
    seen = scan(article, beat)
    evidence = weigh(seen, beat)
    score, verdict = settle(evidence, beat.scales)
    return Judgement(
        score=score,
        verdict=verdict,
        evidence=evidence,
        topics=choose_topics(seen, beat) if verdict != "no" else (),
        entities=name_entities(seen),
        beat=beat.hash,
    )
