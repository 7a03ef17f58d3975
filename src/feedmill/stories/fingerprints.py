"""An article boiled down to comparable facts, and the keys under which the store finds its neighbours.

Two articles that could be one story share at least one key:

* ``x:`` – the whole text, and single long sentences of it, letter by letter: copies and trimmed copies;
* ``m:`` – bands of a MinHash over shingles: copies with changed words;
* ``e:`` – who, what and when: re-tellings, in another language too. Dated articles carry the period in the key, so
  that a key's bucket does not grow with the archive.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations, islice, product

import rensa

from feedmill.model import Article, Fingerprint, Judgement, Moment
from feedmill.stories import figures as numbers
from feedmill.stories.facts import JUDGED, Facts, pack
from feedmill.stories.manner import genre_of, side_of, stages_of
from feedmill.stories.names import names_in
from feedmill.stories.tables import concepts, group
from feedmill.stories.words import drop_dateline, fold, head_of, is_han, plain, shingles, split_sentences, stems, tokens

#: Bump when facts or shingles change their meaning.
FORMAT = 7
#: Fingerprints of different versions are not compared: both our format and the hash algorithm count.
VERSION = FORMAT * 100 + int(rensa.RMinHash.ALGORITHM_VERSION)

#: 21 bands of 3: half-equal texts meet with probability 0.94, texts that share 1 % once in 50 000 pairs.
#: Trimmed copies meet through their sentences.
PERMUTATIONS, BANDS, ROWS, SEED = 64, 21, 3, 20
#: Dated event keys: two articles at most this many days apart share a bucket.
WINDOW = 3
BUCKET = 2 * WINDOW
MOST_EVENT_KEYS = 44
MOST_SENTENCE_KEYS = 8
MOST_SERIES = 16
#: Skeletons of names that are kept, the longest first; and those that are keys, with their least length.
MOST_SOUNDS, SOUND_KEYS, SOUND_KEY = 24, 4, 4
#: Texts with fewer names are found by what was done, too.
SPARSE = 3
#: Letters of the text within which figures and places in a series are looked for.
FIGURES_WITHIN = 12_000

#: Its names are not read as Chinese characters sound.
JAPANESE = "ja"

_QUOTE = re.compile(r"[\"«「](?:(?<!「)([^\"«»\n]{12,160})[\"»]|(?<=「)([^」]{6,80})」)")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def signature_of(pieces: Iterable[str]) -> tuple[int, ...]:
    """MinHash of a set of shingles."""
    sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(pieces))
    return tuple(sketch.digest())


def resolve_days(
    published: Moment | None, days: Iterable[tuple[int, int, int]], named: Collection[int]
) -> frozenset[int]:
    """Ordinals of the days a dated text may speak of: a stated day nearest to its own, the last such
    weekday, or a coming one ("from Tuesday") if it is at most two days ahead."""
    if published is None:
        return frozenset()
    own = published.at.date().toordinal()
    today = date.fromordinal(own).weekday()
    found = {own - (today - weekday) % 7 for weekday in named}
    found |= {own + ahead for ahead in (1, 2) if (today + ahead) % 7 in named}
    for year, month, day in days:
        if day:
            found |= {best for best in [_nearest(own, year, month, day)] if best is not None}
    return frozenset(found)


def _nearest(own: int, year: int, month: int, day: int) -> int | None:
    around = date.fromordinal(own)
    years = [year] if year else [around.year - 1, around.year, around.year + 1]
    months = [month] if month else [(around.month + shift - 1) % 12 + 1 for shift in (-1, 0, 1)]
    candidates = [ordinal for y in years for m in months if (ordinal := _ordinal(y, m, day)) is not None]
    best = min(candidates, key=lambda ordinal: abs(ordinal - own), default=None)
    return best if best is not None and abs(best - own) <= 20 else None


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _concepts(kind: str, head: str) -> frozenset[str]:
    lexicon = concepts(kind)
    return frozenset(lexicon.in_han(head) if is_han(head) else lexicon.in_words(tokens(head)))


def _acts(head: str) -> frozenset[str]:
    """Acts of the head.

    A reaction counts only where a text opens with it ("he denies it" comes later), and not inside a contact: what
    two leaders condemn in a call is the call.
    """
    found = _concepts("acts", head)
    if found & group("contacts"):
        return found - group("reactions")
    opening = "\n".join(split_sentences(head)[:2])
    return found - (group("reactions") - _concepts("acts", opening))


def _without_own_year(
    days: frozenset[tuple[int, int, int]], published: Moment | None
) -> frozenset[tuple[int, int, int]]:
    """Stated days without a bare year that every text of that time names."""
    now = published.at.year if published else 0
    return frozenset((y, m, d) for y, m, d in days if m or d or abs(y - now) > 1)


def _periods(title: str, head: str) -> frozenset[int]:
    """Months a release is about: the end of the stretch it covers, else the months in its title."""
    covered = numbers.months_covered(head)
    return covered or frozenset(month for _, month, day in numbers.stated_days(title) if month and not day)


def _quotes(text: str) -> frozenset[str]:
    found = (plain(a or b) for a, b in _QUOTE.findall(fold(text)))
    return frozenset(islice((_digest(quote)[:8] for quote in found if len(quote) >= 10), 8))


def _script(head: str, language: str | None) -> str:
    """What words can be compared with: Han characters, or a language of its own; kana make a text Japanese."""
    return "han" if is_han(head) and language != JAPANESE else language or ""


def facts_of(article: Article, judgement: Judgement) -> Facts:
    """Everything that can be compared, read from title, text and the judgement's entities."""
    head = head_of(article.title, article.text)
    body = fold(article.text)
    pieces = shingles(article.text or article.title)
    stretch = body[:FIGURES_WITHIN]
    figures, series = numbers.figures(head), numbers.series(head)
    days = numbers.stated_days(head)
    named = numbers.weekdays(head)
    found = [entity for entity in judgement.entities if entity.kind != "act"]
    names, sounds = names_in(article, [e.id for e in found])
    head_entities = frozenset(e.id for e in found if e.zones & {"title", "lede"})
    judged_acts = frozenset(
        e.id.partition(":")[2] for e in judgement.entities if e.kind == "act" and e.zones - {"body"}
    )
    return Facts(
        script=_script(head, article.language),
        outlet=(article.publisher or "").casefold(),
        genre=genre_of(article.title),
        side=side_of(article.title),
        day=article.published.at.date().toordinal() if article.published else None,
        title_entities=_few((e.id for e in found if "title" in e.zones), 16),
        head_entities=_few(head_entities, 24),
        entities=_few((e.id for e in found), 40),
        acts=_acts(head) | {f"{JUDGED}{act}" for act in judged_acts},
        stages=stages_of(head),
        subjects=_few(_concepts("subjects", head), 16),
        names=_few(names, 20),
        sounds=_kept_sounds(sounds, article.language),
        stems=_few(stems(head, article.language), 70),
        title_stems=_few(stems(fold(article.title), article.language), 20),
        head_figures=figures,
        figures=figures | numbers.figures(stretch),
        head_series=series,
        series=frozenset(sorted(series | numbers.series(stretch))[:MOST_SERIES]),
        weekdays=named,
        days=_without_own_year(days, article.published),
        events=resolve_days(article.published, days, named),
        periods=_periods(fold(article.title), head),
        quotes=_quotes(article.text),
        signature=signature_of(pieces),
        size=len(pieces),
    )


def _kept_sounds(sounds: Iterable[str], language: str | None) -> frozenset[str]:
    return frozenset() if language == JAPANESE else frozenset(sorted(sounds, key=_telling_sound)[:MOST_SOUNDS])


def _telling_sound(sound: str) -> tuple[int, str]:
    return -len(sound), sound


def _few(found: Iterable[str], most: int) -> frozenset[str]:
    return frozenset(sorted(found)[:most])


# --- keys -----------------------------------------------------------------------------------------------------


def _sentence_keys(article: Article) -> Iterator[str]:
    """The whole text, the first long sentences, and further ones chosen by hash, so that two texts choose alike."""
    body = drop_dateline(fold(article.text or article.title))
    whole = plain(body)
    yield f"x:{_digest(whole)}"
    least = 16 if is_han(body) else 45
    long = [_digest(text) for sentence in split_sentences(body) if len(text := plain(sentence)) >= least]
    chosen = dict.fromkeys([*long[:2], *sorted(long)])
    yield from (f"x:{digest}" for digest in islice(chosen, MOST_SENTENCE_KEYS))


def _band_keys(signature: tuple[int, ...]) -> Iterator[str]:
    for band in range(BANDS):
        rows = signature[band * ROWS : (band + 1) * ROWS]
        yield f"m:{band}.{_digest(repr(rows))[:12]}"


_STRONG = ("person", "organisation", "project")


def _anchors(facts: Facts) -> list[str]:
    """Who and what, the most telling first: people and bodies, places, names, subjects with acts."""
    by_kind = {
        kind: sorted(e for e in facts.head_entities if e.partition(":")[0] == kind) for kind in (*_STRONG, "place")
    }
    strong = [entity for kind in _STRONG for entity in by_kind[kind]]
    rest = [*by_kind["place"], *sorted(facts.names)[:3]]
    return strong[:5] + rest[:3]


def _times(facts: Facts) -> list[str]:
    if facts.day is None:
        return []
    return sorted({f"@{facts.day // BUCKET}", f"@{(facts.day + WINDOW) // BUCKET}"})


def _named_times(facts: Facts) -> list[str]:
    """Weekdays and dates as an undated text would name them; for a dated one those of its own days too."""
    own = [date.fromordinal(day) for day in sorted(facts.events or ({facts.day} if facts.day else set()))]
    weekdays = facts.weekdays | {day.weekday() for day in own}
    dates = {(m, d) for _, m, d in facts.days if d and m} | {(day.month, day.day) for day in own}
    return [f"w{day}" for day in sorted(weekdays)][:2] + [f"d{m}-{d}" for m, d in sorted(dates)][:2]


def _own_acts(facts: Facts) -> frozenset[str]:
    return frozenset(act for act in facts.acts if not act.startswith(JUDGED))


def _doings(facts: Facts) -> list[str]:
    """For texts that name hardly anyone: pairs of acts, and small numbers of something ("four ships")."""
    own = sorted(_own_acts(facts))
    counted = sorted(f"#{f.value:g}{f.unit}" for f in facts.head_figures if f.unit not in ("", "percent", "years"))
    return [*("+".join(pair) for pair in combinations(own[:3], 2)), *counted[:2], *own[:1]]


def _event_keys(facts: Facts) -> Iterator[str]:
    """Who, how many and what within a period; then what an undated article can offer: series, weekdays, dates."""
    anchors = _anchors(facts)
    telling = sorted((f for f in facts.head_figures if f.digits >= 2), key=lambda f: (-f.digits, f))
    marks = [f"#{figure.value:g}" for figure in telling[:3]]
    for time in _times(facts):
        yield from (f"e:{thing}{time}" for thing in [*anchors[:5], *marks, *sorted(facts.subjects)[:3]])
    sounds = [s for s in sorted(facts.sounds, key=_telling_sound) if SOUND_KEY <= len(s) <= 9]
    yield from (f"e:~{sound}{time}" for time in _times(facts) for sound in sounds[:SOUND_KEYS])
    done = product(sorted(_own_acts(facts))[:3], sorted(facts.subjects)[:3])
    yield from (f"e:{act}+{subject}{time}" for act, subject in islice(done, 4) for time in _times(facts))
    if sum(":" in anchor for anchor in anchors) < SPARSE:  # names of one alphabet find nothing in another
        yield from (f"e:{thing}{time}" for time in _times(facts) for thing in _doings(facts))
    pairs = [*combinations(anchors[:3], 2), *product(anchors[:2], sorted(facts.subjects)[:2])]
    for pair in pairs[:6]:
        yield from (f"e:{'|'.join(pair)}|{name}" for name in _named_times(facts))
    places = [f"#{kind}{number}" for kind, number in sorted(facts.head_series)]
    things = [*anchors[:2], *sorted(facts.subjects)[:2]]
    yield from (f"e:{thing}{mark}" for mark in [*places, *marks][:3] for thing in things[:3])
    acts = sorted(_own_acts(facts))[:2]
    yield from (f"e:{act}{mark}" for act in acts for mark in [*places[:2], *_times(facts)])


def fingerprint(article: Article, judgement: Judgement) -> Fingerprint:
    """Facts and lookup keys of an article; the same article and judgement always give the same fingerprint.

    At most 30 ``m:``/``x:`` keys and 44 ``e:`` keys; the data stay below 4 KB for all but tables of figures.
    """
    facts = facts_of(article, judgement)
    exact = list(_sentence_keys(article))
    bands = list(_band_keys(facts.signature)) if facts.size >= 6 else []
    events = list(islice(dict.fromkeys(_event_keys(facts)), MOST_EVENT_KEYS))
    return Fingerprint(version=VERSION, lookup=tuple(dict.fromkeys([*exact, *bands, *events])), facts=pack(facts))
