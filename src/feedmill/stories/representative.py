"""Which article speaks for its story: the originator before the re-poster, the fuller text before the teaser."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from feedmill.model import Member

#: Letters from which a text is more than a snippet; Chinese says as much in a third.
WHOLE = 200
_VERDICTS = {"yes": 0, "borderline": 1, "no": 2}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def is_originator(member: Member) -> bool:
    """Whether the article stands at the outlet that wrote it: the agency's own page, or no agency is named."""
    article = member.article
    if article.agency is None:
        return True
    agency = _letters(article.agency)
    host = _letters(urlsplit(article.url or "").hostname or "")
    return bool(agency) and (agency == _letters(article.publisher or "") or agency in host)


def rank(member: Member, languages: Sequence[str]) -> tuple[object, ...]:
    """Sort key, the best first: total, and the same whatever the order of arrival.

    The fuller text counts in steps of doubling, so that a longer footer does not outweigh a date. A preferred
    language (``languages``, best first) comes before the fuller text, but not before a whole one: a snippet is none.
    """
    article = member.article
    return (
        _VERDICTS[member.verdict],
        article.teaser,
        article.title_provenance != "stated",
        not is_originator(member),
        article.published is None,
        article.url is None,
        len(article.text) < (WHOLE // 3 if article.language == "zh" else WHOLE),
        _preference(article.language, languages),
        -(len(article.text) // 200).bit_length(),
        article.published.at.isoformat() if article.published else "",
        str(member.id),
    )


def _preference(language: str | None, languages: Sequence[str]) -> int:
    return languages.index(language) if language in languages else len(languages)
