"""What the house says. Whatever depends on the machine comes from `env`."""

from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from crisisdesk.broker import broker
from crisisdesk.settings import env
from crisisdesk.web.csp import CONTENT_SECURITY_POLICY  # noqa: F401 -- a setting

BASE_DIR: Final[Path] = env.ROOT
HOME: Final[Path] = env.HOME
PRODUCTION: Final = env.PRODUCTION
PORT: Final = env.PORT
DEMO: Final = env.demo()
DEBUG = env.flag("CRISISDESK_DEBUG")
SECRET_KEY = env.secret("SECRET_KEY")
# What customers trust us with is encrypted under the first; the others still open what was sealed before.
SEAL_KEYS: Final = env.secret("SEAL_KEYS").split(",")
SITE_URL: Final = env.text("SITE_URL", f"http://127.0.0.1:{env.PORT}").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# -- Who serves. Web, worker and tests know only this login; `migrate` alone knows the owner.
DATABASES = {"default": env.database() | {"ATOMIC_REQUESTS": False, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}}
DATABASE_APP_ROLE = str(DATABASES["default"]["USER"])
DATABASE_OWNER = env.database_owner()
EMBEDDED: Final = env.EMBEDDED
WEB_THREADS: Final = env.number("WEB_THREADS", 4)  # of each web process

INSTALLED_APPS = [
    "crisisdesk.apps.CrisisDesk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "rest_framework",
    "accounts",
    "notifications",
    "risks",
    "mentions",
    "incidents",
    "playbooks",
]
# Reads every row without a scope; customers' rows are never made by migrations.
TEST_NON_SERIALIZED_APPS = ["accounts", "notifications", "risks", "mentions", "incidents", "playbooks"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RefusedFormMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crisisdesk.web.pages.VaryOnHtmxMiddleware",
    "crisisdesk.web.toasts.ToastMiddleware",
    "accounts.middleware.DomainErrorMiddleware",
    "accounts.middleware.TenantMiddleware",  # last: its process_exception must run first
]
ROOT_URLCONF = "crisisdesk.urls"
WSGI_APPLICATION = "crisisdesk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "crisisdesk.web.context.installation",
                "accounts.context.shell",
                "incidents.context.shell",
                "playbooks.context.shell",
            ],
        },
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "crisisdesk.web.assets.AssetStorage"
        if PRODUCTION or env.flag("CRISISDESK_SERVING")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.account.LoginForm",
    "signup": "accounts.forms.account.SignupForm",
    "add_email": "accounts.forms.account.AddEmailForm",
    "reset_password": "accounts.forms.account.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.account.NewPasswordForm",
    "change_password": "accounts.forms.account.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "signup": "10/m/ip"}  # the others are allauth's own
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("TRUST_PROXY") else 0  # else X-Forwarded-For is anybody's word
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "accounts:home"
# Rate limits must hold over all web processes, so the cache is a table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend" if PRODUCTION else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "CrisisDesk <crisisdesk@localhost>")

# -- Words and time
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# -- Browser
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "crisisdesk.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_PROXY") else None
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# -- Outgoing requests: what an operator, never a tenant, may open up
HTTP_ALLOWED_NETWORKS = env.words("CRISISDESK_HTTP_ALLOWED_NETWORKS")
HTTP_ALLOWED_PORTS = [int(port) for port in env.words("CRISISDESK_HTTP_ALLOWED_PORTS", "80,443")]

# -- Where public searches stand; an operator may name a mirror
HACKER_NEWS_API = env.text("CRISISDESK_HACKER_NEWS_API", "https://hn.algolia.com/api/v1")
GDELT_API = env.text("CRISISDESK_GDELT_API", "https://api.gdeltproject.org/api/v2/doc/doc")
FETCHES_AT_ONCE = env.number("CRISISDESK_FETCHES_AT_ONCE", 16)  # called and not yet done; about 4 a worker's process
DELIVERIES_AT_ONCE = env.number("CRISISDESK_DELIVERIES_AT_ONCE", 3)  # the same; about 1.5 a process
VK_API = env.text("CRISISDESK_VK_API", "https://api.vk.com/method")
YOUTUBE_API = env.text("CRISISDESK_YOUTUBE_API", "https://www.googleapis.com/youtube/v3")
TELEGRAM_API = env.text("CRISISDESK_TELEGRAM_API", "https://api.telegram.org")

# -- Work
APPS_WITH_TASKS: Final = ["notifications", "mentions"]
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker(env.text("CELERY_BROKER_URL"), DATABASES["default"])
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_DEFAULT_QUEUE = "crisisdesk"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120  # as long as a lease: whoever needs more takes another step
CELERY_WORKER_PREFETCH_MULTIPLIER = 4  # pgmq stalls with 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "crisisdesk.beat:Clock"
HEARTBEAT_MODEL: Final = "notifications.Heartbeat"
CELERY_BEAT_SCHEDULE = {
    "dispatch": {"task": "mentions.dispatch", "schedule": 2.0, "options": {"expires": 2}},
    "silence": {"task": "mentions.listen_for_silence", "schedule": 600.0, "options": {"expires": 600}},
    "sweep": {"task": "crisisdesk.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "pulse": {"task": "crisisdesk.pulse", "schedule": 10.0, "options": {"expires": 10}},
}
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "accounts.middleware.api_exception_handler",
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "httpx": {"level": "WARNING"},  # it writes whole addresses, and some carry a token
        "pymorphy3": {"level": "WARNING"},  # it tells at each start that it reads its dictionary
    },
}
