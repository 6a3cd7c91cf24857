"""``python -m sso_core.embedded setup|run|check|test|bench``: what the scripts at the top call."""

import argparse
import sys

from sso_core.embedded import launch, measure, prepare, suite


def main() -> int:
    parser = argparse.ArgumentParser(prog="sso_core.embedded")
    commands = parser.add_subparsers(dest="command", required=True)
    setup = commands.add_parser("setup")
    setup.add_argument("--quiet", action="store_true")
    setup.add_argument("--browser", action="store_true")
    run = commands.add_parser("run")
    run.add_argument("--port", type=int)
    commands.add_parser("check")
    for name in ("test", "bench"):
        commands.add_parser(name, add_help=False)
    options, rest = parser.parse_known_args()
    if options.command == "setup":
        return prepare.everything(quiet=options.quiet, browser=options.browser)
    if options.command == "run":
        return launch.run(options.port)
    if options.command == "check":
        return suite.checks()
    return suite.run(rest) if options.command == "test" else measure.run(rest)


if __name__ == "__main__":
    sys.exit(main())
