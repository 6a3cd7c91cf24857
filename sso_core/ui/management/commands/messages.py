"""Refresh the English catalogue, or check that it is complete."""

from typing import Any

from babel.messages.mofile import write_mo
from django.core.management.base import BaseCommand, CommandParser

from sso_core.ui import catalogue


class Command(BaseCommand):
    help = "Collect every Thai sentence into locale/en; --check only says what lacks a translation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if something is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        fresh = catalogue.refreshed()
        content = catalogue.written(fresh)
        missing = catalogue.untranslated(fresh)
        if options["check"]:
            stale = not catalogue.PATH.exists() or catalogue.PATH.read_bytes() != content
            if stale:
                self.stderr.write("locale/en is not up to date: run python manage.py messages")
            for sentence in missing:
                self.stderr.write(f"no English: {sentence}")
            if stale or missing:
                raise SystemExit(1)
            return
        catalogue.PATH.parent.mkdir(parents=True, exist_ok=True)
        catalogue.PATH.write_bytes(content)
        with catalogue.PATH.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue.current())
        self.stdout.write(f"{len(fresh)} sentences, {len(missing)} without English")
