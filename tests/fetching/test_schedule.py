"""When a source is asked again: weeks of a turned clock, without a network."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.schedule import (
    Bounds,
    Hints,
    Visit,
    Watch,
    after,
    asked_by_hand,
    first_due,
    is_due,
    quiet_until,
    server_pause,
    spread_out,
    stated_pause,
)
from feedmill.schedule.hints import refusal_pause, skipped
from feedmill.schedule.pace import DEAD_PACE, OPENS_AT

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOUNDS = Bounds()
NEW = Watch(url="https://news.example.org/feed", stated="https://news.example.org/feed")


def fresh(at: datetime, new: int = 1, items: int = 20, **more: object) -> Visit:
    return Visit(at=at, kind="fresh", items=items, new=new, **more)  # type: ignore[arg-type]


def same(at: datetime) -> Visit:
    return Visit(at=at, kind="same")


def failed(at: datetime, reason: str = "timeout") -> Visit:
    return Visit(at=at, kind="failed", reason=reason, detail="It failed.", remedy="Wait.")


def weeks(kind: str, days: int, chance: random.Random, new: int = 1) -> tuple[Watch, list[datetime]]:
    """Visit a source for so many days, whenever it is due."""
    watch, visits, at = NEW, [], NOW
    while at < NOW + timedelta(days=days):
        visits.append(at)
        visit = fresh(at, new) if kind == "fresh" else same(at) if kind == "same" else failed(at, kind)
        watch = after(watch, visit, BOUNDS, chance.random())
        if watch.next_due is None:
            break
        at = watch.next_due
    return watch, visits


@pytest.mark.parametrize("new", [0, 1, 5, 20])
def test_for_weeks_no_source_is_asked_more_than_once_an_hour(new: int) -> None:
    _, visits = weeks("fresh", 21, random.Random(new), new)
    pauses = [late - early for early, late in pairwise(visits)]
    assert min(pauses) >= HOUR and max(pauses) <= timedelta(hours=24)


def test_a_busy_source_is_asked_often_and_a_quiet_one_rarely() -> None:
    busy, quiet = (weeks(kind, 14, random.Random(1), new)[1] for kind, new in (("fresh", 5), ("same", 0)))
    assert len(busy) > 14 * 18 and 14 * 1.5 < len(quiet) < 14 * 4


@pytest.mark.parametrize(("reason", "least", "most"), [("timeout", 8, 60), ("missing", 8, 40), ("tls", 8, 40)])
def test_a_dead_source_is_asked_ever_more_rarely_but_not_given_up(reason: str, least: int, most: int) -> None:
    watch, visits = weeks(reason, 90, random.Random(2))
    assert least <= len(visits) <= most and watch.errors >= OPENS_AT
    assert visits[-1] - visits[-2] >= DEAD_PACE
    back = after(watch, fresh(visits[-1]), BOUNDS, 0.0)
    assert (back.errors, back.trouble) == (0.0, None)


def test_gone_ends_it() -> None:
    watch = after(NEW, failed(NOW, "gone"), BOUNDS, 0.5)
    assert watch.gone and watch.next_due is None and not is_due(watch, NOW + timedelta(days=400))


@settings(derandomize=True, max_examples=100)
@given(st.floats(0, 1), st.integers(0, 30), st.sampled_from(["fresh", "same", "timeout", "forbidden"]))
def test_jitter_only_adds(chance: float, new: int, kind: str) -> None:
    visit = fresh(NOW, new, 30) if kind == "fresh" else same(NOW) if kind == "same" else failed(NOW, kind)
    due, least = (after(NEW, visit, BOUNDS, one).next_due for one in (chance, 0.0))
    assert due is not None and least is not None and NOW + HOUR <= least <= due <= NOW + (least - NOW) * 1.2500001


def test_what_was_due_while_the_machine_slept_is_done_once_and_spread() -> None:
    overdue = [replace(NEW, next_due=NOW - timedelta(hours=n)) for n in range(1, 50)]
    woken = [spread_out(watch, NOW, BOUNDS, n / 49) for n, watch in enumerate(overdue)]
    dues = [watch.next_due for watch in woken]
    assert all(due is not None and NOW <= due <= NOW + BOUNDS.spread for due in dues) and len(set(dues)) == 49
    waiting = replace(NEW, next_due=NOW + HOUR)
    assert spread_out(waiting, NOW, BOUNDS, 0.5) == waiting
    assert first_due(NOW, Bounds(spread=timedelta(0)), 0.9) == NOW


def test_a_clock_that_jumps_neither_storms_nor_stalls() -> None:
    ahead = after(NEW, fresh(NOW + timedelta(days=400)), BOUNDS, 0.0)
    assert is_due(ahead, NOW), "a due time beyond every pause was made by a wrong clock"
    assert asked_by_hand(ahead, NOW, BOUNDS) is None
    assert not is_due(after(NEW, fresh(NOW), BOUNDS, 0.0), NOW - timedelta(days=1))


def test_by_hand_there_is_a_floor() -> None:
    watch = after(NEW, fresh(NOW), BOUNDS, 0.0)
    assert "60 s ago" in (asked_by_hand(watch, NOW + timedelta(minutes=1), BOUNDS) or "")
    assert asked_by_hand(watch, NOW + timedelta(minutes=5), BOUNDS) is None


def test_a_gap_raises_the_pace_and_is_remembered_for_a_week() -> None:
    slow = replace(NEW, pace=timedelta(hours=8), last_success=NOW - HOUR, items=20)
    watch = after(slow, fresh(NOW, 20, gap=True), BOUNDS, 0.0)
    assert (watch.pace, watch.gap_at, watch.gaps) == (timedelta(hours=4), NOW, 1)
    assert after(watch, same(NOW + timedelta(days=6)), BOUNDS, 0.0).gap_at == NOW
    assert after(watch, same(NOW + timedelta(days=8)), BOUNDS, 0.0).gap_at is None


def test_silence_is_measured_by_the_usual_rhythm() -> None:
    watch = NEW
    for day in range(10):
        watch = after(watch, fresh(NOW + timedelta(days=day)), BOUNDS, 0.0)
    assert watch.rhythm == timedelta(days=1)
    last = NOW + timedelta(days=9)
    assert after(watch, same(last + timedelta(days=3)), BOUNDS, 0.0).silent_since is None
    silent = after(watch, same(last + timedelta(days=4)), BOUNDS, 0.0)
    assert silent.silent_since == last
    assert after(silent, fresh(last + timedelta(days=5)), BOUNDS, 0.0).silent_since is None


def test_moves_for_good_are_believed_on_the_third_day_and_forgotten_when_not_repeated() -> None:
    there = "https://new.example.org/feed"
    watch = NEW
    for hours in (0, 1, 2, 25):
        watch = after(watch, fresh(NOW + timedelta(hours=hours), moved=there), BOUNDS, 0.0)
    assert (watch.url, watch.moves) == (NEW.url, 2)
    assert after(watch, fresh(NOW + timedelta(hours=49)), BOUNDS, 0.0).moves == 0
    moved = after(watch, fresh(NOW + timedelta(hours=49), moved=there), BOUNDS, 0.0)
    assert (moved.url, moved.stated) == (there, NEW.stated)


# --- what servers and feeds say -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0), ({"cache-control": "max-age=0"}, 0), ({"cache-control": "public, max-age=7200"}, 7200),
        ({"cache-control": "max-age=315360000"}, 86400), ({"cache-control": "no-cache, max-age=7200"}, 0),
        ({"cache-control": "max-age=-5"}, 0), ({"cache-control": "max-age=x"}, 0),
        ({"cache-control": "max-age=7200", "age": "3600"}, 3600),
        ({"expires": "Mon, 04 May 2026 11:00:00 GMT"}, 7200), ({"expires": "Mon, 04 May 2020 11:00:00 GMT"}, 0),
        ({"expires": "0"}, 0), ({"expires": "garbage"}, 0),
        ({"expires": "Mon, 04 May 2026 11:00:00 GMT", "date": "Mon, 04 May 2026 10:30:00 GMT"}, 1800),
        ({"cache-control": "max-age=60", "expires": "Mon, 04 May 2026 11:00:00 GMT"}, 60),
    ],
)  # fmt: skip
def test_freshness_of_an_answer(headers: dict[str, str], seconds: int) -> None:
    assert server_pause(headers, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120), ("0", 0), ("999999999999999999", 7 * 86400), ("Mon, 04 May 2026 10:00:00 GMT", 3600),
        ("Mon, 04 May 2020 10:00:00 GMT", 0), ("Fri, 04 May 2036 10:00:00 GMT", 7 * 86400), ("soon", None), ("", None),
        ("-5", None),
    ],
)  # fmt: skip
def test_retry_after(stated: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert refusal_pause({"retry-after": stated}, NOW) == expected


def test_refusals_without_a_date_double() -> None:
    waits = [quiet_until({}, refusals, NOW) - NOW for refusals in range(8)]
    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR] and waits[-1] == 24 * HOUR


@pytest.mark.parametrize(
    ("told", "pause"),
    [
        ({"ttl": "180"}, 3 * HOUR), ({"ttl": "0"}, 0 * HOUR), ({"ttl": "-5"}, 0 * HOUR),
        ({"ttl": "9999999"}, 24 * HOUR), ({"period": "daily", "frequency": "4"}, 6 * HOUR),
        ({"ttl": "an hour"}, 0 * HOUR), ({"period": "daily"}, 24 * HOUR),
        ({"period": "Hourly", "frequency": "0"}, HOUR), ({"period": "yearly"}, 24 * HOUR),
        ({"period": "never"}, 0 * HOUR),
    ],
)  # fmt: skip
def test_what_a_feed_says_of_its_pace(told: dict[str, str], pause: timedelta) -> None:
    assert stated_pause(**told) == pause


def test_hints_hold_for_the_answers_that_follow() -> None:
    hints = Hints(pause=3 * HOUR, skip_hours=frozenset(range(12, 18)))
    watch = after(NEW, fresh(NOW, hints=hints), BOUNDS, 0.0)
    assert watch.next_due == NOW.replace(hour=18)
    again = after(watch, same(NOW.replace(hour=20)), BOUNDS, 0.0)
    assert again.next_due is not None and again.next_due >= NOW.replace(hour=23)


def test_hours_and_days_that_would_leave_nothing_are_ignored() -> None:
    everything = tuple(map(str, range(24)))
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    assert skipped(everything, days) == (frozenset(), frozenset())
    assert skipped(("24", "7", "x", "99"), ("Sunday", "Someday")) == (frozenset({0, 7}), frozenset({6}))
