"""The worked examples of docs/law are run, so that a page cannot say what the rules do not."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from sso_core.law import registry

FOLDER = Path(settings.BASE_DIR) / "docs" / "law"
EXAMPLE = re.compile(r"```console\n\$ python manage\.py calculate (?P<call>[^\n]+)\n(?P<told>.*?)\n```", re.S)
EXAMPLES = [
    pytest.param(found["call"], found["told"], id=found["call"])
    for path in sorted(FOLDER.glob("*.md"))
    for found in EXAMPLE.finditer(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("call", "told"), EXAMPLES)
def test_example(call, told):
    out = StringIO()
    call_command("calculate", *call.split(), stdout=out)
    assert re.sub(r"(?m)^law \S+ as of", "law … as of", out.getvalue().rstrip()) == told


@pytest.mark.parametrize("name", [one.name for one in registry.calculators()])
def test_every_rule_has_a_page_with_an_example(name):
    assert EXAMPLE.search((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
