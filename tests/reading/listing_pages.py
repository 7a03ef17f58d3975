"""Sample stories of listing pages in six languages, and pages made of them; original prose."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SITE = "https://strait.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """What a listing page says in one language: five stories (headline, teaser), the days of the stories, one longer
    text, the words around them."""

    stories: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    intro: tuple[str, ...]
    writer: str
    by: str
    more: str
    topic: str
    sections: tuple[str, ...]
    chrome: tuple[str, ...]


TONGUES = {
    "en": Tongue(
        stories=(
            ("Customs posts on the river stay open through the night", "Drivers who used to wait three days now cross before breakfast, the regional transport office said."),
            ("Grain terminal in the east doubles its night shift", "The first trains for the new season left on Monday. Dispatchers expect forty more before the frost."),
            ("Pipeline repair pushed back until the ice is firm", "Engineers want a month of hard frost before the heavy cranes go out on the marsh."),
            ("Two universities open a joint school of shipbuilding", "Sixty students will spend half of each year on the other bank, and sit their exams in both languages."),
            ("Smelt returns to the lower reaches after nine years", "Fishermen credit the closed mill; scientists would rather wait for a second season."),
        ),
        days=("20 November 2026", "19 November 2026", "17 November 2026", "14 November 2026", "11 November 2026"),
        intro=(
            "This page gathers what our correspondents write about the river crossing, from the first survey of the banks to the opening of the second lane.",
            "The crossing was planned in the last century and abandoned twice. It was begun again when both provinces agreed to share the cost of the piers.",
            "Since then it has carried more timber than anybody had forecast, and fewer travellers. Our coverage follows the money, the ice and the people on both banks.",
            "Readers who remember the ferry are invited to write to the editors, who keep an archive of letters and photographs.",
        ),
        writer="Morag Sinclair", by="By", more="Read more", topic="River crossing",
        sections=("World", "Economy", "Society", "Culture", "Opinion"),
        chrome=("12 comments", "4 min read", "Share", "1,204 views"),
    ),
    "ru": Tongue(
        stories=(
            ("Пункты пропуска на реке будут работать круглосуточно", "Водители, ждавшие прежде по трое суток, теперь проходят до завтрака, сообщили в краевом управлении транспорта."),
            ("Зерновой терминал на востоке удваивает ночную смену", "Первые составы нового сезона ушли в понедельник. До морозов диспетчеры ждут ещё сорок."),
            ("Ремонт трубопровода отложили до крепкого льда", "Инженерам нужен месяц сильных морозов, прежде чем тяжёлые краны выйдут на болото."),
            ("Два университета открыли общую школу судостроения", "Шестьдесят студентов будут полгода учиться на другом берегу и сдавать экзамены на двух языках."),
            ("Корюшка вернулась в низовья спустя девять лет", "Рыбаки благодарят закрытый комбинат, а учёные предпочитают дождаться второго сезона."),
        ),
        days=("20 ноября 2026", "19 ноября 2026", "17 ноября 2026", "14 ноября 2026", "11 ноября 2026"),
        intro=(
            "На этой странице собрано всё, что наши корреспонденты пишут о переправе: от первых изысканий на берегах до открытия второй полосы.",
            "Переправу задумали ещё в прошлом веке и дважды бросали. За неё взялись снова, когда обе провинции согласились поделить расходы на опоры.",
            "С тех пор по ней провезли больше леса, чем кто-либо ожидал, и меньше пассажиров. Мы следим за деньгами, льдом и людьми на обоих берегах.",
            "Читателей, которые помнят паром, просят писать в редакцию: она хранит архив писем и фотографий.",
        ),
        writer="Анна Соколова", by="Автор:", more="Читать далее", topic="Переправа",
        sections=("В мире", "Экономика", "Общество", "Культура", "Мнения"),
        chrome=("12 комментариев", "4 мин. чтения", "Поделиться", "1 204 просмотра"),
    ),
    "zh": Tongue(
        stories=(
            ("界河口岸实行二十四小时通关", "地区交通部门表示，过去要等三天的司机，现在早饭前就能过境。"),
            ("东部粮食码头夜班人数增加一倍", "新季首批列车周一发车。调度员预计霜冻前还会有四十列。"),
            ("管道维修推迟到冰层结实之后", "工程师希望经历一个月的严寒，再把重型吊车开进沼泽。"),
            ("两所大学联合开办造船学院", "六十名学生每年将有一半时间在对岸学习，并用两种语言参加考试。"),
            ("胡瓜鱼时隔九年重返下游", "渔民认为这要归功于关闭的工厂，科学家则希望再观察一个季节。"),
        ),
        days=("2026-11-20", "2026-11-19", "2026-11-17", "2026-11-14", "2026-11-11"),
        intro=(
            "本专题汇集了本报记者关于界河通道的全部报道，内容从最初的两岸勘测一直到第二车道开通。",
            "通道早在上个世纪就已规划，其间两度搁置。直到两省同意分摊桥墩费用，工程才重新启动。",
            "通车以来，运送的木材超出所有人的预期，旅客却比预期少。我们持续关注资金、冰情以及两岸的人们。",
            "欢迎记得渡船的读者来信，编辑部保存着读者的信件和照片。",
        ),
        writer="吴杰", by="记者：", more="阅读全文", topic="界河通道",
        sections=("国际", "经济", "社会", "文化", "评论"),
        chrome=("12条评论", "阅读约4分钟", "分享", "1204次阅读"),
    ),
    "fr": Tongue(
        stories=(
            ("Les postes de douane du fleuve ouverts toute la nuit", "Les chauffeurs qui attendaient trois jours passent désormais avant le petit déjeuner, selon l'office des transports."),
            ("Le terminal céréalier de l'est double son équipe de nuit", "Les premiers trains de la saison sont partis lundi. Quarante autres sont attendus avant le gel."),
            ("Réparation du gazoduc repoussée jusqu'à la glace ferme", "Les ingénieurs veulent un mois de gel avant d'envoyer les grues lourdes dans le marais."),
            ("Deux universités ouvrent une école navale commune", "Soixante étudiants passeront la moitié de l'année sur l'autre rive et leurs examens en deux langues."),
            ("L'éperlan revient dans le bas du fleuve après neuf ans", "Les pêcheurs remercient l'usine fermée ; les savants préfèrent attendre une deuxième saison."),
        ),
        days=("20 novembre 2026", "19 novembre 2026", "17 novembre 2026", "14 novembre 2026", "11 novembre 2026"),
        intro=(
            "Cette page réunit ce que nos correspondants écrivent sur la traversée, des premiers relevés des rives à l'ouverture de la seconde voie.",
            "La traversée fut projetée au siècle dernier et deux fois abandonnée. On la reprit quand les deux provinces acceptèrent de partager le prix des piles.",
            "Elle a porté depuis plus de bois que prévu, et moins de voyageurs. Nous suivons l'argent, la glace et les gens des deux rives.",
            "Les lecteurs qui se souviennent du bac sont invités à écrire à la rédaction, qui garde leurs lettres et leurs photographies.",
        ),
        writer="Élodie Marchand", by="Par", more="Lire la suite", topic="La traversée",
        sections=("Monde", "Économie", "Société", "Culture", "Opinions"),
        chrome=("12 commentaires", "Lecture 4 min", "Partager", "1 204 vues"),
    ),
    "es": Tongue(
        stories=(
            ("Las aduanas del río abrirán toda la noche", "Los camioneros que esperaban tres días cruzan ahora antes del desayuno, según la oficina de transporte."),
            ("La terminal de grano del este duplica su turno de noche", "Los primeros trenes de la temporada salieron el lunes. Se esperan otros cuarenta antes de las heladas."),
            ("La reparación del gasoducto espera a que el hielo sea firme", "Los ingenieros quieren un mes de heladas antes de enviar las grúas pesadas al pantano."),
            ("Dos universidades abren una escuela naval conjunta", "Sesenta alumnos pasarán medio año en la otra orilla y se examinarán en los dos idiomas."),
            ("El eperlano vuelve al curso bajo tras nueve años", "Los pescadores lo atribuyen a la fábrica cerrada; los científicos prefieren esperar otra temporada."),
        ),
        days=("20 de noviembre de 2026", "19 de noviembre de 2026", "17 de noviembre de 2026", "14 de noviembre de 2026", "11 de noviembre de 2026"),
        intro=(
            "Esta página reúne lo que nuestros corresponsales escriben sobre el paso del río, desde los primeros estudios hasta la apertura del segundo carril.",
            "El paso se planeó el siglo pasado y se abandonó dos veces. Se retomó cuando ambas provincias aceptaron repartirse el coste de los pilares.",
            "Desde entonces ha llevado más madera de la prevista y menos viajeros. Seguimos el dinero, el hielo y a la gente de las dos orillas.",
            "Quienes recuerden el transbordador pueden escribir a la redacción, que guarda un archivo de cartas y fotografías.",
        ),
        writer="Lucía Robledo", by="Por", more="Leer más", topic="El paso del río",
        sections=("Mundo", "Economía", "Sociedad", "Cultura", "Opinión"),
        chrome=("12 comentarios", "4 min de lectura", "Compartir", "1.204 visitas"),
    ),
    "ar": Tongue(
        stories=(
            ("مراكز الجمارك على النهر تعمل طوال الليل", "السائقون الذين كانوا ينتظرون ثلاثة أيام يعبرون الآن قبل الإفطار، بحسب مكتب النقل في الإقليم."),
            ("محطة الحبوب في الشرق تضاعف وردية الليل", "غادرت أولى قطارات الموسم الجديد يوم الاثنين، ويتوقع المنسقون أربعين قطارا قبل الصقيع."),
            ("تأجيل إصلاح خط الأنابيب إلى أن يشتد الجليد", "يريد المهندسون شهرا من الصقيع قبل إخراج الرافعات الثقيلة إلى المستنقع."),
            ("جامعتان تفتتحان مدرسة مشتركة لبناء السفن", "سيقضي ستون طالبا نصف السنة على الضفة الأخرى ويؤدون امتحاناتهم باللغتين."),
            ("أسماك الهف تعود إلى المجرى الأدنى بعد تسع سنوات", "يشكر الصيادون المصنع المغلق، أما العلماء فيفضلون انتظار موسم ثان."),
        ),
        days=("20 نوفمبر 2026", "19 نوفمبر 2026", "17 نوفمبر 2026", "14 نوفمبر 2026", "11 نوفمبر 2026"),
        intro=(
            "تجمع هذه الصفحة ما يكتبه مراسلونا عن معبر النهر، من أول مسح للضفتين إلى افتتاح المسار الثاني.",
            "خطط للمعبر في القرن الماضي ثم ترك مرتين، واستؤنف العمل حين اتفقت المقاطعتان على تقاسم كلفة الدعامات.",
            "ومنذ ذلك الحين نقل من الأخشاب أكثر مما توقعه أحد، ومن المسافرين أقل. ونحن نتابع المال والجليد والناس على الضفتين.",
            "ندعو القراء الذين يتذكرون العبارة إلى الكتابة إلى هيئة التحرير التي تحفظ أرشيفا للرسائل والصور.",
        ),
        writer="ليلى حداد", by="بقلم", more="اقرأ المزيد", topic="معبر النهر",
        sections=("العالم", "اقتصاد", "مجتمع", "ثقافة", "رأي"),
        chrome=("12 تعليقا", "4 دقائق قراءة", "مشاركة", "1204 مشاهدة"),
    ),
}  # fmt: skip

DAYS = ("2026-11-20", "2026-11-19", "2026-11-17", "2026-11-14", "2026-11-11")


def read_html(body: str, *, lang: str, title: str, head: str = "", path: str = "/topic/crossing") -> Reading:
    """What a page of this body turns out to be."""
    html = f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    document = Document(origin="p.html", content=html.encode(), source="seeds", received=NOW, url=SITE + path)
    return read(document)


def frame(tongue: Tongue, main: str, *, intro: int = 0) -> str:
    """A site around a listing: menu, name of the page, introduction, pager, box of most read, footer."""
    menu = "".join(f"<li><a href='/s/{n}'>{name}</a></li>" for n, name in enumerate(tongue.sections))
    told = "".join(f"<p>{words}</p>" for words in tongue.intro[:intro])
    pager = " ".join(f"<a href='?page={n}'>{n}</a>" for n in range(1, 7))
    return (
        f"<header><div class=brand><a href='/'>Strait Ledger</a></div><ul class=nav-bar>{menu}</ul></header>"
        f"<div class=content><h1>{tongue.topic}</h1>{f'<div class=intro>{told}</div>' if told else ''}{main}"
        f"<div class=pages>{pager}</div></div><footer><p>© 2026 Strait Ledger</p><ul>{menu}</ul></footer>"
    )


def fill(form: str, tongue: Tongue) -> str:
    """The items of a form: {n} number, {t} headline, {x} teaser, {d} day, {iso} the same for machines, {w} writer,
    {by} the word before writers, {m} invitation to read on, {s} section, {c0}… chrome."""
    out = []
    for n, (t, x) in enumerate(tongue.stories):
        chrome = {f"c{k}": words for k, words in enumerate(tongue.chrome)}
        out.append(form.format(n=n, t=t, x=x, d=tongue.days[n], iso=DAYS[n], w=tongue.writer, by=tongue.by, m=tongue.more, s=tongue.sections[n], **chrome))  # fmt: skip
    return "".join(out)
