"""The loader: what it refuses, and which row it gives."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contributions.rules.surcharge import due_date
from sso_core.kernel.period import Period
from sso_core.law.public import BadStatute, NoLaw, current, rate_table
from sso_core.law.reading import load

KEY = "contributions.s33.employee_rate"
GOOD = '{from: 2000-01-01, value: "1", source: s}'


def statute(folder: Path, *rows: str) -> Path:
    head = "parameters:\n  - key: a.b\n    label: {th: ก, en: a}\n    unit: baht\n    section: '1'\n    values:\n"
    (folder / "a.yaml").write_text(head + "".join(f"      - {row}\n" for row in rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["{from: 2000-01-01, value: 0.05, source: s}"], "string"),
        (["{from: 2000-01-01, value: 5, source: s}"], "string"),
        (["{from: 2000-01-01, value: 'x', source: s}"], "a.b"),
        (["{from: 2000-01-01, value: 'NaN', source: s}"], "figure"),
        (["{from: 2000-01-01, value: '1'}"], "source"),
        (["{from: 2000-01-01, value: '1', source: s, confidence: X}"], "confidence"),
        (["{from: 2000-01-01, source: s}"], "one of"),
        (["{from: 2000-01-01, value: '1', text: t, source: s}"], "one of"),
        (["{from: '2000-01-01', value: '1', source: s}"], "not a date"),
        (["{from: 2000-01-01, known: soon, value: '1', source: s}"], "not a date"),
        (["{from: 2000-01-02, to: 2000-01-01, value: '1', source: s}"], "before it begins"),
        (["{from: 2000-01-01, to: 2000-12-31, value: '1', source: s}",
          "{from: 2001-01-02, value: '1', source: s}"], "no row between"),
        (["{from: 2000-01-01, to: 2001-01-01, value: '1', source: s}",
          "{from: 2001-01-01, value: '1', source: s}"], "overlap"),
        ([GOOD, "{from: 2001-01-01, area: ['90'], value: '2', source: s}",
          "{from: 2001-01-01, area: ['90'], value: '3', source: s}"], "area rows overlap"),
        ([GOOD, "{from: 2001-01-01, area: [90], value: '2', source: s}"], "province"),
        ([GOOD, "{from: 2001-01-01, area: '90', value: '2', source: s}"], "list"),
        ([GOOD, "{from: 2001-01-01, area: ['99'], value: '2', source: s}"], "province"),
        (["{from: 2001-01-01, area: ['90'], value: '2', source: s}"], "whole country"),
        (["{from: 2000-01-01, valeu: '1', source: s}"], "valeu"),
        ([GOOD, "{from: 2001-01-01, hint: true, value: '1', source: s}"], "hint"),
    ],
)  # fmt: skip
def test_a_bad_row_refuses_the_whole_statute(tmp_path, rows, reason):
    with pytest.raises(BadStatute, match=reason):
        load(statute(tmp_path, *rows))


def test_a_key_twice_and_broken_yaml_are_refused(tmp_path):
    statute(tmp_path, GOOD)
    (tmp_path / "b.yaml").write_text((tmp_path / "a.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadStatute, match="twice"):
        load(tmp_path)
    (tmp_path / "b.yaml").write_text("parameters: [", encoding="utf-8")
    with pytest.raises(BadStatute, match=r"b\.yaml"):
        load(tmp_path)


def test_the_hash_changes_with_the_figures(tmp_path):
    first = load(statute(tmp_path, GOOD)).hash
    assert first == load(statute(tmp_path, GOOD)).hash
    assert first != load(statute(tmp_path, GOOD.replace('"1"', '"2"'))).hash


def test_every_row_of_the_statute_can_be_defended():
    law = current()
    assert len(law.parameters) > 80
    for key in law.parameters:
        one = law.parameter(key)
        assert one.label_th, key
        assert one.label_en, key
        assert one.section, key
        assert all(row.source and row.confidence in "HML" for row in (*one.rows, *one.hints)), key


def test_a_retroactive_relief_is_not_known_before_its_notice():
    december = date(2024, 12, 1)
    assert current().at(KEY, december, area="30").value == Decimal("0.03")
    assert current().as_known(date(2025, 5, 26)).at(KEY, december, area="30").value == Decimal("0.05")
    assert current().as_known(date(2025, 5, 27)).at(KEY, december, area="30").value == Decimal("0.03")


def test_before_a_change_is_known_the_law_in_force_goes_on():
    ceiling = "contributions.s33.wage_ceiling"
    assert current().as_known(date(2025, 6, 1)).at(ceiling, date(2026, 1, 1)).value == 15000
    assert current().as_known(date(2020, 2, 1)).at(KEY, date(2020, 4, 1)).value == Decimal("0.05")
    assert current().as_known(date(2020, 4, 1)).at(KEY, date(2020, 7, 1)).value == Decimal("0.05")
    with pytest.raises(NoLaw):
        current().as_known(date(1980, 1, 1)).at(KEY, date(2026, 1, 1))


def test_a_hint_lowers_confidence_only():
    row = current().at(KEY, date(2026, 3, 1), area="13")
    assert (row.value, row.confidence) == (Decimal("0.05"), "L")
    assert row.note
    assert current().at(KEY, date(2026, 3, 1), area="12").confidence == "H"


@pytest.mark.parametrize(
    "key", ["contributions.efiling_extra_days", "old_age.yearly_return", "contributions.s33.no_such"]
)
def test_what_is_not_known_is_said_so(key):
    with pytest.raises(NoLaw) as found:
        current().at(key, date(2026, 1, 1))
    assert key in str(found.value)
    assert found.value.th


@pytest.mark.parametrize(
    ("period", "province", "due"),
    [
        ("2026-06", None, "2026-07-15"),
        ("2025-12", None, "2026-01-15"),
        ("2020-03", None, "2020-07-15"),
        ("2020-04", "10", "2020-08-15"),
        ("2020-05", None, "2020-09-15"),
        ("2020-06", None, "2020-07-15"),
        ("2024-09", "30", "2025-01-15"),
        ("2024-12", "30", "2025-04-15"),
        ("2024-12", "10", "2025-01-15"),
        ("2025-01", "30", "2025-02-15"),
        ("2025-12", "90", "2026-07-15"),
        ("2026-05", "96", "2026-12-15"),
        ("2026-06", "96", "2026-07-15"),
    ],
)
def test_due_dates(period, province, due):
    assert due_date(Period.parse(period), law=current(), province=province) == date.fromisoformat(due)


def test_rate_table_has_the_country_and_each_province_that_differs():
    rows = rate_table(Period(2026, 2))
    assert rows[0].area is None
    assert sorted(r.area for r in rows[1:] if r.employee_rate == Decimal("0.03")) == [
        "80", "84", "90", "91", "92", "93", "94", "95", "96",
    ]  # fmt: skip
    assert len(rate_table(Period(2026, 7))) == 1
    assert len(rate_table(Period(2024, 12))) == 56
    assert len(rate_table(Period(2024, 12), law=current().as_known(date(2025, 1, 1)))) == 1
