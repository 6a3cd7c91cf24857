"""``manage.py document_finance``: write the made parts of ``docs/finance`` anew. A test says when it is due."""

from typing import Any

from django.core.management.base import BaseCommand

from finance.documentation import FOLDER, refreshed


class Command(BaseCommand):
    help = "Write the tables and diagrams of docs/finance from the data they come from."

    def handle(self, *args: Any, **options: Any) -> None:
        for page in sorted(FOLDER.glob("*.md")):
            page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8")
            self.stdout.write(page.name)
