"""Is a line or a sentence part of a page's furniture rather than of its article?

Shape first (code, addresses, rows of links, capitals, no sentence), words second. The same judgement serves plain text
and markup; where a line stands in its document is weighed by the callers.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from feedmill.reading import sentences
from feedmill.reading.code import has_code_marks, is_code
from feedmill.reading.words import alternatives, words
from feedmill.reading.words.phrases import beginnings, mentions

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_URL = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ru|cn|fr|de|es|info|biz|"
    r"asia|co|io|tv|news)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MAYBE_URL = re.compile(r"\.[A-Za-z]")
_SENTENCE_END = re.compile(r"[.!?…。！？:：;；][\"'”’»」』)）\]]*(?:\s*[（(][^()（）\s][^()（）]{0,30}[)）])?\s*$")
"""The end of a sentence, perhaps with the initials or the agency of who wrote it in brackets."""
_END_MARKS = tuple(".!?…。！？:：;；")
_LONGEST_END = 100
"""Characters in which the end of a sentence with its closing marks and brackets stands."""
_LABEL_END = re.compile("[:：|—】\\]]")
_CREDIT_MARK = re.compile(r"[:：/©|(\[]|\.\s")
_DIGIT = re.compile(r"\d")
_SMALL_LETTERS = re.compile("[a-zа-яё]")
_FOREIGN_LETTERS = re.compile(r"[^\W\d_\x00-\x7f]+")
_SEPARATED = re.compile(r"\s+[|•·/»›>*]\s+|\s*[|｜]\s*")
_DIVIDER = re.compile(r"[|•·/»›>*｜]")
_FIGURE = re.compile(r"[#(+\-–−±$€£¥₽]{0,2}\d[\d.,:]*[%°)▲▼]{0,3}|[▲▼–—−-]")
_RIGHTS = re.compile(r"\(c\)|\bcopyright\b|版权|版權|права защищены", re.IGNORECASE)
_OWNER = re.compile(r"[.!?…]\s+[^\W\d_a-zа-яё][^.!?…a-zа-яёß-ÿ]{3,60}\Z")
"""A caption's last words in capitals behind its sentence: "… of the bridge. ANN LEE / THE COURIER"."""
_PAGE_NUMBER = re.compile(
    r"(?:page|стр\.?|страница|seite|p\.|第)?\s*[-–—]?\s*\d{1,4}\s*(?:[-–—/]|of|из|页|頁|"
    r"/)?\s*\d{0,4}\s*(?:页|頁)?\s*[-–—]?",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:[^\W\d]{2,10}[:：]\s*)?[«‹<←]*\s*(?:[^\W\d]{2,10}\s+)?(?:\d{1,4}\s*[|·,]?\s+){2,}(?:\.{3}|…)?\s*\d{0,4}\s*(?:[^\W\d]{2,10})?\s*[»›>→]*"
)
_RULE = re.compile(r"[\W_]+")
_COUNTER = re.compile(
    r"(?:[\d.,]+\s*[kкm]?\s+)?(?:shares?|comments?|views?|likes?|min(?:ute)?s? read|"
    r"комментари\w+|просмотр\w+|мин\.? чтения|次阅读|条评论|浏览|评论)\s*[:：]?\s*[\d.,]*",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"(?:[^\W\d]{2,12}(?:\s[^\W\d]{1,12}){0,2}\s*[:：]\s*)?[~≈]?\s*\d{1,3}[\s-]{0,2}(?:min(?:ute|uta|uto|uten)?s?|мин(?:ут[аы]?)?|分钟|分鐘|分)\.?"
    r"(?:\s(?:read|reading|чтения|de lecture|lesezeit|de lectura|de leitura|di lettura)(?:\s(?:time|article))?)?",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\W*(?:reply|ответить|回复|répondre|antworten|responder)\b", re.IGNORECASE)
_WIDE = re.compile("[\u2e80-\ud7a3]+")
_LONG = 400
_RECENT = 64
"""Lines whose features are remembered: every stage asks for those of the line at hand again."""
_LONGEST_HEADING = 90
_LONGEST_LINK = 200
_MARKS_AROUND = " \t:：#*>»—–-|▼▲►•🔥👉📌⬇↓→【】[]"
_COUNT = re.compile(r"\s*[(（]\d{1,5}[)）]\s*\Z")
_COUNTED = re.compile(r"\A\d{1,5}\s+")
"""How many there are: "Comments (12)", "12 comments"."""
_LABELLED = re.compile(r"\W{0,3}(?P<label>[^:：|—】\]\n]{2,40})\s*(?:[:：|—]|[】\]][:：]?)\s*(?P<rest>\S.*)")
_CREDITED = 90
"""Characters at the end of a line in which a picture's credit stands with the word that announces it."""
_LONGEST_CREDIT = 60
"""Characters behind the word that announces who took a picture."""


def chrome_reason(line: str) -> str | None:
    """The slug of the cut that a line deserves ("menu", "script", "newsletter", …), None when it may be prose.

    Judged by the line alone, with the words of every language: furniture is often English on pages that are not.
    """
    text = line.strip()
    if not text or _RULE.fullmatch(text):
        return "separator"
    return _shape_reason(text) or word_reason(text)


def sentence_reason(sentence: str) -> str | None:
    """The slug of the cut for one sentence inside a paragraph ("Sign up here."), None for prose."""
    text = sentence.strip().casefold()
    if len(text) < 160 and (
        beginnings("chrome", "sentence").begins(text) or (len(text) < 80 and mentions("chrome", "sentence").count(text))
    ):
        return "newsletter"
    if is_bio(sentence):
        return "bio"
    return "script" if is_code(sentence) else None


def without_chrome_sentences(paragraph: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without the sentences that are furniture, and those as (reason, sentence).

    From a bio sentence on, everything to the paragraph's end goes: bios stand last.
    """
    cut: list[tuple[str, str]] = []
    if not _may_hold_chrome(paragraph):
        return paragraph, cut
    parts = sentences.split(paragraph)
    reasons = [sentence_reason(part) for part in parts]
    if not any(reasons):
        return paragraph, cut
    kept: list[str] = []
    for place, (part, reason) in enumerate(zip(parts, reasons, strict=True)):
        if reason == "bio":
            cut.append((reason, " ".join(parts[place:])))
            break
        if reason:
            cut.append((reason, part))
        else:
            kept.append(part)
    joiner = "" if any("\u4e00" <= letter <= "\u9fff" for letter in paragraph[:40]) else " "
    return joiner.join(kept), cut


def _may_hold_chrome(paragraph: str) -> bool:
    """Whether any sentence of a paragraph could be furniture; most paragraphs are settled by one look."""
    folded = paragraph.casefold()
    if "  " in folded or not folded.isprintable():
        folded = " ".join(folded.split())
    return mentions("chrome", "sentence", "bio").any(folded) or has_code_marks(paragraph)


def is_bio(sentence: str) -> bool:
    """Whether a sentence tells who wrote the text: a name at its start, then what that person does."""
    text = " ".join(sentence.split())
    if len(text) > _LONG:
        return False
    if "\u4e00" <= text[:1] <= "\u9fff":
        return text.startswith(words("chrome", "bio"))
    name = _NAME.match(text + " ")
    if not name:
        return False
    folded = text.casefold()
    rest = folded[name.end() :]
    if not beginnings("chrome", "bio").begins(rest):
        return False
    mark = next(mark for mark in words("chrome", "bio") if rest.startswith(mark))
    return len(mark.split()) > 2 or mentions("chrome", "bio").count(folded) >= 2


@lru_cache(maxsize=_RECENT)
def is_tail_heading(line: str) -> bool:
    """Whether a line heads what follows an article: related stories, comments, tags, sharing, newsletters."""
    if len(line) > _LONGEST_HEADING:
        return False
    text = label_of(line)
    return text in _set("tail") or (len(text) < 60 and beginnings("chrome", "leading").begins(text))


def label_of(line: str) -> str:
    """The words of a line without what stands around labels."""
    text = line.strip(_MARKS_AROUND)
    text = _COUNTED.sub("", text) if text[:1].isdigit() else text
    return (_COUNT.sub("", text) if text[-1:] in (")", "）") else text).rstrip(" :：?!…").casefold()


def is_labelled_link(line: str) -> bool:
    """Whether a line is a link to another story behind words that head lists of them: "Related: …", "【相关阅读】…"."""
    match = _LABELLED.match(line) if len(line) <= _LONGEST_LINK and _LABEL_END.search(line) else None
    label = match["label"].strip().casefold() if match else ""
    return match is not None and label in _set("tail") and not ends_sentence(match["rest"])


@lru_cache(maxsize=_RECENT)
def offers_the_rest(line: str) -> bool:
    """Whether a line says that the rest is for those who pay."""
    return len(line) <= _LONGEST_LINK and mentions("pages", "paywall").any(line.casefold())


def asks_to_subscribe(line: str) -> bool:
    """Whether a line that is known to be furniture offers a newsletter."""
    return _kind(line.casefold()) == "newsletter"


def is_caption(line: str) -> bool:
    """Whether a line ends by naming who took the picture that it describes: "A queue of trucks. Photo: …"."""
    start = max(0, len(line) - _CREDITED)
    if len(line) > _LONG or not _CREDIT_MARK.search(line, start):
        return False
    if not mentions("bylines", "pictures", "captions").any(line[start:].casefold()):
        return False
    mark = _picture_credit().search(line, start)
    return mark is not None and len(line) - mark.end() <= _LONGEST_CREDIT


def tells_rights(line: str) -> bool:
    """Whether a line names the owner of a page's rights or of a picture."""
    if len(line) > _LONG:
        return False
    return "©" in line or bool(_RIGHTS.search(line) or _OWNER.search(line)) or is_caption(line)


def is_prose(line: str) -> bool:
    """Whether a line has the shape of running text: long enough, in sentences, mostly letters, not links or code."""
    text = line.strip()
    width = weight(text)
    if width < 60 or is_code(text) or link_share(text) > 0.3 or letter_share(text) < 0.6:
        return False
    return width > 160 or ends_sentence(text)


@lru_cache(maxsize=_RECENT)
def weight(text: str) -> int:
    """Length in Latin letters' worth: a Han, kana or Hangul character says about as much as 2.5 letters."""
    if text.isascii() or not _WIDE.search(text):
        return len(text)
    return len(text) + int(1.5 * sum(map(len, _WIDE.findall(text))))


@lru_cache(maxsize=_RECENT)
def link_share(text: str) -> float:
    """The part of a text that is web addresses, 0 to 1."""
    sample = text[:4000]
    if not _MAYBE_URL.search(sample) and "://" not in sample:
        return 0.0
    return sum(len(match.group()) for match in _URL.finditer(sample)) / max(1, len(sample))


def letter_share(text: str) -> float:
    """The part of a text's visible characters that are letters, 0 to 1."""
    sample = text[:4000]
    spaces = sample.count(" ") + sample.count("\t") + sample.count("\n")
    letters = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    letters += 0 if sample.isascii() else sum(map(len, _FOREIGN_LETTERS.findall(sample)))
    return letters / max(1, len(sample) - spaces)


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a mark that ends sentences or announces something."""
    bare = text.rstrip()
    return bare.endswith(_END_MARKS) or bool(_SENTENCE_END.search(bare, max(0, len(bare) - _LONGEST_END)))


def is_reading_time(line: str) -> bool:
    """Whether a line tells how long the article is: "4 min read", "Время чтения: 3 минуты"."""
    return len(line) <= _LONGEST_CREDIT and bool(_READING_TIME.fullmatch(line.strip(" •·|()∙")))


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: two figures or more, and at least as many as other words."""
    if len(text) > _LONGEST_HEADING or not _DIGIT.search(text):
        return False
    cells = text.split()
    figures = sum(not cell.isalpha() and _FIGURE.fullmatch(cell) is not None for cell in cells)
    return figures > 1 and 2 * figures >= len(cells)


def is_capitals(text: str) -> bool:
    """Whether a line of several words is written in capitals throughout."""
    if 10 * len(_SMALL_LETTERS.findall(text)) > len(text):
        return False
    cased = [letter for letter in text if letter.lower() != letter.upper()]
    return len(cased) > 12 and sum(letter.isupper() for letter in cased) > 0.9 * len(cased) and " " in text


def _shape_reason(text: str) -> str | None:
    if is_code(text):
        return "script"
    if link_share(text) > 0.5:
        return "links"
    if len(text) <= _LONGEST_CREDIT and _DIGIT.search(text):
        if (len(text) < 24 and _PAGE_NUMBER.fullmatch(text)) or _PAGES.fullmatch(text):
            return "pagination"
        if is_reading_time(text):
            return "share"
    if len(text) < 40 and (_COUNTER.fullmatch(text) or _REPLY.match(text)):
        return "share"
    parts = _SEPARATED.split(text) if _DIVIDER.search(text) else []
    if len(parts) > 3 and sum(len(part) for part in parts) / len(parts) < 28 and not ends_sentence(text):
        return "menu"
    return None


def word_reason(text: str) -> str | None:
    """The slug of the cut that a line's words deserve, whatever its shape; None for none."""
    folded = text.casefold()
    if len(text) <= _LONGEST_LINK:
        if folded.strip(" \t:：.…»«›‹>|•·*#[]()+-–—→←▼▲►") in _set("line"):
            return "menu"
        if is_tail_heading(text) or is_labelled_link(text):
            return "related-links"
    width = weight(text)
    if width < 500 and beginnings("chrome", "starts").begins(folded):
        return _kind(folded)
    told = mentions("chrome", "contains").count(folded) if width < 700 else 0
    return _kind(folded) if told > 1 or (told and width < 300) else None


def _kind(folded: str) -> str:
    """A finer slug for a line that is known to be furniture."""
    if any(
        mark in folded
        for mark in (
            "©",
            "copyright",
            "rights reserved",
            "права защищены",
            "版权",
            "版權",
            "privacy",
            "cookie",
            "conditions",
            "datenschutz",
        )
    ):
        return "legal"
    if any(
        mark in folded
        for mark in ("subscribe", "sign up", "newsletter", "подпи", "订阅", "关注", "abonn", "suscr", "inbox")
    ):
        return "newsletter"
    if any(mark in folded for mark in ("photo", "image", "caption", "credit", "фото", "图", "foto", "picture")):
        return "caption"
    return "promo"


@cache
def _picture_credit() -> re.Pattern[str]:
    credited = (*words("bylines", "pictures"), *words("bylines", "captions"))
    spaced, unspaced = alternatives(credited)
    announced = alternatives(word for word in credited if " " in word)[0]
    both = "|".join(filter(None, (rf"\b(?:{spaced})" if spaced else "", unspaced)))
    return re.compile(rf"(?:{both})\s*(?:[:：/]|©)|(?:\A|[|(\[.])\s*(?:{announced})\s", re.IGNORECASE)


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(words("chrome", key))


_NAME = re.compile(r"(?:[A-ZА-ЯЁ][\w.’'-]+\s+){2,4}")
