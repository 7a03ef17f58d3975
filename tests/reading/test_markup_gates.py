"""Walls in languages without a word list of their own, told by what they are built of; and short articles that are none."""

# ruff: noqa: E501  sample documents read better unbroken
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.model import Document, Reading
from feedmill.reading import read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
WALLS = {
    "consent-pl": "<h1>Szanujemy Twoją prywatność</h1><p>Wraz z naszymi partnerami przechowujemy i odczytujemy informacje na urządzeniu, aby wyświetlać spersonalizowane reklamy oraz mierzyć ich skuteczność.</p><button>Ustawienia</button><button>Zgadzam się</button>",
    "consent-tr": "<div><h2>Gizliliğinize değer veriyoruz</h2><p>Biz ve ortaklarımız, cihazınızda bilgi saklamak ve bunlara erişmek için çerezler gibi teknolojiler kullanıyoruz. Tercihlerinizi istediğiniz zaman değiştirebilirsiniz.</p><button>Reddet</button><button>Kabul et</button></div>",
    "consent-ja": "<h1>プライバシーに関する設定</h1><p>当社とパートナーは、広告の表示や効果測定のために、お使いの端末の情報を保存し利用します。設定はいつでも変更できます。</p><button>同意する</button><button>設定を変更</button>",
    "login-ko": "<h1>로그인</h1><form action=/login><input name=id placeholder=아이디><input type=password placeholder=비밀번호><button>로그인</button></form><a href=/find>비밀번호 찾기</a><a href=/join>회원가입</a>",
    "login-pt": "<h1>Entrar</h1><form method=post><label>E-mail</label><input name=email><label>Senha</label><input type=password name=p><button>Entrar</button></form><p>Ainda não tem uma conta? Cadastre-se agora e leia todas as matérias sem limite no seu celular.</p>",
    "login-vi": "<h2>Đăng nhập</h2><form><input name=u><input type='password'><button>Tiếp tục</button></form><p>Bạn cần đăng nhập để xem nội dung này trên trang của chúng tôi, mời bạn nhập tài khoản.</p>",
    "captcha-hu": "<h1>Biztonsági ellenőrzés</h1><p>Kérjük, írja be a képen látható karaktereket, hogy megbizonyosodjunk arról, hogy nem robot.</p><form><img src=/captcha.png><input name=code><button>Tovább</button></form>",
    "captcha-he": "<h1>רגע אחד</h1><p>אנו בודקים שהחיבור שלך מאובטח לפני שנמשיך אל האתר, הבדיקה אורכת כמה שניות בלבד.</p><div class='g-recaptcha' data-sitekey=x></div>",
    "cf-turnstile-sv": "<h1>Ett ögonblick</h1><p>Vi kontrollerar att anslutningen är säker innan du kan gå vidare till webbplatsen, det tar några sekunder.</p><div class='cf-turnstile'></div><script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>",
    "error-404-ar": "<h1>404</h1><p>عذرا، الصفحة التي تبحث عنها غير موجودة أو تم نقلها إلى عنوان آخر.</p><a href='/'>الصفحة الرئيسية</a>",
    "error-404-cs": "<h1>Chyba 404</h1><p>Omlouváme se, ale stránka, kterou hledáte, neexistuje nebo byla přesunuta jinam.</p><form action=/hledat><input name=q></form>",
    "error-500-hi": "<h1>500</h1><p>क्षमा करें, सर्वर पर कुछ गड़बड़ी हो गई है, कृपया थोड़ी देर बाद फिर से प्रयास करें।</p>",
    "error-503-fi": "<title>503</title><h1>Palvelu ei ole käytettävissä</h1><p>Palvelimella on huoltokatko. Yritä hetken kuluttua uudelleen, kiitos kärsivällisyydestäsi.</p>",
    "age-gate-el": "<h1>Επιβεβαίωση ηλικίας</h1><p>Για να συνεχίσετε πρέπει να επιβεβαιώσετε ότι είστε άνω των δεκαοκτώ ετών.</p><form><button>Ναι</button><button>Όχι</button></form>",
}
ARTICLES = {
    "short-news-en": "<article><h1>Ferry returns to the bay</h1><p>The ferry came back to the bay on Monday after four weeks in dock, with a new engine and an old bell.</p><p>Tickets cost what they did before.</p></article><form class=search><input name=q><button>Go</button></form>",
    "news-with-login-header": "<form action=/login><input name=u><input type=password><button>OK</button></form><h1>Fähre kehrt zurück</h1><p>Die Fähre kam am Montag nach vier Wochen im Dock in die Bucht zurück, mit neuem Motor und alter Glocke.</p><p>Die Karten kosten, was sie vorher kosteten.</p><p>Am Kai spielte eine Kapelle, bis es regnete.</p>",
    "news-404-km": "<h1>Дорогу длиной 404 км открыли после ремонта</h1><p>Движение по дороге открыли в понедельник после четырёх недель ремонта, сообщили в дорожной службе.</p><p>Проезд стоит столько же, сколько прежде.</p>",
    "snippet": "<h1>500 tulips arrive</h1><p>Five hundred tulip bulbs arrived at the harbour garden on Monday, a gift of the sister town.</p>",
}


def read_page(body: str) -> Reading:
    name = body.split(">")[1].split("<")[0]
    title = "" if "<title" in body else f"<title>{name}</title>"
    content = f"<html><head><meta charset=utf-8>{title}</head><body>{body}</body></html>"
    return read(Document(origin="x.html", content=content.encode(), source="seeds", received=NOW, url="https://a.example/b"))  # fmt: skip


@pytest.mark.parametrize("name", WALLS)
def test_walls_are_refused_with_a_reason(name: str) -> None:
    rejection = read_page(WALLS[name]).rejection
    assert rejection is not None
    expected = "error-page" if name.startswith("error") else "login-wall"
    assert rejection.reason == expected


@pytest.mark.parametrize("name", ARTICLES)
def test_short_articles_are_none(name: str) -> None:
    assert len(read_page(ARTICLES[name]).articles) == 1


def test_a_login_above_a_listing_hides_no_items() -> None:
    login = "<form><input name=u><input type=password><button>OK</button><button>Join</button></form>"
    stories = [
        "Ferry returns to the bay",
        "Tulips arrive at the garden",
        "Bell tower gets a lift",
        "Bakery opens at the pier",
    ]
    items = "".join(f"<li><a href='/s/{n}'>{story}</a> 1{n}.11.2026</li>" for n, story in enumerate(stories))
    reading = read_page(f"<div>Latest</div>{login}<ul>{items}</ul>")
    assert [article.title for article in reading.articles] == stories
