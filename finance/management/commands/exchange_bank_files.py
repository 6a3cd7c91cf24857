"""``manage.py exchange_bank_files``: one round with the bank by hand, as beat does every few seconds."""

from typing import Any

from django.core.management.base import BaseCommand

from finance.services.exchange import exchange


class Command(BaseCommand):
    help = "Send waiting files to the bank, fetch its answers and apply them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"applied {exchange()} files")
