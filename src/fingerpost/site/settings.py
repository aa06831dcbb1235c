"""Django's settings, made from the configuration of this installation."""

import os
from pathlib import Path

from fingerpost.site.configuration import home, read_configuration, read_language_models
from fingerpost.site.databases import choose_database
from fingerpost.site.keys import read_or_make_key
from fingerpost.site.post import ways_of

HOME = home()
CONFIGURATION = read_configuration(HOME, os.environ)
LANGUAGE_MODELS = read_language_models(HOME)
DOORS = Path(__file__).resolve().parents[1] / "doors"

# Doors stand below the site and cannot import it: they find what is wired here by this name.
FINGERPOST_INSTALLATION = "fingerpost.site.wiring"
POST_WAYS: frozenset[str] = ways_of(CONFIGURATION)
"""The ways in which messages can be sent from here."""

DEBUG = False
SECRET_KEY = os.environ.get("FINGERPOST_SECRET_KEY") or read_or_make_key(HOME / "keys" / "django-secret")
ALLOWED_HOSTS = list(CONFIGURATION.allowed_hosts)
ROOT_URLCONF = "fingerpost.site.urls"
WSGI_APPLICATION = "fingerpost.site.wsgi.application"
ASGI_APPLICATION = "fingerpost.site.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "fingerpost.knowledge",
    "fingerpost.record",
    "fingerpost.record.ledger",
    "fingerpost.record.register",
    "fingerpost.record.challenges",
    "fingerpost.record.switches",
    "fingerpost.record.overseeing",
    "fingerpost.record.spending",
    "fingerpost.record.repair",
    "fingerpost.record.rulemaking",
    "fingerpost.casework",
    "fingerpost.doors.citizen",
    "fingerpost.doors.staff",
    "fingerpost.doors.oversight",
    "fingerpost.site",
]

MIDDLEWARE = [
    "fingerpost.site.headers.SecurityHeaders",
    "fingerpost.site.compression.Compressed",
    "django.middleware.security.SecurityMiddleware",
    "fingerpost.site.static.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "fingerpost.site.embedding.Embedding",
    "fingerpost.site.requests.RefuseLargeBodies",
    "fingerpost.site.requests.RefuseOddText",
    "fingerpost.site.requests.SameOriginOnly",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fingerpost.site.requests.ExplainFaults",
]
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [DOORS / name / "templates" for name in ("citizen", "staff", "oversight", "entry", "api", "")],
        "OPTIONS": {"environment": "fingerpost.doors.citizen.environment.build", "autoescape": True},
    }
]

DATABASES = {"default": choose_database(CONFIGURATION.database_url, HOME)}

# The address says the language: English at /, Welsh at /cy/. No cookie does.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
# The doors' words, and those that each capability declares of itself.
LOCALE_PATHS = [DOORS / "locale", *sorted((DOORS.parent / "capabilities").glob("*/locale"))]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight from the package: no collectstatic
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 86_400  # addresses carry the mark of the build, so a day is safe

# Guards hold questions to 1,000 characters; this is the door's own bound on what is read from the wire at all.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
FILE_UPLOAD_HANDLERS = ["fingerpost.site.uploads.HoldUploads"]
# Above all that `site.bodies` lets in: what residents send is held in memory, and never lies on the disk unsealed.
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200  # the longest form of staff has about sixty
DATA_UPLOAD_MAX_NUMBER_FILES = 5  # how many an address takes, and in which field: `doors.uploads`

# The one cookie: it ends with the browser, scripts cannot read it, and the row it names stands in our database.
SESSION_COOKIE_NAME = "fingerpost"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True  # pages of staff; residents' forms are held to our own pages by their origin

# Staff sign in with a name and a password. Everything they may do stands in doors/accounts.py.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTHENTICATION_BACKENDS = ["fingerpost.doors.entry.roles_alone.RolesAlone"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
CSRF_FAILURE_VIEW = "fingerpost.doors.entry.pages.form_too_old"

IS_HTTPS = CONFIGURATION.base_url.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # the address of an answer tells nobody else
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
if CONFIGURATION.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# To stderr, without personal data: no request bodies, no query strings, no addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "no secrets": {"()": "fingerpost.site.private_paths.HideSecrets"},
        "said once": {"()": "fingerpost.site.repeats.SaidOnce"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no secrets", "said once"]}
    },
    # Who signed in, and what they changed, by number: always worth a line.
    "loggers": {f"fingerpost.doors.{door}": {"level": "INFO"} for door in ("entry", "staff", "oversight")},
    "root": {"handlers": ["stderr"], "level": os.environ.get("FINGERPOST_LOG_LEVEL", "WARNING").upper()},
}
