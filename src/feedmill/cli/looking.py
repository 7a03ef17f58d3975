"""``feedmill why``, ``topics``, ``articles``, ``stories``, ``export``: what is stored, looked at."""

from __future__ import annotations

from typing import Annotated

import typer

from feedmill.cli import output
from feedmill.cli.desk import existing_desk
from feedmill.cli.options import JsonOption, LimitOption, TopicOption
from feedmill.errors import UsageError


def why(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID|URL|PATH", help="An article, a story, an address, a document.")],
    as_json: JsonOption = False,
) -> None:
    """Explain where an article or a document went, and by which words."""
    from feedmill.pipeline.explaining import explain

    with existing_desk(context) as desk:
        output.show_explanation(explain(desk, name), as_json=as_json)


def topics(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the topics with their feeds."""
    from feedmill.pipeline.listing import list_topics

    with existing_desk(context) as desk:
        output.show_topics(list_topics(desk), as_json=as_json)


def articles(
    context: typer.Context,
    verdict: Annotated[str | None, typer.Option(help="Only yes, borderline or no.")] = None,
    topic: TopicOption = None,
    close: Annotated[
        bool, typer.Option("--close", help="Only what came close but is not in, the closest first.")
    ] = False,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """List articles, the newest arrivals first."""
    from feedmill.pipeline.listing import list_articles, list_close

    if verdict not in (None, "yes", "borderline", "no"):
        raise UsageError(f'--verdict is yes, borderline or no, not "{verdict}".')
    if close and (verdict or topic):
        raise UsageError("--close stands alone: what is not in has no topic, and no verdict but borderline and no.")
    with existing_desk(context) as desk:
        if close:
            output.show_articles(list_close(desk, limit=limit), as_json=as_json)
            return
        output.show_articles(list_articles(desk, verdict=verdict, topic=topic, limit=limit), as_json=as_json)


def stories(
    context: typer.Context, topic: TopicOption = None, limit: LimitOption = 50, as_json: JsonOption = False
) -> None:
    """List published stories, the newest first."""
    from feedmill.pipeline.listing import list_stories

    with existing_desk(context) as desk:
        output.show_stories(list_stories(desk, topic=topic, limit=limit), as_json=as_json)


def export(
    context: typer.Context,
    format: Annotated[
        str, typer.Option(help="jsonl: one article record a line. csl-json: articles as citations.")
    ] = "jsonl",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
) -> None:
    """Print everything that is stored. Refused documents too; as citations, only what is an article."""
    from feedmill.pipeline.exporting import citations
    from feedmill.pipeline.exporting import export as records

    if format not in ("jsonl", "csl-json"):
        raise UsageError(f'--format is jsonl or csl-json, not "{format}".')
    with existing_desk(context) as desk:
        if format == "csl-json" and not as_json:
            output.json_list(citations(desk))
            return
        for record in records(desk):
            output.show_record(record, as_json=True)
