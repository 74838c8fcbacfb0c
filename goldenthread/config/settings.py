"""Settings, read from the environment. Without any, a development server with everything inside `.data/`."""

import secrets
from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("GOLDENTHREAD_DATA", default=str(BASE_DIR / ".data"))).resolve()
ENVIRONMENT = env.str("GOLDENTHREAD_ENVIRONMENT", default="development")
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"
DEBUG = env.bool("GOLDENTHREAD_DEBUG", default=False)

# Development makes itself a key once and keeps it; production must be given one (checked in config/checks.py).
DEVELOPMENT_KEY_PREFIX = "development-only-"


def _secret_key() -> str:
    given = env.str("GOLDENTHREAD_SECRET_KEY", default="")
    if given or PRODUCTION:
        return given or DEVELOPMENT_KEY_PREFIX
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DEVELOPMENT_KEY_PREFIX + secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = _secret_key()
# Keys of before, for a while: what they signed and encrypted still counts.
SECRET_KEY_FALLBACKS = env.list("GOLDENTHREAD_OLD_SECRET_KEYS", default=[])
ALLOWED_HOSTS = env.list("GOLDENTHREAD_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("GOLDENTHREAD_BASE_URL", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

# Lowest first, as the architecture stacks them.
APPS = [
    "goldenthread.rendering",
    "goldenthread.web",
    "goldenthread.people",
    "goldenthread.trail",
    "goldenthread.partnerships",
    "goldenthread.documents",
    "goldenthread.notify",
    "goldenthread.threads",
    "goldenthread.actions",
    "goldenthread.challenges",
    "goldenthread.returns",
    "goldenthread.plans",
    "goldenthread.meetings",
    "goldenthread.risks",
    "goldenthread.scorecards",
    "goldenthread.demo",
    "goldenthread.config",
]
INSTALLED_APPS = [
    *APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(["django_linear_migrations"] if TESTING else []),
]

MIDDLEWARE = [
    "goldenthread.config.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldenthread.config.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.config.middleware.ActingFor",
]

ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "goldenthread.web.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "goldenthread.config.navigation.navigation",
            ],
        },
    },
    # allauth writes its e-mails with Django's own templates.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "goldenthread.config.embedded_postgres",
            "NAME": env.str("GOLDENTHREAD_DATABASE", default="goldenthread"),
            "USER": "postgres",
            "OPTIONS": {"options": "-c synchronous_commit=off"} if TESTING else {},
        }
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["TEST"] = {"NAME": env.str("GOLDENTHREAD_TEST_DATABASE", default="test_goldenthread")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits are counted in the database, so that two web processes count together. A full cache throws counts away,
# whosever they are, and Django's own size is 300: a few hundred guesses would then reset what was counted of them.
_COUNTS = {"MAX_ENTRIES": 20_000}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": _COUNTS}
    if TESTING
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": _COUNTS},
    # What a process has worked out and may say again while nothing has changed (decision 23). Tests that count queries
    # are to see what a page costs at the most.
    "process": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if TESTING else 'locmem.LocMemCache'}",
        "LOCATION": "process",
    },
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    # Tests make many people; none of their passwords guards anything.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "choose_partnership"
ACCOUNT_ADAPTER = "goldenthread.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
# A second step: codes from an app, passkeys (which also sign in alone), and recovery codes for the day both are gone.
MFA_ADAPTER = "goldenthread.people.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Golden Thread"
# A phone's clock may be half a minute out.
MFA_TOTP_TOLERANCE = 1
# The address was confirmed when the invitation was taken up.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# A session ends after two hours in which nobody did anything.
SESSION_COOKIE_AGE = env.int("GOLDENTHREAD_SESSION_SECONDS", default=2 * 60 * 60)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("GOLDENTHREAD_HTTPS", default=True)
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("GOLDENTHREAD_PROXY", default=False) else None
# Attempts to sign in are counted by the visitor's own address, which a proxy hands on.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def _patience() -> object:
    from botocore.config import Config

    return Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})


S3_BUCKET = env.str("GOLDENTHREAD_S3_BUCKET", default="")
STORAGES = {
    "default": {
        # Only the program reads the bucket; people get documents from the program, which asks who they are.
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("GOLDENTHREAD_S3_ENDPOINT", default="") or None,
            "region_name": env.str("GOLDENTHREAD_S3_REGION", default="eu-west-2"),
            "default_acl": None,
            "file_overwrite": False,
            "object_parameters": {"ServerSideEncryption": "AES256"},
            # A store that hangs must not hold a process longer than a proxy waits.
            "client_config": _patience(),
        },
    }
    if S3_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("GOLDENTHREAD_DOCUMENTS", default=str(DATA_DIR / "documents"))},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# A document of 20 MB and a little room for the form around it.
DOCUMENT_BYTES = env.int("GOLDENTHREAD_DOCUMENT_BYTES", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Whom people tell that a page does not work for them.
CONTACT = env.str("GOLDENTHREAD_CONTACT", default="")

# How often `serve` does what is due: messages, digests, escalations, seals.
TIMER_SECONDS = env.int("GOLDENTHREAD_TIMER_SECONDS", default=20)

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# GOV.UK Notify carries messages where its key is set. Its template has two fields, ((subject)) and ((body)).
NOTIFY_KEY = env.str("GOLDENTHREAD_NOTIFY_KEY", default="")
NOTIFY_TEMPLATE = env.str("GOLDENTHREAD_NOTIFY_TEMPLATE", default="")
NOTIFY_URL = env.str("GOLDENTHREAD_NOTIFY_URL", default="https://api.notifications.service.gov.uk")
NOTIFY_CALLBACK_TOKEN = env.str("GOLDENTHREAD_NOTIFY_CALLBACK_TOKEN", default="")
if NOTIFY_KEY and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "goldenthread.notify.services.govuk_notify.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("GOLDENTHREAD_FROM", default="Golden Thread <no-reply@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "secrets": {"()": "goldenthread.web.logs.HideSecretAddresses"},
        "strangers": {"()": "goldenthread.web.logs.InOneLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets", "strangers"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"] if not PRODUCTION else []
