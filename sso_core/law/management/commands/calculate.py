"""Work out any rule of law: ``manage.py calculate contribution.s33 wage=14104 period=2026-06``."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from sso_core.kernel.worked import Worked
from sso_core.law import registry
from sso_core.law.public import BadInput, Law, NoLaw, current
from sso_core.law.shown import as_row


class Command(BaseCommand):
    help = "Works out RULE from key=value inputs and shows the amount and every step. Needs no database."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = self._refuse  # type: ignore[method-assign,assignment]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", nargs="?")
        parser.add_argument("inputs", nargs="*", metavar="key=value")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--list", action="store_true", help="list the rules and their inputs")
        parser.add_argument("--known", metavar="YYYY-MM-DD", help="the law as it was known on a day")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
            return
        try:
            worked = self._work(options["rule"], options["inputs"], _law(options["known"]))
        except (NoLaw, ValueError) as error:
            self._refuse(str(error))
        if options["json"]:
            self.stdout.write(json.dumps(worked.as_dict(), ensure_ascii=False, indent=2))
        else:
            self._print(worked)

    def _work(self, rule: str | None, inputs: list[str], law: Law) -> Worked:
        if not rule:
            raise BadInput("name a rule; --list shows them", "ระบุชื่อการคำนวณ")
        given: dict[str, str] = {}
        for text in inputs:
            name, equals, value = text.partition("=")
            if not equals:
                raise BadInput(f"an input is written key=value, not {text!r}", "เขียนเป็น key=value")
            if name in given:
                raise BadInput(f"{name} is given twice", f"ให้ค่า {name} ซ้ำ")
            given[name] = value
        return registry.find(rule).work(given, law=law)

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            rows = [as_row(one) for one in registry.calculators()]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one in registry.calculators():
            inputs = " ".join(f"{i.name}=" if i.must_be_given else f"[{i.name}=]" for i in one.inputs)
            self.stdout.write(f"{one.name:<28}{inputs:<62}{one.title_th}")

    def _print(self, worked: Worked) -> None:
        for number, step in enumerate(worked, 1):
            self.stdout.write(f"{number}. {step.label_th}: {step.result}")
            self.stdout.write(f"   {step.formula}  (มาตรา {step.section}, ความเชื่อมั่น {step.confidence})")
        for name, amount in worked.results.items():
            self.stdout.write(f"{name} = {amount}")
        self.stdout.write(f"law {worked.law_hash} as of {worked.as_of}")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(" ".join(reason.split()))
        sys.exit(2)


def _law(known: str | None) -> Law:
    if known is None:
        return current()
    try:
        return current().as_known(date.fromisoformat(known))
    except ValueError:
        raise BadInput(f"--known is written YYYY-MM-DD, not {known!r}", "วันที่ไม่ถูกต้อง") from None
