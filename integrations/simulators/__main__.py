"""``python -m integrations.simulators NAME --port N``."""

import argparse
import importlib
import sys

import uvicorn

NAMES = ("thaid", "dopa", "dbd", "bank", "mail", "clamd")


def main() -> int:
    parser = argparse.ArgumentParser(prog="integrations.simulators")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, default=1025)
    options = parser.parse_args()
    module = importlib.import_module(f"integrations.simulators.{options.name}")
    if options.name == "clamd":
        module.serve(options.port)
        return 0
    app = module.build(options.smtp_port) if options.name == "mail" else module.build()
    print(f"{options.name} on port {options.port}", flush=True)  # noqa: T201
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
