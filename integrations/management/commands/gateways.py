"""``manage.py gateways``: how each outside system answers."""

from typing import Any

from django.core.management.base import BaseCommand

from integrations.states import states


class Command(BaseCommand):
    help = "Prints the last answer and the last failure of each outside system."

    def handle(self, *args: Any, **options: Any) -> None:
        for one in states():
            well = {True: "answers", False: "does not answer", None: "not known"}[one.is_well]
            spared = ", spared now" if one.spared else ""
            seen = (
                f"last answer {one.answered_at:%Y-%m-%d %H:%M:%S}" if one.answered_at else "no answer known"
            )
            failed = f", last failure {one.failed_at:%Y-%m-%d %H:%M:%S}: {one.why}" if one.failed_at else ""
            self.stdout.write(f"{one.system:12} {well}{spared}; {seen}{failed}")
