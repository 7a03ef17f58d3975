"""Full text that strangers may read: only of outlets whose licence lets it be passed on."""

from __future__ import annotations

import pytest

from tests.fetching.lab import Lab
from tests.fetching.newsroom import BODY, LONG, Newsroom, item, rss

PUBLIC = '[site]\nbase_url = "https://feeds.example.org"\ntoken = "long and random enough for this"\n'
END = "work on the 8th annex"
"""Words that stand at the end of a text, where no summary reaches."""


def _text(number: int) -> str:
    return BODY.format(n=number) + "".join(f"<p>{one} Lot {number}.</p>" for one in LONG)


def _two_outlets(lab: Lab, newsroom: Newsroom, reuse: str) -> None:
    free, other = (item(n, text=f"<![CDATA[{_text(n)}]]>", host=f"https://{n}.example.org") for n in (1, 2))
    newsroom.more = PUBLIC
    newsroom.source("free", lab.give("/free", rss(free)), full_text="never", **({"reuse": reuse} if reuse else {}))
    newsroom.source("other", lab.give("/other", rss(other)), full_text="never")
    newsroom.poll()


def _whole(newsroom: Newsroom, name: str) -> set[str]:
    """The articles whose text a public file carries to its end."""
    told = newsroom.feed(name)
    numbers = {"free": 1, "other": 2}
    return {source for source, number in numbers.items() if f"in Beijing next month. Lot {number}." in told}


def _pages(newsroom: Newsroom) -> list[bool]:
    return sorted(END in page.read_text() for page in (newsroom.root / "feeds/articles").glob("*.html"))


def test_only_what_is_marked_is_carried_whole(lab: Lab, newsroom: Newsroom) -> None:
    _two_outlets(lab, newsroom, "CC BY 4.0")
    for name in ("all.rss", "all.atom", "all.json", "arrivals.atom"):
        assert _whole(newsroom, name) == {"free"}, name
    assert _pages(newsroom) == [False, True]


def test_a_licence_given_or_taken_holds_for_what_stands_there(lab: Lab, newsroom: Newsroom) -> None:
    _two_outlets(lab, newsroom, "")
    assert (_whole(newsroom, "all.atom"), _pages(newsroom)) == (set(), [False, False])
    before = _updated(newsroom)
    newsroom.told[0] += 'reuse = "CC BY 4.0"\n'
    newsroom.poll()
    assert (_whole(newsroom, "all.atom"), _pages(newsroom)) == ({"free"}, [False, True])
    assert _updated(newsroom) == before, "a longer text of the same article is no news"
    newsroom.told[0] = newsroom.told[0].replace('reuse = "CC BY 4.0"\n', "")
    newsroom.poll()
    assert (_whole(newsroom, "all.atom"), _pages(newsroom)) == (set(), [False, False])


@pytest.mark.parametrize("content", ["summary", "full"])
def test_what_the_owner_says_of_all_feeds_is_stronger(lab: Lab, newsroom: Newsroom, content: str) -> None:
    _two_outlets(lab, newsroom, "CC BY 4.0")
    newsroom.more = f'[feeds]\ncontent = "{content}"\n{PUBLIC}'
    newsroom.poll()
    whole = content == "full"
    assert _whole(newsroom, "all.rss") == ({"free", "other"} if whole else set())
    assert _pages(newsroom) == [whole, whole]


@pytest.mark.parametrize(
    ("begins", "by", "free"),
    [
        ("HARBIN, May 4 (Xinhua) -- ", "", False),
        ("哈尔滨5月4日电（新华社）", "", False),
        ("", "Reuters", False),
        ("", "I. Sample", True),
        ("HARBIN (by telephone) -- ", "", True),
    ],
)
def test_what_an_agency_wrote_is_not_a_free_outlets_to_give(
    lab: Lab, newsroom: Newsroom, begins: str, by: str, free: bool
) -> None:
    newsroom.more = PUBLIC
    author = f"<author>desk@example.org ({by})</author>" if by else ""
    told = item(1, text=f"<![CDATA[<p>{begins}{_text(1)}]]>").replace("<guid", f"{author}<guid")
    newsroom.source("free", lab.give("/free", rss(told)), full_text="never", reuse="public domain")
    newsroom.poll()
    assert _whole(newsroom, "all.atom") == ({"free"} if free else set())


def _updated(newsroom: Newsroom) -> list[str]:
    return [line for line in newsroom.feed("all.atom").splitlines() if "<updated>" in line]
