"""Settings: by environment only. Every variable is listed in docs/operations/settings.md.

``SSO_DEMO=1`` (what ``./run`` sets) relaxes nothing of the law or of permissions; it shows demo
logins and points the adapters at the simulators.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEMO = env.bool("SSO_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or (VAR_DIR / "secret_key").read_text().strip()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
SECURE = SITE_URL.startswith("https://")

# The project's own apps, lowest layer first. ARCHITECTURE: imports go down only.
HOUSE_APPS = [
    "sso_core.law",
    "sso_core.audit",
    "sso_core.accounts",
    "sso_core.messaging",
    "sso_core.documents",
    "sso_core.cases",
    "sso_core.batch",
    "sso_core.api",
    "sso_core.ui",
    "integrations",
    "finance",
    "registration",
    "contributions",
    "benefits",
    "portal",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_linear_migrations",
    "pgtrigger",
    "pghistory",
    "rules",
    "sso_core",
    *HOUSE_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sso_core.ui.middleware.PreferencesMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sso_core.files.limit.BodyLimitMiddleware",
    "sso_core.waiting.WaitingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sso_core.accounts.sessions.SeenMiddleware",
    "sso_core.audit.middleware.HistoryContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "sso_core.urls"
WSGI_APPLICATION = "sso_core.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sso_core.ui.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "sso_core.ui.templatetags.sso"],
        },
    }
]
COTTON_DIR = "ui"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres://sso@127.0.0.1:1/sso")}
DATABASES["default"]["TEST"] = {"NAME": env("SSO_TEST_DB", default="test_sso")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# For sso_core.kept_plans, which alone prepares: Django's own cursors never do. The plan is made once, for any values.
DATABASES["default"]["OPTIONS"] = {
    "prepare_threshold": 5,
    "options": "--plan_cache_mode=force_generic_plan",
    **DATABASES["default"].get("OPTIONS", {}),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:1/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env("CACHE_KEY_PREFIX", default=""),
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": env.int("CELERY_VISIBILITY_TIMEOUT", default=3600)}
CELERY_TASK_TIME_LIMIT = 3600
BATCH_PARALLEL = env.int("BATCH_PARALLEL", default=2)
MONTH_REMIND_DAYS = env.int("MONTH_REMIND_DAYS", default=5)
"""Days before the due day on which employers that have not filed are reminded."""
MONTH_CHASE_DAYS = env.int("MONTH_CHASE_DAYS", default=1)
"""Days after the due day on which those that did not file are told what it costs."""
MONTH_CLOSE_DAYS = env.int("MONTH_CLOSE_DAYS", default=15)
"""Days after the general due day on which a wage month is closed."""
CELERY_TIMEZONE = "Asia/Bangkok"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Everything that waits is a row in the database; beat only wakes those who look.
CELERY_BEAT_SCHEDULE = {
    "deliver-outbox": {"task": "sso_core.messaging.tasks.deliver_outbox", "schedule": 2.0},
    "exchange-bank-files": {"task": "finance.tasks.exchange_bank_files", "schedule": 5.0},
    "resume-batches": {"task": "sso_core.batch.tasks.resume_batches", "schedule": 15.0},
    "rescan-documents": {"task": "sso_core.documents.tasks.rescan_held", "schedule": 15.0},
    "clear-drafts": {"task": "sso_core.cases.tasks.clear_drafts", "schedule": 3600.0},
    "retry-checks": {"task": "registration.tasks.retry_checks", "schedule": 30.0},
    "seal-ledger": {"task": "finance.tasks.seal_ledger", "schedule": 60.0},
    "civil-sync": {"task": "registration.tasks.sync_civil_register", "schedule": 600.0},
    "find-twins": {"task": "registration.tasks.find_twins", "schedule": 1800.0},
    "lapse-section39": {"task": "contributions.tasks.lapse_section39", "schedule": 21600.0},
    "match-held-money": {"task": "contributions.tasks.match_held_money", "schedule": 60.0},
    "contribution-months": {"task": "contributions.tasks.keep_months", "schedule": 3600.0},
    "filing-drops": {"task": "contributions.tasks.take_drops", "schedule": 60.0},
    "clear-filing-drafts": {"task": "contributions.tasks.clear_drafts", "schedule": 3600.0},
    "collect-debits": {"task": "contributions.tasks.collect_debits", "schedule": 3600.0},
    "bill-voluntary": {"task": "contributions.tasks.bill_voluntary", "schedule": 21600.0},
    "find-arrears": {"task": "contributions.tasks.find_arrears", "schedule": 1800.0},
    "forfeit-refunds": {"task": "contributions.tasks.forfeit_refunds", "schedule": 21600.0},
    "contribution-partitions": {"task": "contributions.tasks.make_partitions_ahead", "schedule": 86400.0},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "sso_core.accounts.hashing.Argon2id",
    # Passwords set before: each is hashed anew when its owner signs in.
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "sso_core.accounts.forms.LoginForm",
    "add_email": "sso_core.accounts.forms.AddEmailForm",
    "change_password": "sso_core.accounts.forms.ChangePasswordForm",
    "set_password": "sso_core.accounts.forms.SetPasswordForm",
    "reauthenticate": "sso_core.accounts.forms.PasswordForm",
    "reset_password": "sso_core.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "sso_core.accounts.forms.ResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "sso_core.accounts.forms.AuthenticateForm",
    "reauthenticate": "sso_core.accounts.forms.ReauthenticateForm",
    "add_webauthn": "sso_core.accounts.passkeys.AddForm",
    "authenticate_webauthn": "sso_core.accounts.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "sso_core.accounts.passkeys.ReauthenticateForm",
    "login_webauthn": "sso_core.accounts.passkeys.LoginForm",
}
ACCOUNT_ADAPTER = "sso_core.accounts.adapter.AccountAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
SIGN_INS_A_MINUTE = env.int("SIGN_INS_A_MINUTE", default=0)
"""How many may begin to sign in each minute; who comes above that keeps a place in a queue. 0: no queue."""
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "login": "600/m/ip",
    "prove_identity": "600/m/ip,10/10m/key",
    "recovery_code": "60/m/ip,5/h/key",
    "mobile_proof": "5/10m/user",
    "ndid_proof": "5/10m/user",
}
SOCIALACCOUNT_ADAPTER = "portal.identity.adapter.ThaIDAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "thaid",
                "name": "ThaID",
                "client_id": env("THAID_CLIENT_ID", default="sso-core"),
                "secret": env("THAID_CLIENT_SECRET", default=""),
                "settings": {
                    "server_url": env("THAID_URL", default="http://127.0.0.1:8101"),
                    "token_auth_method": "client_secret_basic",
                    "scope": ["openid", "pid", "title", "given_name", "family_name", "birthdate", "ial"],
                },
            }
        ],
    }
}
# These prove the holder twice by themselves: believed as far as they say so (docs/adr/0005).
AAL2_PROVIDERS = env.list("AAL2_PROVIDERS", default=["thaid", "mobile", "ndid"])
MFA_ADAPTER = "sso_core.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Whom an e-mail belongs to does not matter for a factor here: nobody signs up past the civil register.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "SSO Core"
USERSESSIONS_TRACK_ACTIVITY = True
HEADLESS_ONLY = False
HEADLESS_CLIENTS = ("app",)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "sso_core.api.authentication.SessionToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["sso_core.api.permissions.DenyAll"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "sso_core.api.pagination.ByCursor",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "sso_core.api.problems.handle",
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SSO Core API",
    "DESCRIPTION": "ระบบประกันสังคม: ทะเบียน เงินสมทบ ประโยชน์ทดแทน การเงิน",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "ENUM_NAME_OVERRIDES": {"LeaveReason": "registration.models.LeaveReason"},
}

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "assets" / "dist"] if (BASE_DIR / "assets" / "dist").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "documents"))
# Where the e-filing gateway puts filings down; workers on every host see the same folder.
FILING_DROPS = env.path("FILING_DROPS", default=str(VAR_DIR / "drops"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# No request is larger: the largest file of a filing and the form around it, as in deploy/nginx.conf.
MOST_BODY_BYTES = env.int("MOST_BODY_BYTES", default=64 * 1024 * 1024)
# A filing that is not submitted is kept so long after its last change; so many people may be typed on a page.
FILING_DRAFT_DAYS = env.int("FILING_DRAFT_DAYS", default=60)
TYPED_MOST_PEOPLE = env.int("TYPED_MOST_PEOPLE", default=2_000)
# So many receipts go into one zip.
RECEIPTS_A_PACK = env.int("RECEIPTS_A_PACK", default=500)

EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=1025)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="สำนักงานประกันสังคม <no-reply@sso-core.example>")

# Outside systems: one address each; ./run points them at the simulators.
DOPA_URL = env("DOPA_URL", default="http://127.0.0.1:8102")
GDX_CONSUMER_KEY = env("GDX_CONSUMER_KEY", default="sso-core")
GDX_CONSUMER_SECRET = env("GDX_CONSUMER_SECRET", default="")
GDX_AGENT_ID = env("GDX_AGENT_ID", default="sso-core")
DBD_URL = env("DBD_URL", default="http://127.0.0.1:8103")
BANK_URL = env("BANK_URL", default="http://127.0.0.1:8104")
IMMIGRATION_URL = env("IMMIGRATION_URL", default="http://127.0.0.1:8111/immigration")
DOE_URL = env("DOE_URL", default="http://127.0.0.1:8111/doe")
POLICE_URL = env("POLICE_URL", default="http://127.0.0.1:8111/police")
MOBILE_URL = env("MOBILE_URL", default="http://127.0.0.1:8110")
MOBILE_CLIENT_ID = env("MOBILE_CLIENT_ID", default="sso-core")
MOBILE_CLIENT_SECRET = env("MOBILE_CLIENT_SECRET", default="")
NDID_URL = env("NDID_URL", default="http://127.0.0.1:8112")
NDID_CALLBACK_URL = env("NDID_CALLBACK_URL", default=f"{SITE_URL}/account/ndid/heard/")
MAIL_CATCHER_URL = env("MAIL_CATCHER_URL", default="http://127.0.0.1:8105")
PAYOUT_COOL_DOWN_HOURS = env.int("PAYOUT_COOL_DOWN_HOURS", default=24)
GATEWAY_TIMEOUT = env.float("GATEWAY_TIMEOUT", default=3.0)
GATEWAY_TIMEOUTS = env.dict("GATEWAY_TIMEOUTS", cast={"value": float}, default={})
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="127.0.0.1:3310")
FINANCE_BANK_GATEWAY = env("FINANCE_BANK_GATEWAY", default="integrations.public.BankGateway")
BILLER_ID = env("BILLER_ID", default="099400016550101")
DEBIT_BANK_CODE = env("DEBIT_BANK_CODE", default="006")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_COOKIE_NAME = env("SESSION_COOKIE_NAME", default="sso_session")
CSRF_COOKIE_NAME = env("CSRF_COOKIE_NAME", default="sso_csrf")
SECURE_SSL_REDIRECT = SECURE
# Guesses are counted by address: behind proxies that is not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # the document viewer alone allows its own site
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "sso_core.ui.errors.csrf_failure"
PERMISSIONS_POLICY = {"geolocation": [], "microphone": [], "camera": ["self"], "payment": []}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'", env("THAID_URL", default="http://127.0.0.1:8101")],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # An adapter's address holds the number that was asked for: it is nobody's business in a log.
        "httpx": {"level": "WARNING"},
        # Each step of drawing a letter is of no interest to an operator.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "PIL": {"level": "INFO"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
