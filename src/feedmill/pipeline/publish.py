"""Entries become files: feeds, their archives, article pages, and what shows the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from feedmill import __version__, publishing
from feedmill.model import Channel, Entry
from feedmill.pipeline.channels import FORMATS, channels
from feedmill.pipeline.compose import take_up_declarations
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.health import health_channel, troubles_of
from feedmill.rendering import (
    RENDERER_VERSION,
    render_article_page,
    render_feeds,
    render_health,
    render_index,
    render_opml,
    stylesheet,
)
from feedmill.store import archives, articles, feeds, stories
from feedmill.store.archives import Archive
from feedmill.store.articles import ArticleRow
from feedmill.store.stories import StoryRow

FRONT = "index.html"
ARTICLES, ARCHIVE = "articles", "archive"
"""Sub-folders of the feeds folder. They grow for ever, so they are listed only when somebody else changed them."""

PAGES_AT_ONCE = 200
"""Article pages between two transactions."""


@dataclass(slots=True)
class Published:
    """What came of publishing: the names of all feed files and of those that were written; what could not be."""

    files: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


def publish(
    desk: Desk,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    *,
    into: Published | None = None,
    thorough: bool = False,
    hurried: bool = False,
) -> Published:
    """Write what waits to be written: dirty feeds, dirty pages, and the few files that show the whole.

    ``into`` is what an earlier publication of the same pass gave, to be added to. A ``thorough`` one also looks for
    article pages that somebody removed; a ``hurried`` one, amid a long pass, leaves archive documents that stand
    already to the next. A file that cannot be written is told in the result and stays dirty; the
    others are written all the same.
    """
    stale = take_up_declarations(desk)
    press = _Press(desk, into or Published())
    press.find_more_to_do(thorough=thorough)
    press.write_pages()  # before the feeds that link to them
    press.write_archives(only_missing=hurried)
    press.write_feeds(progress)
    press.write_front()
    press.remove_feeds(stale)
    press.remember_folders()
    return press.result


def shows_freely(entry: Entry | None, article: UUID) -> bool:
    """Whether this article, and not another one of its story, is the one whose text may be passed on."""
    return entry is not None and entry.full_text and entry.article == article


def _stem(archive: Archive) -> str:
    return f"{ARCHIVE}/{archive.feed}-{archive.name}"


class _Press:
    """One publication: what there is to write, and what came of it."""

    def __init__(self, desk: Desk, result: Published) -> None:
        self._desk = desk
        self.result = result
        self._folder = desk.settings.paths.feeds
        self._own: list[str] = []
        with desk.store.writing() as conn:
            self._desk_id = feeds.desk_id(conn)
        self._channels = channels(desk.settings, desk.beat, self._desk_id)
        self.result.files |= {f"{slug}.{one}" for slug in self._channels for one in FORMATS}

    def find_more_to_do(self, *, thorough: bool) -> None:
        """Mark dirty what other settings or another program made, and feed files that are not as they were written."""
        publishing.sweep_leftovers(self._folder)
        shape, addresses = self._shape(), self._addresses()
        with self._desk.store.writing() as conn:
            lost = [slug for slug in self._channels if not all(self._stands(conn, f"{slug}.{one}") for one in FORMATS)]
            if feeds.fact(conn, "shape") != shape or not (self._folder / FRONT).is_file():
                feeds.mark_all_pages_dirty(conn)
                lost = list(self._channels)
                feeds.remember(conn, "shape", shape)
            if feeds.fact(conn, "addresses") != addresses:
                archives.mark_all_dirty(conn)
                feeds.remember(conn, "addresses", addresses)
            feeds.mark_dirty(conn, lost)
            for name in (ARTICLES, ARCHIVE):
                untouched = feeds.fact(conn, f"folder:{name}") == self._changed_at(name)
                if thorough and not untouched:
                    self._look_after(conn, name)
                if thorough or untouched:
                    self._own.append(name)

    def _changed_at(self, name: str) -> str:
        """When a sub-folder was last changed, by us or by others."""
        try:
            return str((self._folder / name).stat().st_mtime_ns)
        except OSError:
            return ""

    def _look_after(self, conn: Connection, name: str) -> None:
        """Somebody else wrote to a sub-folder, or we were killed while we did: see what is lost."""
        publishing.sweep_leftovers(self._folder / name)
        there = {path.name for path in (self._folder / name).glob("*")}
        if name == ARCHIVE:
            archives.mark_all_dirty(conn)
            return
        for article in articles.published(conn):
            if f"{article}.html" not in there:
                feeds.mark_page_dirty(conn, article)

    def remember_folders(self) -> None:
        """Note how we leave the sub-folders, so that a change by others is seen without listing them."""
        with self._desk.store.writing() as conn:
            for name in self._own:
                feeds.remember(conn, f"folder:{name}", self._changed_at(name))

    def _stands(self, conn: Connection, name: str) -> bool:
        """Whether a feed file is there as it was last written."""
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return False
        return feeds.fact(conn, f"file:{name}") == hashlib.sha256(content).hexdigest()

    def _shape(self) -> str:
        """Hash of what else than stories decides the bytes of feeds and pages."""
        settings = self._desk.settings
        told = (__version__, RENDERER_VERSION, settings.site.title, settings.site.base_url, settings.full_text)
        seen = repr((told, settings.feeds, settings.feed, [repr(topic) for topic in self._desk.beat.topics]))
        return hashlib.sha256(seen.encode()).hexdigest()

    def _addresses(self) -> str:
        """Hash of what alone lets archives be written anew: where they stand, what they may show, entries' ids."""
        settings = self._desk.settings
        told = repr((settings.site.base_url, settings.full_text, settings.feeds.entry_ids))
        return hashlib.sha256(told.encode()).hexdigest()

    def write_feeds(self, progress: Callable[[str, int, int], None]) -> None:
        """Render and write the dirty feeds, newest state of the database each."""
        with self._desk.store.reading() as conn:
            waiting = [slug for slug in feeds.dirty(conn) if slug in self._channels]
        for number, slug in enumerate(waiting):
            with self._desk.store.reading() as conn:
                entries = feeds.window(conn, slug, self._desk.settings.feeds.entries)
                channel = replace(self._channels[slug], prev_archive=self._newest_archive(conn, slug))
            files = {f"{slug}.{one}": content for one, content in render_feeds(channel, entries).items()}
            standing = [self._write(name, content, packed=True, is_feed=True) for name, content in files.items()]
            if all(standing):
                self._note_written(slug, files)
            progress("publishing", number + 1, len(waiting))

    def _newest_archive(self, conn: Connection, slug: str) -> str | None:
        newest = archives.latest(conn, slug)
        return newest.name if newest and self._is_shown(conn, newest) else None

    def _is_shown(self, conn: Connection, archive: Archive) -> bool:
        """A feed that still shows all it ever had needs no archive."""
        whole = feeds.count(conn, archive.feed) <= self._desk.settings.feeds.entries
        return archive.number > 1 or archive.next is not None or not whole

    def write_archives(self, *, only_missing: bool) -> None:
        """Write the archive documents that are open and grew, and those that were closed or lost a story."""
        with self._desk.store.reading() as conn:
            waiting = [one for one in archives.dirty(conn) if one.feed in self._channels and self._is_shown(conn, one)]
        for archive in waiting:
            stands = (self._folder / f"{_stem(archive)}.{FORMATS[-1]}").is_file()
            if only_missing and stands:
                continue
            with self._desk.store.reading() as conn:
                entries = archives.entries(conn, archive)
            kept = archive.sealed and stands
            if kept or self._write_archive(self._channels[archive.feed], archive, entries):
                with self._desk.store.writing() as conn:
                    archives.clear_dirty(conn, archive)

    def _write_archive(self, channel: Channel, archive: Archive, entries: list[Entry]) -> bool:
        archived = replace(channel, archive=archive.name, prev_archive=archive.previous, next_archive=archive.next)
        stem = _stem(archive)
        rendered = render_feeds(archived, entries)
        standing = [self._write(f"{stem}.{one}", content, packed=True) for one, content in rendered.items()]
        return all(standing)

    def remove_feeds(self, names: list[str]) -> None:
        """Remove the files of feeds that are no longer declared; ``names`` without their endings."""
        for name in (f"{stem}.{one}" for stem in names for one in FORMATS):
            for file in (name, f"{name}.gz"):
                self._attempt(file, partial(publishing.remove, self._folder, file))

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
                pages = self._pages(conn, waiting)
            standing = [self._write_page(key, content) for key, content in pages.items()]
            if not standing or not all(standing) or not self._settle_pages():
                return
            with self._desk.store.writing() as conn:
                feeds.clear_dirty_pages(conn, waiting)

    def _settle_pages(self) -> bool:
        """Let the pages that were just written survive a power cut, all at once."""
        folder = self._folder / ARTICLES

        def settle() -> bool:
            if folder.is_dir():
                publishing.sync(folder)
            return True

        return self._attempt(ARTICLES, settle) is not None

    def _pages(self, conn: Connection, keys: Sequence[UUID]) -> dict[UUID, bytes | None]:
        """The pages of these articles; None for those that are no longer published."""
        rows = {row.id: row for row in articles.many(conn, keys) if row.story is not None}
        told = stories.many(conn, list({row.story for row in rows.values() if row.story is not None}))
        return {key: self._page(rows[key], told) if key in rows else None for key in keys}

    def _page(self, row: ArticleRow, told: Mapping[UUID, StoryRow]) -> bytes:
        story = told.get(row.story) if row.story else None
        entry = story.entry if story else None
        whole = self._desk.settings.full_text or shows_freely(entry, row.id)
        return render_article_page(row.id, row.article, row.judgement, row.sha256, entry=entry, whole=whole)

    def _write_page(self, key: UUID, content: bytes | None) -> bool:
        name = f"{ARTICLES}/{key}.html"
        if content is not None:
            write = partial(publishing.write_if_changed, self._folder, name, content, for_good=False)
            return self._attempt(name, write) is not None
        return self._attempt(name, lambda: publishing.remove(self._folder, name)) is not None

    def write_front(self) -> None:
        """The files that show the whole: index, subscription list, style."""
        described = list(self._channels.values())
        topics = [self._channels[topic.slug] for topic in self._desk.beat.topics]
        title = self._desk.settings.site.title
        self._write("style.css", stylesheet(), packed=True)
        self._write("feeds.opml", render_opml(title, topics), packed=True)
        self._write(FRONT, render_index(title, described), packed=True)
        with self._desk.store.reading() as conn:
            troubles = troubles_of(conn, self._desk.settings, self._desk_id)
        health = render_health(health_channel(self._desk.settings, self._desk_id), troubles)
        self._write("health.atom", health, packed=True)

    def _write(self, name: str, content: bytes, *, packed: bool = False, is_feed: bool = False) -> bool:
        write = publishing.write_packed if packed else publishing.write_if_changed
        written = self._attempt(name, lambda: write(self._folder, name, content))
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
