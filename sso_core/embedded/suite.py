"""``./test``: every test, against real servers that this checkout starts."""

import os
import subprocess
import sys

from sso_core.embedded.prepare import ROOT
from sso_core.embedded.services import databases


def run(arguments: list[str]) -> int:
    """Run pytest with ``arguments`` (all tests when there are none); returns its exit code."""
    with databases(name="sso_test_base") as urls:
        # Every worker must collect the same tests in the same order, also where a parameter comes from a set.
        env = {"PYTHONHASHSEED": "0", **os.environ, **urls}
        workers = (
            []
            if any(a.startswith(("-n", "-x", "--pdb")) for a in arguments)
            else ["-n", "2", "--dist", "loadgroup"]
        )
        command = [sys.executable, "-m", "pytest", *workers, *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode  # noqa: S603


def checks() -> int:
    """Missing migrations, and Django's deployment checks under production settings."""
    with databases(name="sso_test_base") as urls:
        env = {**os.environ, **urls}
        production = {
            **env,
            "SITE_URL": "https://core.example",
            "ALLOWED_HOSTS": "core.example",
            "SSO_DEMO": "0",
        }
        django = [sys.executable, "manage.py"]
        for arguments, settings in (
            (["makemigrations", "--check", "--dry-run"], env),
            (["check", "--deploy", "--fail-level", "WARNING"], production),
        ):
            code = subprocess.run([*django, *arguments], cwd=ROOT, env=settings, check=False).returncode  # noqa: S603
            if code:
                return code
    return 0
