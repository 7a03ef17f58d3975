"""What the article names, alike in every language: for telling stories apart."""

from __future__ import annotations

from collections import defaultdict

from feedmill.judging.scanning import Scan
from feedmill.model import Entity, Zone


def name_entities(scan: Scan) -> tuple[Entity, ...]:
    """Entities by id: persons, organisations, places, projects, countries and acts."""
    found: dict[str, list[Zone]] = defaultdict(list)
    known = {}
    for sentence in scan.sentences:
        for hit in sentence.hits:
            entity = hit.role.entity
            if entity is not None:
                known[entity.id] = entity
                found[entity.id].append(sentence.zone)
    return tuple(
        Entity(id=ident, kind=known[ident].kind, side=known[ident].side, zones=frozenset(zones), count=len(zones))
        for ident, zones in sorted(found.items())
    )
