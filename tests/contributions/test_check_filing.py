"""``manage.py check_filing``: as a user calls it, with and without a database."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.contributions.filings import SAMPLES


def check(*arguments: str, database: str = "postgres://nobody@127.0.0.1:1/none") -> tuple[int, str]:
    """Exit code and standard output; by default no database answers."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check_filing", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("name", "code", "form", "lines", "employee"),
    [
        ("1-10_clean_2569-06.txt", 0, "text135", 25, "17455.00"),
        ("1-10_clean_2569-06.xlsx", 0, "xlsx", 25, "17455.00"),
        ("1-10_utf8_2569-06.txt", 0, "text135", 10, "7414.00"),
        ("1-10_faults_2569-06.txt", 1, "text135", 25, "17886.00"),
    ],
)
def test_the_samples(name, code, form, lines, employee):
    exit_code, out = check(str(SAMPLES / name), "--json")
    body = json.loads(out)
    assert (exit_code, body["accepted"]) == (code, code == 0)
    assert (body["format"], body["lines"], body["employee"]) == (form, lines, employee)
    assert (body["branch"], body["period"]) == ("000000", "2026-06")
    keys = {"line", "field", "code", "severity", "message_th", "message_en"}
    assert all(keys <= set(finding) for finding in body["findings"])
    assert bool(body["findings"]) is (code == 1)


def test_in_words():
    exit_code, out = check(str(SAMPLES / "1-10_faults_2569-06.txt"))
    assert exit_code == 1
    assert "หลักสุดท้ายควรเป็น 7" in out
    assert "ยังรับไม่ได้" in out


def test_what_cannot_be_read(tmp_path):
    assert check(str(tmp_path / "none.txt"))[0] == 2
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    exit_code, out = check(str(empty), "--json")
    assert (exit_code, json.loads(out)["findings"][0]["code"]) == (2, "filing.file_empty")
    assert check(str(empty), "--period", "2569-06")[0] == 2


def test_account_and_month_for_an_excel_file():
    sample = str(SAMPLES / "1-10_clean_2569-06.xlsx")
    _, out = check(sample, "--json", "--account", "10-0000001-6", "--period", "2026-05")
    body = json.loads(out)
    assert (body["account"], body["period"]) == ("1000000016", "2026-05")
