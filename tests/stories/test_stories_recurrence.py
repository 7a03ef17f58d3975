"""A text that left keys is known again when it is reworded, and not when its numbers are others."""

from __future__ import annotations

from dataclasses import replace

from feedmill.model import Fingerprint
from feedmill.stories.recurrence import KEYS, NEARLY, near_keys
from tests.stories.story_samples import article, member

TEXT = (
    "The sawmill at Amazar in eastern Russia shipped 31,400 cubic metres of timber to Manzhouli in the first half of "
    "the year, its Chinese owner said. Wagons wait for nine days at the crossing on average, against four a year ago, "
    "because inspectors open each of them. The owner has asked the railway for a second siding and has offered to pay "
    "for half of it. A decision is expected when the timber commission of both countries meets in the autumn. Until "
    "then the mill will work in one shift, and 120 of its workers have been sent on leave with most of their wages. "
    "The mill was built with a loan from a bank in Harbin, and has never earned what it was planned to earn."
)


def keys(text: str, published: str | None = None) -> set[str]:
    row = {"text": text, "title": "Sawmill waits for wagons", "lang": "en", "published": published}
    return set(near_keys(member("sawmill", article(row)).fingerprint))


def test_a_reworded_text_without_a_date_is_known_again() -> None:
    reworded = TEXT.replace("has never earned", "never brought in")
    assert len(keys(TEXT, "2026-07-20")) == KEYS
    assert len(keys(TEXT, "2026-07-20") & keys(reworded)) >= NEARLY


def test_other_numbers_make_another_text() -> None:
    assert not keys(TEXT) & keys(TEXT.replace("31,400", "28,900"))


def test_what_is_short_or_of_another_version_has_no_keys() -> None:
    made = member("sawmill", article({"text": TEXT, "title": "Sawmill", "lang": "en"})).fingerprint
    assert keys("Timber waits at the border.") == set()
    assert near_keys(replace(made, version=made.version - 1)) == ()
    assert near_keys(Fingerprint(version=made.version, lookup=(), facts="")) == ()
