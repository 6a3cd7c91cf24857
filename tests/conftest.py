"""What every test shares: a real database, a broker that goes nowhere, an own folder for documents."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    from sso_core.celery import app

    # Services only wake workers; a test that needs a worker starts a real one of its own.
    app.conf.broker_url = "memory://"


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("documents")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
