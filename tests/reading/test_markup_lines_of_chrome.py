"""Lines of chrome without names, in the middle and at the end of articles in seven languages: none is the text."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

import pytest

from tests.reading.bodies import BODIES, article_of
from tests.reading.listing_pages import TONGUES

MIDDLE = {
    "en": (
        "Listen to this article", "Listen to this article · 4:12 min", "Reading time: 5 minutes", "Get the app", "Download our app for the latest from the ridge.",
        "Sign up for our weekly letter, delivered every Friday morning.", "Support independent journalism: become a member today.",
        "This article is free to read because our readers pay for it. Please consider a donation.", "Follow our live blog for all the latest updates.",
        "Story continues below advertisement", "12 shares", "Share this article on Facebook", "What do you think? Vote in our poll.", "Read more: How to calm a goat",
        "To continue reading, please subscribe or log in.", "Join the conversation in the comments below.",
    ),
    "ru": (
        "Слушать статью", "Время чтения: 5 минут", "Скачайте наше приложение, чтобы ничего не пропустить.", "Подпишитесь на нашу рассылку: главное каждое утро.",
        "Поддержите независимую журналистику: оформите ежемесячное пожертвование.", "Следите за развитием событий в нашей онлайн-трансляции.", "Реклама", "12 комментариев",
        "Поделиться в соцсетях", "Читайте также: Как успокоить козу", "Чтобы читать дальше, оформите подписку.", "Пройдите опрос: что вы думаете о канатной дороге?",
        "Читайте нас в «Дзене» и MAX.", "Полная версия статьи доступна только подписчикам.",
    ),
    "zh": (
        "收听本文", "阅读时间：5分钟", "下载客户端，获取更多精彩内容。", "订阅我们的电子报，每天早晨送达。", "支持独立新闻，成为会员。", "点击查看直播最新进展", "广告", "12条评论", "分享到微信朋友圈",
        "延伸阅读：如何安抚山羊", "登录后阅读全文", "参与投票：您怎么看缆车？", "扫码下载APP", "点击关注公众号，第一时间获取资讯。",
    ),
    "de": (
        "Artikel anhören", "Lesezeit: 5 Minuten", "Laden Sie unsere App herunter, um nichts zu verpassen.", "Abonnieren Sie unseren Newsletter, jeden Freitag neu.",
        "Unterstützen Sie unabhängigen Journalismus mit einer Spende.", "Alle Entwicklungen im Liveticker", "Anzeige", "12 Kommentare", "Artikel teilen",
        "Lesen Sie auch: Wie man eine Ziege beruhigt", "Weiterlesen mit einem Abo", "Stimmen Sie ab: Was halten Sie von der Seilbahn?",
    ),
    "fr": (
        "Écouter l'article", "Temps de lecture : 5 minutes", "Téléchargez notre application pour ne rien manquer.", "Inscrivez-vous à notre infolettre, chaque vendredi.",
        "Soutenez une presse indépendante : faites un don.", "Suivez notre direct", "Publicité", "12 commentaires", "Partager sur Facebook", "À lire aussi : Calmer une chèvre",
        "La suite est réservée aux abonnés.", "Votez : que pensez-vous de la traversée ?",
    ),
    "es": (
        "Escuchar el artículo", "Tiempo de lectura: 5 minutos", "Descarga nuestra aplicación para no perderte nada.", "Suscríbete a nuestro boletín semanal.",
        "Apoya el periodismo independiente: haz una donación.", "Sigue nuestra cobertura en directo", "Publicidad", "12 comentarios", "Compartir en Facebook",
        "Lea también: Cómo calmar a una cabra", "Para seguir leyendo, suscríbete.", "Vota: ¿qué te parece el paso del río?",
    ),
    "ar": (
        "استمع إلى المقال", "مدة القراءة: 5 دقائق", "حمل تطبيقنا لتصلك آخر الأخبار.", "اشترك في نشرتنا البريدية الأسبوعية.", "إعلان", "12 تعليقا", "شارك المقال على فيسبوك", "اقرأ أيضا: كيف تهدئ الماعز",
    ),
}  # fmt: skip
"""Short lines of each language, as boxes between the paragraphs of an article show them."""
ENDINGS = {
    "en": (
        "If you liked this article, please share it with your friends.", "The Ridge Courier is an independent daily that has been published on the ridge since 1911.",
        "Correction: an earlier version of this article misstated the year of the pylons.", "Have a story for us? Write to tips@ridge.example.",
        "This article was amended on 21 November 2026 to correct a name.", "Use code GOAT10 to get 10% off your first ride.",
        "The views expressed in this article are the author's own and do not necessarily reflect those of the Ridge Courier.", "Topics: transport, goats, mountains",
    ),
    "ru": (
        "Если вам понравилась статья, поделитесь ею с друзьями.", "Нашли опечатку? Выделите текст и нажмите Ctrl+Enter.", "Теги: транспорт, козы, горы",
        "Мнение автора может не совпадать с позицией редакции.", "Перепечатка материалов возможна только с активной ссылкой на источник.", "Исправление: в первой версии материала был неверно указан год.",
    ),
    "zh": (
        "如果您喜欢这篇文章，请分享给朋友。", "免责声明：本文仅代表作者个人观点，与本网无关。", "标签：交通 山羊 大山", "更正：本文早前版本误写了支架的年份。", "未经授权，禁止转载。", "本文来源：峡谷日报",
    ),
    "de": (
        "Wenn Ihnen dieser Artikel gefallen hat, teilen Sie ihn mit Freunden.", "Themen: Verkehr, Ziegen, Berge", "Korrektur: In einer früheren Fassung stand ein falsches Jahr.", "Alle Rechte vorbehalten.",
    ),
    "fr": ("Si cet article vous a plu, partagez-le avec vos amis.", "Thèmes : transport, chèvres, montagne", "Tous droits réservés.", "Cet article a été corrigé le 21 novembre 2026."),
    "es": ("Si te ha gustado este artículo, compártelo con tus amigos.", "Temas: transporte, cabras, montaña", "Todos los derechos reservados.", "Fe de errores: una versión anterior citaba mal el año."),
    "ar": ("جميع الحقوق محفوظة.", "الوسوم: النقل، الماعز، الجبل"),
}  # fmt: skip
"""Lines below the last paragraph."""
TEXTS = {**{lang: (one.topic, list(one.intro)) for lang, one in TONGUES.items()}, **BODIES}


def text_with(line: str, lang: str, place: int) -> str:
    title, paragraphs = TEXTS[lang]
    told = [f"<p>{text}</p>" for text in paragraphs]
    told.insert(place, f"<div class=x7><p>{line}</p></div>")
    return article_of(f"<div><h1>{title}</h1><div class=txt>{''.join(told)}</div></div>", title, lang).text


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in MIDDLE.items() for line in lines])
def test_a_line_between_paragraphs(lang: str, line: str) -> None:
    for place in (2, 3):
        assert text_with(line, lang, place) == "\n\n".join(TEXTS[lang][1])


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in ENDINGS.items() for line in lines])
def test_a_line_below_the_last_paragraph(lang: str, line: str) -> None:
    assert text_with(line, lang, 9) == "\n\n".join(TEXTS[lang][1])


PROSE = {
    "en": (
        "Corrections officers from both banks rode up together and shared one thermos.", "Support for independent farms fell by a third, the council said.",
        "Listen to this valley in March, the herders say, and you hear only water.", "Get the goats down before the frost, the old rule says.",
        "The Ridge Fund is a club of former emigrants and paid for the paint.", "12 comments were read aloud at the hearing, and none was kind.",
        "What do you think a goat weighs? The inspectors did not know either.",
    ),
    "ru": (
        "Поправка к закону о подъёмниках принята во втором чтении.", "Поддержите козу под передние ноги, советует сыроварка.", "Комментариев у ведомства не было до самого вечера пятницы.",
        "Скачайте воду, и в шахте откроется старая лестница, говорили строители.",
    ),
    "zh": ("点击率并不重要，站长说，重要的是有多少人真正坐上缆车。", "登录该岛的第一批游客坐的就是这趟缆车。", "支持独立核算的村庄越来越多，县里正在统计。"),
    "de": ("Korrekturen am Fahrplan gibt es erst im Herbst, teilte die Gesellschaft mit.", "Unterstützen will das Projekt bisher nur das Tal."),
}  # fmt: skip
"""Sentences of reports that begin like the lines above."""


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in PROSE.items() for line in lines])
def test_sentences_that_begin_alike_are_text(lang: str, line: str) -> None:
    for place in (2, 9):
        assert line in text_with(line, lang, place)
