"""``manage.py recompute_filing 123 [--person ID] [--known 2025-05-26] [--json]``: as known then, and as known now."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contributions.models import Filing, FilingLine, FilingStatus
from contributions.services.recomputing import Recomputed, recompute, recompute_line
from sso_core.kernel.digits import bare


class Command(BaseCommand):
    help = "Works a submitted filing again, by the law as it was known then and as it is known now. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("filing", help="number or reference of the filing")
        parser.add_argument("--person", help="only this national id, with every step")
        parser.add_argument("--known", type=date.fromisoformat, help="as known on this day (C.E.)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        filing = _filing(options["filing"])
        if options["person"]:
            number = bare(options["person"])
            line = FilingLine.objects.filter(
                period=filing.period, filing_id=filing.pk, national_id=number
            ).first()
            if line is None:
                raise CommandError(f"{number} is not in {filing.reference}")
            found = [recompute_line(filing, line, known=options["known"])]
        else:
            found = list(recompute(filing, known=options["known"]))
        if options["json"]:
            self.stdout.write(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
            return
        for one in found:
            self._tell(one, steps=bool(options["person"]))

    def _tell(self, one: Recomputed, *, steps: bool) -> None:
        self.stdout.write(
            f"{one.national_id} {one.name}: {one.wage} → {_both(one.then)} as known {one.known_then}, "
            f"{_both(one.now)} as known {one.known_now}; difference {one.both}, not written yet {one.still_open}"
        )
        for title, worked in (("then", one.then), ("now", one.now)) if steps else ():
            for step in worked:
                self.stdout.write(
                    f"  {title}: {step.label_th} {step.result} ({step.formula}) มาตรา {step.section}"
                )


def _filing(text: str) -> Filing:
    number = text.rpartition("-")[2]
    found = Filing.objects.filter(
        pk=int(number) if number.isdigit() else 0, status=FilingStatus.SUBMITTED
    ).first()
    if found is None:
        raise CommandError(f"no submitted filing {text}")
    return found


def _both(worked: Any) -> str:
    return str(worked["employee"] + worked["employer"])


def _plain(one: Recomputed) -> dict[str, Any]:
    return {
        "national_id": one.national_id,
        "wage": str(one.wage),
        "filed": str(one.filed),
        "stands": str(one.stands),
        "known_then": one.known_then.isoformat(),
        "known_now": one.known_now.isoformat(),
        "then": one.then.as_dict(),
        "now": one.now.as_dict(),
        "difference": {payer: str(amount) for payer, amount in one.difference.items()},
        "not_written_yet": str(one.still_open),
    }
