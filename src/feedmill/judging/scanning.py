"""An article as a sequence of sentences, each with what the lexicon found in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from feedmill.judging.beat import Scales
from feedmill.judging.compiling import Beat
from feedmill.judging.folding import Folded, fold
from feedmill.judging.matching import Hit
from feedmill.judging.sentences import split_sentences
from feedmill.model import Article, Zone

MAX_LETTERS = 200_000
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_NOTHING: Mapping[str, Sequence[Hit]] = {}
_SIDED = frozenset({"actor", "agent", "instrument", "track"})
#: "MOSCOW, Jan 30 (Agency) –", "ПЕКИН, 2 февраля. /Агентство/.", "新社北京1月2日电": place, date and agency only.
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-ÞА-ЯЁ][^\n.!?:]{1,40}(?:\.? ?\d{1,2})?[^\n.!?:]{0,12}\([^)\n]{2,30}\) ?[-–—]{1,2} "
    r"|[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ /'-]{2,30}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?:, \d{4})? ?[-–—]{1,2} "
    r"|[А-ЯЁ][А-ЯЁ -]{2,30}, \d{1,2} [а-я]{3,8}\.(?: ?/[^/\n]{2,30}/\.)?"
    r"|[А-ЯЁ][А-ЯЁ -]{2,30}\. /[^/\n]{2,30}/\.? ?[-–—]? "
    r"|[（(]?[^\s，。]{2,16}\d{1,2}日[电電讯訊][）)]?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its hits. ``headline``: it plays the headline's part (the title, or the first sentence of
    an article without one);
    ``sides``: the hits that name a side, one a place; ``first``: the first sentence of the text; ``focus``: part of the
    passage that a late-coming article is about."""

    start: int
    end: int
    zone: Zone
    headline: bool
    first: bool
    hits: tuple[Hit, ...]
    sides: tuple[Hit, ...]
    kinds: Mapping[str, Sequence[Hit]]
    focus: bool = False

    @property
    def others(self) -> Sequence[Hit]:
        """Third countries that have their own dealings with the two, not those where the two act."""
        named = self.kinds.get("country")
        return [hit for hit in named if not (hit.role.entity and hit.role.entity.arena)] if named else ()

    def of(self, kind: str) -> Sequence[Hit]:
        """Its hits of one kind, in text order."""
        return self.kinds.get(kind, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The article as judged. ``text`` holds title and text, folded; ``ruled`` the phrases that always or never belong,
    wherever they stand."""

    text: Folded
    sentences: tuple[Sentence, ...]
    ruled: tuple[Hit, ...] = ()

    def surface(self, hit: Hit) -> str:
        """The article's own words for a hit."""
        return self.text.surface(hit.start, hit.end)

    def zone(self, hit: Hit) -> Zone:
        """Where a hit stands."""
        return next((one.zone for one in self.sentences if one.start <= hit.start < one.end), "body")


def scan(article: Article, beat: Beat) -> Scan:
    """Find everything the beat knows in title and text (its first 200 000 letters)."""
    title = "" if article.title_provenance == "derived" else article.title.replace("\n", " ").strip()
    whole = fold(f"{title}\n\n{article.text[:MAX_LETTERS]}")
    head = _folded_length(whole, len(title))
    spans = split_sentences(whole.original)
    folded = _folded_spans(whole, spans)
    hits = beat.matcher.find(whole, folded)
    ruled = tuple(hit for hit in hits if hit.role.kind == "ruled")
    hits = _settle_names(_without_datelines(hits, whole, head))
    return Scan(text=whole, sentences=tuple(_sentences(folded, hits, whole, head, beat.scales)), ruled=ruled)


def focus_on(scan: Scan, span: tuple[int, int] | None) -> Scan:
    """The same scan, the sentences of a span marked as what the article is about."""
    if span is None:
        return scan
    marked = (replace(one, focus=True) if span[0] <= one.start < span[1] else one for one in scan.sentences)
    return replace(scan, sentences=tuple(marked))


def _folded_length(text: Folded, length: int) -> int:
    return length if text.offsets is None else bisect_right(text.offsets, length - 1) if length else 0


def _folded_spans(text: Folded, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if text.offsets is None:
        return spans
    return [(bisect_right(text.offsets, left - 1), bisect_right(text.offsets, right - 1)) for left, right in spans]


def _sentences(
    spans: list[tuple[int, int]], hits: list[Hit], text: Folded, head: int, scales: Scales
) -> Iterable[Sentence]:
    """Sentences with their zones and hits; biographical ones at the end lose their hits."""
    number, lede_end, at = 0, _lede_end(text.text, head, scales), 0
    bio_from = len(spans) - max(3, len(spans) // 4)
    for order, (start, end) in enumerate(spans):
        inside: list[Hit] = []
        while at < len(hits) and hits[at].start < end:
            if hits[at].start >= start:
                inside.append(hits[at])
            at += 1
        titled = start < head
        in_lede = not titled and number < scales.lede_sentences and start < lede_end
        first = not titled and number == 0
        number += not titled
        if order >= max(1, bio_from) and not titled and not first and any(hit.role.kind == "bio" for hit in inside):
            inside = []
        zone: Zone = "title" if titled else "lede" if in_lede else "body"
        headline = titled or (head == 0 and first)
        yield Sentence(
            start=start, end=end, zone=zone, headline=headline, first=first, hits=tuple(inside), sides=_sides(inside),
            kinds=_by_kind(inside),
        )  # fmt: skip


def _by_kind(hits: list[Hit]) -> Mapping[str, Sequence[Hit]]:
    """Asked for a dozen times a sentence, so sorted once."""
    if not hits:
        return _NOTHING
    kinds: dict[str, list[Hit]] = {}
    for hit in hits:
        kinds.setdefault(hit.role.kind, []).append(hit)
    return kinds


def _sides(hits: list[Hit]) -> tuple[Hit, ...]:
    return (
        () if not hits else tuple({(hit.start, hit.role.name): hit for hit in hits if hit.role.kind in _SIDED}.values())
    )


def _lede_end(text: str, head: int, scales: Scales) -> int:
    sample = text[head : head + scales.lede_letters]
    han = len(_HAN.findall(sample)) * 3 > len(sample)
    return head + 2 + (scales.lede_han if han else scales.lede_letters)


def _without_datelines(hits: list[Hit], text: Folded, head: int) -> list[Hit]:
    body = text.origin(head)
    while body < len(text.original) and text.original[body].isspace():
        body += 1
    dateline = _DATELINE.match(text.original, body)
    if dateline is None:
        return hits
    return [hit for hit in hits if not dateline.start() <= text.origin(hit.start) < dateline.end()]


def _settle_names(hits: list[Hit]) -> list[Hit]:
    """Short names count beside full ones; common names count when the article certifies them."""
    context = {hit.role.name for hit in hits if hit.role.kind == "context"}
    certain = any(hit.role.kind == "actor" and not _is_common(hit) for hit in hits)
    both = len({hit.role.name for hit in hits if hit.role.kind in {"actor", "agent"}}) > 1
    kept = [hit for hit in hits if hit.role.kind != "short" and _is_certified(hit, context, certain or both)]
    full = {hit.role.entity.id for hit in kept if hit.role.entity}
    sides = {hit.role.name for hit in kept if hit.role.kind == "actor"}
    short = [hit for hit in hits if hit.role.kind == "short" and _is_short_for(hit, full, sides)]
    return sorted([*kept, *map(_as_actor, short)], key=lambda hit: (hit.start, hit.end)) if short else kept


def _is_certified(hit: Hit, context: set[str], certain: bool) -> bool:
    entity = hit.role.entity
    return entity is None or not entity.context or entity.id in context or certain


def _is_short_for(hit: Hit, full: set[str], sides: set[str]) -> bool:
    """The full name stands in the article (headlines come before it), or, for a name that is not common, a certain
    actor of either side does."""
    entity = hit.role.entity
    return entity is not None and (entity.id in full or (not entity.context and bool(sides)))


def _is_common(hit: Hit) -> bool:
    return hit.role.entity is not None and hit.role.entity.context


def _as_actor(hit: Hit) -> Hit:
    role = hit.role
    return Hit(
        start=hit.start,
        end=hit.end,
        pattern=hit.pattern,
        role=type(role)(kind="actor", name=role.name, entity=role.entity),
    )
