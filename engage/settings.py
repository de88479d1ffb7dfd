"""One settings file; what differs between demo, test and production comes from the environment (see engage.env)."""

import os
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import env

try:
    env.check()
    MODE = env.mode()
    BASE_DIR = Path(__file__).resolve().parent.parent
    DATA = Path(os.environ.get("ENGAGE_DATA", BASE_DIR / "var")).resolve()
    SECRET_KEY = env.secret_key(os.environ, DATA)
except env.BadSettings as problem:
    raise ImproperlyConfigured(str(problem)) from None

DEMO, TEST, PRODUCTION = MODE == env.DEMO, MODE == env.TEST, MODE == env.PRODUCTION
DATA.mkdir(parents=True, exist_ok=True)
DEBUG = False
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.listed(os.environ.get("ALLOWED_HOSTS", "")) or ["*"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
INSTANCE = os.environ.get("ENGAGE_INSTANCE", "")
DEMO_SECRET = os.environ.get("ENGAGE_DEMO_SECRET", "") if DEMO else ""

INSTALLED_APPS = [
    # the rooms, top to bottom
    "engage",
    "notices",
    "cms",
    "gamification",
    "ideas",
    "projects",
    "conversations",
    "people",
    "city",
    "files",
    "core",
    # Wagtail
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    # accounts
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    # the rest
    "ninja",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "engage.middleware.received_at",
    "engage.middleware.reader_without_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "engage.middleware.Doors",
]

ROOT_URLCONF = "engage.urls"
WSGI_APPLICATION = "engage.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.face",
                "city.context.city",
                "cms.standing.there",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# ---- database: SQLite in WAL with immediate transactions, or PostgreSQL

_url = os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'engage.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(_url, conn_max_age=60, conn_health_checks=True)}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    _db["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # a read that turns into a write would otherwise lose the race with "locked"
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;",
    }
else:
    _db.setdefault("OPTIONS", {})
    # A statement that comes again on the same connection is planned once: joins take longer to plan than to run.
    # What is asked for often is in memory: to reach single rows costs little more than to read all of them in turn.
    _db["OPTIONS"] |= {
        "options": "-c lock_timeout=10s -c statement_timeout=60s -c random_page_cost=1.1",
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- queue and cache: files and the database, or Redis

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "visibility_timeout": 3600,
        "max_retries": 1,
    }
    CACHES = {
        "default": {
            "BACKEND": "core.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
else:
    _broker = DATA / "broker"
    for _name in ("queue", "control"):
        (_broker / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "engage_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
if TEST:
    CELERY_BROKER_URL = "memory://"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_POOL_LIMIT = None
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "people.tasks.sweep", "schedule": 30.0},
    "lost-factors": {"task": "people.tasks.carry_out_factor_resets", "schedule": 600.0},
    "birthdays": {"task": "people.tasks.come_of_age", "schedule": 3600.0},
    "polls-follow-the-clock": {"task": "ideas.tasks.follow_the_clock", "schedule": 20.0},
    "polls-cut": {"task": "ideas.tasks.cut", "schedule": 3600.0},
    "polls-recount": {"task": "ideas.tasks.recount", "schedule": crontab(hour=3, minute=20)},
    "queues-follow-the-clock": {"task": "projects.tasks.serve_queues", "schedule": 60.0},
    "still-coming": {"task": "projects.tasks.ask_who_comes", "schedule": 600.0},
    "dates-come-near": {"task": "projects.tasks.remind_of_dates", "schedule": 600.0},
    "team-places": {"task": "projects.tasks.release_unnamed", "schedule": 600.0},
    "waiting-ends": {"task": "projects.tasks.end_waiting", "schedule": 60.0},
    "lists-close": {"task": "projects.tasks.close_overdue_lists", "schedule": 3600.0},
    "projects-archive": {"task": "projects.tasks.archive_old", "schedule": crontab(hour=4, minute=20)},
    "series-fill": {"task": "projects.tasks.fill_series", "schedule": 3600.0},
    "recaps-leave": {"task": "projects.tasks.share_overdue_recaps", "schedule": crontab(minute=25)},
    "wordings-begin": {"task": "projects.tasks.announce_wordings", "schedule": crontab(minute="*/10")},
    "credentials-end": {"task": "projects.tasks.warn_of_ending_credentials", "schedule": crontab(hour=8, minute=5)},
    "blocks-follow-the-calendar": {"task": "projects.tasks.follow_blocks", "schedule": crontab(hour=8, minute=35)},
    "roster-notes-go": {"task": "projects.tasks.forget_notes", "schedule": 3600.0},
    "seats-recount": {"task": "projects.tasks.recount_seats", "schedule": crontab(hour=3, minute=10)},
    "send-due": {"task": "notices.tasks.send_due", "schedule": 20.0},
    "digests": {"task": "notices.tasks.write_digests", "schedule": 600.0},
    "news-at-once": {"task": "notices.tasks.tell_at_once", "schedule": 600.0},
    "done-or-not": {"task": "ideas.tasks.ask_whether_done", "schedule": crontab(hour=9, minute=10)},
    "answers-late": {"task": "notices.tasks.tell_owners", "schedule": crontab(hour=8, minute=20)},
    "cases-wait": {"task": "notices.tasks.tell_moderators", "schedule": crontab(hour=8, minute=15)},
    "points-reconcile": {"task": "gamification.tasks.reconcile", "schedule": crontab(hour=3, minute=30)},
    "points-polls": {"task": "gamification.tasks.thank_voters", "schedule": crontab(hour=3, minute=40)},
    "points-verify": {"task": "gamification.tasks.verify_accounts", "schedule": crontab(hour=3, minute=50)},
    "super-users": {"task": "gamification.tasks.look_for_super_users", "schedule": crontab(hour=4, minute=10)},
}

# ---- letters

EMAIL_TIMEOUT = 10
MAIL_SERVICE = ""  # which one of those that django-anymail knows carries letters; see engage.mail
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", "Engage <engage@larkhaven.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if os.environ.get("EMAIL_URL"):
    from .mail import settings_from

    globals().update(settings_from(os.environ["EMAIL_URL"]))
    if MAIL_SERVICE:
        INSTALLED_APPS.append("anymail")
else:
    # Demo and test: the outbox is the mailbox, readable at /demo/mailbox/; nothing leaves the machine.
    EMAIL_BACKEND = (
        "django.core.mail.backends.locmem.EmailBackend" if TEST else "django.core.mail.backends.dummy.EmailBackend"
    )

# Who carries text messages: a class with send(number, words). Without one, people are not asked for a number.
SMS_BACKEND = os.environ.get("SMS_BACKEND", "" if PRODUCTION else "notices.texting.Console")
REGISTER_BACKEND = os.environ.get("REGISTER_BACKEND", "ideas.registers.CsvRegister")
SMS_COUNTRY = os.environ.get("SMS_COUNTRY", "")  # +31: of numbers typed without one

# ---- people and doors

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.auth.Backend"]
AUTH_PASSWORD_VALIDATORS: list = []
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code typed by its owner is the verification
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Engage"
USERSESSIONS_TRACK_ACTIVITY = False
# How many proxies stand before this site and add to X-Forwarded-For; 0 believes nobody.
PROXIES = int(os.environ.get("PROXIES", "1" if PRODUCTION else "0"))
SESSION_COOKIE_NAME = "engage_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "core.sessions"
CSRF_COOKIE_NAME = "engage_csrf"
CSRF_FAILURE_VIEW = "engage.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SITE_URL.startswith("https://")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SITE_URL.startswith("https://") else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),  # Wagtail's admin: engage.middleware.Doors sets its own, wider policy
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    },
}

# ---- languages and time

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["engage.formats"]
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "engage" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# ---- files

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", DATA / "static"))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "engage.stylesheet.StylesheetFinder",
]
STYLESHEET_DIR = DATA / "stylesheet"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "files.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if PRODUCTION:
    STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
else:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty here: files come from where they are written
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = False
    WHITENOISE_MAX_AGE = 3600
if os.environ.get("STORAGE_URL"):
    from files.storage import settings_from as storage_from

    STORAGES["default"] = storage_from(os.environ["STORAGE_URL"])
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# ---- Wagtail

WAGTAIL_SITE_NAME = "Engage"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["UTC"]  # nothing to choose: the back office shows the city's clock
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/people/sign-in/"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]

# ---- the log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "core.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    # Wagtail tells at length of each page and each of its small tasks; with folders as the broker, Celery's messenger
    # warns at every hint that they have no host name.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "kombu.connection": {"level": "WARNING" if REDIS_URL else "ERROR"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING" if TEST else "INFO")},
}
