"""``manage.py calculate`` as a program of its own: exit code, standard output, standard error."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    without = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", "calculate", *arguments],
        cwd=settings.BASE_DIR, env=without, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_json_without_a_database():
    done = run("contribution.s33", "wage=14104", "period=2026-06", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["rule"] == "contribution.s33"
    assert told["result"] == {
        "base": "14104.00", "employee": "705.00", "employer": "705.00", "government": "387.86",
    }  # fmt: skip
    assert set(told["law"]) == {"as_of", "hash"}
    for step in told["steps"]:
        assert {"label_th", "label_en", "section", "inputs", "result"} <= set(step)
        assert step["section"]


def refused(*arguments: str) -> str:
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("calculate", *arguments, stdout=out, stderr=err)
    assert stopped.value.code == 2
    assert out.getvalue() == ""
    assert err.getvalue().count("\n") == 1
    return err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a rule"),
        (["no.rule"], "no.rule"),
        (["contribution.s33", "wage=1"], "period is missing"),
        (["contribution.s33", "wage=", "period=2026-06"], "wage is missing"),
        (["contribution.s33", "wage=abc", "period=2026-06"], "wage"),
        (["contribution.s33", "wage=-5", "period=2026-06"], "not negative"),
        (["contribution.s33", "wage=1.005", "period=2026-06"], "decimals"),
        (["contribution.s33", "wage=1e5", "period=2026-06"], "wage"),
        (["contribution.s33", "wage=NaN", "period=2026-06"], "wage"),
        (["contribution.s33", "wage=1", "wage=2", "period=2026-06"], "twice"),
        (["contribution.s33", "wage=1", "period=2026-06", "colour=red"], "colour"),
        (["contribution.s33", "wage=1", "period=2026-06", "10"], "key=value"),
        (["contribution.s33", "wage=1", "period=2026-13"], "period"),
        (["contribution.s33", "wage=1", "period=2569-06"], "2026"),
        (["contribution.s33", "wage=1", "period=1980-01"], "1980-01-01"),
        (["contribution.s33", "wage=1", "period=2026-06", "province=99"], "province"),
        (["contribution.s39", "period=2012-03"], "not known"),
        (["contribution.s40", "option=4", "period=2026-06"], "option"),
        (["contribution.surcharge", "amount=5", "due=2026-02-30", "paid=2026-03-01"], "due"),
        (["sickness.cash", "daily_wage=500", "days=1.5", "on=2026-01-01"], "days"),
        (["old_age.pension", "months=99999", "average_wage=1", "on=2026-01-01"], "months"),
        (["old_age.pension", "months=100", "average_wage=1", "on=2026-01-01"], "lump"),
        (["old_age.lump_sum", "months=180", "employee_share=1", "employer_share=1", "returns=0"], "pension"),
        (["contribution.s33", "wage=1", "period=2026-06", "--known=soon"], "known"),
    ],
)
def test_bad_input_is_one_clear_line(arguments, words):
    assert words in refused(*arguments)


def test_unknown_options_are_one_line_too():
    done = run("contribution.s33", "--wage=1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_the_law_as_known_on_a_day():
    out = StringIO()
    given = ("contribution.s33", "wage=15000", "period=2024-12", "province=30")
    call_command("calculate", *given, "--known=2025-01-01", "--json", stdout=out)
    assert json.loads(out.getvalue())["result"]["employee"] == "750.00"


def test_a_day_of_the_month_is_taken_as_its_month():
    out = StringIO()
    call_command("calculate", "contribution.s39", "period=2026-06-15", stdout=out)
    assert "amount = 432.00" in out.getvalue()


def test_the_list_names_every_rule():
    text, as_json = StringIO(), StringIO()
    call_command("calculate", "--list", stdout=text)
    call_command("calculate", "--list", "--json", stdout=as_json)
    names = {row["rule"] for row in json.loads(as_json.getvalue())}
    assert {"contribution.s33", "contribution.s39", "contribution.s40", "contribution.surcharge",
            "sickness.cash", "old_age.pension", "old_age.lump_sum"} <= names  # fmt: skip
    assert all(name in text.getvalue() for name in names)
