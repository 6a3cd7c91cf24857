"""What an operator reads and runs is in step: settings and their page, compose file, locks, health."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import HTTPErrorProcessor, Request, build_opener

import pytest
import yaml
from django.conf import settings

from sso_core.embedded.ports import free_port
from tests.faults.servers import eventually
from tests.messaging.processes import database_url

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def read_by_settings() -> set[str]:
    source = (ROOT / "sso_core" / "settings.py").read_text()
    return set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z0-9_]+)"', source))


def documented() -> set[str]:
    rows = re.findall(r"^\| (`[^|]+) \|", (ROOT / "docs/operations/settings.md").read_text(), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def test_every_setting_is_on_its_page_and_the_page_has_no_other():
    of_compose = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    of_web = set(re.findall(r'environ\.get\("(\w+)"', (ROOT / "gunicorn.conf.py").read_text()))
    assert documented() == read_by_settings() | of_compose | of_web


def test_compose_sets_only_what_settings_read():
    for name in ("web", "worker", "beat"):
        assert set(COMPOSE["services"][name]["environment"]) <= read_by_settings()


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_the_lock_holds_what_is_asked_for_and_nothing_more(kind):
    asked = {
        plain(line)
        for line in (ROOT / f"requirements/{kind}.in").read_text().splitlines()
        if line.strip() and not line.startswith(("#", "-c"))
    }
    lock = (ROOT / f"requirements/{kind}.txt").read_text()
    entries = re.findall(r"^(\S+)==\S+ \\\n((?:    .*\n?)+)", lock, re.MULTILINE)
    wanted_by_us = {name for name, rest in entries if f"-r requirements/{kind}.in" in rest}
    assert wanted_by_us == asked
    assert all("--hash=sha256:" in rest for _, rest in entries)
    assert "://" not in lock


def plain(requirement: str) -> str:
    """The name alone, as a lock writes it."""
    name = re.split(r"[\[<>=;#\s]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


class NoRedirects(HTTPErrorProcessor):
    def http_response(self, request, response):
        return response

    https_response = http_response


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_web_server_of_production_is_healthy_and_sends_browsers_to_https():
    address = f"http://127.0.0.1:{free_port()}"
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "SITE_URL": "https://core.example",
        "ALLOWED_HOSTS": "core.example",
        "SECRET_KEY": "x" * 50,
        "SSO_DEMO": "0",
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "sso_core.wsgi", "--bind", address.removeprefix("http://")]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    probe = [sys.executable, "-m", "sso_core.health_probe", address]
    try:
        eventually(
            lambda: (
                subprocess.run(probe, cwd=ROOT, env=env, stderr=subprocess.DEVNULL, check=False).returncode
                == 0
            ),
            "the probe does not find it healthy",
        )
        browser = Request(f"{address}/me/", headers={"Host": "core.example"})
        answer = build_opener(NoRedirects).open(browser)
        assert (answer.status, answer.headers["Location"]) == (301, "https://core.example/me/")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
