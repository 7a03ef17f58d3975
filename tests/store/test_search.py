"""The full-text index: three languages, facts, pages, the fallback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from feedmill.model import (
    Article,
    Document,
    Fingerprint,
    Judgement,
    Moment,
    Reading,
    TopicMatch,
    Verdict,
)
from feedmill.schedule import Watch
from feedmill.store import Store, articles, documents, filing, open_store, search, sources
from feedmill.store.search import Wish, find
from feedmill.store.words import match_expression, search_words

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEXTS: dict[str, tuple[str, str, str]] = {
    "en": (
        "Pump stations reopen at the river crossing",
        "Ministers discussed sanctions and the companies' ports.",
        "en",
    ),
    "ru": ("Газопровод откроют весной", "Переговоры о санкциях прошли с Китаем; ещё одна встреча — в мае.", "ru"),
    "zh": ("中俄商定冬季航线", "两国负责人会晤，普京总统致贺信。港口将于十二月启航。", "zh"),
    "de": ("Häfen öffnen für Güterzüge", "Die Züge fahren über die Grenze.", "de"),
}


def keep(
    conn: Connection, number: int, title: str, body: str, language: str, *, verdict: Verdict = "yes",
    topic: str = "energy", source: str = "seeds", day: int = 0,
) -> UUID:  # fmt: skip
    taken = Document(origin=f"{number}.txt", content=b"x", source=source, received=NOW)
    reading = Reading(media_type="text/plain", encoding="utf-8", shape="article", shape_reason="by hand")
    document = documents.record(conn, taken, f"{number:064x}", reading, now=NOW, reader=1)
    published = Moment(at=NOW + timedelta(days=day), precision="day", provenance="byline")
    article = Article(
        position=0, title=title, title_provenance="stated", text=body, html="", language=language, published=published
    )
    topics = (TopicMatch(slug=topic, score=5, evidence=()),) if verdict != "no" else ()
    judgement = Judgement(score=60, verdict=verdict, evidence=(), topics=topics, entities=(), beat="b")
    key = UUID(int=number)
    kept = filing.ToKeep(
        id=key, document=document, story=None, article=article, judgement=judgement,
        fingerprint=Fingerprint(version=1, lookup=(), facts=""), url_key=None, text_key=str(key), first_seen=NOW,
    )  # fmt: skip
    if articles.get(conn, key):
        filing.change(conn, kept)
    else:
        filing.add(conn, [kept])
    return key


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{folder}/desk.sqlite3")
    yield store
    store.close()


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with opened(tmp_path) as store, store.writing() as conn:
        for number, (title, body, language) in enumerate(TEXTS.values(), 1):
            keep(conn, number, title, body, language)
        yield conn


def languages(conn: Connection, words: str) -> list[str]:
    return [list(TEXTS)[hit.article.int - 1] for hit in find(conn, Wish(words=words), limit=10)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("中俄", ["zh"]), ("普京", ["zh"]), ("普京总统", ["zh"]), ("普京總統", ["zh"]), ("港", ["zh"]), ("俄", ["zh"]),
        ("国俄", []),
        ("Китай", ["ru"]), ("китаем", ["ru"]), ("газопровода", ["ru"]), ("переговоров", ["ru"]), ("еще", ["ru"]),
        ("санкции", ["ru"]), ("встречи май", []), ("встречу в мае", ["ru"]),
        ("sanction", ["en"]), ("COMPANY port", ["en"]), ("station", ["en"]), ('"river crossing"', ["en"]),
        ('"crossing river"', []), ("sanctions -ports", []), ("minist*", ["en"]), ("haf*", ["de"]), ("zuge", ["de"]),
        ("-ports", []), ("", ["de", "zh", "ru", "en"]),
    ],
)  # fmt: skip
def test_words_are_found_as_people_write_them(conn: Connection, words: str, found: list[str]) -> None:
    assert sorted(languages(conn, words)) == sorted(found)


def test_newest_first_and_page_by_page(conn: Connection) -> None:
    for number in range(10, 30):
        keep(conn, number, "Ice roads", "Convoys", "en", day=number - 20)
    joined: list[int] = []
    before = None
    while True:
        page = find(conn, Wish(words="convoy"), limit=6, before=before)
        if not page:
            break
        joined += [hit.article.int for hit in page]
        before = page[-1].mark
    assert joined == list(range(29, 9, -1))


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(topic="arctic"), {7}),
        (Wish(source="wire/x"), {8}),
        (Wish(language="zh"), {3}),
        (Wish(view="state-ru"), {9}),
        (Wish(verdicts=("no",)), {10}),
        (Wish(since=date(2026, 5, 9)), {11}),
        (Wish(until=date(2026, 5, 3)), {12}),
        (Wish(words="ice", since=date(2026, 5, 4), until=date(2026, 5, 8), topic="energy"), {8, 9}),
    ],
)
def test_facts_narrow(conn: Connection, wish: Wish, found: set[int]) -> None:
    keep(conn, 7, "Ice", "x", "en", topic="arctic")
    keep(conn, 8, "Ice", "x", "en", source="wire/x")
    sources.keep(conn, "kanal", Watch(url="https://kanal.example/", stated="https://kanal.example/"), "state-ru")
    keep(conn, 9, "Ice", "x", "en", source="kanal")
    keep(conn, 10, "Ice", "x", "en", verdict="no")
    keep(conn, 11, "Ice", "x", "en", day=5)
    keep(conn, 12, "Ice", "x", "en", day=-1)
    assert {hit.article.int for hit in find(conn, wish, limit=20)} == found


def test_what_changes_or_goes_is_found_no_more(conn: Connection) -> None:
    keep(conn, 1, "Ferries", "Nothing else", "en", day=3)
    assert languages(conn, "sanctions") == []
    assert languages(conn, "ferry") == ["en"]
    filing.remove(conn, UUID(int=1))
    assert languages(conn, "ferry") == []
    assert conn.execute(text(f"SELECT count(*) FROM {search.TABLE}")).scalar_one() == 3


def test_a_rolled_back_article_is_not_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(ZeroDivisionError), store.writing() as conn:
            keep(conn, 1, "Ferries", "x", "en")
            _ = 1 / 0
        with store.reading() as conn:
            assert not find(conn, Wish(words="ferries"), limit=5)


def test_an_index_that_is_missing_is_made_of_what_is_stored(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.writing() as conn:
        keep(conn, 1, "Ferries", "x", "en")
        conn.execute(text(f"DROP TABLE {search.TABLE}"))
    with opened(tmp_path) as store, store.reading() as conn:
        assert [hit.article.int for hit in find(conn, Wish(words="ferry"), limit=5)] == [1]


def test_without_an_index_titles_and_texts_are_read(conn: Connection) -> None:
    conn.info[search.TABLE] = False
    assert languages(conn, "普京") == ["zh"]
    assert languages(conn, "Sanctions -rail") == ["en"]
    assert [hit.mark for hit in find(conn, Wish(), limit=2, before=2)] == [3, 4]
    keep(conn, 20, "Ice", "x", "en", source="wire", day=2)
    assert {hit.article.int for hit in find(conn, Wish(source="wire", since=date(2026, 5, 6)), limit=9)} == {20}


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_every_query_is_a_query_and_none_a_command(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    expression = match_expression(query, [["verdict:yes"]])
    if expression is not None:
        with opened(tmp_path_factory.getbasetemp() / "any") as store, store.reading() as conn:
            find(conn, Wish(words=query), limit=1)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(alphabet="中俄普京ёйЁЙабвшСТabЖé -_", max_size=30))
def test_words_of_words_are_the_same_words_but_for_cut_runs(written: str) -> None:
    assert set(search_words(written)) <= set(search_words(search_words(written))) | set(" ")
