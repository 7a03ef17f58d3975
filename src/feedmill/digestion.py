"""One document through the pure rooms: read, judged, fingerprinted. What a reader process does, and nothing else."""

from __future__ import annotations

from feedmill.judging import Beat, judge
from feedmill.model import Article, Digest, Document, Fingerprint, Judged, Judgement, Ruling
from feedmill.stories import fingerprint
from feedmill.stories.fingerprints import VERSION
from feedmill.stories.identity import text_key, url_key


def digest(document: Document, beat: Beat) -> Digest:
    """Read and judge one document in this process: pure, and as slow as the document makes it."""
    from feedmill.reading import READER_VERSION  # a second of imports and 60 MiB: for reader processes only
    from feedmill.reading.leads import read_with_leads

    reading, leads = read_with_leads(document)
    judged = tuple(judge_article(article, beat) for article in reading.articles)
    return Digest(reading=reading, judged=judged, reader=READER_VERSION, leads=leads)


def judge_article(article: Article, beat: Beat, ruling: Ruling | None = None) -> Judged:
    """Judge an article that was read, now or long ago; what an editor decided about it wins."""
    judgement = judge(article, beat, ruling or Ruling())
    return Judged(
        judgement=judgement,
        fingerprint=fingerprint_of(article, judgement),
        url_key=url_key(article.url) if article.url else None,
        text_key=text_key(article.text),
    )


def fingerprint_of(article: Article, judgement: Judgement) -> Fingerprint:
    """The fingerprint by which an article finds its story. What is not about the beat is in none, and most of what
    feeds hold is that: until it is judged otherwise it gets neither keys nor facts."""
    if judgement.verdict == "no":
        return Fingerprint(version=VERSION, lookup=(), facts="")
    return fingerprint(article, judgement)
