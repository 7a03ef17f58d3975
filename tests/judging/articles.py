"""Articles to judge, and the beat that ships."""

from __future__ import annotations

from feedmill.beats import read_files
from feedmill.judging import compile_beat
from feedmill.model import Article

BEAT = compile_beat(read_files("china_russia"))


def make(title: str, text: str = "", derived: bool = False) -> Article:
    """An article of a title and a text."""
    provenance = "derived" if derived else "stated"
    return Article(position=0, title=title, title_provenance=provenance, text=text, html="")  # type: ignore[arg-type]
