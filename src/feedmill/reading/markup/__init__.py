"""Pages: from HTML of any age to the article it holds, the items it lists, or the reason why it holds none."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from lxml import etree

from feedmill.model import Article, Cut, Document, Reading, Rejection, numbered
from feedmill.reading import dates
from feedmill.reading.addresses import canonical, host
from feedmill.reading.blocks import Block, html_from, read_blocks, text_from
from feedmill.reading.dates import order_in
from feedmill.reading.languages import identify
from feedmill.reading.markup.appeals import about_site
from feedmill.reading.markup.authors import choose_authors
from feedmill.reading.markup.body import Body, find_body, from_statement, rescue, without_chrome
from feedmill.reading.markup.cards import Card, card_article
from feedmill.reading.markup.dating import Setting, choose_published, choose_updated
from feedmill.reading.markup.gates import count_gates, gate
from feedmill.reading.markup.lines import listen
from feedmill.reading.markup.listing import find_cards
from feedmill.reading.markup.persons import take_headline, without_lives
from feedmill.reading.markup.piece_article import Digest, piece_article
from feedmill.reading.markup.pieces import FEWEST, Pieces, find_pieces
from feedmill.reading.markup.places import cut_places
from feedmill.reading.markup.posts import find_posts
from feedmill.reading.markup.program_data import Story, find_story
from feedmill.reading.markup.prose import prose
from feedmill.reading.markup.refusal import is_paywalled, refusal
from feedmill.reading.markup.shape import (
    are_dated,
    is_called_article,
    is_called_list,
    is_listing,
    may_list,
    own_story,
    without_cards,
)
from feedmill.reading.markup.survey import Page, head_lines, survey
from feedmill.reading.markup.tree import parse_page, text_under
from feedmill.reading.markup.visible import Visible
from feedmill.reading.titles import derive, strip_site_name

_TYPE = "text/html"
_FEW_LINES = 200
"""Pages with more lines are no walls."""
_WHOLE = 1_500
"""Characters above which an article that is for payers is there in full."""
_THIN = 500
"""Characters of running text below which a second opinion is heard."""
_SHORTEST = 25
"""Characters of running text below which a page holds no article."""


def read_page(text: str, document: Document) -> Reading:
    """What a page holds: one article, the items of a listing, or a rejection. ``text`` is the decoded HTML."""
    root = parse_page(text)
    if isinstance(root, Rejection):
        return Reading.refused(_TYPE, root)
    page = survey(root, text, document)
    posts = find_posts(root, page, document.received)
    if posts:
        return _stream(posts)
    whole = text_under(root) if len(page.lines) < _FEW_LINES else ""
    gates = count_gates(root) if len(page.lines) < _FEW_LINES else None
    cut, weights = cut_places(root)
    cuts = tuple(cut)
    first = find_body(root, weights, page.title, host(page.address))
    body, page = _better(first, page)
    weight = prose(body.blocks)
    wall = refusal((page.title, page.visible.page_title), whole, weight)
    if wall and not _lies_over(wall, body, page):
        return Reading.refused(_TYPE, wall)
    lists = page.light and (
        any(may_list(page.claims.types, one, root) for one in (body, first)) or _is_called_list(root, page)
    )
    several = _several(root, body, page, document, may_list=lists)
    if isinstance(several, Reading):
        return replace(several, cuts=(*several.cuts, *cuts))
    body, weight = several, prose(several.blocks)
    titles = (page.title, page.visible.page_title)
    wall = gate(gates, titles, body.blocks, is_told=_is_told(page)) if gates else None
    if wall:
        return Reading.refused(_TYPE, wall)
    if weight < _SHORTEST:
        return Reading.refused(_TYPE, Rejection(reason="no-article", detail="The page holds no running text."))
    return Reading(
        media_type=_TYPE,
        encoding=None,
        shape="live-blog" if "liveblogposting" in page.claims.types else "article",
        shape_reason="one body of running text",
        articles=(_compose(body, page, document, walled=is_paywalled(cuts)),),
        cuts=cuts,
    )


def _stream(posts: tuple[Article, ...]) -> Reading:
    reason = f"{len(posts)} posts, each with its own moment and address"
    return Reading(media_type=_TYPE, encoding=None, shape="digest", shape_reason=reason, articles=numbered(posts))


def _lies_over(wall: Rejection, body: Body, page: Page) -> bool:
    """The wall is a dialogue over an article that stands in the page with its day, and is cut from it already."""
    told = wall.reason == "login-wall" and _is_told(page) and prose(body.blocks) >= _SHORT_ARTICLE
    return told and not refusal((page.title,), text_from(body.blocks), prose(body.blocks))


_SHORT_ARTICLE = 250
"""Characters of running text below a dialogue that are an article of their own."""


def _is_told(page: Page) -> bool:
    """The page states a day, or tells machines that it is an article."""
    return bool(page.claims.published or page.visible.times or is_called_article(page.claims.types))


def _several(root: etree._Element, body: Body, page: Page, document: Document, *, may_list: bool) -> Reading | Body:
    """The items of a listing or the stories of a digest; for one article its body, without the items beside it.

    Stories that name their sources below headlines without links are no teasers.
    """
    if "liveblogposting" in page.claims.types:
        return body
    pieces = find_pieces(
        body,
        page.lines,
        title=f"{page.title} {page.visible.page_title}",
        base=page.base,
        is_article=is_called_article(page.claims.types),
        received=document.received,
    )
    if pieces and pieces.sourced:
        return _digest(pieces, body, page, document) or body
    if may_list:
        cards = find_cards(page.text, page.base, page.setting(document.received))
        story = own_story(read_blocks(root), page.title, cards, page.claims.types) if cards else []
        if story and not _introduces(story, cards, root, page):
            return _alone(story, body, cards, page)
        if is_listing(cards, [block for block in body.blocks if block not in story], page.claims.types):
            return _listing(cards, page, story)
    return (_digest(pieces, body, page, document) if pieces else None) or body


def _introduces(story: list[Block], cards: list[Card], root: etree._Element, page: Page) -> bool:
    """What stands below the headline tells about a list of dated items and is no article."""
    return are_dated(cards) and len(story) <= _LONGEST_INTRODUCTION and _is_called_list(root, page)


def _is_called_list(root: etree._Element, page: Page) -> bool:
    """The page is called a listing, and nothing says that it is an article: no day stands at its headline."""
    if is_called_article(page.claims.types) or not is_called_list(page.text, root, page.address):
        return False
    return not any(dates.day_spans(line, page.language) for line in head_lines(page.lines, page.title))


_LONGEST_INTRODUCTION = 12
"""Blocks above the items of a listing."""


def _alone(story: list[Block], body: Body, cards: list[Card], page: Page) -> Body:
    """The body of an article without the items of boxes beside it; what stands below its headline, where the boxes
    were taken for its body."""
    if prose([block for block in body.blocks if block in story]) * 2 < prose(story):
        body = without_chrome(story, page.title, host(page.address))
    return replace(body, blocks=without_cards(body.blocks, cards))


def _digest(pieces: Pieces, body: Body, page: Page, document: Document) -> Reading | None:
    language = identify(f"{page.title}\n{text_from(body.blocks)}", page.language)
    first = pieces.pieces[0]
    opening = first.title or first.blocks[0].text
    head = list(takewhile(lambda line: opening[:40] not in line, head_lines(page.lines, page.title)))
    heard, _ = listen(head, Body(blocks=()), language=language, received=document.received, captured=page.captured)
    setting = _setting(head, page, language, document)
    digest = Digest(
        publisher=page.publisher,
        sites=page.sites,
        language=page.language,
        base=page.base,
        published=choose_published(page.claims, Visible(), heard, setting),
        received=document.received,
    )
    made = [article for piece in pieces.pieces if (article := piece_article(piece, 0, digest))]
    if len(made) < FEWEST:
        return None
    return Reading(
        media_type=_TYPE,
        encoding=None,
        shape="digest",
        shape_reason=pieces.reason,
        articles=numbered(made),
    )


def _better(body: Body, page: Page) -> tuple[Body, Page]:
    """A thin body is compared with what the page states to machines, feeds its program with, and with what trafilatura
    finds. Data of a program tell more about the article than its text."""
    if prose(body.blocks) >= _THIN or not page.light:
        return body, page
    story = find_story(page.text, (page.title, page.visible.page_title), page.base)
    told = without_chrome(story.blocks, page.title, host(page.address)) if story else Body(blocks=())
    rivals = [body, from_statement(page.claims.body), told, rescue(page.text, page.title)]
    best = max(rivals, key=lambda rival: prose(rival.blocks))
    if prose(best.blocks) <= 2 * prose(body.blocks):
        return body, page
    return best, _told_by(story, page) if story and best is told else page


def _told_by(story: Story, page: Page) -> Page:
    """The page with what its program's data say about the writers and the day, behind what it states itself."""
    authors = (*page.claims.authors, story.authors) if story.authors else page.claims.authors
    published = (*page.claims.published, *([(story.published, "page data")] if story.published else []))
    return replace(page, claims=replace(page.claims, authors=authors, published=published))


def _listing(cards: list[Card], page: Page, introduction: list[Block]) -> Reading:
    articles = tuple(
        card_article(
            card,
            position,
            title=strip_site_name(card.title, page.sites) or card.title,
            publisher=page.publisher,
            language=page.language,
        )
        for position, card in enumerate(cards)
    )
    return Reading(
        media_type=_TYPE,
        encoding=None,
        shape="listing",
        shape_reason=f"{len(cards)} items of the same structure, each with its own link",
        articles=articles,
        cuts=tuple(Cut(reason="introduction", text=block.text[:400]) for block in introduction if block.text),
    )


def _without_site(body: Body, page: Page) -> Body:
    """The body without closing paragraphs that tell what the site is."""
    about = about_site(body.blocks, page.sites)
    blocks = tuple(block for block in body.blocks if block not in about)
    return Body(blocks=blocks, cuts=(*body.cuts, *(Cut(reason="about-site", text=one.text[:400]) for one in about)))


def _compose(body: Body, page: Page, document: Document, *, walled: bool) -> Article:
    body = _without_site(body, page)
    language = identify(f"{page.title}\n{text_from(body.blocks)}", page.language)
    head = head_lines(page.lines, page.title)
    head += [cut.text for cut in body.cuts if cut.reason == "byline" and cut.text not in head]
    heard, body = listen(head, body, language=language, received=document.received, captured=page.captured)
    authors = choose_authors(page.claims, page.visible, heard, page.sites, title=page.title, received=document.received)
    body = without_lives(body, authors)
    title, body = (page.title, body) if page.title else take_headline(body)
    text = text_from(body.blocks)
    setting = replace(_setting(head, page, language, document), place=heard.place)
    published = choose_published(page.claims, page.visible, heard, setting)
    return Article(
        position=0,
        title=title or derive(text),
        title_provenance="stated" if title else "derived",
        text=text,
        html=html_from(body.blocks, page.base),
        url=canonical(page.address),
        authors=authors,
        agency=heard.agency,
        publisher=page.publisher or heard.publisher,
        language=language,
        published=published,
        updated=choose_updated(page.claims, heard, page.visible, published, setting),
        place=heard.place,
        image=page.claims.image,
        teaser=is_paywalled(body.cuts) or ((walled or not page.claims.free) and len(text) < _WHOLE),
        cuts=body.cuts,
    )


def _setting(head: list[str], page: Page, language: str | None, document: Document) -> Setting:
    return Setting(
        head=head,
        span=page.visible.head_of(page.title),
        address=page.address,
        language=language,
        received=document.received,
        order=order_in((*head, *page.visible.short_lines)),
        captured=page.captured,
    )
