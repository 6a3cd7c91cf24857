"""``./bench``: an own database for the length of the measurement.

An app's benches are the functions of its ``bench.py``, listed in ``BENCHES`` by name. Each takes the
parsed options and a function that reports progress, and returns figures.
"""

import argparse
import importlib.util
import json
import os
import sys
import uuid
from typing import Any

from sso_core.embedded import postgres
from sso_core.embedded.services import databases

APPS = ("contributions", "registration", "finance", "benefits", "portal")


def run(arguments: list[str]) -> int:
    """List the benches, or run one and print its figures."""
    with databases() as urls:
        os.environ.update(urls)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")
        name = f"sso_bench_{uuid.uuid4().hex[:8]}"
        os.environ["DATABASE_URL"] = postgres.with_database(urls["DATABASE_URL"], name)
        benches = _benches()
        if not arguments or arguments[0].startswith("-"):
            print("\n".join(f"{key:<16}{bench['help']}" for key, bench in sorted(benches.items())))
            return 0
        if arguments[0] not in benches:
            _say(f"no bench {arguments[0]!r}; there are: {', '.join(sorted(benches))}")
            return 2
        postgres.make_database(urls["DATABASE_URL"], name)
        try:
            return _measure(arguments[0], benches[arguments[0]], arguments[1:])
        finally:
            _close()
            postgres.drop_database(urls["DATABASE_URL"], name)


def _benches() -> dict[str, dict[str, Any]]:
    import django

    django.setup()
    found: dict[str, dict[str, Any]] = {}
    for app in APPS:
        if importlib.util.find_spec(f"{app}.bench"):
            found |= importlib.import_module(f"{app}.bench").BENCHES
    return found


def _measure(name: str, bench: dict[str, Any], arguments: list[str]) -> int:
    from django.core.management import call_command

    from sso_core.bench import document

    parser = argparse.ArgumentParser(prog=f"./bench {name}")
    parser.add_argument("--quick", action="store_true", help="small sizes; ends within 45 seconds")
    parser.add_argument("--json", action="store_true", help="figures as JSON on standard output")
    bench["arguments"](parser)
    options = parser.parse_args(arguments)
    _say("making the database")
    call_command("migrate", verbosity=0)
    result = document(name, bench["run"](options, _say))
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for figure in result["figures"]:
            mark = {True: "ok", False: "MISSED", None: ""}[figure["ok"]]
            print(
                f"{figure['name']:<44}{figure['value']!s:>14} {figure['unit']:<12}{figure['goal']:<14}{mark}"
            )
    return 1 if any(figure["ok"] is False for figure in result["figures"]) else 0


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
