"""The posts of an account, one below the other: each an article of its own, with its moment and its address.

What tells a post is its time, which links to the post itself. Pages with a headline of their own are no streams: the
times of live blogs and of comments link to their entries too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import deepcopy
from datetime import datetime

from lxml import etree

from feedmill.model import Article, Moment
from feedmill.reading.addresses import absolute, canonical, host
from feedmill.reading.blocks import html_from, read_blocks, text_from
from feedmill.reading.dates import is_believed, parse_machine
from feedmill.reading.languages import identify
from feedmill.reading.markup.body import without_chrome
from feedmill.reading.markup.persons import take_headline
from feedmill.reading.markup.places import cut_places
from feedmill.reading.markup.survey import Page
from feedmill.reading.markup.tree import text_under
from feedmill.reading.titles import derive

FEWEST = 2
_MOST = 200
_SHORTEST = 40
"""Characters of a post, all that stands around it included."""


def find_posts(root: etree._Element, page: Page, received: datetime) -> tuple[Article, ...]:
    """The posts of a page without a headline; empty when it holds fewer than two. ``root`` is its uncut tree."""
    if page.title:
        return ()
    kinds: defaultdict[tuple[str, str], list[tuple[etree._Element, etree._Element]]] = defaultdict(list)
    times = list(root.iter("time"))[:_MOST]
    held = Counter(around for time in times for around in time.iterancestors())
    for time in times:
        around = _post_around(time, held) if time.get("datetime") and time.getparent().tag == "a" else None
        if around is not None and len(text_under(around)) >= _SHORTEST:
            kinds[(around.tag, around.get("class") or "")].append((around, time))
    posts = max(kinds.values(), key=len, default=[])
    made = [post for around, time in posts if (post := _article(around, time, page, received))]
    return tuple(made) if len(made) >= FEWEST else ()


def _post_around(time: etree._Element, held: Counter[etree._Element]) -> etree._Element:
    """The largest element that holds no other time; ``held`` counts the times in each."""
    post = time
    for around in time.iterancestors():
        if around.tag in ("body", "html", "main") or held[around] > 1:
            break
        post = around
    return post


def _article(post: etree._Element, time: etree._Element, page: Page, received: datetime) -> Article | None:
    own = deepcopy(post)
    cut_places(own)
    title, body = take_headline(without_chrome(read_blocks(own), "", host(page.address)))
    text = text_from(body.blocks)
    if not text:
        return None
    return Article(
        position=0,
        title=title or derive(text),
        title_provenance="stated" if title else "derived",
        text=text,
        html=html_from(body.blocks, page.base),
        url=canonical(absolute(time.getparent().get("href"), page.base)),
        publisher=page.publisher,
        language=identify(text, page.language),
        published=_moment(time, received),
        cuts=body.cuts,
    )


def _moment(time: etree._Element, received: datetime) -> Moment | None:
    moment = parse_machine(time.get("datetime") or "", "time-tag")
    return moment if moment and is_believed(moment.at, received) else None
