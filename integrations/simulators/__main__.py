"""``python -m integrations.simulators NAME --port N``; ``all`` starts every one on its usual port."""

import argparse
import importlib
import os
import sys

from integrations.simulators import together
from integrations.simulators.server import serve

PORTS = {
    "thaid": 8101,
    "dopa": 8102,
    "dbd": 8103,
    "bank": 8104,
    "mail": 8105,
    "clamd": 3310,
    "mobile": 8110,
    "offices": 8111,
    "ndid": 8112,
}
SMTP_PORT = 1025


def main() -> int:
    """Start what the command line names."""
    options = _options()
    if options.name == "all":
        return together.run({name: _port(name) for name in PORTS})
    port = options.port or _port(options.name)
    module = importlib.import_module(f"integrations.simulators.{options.name}")
    if options.name == "clamd":
        module.serve(port)
        return 0
    app = module.build(options.smtp_port) if options.name == "mail" else module.build()
    serve(options.name, app, port)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="integrations.simulators")
    parser.add_argument("name", choices=(*PORTS, "all"))
    parser.add_argument("--port", type=int, help="otherwise SIM_<NAME>_PORT, otherwise the usual one")
    parser.add_argument("--smtp-port", type=int, default=int(os.environ.get("SIM_SMTP_PORT", SMTP_PORT)))
    return parser.parse_args()


def _port(name: str) -> int:
    return int(os.environ.get(f"SIM_{name.upper()}_PORT", PORTS[name]))


if __name__ == "__main__":
    sys.exit(main())
