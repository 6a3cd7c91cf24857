"""An employer stops filing: warned, assessed, pays in parts, defaults, is warned of seizure, files the truth and pays.

The ledger is proved at every step; the members' accounts never hold what names nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from contributions.models import (
    AccountRow,
    Bill,
    CollectionCase,
    InstalmentPlan,
    OfficeAssessment,
    SuspenseItem,
)
from contributions.public import AccountMonth, MonthStatus, account, submit_filing, upload_filing
from contributions.selectors import collection as read
from contributions.services import collection_letters as letters
from contributions.services import detecting, instalments, office_assessing
from finance.public import balance, verify_ledger
from registration.models import Employment, Person
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.contributions.collection import WORKER, detect, employer_of_june, the_case
from tests.contributions.factories import ACCOUNT, CLEAN, CLERK, pay

pytestmark = pytest.mark.django_db
JULY = Period(2026, 7)


def proved() -> None:
    found = verify_ledger()
    assert found.holds, found.faults


def july_file() -> bytes:
    """The same people in July: the header's month, and the day of payment."""
    text = CLEAN.decode("cp874")
    return text.replace("0669", "0769", 1).encode("cp874")


@contextmanager
def on(year: int, month: int, day: int) -> Iterator[None]:
    """What happens on a day; the ledger is right at its end."""
    with time_machine.travel(date(year, month, day), tick=False):
        yield
        proved()


def june_is_filed_and_paid() -> Bill:
    with on(2026, 7, 10):
        june = employer_of_june()
        Employment.objects.update(starts_on=date(2026, 6, 1), reported_on=date(2026, 6, 1))
        pay(june, on=date(2026, 7, 10))
    return june


def july_is_missed_and_warned_of() -> CollectionCase:
    with on(2026, 8, 20):  # July was due on 15 August
        detect()
        case = the_case()
        assert (case.stage, case.owed, case.not_filed) == ("detected", 0, 1)
        letter = letters.warn(case.pk, by=WORKER)
        assert letter.answer_by == date(2026, 9, 19)
        not_assessed_yet(case)
    return case


def not_assessed_yet(case: CollectionCase) -> None:
    with pytest.raises(Refused, match="nothing_to_assess"):
        office_assessing.assess_case(case.pk, by=WORKER)


def july_is_assessed(case: CollectionCase) -> OfficeAssessment:
    (assessed,) = office_assessing.assess_case(case.pk, by=WORKER)
    return assessed


def july_of(person: Person) -> AccountMonth:
    (month,) = account(person.pk, JULY, JULY)
    return month


def nobody_is_credited(person: Person) -> None:
    """An assessment names nobody, and July is not told to be filed."""
    assert not AccountRow.objects.filter(period=JULY.first).exists()
    assert (july_of(person).status, july_of(person).base) == (MonthStatus.MISSING, None)


def instalments_are_agreed(case: CollectionCase, june: Bill) -> InstalmentPlan:
    owed = read.owed(the_case())
    # 36 days from 15 August: 2 percent a month by days.
    assert owed.surcharge == (june.contribution * Decimal("0.02") * 36 / 30).quantize(Decimal("0.01"))
    plan = instalments.agree(case.pk, 3, date(2026, 10, 5), by=WORKER)
    assert sum(p.amount for p in plan.parts.all()) == plan.total == owed.total
    return plan


def the_first_part_is_paid(plan: InstalmentPlan) -> Bill:
    with on(2026, 10, 5):
        first = plan.parts.get(number=1).bill
        pay(first, on=date(2026, 10, 5))
        first.refresh_from_db()
        assert first.status == "paid"
        assert balance("2202") == first.contribution  # held for the plan: not enough for July yet
    return first


def the_second_is_not(plan: InstalmentPlan) -> None:
    with on(2026, 11, 12):  # 5 November and its seven days of grace
        detecting.look_again(ACCOUNT)
        assert InstalmentPlan.objects.get().state == "active"
    with on(2026, 11, 13):
        detecting.look_again(ACCOUNT)
        plan.refresh_from_db()
        assert (plan.state, the_case().stage) == ("defaulted", "defaulted")
        assert SuspenseItem.objects.get(status="open").reason == "short"
        assert Bill.objects.filter(kind="instalment", status="unpaid").count() == 0


def july_is_filed() -> Bill:
    done = upload_filing(ACCOUNT, july_file(), filename="july.txt", period=None, by=CLERK)
    submit_filing(done.filing_id, seen_total=None, by=CLERK)
    return Bill.objects.get(filing_id=done.filing_id, kind="filing")


def the_truth_replaces_the_assessment(assessed: OfficeAssessment, bill: Bill, person: Person) -> None:
    assessed.refresh_from_db()
    assert assessed.replaced_by_id == bill.filing_id
    assert (balance("1211"), balance("4111")) == (0, 0)
    assert july_of(person).status == MonthStatus.FILED  # rights count as if it were paid (s.49)


def what_was_paid_in_parts_counts_and_the_rest_closes_the_bill(bill: Bill, first: Bill) -> None:
    held = SuspenseItem.objects.get(status="open")
    assert (held.bill_id, held.reason, held.amount) == (bill.pk, "short", first.contribution)
    rest = bill.contribution - held.amount
    pay(bill, rest + Decimal(50000), on=date(2026, 11, 20), line="the-rest")
    bill.refresh_from_db()
    assert bill.status == "paid"


def test_an_employer_that_stops_filing_until_it_files_the_truth_and_pays():
    june = june_is_filed_and_paid()
    someone = Person.objects.order_by("pk").first()
    case = july_is_missed_and_warned_of()
    with on(2026, 9, 19):  # the last of the thirty days
        not_assessed_yet(case)
    with on(2026, 9, 20):
        assessed = july_is_assessed(case)
        assert (assessed.way, assessed.amount) == ("last_paid", june.contribution)
        assert assessed.proof_until == date(2028, 9, 20)
        assert balance("1211") == june.contribution
        nobody_is_credited(someone)
        plan = instalments_are_agreed(case, june)
    first = the_first_part_is_paid(plan)
    the_second_is_not(plan)
    with on(2026, 11, 13):
        letters.warn_of_seizure(case.pk, by=WORKER)
        assert the_case().stage == "seizure_warned"
    with on(2026, 11, 20):
        bill = july_is_filed()
        the_truth_replaces_the_assessment(assessed, bill, someone)
        what_was_paid_in_parts_counts_and_the_rest_closes_the_bill(bill, first)
        assert july_of(someone).status == MonthStatus.PAID
        Employment.objects.update(ends_on=date(2026, 7, 31), reason="1")
        detecting.look_again(ACCOUNT)
    assert CollectionCase.objects.get().stage == "settled"
    assert OfficeAssessment.objects.filter(replaced_on=None).count() == 0


def test_money_paid_for_an_assessment_counts_for_the_real_filing_and_what_is_over_stays_held():
    june = june_is_filed_and_paid()
    case = july_is_missed_and_warned_of()
    with on(2026, 9, 20):
        assessed = july_is_assessed(case)
        pay(assessed.bill, june.contribution * 2, on=date(2026, 9, 20))
        assert balance("1211") == 0
        detecting.look_again(ACCOUNT)
        assert the_case().months.filter(settled_on=None, period=JULY.first).count() == 0
    with on(2026, 10, 1):
        bill = july_is_filed()
        # The money came on 20 September: the surcharge of the truth stops there.
        assert (bill.status, bill.paid_on) == ("paid", date(2026, 9, 20))


def test_a_proof_of_less_gives_a_new_assessment_and_after_two_years_none_is_taken():
    june = june_is_filed_and_paid()
    case = july_is_missed_and_warned_of()
    with on(2026, 9, 20):
        first = july_is_assessed(case)
        half = (june.contribution / 4).quantize(Decimal(1)) * Decimal("1.00")
        office_assessing.prove(
            first.pk, employee=half, employer_share=half, why="ลูกจ้างลาออกครึ่งหนึ่ง", by=WORKER
        )
        proved()
        second = OfficeAssessment.objects.get(replaced_on=None)
        assert (second.way, second.amount) == ("proved", half * 2)
        assert the_case().letters.filter(kind="adjustment").count() == 1
        first.refresh_from_db()
        assert first.bill.status == "cancelled"
        with pytest.raises(Refused, match="no_change"):
            office_assessing.prove(second.pk, employee=half, employer_share=half, why="ซ้ำ", by=WORKER)
        assert second.proof_until == first.proof_until == date(2028, 9, 20)
    with time_machine.travel(second.proof_until, tick=False):  # the last day
        office_assessing.prove(second.pk, employee=half, employer_share=half - 1, why="วันสุดท้าย", by=WORKER)
        proved()
    last = OfficeAssessment.objects.get(replaced_on=None)
    late = time_machine.travel(last.proof_until + timedelta(days=1), tick=False)
    with late, pytest.raises(Refused, match="proof_late"):
        office_assessing.prove(last.pk, employee=half, employer_share=half, why="ช้าไป", by=WORKER)
