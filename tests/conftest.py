"""What every test shares: a real database, a broker that goes nowhere, an own folder for documents."""

import os
import shutil
import zlib

import pytest
from django.core.cache import cache

# Playwright keeps an event loop in this thread; Django must still reach the database from it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    from sso_core.celery import app

    # Services only wake workers; a test that needs a worker starts a real one of its own.
    app.conf.broker_url = "memory://"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with real transactions clean up by TRUNCATE, which append-only tables refuse: in tests alone, not."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select format('alter table %I.%I disable trigger %I', n.nspname, c.relname, t.tgname)"
            "  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace"
            " where not t.tgisinternal and t.tgtype::int & 32 > 0"  # 32: fires on TRUNCATE
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def _own_cache():
    """Each process counts its guesses in a Valkey database of its own: emptying it empties nobody else's."""
    from django.conf import settings

    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = (zlib.crc32(os.environ.get("SSO_TEST_DB", "").encode()) + worker) % 15 + 1
    settings.CACHES["default"]["LOCATION"] = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path_factory):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("documents")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium of this machine, headless, without calls home."""
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium") or shutil.which("chromium-browser"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }
