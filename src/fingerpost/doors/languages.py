"""Languages: what each is called, which way it runs, and the address of a page in another one."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, gettext, gettext_noop
from markupsafe import Markup

ONE_LANGUAGE = "/api/"  # for programs: everything below it stands once
ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})

# By code: the name that is put into the language of the page, and the language's own name for itself. These are all
# that the guard can tell (see guard/tongues).
NAMES: dict[str, tuple[str, str]] = {
    "en": (gettext_noop("English"), "English"),
    "cy": (gettext_noop("Welsh"), "Cymraeg"),
    "ar": (gettext_noop("Arabic"), "العربية"),
    "bg": (gettext_noop("Bulgarian"), "български"),
    "bn": (gettext_noop("Bengali"), "বাংলা"),
    "cs": (gettext_noop("Czech"), "čeština"),
    "de": (gettext_noop("German"), "Deutsch"),
    "el": (gettext_noop("Greek"), "ελληνικά"),
    "es": (gettext_noop("Spanish"), "español"),
    "fa": (gettext_noop("Persian"), "فارسی"),
    "fr": (gettext_noop("French"), "français"),
    "ga": (gettext_noop("Irish"), "Gaeilge"),
    "gd": (gettext_noop("Scottish Gaelic"), "Gàidhlig"),
    "gu": (gettext_noop("Gujarati"), "ગુજરાતી"),
    "he": (gettext_noop("Hebrew"), "עברית"),
    "hi": (gettext_noop("Hindi"), "हिन्दी"),
    "hu": (gettext_noop("Hungarian"), "magyar"),
    "hy": (gettext_noop("Armenian"), "հայերեն"),
    "it": (gettext_noop("Italian"), "italiano"),
    "ja": (gettext_noop("Japanese"), "日本語"),
    "ka": (gettext_noop("Georgian"), "ქართული"),
    "ko": (gettext_noop("Korean"), "한국어"),
    "ku": (gettext_noop("Kurdish"), "kurdî"),
    "lt": (gettext_noop("Lithuanian"), "lietuvių"),
    "lv": (gettext_noop("Latvian"), "latviešu"),
    "ml": (gettext_noop("Malayalam"), "മലയാളം"),
    "mr": (gettext_noop("Marathi"), "मराठी"),
    "ne": (gettext_noop("Nepali"), "नेपाली"),
    "nl": (gettext_noop("Dutch"), "Nederlands"),
    "pa": (gettext_noop("Panjabi"), "ਪੰਜਾਬੀ"),
    "pl": (gettext_noop("Polish"), "polski"),
    "ps": (gettext_noop("Pashto"), "پښتو"),
    "pt": (gettext_noop("Portuguese"), "português"),
    "ro": (gettext_noop("Romanian"), "română"),
    "ru": (gettext_noop("Russian"), "русский"),
    "si": (gettext_noop("Sinhala"), "සිංහල"),
    "sk": (gettext_noop("Slovak"), "slovenčina"),
    "so": (gettext_noop("Somali"), "Soomaali"),
    "sq": (gettext_noop("Albanian"), "shqip"),
    "ta": (gettext_noop("Tamil"), "தமிழ்"),
    "te": (gettext_noop("Telugu"), "తెలుగు"),
    "th": (gettext_noop("Thai"), "ไทย"),
    "ti": (gettext_noop("Tigrinya"), "ትግርኛ"),
    "tr": (gettext_noop("Turkish"), "Türkçe"),
    "uk": (gettext_noop("Ukrainian"), "українська"),
    "ur": (gettext_noop("Urdu"), "اردو"),
    "vi": (gettext_noop("Vietnamese"), "Tiếng Việt"),
    "zh": (gettext_noop("Chinese"), "中文"),
}


@dataclass(frozen=True, kw_only=True)
class PageIn:
    """This page in one of the languages it stands in. `name` is in that language itself."""

    code: str
    name: str
    address: str
    is_current: bool


def page_language() -> str:
    """The code of the language of the page that is being made."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def direction_of(code: str) -> str:
    """Which way a language is written: rtl or ltr."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def page_direction() -> str:
    """Which way the page that is being made is written: rtl or ltr."""
    return direction_of(page_language())


def language_name(code: str) -> str:
    """What the page's language calls that language; "" for one that has no name here."""
    return gettext(NAMES[code][0]) if code in NAMES else ""


def marked_as(code: str | None) -> Markup:
    """The attributes of an element whose words are in that language; none where the page itself is in it."""
    if not code or code == page_language():
        return Markup("")
    way = Markup(' dir="{}"').format(direction_of(code)) if direction_of(code) != page_direction() else ""
    return Markup(' lang="{}"').format(code) + way


def pages_in_each_language(request: HttpRequest) -> list[PageIn]:
    """The page of this request in each language, with its query; empty where it stands in one language only."""
    if request.path.startswith(ONE_LANGUAGE):
        return []
    here = page_language()
    return [
        PageIn(code=code, name=name, address=address_in(request, code), is_current=code == here)
        for code, name in settings.LANGUAGES
    ]


def address_in(request: HttpRequest, code: str) -> str:
    """The address of the page of this request in that language. A page that does not exist has one all the same.

    Whatever was typed, it leads to no other site: "//elsewhere.example" would.
    """
    root = get_script_prefix()
    path = request.path.removeprefix(root).lstrip("/")
    first, _, rest = path.partition("/")
    others = {each for each, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    bare = escape_uri_path((rest if first in others else path).lstrip("/"))
    prefix = f"{code}/" if code in others else ""
    query = urlsplit(request.get_full_path()).query
    return f"{root}{prefix}{bare}" + (f"?{query}" if query else "")
