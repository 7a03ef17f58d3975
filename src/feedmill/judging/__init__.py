"""Judging: what belongs to the beat, under which topic, and why. Pure: files in, values out.

A beat's files are compiled once (:func:`compile_beat`); :func:`judge` then weighs one article. Nothing here knows
any country: two sides, their names and everything else come from the beat.
"""

from __future__ import annotations

from feedmill.judging.compiling import Beat, compile_beat, hash_files
from feedmill.judging.entities import name_entities
from feedmill.judging.extent import find_passage
from feedmill.judging.loading import DECISIONS
from feedmill.judging.patterns import PatternError, parse_pattern
from feedmill.judging.relations import relate
from feedmill.judging.relevance import overrule, rule, settle, weigh
from feedmill.judging.scanning import Scan, focus_on, scan
from feedmill.judging.topics import choose_topics, ruled_topics
from feedmill.model import Article, Judgement, Ruling, TopicMatch

__all__ = ["DECISIONS", "Beat", "check_phrase", "compile_beat", "hash_files", "judge"]


_AS_JUDGED = Ruling()


def judge(article: Article, beat: Beat, ruling: Ruling = _AS_JUDGED) -> Judgement:
    """Weigh one article: score 0-100, verdict, signals, topics (none for "no") and entities.

    Evidence texts are exact substrings of the article's title or text; the points of all signals add up to the
    score before it is clipped. Linear in the text's length, of which at most 200 000 letters are read. ``ruling``
    is what an editor decided: it wins, as a signal of its own.
    """
    seen = scan(article, beat)
    relations = [relate(seen, sentence, beat) for sentence in seen.sentences]
    evidence = weigh(seen, relations, beat)
    late = any(one.signal == "passage" for one in evidence)
    ruled = rule(seen, ruling.verdict)
    if ruled is not None:
        evidence = overrule(evidence, seen, ruled, beat.scales)
    score, weighed = settle(evidence, beat.scales)
    verdict = ruled[1] if ruled else weighed
    return Judgement(
        score=score,
        verdict=verdict,
        evidence=evidence,
        topics=_topics(focus_on(seen, find_passage(seen, relations)) if late else seen, beat, ruling.topics)
        if verdict != "no"
        else (),
        entities=name_entities(seen),
        beat=beat.hash,
        decided=ruling.decided,
    )


def _topics(seen: Scan, beat: Beat, ruled: tuple[str, ...]) -> tuple[TopicMatch, ...]:
    return ruled_topics(seen, beat, ruled) if ruled else choose_topics(seen, beat)


def check_phrase(pattern: str) -> str | None:
    """Why a phrase, written as in the lexicon, can never match; None when it can."""
    try:
        parse_pattern(pattern)
    except PatternError as problem:
        return str(problem)
    return None
