# ruff: noqa: E501  one line is one sample
"""Latin texts in tables of one byte a letter, without a declaration or with the usual wrong one."""

from __future__ import annotations

import pytest

from feedmill.model import Rejection
from feedmill.reading.encodings import decode

SAMPLES = {
    "pl": "Terminal przeładunkowy na granicy z Białorusią zacznie w grudniu przyjmować dłuższe pociągi z Chin, poinformowała spółka kolejowa. Składy będą miały do tysiąca metrów, a ich obsługa ma zająć najwyżej sześć godzin.",
    "cs": "Překladiště na hranici začne v prosinci přijímat delší vlaky z Číny, oznámila železniční společnost. Soupravy budou měřit až tisíc metrů a jejich obsluha má trvat nejvýše šest hodin, řekl ředitel.",
    "hu": "A határon fekvő átrakóállomás decembertől hosszabb kínai vonatokat is fogad, közölte a vasúttársaság. A szerelvények ezer méteresek lesznek, és kiszolgálásuk legfeljebb hat órát vesz majd igénybe, hűtőkocsikkal együtt.",
    "ro": "Terminalul de la graniţă va primi din decembrie trenuri mai lungi din China, a anunţat compania feroviară. Garniturile vor avea până la o mie de metri, iar operaţiunile vor dura cel mult şase ore.",
    "tr": "Çin ile Rusya arasında çalışan gemi şirketleri, Karadeniz'deki limanlara da uğrayan yeni bir konteyner hattı açtıklarını duyurdu. Uzmanlar navlun fiyatlarının düşeceğini söylüyor.",
    "is": "Flutningaskip frá Kína kom til hafnar í gær með vörur sem áttu að fara til Rússlands, sagði talsmaður hafnarinnar. Það verður losað á næstu dögum og þá siglir það áfram norður.",
    "fr": "Le terminal à la frontière recevra dès décembre des trains plus longs venus de Chine, a annoncé la compagnie. Leur déchargement durera six heures, à l'étonnement général, où qu'il ait lieu.",
    "de": "Das Terminal an der Grenze nimmt ab Dezember längere Züge aus China auf, teilte die Gesellschaft mit. Für die Abfertigung müssen höchstens sechs Stunden eingeplant werden, heißt es.",
    "pt": "O terminal na fronteira receberá a partir de dezembro comboios mais longos da China, anunciou a companhia ferroviária. A operação não deverá demorar mais de seis horas, segundo informações.",
}
TABLES = {
    "pl": ["windows-1250", "iso-8859-2"],
    "cs": ["windows-1250", "iso-8859-2"],
    "hu": ["windows-1250"],
    "ro": ["windows-1250"],
    "tr": ["windows-1254"],
    "is": ["windows-1252"],
    "fr": ["windows-1252"],
    "de": ["windows-1252"],
    "pt": ["windows-1252"],
}
CASES = [(language, table) for language, tables in TABLES.items() for table in tables]


@pytest.mark.parametrize(("language", "table"), CASES)
@pytest.mark.parametrize("declared", [None, "windows-1252", "iso-8859-1", "utf-8"])
def test_the_letters_tell_the_table(language: str, table: str, declared: str | None) -> None:
    text = SAMPLES[language]
    found = decode(text.encode(table.replace("windows-", "cp")), declared)

    assert not isinstance(found, Rejection)
    assert (found.text, found.encoding) == (text, table)


def test_few_odd_letters_leave_the_declared_table() -> None:
    found = decode("Der Hafen ist für drei Tage geschlossen.".encode("cp1252"), "windows-1252")

    assert not isinstance(found, Rejection)
    assert found.encoding == "windows-1252"
