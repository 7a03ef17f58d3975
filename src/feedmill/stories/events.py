"""Same event: do two articles, in whatever words and language, tell of one happening?

A sum of agreements and disagreements in actors, act, place, figures, time and words, and vetoes that no sum can
overrule. Points are tuned on the development set (``benchmarks/stories.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import sqrt

from feedmill.stories.facts import JUDGED, Facts
from feedmill.stories.figures import Figure
from feedmill.stories.manner import are_contrary
from feedmill.stories.names import NAME, romanise
from feedmill.stories.rounding import VAGUE_UNITS
from feedmill.stories.sounds import same_sound
from feedmill.stories.tables import group
from feedmill.stories.vetoes import EXACT, Amounts, compare_amounts, find_vetoes, weekdays_of

#: Points from which two dated articles tell one event, and what is asked on top when one or both have no
#: date, and when these two were not even received at the same time.
ENOUGH, ONE_UNDATED, BOTH_UNDATED, SEEN_APART = 4.5, 1.0, 1.25, 2.0
#: Across languages no words can agree, so a little less is enough.
ACROSS = -0.5
#: Two texts of one language that share people and words, but neither act, figure nor quotation, may be two
#: speeches of one day.
NOTHING_DONE = 0.5
#: ... and who share no subject or place either: one man says many things in a day.
ONLY_PEOPLE = 0.5
#: ... more when each tells of an act that the other lacks: an agreement of a visit is not the visit.
OTHER_ACTS = 1.0
#: What speaks against two texts of one outlet in one language that are no copies.
SAME_OUTLET = -1.0
#: Shingles below which a text is a headline or a snippet that leaves people out.
BRIEF = 16
#: The same in Han characters, of which a headline has more; and what two headlines of two languages need less: without
#: texts they can agree in hardly more than who and what was done.
BRIEF_HAN, HEADLINES = 26, -0.75
#: What words are worth at most between headlines: a series keeps its wording, and an unchanged
#: headline is a copy.
HEADLINE_WORDS = 3.5
#: Points from which an article that is not the same event is worth a "related" link.
RELATED = 3.5

#: Between two texts in German capitalised words are nouns, and count as words.
GERMAN = "de"
HAN = "han"
#: Stands in entities that are members of a list, before their names.
LISTED = "/"
#: Consonants from which a name is likely that of a person, with the first name.
PERSON = 4


#: Points for a name by the consonants that agree.
_SOUND_POINTS = {3: 0.5, 4: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The outcome for two articles: points, reasons for people, and the veto, or None.

    ``enough`` is the number of points this pair needs. ``grounded``: they share someone or something, not only
    time and numbers. ``new_act`` tells that the acts differ (a follow-up).
    """

    points: float
    enough: float
    reasons: tuple[str, ...]
    grounded: bool
    veto: str | None
    new_act: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is one event."""
        return self.veto is None and self.grounded and self.points >= self.enough


@lru_cache(maxsize=512)  # a newcomer is compared with many
def _of(entities: frozenset[str], *kinds: str) -> frozenset[str]:
    return frozenset(e for e in entities if e.partition(":")[0] in kinds)


def _comparable(entities: frozenset[str], kind: str, *, across: bool) -> frozenset[str]:
    """Those whose absence elsewhere tells something: between languages, a member of a list (``list/name``) does not,
    for it goes by its spelling."""
    found = _of(entities, kind)
    return frozenset(entity for entity in found if LISTED not in entity) if across else found


def _label(found: Iterable[str]) -> str:
    return ", ".join(sorted(entity.partition(":")[2].replace("-", " ") for entity in found))


def _actors(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    kinds = ("person", "organisation", "project")
    ours, theirs = _of(a.head_entities, *kinds), _of(b.head_entities, *kinds)
    common = (ours & _of(b.entities, *kinds)) | (theirs & _of(a.entities, *kinds))
    if common:
        yield min(4.5, 1.5 * len(common)), _label(common)
    for kind in kinds[:1]:
        first, second = _of(ours, kind), _of(theirs, kind)
        if first and second and not first & second:
            yield -2.5, "other persons"
        elif first and second:
            lacking = min(len(first - second), len(second - first))
            yield -2.5 * lacking, "other persons too"
    if common:
        yield from _unmet(a, b)
        yield from _unmet(b, a)
    other_project = _headed_by_others(a, b, "project")
    if other_project:
        yield -2.5, "titles name another project"
    elif _headed_by_others(a, b, "organisation", "project"):
        yield -1.5, "titles name others"
    across = a.script != b.script
    bodies = [_comparable(one, "organisation", across=across) for one in (ours, theirs)]
    if all(bodies) and not _of(ours, "organisation") & b.entities and not _of(theirs, "organisation") & a.entities:
        yield -1.0 if across else -2.0, "other bodies"
    projects = _of(ours, "project"), _of(theirs, "project")
    if all(projects) and not projects[0] & projects[1]:
        yield -2.0, "another project"
    if not other_project:  # else names in common are words of what the projects are called
        yield from _names(a, b)


def _headed_by_others(a: Facts, b: Facts, *kinds: str) -> bool:
    """Whether each title names some of these kinds, but none that the other text mentions at all."""
    pairs = [(_of(one.title_entities, *kinds), other.entities) for one, other in ((a, b), (b, a))]
    return all(named and not named & other for named, other in pairs)


def _names(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    """Names that no lexicon knows: by their letters, between alphabets by their sound too."""
    names = a.names & b.names if a.script != GERMAN or b.script != GERMAN else frozenset()
    points = max(float(len(names)), _sounds(a, b) if a.script != b.script else 0.0)
    if points:
        yield min(3.0, points), "names in common"
    elif a.names and b.names and a.script == b.script != GERMAN:
        yield -1.5, "other names"
    if a.script != b.script and HAN not in (a.script, b.script) and _unheard(a, b) and _unheard(b, a):
        yield -0.75, "other names"


def _unheard(a: Facts, b: Facts) -> bool:
    """Whether a name of the one, long enough to be of somebody, has no like in the other."""
    return any(len(x) >= PERSON and not any(same_sound(x, y) for y in b.sounds) for x in a.sounds)


def _sounds(a: Facts, b: Facts) -> float:
    """What names of one sound are worth: a short one may agree by chance."""
    ours = {x for x in a.sounds if any(same_sound(x, y) for y in b.sounds)}
    theirs = {y for y in b.sounds if any(same_sound(x, y) for x in a.sounds)}
    return min(sum(_SOUND_POINTS.get(len(x), 1.5) for x in found) for found in (ours, theirs))


def _unmet(one: Facts, other: Facts) -> Iterator[tuple[float, str]]:
    """A person in the title of one whom the other never mentions; a headline alone cannot mention everyone."""
    absent = _of(one.title_entities, "person") - other.entities
    if any(not _goes_by_name(person, other) for person in absent):
        yield -3.0 if other.size >= BRIEF else -1.0, "a title names another person"


def _goes_by_name(person: str, text: Facts) -> bool:
    """Whether a text names someone in a language for which no lexicon knows him."""
    parts = person.partition(":")[2].split("-")
    return any(romanise(part)[:NAME] in text.names for part in parts if len(part) >= PERSON)


def _places(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    common = _of(a.head_entities, "place") & _of(b.head_entities, "place")
    if common:
        yield min(1.5, 0.75 * len(common)), _label(common)
    elif all(_comparable(one.head_entities, "place", across=a.script != b.script) for one in (a, b)):
        yield -2.5, "other places"
    if common and _is_brief(a) and _is_brief(b) and a.script == b.script:
        yield from _replaced(a, b)
    ours, theirs = _of(a.head_entities, "country"), _of(b.head_entities, "country")
    shared = ours & theirs
    if len(shared) > 2:
        yield 0.75 * (len(shared) - 2), _label(shared)
    if ours - b.entities and theirs - a.entities:
        yield -1.5, "other countries"


def _replaced(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    """Two headlines that share a place, and each has one that the other lacks: the next of a row of like events."""
    ours, theirs = _of(a.head_entities, "place") | a.names, _of(b.head_entities, "place") | b.names
    if ours - theirs and theirs - ours:
        yield -2.0, "headlines with other places"


def _subjects(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    subjects = a.subjects & b.subjects
    if subjects:
        yield min(3.0, 0.75 * len(subjects)), ", ".join(sorted(subjects))
    elif a.subjects and b.subjects:
        yield -1.25 * min(2, len(a.subjects), len(b.subjects)), "another subject"
    ours, theirs = a.subjects & group("goods"), b.subjects & group("goods")
    if ours and theirs and not ours & theirs:
        yield -2.5, "other goods"
    series = {kind for kind, _ in (a.head_series & b.series) | (b.head_series & a.series)}
    if series:
        yield 0.5 if series == {"named-year"} else 2.5, "same place in a series"
    if a.quotes & b.quotes:
        yield 2.5, "same quotation"


def _acts_label(acts: Iterable[str]) -> str:
    return ", ".join(sorted({act.removeprefix(JUDGED).replace("-", " ") for act in acts}))


def _acts(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    acts = a.acts & b.acts
    if acts:
        own = sum(not act.startswith(JUDGED) for act in acts)
        yield min(2.5, 1.5 + 0.5 * max(0, own - 1)), f"same act ({_acts_label(acts)})"
    elif a.acts & group("arrivals") and b.acts & group("arrivals"):
        yield 0.75, "one arrives, one receives"
    elif a.acts and b.acts:
        yield -1.5, "another act"
    ours, theirs = a.acts & group("occasions"), b.acts & group("occasions")
    if ours and theirs and "call" in ours ^ theirs:
        yield -4.0, "a call is no meeting"
    elif ours and theirs and not ours & theirs:
        yield -2.5, "another occasion"
    if (a.acts ^ b.acts) & group("reactions"):
        yield -3.5, "one is a reaction"
    if (a.acts ^ b.acts) & group("apart") and not a.acts & b.acts & group("contacts"):
        yield -4.5, "one undoes or answers it"
    if are_contrary(a.stages, b.stages):
        yield -4.0, "one goes further"


def _telling(found: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in found if figure.digits >= 2 or figure.unit not in VAGUE_UNITS]


def _exact(found: Iterable[Figure]) -> bool:
    return any(figure.digits >= EXACT for figure in found)


def _weight(figure: Figure) -> float:
    """What an agreeing figure is worth: "4" says little, "4 ships" some, "76.6 billion" much."""
    if figure.digits >= 2:
        return 2.0
    return 0.5 if figure.unit in VAGUE_UNITS else 1.25


def _figures(a: Facts, b: Facts, amounts: Amounts) -> Iterator[tuple[float, str]]:
    if amounts.common:
        yield min(5.0, sum(map(_weight, amounts.common))), "figures agree"
    elif _telling(a.head_figures) and _telling(b.head_figures):
        exact = _exact(a.head_figures) and _exact(b.head_figures)
        yield -2.0 if exact else -0.75, "no figure in common"
    yield -1.5 * len(amounts.against), "figures disagree"


def _time(a: Facts, b: Facts, common: Sequence[Figure]) -> Iterator[tuple[float, str]]:
    if a.day is not None and b.day is not None:
        yield {0: 1.0, 1: 0.75}.get(abs(a.day - b.day), 0.0), "published together"
    if a.events & b.events:
        yield 1.25, "same day"
    elif a.events and b.events:
        alike = a.subjects & b.subjects or common
        yield -1.0 if alike else -3.0, "a day apart"
    elif (a.weekdays | weekdays_of(a.events)) & (b.weekdays | weekdays_of(b.events)):
        yield 1.0, "same weekday"
    own = _own_day(a) & _own_day(b) if a.script == b.script else frozenset()
    stated = {day for day in a.days & b.days if day[1] and (day[0] or day[2])} - own
    if stated:
        yield 1.5, "same date stated"
    elif a.periods & b.periods:
        yield 1.5, "same months"
    years = {year for year, month, _ in a.days & b.days if year and not month}
    if years:
        yield min(1.5, 1.0 * len(years)), "same years"


def _own_day(facts: Facts) -> frozenset[tuple[int, int, int]]:
    """How a text states the day that it is of, as most datelines do: no more than that it was published then."""
    if facts.day is None:
        return frozenset()
    day = date.fromordinal(facts.day)
    return frozenset({(0, day.month, day.day), (day.year, day.month, day.day)})


def _words(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    if a.script != b.script:
        return
    alike = max(_cosine(a.stems, b.stems), 0.9 * _cosine(a.title_stems, b.title_stems))
    most = HEADLINE_WORDS if _is_brief(a) and _is_brief(b) else 5.0
    yield min(most, 10.0 * max(0.0, alike - 0.1)), f"{alike:.0%} of words"


def _outlets(a: Facts, b: Facts) -> Iterator[tuple[float, str]]:
    """An outlet seldom tells one event twice in one language: its next text goes on, or is about something else."""
    if a.outlet and a.outlet == b.outlet and a.script == b.script:
        yield SAME_OUTLET, "from one outlet"


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0


def _about_one_thing(a: Facts, b: Facts) -> bool:
    """Whether two texts share a subject, a place or a project, and not only people and bodies."""
    things = _of(a.head_entities, "place", "project") & _of(b.head_entities, "place", "project")
    return bool(a.subjects & b.subjects or things)


def _is_brief(facts: Facts) -> bool:
    return facts.size < (BRIEF_HAN if facts.script == HAN else BRIEF)


def compare_events(a: Facts, b: Facts, *, seen_together: bool = True) -> Agreement:
    """Weigh two articles against each other. Symmetric.

    ``seen_together``: both were first seen within the window. It matters only when neither has a date.
    """
    who_and_what = [item for part in (_actors, _places, _subjects, _words, _outlets) for item in part(a, b) if item[0]]
    amounts = compare_amounts(a, b)
    common = amounts.common
    how = [item for item in (*_acts(a, b), *_figures(a, b, amounts), *_time(a, b, common)) if item[0]]
    undated = (a.day is None) + (b.day is None)
    told = common or a.quotes & b.quotes or a.head_series & b.head_series
    done = told or a.acts & b.acts
    extra = 0.0 if done or a.script != b.script else NOTHING_DONE
    across = ACROSS if a.script != b.script else 0.0
    if not told and not _about_one_thing(a, b):
        extra += ONLY_PEOPLE + (OTHER_ACTS if a.acts and b.acts and not done else 0.0)
    if across and done and _is_brief(a) and _is_brief(b):
        extra += HEADLINES
    extra += (0.0, ONE_UNDATED, BOTH_UNDATED if seen_together else SEEN_APART)[undated]
    return Agreement(
        points=sum(points for points, _ in who_and_what + how),
        enough=ENOUGH + extra + across,
        reasons=tuple(reason for points, reason in sorted(who_and_what + how, reverse=True) if points > 0),
        grounded=any(points > 0 for points, _ in who_and_what) or bool(a.acts & b.acts and common),
        veto=min(find_vetoes(a, b, amounts), default=None),
        new_act=bool(a.acts and b.acts and not a.acts & b.acts)
        or bool((a.acts ^ b.acts) & group("reactions"))
        or bool(a.genre or b.genre),
    )
