"""What editors decide, from the command line or the pages: written into the file of decisions, never elsewhere. The
next pass applies it, whoever makes that."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from feedmill.decisions import KEYS, PHRASES, is_address, read_decisions
from feedmill.decisions.editing import set_decision, set_phrase
from feedmill.decisions.file import change
from feedmill.errors import ConfigError, Fault, NotFound, UsageError
from feedmill.judging import check_phrase
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.explaining import as_uuid
from feedmill.store import articles, membership, stories
from feedmill.store.articles import ArticleRow
from feedmill.stories.identity import url_key

FLAGS = frozenset({"split"})
"""Keys that are decided without a value."""

OF_ONE_ARTICLE = frozenset({"title", "date"})
"""Keys that, decided for a story, concern the article that speaks for it; all others concern every article of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing to decide, or to take back. ``key`` of :data:`feedmill.decisions.KEYS`, "always" or "never"; None with
    ``undo`` takes back everything. ``value`` as TOML has it."""

    key: str | None
    value: object = None
    undo: bool = False


def parse_change(words: Sequence[str], *, undo: bool = False) -> Change:
    """What a person typed after the name: ``yes``, ``topics energy,arctic``, ``date 2024-02-08``, ``title …``,
    ``never``; with ``undo`` a key or nothing. Raises UsageError."""
    first, rest = (words[0], " ".join(words[1:]).strip()) if words else ("", "")
    verdict = first in ("yes", "borderline", "no")
    key = "verdict" if verdict else first
    if undo:
        if key and key not in (*KEYS, *PHRASES):
            raise UsageError(_unknown(key))
        return Change(key=key or None, undo=True)
    if verdict or key in PHRASES or key in FLAGS:
        if rest:
            raise UsageError(f'"{first}" stands alone; what is "{rest}"?')
        return Change(key=key, value=first if verdict else True)
    if key not in KEYS:
        raise UsageError(_unknown(key))
    if not rest:
        raise UsageError(f'"{key}" needs a value.')
    return Change(key=key, value=_as_list(rest) if key == "topics" else rest)


def _as_list(words: str) -> list[str]:
    return [one for one in words.replace(",", " ").split() if one]


def _unknown(key: str) -> str:
    known = ["yes", "borderline", "no", *(one for one in KEYS if one != "verdict"), *PHRASES]
    said = f'"{key}" is nothing that can be decided' if key else "Say what is decided"
    return f"{said}: {', '.join(known)}."


def decide(desk: Desk, name: str, change_: Change) -> list[str]:
    """Write a decision about an article, a story or an address, or about a phrase; gives a line for each that says
    what is now decided. Nothing is applied yet: a pass does that.

    An address that nothing is stored under waits for its article. Raises NotFound for an unknown id, UsageError for a
    value that cannot be or a file that cannot be written, ConfigError when the file has faults already.
    """
    if change_.key in PHRASES:
        return [_decide_phrase(desk, name, change_)]
    targets = _targets(desk, name, change_.key)
    _check_value(desk, change_)
    for target, heading in targets:
        _change_file(desk, partial(_with_change, target=target, heading=heading, wanted=change_))
    done = "taken back" if change_.undo else "decided"
    what = change_.key or "everything"
    shown = "" if change_.undo or change_.value is None else f" = {change_.value}"
    return [f"{done}: {what}{shown}, for {heading or target[1]}" for target, heading in targets]


def _with_change(text: str, target: tuple[str, str], heading: str, wanted: Change) -> str:
    if wanted.undo:
        keys = KEYS if wanted.key is None else (wanted.key,)
        return set_decision(text, target, dict.fromkeys(keys), heading)
    return set_decision(text, target, {wanted.key or "": wanted.value}, heading)


def _decide_phrase(desk: Desk, phrase: str, wanted: Change) -> str:
    if problem := check_phrase(phrase):
        raise UsageError(f"{phrase!r} can never match: {problem}.")
    _change_file(desk, lambda text: set_phrase(text, phrase, None if wanted.undo else wanted.key))
    return f"{'taken back' if wanted.undo else wanted.key}: “{phrase}”"


def _change_file(desk: Desk, edit: Callable[[str], str]) -> None:
    paths = desk.settings.paths
    slugs = [topic.slug for topic in desk.beat.topics]

    def checked(text: str) -> str:
        read_decisions(text, paths.decisions.name, slugs)
        changed = edit(text)
        read_decisions(changed, paths.decisions.name, slugs)
        return changed

    try:
        change(paths.decisions, paths.state / "decisions.lock", checked)
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError([Fault(paths.decisions.name, None, str(fault))]) from fault


def _check_value(desk: Desk, wanted: Change) -> None:
    if wanted.undo or wanted.key is None:
        return
    try:
        value = KEYS[wanted.key](wanted.value)
    except ValueError as fault:
        raise UsageError(f"{str(fault)[:1].upper()}{str(fault)[1:]}.") from fault
    slugs = [topic.slug for topic in desk.beat.topics]
    unknown = [one for one in value if one not in slugs] if wanted.key == "topics" else []
    if unknown:
        raise UsageError(f'There is no topic "{unknown[0]}". Topics: {", ".join(slugs)}.')


def _targets(desk: Desk, name: str, key: str | None) -> list[tuple[tuple[str, str], str]]:
    """What a name stands for in the file, each with a title for its comment."""
    ident = as_uuid(name)
    with desk.store.reading() as conn:
        if ident is None and is_address(name):
            found = articles.find(conn, url_key(name))
            return [(("url", name), found[0].article.title if found else "")]
        if ident is None:
            raise NotFound(f'"{name}" is neither an id nor an address. "feedmill articles" lists them.')
        row = articles.get(conn, ident)
        rows: list[ArticleRow | None] = [row]
        if row is None:
            story = stories.get(conn, stories.resolve(conn, ident))
            speaks = story.entry.article if story and story.entry else None
            members = [one.id for one in membership.of_story(conn, story.id)] if story else []
            wanted = [speaks] if key in OF_ONE_ARTICLE and speaks else members
            rows = [articles.get(conn, one) for one in wanted]
        if not any(rows):
            raise NotFound(f"No article or story has the id {ident}.")
    return [(("article", str(one.id)), one.article.title) for one in rows if one is not None]
