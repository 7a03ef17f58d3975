"""Names that no lexicon knows meet across alphabets, and others do not."""

from __future__ import annotations

import pytest

from feedmill.stories.sounds import same_sound, skeleton, sounds_in_han


@pytest.mark.parametrize(
    ("latin", "cyrillic", "han"),
    [
        ("Zhang Weiguo", "Чжан Вэйго", "被告张卫国当庭"),
        ("Lin Xuemin", "Линь Сюэминь", "主任林学敏说"),
        ("Huang Dechang", "Хуан Дэчан", "董事长黄德昌表示"),
        ("Tretyakov", "Третьякова", "特列季亚科夫画廊"),
        ("Bazarova", "Базаровой", "歌手巴扎罗娃在"),
        ("Alikhanov", "Алиханов", "部长阿利哈诺夫说"),
        ("Blagoveshchensk", "Благовещенске", "布拉戈维申斯克市"),
        ("Shishkin", "Шишкина", "画家希施金的"),
    ],
)
def test_a_name_sounds_alike_in_three_alphabets(latin: str, cyrillic: str, han: str) -> None:
    spoken = skeleton(latin.replace(" ", ""))
    assert skeleton(cyrillic.replace(" ", "")) == spoken
    assert spoken in set(sounds_in_han(han))


@pytest.mark.parametrize(
    ("one", "other"), [("Samara", "Самарканд"), ("Kazan", "Рязань"), ("Lin Xuemin", "Лю Цзинь"), ("Novak", "Новиков")]
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert not same_sound(skeleton(one.replace(" ", "")), skeleton(other.replace(" ", "")))


def test_plain_words_are_no_foreign_names() -> None:
    assert [sound for sound in sounds_in_han("双方就进一步扩大贸易规模交换了意见") if len(sound) > 4] == []
