"""Settings of the portal.

With nothing set it runs embedded: SQLite, the filesystem broker and files under ``var/``.
With ``DATABASE_URL`` and ``REDIS_URL`` set the same code runs on PostgreSQL and Redis.
``docs/operations.md`` lists every variable read here.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

from config.database import database, login_of_owner
from config.embedded import prepare, secret_key
from config.headers import PAGE_POLICY, PERMISSIONS
from config.queue.schedule import SWEEPS as SWEEPS
from config.queue.schedule import beat_schedule
from config.version import VERSION as VERSION

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))
LEAN_FONTS = BASE_DIR / "var" / "fonts"  # made at set-up, of the checkout like .venv
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED = not DATABASE_URL
prepare(VAR_DIR, private=EMBEDDED)

DEBUG = env.bool("DEBUG", default=False)
if EMBEDDED:
    SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(VAR_DIR)
else:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    if not SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY must be set when DATABASE_URL is set.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "config",
    "journal",
    "sheets",
    "files",
    "face",
    "accounts",
    "programme",
    "applications",
    "reviews",
    "pilots",
    "portal",
]

MIDDLEWARE = [
    "config.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.sessions.middleware.ActivityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.auditing.middleware.AccessLogMiddleware",
    "portal.views_home.WrongMethodMiddleware",
    "portal.views_home.RefusalMiddleware",
    "accounts.doors.middleware.DoorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.portal",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": database(env, DATABASE_URL, VAR_DIR)}
MIGRATION_DATABASE = login_of_owner(env) if DATABASE_URL else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {"default": {"BACKEND": "config.cache.Cache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    }

# Celery: the database owns the work, the queue is only a nudge (docs/architecture.md).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT = "config.queue.broker_redis:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 1000,
        "max_retries": 0,  # who wakes a worker does not wait for a broker that is away
        "socket_connect_timeout": 2,
        "socket_timeout": 2,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT = "config.queue.broker:Transport"
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "polling_interval": 0.3,
        "data_folder_in": str(VAR_DIR / "broker" / "messages"),
        "data_folder_out": str(VAR_DIR / "broker" / "messages"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
# Packets queue apart, so that a rush of them holds up neither the sweeps nor the e-mails.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("celery", "packets")]
CELERY_TASK_ROUTES = {
    name: {"queue": "packets"} for name in ("applications.tasks.build_packet", "portal.tasks.build_case_file")
}
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=60)
CLOSING_MAY_RUN_AHEAD = False  # of the clock, with close_due_cycles --at: for tests only
CELERY_BEAT_SCHEDULE = beat_schedule(SWEEP_SECONDS)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat" / "schedule")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.PlainBackend",
    "accounts.backends.EmailBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.login.rules.{name}"} for name in ("UnlikePerson", "LongEnough", "Uncommon")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "public_index"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "accounts.login.forms.LoginForm",
    "signup": "accounts.login.forms.SignupForm",
    "reset_password_from_key": "accounts.login.forms.ResetPasswordKeyForm",
    "change_password": "accounts.login.forms.ChangePasswordForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = env.str("EMAIL_VERIFICATION", default="optional" if EMBEDDED else "mandatory")
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【北京市低碳试点】"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_ADAPTER = "accounts.login.adapter.Adapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Doors are watched by accounts/doors: the counts of allauth can lock an owner out, and rest on the cache.
DOORS_WATCHED = True
UNCOUNTED = ("login", "login_failed", "signup", "reauthenticate", "change_password", "manage_email")
UNCOUNTED += ("reset_password", "reset_password_from_key")
ACCOUNT_RATE_LIMITS = dict.fromkeys(UNCOUNTED)
# Behind so many proxies; else all who come through one share its rate limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
SESSION_ENGINE = "accounts.models.session"
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=12 * 3600)

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]  # plain words for what the framework says at a field
USE_TZ = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_FILES_DIR = Path(env.str("PRIVATE_FILES", default=str(VAR_DIR / "files")))
# Set by deployments where nginx serves private files from an internal location.
ACCEL_REDIRECT_PREFIX = env.str("ACCEL_REDIRECT_PREFIX", default="")
ACCESS_LOG_DAYS = env.int("ACCESS_LOG_DAYS", default=400)
if ACCESS_LOG_DAYS < 183:
    raise ImproperlyConfigured("ACCESS_LOG_DAYS: access logs are kept for six months at least.")
# Django's own admin site, to be read only.
DJANGO_ADMIN = env.bool("DJANGO_ADMIN", default=False)
DEMO_MODE = env.bool("DEMO_MODE", default=EMBEDDED)
HELP_CONTACT = env.str("HELP_CONTACT", default="010-55550100（演示号码）" if DEMO_MODE else "").strip()
MAX_FILE_BYTES = env.int("MAX_FILE_MB", default=50) * 1024 * 1024
MAX_APPLICATION_BYTES = env.int("MAX_APPLICATION_MB", default=300) * 1024 * 1024
MAX_ORGANISATION_BYTES = env.int("MAX_ORGANISATION_MB", default=6000) * 1024 * 1024
MAX_DRAFTS = env.int("MAX_DRAFTS", default=30)  # of one organisation, never submitted
MIN_FREE_BYTES = env.int("MIN_FREE_MB", default=500) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "files.upload_handler.NameKeeper",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "files.upload_handler.UploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
JOURNAL_HEAD_TO = env.list(
    "JOURNAL_HEAD_TO", default=[]
)  # addresses outside of the house that keep its heads
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="北京市低碳试点 <noreply@localhost>")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = PERMISSIONS
SESSION_COOKIE_HTTPONLY = True
HTTPS = env.bool("HTTPS", default=False)
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PAGE_POLICY | ({"upgrade-insecure-requests": True} if HTTPS else {})}
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.request_log.WithRequestId"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}
