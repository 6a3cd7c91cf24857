"""Billing Sections 39 and 40: everybody at once gives what each alone gives, over the whole history."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from contributions.models import Bill
from contributions.public import HistoryRow, load_history, note_gap
from contributions.services import voluntary
from contributions.services.voluntary_run import bill_slice, start_billing_run
from contributions.tasks import bill_voluntary
from registration.models import Coverage
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel import case_reference
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period, months
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
SHOWN = (
    "kind", "person_id", "subject", "payer_name", "ref1", "option", "period", "contribution", "surcharge", "due_on",
    "worked_on", "status", "paid_on",
)  # fmt: skip


def covered(person, section, since, until=None, option=None, reason=""):
    return Coverage.objects.create(
        person=person, section=section, starts_on=since, ends_on=until, option=option, end_reason=reason
    )


def rows():
    return sorted(Bill.objects.values_list(*SHOWN), key=str)


def everybody(section, since, until):
    for month in months(since, until):
        bill_slice(section, month, 0, 2**62)


@given(st.integers(0, 10**9), st.dates(date(1995, 1, 1), date(2056, 12, 31)))
def test_the_reference_in_sql_is_the_one_in_python(number, day):
    with connection.cursor() as cursor:
        cursor.execute("select contributions_reference(%s, %s)", [day, number])
        made = cursor.fetchone()[0]
    assert made == case_reference.make("B", day, number)[1:].replace("-", "")
    assert case_reference.is_valid(f"B{made}")


@pytest.mark.parametrize("day", ["2026-01-20", "2026-11-27", "2026-02-28"])
def test_section_39_of_everybody_is_that_of_each_over_the_whole_history(day):
    """Every province that ever had a relief of its own, from 2004 on, and the months whose amount is not known."""
    with time_machine.travel(f"{day}T05:00:00Z", tick=False):
        people = [make_person(province=province) for province in ("10", "90", "50", "13", "")]
        for person in people:
            covered(person, 39, date(2004, 1, 10))
        covered(make_person(), 39, date(2024, 3, 1), date(2024, 6, 30), reason="resigned")
        again = make_person()
        covered(again, 39, date(2024, 1, 5), date(2024, 3, 15), reason="resigned")
        covered(again, 39, date(2025, 6, 1))
        gone = make_person(died_on=date(2025, 1, 1))
        covered(gone, 39, date(2020, 1, 1))
        load_history(
            [HistoryRow(people[0].pk, Period(2019, 5), 39, *[Decimal(n) for n in (4800, 432, 0, 120)])]
        )
        note_gap(people[1].pk, Period(2010, 1), Period(2010, 4), reason="ยังไม่ย้ายข้อมูล")
        now = Period.of(date.fromisoformat(day))
        everybody(39, Period(2004, 1), now)
        by_sql = rows()
        assert {row[-3] for row in by_sql} == {date.fromisoformat(day)}
        Bill.objects.all().delete()
        for person in (*people, again, gone):
            voluntary.bill_months(person.pk, 39)
        assert rows() == by_sql
        # Half of 2009 and the years 2012 and 2013 are not known: nobody is billed for them.
        assert not Bill.objects.filter(period__range=(date(2012, 1, 1), date(2013, 12, 1))).exists()
        assert Bill.objects.filter(person_id=people[1].pk, period=date(2024, 12, 1)).exists()


@pytest.mark.parametrize(
    "month", months(Period(2018, 5), Period(2018, 6)) + months(Period(2022, 3), Period(2022, 9))
)
def test_section_40_of_everybody_is_that_of_each(month):
    with time_machine.travel(f"{month}-17T05:00:00Z", tick=False):
        for option in (1, 2, 3):
            covered(make_person(), 40, date(2018, 4, 1), option=option)
        changed = make_person()
        covered(changed, 40, date(2018, 4, 1), month.prev().last, option=1, reason="option")
        covered(changed, 40, month.first, option=3)
        ends = make_person()
        covered(ends, 40, date(2018, 4, 1), month.last, option=2, reason="option")
        covered(ends, 40, month.next().first, option=3)
        covered(make_person(), 40, date(2018, 4, 1), month.first, option=2, reason="resigned")
        bill_slice(40, month, 0, 2**62)
        by_sql = rows()
        assert len(by_sql) == 5
        Bill.objects.all().delete()
        for person_id in Coverage.objects.values_list("person_id", flat=True).distinct():
            voluntary.bill_months(person_id, 40)
        assert rows() == by_sql


def test_the_cut_of_2022():
    with time_machine.travel("2022-06-01T05:00:00Z", tick=False):
        for option in (1, 2, 3):
            covered(make_person(), 40, date(2022, 1, 1), option=option)
        bill_slice(40, Period(2022, 6), 0, 2**62)
    assert list(Bill.objects.order_by("option").values_list("contribution", flat=True)) == [42, 60, 180]
    assert set(Bill.objects.values_list("due_on", flat=True)) == {date(2022, 6, 30)}


def test_the_run_of_a_month_is_one_and_adds_nothing_twice():
    with time_machine.travel("2026-11-02T05:00:00Z", tick=False):
        one, two = make_person(), make_person()
        covered(one, 39, date(2026, 11, 1))
        covered(two, 40, date(2026, 11, 1), option=2)
        mine = voluntary.bill_months(two.pk, 40)
        run = start_billing_run(by=SYSTEM)
        work(run.pk)
        assert bill_voluntary() == run.pk
        assert BatchRun.objects.get().status == "done"
        assert Bill.objects.count() == 2
        assert Bill.objects.get(kind="section40").pk == mine[0].pk
        bill_slice(39, Period(2026, 11), 0, 2**62)
        assert Bill.objects.count() == 2
        assert Bill.objects.values("ref2").distinct().count() == 2


def test_a_month_of_section_40_that_went_by_is_closed_after_the_days_of_the_files():
    person = make_person()
    covered(person, 40, date(2026, 9, 1), option=1)
    with time_machine.travel("2026-10-02T05:00:00Z", tick=False):
        voluntary.bill_months(person.pk, 40)
    with time_machine.travel("2026-11-05T05:00:00Z", tick=False):
        assert bill_slice(40, Period(2026, 11), 0, 2**62)["closed"] == 0
    with time_machine.travel("2026-11-12T05:00:00Z", tick=False):
        assert bill_slice(40, Period(2026, 11), 0, 2**62)["closed"] == 1
    assert list(Bill.objects.order_by("period").values_list("status", flat=True)) == ["cancelled", "unpaid"]


def test_a_bill_that_is_late_from_the_start_says_its_surcharge():
    """Entered long ago and never billed: 2 percent a month, 15 days count as one (s.39)."""
    person = make_person()
    covered(person, 39, date(2026, 8, 1))
    with time_machine.travel("2026-09-30T05:00:00Z", tick=False):
        august, september = voluntary.bill_months(person.pk, 39)
    assert (august.due_on, august.surcharge) == (date(2026, 9, 15), Decimal("8.64"))
    assert (september.due_on, september.surcharge) == (date(2026, 10, 15), 0)
