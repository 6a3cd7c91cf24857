"""What every test shares: a real database, a broker that goes nowhere, an own folder for documents."""

import os
import shutil
import uuid

import pytest
from django.utils import translation

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


@pytest.fixture(autouse=True)
def _own_cache(settings, monkeypatch):
    """Each test counts its guesses apart, also from the tests of other processes; programs it starts count along."""
    prefix = uuid.uuid4().hex
    monkeypatch.setenv("CACHE_KEY_PREFIX", prefix)
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": prefix}}


@pytest.fixture(autouse=True)
def _own_language():
    """A test client leaves the language of its last page behind; the next test begins with Thai."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path_factory):
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
