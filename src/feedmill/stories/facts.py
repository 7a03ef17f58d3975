"""The comparable facts of an article, and their compact JSON form inside a fingerprint."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from feedmill.stories.figures import Figure

#: Prefix of acts that come from the judgement; ours are named in ``data/concepts.toml``.
JUDGED = "judged:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an article says, as far as it can be compared across outlets and languages.

    * ``script``: "han" or the language code; stems compare only within one.
    * ``outlet``: who published it, in lower case; "" when nobody is named.
    * ``day``: ordinal (:meth:`datetime.date.toordinal`) of the published day, None when undated.
    * ``head_*``: from title and lede, which say what happened; the rest from the whole text.
    * ``days``: (year, month, day) as stated in the head, 0 for what is not named. ``events``: ordinals of days the
      head may be about, worked out from the published day; empty when undated.
    * ``genre``, ``side``: what the headline says its text is, and which side it lets act; "" when it does not say.
      ``stages``: how far the thing has come (:mod:`feedmill.stories.manner`).
    * ``signature``: MinHash of the shingles, ``size`` their number.
    """

    script: str
    outlet: str
    genre: str
    side: str
    day: int | None
    title_entities: frozenset[str]
    head_entities: frozenset[str]
    entities: frozenset[str]
    acts: frozenset[str]
    stages: frozenset[str]
    subjects: frozenset[str]
    names: frozenset[str]
    sounds: frozenset[str]
    stems: frozenset[str]
    title_stems: frozenset[str]
    head_figures: frozenset[Figure]
    figures: frozenset[Figure]
    head_series: frozenset[tuple[str, int]]
    series: frozenset[tuple[str, int]]
    weekdays: frozenset[int]
    days: frozenset[tuple[int, int, int]]
    events: frozenset[int]
    periods: frozenset[int]
    quotes: frozenset[str]
    signature: tuple[int, ...]
    size: int


_STRINGS = (
    "title_entities",
    "head_entities",
    "entities",
    "acts",
    "stages",
    "subjects",
    "names",
    "sounds",
    "stems",
    "title_stems",
    "quotes",
)
_NUMBERS = ("weekdays", "events", "periods")
_FIGURES = ("head_figures", "figures")


def pack(facts: Facts) -> str:
    """Small, and the same for the same facts: JSON with sorted lists, the signature as base 64."""
    packed: dict[str, object] = {name: sorted(getattr(facts, name)) for name in (*_STRINGS, *_NUMBERS)}
    packed |= {name: [[f.unit, f.value, f.digits] for f in sorted(getattr(facts, name))] for name in _FIGURES}
    packed["head_series"] = [list(item) for item in sorted(facts.head_series)]
    packed["series"] = [list(item) for item in sorted(facts.series)]
    packed["days"] = [list(item) for item in sorted(facts.days)]
    raw = b"".join(value.to_bytes(4, "big") for value in facts.signature)
    packed |= {"script": facts.script, "outlet": facts.outlet, "genre": facts.genre, "side": facts.side}
    packed |= {"day": facts.day, "size": facts.size}
    packed["signature"] = base64.b64encode(raw).decode("ascii")
    stated = {name: value for name, value in packed.items() if value not in ([], None, "")}
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":"))


def _rows(data: Mapping[str, object], name: str) -> Sequence[Sequence[object]]:
    return cast("Sequence[Sequence[object]]", data.get(name, ()))


def _figures(data: Mapping[str, object], name: str) -> frozenset[Figure]:
    rows = cast("Sequence[tuple[str, float, int]]", data.get(name, ()))
    return frozenset(Figure(unit, float(value), digits) for unit, value, digits in rows)


def _strings(data: Mapping[str, object], name: str) -> frozenset[str]:
    return frozenset(cast("Sequence[str]", data.get(name, ())))


def _numbers(data: Mapping[str, object], name: str) -> frozenset[int]:
    return frozenset(cast("Sequence[int]", data.get(name, ())))


def _series(data: Mapping[str, object], name: str) -> frozenset[tuple[str, int]]:
    return frozenset(cast("tuple[str, int]", tuple(row)) for row in _rows(data, name))


@lru_cache(maxsize=512)  # in a busy week the same few hundred are compared with every newcomer
def unpack(packed: str) -> Facts:
    """The facts that :func:`pack` wrote. Raises KeyError or ValueError or struct.error for data of another version."""
    data: Mapping[str, object] = json.loads(packed)
    raw = base64.b64decode(cast("str", data["signature"]))
    return Facts(
        script=cast("str", data.get("script", "")),
        outlet=cast("str", data.get("outlet", "")),
        genre=cast("str", data.get("genre", "")),
        side=cast("str", data.get("side", "")),
        day=cast("int | None", data.get("day")),
        title_entities=_strings(data, "title_entities"),
        head_entities=_strings(data, "head_entities"),
        entities=_strings(data, "entities"),
        acts=_strings(data, "acts"),
        stages=_strings(data, "stages"),
        subjects=_strings(data, "subjects"),
        names=_strings(data, "names"),
        sounds=_strings(data, "sounds"),
        stems=_strings(data, "stems"),
        title_stems=_strings(data, "title_stems"),
        quotes=_strings(data, "quotes"),
        head_figures=_figures(data, "head_figures"),
        figures=_figures(data, "figures"),
        head_series=_series(data, "head_series"),
        series=_series(data, "series"),
        weekdays=_numbers(data, "weekdays"),
        days=frozenset(cast("tuple[int, int, int]", tuple(row)) for row in _rows(data, "days")),
        events=_numbers(data, "events"),
        periods=_numbers(data, "periods"),
        signature=struct.unpack(f">{len(raw) // 4}I", raw),
        size=cast("int", data["size"]),
    )
