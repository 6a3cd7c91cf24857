"""``manage.py load_history FILE… --control TOTALS``: bring in the months of an older system.

Run again with the same files, it goes on where it stopped. The layouts: ``contributions/files/history.yaml``.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contributions.models import HistoryLoad, LoadStatus
from contributions.selectors.history import runs_of
from contributions.services import history
from sso_core.batch.models import RunStatus
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import as_dict


class Command(BaseCommand):
    help = "Load contribution months of the past from flat files, reconciled per employer and year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--control", type=Path, required=True, help="totals per employer and year")
        parser.add_argument("--again", action="store_true", help="read the files anew: staged rows were lost")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load = history.begin([path.resolve() for path in options["files"]], options["control"], by=SYSTEM)
            if options["again"]:
                load = history.read_again(load.pk, by=SYSTEM)
        except Refused as refused:
            raise CommandError("; ".join(as_dict(f)["message_th"] for f in refused.findings)) from None
        self.stdout.write(f"{load.reference}: {load.rows:,} rows")
        self._work(load)
        load.refresh_from_db()
        self.stdout.write(f"{load.reference} {load.status}: {load.aside:,} aside")
        for row in load.controls.filter(differs=True).order_by("year", "account_no")[:50]:
            self.stdout.write(
                f"differs {row.account_no or 'section 39'} {row.year}: told {row.count} / {row.wages} / "
                f"{row.contributions}, found {row.found_count} / {row.found_wages} / {row.found_contributions}"
            )
        if load.status == LoadStatus.DIFFERS:
            raise CommandError("totals differ: two people have to accept this load, or refuse it")

    def _work(self, load: HistoryLoad) -> None:
        """Do the chunks here, beside the workers: each run starts the next."""
        done: set[int] = set()
        while waiting := [run for run in runs_of(load) if run.pk not in done]:
            work(waiting[0].pk)
            waiting[0].refresh_from_db()
            if waiting[0].status == RunStatus.STOPPED:
                raise CommandError(
                    f"{waiting[0].reference} stopped: {waiting[0].chunks.exclude(error='')[0].error}"
                )
            done.add(waiting[0].pk)
