"""Settings that hold everywhere. What differs by place comes from the environment (docs/ARCHITECTURE.md)."""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="contoh-kunci-rahasia-jangan-dipakai-di-produksi")
DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
PORTAL_URL: str = env("PORTAL_URL", default="http://localhost:8000")
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "core.regions",
    "core.audit",
    "core.accounts",
    "core.population",
    "core.jobs",
    "core.files",
    "core.notifications",
    "core.documents",
    "core.signup",
    "core.web",
    "sodamolek.letters",
    "sodamolek.prices",
    "sodamolek.growth",
    "sihebat",
    "kabashoax",
    "smartcity_eval",
    "core.accounts.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.middleware.HeadersMiddleware",
    "core.web.middleware.RefuseNulMiddleware",
    "core.web.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.web.middleware.KeepNumbersOutMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.accounts.middleware.SessionRulesMiddleware",
]

ROOT_URLCONF = "kupang_portal.urls"
WSGI_APPLICATION = "kupang_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
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
                "core.web.context.frame",
            ],
        },
    }
]

# --- database: the tables belong to one role, the portal works as another (deploy/roles.sql)


def _database_url() -> str:
    """The owner's address for commands that change tables, the application's for all others."""
    name = "DATABASE_MIGRATE_URL" if sys.argv[1:2] in (["migrate"], ["sqlmigrate"]) else "DATABASE_URL"
    return str(env(name, default=env("DATABASE_URL", default="postgres:///kupang")))


DATABASES = {
    "default": {
        **env.db_url_config(_database_url()),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].update(
    {
        "connect_timeout": 3,
        "options": "-c statement_timeout={} -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s".format(
            env("STATEMENT_TIMEOUT", default="5s") if sys.argv[1:2] != ["migrate"] else "300s"
        ),
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Public pages only, per process: a page that is a minute old is fine, a login decision is not.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["core.signup.authentication.PortalBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:my_day"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "nip", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
# allauth serves log-in, recovery and the second factor; what it would do besides is ours or off (core/signup).
ACCOUNT_ADAPTER = "core.signup.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "core.signup.forms.LoginForm",
    "reset_password": "core.signup.forms.RecoveryForm",
    "reset_password_from_key": "core.signup.forms.NewPasswordForm",
    "change_password": "core.signup.forms.PasswordChangeForm",
    "reauthenticate": "core.signup.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = False  # core.accounts.limiter counts
MFA_ADAPTER = "core.signup.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "core.signup.forms.SecondFactorForm",
    "reauthenticate": "core.signup.forms.SecondFactorAgainForm",
    "activate_totp": "core.signup.forms.ActivateSecondFactorForm",
}
MFA_TOTP_TOLERANCE = 1
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- language, time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = "Asia/Makassar"
USE_TZ = True

# --- static files, uploads
STATIC_URL = "static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_ROOT = Path(env("FILES_ROOT", default=str(VAR_DIR / "files")))
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = 5 * 2**20
# What one person may send in 24 hours (staff ten times as much: they scan for many).
UPLOAD_DAILY_BYTES = 100 * 2**20
UPLOAD_DAILY_FILES = 200
# At the counter all pages of a request come at once (tests/sodamolek/letters/test_counter.py: the largest kind fits).
DATA_UPLOAD_MAX_NUMBER_FILES = 40
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- browser's protection
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- keys: 32 bytes each, base64; several encryption keys may be given, the first encrypts
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", default=[])
BLIND_INDEX_KEY: str = env("BLIND_INDEX_KEY", default="")

# --- jobs: the rows of core.jobs are the record; Redis may lose everything
JOBS_LEASE = timedelta(seconds=env.float("JOBS_LEASE", default=30))
JOBS_RESEND_AFTER = timedelta(seconds=env.float("JOBS_RESEND_AFTER", default=30))
JOBS_KEEP_DAYS = env.int("JOBS_KEEP_DAYS", default=90)

CELERY_BROKER_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
# A worker without -Q serves all three.
CELERY_TASK_QUEUES = {name: {"routing_key": name} for name in ("interactive", "bulk", "mail")}
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "max_retries": 1,
}
CELERY_VISIBILITY_TIMEOUT = 1200
# The row tells what is done, not the acknowledgement: a job under way may finish while Redis is away.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "forget old jobs": {"task": "jobs.forget_old", "schedule": 3600.0},
    "account upkeep": {"task": "signup.hourly", "schedule": 3600.0},
    "letters upkeep": {"task": "letters.daily", "schedule": 3600.0},
    "portal upkeep": {"task": "web.hourly", "schedule": crontab(minute=0)},
    "send what is due": {
        "task": "jobs.send_due",
        "schedule": env.float("JOBS_SEND_EVERY", default=10.0),
        "options": {"expires": 10},
    },
}

# --- mail
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=1025)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Portal Kota Kupang <portal@kupang.contoh>")

# --- API: closed unless a view says otherwise
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["core.accounts.access.Denied"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "core.http.StrictJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.web.api.exception_handler",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "API Portal Kota Kupang",
    "DESCRIPTION": "Layanan portal untuk pengembang: sesi peramban atau token dengan cakupan (scope).",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    # Two components have a field "status"; without names of their own they would be told apart by a hash.
    "ENUM_NAME_OVERRIDES": {
        "LetterStatus": "sodamolek.letters.workflow.Status",
        "RoundStatus": "sodamolek.prices.workflow.Status",
    },
}

# --- whom a visitor may ask; shown in the footer and on error pages
PORTAL_CONTACTS = {
    "office": env("CONTACT_OFFICE", default="Dinas Komunikasi dan Informatika Kota Kupang"),
    "phone": env("CONTACT_PHONE", default=""),
    "email": env("CONTACT_EMAIL", default=""),
}

# --- services outside the city
# Whom to ask about residents: "national" (the web service below) or "city" (what import_residents took over).
REGISTER_PROVIDER: str = env("REGISTER_PROVIDER", default="national")
REGISTER_URL: str = env("REGISTER_URL", default="http://127.0.0.1:8765")
REGISTER_USER: str = env("REGISTER_USER", default="portal-kupang")
REGISTER_PASSWORD: str = env("REGISTER_PASSWORD", default="contoh")
# Number of the cooperation agreement (PKS); without one the stand-in answers and screens say "data contoh".
REGISTER_AGREEMENT: str = env("REGISTER_AGREEMENT", default="")
# Who signs letters: the portal's own authority ("local", not certified), or BSrE's e-sign client service ("bsre").
SIGNATURE_PROVIDER: str = env("SIGNATURE_PROVIDER", default="local")
BSRE_URL: str = env("BSRE_URL", default="http://127.0.0.1:8767")
BSRE_USER: str = env("BSRE_USER", default="portal-kupang")
BSRE_PASSWORD: str = env("BSRE_PASSWORD", default="contoh")
# A file with the root certificates (PEM) that vouch for BSrE's signatures.
BSRE_ROOTS = Path(env("BSRE_ROOTS", default=str(VAR_DIR / "bsre-root.pem")))
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT


def refuse(reason: str) -> None:
    """Stop the start with the reason and the way out."""
    raise ImproperlyConfigured(reason)


if REGISTER_PROVIDER not in ("national", "city"):
    refuse("REGISTER_PROVIDER: national atau/or city.")
