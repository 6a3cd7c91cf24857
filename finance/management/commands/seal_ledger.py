"""``manage.py seal_ledger``: what beat does every minute, by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from finance.services.sealing import seal_ledger


class Command(BaseCommand):
    help = "Seal the entries written since the last time. After a restore into another server: --everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--everything", action="store_true", help="wait for writers, seal all that has no seal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = seal_ledger(everything=options["everything"])
        self.stdout.write(f"sealed {sealed.entries} entries, head {sealed.head}:{sealed.hash}")
