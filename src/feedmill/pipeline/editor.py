"""The editor: decisions as they stand in the file, applied to articles on their way into the store."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from feedmill.config import Settings
from feedmill.decisions import Decision, Decisions, read_decisions
from feedmill.decisions.file import read_text
from feedmill.digestion import judge_article
from feedmill.errors import ConfigError
from feedmill.judging import Beat
from feedmill.model import Article, Judged, Ruling
from feedmill.store import feeds
from feedmill.stories.identity import url_key

LAST_GOOD = "decisions"
"""The fact that holds the file's text as it was last read without a fault."""


class Editor:
    """Applies decisions. One by id is stronger than one by address."""

    def __init__(self, beat: Beat, decisions: Decisions) -> None:
        self._beat = beat
        self._by_id = {one.article: one for one in decisions.entries if one.article}
        self._by_url = {url_key(one.url): one for one in decisions.entries if one.url}
        listed = [(str(one.article), one.url, sorted(one.values.items())) for one in decisions.entries]
        self.state = hashlib.sha256(repr(listed).encode("utf-8", "backslashreplace")).hexdigest()

    def named(self) -> tuple[Collection[UUID], Collection[str]]:
        """The ids, and the keys of the addresses, that something was decided about."""
        return self._by_id.keys(), self._by_url.keys()

    def decision(self, article: UUID, key: str | None) -> Decision | None:
        """What was decided about an article with this id and address key."""
        return self._by_id.get(article) or (self._by_url.get(key) if key else None)

    def correct(self, article: UUID, read: Article, judged: Judged) -> tuple[Article, Judged]:
        """The article and its judgement as decided; both unchanged where nothing was.

        Copies are recognised by what they are, not by what an editor calls them: keys stay.
        """
        decision = self.decision(article, judged.url_key)
        decided = tuple(key for key in decision.values if key != "note") if decision else ()
        if decision is None or not decided:
            return read, judged
        values = decision.values
        corrected = read
        if "title" in values:
            corrected = replace(corrected, title=values["title"], title_provenance="stated")
        if "date" in values:
            corrected = replace(corrected, published=values["date"])
        ruling = Ruling(verdict=values.get("verdict"), topics=values.get("topics", ()), decided=decided)
        again = judge_article(corrected, self._beat, ruling)
        return corrected, replace(again, url_key=judged.url_key, text_key=judged.text_key)


def take_decisions(conn: Connection, settings: Settings, beat: Beat) -> tuple[Editor, list[str]]:
    """The editor by the file as it is now, and nothing else; by its last faultless state, and the faults, when the
    file is spoiled: one slip of the pen must not undo everything that was ever decided."""
    slugs = [topic.slug for topic in beat.topics]
    path = settings.paths.decisions
    try:
        text = read_text(path)
        decisions = read_decisions(text, path.name, slugs)
    except ConfigError as fault:
        return Editor(beat, _last_good(conn, path.name, slugs)), [str(one) for one in fault.faults]
    if feeds.fact(conn, LAST_GOOD) != text:
        feeds.remember(conn, LAST_GOOD, text)
    return Editor(beat, decisions), []


def _last_good(conn: Connection, name: str, slugs: Collection[str]) -> Decisions:
    try:
        return read_decisions(feeds.fact(conn, LAST_GOOD) or "", name, slugs)
    except ConfigError:  # it named a topic that the beat no longer has
        return Decisions()
