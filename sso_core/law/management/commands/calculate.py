"""Work out any rule of law: ``manage.py calculate contribution.s33 wage=14104 period=2026-06``."""

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from sso_core.kernel.worked import Worked
from sso_core.law import registry
from sso_core.law.public import NoLaw, current


class Command(BaseCommand):
    help = "Works out RULE from key=value inputs and shows the amount and every step."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", nargs="?")
        parser.add_argument("inputs", nargs="*", metavar="key=value")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--list", action="store_true", help="list the rules and their inputs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
            return
        try:
            worked = self._work(options["rule"], options["inputs"])
        except (NoLaw, ValueError) as error:
            self._refuse(error.args[0] if error.args else "bad input")
        if options["json"]:
            self.stdout.write(json.dumps(worked.as_dict(), ensure_ascii=False, indent=2))
        else:
            self._print(worked)

    def _work(self, rule: str | None, inputs: list[str]) -> Worked:
        if not rule:
            raise registry.BadInput("name a rule; --list shows them")
        given: dict[str, str] = {}
        for text in inputs:
            name, equals, value = text.partition("=")
            if not equals:
                raise registry.BadInput(f"an input is written key=value, not {text!r}")
            if name in given:
                raise registry.BadInput(f"{name} is given twice")
            given[name] = value
        return registry.find(rule).work(given, law=current())

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            rows = [
                {"rule": c.name, "title_th": c.title_th, "title_en": c.title_en,
                 "inputs": [{"name": i.name, "kind": i.kind, "required": i.required and i.default is None}
                            for i in c.inputs]}
                for c in registry.calculators()
            ]  # fmt: skip
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one in registry.calculators():
            inputs = " ".join(
                f"{i.name}=" if i.required and i.default is None else f"[{i.name}=]" for i in one.inputs
            )
            self.stdout.write(f"{one.name:<28}{inputs:<56}{one.title_th}")

    def _print(self, worked: Worked) -> None:
        for number, step in enumerate(worked, 1):
            self.stdout.write(f"{number}. {step.label_th}: {step.result}")
            self.stdout.write(f"   {step.formula}  (มาตรา {step.section}, ความเชื่อมั่น {step.confidence})")
        for name, amount in worked.results.items():
            self.stdout.write(f"{name} = {amount}")
        self.stdout.write(f"law {worked.law_hash} as of {worked.as_of}")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(" ".join(str(reason).split()))
        sys.exit(2)
