"""Languages by script and statistics."""

from __future__ import annotations

import pytest

from feedmill.reading.languages import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry is back at sea after a long winter break.", "en"),
        ("Паром снова ходит через пролив после долгой зимы.", "ru"),
        ("Пором знову ходить через протоку після довгої зими, повідомили в порту.", "uk"),
        ("渡轮在漫长的冬季之后重新开航。", "zh"),
        ("渡輪在漫長的冬季之後重新開航，旅客很高興。", "zh"),
        ("フェリーは長い冬の後に運航を再開した。", "ja"),
        ("Le traversier reprend la mer après un long hiver.", "fr"),
        ("Die Fähre fährt nach einem langen Winter wieder.", "de"),
        ("El transbordador vuelve al mar después de un largo invierno.", "es"),
        ("Паром", None),
        ("12345 67890 12345 67890", None),
    ],
)
def test_identified(text, language):
    assert identify(text) == language


def test_declared_language_wins_only_in_its_script():
    assert identify("Паром снова ходит через пролив.", "bg-BG") == "bg"
    assert identify("Паром снова ходит через пролив.", "en") == "ru"
    assert identify("渡轮在漫长的冬季之后重新开航。", "zh-Hans") == "zh"
