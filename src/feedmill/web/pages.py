"""The pages: what is new, a topic, a story, an article, the ledger, a run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from feedmill.model import Channel, Entry
from feedmill.pipeline import Desk
from feedmill.pipeline.channels import ALL, ARRIVALS
from feedmill.pipeline.health import source_health
from feedmill.pipeline.listing import close_floor
from feedmill.pipeline.publish import shows_freely
from feedmill.pipeline.refresh import PASSED_OVER
from feedmill.sources.folder import SOURCE
from feedmill.store import articles, documents, feeds, membership, runs, stories
from feedmill.store.articles import Outline
from feedmill.store.documents import DocumentRow
from feedmill.web.api import FATES, fate_of
from feedmill.web.chart import draw, spark
from feedmill.web.comparing import by_view, side_by_side, timeline
from feedmill.web.control import Control
from feedmill.web.dropping import MOST_FILES
from feedmill.web.guard import TOO_UNSURE
from feedmill.web.paging import choice_of, mark_of, name_of, next_page, whole_number
from feedmill.web.shell import Shell
from feedmill.web.showing import LANGUAGES, body, quoted, report_rows
from feedmill.web.visits import VISIT_COOKIE, VISIT_DAYS, visit_of

NEWEST = 6
"""Stories at the head of the home page."""

PER_TOPIC = 4
WEEKS = 26
SOURCE_DAYS = 30
"""Days that the sparkline of a source shows."""
MOST_SINCE = 30
"""Stories that came since the last visit, listed at most."""

TOPIC_PAGE = 50
LEDGER_PAGE = 50
CLOSE_PAGE = 30
EVIDENCE_SHOWN = 4
RELATED = 20
CHART_DAYS = 5 * 366
EXCERPT = 300
"""Letters of an article that strangers may read where full texts may not be passed on."""

CUTS_SHOWN = 60
STATIC = Path(str(files("feedmill.web").joinpath("static")))
ORIGINAL_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


STATES = {
    "off": "not followed", "new": "not asked yet", "well": "well", "ailing": "ailing", "failing": "failing",
    "silent": "silent", "gone": "gone",
}  # fmt: skip
"""How a source is, in a word; the keys are those of :data:`feedmill.pipeline.health.State`."""

Line = tuple[DocumentRow, str, list[Outline]]
"""A line of the ledger: the document, how it ended, and its articles."""


class Pages:
    """The handlers of the pages. Each opens the database briefly and renders from values."""

    def __init__(self, desk: Desk, control: Control, channels: Mapping[str, Channel], shell: Shell) -> None:
        self._desk = desk
        self._control = control
        self._channels = channels
        self._shell = shell

    def home(self, request: Request) -> Response:
        """``GET /``: the newest stories, what came since the last visit, each topic with its rhythm; and the button.

        When this browser looked last is kept by the browser alone, in a cookie: nothing is written here.
        """
        topics, visit = self._desk.beat.topics, visit_of(request.cookies, self._desk.now())
        with self._desk.store.reading() as conn:
            newest = _entries(conn, None, NEWEST)
            by_topic = [(topic, _entries(conn, topic.slug, PER_TOPIC)) for topic in topics]
            counts = feeds.counts(conn)
            per_day = feeds.per_day(conn, ALL, CHART_DAYS)
            weeks = feeds.weekly(conn, [topic.slug for topic in topics], WEEKS)
            arrived = feeds.since(conn, ARRIVALS, visit.before, MOST_SINCE + 1) if visit.before else []
            last = next((run for run in runs.latest(conn) if run.report), None)
        most = max((max(counted) for counted in weeks.values()), default=0)
        answer = self._shell.page(
            request, "home.html", newest=newest, by_topic=by_topic, counts=counts, chart=draw(per_day), last=last,
            rows=report_rows(last.report) if last and last.report else [], problems=self._control.healthy(),
            sparks={slug: spark(counted, most) for slug, counted in weeks.items()}, visit=visit, arrived=arrived,
            most_since=MOST_SINCE, folder=self._desk.settings.paths.seeds,
            max_bytes=self._desk.settings.reading.max_bytes,
        )  # fmt: skip
        answer.set_cookie(VISIT_COOKIE, visit.cookie, max_age=VISIT_DAYS * 86400, httponly=True, samesite="strict")
        return answer

    def topic(self, request: Request) -> Response:
        """``GET /topics/{slug}``: the stories of a feed, how to subscribe, and how it chooses."""
        channel = self._channels.get(request.path_params["slug"])
        if channel is None or channel.slug == ARRIVALS:  # ordered by arrival, which this list is not
            raise HTTPException(404, "There is no such topic.")
        query = request.query_params
        before = mark_of(query)
        with self._desk.store.reading() as conn:
            rows = stories.page(conn, feed=channel.slug, before=before, limit=TOPIC_PAGE)
            count = feeds.count(conn, channel.slug)
            per_day = feeds.per_day(conn, channel.slug, CHART_DAYS)
        entries = [row.entry for row in rows if row.entry is not None]
        mark = (entries[-1].date, entries[-1].id) if entries and len(rows) == TOPIC_PAGE else None
        older = next_page(f"/topics/{channel.slug}", query, mark)
        return self._shell.page(
            request, "topic.html", channel=channel, entries=entries, count=count, chart=draw(per_day), older=older,
            is_first=before is None, scales=self._desk.beat.scales, is_topic=channel.slug in self._shell.titles,
            window=self._desk.settings.feeds.entries, vocabulary=self._desk.beat.vocabulary.get(channel.slug, {}),
            languages=LANGUAGES,
        )  # fmt: skip

    def story(self, request: Request) -> Response:
        """``GET /stories/{id}``: its sources side by side, why it is here, what belongs to it; an alias answers 308."""
        asked = request.path_params["id"]
        with self._desk.store.reading() as conn:
            row = stories.get(conn, asked)
            if row is None or row.entry is None:
                raise HTTPException(404, "There is no such story.")
            if row.id != asked:
                return RedirectResponse(f"/stories/{row.id}", 308)
            members = {member.id: member for member in membership.of_story(conn, row.id)}
            linked = stories.related(conn, row.id)[:RELATED]
            related = [(found.entry, reason) for other, reason in linked if (found := stories.get(conn, other))]
            standing = feeds.of_story(conn, row.id)
        shown = [channel for slug, channel in self._channels.items() if slug in standing]
        return self._shell.page(
            request, "story.html", entry=row.entry, members=members, standing=shown, views=by_view(row.entry),
            timeline=timeline(row.entry, members.values()),
            related=[(entry, reason) for entry, reason in related if entry is not None],
        )  # fmt: skip

    def article(self, request: Request) -> Response:
        """``GET /articles/{id}``: the clean text and where everything about it comes from.

        Everyone may read what is published, without the workshop around it.
        """
        trusted = request.state.visitor.trusted
        with self._desk.store.reading() as conn:
            row = articles.get(conn, request.path_params["id"])
            story = stories.get(conn, row.story) if row and row.story else None
            has_original = bool(row and row.sha256 and documents.has_original(conn, row.sha256))
        entry = story.entry if story else None
        if not trusted and (row is None or entry is None or row.judgement.verdict == "no"):
            raise HTTPException(401, TOO_UNSURE)
        if row is None:
            raise HTTPException(404, "There is no such article.")
        whole = trusted or self._desk.settings.full_text or shows_freely(entry, row.id)
        return self._shell.page(
            request, "article.html", row=row, article=row.article, judgement=row.judgement, entry=entry, whole=whole,
            body=body(row.article, letters=None if whole else EXCERPT), has_original=has_original,
            evidence=[quoted(row.article, one) for one in row.judgement.evidence],
            cuts=row.article.cuts[:CUTS_SHOWN], more_cuts=max(0, len(row.article.cuts) - CUTS_SHOWN),
        )  # fmt: skip

    def original(self, request: Request) -> Response:
        """``GET /articles/{id}/original``: the bytes as received. Text is shown as text; nothing is ever rendered."""
        with self._desk.store.reading() as conn:
            row = articles.get(conn, request.path_params["id"])
            content = documents.original(conn, row.sha256) if row and row.sha256 else None
        if row is None or content is None:
            raise HTTPException(404, "There is no original of that.")
        headers = {"content-security-policy": ORIGINAL_POLICY, "x-robots-tag": "noindex"}
        if row.encoding:
            return Response(content, headers=headers | {"content-type": f"text/plain; charset={row.encoding}"})
        headers["content-disposition"] = f'attachment; filename="{row.id}.bin"'
        return Response(content, headers=headers, media_type="application/octet-stream")

    def compare(self, request: Request) -> Response:
        """``GET /articles/{id}/compare``: the document as received beside what was read of it."""
        with self._desk.store.reading() as conn:
            row = articles.get(conn, request.path_params["id"])
            content = documents.original(conn, row.sha256) if row and row.sha256 and row.encoding else None
        if row is None or content is None:
            raise HTTPException(404, "There is no text to compare that with.")
        lines, more = side_by_side(content, row.encoding or "utf-8", row.article)
        return self._shell.page(
            request, "compare.html", row=row, article=row.article, lines=lines, more=more, body=body(row.article)
        )

    def sources(self, request: Request) -> Response:
        """``GET /sources``: where documents come from, and how that goes."""
        with self._desk.store.reading() as conn:
            listed = source_health(conn, self._desk.settings)
            followed = [one for one in listed if one.source.enabled]
            ids = [one.source.id for one in followed]
            seen = articles.daily(conn, [SOURCE, *ids], self._desk.now().date(), SOURCE_DAYS)
            passed_over = feeds.fact(conn, PASSED_OVER)
            last = next((run for run in runs.latest(conn) if run.report), None)
        sparks = {name: spark(counted, max(counted)) for name, counted in seen.items()}
        offered = [one for one in listed if not one.source.enabled]
        suggested = [one for one in offered if one.source.suggested and not one.source.restricted]
        return self._shell.page(
            request, "sources.html", followed=followed, offered=offered, suggested=suggested, states=STATES,
            sparks=sparks, folder_source=SOURCE, folder=self._desk.settings.paths.seeds, last=last,
            passed_over=passed_over,
        )  # fmt: skip

    def close(self, request: Request) -> Response:
        """``GET /close``: what came close to the topic feeds but is not in, the closest first, with the words that
        spoke for it; and the buttons by which an editor decides."""
        query, scales = request.query_params, self._desk.beat.scales
        floor, passed = close_floor(self._desk.beat), _score_mark(query)
        with self._desk.store.reading() as conn:
            rows = articles.close(conn, floor=floor, limit=CLOSE_PAGE, after=passed)
        mark = f"{rows[-1].judgement.score}_{rows[-1].id}" if len(rows) == CLOSE_PAGE else None
        lines = [(row, [quoted(row.article, one) for one in row.judgement.evidence[:EVIDENCE_SHOWN]]) for row in rows]
        older = f"/close?before={mark}" if mark else None
        return self._shell.page(request, "close.html", lines=lines, floor=floor, top=scales.relevant - 1, older=older)

    def ledger(self, request: Request) -> Response:
        """``GET /ledger``: every document and what became of it."""
        query = request.query_params
        fate = choice_of(query, "fate", FATES)
        before, name = whole_number(query, "before", 0, 2**63 - 1), name_of(query)
        with self._desk.store.reading() as conn:
            rows = documents.page(conn, after=before, limit=LEDGER_PAGE, newest_first=True, fate=fate, name=name)
            outlines = articles.outlines(conn, [row.id for row in rows])
            names = documents.names(conn, [row.id for row in rows])
            total = sum(documents.count(conn))
            passed_over = feeds.fact(conn, PASSED_OVER)
        older = next_page("/ledger", query, rows[-1].id if len(rows) == LEDGER_PAGE else None)
        lines = [(row, fate_of(row), outlines.get(row.id, [])) for row in rows]
        return self._shell.page(
            request, "ledger.html", lines=lines, fate=fate, fates=FATES, older=older, total=total,
            passed_over=passed_over, is_first=not before, name=name, names=names,
        )  # fmt: skip

    def run(self, request: Request) -> Response:
        """``GET /runs/{id}``: how far a pass is, and what came of it."""
        run: UUID = request.path_params["id"]
        state = self._control.run_state(run)
        if state is None:
            raise HTTPException(404, "There is no such run.")
        report, files = state.get("report"), request.query_params.getlist("file")[:MOST_FILES]
        lines, waiting, names = self._became(files) if report else ([], [], {})
        return self._shell.page(
            request, "run.html", run=state, rows=report_rows(report) if report else [], report=report, files=files,
            lines=lines, waiting=waiting, names=names, fates=FATES, query=request.url.query,
        )  # fmt: skip

    def _became(self, files: list[str]) -> tuple[list[Line], list[str], dict[int, list[str]]]:
        """What became of these files, as the ledger tells it, those that it does not know yet, and the documents'
        names: bytes that were there before are the document that they were."""
        with self._desk.store.reading() as conn:
            found = {name: documents.find(conn, name) for name in files}
            rows = [row for row in found.values() if row is not None]
            outlines = articles.outlines(conn, [row.id for row in rows])
            names = documents.names(conn, [row.id for row in rows])
        lines = [(row, fate_of(row), outlines.get(row.id, [])) for row in rows]
        return lines, [name for name, row in found.items() if row is None], names

    def login(self, request: Request, *, failed: bool = False) -> Response:
        """``GET /login``: the form."""
        has_token = bool(self._desk.settings.site.token)
        return self._shell.page(
            request, "login.html", status=401 if failed else 200, failed=failed, has_token=has_token
        )

    def favicon(self, request: Request) -> Response:
        """``GET /favicon.ico``: browsers ask for it; the pages name another one."""
        return PlainTextResponse("", 204)


def _score_mark(query: Mapping[str, str]) -> tuple[int, UUID] | None:
    """Where a page of close calls begins. Raises HTTPException 400."""
    stated = query.get("before")
    if stated is None:
        return None
    score, _, key = stated.partition("_")
    try:
        if not (score.isascii() and score.isdigit() and len(score) < 4):
            raise ValueError
        return int(score), UUID(key)
    except ValueError:
        raise HTTPException(400, '"before" is what "next" of the page before says.') from None


def _entries(conn: Connection, feed: str | None, limit: int) -> list[Entry]:
    return [row.entry for row in stories.page(conn, feed=feed or ALL, limit=limit) if row.entry is not None]
