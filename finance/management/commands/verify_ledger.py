"""``manage.py verify_ledger``: prove the ledger, or name what is broken and exit 1."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finance.services.verifying import Verified, verify_ledger


class Command(BaseCommand):
    help = "Prove the hash chain, the trial balance of each fund and every sub-ledger; exit 1 naming what is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--expect", metavar="SEQUENCE:HASH", help="a link noted earlier that must still be there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify_ledger(expect=_link(options["expect"]))
        self.stdout.write(
            json.dumps(as_json(found), ensure_ascii=False) if options["json"] else as_text(found)
        )
        if not found.holds:
            raise SystemExit(1)


def _link(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    sequence, colon, chain = text.partition(":")
    if not colon or not sequence.isdecimal():
        raise CommandError("--expect wants SEQUENCE:HASH, as verify_ledger prints it", returncode=2)
    return int(sequence), chain


def as_text(found: Verified) -> str:
    rows = [f"entries {found.entries}, lines {found.lines}, sealed {found.sealed}:{found.head}"]
    rows += [f"fund {fund}: debit {debit} credit {credit}" for fund, debit, credit in found.funds]
    rows += [
        f"{'ok  ' if p.holds else 'BAD '} {p.name}: counted {p.counted}, ledger {p.ledger}"
        for p in found.proofs
    ]
    rows += [f"BROKEN {fault.code} {fault.entry} {fault.detail}".rstrip() for fault in found.faults]
    rows.append("the ledger holds" if found.holds else f"the ledger is broken: {len(found.faults)} fault(s)")
    return "\n".join(rows)


def as_json(found: Verified) -> dict[str, Any]:
    return {
        "holds": found.holds,
        "entries": found.entries,
        "lines": found.lines,
        "sealed": found.sealed,
        "head": found.head,
        "funds": [{"fund": f, "debit": str(d), "credit": str(c)} for f, d, c in found.funds],
        "proofs": [
            {"name": p.name, "counted": str(p.counted), "ledger": str(p.ledger), "holds": p.holds}
            for p in found.proofs
        ],
        "faults": [{"code": f.code, "entry": f.entry, "detail": f.detail} for f in found.faults],
    }
