"""What a headline says about its text: an opinion, a live page, a round-up; how far a thing is; who acts."""

from __future__ import annotations

import pytest

from feedmill.stories.manner import are_contrary, genre_of, side_of, stages_of
from tests.stories.story_samples import samples
from tests.stories.story_streams import fold_by_room, pairs


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("Opinion: what the pipeline price says", "opinion"),
        ("Analysis | Why the ferry stays empty", "opinion"),
        ("Комментарий: зачем нужен второй мост", "opinion"),
        ("Gastbeitrag: Moskaus neuer Nachbar", "opinion"),
        ("【社评】中俄合作不针对第三方", "opinion"),
        ("边城日报短评：通关更快之后", "opinion"),
        ("Border summit live: leaders arrive", "live"),
        ("Sommet de Harbin : suivez la journée en direct", "live"),
        ("中俄总理会晤图文直播", "live"),
        ("Итоги недели: мост, зерно и паром", "digest"),
        ("The week in trade: ferries, grain and a bridge", "digest"),
        ("远东一周要闻", "digest"),
        ("Opinion polls favour governor of border region", ""),
        ("Live cattle exports to Harbin resume", ""),
        ("外交部：中方将派员出席", ""),
        ("МИД дал комментарий по делу экипажа", ""),
    ],
)
def test_headlines_say_what_their_text_is(title: str, genre: str) -> None:
    assert genre_of(title) == genre


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Steelmaker in talks to buy a quay", "Steelmaker signs contract for a quay"),
        ("Завод обдумывает выпуск облигаций", "Завод подписал договор о выпуске облигаций"),
        ("联合演习在湛江开幕", "联合演习在湛江落幕"),
        ("Premier lands in Harbin", "Premier leaves Harbin"),
        ("Manöver im Gelben Meer hat begonnen", "Manöver im Gelben Meer beendet"),
    ],
)
def test_what_is_planned_or_begun_is_not_what_is_done_or_over(earlier: str, later: str) -> None:
    assert are_contrary(stages_of(earlier), stages_of(later))
    assert are_contrary(stages_of(later), stages_of(earlier))
    assert not are_contrary(stages_of(later), stages_of(later))


def test_a_stage_below_a_headline_counts_only_when_the_headline_names_none() -> None:
    assert stages_of("Drill ends off Dalian\nThe drill, which opened on Monday, has ended.") == {"end"}
    assert stages_of("Drill off Dalian\nThe drill opened on Monday.") == {"begin"}
    assert stages_of("Drill off Dalian\nEight ships take part.") == frozenset()


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("China lets Russians in without visas", "china"),
        ("КНР продлила безвиз", "china"),
        ("中方延长免签", "china"),
        ("Russia lets Chinese in without visas", "russia"),
        ("Россия продлила безвиз", "russia"),
        ("俄方延长免签", "russia"),
        ("Россияне поедут в Китай без виз", ""),
        ("Chinatown shops count Russians", ""),
    ],
)
def test_the_side_that_opens_a_headline_acts(title: str, side: str) -> None:
    assert side_of(title) == side


@pytest.mark.parametrize(("stem", "least"), [("unseen-11", 0.95), ("unseen-12", 0.85)])
def test_shapes_that_a_desk_meets_are_folded(stem: str, least: float) -> None:
    stream = [sample for sample in samples() if sample.group.startswith(stem)]
    precision, recall, _ = pairs(stream, fold_by_room(stream))
    assert precision >= (1.0 if stem == "unseen-11" else 0.9)
    assert recall >= least
