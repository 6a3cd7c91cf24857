"""``./run``: the whole platform on one machine, with demo data."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from sso_core.embedded import postgres, services, valkey
from sso_core.embedded.alone import AlreadyRunning, alone_on_this_machine, only_one
from sso_core.embedded.ports import PortTaken, choose, wait_until_taken
from sso_core.embedded.prepare import ROOT, VAR, static_files
from sso_core.embedded.supervisor import Process, Supervisor

SIMULATORS = ("thaid", "dopa", "dbd", "bank", "mail", "clamd", "mobile", "offices", "ndid")


def run(port: int | None) -> int:
    """Start everything, say where it is, keep it running until Ctrl-C."""
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.default_int_handler)  # ended while it starts, it cleans up as after Ctrl-C
    try:
        with only_one(VAR / "run.lock") as was_killed, services.database() as database:
            return _run(port, database, patient=was_killed)
    except (AlreadyRunning, PortTaken) as refused:
        _say(str(refused))
        return 1
    except KeyboardInterrupt:
        return 0


def _run(port: int | None, database: str, *, patient: bool) -> int:
    cache = "REDIS_URL" not in os.environ
    supervisor = Supervisor()
    try:
        with alone_on_this_machine():
            ports = choose(VAR / "ports.json", web=port, patient=patient)
            env = environment(ports, database=database)
            first = [_cache(ports, env)] if cache else []
            supervisor.start(*first, *(_simulator(name, ports, env) for name in SIMULATORS))
            wait_until_taken(ports, {"web"} if cache else {"web", "valkey"})
        if cache:
            valkey.wait_until_ready(ports["valkey"])
        static = static_files(env)
        _manage(env, "migrate", "--verbosity=0")
        _manage(env, "seed_demo")
        static()
        supervisor.start(*_servers(ports, env))
        _wait_for_web(env["SITE_URL"])
        _say(_addresses(ports, env))
        fallen = supervisor.watch(also=_database_runs)
        if fallen:
            _say(f"{fallen} does not stay up; its log is var/log/{fallen}.log")
        return 1 if fallen else 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        supervisor.end()


def _database_runs() -> None:
    """PostgreSQL is no child of ours: when it was killed it is started again here, as often as that takes."""
    if "DATABASE_URL" not in os.environ and not postgres.is_running(VAR / "pg"):
        with contextlib.suppress(subprocess.CalledProcessError):
            postgres.start(VAR / "pg")


def environment(ports: dict[str, int], *, database: str) -> dict[str, str]:
    """The settings of the demo, by environment, as in production."""
    site = f"http://127.0.0.1:{ports['web']}"
    own = {
        "DATABASE_URL": database,
        "REDIS_URL": f"redis://127.0.0.1:{ports['valkey']}/0",
        "SSO_DEMO": "1",
        "SITE_URL": site,
        "SESSION_COOKIE_NAME": f"sso_{ports['web']}",
        "CSRF_COOKIE_NAME": f"csrf_{ports['web']}",
        "EMAIL_PORT": str(ports["smtp"]),
        "CLAMD_ADDRESS": f"127.0.0.1:{ports['clamd']}",
        "MAIL_CATCHER_URL": f"http://127.0.0.1:{ports['mail']}",
        "SIM_STATE_DIR": str(VAR / "simulators"),
        "SIM_DOPA_OPEN": "1",
        "SIM_SITE_URL": site,
        "THAID_CLIENT_SECRET": "demo-secret",
        "MOBILE_CLIENT_SECRET": "demo-secret",
        "PYTHONUNBUFFERED": "1",
        **{
            f"{name.upper()}_URL": f"http://127.0.0.1:{ports[name]}"
            for name in ("thaid", "dopa", "dbd", "bank", "mobile", "ndid")
        },
        **{
            f"{name.upper()}_URL": f"http://127.0.0.1:{ports['offices']}/{name}"
            for name in ("immigration", "doe", "police")
        },
    }
    return {**own, **os.environ, "SSO_DEMO": "1"}


def _cache(ports: dict[str, int], env: dict[str, str]) -> Process:
    return Process("valkey", valkey.command(VAR / "valkey" / "run", ports["valkey"]), env, _log("valkey"))


def _simulator(name: str, ports: dict[str, int], env: dict[str, str]) -> Process:
    command = [sys.executable, "-m", "integrations.simulators", name, "--port", str(ports[name])]
    if name == "mail":
        command += ["--smtp-port", str(ports["smtp"])]
    return Process(name, command, env, _log(name))


def _servers(ports: dict[str, int], env: dict[str, str]) -> list[Process]:
    python = [sys.executable, "-m"]
    workers = str(max(2, len(os.sched_getaffinity(0))))
    web = ["gunicorn", "sso_core.wsgi", "--bind", f"127.0.0.1:{ports['web']}"]
    worker = [
        "celery",
        "-A",
        "sso_core",
        "worker",
        "--concurrency",
        workers,
        "--loglevel",
        "INFO",
        "--without-mingle",
    ]
    beat = [
        "celery",
        "-A",
        "sso_core",
        "beat",
        "--schedule",
        str(VAR / "beat"),
        "--pidfile",
        "",
        "--loglevel",
        "WARNING",
    ]
    return [
        Process("web", [*python, *web], env, _log("web")),
        Process("worker", [*python, *worker], env, _log("worker")),
        Process("beat", [*python, *beat], env, _log("beat")),
    ]


def _log(name: str) -> Path:
    return VAR / "log" / f"{name}.log"


def _manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)  # noqa: S603


def _wait_for_web(site: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{site}/health/", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError("the web server does not answer; its log is var/log/web.log")


def _addresses(ports: dict[str, int], env: dict[str, str]) -> str:
    site = env["SITE_URL"]
    rows = [
        ("The platform", f"{site}/"),
        ("REST API, described", f"{site}/api/v1/docs/"),
        ("Mails that were sent", f"{env['MAIL_CATCHER_URL']}/"),
        ("Codes of the demo logins", f"{env['MAIL_CATCHER_URL']}/authenticator"),
        ("Telephones that are asked", f"{env['MOBILE_URL']}/"),
        ("Bank apps (NDID)", f"{env['NDID_URL']}/"),
        ("Bank (pay a bill here)", f"{env['BANK_URL']}/pay"),
        ("ThaID", f"{env['THAID_URL']}/"),
    ]
    logins = VAR / "demo" / "logins.txt"
    text = "\n".join(f"  {label:<26}{address}" for label, address in rows)
    return f"\n{text}\n\n{logins.read_text() if logins.exists() else ''}\nCtrl-C stops everything.\n"


def _say(text: str) -> None:
    print(text, flush=True)
