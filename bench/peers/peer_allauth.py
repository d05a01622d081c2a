"""Django + django-allauth: password, then a code sent by e-mail; reset by e-mailed link.

Default Django middleware, database sessions, the four default password validators, notifications on, rate limits on
(raised, so that one address can run the bench). SQLite is tuned: WAL, kept connections.
"""

import os
from pathlib import Path

import django
from django.conf import settings

PASSWORD = os.environ["BENCH_PASSWORD"]
VALIDATORS = (
    "UserAttributeSimilarityValidator",
    "MinimumLengthValidator",
    "CommonPasswordValidator",
    "NumericPasswordValidator",
)
HOME = """{% extends "allauth/layouts/base.html" %}{% block content %}<h1>Bonjour {{ request.user.email }}</h1>
<p>Dernière connexion : {{ request.user.last_login|date:"d/m/Y H:i" }}</p>{% endblock %}"""

settings.configure(
    DEBUG=False,
    SECRET_KEY="bench-only-not-a-secret-0123456789-0123456789-0123456789",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="peer_allauth",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(os.environ["BENCH_DATA"]) / "allauth.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
    LANGUAGE_CODE="fr",
    TIME_ZONE="Europe/Paris",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            ("django.template.loaders.locmem.Loader", {"home.html": HOME}),
                            "django.template.loaders.app_directories.Loader",
                        ],
                    )
                ],
            },
        }
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    PASSWORD_HASHERS=["hashers.Argon2"],
    AUTH_PASSWORD_VALIDATORS=[{"NAME": f"django.contrib.auth.password_validation.{name}"} for name in VALIDATORS],
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=int(os.environ["BENCH_SMTP"]),
    DEFAULT_FROM_EMAIL="portail@example.fr",
    LOGIN_REDIRECT_URL="/",
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "password1*", "password2*"],
    ACCOUNT_EMAIL_VERIFICATION="mandatory",
    ACCOUNT_LOGIN_BY_CODE_ENABLED=True,
    ACCOUNT_LOGIN_BY_CODE_REQUIRED=True,
    ACCOUNT_EMAIL_NOTIFICATIONS=True,
    ACCOUNT_RATE_LIMITS={
        "login": "5000/s/ip",
        "login_failed": "5000/s/ip,5000/s/key",
        "reset_password": "5000/s/ip,5000/s/key",
        "reset_password_from_key": "5000/s/ip",
        "request_login_code": "5000/s/ip,5000/s/key",
    },
)
django.setup()

# Django wants its settings first.
from allauth.account.models import EmailAddress  # noqa: E402 - see above
from django.contrib.auth.decorators import login_required  # noqa: E402 - see above
from django.contrib.auth.hashers import make_password  # noqa: E402 - see above
from django.contrib.auth.models import User  # noqa: E402 - see above
from django.core.management import call_command  # noqa: E402 - see above
from django.core.wsgi import get_wsgi_application  # noqa: E402 - see above
from django.shortcuts import render  # noqa: E402 - see above
from django.urls import include, path  # noqa: E402 - see above


@login_required
def home(request):
    """Who is signed in."""
    return render(request, "home.html")


urlpatterns = [path("", home), path("accounts/", include("allauth.urls"))]
application = get_wsgi_application()


def seed(count: int):
    """Create so many people."""
    call_command("migrate", verbosity=0)
    hashed = make_password(PASSWORD)  # one for all: a verification costs the same
    names = [f"u{number}@bench.mssante.fr" for number in range(count)]
    users = User.objects.bulk_create(User(username=name, email=name, password=hashed) for name in names)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
