"""Stories become entries, entries become files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from feedmill import __version__, publishing
from feedmill.model import Entry
from feedmill.pipeline.channels import ALL, ARRIVALS, BORDERLINE, FORMATS, channels
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.developments import note_follow_ups, note_versions
from feedmill.pipeline.health import health_channel, troubles_of
from feedmill.rendering import (
    RENDERER_VERSION,
    render_article_page,
    render_feed,
    render_health,
    render_index,
    render_opml,
    stylesheet,
)
from feedmill.store import articles, feeds, stories
from feedmill.stories import compose_entry

FRONT = "index.html"

PAGES_AT_ONCE = 200
"""Article pages between two transactions."""


@dataclass(slots=True)
class Published:
    """What came of publishing: the names of all feed files and of those that were written; what could not be."""

    files: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


def compose(conn: Connection, desk: Desk) -> None:
    """Compose the entries of all dirty stories anew, place them in their feeds, and mark those feeds dirty."""
    now = desk.now()
    edited = articles.take_edited(conn)
    waiting = stories.dirty(conn)
    for story in waiting:
        _compose_story(conn, story, edited, now, desk)
    for story in waiting:
        note_follow_ups(conn, story, now)
    stories.clear_dirty(conn, waiting)


def feeds_of(entry: Entry) -> dict[str, datetime]:
    """The feeds that carry an entry, and the date it stands under in each."""
    if entry.verdict == "borderline":
        return {BORDERLINE: entry.date}
    return dict.fromkeys((ALL, *entry.topics), entry.date) | {ARRIVALS: entry.arrived}


def _compose_story(conn: Connection, story: UUID, edited: frozenset[UUID], now: datetime, desk: Desk) -> None:
    row = stories.get(conn, story)
    if row is None:
        return
    views, languages = desk.outlets, desk.settings.feeds.languages
    found = articles.members(conn, story)
    members = [replace(one, outlet_view=views.view_of(one.article, one.source)) for one in found]
    if row.entry is None:  # a story arrives with its newest article, not when it happens to be published
        now = max((member.first_seen for member in members), default=now)
    entry = compose_entry(
        story, members, articles.judgements(conn, story), row.entry, now, edited=edited, languages=languages
    )
    note_versions(conn, story, entry, members, edited, now)
    if entry == row.entry:
        return
    stories.save_entry(conn, story, entry)
    before, after = feeds.of_story(conn, story), feeds_of(entry) if entry else {}
    feeds.place(conn, story, after)
    feeds.mark_dirty(conn, {*before, *after})
    for member in members:
        feeds.mark_page_dirty(conn, member.id)


def publish(
    desk: Desk,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    *,
    into: Published | None = None,
    thorough: bool = False,
) -> Published:
    """Write what waits to be written: dirty feeds, dirty pages, and the few files that show the whole.

    ``into`` is what an earlier publication of the same pass gave, to be added to. A ``thorough`` one also looks for
    article pages that somebody removed. A file that cannot be written is told in the result and stays dirty; the
    others are written all the same.
    """
    press = _Press(desk, into or Published())
    press.find_more_to_do(thorough=thorough)
    press.write_pages()  # before the feeds that link to them
    press.write_feeds(progress)
    press.write_front()
    return press.result


class _Press:
    """One publication: what there is to write, and what came of it."""

    def __init__(self, desk: Desk, result: Published) -> None:
        self._desk = desk
        self.result = result
        self._folder = desk.settings.paths.feeds
        with desk.store.writing() as conn:
            self._desk_id = feeds.desk_id(conn)
        self._channels = channels(desk.settings, desk.beat, self._desk_id)
        self.result.files |= {f"{slug}.{one}" for slug in self._channels for one in FORMATS}

    def find_more_to_do(self, *, thorough: bool) -> None:
        """Mark dirty what other settings or another program made, and feed files that are not as they were written."""
        publishing.sweep_leftovers(self._folder)
        shape = self._shape()
        with self._desk.store.writing() as conn:
            lost = [slug for slug in self._channels if not all(self._stands(conn, f"{slug}.{one}") for one in FORMATS)]
            if feeds.fact(conn, "shape") != shape or not (self._folder / FRONT).is_file():
                feeds.mark_all_pages_dirty(conn)
                lost = list(self._channels)
                feeds.remember(conn, "shape", shape)
            feeds.mark_dirty(conn, lost)
            if thorough:
                self._mark_lost_pages(conn)

    def _stands(self, conn: Connection, name: str) -> bool:
        """Whether a feed file is there as it was last written."""
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return False
        return feeds.fact(conn, f"file:{name}") == hashlib.sha256(content).hexdigest()

    def _mark_lost_pages(self, conn: Connection) -> None:
        there = {path.stem for path in (self._folder / "articles").glob("*.html")}
        for article in articles.published(conn):
            if str(article) not in there:
                feeds.mark_page_dirty(conn, article)

    def _shape(self) -> str:
        """Hash of what else than stories decides the bytes of feeds and pages."""
        settings = self._desk.settings
        told = (__version__, RENDERER_VERSION, settings.site.title, settings.site.base_url, settings.full_text)
        seen = repr((told, settings.feeds.entries, [repr(topic) for topic in self._desk.beat.topics]))
        return hashlib.sha256(seen.encode()).hexdigest()

    def write_feeds(self, progress: Callable[[str, int, int], None]) -> None:
        """Render and write the dirty feeds, newest state of the database each."""
        with self._desk.store.reading() as conn:
            waiting = [slug for slug in feeds.dirty(conn) if slug in self._channels]
        for number, slug in enumerate(waiting):
            with self._desk.store.reading() as conn:
                entries = feeds.window(conn, slug, self._desk.settings.feeds.entries)
            files = {f"{slug}.{one}": render_feed(self._channels[slug], entries, one) for one in FORMATS}
            standing = [self._write(name, content, is_feed=True) for name, content in files.items()]
            if all(standing):
                self._note_written(slug, files)
            progress("publishing", number + 1, len(waiting))

    def _note_written(self, slug: str, files: Mapping[str, bytes]) -> None:
        with self._desk.store.writing() as conn:
            for name, content in files.items():
                feeds.remember(conn, f"file:{name}", hashlib.sha256(content).hexdigest())
            feeds.clear_dirty(conn, [slug])

    def write_pages(self) -> None:
        """Write the pages of published articles that changed; remove those of articles no longer published."""
        while True:
            with self._desk.store.reading() as conn:
                waiting = feeds.dirty_articles(conn, PAGES_AT_ONCE)
                pages = {key: self._page(conn, key) for key in waiting}
            standing = [self._write_page(key, content) for key, content in pages.items()]
            if not standing or not all(standing):
                return
            with self._desk.store.writing() as conn:
                feeds.clear_dirty_pages(conn, waiting)

    def _page(self, conn: Connection, key: UUID) -> bytes | None:
        row = articles.get(conn, key)
        if row is None or row.story is None:
            return None
        story = stories.get(conn, row.story)
        return render_article_page(row.id, row.article, row.judgement, row.sha256, entry=story.entry if story else None)

    def _write_page(self, key: UUID, content: bytes | None) -> bool:
        name = f"articles/{key}.html"
        if content is not None:
            return self._write(name, content)
        return self._attempt(name, lambda: publishing.remove(self._folder, name)) is not None

    def write_front(self) -> None:
        """The files that show the whole: index, subscription list, style."""
        described = list(self._channels.values())
        topics = [self._channels[topic.slug] for topic in self._desk.beat.topics]
        self._write("style.css", stylesheet())
        self._write("feeds.opml", render_opml(self._desk.settings.site.title, topics))
        self._write(FRONT, render_index(self._desk.settings.site.title, described))
        with self._desk.store.reading() as conn:
            troubles = troubles_of(conn, self._desk.settings, self._desk_id)
        self._write("health.atom", render_health(health_channel(self._desk.settings, self._desk_id), troubles))

    def _write(self, name: str, content: bytes, *, is_feed: bool = False) -> bool:
        written = self._attempt(name, lambda: publishing.write_if_changed(self._folder, name, content))
        if is_feed and written:
            self.result.written.add(name)
        return written is not None

    def _attempt(self, name: str, act: Callable[[], bool]) -> bool | None:
        """Whether the act changed anything; None, and a line in the errors, when it failed."""
        try:
            return act()
        except OSError as fault:
            self.result.errors.append(f"{name} could not be written: {fault.strerror or fault}.")
            return None
