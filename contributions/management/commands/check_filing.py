"""``manage.py check_filing FILE``: what is in a สปส.1-10 file and every finding; nothing is saved.

Exit code 0: accepted; 1: read, but not accepted; 2: not readable as a filing. No database is needed; where
one answers, the register's province of the branch decides the rate.
"""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from contributions.files.amounts import baht
from contributions.files.reader import open_filing, with_period_of_name
from contributions.files.records import Reading
from contributions.services.context import context
from registration.public import province_on
from sso_core import clock
from sso_core.kernel import employer_account
from sso_core.kernel.period import Period
from sso_core.messaging.findings import as_dict


class Command(BaseCommand):
    help = "Check a 1-10 filing (text of 135 characters or Excel template) and print the findings."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
        parser.add_argument("--account", help="employer account, for Excel files, which do not tell it")
        parser.add_argument("--period", help="wage month YYYY-MM (C.E.), for Excel files")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            data = file.read_bytes()
            account = employer_account.normalise(options["account"]) if options["account"] else None
            period = Period.parse(options["period"]) if options["period"] else None
        except (OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from None
        # A text file tells its month only as it is read: then the places of today are asked for.
        on = period.last if period else clock.today()
        asked = context(account=account, period=period, province_of=partial(province_of, on))
        reading = open_filing(data, with_period_of_name(asked, data, file.name)).finish()
        document = as_document(reading)
        self.stdout.write(
            json.dumps(document, ensure_ascii=False, indent=2) if options["json"] else as_text(document)
        )
        if not reading.accepted:
            sys.exit(1 if reading.readable else 2)


def province_of(on: date, account: str, branch_no: str) -> str | None:
    """The province of the branch on a day, where there is a database that knows it."""
    try:
        return province_on(account, branch_no, on)
    except DatabaseError:
        return None


def as_document(reading: Reading) -> dict[str, Any]:
    return {
        "format": reading.format,
        "encoding": reading.encoding,
        "account": reading.account,
        "branch": reading.branch,
        "period": str(reading.period) if reading.period else None,
        "lines": reading.lines,
        **{name: str(baht(reading.total(sums))) for name, sums in _SUMS.items()},
        "accepted": reading.accepted,
        "branches": [
            {
                "branch": section.branch,
                "lines": section.count,
                **{name: str(baht(getattr(section, sums))) for name, sums in _SUMS.items()},
            }
            for section in reading.sections
        ],
        "findings": [as_dict(finding) for finding in reading.findings],
    }


_SUMS = {"wages": "wages", "employee": "employee", "employer": "employer"}


def as_text(document: dict[str, Any]) -> str:
    lines = [
        f"แบบ {document['format']}  บัญชีนายจ้าง {document['account'] or 'ไม่ทราบ'}  "
        f"สาขา {document['branch'] or 'ไม่ทราบ'}  งวด {document['period'] or 'ไม่ทราบ'}",
        f"{document['lines']} คน  ค่าจ้าง {document['wages']}  ผู้ประกันตน {document['employee']}  "
        f"นายจ้าง {document['employer']}",
    ]
    for finding in document["findings"]:
        place = f"บรรทัด {finding['line']}" if finding["line"] else "ทั้งไฟล์"
        lines.append(f"{place:<12}{finding['severity']:<8}{finding['code']:<30}{finding['message_th']}")
    lines.append("รับได้" if document["accepted"] else "ยังรับไม่ได้ แก้ก่อนยื่น")
    return "\n".join(lines)
