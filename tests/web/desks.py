"""A desk with hand-made content: a story with two sources and hostile strings, an article that is not about the
beat, a refused document, an alias; and a control that plays a pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from starlette.applications import Starlette

from feedmill.config import Overrides, Settings, Site, load
from feedmill.isolation import Readers
from feedmill.judging import compile_beat
from feedmill.model import (
    Article,
    Cut,
    Document,
    Entry,
    Evidence,
    Fingerprint,
    Judgement,
    Moment,
    Origin,
    Reading,
    Rejection,
    TopicEvidence,
    TopicMatch,
    Verdict,
)
from feedmill.pipeline import Desk
from feedmill.pipeline.compose import feeds_of
from feedmill.pipeline.desk import beat_files
from feedmill.pipeline.publish import publish
from feedmill.store import documents, feeds, filing, open_store, runs, stories
from feedmill.web import create_app

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
STORY, ALIAS, RELATED = UUID(int=0x51 << 64), UUID(int=0xA1 << 64), UUID(int=0x52 << 64)
SHOWN, SECOND, OTHER, ALIEN = (UUID(int=0xA7 << 64 | number) for number in range(1, 5))
RUN = UUID(int=0x99 << 64)
NOWHERE = UUID(int=0xDEAD << 64)
HOSTILE = """Pumps <script>alert(1)</script> & "quotes" '><img src=x onerror=alert(2)>"""
ORIGINAL = f"<html><body><h1>{HOSTILE}</h1><script>alert(3)</script></body></html>".encode()
TOKEN, DOOR = "a-long-random-token-of-the-owner", "the-token-of-this-start"


@dataclass
class Playing:
    """A control whose passes end after a few looks at them."""

    door_token: str = DOOR
    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    looks: int = 0

    def request_refresh(self, trigger: str, *, again: bool = False, source: str | None = None) -> UUID:
        self.asked.append(f"{trigger}, again" if again else trigger)
        self.looks = 0
        return RUN

    def run_state(self, run: UUID) -> dict[str, Any] | None:
        if run != RUN:
            return None
        self.looks += 1
        state = "queued" if self.looks < 2 else "running" if self.looks < 4 else "finished"
        return {
            "run": str(RUN), "trigger": "request", "state": state, "error": None,
            "progress": {"stage": "reading", "done": self.looks, "total": 4} if state == "running" else None,
            "report": REPORT if state == "finished" else None,
        }  # fmt: skip

    def healthy(self) -> list[str]:
        return self.problems


REPORT: dict[str, Any] = {
    "run": str(RUN),
    "documents": {"seen": 3, "read": 2, "unchanged": 0, "refused": 1, "waiting": 0},
    "articles": {"new": 4, "updated": 0},
    "stories": {"new": 2, "grown": 1},
    "feeds": {"written": 51, "unchanged": 0},
    "errors": [],
}


def open_desk(root: Path, site: Site | None = None) -> Desk:
    """A filled desk, its feeds written. Nothing here reads documents, so no reader is started."""
    told: Settings = load(Overrides(), {}, root)
    settings = told.model_copy(update={"site": site or Site()})
    settings.paths.seeds.mkdir(parents=True)
    settings.paths.feeds.mkdir(parents=True)
    files = beat_files(settings)
    desk = Desk(
        settings=settings, beat=compile_beat(files), store=open_store(settings.database_url),
        readers=Readers(settings.reading, files), now=lambda: NOW,
    )  # fmt: skip
    with desk.store.writing() as conn:
        fill(conn)
    publish(desk)
    return desk


def app_of(desk: Desk, control: Playing | None = None) -> Starlette:
    return create_app(desk, control or Playing())


def fill(conn: Connection) -> None:
    page = document(conn, "page <b>.html", ORIGINAL)
    digest = document(conn, "digest.txt", "Сводка недели".encode())
    document(conn, "noise.bin", b"\0\1", Rejection(reason="binary", detail="not text <i>at all</i>"))
    for key in (STORY, RELATED, ALIAS):
        stories.add(conn, key, NOW)
    keep(conn, SHOWN, page, STORY, article(0, HOSTILE, "en"), "yes")
    keep(conn, SECOND, digest, STORY, article(0, "Насосы снова работают", "ru"), "yes")
    keep(conn, OTHER, digest, RELATED, article(1, "两国商定新航线", "zh"), "borderline")
    keep(conn, ALIEN, digest, None, article(2, "A choir wins a prize", "en"), "no")
    publish_entry(conn, entry(STORY, (SHOWN, SECOND), HOSTILE, "yes"))
    publish_entry(conn, entry(RELATED, (OTHER,), "两国商定新航线", "borderline"))
    stories.link(conn, STORY, RELATED, "same talks, another day <u>")
    stories.merge(conn, ALIAS, STORY, NOW)
    runs.start(conn, RUN, "start", NOW)
    runs.finish(conn, RUN, REPORT, NOW)


def document(conn: Connection, origin: str, content: bytes, rejection: Rejection | None = None) -> int:
    taken = Document(origin=origin, content=content, source="seeds", received=NOW)
    sha256 = documents.hash_of(content)
    reading = Reading(
        media_type="application/octet-stream" if rejection else "text/html", rejection=rejection,
        encoding=None if rejection else "utf-8", shape="none" if rejection else "article", shape_reason="by hand",
    )  # fmt: skip
    documents.keep_original(conn, sha256, content)
    number = documents.record(conn, taken, sha256, reading, now=NOW, reader=1)
    documents.remember_origin(conn, "seeds", origin, documents.Seen(document=number, sha256=sha256, signature="1"))
    return number


def article(position: int, title: str, language: str) -> Article:
    text = "Moscow and Beijing restarted the pumps <b>today</b>.\n\nBoth sides were glad."
    return Article(
        position=position, title=title, title_provenance="stated", language=language, text=text,
        html='<p>Moscow and Beijing restarted the pumps &lt;b&gt;today&lt;/b&gt;.</p><p onclick="x()">Both '
        '<img src="https://tracker.example/1.gif"><script>alert(4)</script>'
        '<a href="javascript:alert(5)">sides</a>.</p>',
        url=f"https://gazette.example/{position}/{language}", authors=("<b>Nora</b> Fields",),
        publisher="River & Gazette",
        published=Moment(at=datetime(2026, 5, 3, tzinfo=UTC), precision="day", provenance="byline"),
        cuts=(Cut(reason="menu", text="Home <script>alert(6)</script> About"),),
    )  # fmt: skip


def keep(conn: Connection, key: UUID, number: int, story: UUID | None, kept: Article, verdict: Verdict) -> None:
    evidence = (
        Evidence(signal="lede_relation", points=70, where="lede", text="Moscow and Beijing restarted"),
        Evidence(signal="cap_apart", points=-5, where=None, text=None),
    )
    topic = TopicMatch(slug="energy", score=6, evidence=(TopicEvidence(term="pumps", where="lede", text="pumps"),))
    judgement = Judgement(
        score=65, verdict=verdict, evidence=evidence, topics=(topic,) if verdict != "no" else (), entities=(), beat="b"
    )
    filing.add(
        conn,
        [filing.ToKeep(
            id=key, document=number, story=story, article=kept, judgement=judgement,
            fingerprint=Fingerprint(version=1, lookup=(), facts=""), url_key=None, text_key=str(key), first_seen=NOW,
        )],
    )  # fmt: skip


def entry(key: UUID, members: tuple[UUID, ...], title: str, verdict: Verdict) -> Entry:
    shown = article(0, title, "en")
    origins = tuple(
        Origin(label=f"Outlet <{n}>", url=shown.url, view="press", published=NOW, precision="day", article=member)
        for n, member in enumerate(members)
    )
    return Entry(
        id=key, article=members[0], verdict=verdict, title=title, html=shown.html, text=shown.text, link=shown.url,
        authors=shown.authors, publisher=shown.publisher, agency=None, language="en", image=None,
        topics=("energy",) if verdict == "yes" else (), origins=origins, why="Why here: 65/100 <em>", updated=NOW,
        date=datetime(2026, 5, 3, 12, tzinfo=UTC), date_note="day only", arrived=NOW,
    )  # fmt: skip


def publish_entry(conn: Connection, made: Entry) -> None:
    stories.save_entry(conn, made.id, made)
    feeds.place(conn, made.id, feeds_of(made), NOW)
    feeds.mark_dirty(conn, feeds_of(made))


def add_stories(desk: Desk, count: int) -> list[UUID]:
    """More published stories, an hour apart; their ids from the newest to the oldest."""
    keys = [UUID(int=(0xB0 << 64) | number) for number in range(count)]
    with desk.store.writing() as conn:
        number = document(conn, "many.txt", b"many")
        for n, key in enumerate(keys):
            stories.add(conn, key, NOW)
            member = UUID(int=(0xC0 << 64) | n)
            keep(conn, member, number, key, article(n, f"Story {n}", "en"), "yes")
            made = entry(key, (member,), f"Story {n}", "yes")
            moved = {slot: getattr(made, slot) for slot in Entry.__slots__} | {"date": NOW - timedelta(hours=n)}
            publish_entry(conn, Entry(**moved))
    return keys
