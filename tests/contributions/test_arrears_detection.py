"""Finding who owes: one case an employer, its months, what is not known, and what was paid meanwhile."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from contributions.models import CollectionCase, CollectionEvent, CollectionMonth
from contributions.public import HistoryRow, load_history, note_gap
from contributions.rules import collection_score as score
from contributions.selectors import collection as read
from contributions.services import detecting
from registration.models import Employment, Person
from sso_core.batch.models import BatchRun
from sso_core.kernel.period import Period
from tests.contributions.collection import detect, employer_of_june, the_case
from tests.contributions.factories import ACCOUNT, employ, make_person, pay
from tests.contributions.filings import national_id

pytestmark = pytest.mark.django_db
JULY_10, AUGUST_20 = date(2026, 7, 10), date(2026, 8, 20)


@pytest.fixture
def june():
    with time_machine.travel(JULY_10, tick=False):
        return employer_of_june()


def months(**wanted):
    return [
        Period.of(m.period)
        for m in CollectionMonth.objects.filter(settled_on=None, **wanted).order_by("period")
    ]


def test_an_unpaid_bill_and_months_not_filed_are_one_case(june):
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
    case = the_case()
    assert months(kind="unpaid") == [Period(2026, 6)]
    # Enrolled since January 2025: every month that is due and was not filed, within the look-back.
    not_filed = months(kind="not_filed")
    assert (not_filed[0], not_filed[-1]) == (Period(2025, 1), Period(2026, 7))
    assert Period(2026, 6) not in not_filed
    assert len(not_filed) == 18
    assert (case.owed, case.not_filed, case.oldest_due) == (june.contribution, 18, date(2025, 2, 15))
    assert case.score == score.score(june.contribution, (AUGUST_20 - case.oldest_due).days, 18)


def test_what_is_not_known_stays_not_known(june):
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
        owed = read.owed(the_case())
    unknown = [debt for debt in owed.debts if debt.total is None]
    assert len(unknown) == owed.unknown == 18
    assert all(debt.contribution is None and debt.surcharge is None for debt in unknown)
    known = next(debt for debt in owed.debts if debt.total is not None)
    assert known.worked["surcharge"] == known.surcharge == owed.surcharge
    assert owed.total == june.contribution + owed.surcharge


def test_on_the_due_day_nothing_is_owed_and_the_day_after_it_is(june):
    with time_machine.travel(date(2026, 7, 15), tick=False):
        detect()
    assert months(period=date(2026, 6, 1)) == []
    with time_machine.travel(date(2026, 7, 16), tick=False):
        detect()
    assert months(period=date(2026, 6, 1)) == [Period(2026, 6)]


def test_months_not_loaded_and_months_of_the_older_system_are_no_debts(june):
    someone = Person.objects.order_by("pk").first()
    note_gap(someone.pk, Period(2025, 1), Period(2025, 6), reason="ระบบเดิมยังไม่ส่ง")
    load_history(
        [
            HistoryRow(
                person_id=someone.pk,
                period=Period(2025, 7),
                section=33,
                account_no=ACCOUNT,
                base=Decimal(15000),
                employee=Decimal(750),
                employer=Decimal(750),
                government=Decimal("412.50"),
            )
        ]
    )
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
    assert months(kind="not_filed")[0] == Period(2025, 8)


def test_an_employer_without_staff_in_a_month_is_expected_to_file_nothing(june):
    Employment.objects.update(starts_on=date(2026, 6, 1), reported_on=date(2026, 6, 1))
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
    assert months(kind="not_filed") == [Period(2026, 7)]


def test_a_run_again_adds_nothing_and_the_run_of_a_day_is_one(june):
    with time_machine.travel(AUGUST_20, tick=False):
        first = detect()
        detecting.look_again(ACCOUNT)
        assert detect().pk == first.pk
    assert (CollectionCase.objects.count(), CollectionMonth.objects.count()) == (1, 19)
    assert CollectionEvent.objects.filter(verb="detected").count() == 1
    assert BatchRun.objects.filter(kind=detecting.DETECT_RUN).count() == 1


def test_what_was_paid_and_filed_leaves_the_case_and_an_empty_case_is_settled(june):
    Employment.objects.update(starts_on=date(2026, 6, 1), reported_on=date(2026, 6, 1))
    with time_machine.travel(date(2026, 8, 14), tick=False):
        detect()
        assert the_case().stage == "detected"
        june.refresh_from_db()
        pay(june, june.contribution * 2, on=date(2026, 8, 14))
        detecting.look_again(ACCOUNT)
    case = the_case()
    assert (case.stage, case.settled_on, case.owed, case.answer_by) == ("settled", date(2026, 8, 14), 0, None)
    assert case.events.filter(verb="settled", before="detected", after="settled").count() == 1


def test_a_settled_employer_that_owes_again_gets_a_new_case(june):
    Employment.objects.update(starts_on=date(2026, 6, 1), reported_on=date(2026, 6, 1))
    with time_machine.travel(date(2026, 8, 14), tick=False):
        detect()
        june.refresh_from_db()
        pay(june, june.contribution * 2, on=date(2026, 8, 14))
        detecting.look_again(ACCOUNT)
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
    assert sorted(CollectionCase.objects.values_list("stage", flat=True)) == ["detected", "settled"]
    assert months() == [Period(2026, 7)]


def test_two_employers_are_two_cases(june):
    make_second()
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
    assert CollectionCase.objects.count() == 2


def make_second():
    from registration.public import open_account

    open_account(
        tax_id="0105561000021",
        name="บริษัท ตัวอย่างที่สอง จำกัด",
        province="10",
        address="2 ถนนตัวอย่าง",
        account_no="2000000013",
    )
    employ(make_person(national_id(900)), "2000000013", since=date(2026, 7, 1))


@given(amount=st.decimals("0", "9999999", places=2), age=st.integers(0, 4000), not_filed=st.integers(0, 40))
def test_a_larger_an_older_or_a_less_known_debt_is_never_less_urgent(amount, age, not_filed):
    one = score.score(amount, age, not_filed)
    assert 0 <= one <= 100
    assert score.score(amount + 50_000, age, not_filed) >= one
    assert score.score(amount, age + 30, not_filed) >= one
    assert score.score(amount, age, not_filed + 1) >= one


def test_the_statement_scores_as_the_rule_does(june):
    with time_machine.travel(AUGUST_20, tick=False):
        detect()
        for owed in ("0.00", "1.00", "9999.99", "10000.00", "200000.00", "999999.99", "5000000.00"):
            type(june).objects.filter(pk=june.pk).update(contribution=Decimal(owed))
            detecting.look_again(ACCOUNT)
            case = the_case()
            assert case.score == score.score(
                Decimal(owed), (AUGUST_20 - case.oldest_due).days, case.not_filed
            )
