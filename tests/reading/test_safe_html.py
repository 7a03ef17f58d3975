"""Nothing that runs or loads survives, whatever field it comes through; what remains is well-formed and stable."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from feedmill.model import Article, Document
from feedmill.reading import read
from feedmill.reading.safe_html import TAGS, clean, depth, paragraphs, text_of, xml_safe

BASE = "https://ledger.example/news/item"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
PROSE = "Ferrymen on both banks agreed on Tuesday to share one timetable until the river freezes over."

VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x20type='text/javascript'>alert(1);</script>",
    "<script>alert(1)",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)' width=5>",
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    "<img/src=`x`onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src=x:alert(alt) onerror=eval(src) alt=0>",
    '<img lowsrc="javascript:alert(1)">',
    '<img srcset="x 1x, javascript:alert(1) 2x">',
    '<img data-src="javascript:alert(1)">',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='x' onclick=alert(1)>x</a>",
    "<a href='x' style='background:url(javascript:alert(1))'>x</a>",
    "<a href=x target=_blank ping=https://evil.example/>x</a>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://evil.example/x.swf'></object>",
    "<embed src='https://evil.example/x.swf'>",
    "<applet code='x.class'></applet>",
    "<form action='https://evil.example'><input name=q><button formaction='javascript:alert(1)'>x</button></form>",
    "<button onclick=alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<video><source onerror=alert(1)></video>",
    "<video src=x onloadstart=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<link rel=import href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<p style='position:fixed;top:0' onmouseover=alert(1)>x</p>",
    "<table background='javascript:alert(1)'><tr><td background='javascript:alert(1)'>x</table>",
    "<td style=x onmouseover=alert(1)>x",
    "<template><script>alert(1)</script></template>",
    "<xml><i><b>&lt;img src=x onerror=alert(1)&gt;</b></i></xml>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>'; ?>",
    "</p><script>alert(1)</script><p>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<b onmouseover=alert(1)>x</b>",
    "<q cite='javascript:alert(1)'>x</q>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<ol start='javascript:alert(1)'><li>x</ol>",
]  # fmt: skip


def dangers(fragment: str) -> list[str]:
    """What a browser would act upon in ``fragment``: foreign tags, foreign attributes, foreign schemes."""
    found: list[str] = []
    if not fragment.strip():
        return found
    for element in lxml_html.fragment_fromstring(fragment, create_parent="div").iterdescendants():
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name not in {"href", "src", "alt", "title", "start", "colspan", "rowspan"}:
                found.append(name)
            if name in {"href", "src"} and not re.match(r"(?:https?://|mailto:)", value):
                found.append(f"{name}={value}")
    return found


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_in_content_is_disarmed(vector: str) -> None:
    safe = clean(f"<p>before {vector} after</p>", BASE)
    assert dangers(safe) == []
    assert clean(safe, BASE) == safe


def item(
    *, title: str = "Ferry timetable", link: str = "https://ledger.example/1", author: str = "", body: str = ""
) -> Article:
    entry = {
        "id": "1", "title": title, "url": link, "authors": [{"name": author}], "content_html": f"<p>{PROSE}</p>{body}",
    }  # fmt: skip
    content = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Ledger", "items": [entry]}).encode()
    reading = read(Document(origin="feed.json", content=content, source="seeds", received=NOW))
    assert reading.rejection is None
    return reading.articles[0]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_in_a_title_or_name_leaves_plain_text(vector: str) -> None:
    article = item(title=f"Ferry {vector} timetable", author=f"Ada {vector}", body=vector)
    assert not re.search(r"<[a-z/!?]", article.title, re.IGNORECASE)
    assert not any(re.search(r"<[a-z/!?]", name, re.IGNORECASE) for name in article.authors)
    assert dangers(article.html) == []
    assert PROSE in article.text


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_as_link_gives_no_address_but_http(vector: str) -> None:
    address = re.search(r"(?:href|src)='?([^'>]+)", vector)
    article = item(link=address.group(1) if address else vector)
    assert article.url is None or re.match(r"https?://[\w.]+(?:/|\Z)", article.url)


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_in_an_rss_item_is_disarmed(vector: str) -> None:
    content = (
        f"<rss version='2.0'><channel><title>{escape(vector)}</title><item><title>{escape(vector)} ferries</title>"
        f"<link>{escape(vector)}</link><author>{escape(vector)}</author>"
        f"<description>{escape(f'<p>{PROSE}</p>{vector}')}</description></item></channel></rss>"
    )
    article = read(Document(origin="f.rss", content=xml_safe(content).encode(), source="s", received=NOW)).articles[0]
    assert dangers(article.html) == []
    assert not re.search(r"<[a-z/!?]", article.title, re.IGNORECASE)
    assert article.url is None or article.url.startswith(("http://", "https://"))


def test_links_become_absolute_and_keep_their_words() -> None:
    safe = clean(
        '<p>See <a href="../rules?a=1&b=2">the rules</a> or <a href="mailto:desk@ledger.example">write</a>.</p>', BASE
    )
    assert 'href="https://ledger.example/rules?a=1&amp;b=2"' in safe
    assert 'href="mailto:desk@ledger.example"' in safe


def test_a_relative_link_without_a_base_keeps_its_words_only() -> None:
    assert clean('<p><a href="/x">the rules</a></p>', None) == "<p><a>the rules</a></p>"


@pytest.mark.parametrize(
    "pixel",
    ['width="1" height="1"', 'height="0"', 'style="display:none"', 'style="width: 1px; height: 1px"', "width=1px"],
)
def test_tracking_pixels_disappear(pixel: str) -> None:
    assert clean(f'<p>words <img src="https://count.example/p.gif" {pixel}></p>', BASE) == "<p>words </p>"


def test_a_real_picture_stays_even_when_it_loads_late() -> None:
    safe = clean('<img src="data:image/gif;base64,R0lGOD" data-src="/ferry.jpg" alt="A ferry" width="640">', BASE)
    assert safe == '<img src="https://ledger.example/ferry.jpg" alt="A ferry">'


def test_characters_that_xml_forbids_go() -> None:
    assert clean("<p>a\x00b\x0bc\ufffed\ud800e&#x0;</p>", BASE).replace("\ufffd", "") == "<p>abcde</p>"
    assert xml_safe("tab\tline\nünïcode 🚢") == "tab\tline\nünïcode 🚢"


def test_blocks_that_are_not_allowed_still_part_words() -> None:
    assert re.findall(r"<p>(\w+)</p>", clean("<div>one</div><section>two</section><h1>three</h1>", None)) == [
        "one", "two", "three",
    ]  # fmt: skip


@pytest.mark.parametrize("nested", ["<div>", "<b>", "<blockquote><ul><li>", "<font><i>"])
def test_deep_markup_becomes_its_text(nested: str) -> None:
    deep = nested * 20_000 + "ferry"
    assert depth(deep) > 400
    assert clean(deep, BASE) == "<p>ferry</p>"


def test_paragraphs_escape_and_keep_line_breaks() -> None:
    assert paragraphs("A < B & C\nD\n\n\n E ") == "<p>A &lt; B &amp; C<br>D</p>\n<p>E</p>"
    assert paragraphs("  \n\n ") == ""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Price &amp;amp; rates", "Price & rates"),
        ("<b>Bold</b> move", "Bold move"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("two<br>lines", "two lines"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("Шаг &laquo;вперёд&raquo;", "Шаг «вперёд»"),
        ("a<script>evil()</script>b", "a b"),
    ],
)
def test_text_of_titles(markup: str, text: str) -> None:
    assert text_of(markup) == text


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"' abipdivscrtonlheqf&#x0;:!-\n中я"), max_size=200))
def test_cleaning_is_safe_and_stable_for_any_markup(markup: str) -> None:
    safe = clean(markup, BASE)
    assert dangers(safe) == []
    assert clean(safe, BASE) == safe
