"""One settings module for development, tests and production, read from the environment.

Every variable is typed; a missing or wrong one is refused with a sentence that names it.
docs/operations.md lists them all. Nothing else in the project reads the environment.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

from portal.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def read(kind, name, *default):
    """The variable `name` as `kind` ("str", "bool", "int", "list"); names it when it is wrong."""
    try:
        return getattr(env, kind)(name, *default)
    except EnvError as error:
        message = f"the environment variable {name} is missing or wrong ({error})."
        raise ImproperlyConfigured(message) from error


DEBUG = read("bool", "DEBUG", False)
SECRET_KEY = read("str", "SECRET_KEY")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SITE_URL = read("str", "SITE_URL", *(["http://localhost:8000"] if DEBUG else []))
_site = urlsplit(SITE_URL)
IS_HTTPS = _site.scheme == "https"
if not IS_HTTPS and (_site.scheme != "http" or _site.hostname not in LOCAL_HOSTS):
    raise ImproperlyConfigured("SITE_URL must begin with https:// (plain http only on localhost).")
ALLOWED_HOSTS = read("list", "ALLOWED_HOSTS", [_site.hostname] if IS_HTTPS else LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []

# --- Stores -------------------------------------------------------------------------------------
DATABASE_URL = read("str", "DATABASE_URL")
if urlsplit(DATABASE_URL).scheme not in {"postgres", "postgresql"}:
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// (PostgreSQL 15 or newer).")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    | {"TEST": {"TEMPLATE": "template0"}},
}
# A host that swallows packets must not hold up every page: visitors are told to come again.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def redis_urls(url):
    """Celery's and the cache's URL of one Redis, given as redis://host:port or unix:///socket.

    Celery takes the database that the URL names (`/4` or `?db=4`, else 0), the cache the one after
    it; for a socket both spell it differently.
    """
    parts = urlsplit(url)
    if parts.scheme == "unix":
        database = int(parse_qs(parts.query).get("db", ["0"])[0])
        broker = f"redis+socket://{parts.path}?virtual_host={database}"
        return broker, f"unix://{parts.path}?db={database + 1}"
    if parts.scheme in {"redis", "rediss"}:
        named = parts.path.strip("/")
        base = f"{parts.scheme}://{parts.netloc}"
        database = int(named) if named.isdecimal() else 0
        return f"{base}/{database}", f"{base}/{database + 1}"
    raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")


CELERY_BROKER_URL, CACHE_URL = redis_urls(read("str", "REDIS_URL"))
CACHES = {
    "default": {
        "BACKEND": "portal.foundation.cache.SteadyCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    },
}

# --- Matching -----------------------------------------------------------------------------------
# The sentence encoder: "" for the one that comes with the portal, "none", or a directory with
# model.onnx and tokenizer.json (docs/matching.md).
MATCHING_ENCODER = read("str", "MATCHING_ENCODER", "")

# --- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal.site",
    "cooperation",
    "matching",
    "profiles",
    "portal.foundation",
    "portal.site.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Django's own answer to BREACH is a random length; without it a list weighs five times as much.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.foundation.middleware.permissions_policy",
    "portal.site.api.middleware.open_data",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.foundation.middleware.refuse_null_bytes",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "profiles.session_end.session_end_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "profiles.current.current_organisation_middleware",
    "portal.foundation.middleware.page_for_wrong_method",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "of_libraries"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(read("str", "STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(read("str", "MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_HANDLERS = [
    "portal.foundation.uploads.handler.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- People and sign-in -------------------------------------------------------------------------
AUTH_USER_MODEL = "profiles.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:desk"
LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_ADAPTER = "profiles.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "profiles.forms.accounts.SignupForm"
ACCOUNT_FORMS = {
    "signup": "profiles.forms.entrance.SignupForm",
    "login": "profiles.forms.entrance.LoginForm",
    "add_email": "profiles.forms.entrance.ChangeEmailForm",
    "change_password": "profiles.forms.entrance.ChangePasswordForm",
    "set_password": "profiles.forms.entrance.SetPasswordForm",
    "reset_password_from_key": "profiles.forms.entrance.ResetPasswordKeyForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts once its owner has opened the link
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners open links; only a button confirms
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes how one signs in, the owner hears of it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "confirm_email": "1/3m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = read("int", "TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Servicestelle Soziale Kooperation"
MFA_ADAPTER = "profiles.second_factor.MfaAdapter"
MFA_FORMS = {
    "add_webauthn": "profiles.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "profiles.forms.second_factor.RenamePasskeyForm",
}
# Nobody gets in before their first address is confirmed, so a new one that is not yet confirmed
# locks nobody out; without this, whoever has a passkey could never change the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A passkey may replace the password of an account that is there; an account begins with a confirmed
# address and a password, because a lost telephone must not be a lost account.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
# Browsers allow passkeys without TLS on localhost only, and so does SITE_URL.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
# The Servicestelle's admin asks for a second factor. Off only where the data are invented.
ADMIN_REQUIRES_MFA = read("bool", "ADMIN_REQUIRES_MFA", not DEBUG)
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_SAVE_EVERY_REQUEST = False
# Both ends move on while somebody works (profiles/session_end.py); before it, pages warn.
STAFF_SESSION_HOURS = 8
SESSION_WARNING_MINUTES = 10

# --- Mail: everything goes through the outbox (portal/foundation/outbox) --------------------------
EMAIL_URL = read("str", "EMAIL_URL")
_email = dj_email_url.parse(EMAIL_URL)
if not _email.get("EMAIL_BACKEND"):
    raise ImproperlyConfigured("EMAIL_URL must begin with smtp:// or submission:// (STARTTLS).")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = _email.get("EMAIL_TIMEOUT") or 10  # seconds for each answer of the mail server
DEFAULT_FROM_EMAIL = read("str", "DEFAULT_FROM_EMAIL", "portal@servicestelle.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The hour of the morning (local time) at which those get one mail who do not want several.
MAIL_DIGEST_HOUR = read("int", "MAIL_DIGEST_HOUR", 7)
if not 0 <= MAIL_DIGEST_HOUR <= 23:
    raise ImproperlyConfigured("MAIL_DIGEST_HOUR must be an hour from 0 to 23.")
# Set by `make run` only: the folder in which its mail catcher keeps what would have been sent.
DEMO_MAIL_DIR = read("str", "DEMO_MAIL_DIR", "")

# --- The Servicestelle, as pages and mails name it ------------------------------------------------
SERVICEDESK_NAME = read("str", "SERVICEDESK_NAME", "Servicestelle Soziale Kooperation")
SERVICEDESK_EMAIL = read("str", "SERVICEDESK_EMAIL", "kontakt@servicestelle.example")
SERVICEDESK_FUNDER = read("str", "SERVICEDESK_FUNDER", "")

# --- Open data (portal/site/api) ------------------------------------------------------------------
# The terms under which everybody may use it, as the documentation and each answer name them.
OPEN_DATA_LICENCE = read("str", "OPEN_DATA_LICENCE", "Bitte bei der Servicestelle erfragen")
OPEN_DATA_RATE = "120/min"  # for each client address
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.site.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # "format" is a filter here
}

# --- Celery: PostgreSQL is the truth, a task is a hint, beat sweeps -------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_000_000  # KiB
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # far above the hard time limit: no task runs twice for being slow
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_BEAT_SCHEDULE_FILENAME = read("str", "BEAT_SCHEDULE_FILE", "/tmp/portal-beat")  # noqa: S108
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- Security -----------------------------------------------------------------------------------
if IS_HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = read("bool", "SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = read("bool", "HSTS_INCLUDE_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = read("bool", "HSTS_PRELOAD", True)
if read("bool", "BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

# --- Logs: JSON lines, ids only ---------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.foundation.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": read("str", "LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "fontTools": {"level": "WARNING"}},
}
