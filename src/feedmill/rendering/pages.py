"""The pages of the feeds folder: one for each published article, and the list of feeds. No scripts, relative links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from feedmill.model import Article, Channel, Entry, Judgement, Moment, signal_words
from feedmill.rendering.body import paragraphs, safe, source_facts, when
from feedmill.rendering.plain import address, fit, line, summary

_SIGNALS_SHOWN = 12


@cache
def _pages() -> Environment:
    environment = Environment(
        loader=PackageLoader("feedmill.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: fit(value) if isinstance(value, str) and not hasattr(value, "__html__") else value,
    )
    environment.filters["signal"] = signal_words
    return environment


def render_article_page(
    id: UUID,
    article: Article,
    judgement: Judgement | None,
    sha256: str | None,
    *,
    entry: Entry | None = None,
    whole: bool = True,
) -> bytes:
    """The page ``articles/<uuid>.html`` of a published article, with metadata for citation and search tools.

    ``sha256`` is the hash of the original document. ``entry`` adds the story's other sources and the why-line as
    published; without it the judgement's evidence explains. Unless it may be shown ``whole``, the text ends after the
    letters that a summary has.
    """
    page = (
        _pages()
        .get_template("article.html")
        .render(
            id=id,
            article=article,
            title=line(article.title) or "Untitled",
            authors=[name for author in article.authors if (name := line(author))],
            publisher=line(article.publisher or ""),
            agency=line(article.agency or ""),
            url=address(article.url),
            image=address(article.image),
            body=Markup(_body(article, whole=whole)),  # noqa: S704 - sanitised by safe(), escaped by paragraphs()
            whole=whole,
            published=_told(article.published),
            updated=_told(article.updated),
            judgement=judgement,
            evidence=[one for one in judgement.evidence if one.points][:_SIGNALS_SHOWN] if judgement else [],
            why=line(entry.why) if entry else "",
            others=_others(id, entry),
            sha256=sha256,
        )
    )
    return page.encode("utf-8")


def _body(article: Article, *, whole: bool) -> str:
    return safe(article.html, article.text) if whole else paragraphs(summary(article.text))


def _told(moment: Moment | None) -> dict[str, str] | None:
    """A moment as a page tells it: for people, for machines, for citation tools, and where it was read."""
    if moment is None:
        return None
    day = moment.precision == "day"
    return {
        "text": when(moment.at, moment.precision),
        "machine": f"{moment.at:%Y-%m-%d}" if day else f"{moment.at:%Y-%m-%dT%H:%M:%SZ}",
        "citation": f"{moment.at:%Y/%m/%d}",
        "provenance": line(moment.provenance),
        "precision": moment.precision,
    }


def _others(id: UUID, entry: Entry | None) -> list[dict[str, object]]:
    """The story's other sources, each with an address or the name of its page beside this one."""
    origins = [origin for origin in entry.origins if origin.article != id] if entry else []
    return [
        {
            "label": line(origin.label) or "unnamed source",
            "url": address(origin.url) or f"{origin.article}.html",
            "facts": ", ".join(source_facts(origin)),
        }
        for origin in origins
    ]


def render_index(title: str, channels: Sequence[Channel]) -> bytes:
    """The page ``index.html``: every channel in the given order with its three addresses."""
    name = line(title)
    listed = [{"slug": c.slug, "title": _short(c, name), "scope": line(c.description)} for c in channels]
    return _pages().get_template("index.html").render(title=name, channels=listed).encode("utf-8")


def _short(channel: Channel, site: str) -> str:
    """The channel's title without the name of the site, which heads the page already."""
    return line(channel.title).removesuffix(f" · {site}") or channel.slug


def stylesheet() -> bytes:
    """The file ``style.css`` of both pages."""
    return files("feedmill.rendering").joinpath("templates/style.css").read_bytes()
