"""What a page's machine-readable parts state about its article: JSON-LD, OpenGraph and other meta tags, microdata.

Nothing is decided here; :mod:`feedmill.reading.markup.attribution` weighs these statements against what readers see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from feedmill.reading.addresses import absolute
from feedmill.reading.markup.linked_data import LONGEST, line_of, linked_nodes, strings_in, types_of
from feedmill.reading.markup.vocabulary import is_author_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Values in the order of trust in which the page gives them; dates as written, with their provenance.

    ``desks`` are organisations that JSON-LD calls authors, ``persons`` those authors whom it calls persons.
    ``published`` and ``updated`` hold (value, provenance) pairs. ``body`` is JSON-LD's articleBody, if any. ``types``
    are JSON-LD types in lower case, and og:type with that prefix. ``free``: False when the page is for payers only.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[tuple[str, ...], ...] = ()
    desks: tuple[tuple[str, ...], ...] = ()
    persons: frozenset[str] = frozenset()
    published: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    sites: tuple[str, ...] = ()
    url: str | None = None
    image: str | None = None
    language: str | None = None
    body: str | None = None
    types: frozenset[str] = frozenset()
    free: bool = True


@dataclass(slots=True)
class _Found:
    titles: list[str] = field(default_factory=list)
    authors: list[tuple[str, ...]] = field(default_factory=list)
    desks: list[tuple[str, ...]] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)
    published: list[tuple[str, str]] = field(default_factory=list)
    updated: list[tuple[str, str]] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    free: bool = True


_TITLES = (
    "og:title", "twitter:title", "dc.title", "citation_title", "sailthru.title", "parsely-title", "articletitle",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "date.published",
    "publishdate", "publish-date", "publish_date", "pubdate", "publication_date", "published-date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date.created", "article.published",
    "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime", "mediator_published_time",
    "ptime", "citation_publication_date", "citation_date", "rnews:datepublished", "weibo: article:create_at",
    "date", "dc.date", "dcterms.date", "bt:pubdate", "apub:time", "og:article:published_time",
    "published", "publicationdate", "publication-date", "publishtime", "publish_time",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified",
    "article:updated", "dc.date.modified", "revised", "og:modified_time",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
            "dcterms.creator", "byl", "byline", "cxenseparse:author", "citation_author", "mediator_author",
            "twitter:creator:name", "article.author", "og:article:author", "dable:author",
            "twitter:creator")  # fmt: skip
_SITES = ("og:site_name", "application-name", "al:ios:app_name", "dc.publisher", "apple-mobile-web-app-title",
          "cre", "copyright", "publisher", "article:publisher_name", "sitename")  # fmt: skip


def read_claims(root: etree._Element, base_url: str | None) -> Claims:
    """Everything the page states to machines; empty claims when it states nothing."""
    found = _Found()
    for node in linked_nodes(root):
        _take_node(node, found)
    meta = _meta(root)
    _take_meta(meta, found)
    _take_microdata(root, found)
    return Claims(
        titles=tuple(found.titles),
        authors=tuple(found.authors),
        desks=tuple(found.desks),
        persons=frozenset(found.persons),
        published=tuple(found.published),
        updated=tuple(found.updated),
        sites=tuple(dict.fromkeys(found.sites)),
        url=_address(root, meta, found.addresses, base_url),
        image=next((ok for one in found.images if (ok := absolute(one, base_url))), None),
        language=next(iter(found.languages), None) or _page_language(root, meta),
        body=max(found.bodies, key=len, default=None),
        types=frozenset(found.types),
        free=found.free,
    )


def base_of(root: etree._Element, url: str | None) -> str | None:
    """What relative links in the page are relative to: ``<base href>``, else the page's own address."""
    for base in root.iter("base"):
        if base.get("href"):
            return absolute(base.get("href"), url) or url
    return url


def _address(
    root: etree._Element, meta: Mapping[str, list[str]], stated: Sequence[str], base_url: str | None
) -> str | None:
    canonical = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for candidate in (*canonical, *meta.get("og:url", ()), *meta.get("twitter:url", ()), *stated):
        address = absolute(candidate, base_url)
        if address and not _is_front(address, base_url):
            return address
    return None


def _is_front(address: str, base_url: str | None) -> bool:
    """A canonical link to the front page of a site is a fault of the template, unless the page is the front page."""
    path = address.partition("://")[2].partition("/")[2].strip("/")
    own = (base_url or "").partition("://")[2].partition("/")[2].strip("/")
    return not path and bool(own)


def _page_language(root: etree._Element, meta: Mapping[str, list[str]]) -> str | None:
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    stated = stated or next(iter(meta.get("og:locale", meta.get("content-language", []))), None)
    return stated[:2].lower() if stated and stated[:2].isalpha() else None


def _meta(root: etree._Element) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("http-equiv") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            values.setdefault(name.strip().lower(), []).append(content[: 4 * LONGEST])
    return values


def _take_meta(meta: Mapping[str, list[str]], found: _Found) -> None:
    for name in (
        "og:title",
        "twitter:title",
        "dc.title",
        "citation_title",
        "sailthru.title",
        "parsely-title",
        "articletitle",
    ):
        found.titles += [line_of(value) for value in meta.get(name, ())[:1]]
    for name in _AUTHORS:
        if name in meta:
            found.authors.append(tuple(_forename_first(line_of(value), name) for value in meta[name]))
    for label, name in ((label, f"twitter:data{label[-1]}") for label in ("twitter:label1", "twitter:label2")):
        if any(map(is_author_label, meta.get(label, ()))):
            found.authors.append(tuple(line_of(value) for value in meta.get(name, ())))
    found.published += [(value, "meta") for name in _PUBLISHED for value in meta.get(name, ())[:1]]
    found.updated += [(value, "meta") for name in _UPDATED for value in meta.get(name, ())[:1]]
    found.sites += [line_of(meta[name][0]) for name in _SITES if name in meta]
    found.images += [value for name in ("og:image", "twitter:image") for value in meta.get(name, ())[:1]]
    found.types |= {f"og:{value.lower()}" for value in meta.get("og:type", ())}


def _forename_first(name: str, field: str) -> str:
    """The fields of libraries hold "Lee, Ann"; every other one holds names as they are spoken."""
    last, comma, first = name.partition(", ")
    library = field in _OF_LIBRARIES and bool(comma) and len(last.split()) <= _LONGEST_SURNAME and "," not in first
    return f"{first.strip()} {last.strip()}" if library and first.strip() else name


_OF_LIBRARIES = frozenset({"citation_author", "dc.creator", "dcterms.creator"})
_LONGEST_SURNAME = 2


def _take_microdata(root: etree._Element, found: _Found) -> None:
    for element in root.xpath("//*[@itemprop]"):
        name = element.get("itemprop").lower()
        value = element.get("content") or element.get("datetime") or "".join(element.itertext())[:LONGEST]
        if not value.strip() or (element.tag == "meta" and name not in ("datepublished", "datemodified")):
            continue
        if name == "datepublished":
            found.published.append((value.strip(), "microdata"))
        elif name == "datemodified":
            found.updated.append((value.strip(), "microdata"))
        elif name == "author" and len(value) < 200:
            hidden = element.xpath("(self::*|.//*[@itemprop='name'])/@content")  # what is seen is read as a byline
            found.authors += [(line_of(one),) for one in hidden[:1]]


def _take_node(node: Mapping[str, object], found: _Found) -> None:
    kinds = {kind.lower() for kind in types_of(node)}
    found.sites += _names(node.get("publisher"))
    if kinds & {"organization", "newsmediaorganization", "website"}:
        found.sites += _names(node)
    if kinds & {"webpage", "website", "organization", "newsmediaorganization"} and not node.get("headline"):
        return
    found.types |= kinds
    found.titles += [line_of(value) for value in strings_in(node.get("headline") or node.get("name"))]
    _take_authors(node.get("author") or node.get("creator"), found)
    found.published += [(value, "json-ld") for value in strings_in(node.get("datePublished"))]
    found.updated += [(value, "json-ld") for value in strings_in(node.get("dateModified"))]
    found.images += _images(node.get("image"))
    found.languages += [value[:2].lower() for value in strings_in(node.get("inLanguage")) if value[:2].isalpha()]
    found.bodies += strings_in(node.get("articleBody"))
    found.addresses += _addresses(node)
    found.free = found.free and str(node.get("isAccessibleForFree", "true")).lower() != "false"


def _addresses(node: Mapping[str, object]) -> list[str]:
    """The article's own address, as its node or the page that it is the main thing of states it."""
    page = node.get("mainEntityOfPage")
    stated = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return [one for value in (node.get("url"), stated) for one in strings_in(value) if "://" in one[:10]]


def _take_authors(value: object, found: _Found) -> None:
    """People and organisations apart: an organisation that is called the author hides nobody."""
    every = (value if isinstance(value, list) else [value])[:20]
    desks = [one for one in every if isinstance(one, dict) and _is_organisation(one)]
    found.persons.update(_names([one for one in every if isinstance(one, dict) and "Person" in types_of(one)]))
    people = tuple(_names([one for one in every if one not in desks]))
    if people:
        found.authors.append(people)
    if desks:
        found.desks.append(tuple(_names(desks)))


def _is_organisation(node: Mapping[str, object]) -> bool:
    kinds = {kind.lower() for kind in types_of(node)}
    return any(kind.endswith("organization") for kind in kinds) and "person" not in kinds


def _names(value: object) -> list[str]:
    """Names of people or organisations in any of the shapes that JSON-LD allows."""
    names: list[str] = []
    for one in (value if isinstance(value, list) else [value])[:20]:
        name = one.get("name") if isinstance(one, dict) else one
        names += [line_of(text) for text in strings_in(name)]
    return [name for name in names if name]


def _images(value: object) -> list[str]:
    images: list[str] = []
    for one in (value if isinstance(value, list) else [value])[:5]:
        images += strings_in(one.get("url") if isinstance(one, dict) else one)
    return images
