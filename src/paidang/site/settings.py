"""Django settings. What differs between machines comes from the environment, see `docs/operations.md`.

PAIDANG_VAR      folder for the embedded database and the secret key (default: ./var)
DATABASE_URL     an existing PostgreSQL instead of the embedded one
PAIDANG_DB_ROLE  `web` (default) or `owner`; migrations and tests run as owner
PAIDANG_SMTP_URL the mail server, see `site.mail_url`; without it mails go into PAIDANG_VAR/mail.log
PAIDANG_SIGNING_P12, PAIDANG_SIGNING_PASSWORD(_FILE), PAIDANG_TSA_URL
                 a licensed certificate and timestamps for contracts; without them the installation's own
PAIDANG_WEBHOOKS_LOCAL         `1`: webhooks may tell addresses in our own network, and without TLS
PAIDANG_INVOICE_SERVICE_LOCAL  `1`: e-invoice services may be in our own network, and without TLS
PAIDANG_COMPANY_SIGN_IN_LOCAL  `1`: companies' OpenID providers may be in our own network, and without TLS
PAIDANG_STORE_ADDRESSES  where stores may be asked besides the platforms' own addresses (a sandbox), with spaces between
PAIDANG_PERSONS_KEPT_DAYS  after so many days who the buyer of an order was is erased, counted from its end; 90
PAIDANG_HTTPS    `1`: people reach the web over TLS only
PAIDANG_PROXIES  so many reverse proxies stand in front, each of which adds who asked it to X-Forwarded-For; 0
PAIDANG_URL      the address people reach the web by: links in mails begin with it
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from paidang.printing.contract_signed.model import IdentitySource
from paidang.site.demo.cast import DEMO_SIGN_INS
from paidang.site.mail_url import mail_settings

BASE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PAIDANG_VAR", "var")).resolve()
OWNER = os.environ.get("PAIDANG_DB_ROLE", "web") == "owner"


def _secret_key() -> str:
    if key := os.environ.get("PAIDANG_SECRET_KEY"):
        return key
    file = VAR / "secret-key"
    if not file.exists() or file.stat().st_size == 0:
        VAR.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")  # whole or not at all, whenever we are killed
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(48))
        new.replace(file)
    return file.read_text().strip()


def _path(name: str) -> Path | None:
    return Path(value).resolve() if (value := os.environ.get(name)) else None


NO_JIT = "-c jit=off"
"""Compiling a query takes longer than running it: ours are many and short, and those over all rows read rather than compute."""


def _database() -> dict[str, object]:
    """Where the database is; the web role owns nothing, whichever login is used."""
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        place: dict[str, object] = {
            "NAME": parts.path.lstrip("/") or "paidang",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
        options: dict[str, object] = {**dict(parse_qsl(parts.query))}  # sslmode and the like
        role = "" if OWNER else " -c role=paidang_web"
        options["options"] = f"{options.get('options', '')} {NO_JIT}{role}".strip()
    else:
        place = {
            "NAME": "paidang",
            "USER": "paidang_owner" if OWNER else "paidang_web",
            "HOST": str(VAR / "pg"),
        }
        options = {"options": NO_JIT}
    if not OWNER:
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        "OPTIONS": options,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a connection of before the database was restarted is not handed out
    }


SECRET_KEY = _secret_key()
DEBUG = False
DEMO = os.environ.get("PAIDANG_DEMO", "") == "1"
DEMO_PEOPLE = DEMO_SIGN_INS if DEMO else []
ALLOWED_HOSTS = os.environ.get("PAIDANG_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "paidang.evidence",
    "paidang.team",
    "paidang.duties",
    "paidang.contracts",
    "paidang.catalog",
    "paidang.orders",
    "paidang.stock",
    "paidang.intake",
    "paidang.stores",
    "paidang.fulfilment",
    "paidang.settlement",
    "paidang.webhooks",
    "paidang.invoices",
    "paidang.aftersales",
    "paidang.promotions",
    "paidang.projects",
    "paidang.studio",
    "paidang.training",
    "paidang.marketing",
    "paidang.staffing",
    "paidang.incidents",
    "paidang.scorecards",
    "paidang.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "paidang.site.headers.ContentSecurityPolicy",
    "paidang.site.headers.BehindProxies",
    "paidang.site.headers.PrivateAnswers",
    "paidang.api.middleware.SpeakJson",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "paidang.team.middleware.ActAsPerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "paidang.portal.middleware.BackToTheForm",
    "paidang.portal.middleware.RefuseNul",
    "paidang.portal.middleware.SayNo",
    "paidang.portal.middleware.DoOnce",
]

ROOT_URLCONF = "paidang.site.urls"
WSGI_APPLICATION = "paidang.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["paidang.portal.templatetags.form_key"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "team.Person"
AUTHENTICATION_BACKENDS = ["paidang.team.sign_in.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "portal:signin"
LOGIN_REDIRECT_URL = "portal:today"
SESSION_ENGINE = "paidang.site.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("PAIDANG_HTTPS", "") == "1"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SESSION_COOKIE_SECURE else 0
PROXIES = int(os.environ.get("PAIDANG_PROXIES", "0"))
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "paidang.portal.views.errors.csrf_failed"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
KEPT_ROWS = VAR / "rows"  # rows of statements that were looked at: made anew whenever they are gone
KEPT_ROWS_BYTES = 2 * 2**30
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

globals().update(mail_settings(os.environ.get("PAIDANG_SMTP_URL", "")))
SIGNING = IdentitySource(
    folder=VAR / "identity",
    p12=_path("PAIDANG_SIGNING_P12"),
    password=os.environ.get("PAIDANG_SIGNING_PASSWORD", ""),
    password_file=_path("PAIDANG_SIGNING_PASSWORD_FILE"),
    tsa_url=os.environ.get("PAIDANG_TSA_URL", ""),
)
WEBHOOKS_LOCAL = os.environ.get("PAIDANG_WEBHOOKS_LOCAL", "") == "1"
INVOICE_SERVICE_LOCAL = os.environ.get("PAIDANG_INVOICE_SERVICE_LOCAL", "") == "1"
COMPANY_SIGN_IN_LOCAL = os.environ.get("PAIDANG_COMPANY_SIGN_IN_LOCAL", "") == "1"
PERSONS_KEPT_DAYS = int(os.environ.get("PAIDANG_PERSONS_KEPT_DAYS", "90"))
STORE_ADDRESSES = os.environ.get("PAIDANG_STORE_ADDRESSES", "").split()
OCR_PYTHON = Path(os.environ.get("PAIDANG_OCR_PYTHON", ".venv-ocr/bin/python")).absolute()
PUBLIC_URL = os.environ.get("PAIDANG_URL", "http://127.0.0.1:8000").rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
        "mail": {
            "class": "paidang.site.mail.PrivateFile",
            "formatter": "line",
            "filename": VAR / "mail.log",
            "delay": True,
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "paidang.mail": {"level": "INFO", "handlers": ["mail"]},
        "django.request": {"level": "ERROR"},  # a page that is not there is no matter of the operator's
        "django.security.DisallowedHost": {
            "level": "CRITICAL"
        },  # nor is a name that is not ours, which strangers send
    },
}
