"""What changes a month after it was filed: amended, withdrawn, before and after payment; nothing filed is edited."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from contributions import proofs
from contributions.models import (
    Adjustment,
    AdjustmentShare,
    Bill,
    BillStatus,
    Cause,
    Difference,
    Filing,
    FilingLine,
    Refund,
    SuspenseItem,
    WaitingLine,
)
from contributions.public import account, months_paid, submit_filing, upload_filing
from contributions.services import amending, changing, differences, waiting
from contributions.services.amending import NewWage
from finance.public import balance
from registration.models import Branch, Person
from sso_core import clock
from sso_core.kernel.finding import Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from tests.contributions.factories import ACCOUNT, CLERK, employ, make_employer, make_person, pay
from tests.contributions.filings import Filing as Made
from tests.contributions.filings import Person as Somebody
from tests.contributions.filings import national_id

pytestmark = pytest.mark.django_db
JUNE = Period(2026, 6)
HEAD = "000000"


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def _books_agree(_ten_july, db):
    """Whatever a test did, the sub-ledgers agree with the ledger afterwards."""
    yield
    books_agree()


def books_agree():
    for prove in (proofs.receivables, proofs.refunds, proofs.held_money, proofs.accounts):
        for proof in prove():
            assert proof.holds, proof


@pytest.fixture
def staff():
    """Five enrolled people, numbered 1 to 5."""
    make_employer()
    people = [make_person(national_id(n)) for n in range(1, 6)]
    for person in people:
        employ(person)
    return people


def month(wages: dict[int, int], **more) -> bytes:
    """A text filing of people by number with their wages in baht."""
    return Made(people=tuple(Somebody(national_id(n), w * 100) for n, w in wages.items()), **more).data()


def upload(wages: dict[int, int], **more) -> Filing:
    done = upload_filing(ACCOUNT, month(wages, **more), filename="1-10.txt", period=None, by=CLERK)
    return Filing.objects.get(pk=done.filing_id)


def file(wages: dict[int, int], **more) -> Filing:
    return submit_filing(upload(wages, **more).pk, seen_total=None, by=CLERK)


def amend(wages: dict[int, int], *, seen: Decimal | None = None, **more) -> Filing:
    filing = amending.turn_into_amendment(upload(wages, **more).pk)
    return submit_filing(filing.pk, seen_total=seen, by=CLERK)


def change(wages: dict[int, int], *, seen: Decimal | None = None) -> Filing:
    asked = [NewWage(national_id(n), HEAD, Decimal(w)) for n, w in wages.items()]
    return changing.change_people(ACCOUNT, JUNE, asked, seen=seen, by=CLERK)


def owed() -> Decimal:
    """What the open bills of the employer ask."""
    return sum((b.contribution for b in Bill.objects.filter(status=BillStatus.UNPAID)), ZERO)


def base_of(person: Person) -> Decimal | None:
    return account(person.pk, JUNE, JUNE)[0].base


FIVE = {1: 10_000, 2: 12_000, 3: 15_000, 4: 9_000, 5: 1_000}


class TestAmended:
    def test_the_difference_is_shown_person_by_person_before_it_is_filed(self, staff):
        file({1: 10_000, 2: 12_000, 3: 15_000})
        filing = amending.turn_into_amendment(upload({1: 11_000, 3: 15_000, 4: 9_000}).pk)
        query = amending.whole_month(filing)
        rows = {row.national_id: row for row in query.shown(limit=50)}
        assert set(rows) == {national_id(1), national_id(2), national_id(4)}
        assert (rows[national_id(1)].was_wage, rows[national_id(1)].wage) == (10_000, 11_000)
        assert rows[national_id(1)].difference == 100
        assert (rows[national_id(2)].wage, rows[national_id(2)].difference) == (0, -1200)
        assert (rows[national_id(4)].is_new, rows[national_id(4)].difference) == (True, 900)
        summed = query.summed()
        assert (summed.people, summed.new, summed.gone, summed.contribution) == (3, 1, 1, -200)
        assert not Difference.objects.exists()  # looking changes nothing

    def test_more_owed_is_a_bill_of_its_own(self, staff):
        first = file({1: 10_000, 2: 12_000})
        second = amend({1: 14_000, 2: 12_000, 3: 10_000}, seen=Decimal("1400.00"))
        assert (second.status, second.lines) == ("submitted", 1)
        assert sorted((b.kind, b.contribution) for b in Bill.objects.all()) == [
            ("difference", Decimal("1400.00")),
            ("filing", Decimal("2200.00")),
        ]
        assert FilingLine.objects.get(filing_id=first.pk, national_id=national_id(1)).wage == 10_000
        adjustment = Adjustment.objects.get()
        assert (adjustment.people, adjustment.employee, adjustment.employer) == (1, 200, 200)
        assert (adjustment.known_then, adjustment.law_then) == (date(2026, 7, 10), first.law_hash)
        assert base_of(staff[0]) == 14_000

    def test_the_new_people_are_credited_when_the_difference_is_paid(self, staff):
        file({1: 10_000})
        pay(Bill.objects.get())
        amend({1: 10_000, 2: 20_000})
        assert account(staff[1].pk, JUNE, JUNE)[0].status == "filed"
        pay(Bill.objects.get(kind="difference"))
        entry = account(staff[1].pk, JUNE, JUNE)[0]
        assert (entry.status, entry.base, entry.employee) == ("paid", 17_500, 875)

    def test_a_raised_month_is_paid_when_its_difference_is(self, staff):
        file({1: 10_000})
        pay(Bill.objects.get())
        change({1: 12_000})
        assert account(staff[0].pk, JUNE, JUNE)[0].status == "filed"
        pay(Bill.objects.get(kind="difference"))
        entry = account(staff[0].pk, JUNE, JUNE)[0]
        assert (entry.status, entry.employee, entry.wage) == ("paid", 600, 12_000)

    def test_less_owed_replaces_an_unpaid_bill(self, staff):
        file(FIVE)
        old = Bill.objects.get()
        change({3: 10_000}, seen=Decimal("-500.00"))
        old.refresh_from_db()
        new = Bill.objects.get(status="unpaid")
        assert (old.status, old.replaced_by, new.kind) == ("cancelled", new, "filing")
        assert new.contribution == old.contribution - 500
        pay(new)
        assert all(account(p.pk, JUNE, JUNE)[0].status == "paid" for p in staff)
        assert account(staff[2].pk, JUNE, JUNE)[0].employee == 500

    def test_money_keyed_to_a_cancelled_bill_reaches_the_new_one(self, staff):
        file(FIVE)
        old = Bill.objects.get()
        change({3: 10_000})
        pay(old)  # by the old paper, with the old sum
        new = Bill.objects.get(replaces=old)
        assert new.status == "paid"
        assert [(i.reason, i.amount) for i in SuspenseItem.objects.all()] == [("over", Decimal("500.00"))]

    def test_a_part_payment_waits_at_the_new_bill(self, staff):
        file({1: 10_000, 2: 12_000})
        old = Bill.objects.get()
        pay(old, 1500, line="part")
        change({2: 10_000})
        new = Bill.objects.get(replaces=old)
        assert SuspenseItem.objects.get().bill == new
        pay(old, 500, line="rest")
        new.refresh_from_db()
        assert (new.contribution, new.status) == (2000, "paid")

    def test_less_owed_after_payment_is_a_refund(self, staff):
        file(FIVE)
        pay(Bill.objects.get())
        change({3: 10_000, 5: 0})
        refund = Refund.objects.get()
        assert (refund.employee, refund.employer, refund.amount) == (333, 333, 666)
        assert (refund.status, refund.remitted_on) == ("due", date(2026, 7, 14))
        assert (balance("2104"), refund.collect_by) == (666, date(2027, 7, 10))
        assert account(staff[4].pk, JUNE, JUNE)[0].status != "paid"
        assert months_paid(staff[4].pk, JUNE, JUNE).count == 0  # nothing left of that month
        assert account(staff[2].pk, JUNE, JUNE)[0].employee == 500

    def test_added_and_removed_people_are_set_off(self, staff):
        file({1: 10_000, 2: 12_000})
        pay(Bill.objects.get())
        amend({1: 10_000, 3: 9_000})
        assert Refund.objects.get().amount == 300  # 1,200 less 900
        assert Filing.objects.get(kind="amended").cleared_on == clock.today()
        entry = account(staff[2].pk, JUNE, JUNE)[0]
        assert (entry.status, entry.employee) == ("paid", 450)

    def test_set_off_against_an_unpaid_bill_is_credited_with_it(self, staff):
        file({1: 10_000, 2: 12_000})
        amend({1: 10_000, 3: 9_000})
        bill = Bill.objects.get(status="unpaid")
        assert (bill.contribution, bill.kind) == (1900, "filing")
        pay(bill)
        assert [account(p.pk, JUNE, JUNE)[0].status for p in staff[:3]] == ["paid", "not_due", "paid"]

    def test_late_the_surcharge_is_worked_on_the_difference_from_the_months_own_day(self, staff):
        file({1: 10_000})
        pay(Bill.objects.get())
        with time_machine.travel("2026-08-14T03:00:00Z", tick=False):  # 30 days after 15 July
            change({1: 15_000})
            bill = Bill.objects.get(kind="difference")
            assert (bill.contribution, bill.surcharge, bill.due_on) == (500, 10, date(2026, 7, 15))
            pay(bill, on=date(2026, 8, 14))

    def test_surcharge_paid_on_what_was_not_owed_comes_back(self, staff):
        with time_machine.travel("2026-08-14T03:00:00Z", tick=False):
            file({1: 15_000, 2: 10_000})
            pay(Bill.objects.get(), on=date(2026, 8, 14))
            change({1: 10_000})
            refund = Refund.objects.get()
            assert (refund.employee, refund.employer, refund.surcharge) == (250, 250, 10)
            assert balance("4201") == 40  # 2 percent of the 2,000 that were owed

    def test_what_the_employer_saw_has_changed_since(self, staff):
        file({1: 10_000})
        with pytest.raises(Refused) as refused:
            change({1: 11_000}, seen=Decimal("99.00"))
        assert refused.value.findings[0].code == "filing.totals_changed"
        filing = amending.turn_into_amendment(upload({1: 12_000}).pk)
        with pytest.raises(Refused):
            submit_filing(filing.pk, seen_total=Decimal("1.00"), by=CLERK)
        assert not Adjustment.objects.exists()

    @pytest.mark.parametrize(
        ("wages", "code"),
        [
            ([], "nothing_changes"),
            ([(1, "10000")], "nothing_changes"),
            ([(4, "1")], "person_not_filed"),
            ([(1, "-1")], "wage_unfit"),
            ([(1, "0.001")], "wage_unfit"),
            ([(1, "1"), (1, "2")], "person_named_twice"),
            ([(1, "1", "000009")], "branch_unknown"),
        ],
    )
    def test_what_cannot_be_changed_is_refused(self, staff, wages, code):
        file({1: 10_000})
        asked = [
            NewWage(national_id(n), branch[0] if branch else HEAD, Decimal(w)) for n, w, *branch in wages
        ]
        with pytest.raises(Refused) as refused:
            changing.change_people(ACCOUNT, JUNE, asked, seen=None, by=CLERK)
        assert refused.value.findings[0].code == f"filing.{code}"
        assert Filing.objects.count() == 1

    def test_a_month_that_was_never_filed_is_not_amended(self, staff):
        with pytest.raises(Refused):
            amending.turn_into_amendment(upload({1: 10_000}).pk)

    def test_an_additional_filing_still_names_only_new_people(self, staff):
        file({1: 10_000})
        second = upload({1: 10_000, 2: 10_000})
        assert second.findings.filter(code="filing.person_filed").count() == 1
        amending.turn_into_amendment(second.pk)
        assert not second.findings.filter(code="filing.person_filed").exists()

    def test_somebody_taken_out_comes_back(self, staff):
        file({1: 10_000, 2: 12_000})
        change({2: 0})
        change({2: 12_000})
        assert base_of(staff[1]) == 12_000
        assert Difference.objects.filter(national_id=national_id(2)).count() == 2
        for bill in Bill.objects.filter(status="unpaid"):
            pay(bill)
        assert account(staff[1].pk, JUNE, JUNE)[0].status == "paid"

    def test_a_file_of_one_branch_leaves_the_others_alone(self, staff):
        head = Branch.objects.get(branch_no=HEAD)
        Branch.objects.create(
            employer=head.employer, branch_no="000001", name="สาขา", province="10", opened_on=head.opened_on
        )
        file({1: 10_000, 2: 12_000})
        file({3: 9_000}, branch="000001")
        amend({1: 11_000, 2: 12_000})
        assert base_of(staff[2]) == 9_000
        amend({2: 12_000, 3: 9_000}, branch="000001")  # number 2 moves over
        branches = Difference.objects.filter(national_id=national_id(2)).values_list("branch_no", "base")
        assert sorted(branches) == [(HEAD, Decimal("-12000.00")), ("000001", Decimal("12000.00"))]
        assert base_of(staff[1]) == 12_000


class TestWithdrawn:
    def test_before_payment_the_bill_is_cancelled(self, staff):
        filing = file(FIVE)
        changing.withdraw(filing.pk, reason="ยื่นผิดงวด", by=CLERK)
        assert [b.status for b in Bill.objects.all()] == ["cancelled"]
        assert [base_of(p) for p in staff] == [None] * 5
        assert Adjustment.objects.get().reason == "ยื่นผิดงวด"
        assert FilingLine.objects.count() == 5  # what was filed stands

    def test_twice_is_once(self, staff):
        filing = file(FIVE)
        for _ in range(2):
            changing.withdraw(filing.pk, reason="ยื่นผิดงวด", by=CLERK)
        assert Adjustment.objects.count() == 1

    def test_after_payment_only_through_the_office(self, staff):
        filing = file(FIVE)
        pay(Bill.objects.get())
        with pytest.raises(Refused) as refused:
            changing.withdraw(filing.pk, reason="ยื่นผิดงวด", by=CLERK)
        assert refused.value.findings[0].code == "filing.withdraw_paid"
        changing.withdraw(filing.pk, reason="ยื่นผิดงวด", by=CLERK, through_office=True)
        assert Refund.objects.get().amount == Bill.objects.get().contribution
        assert [base_of(p) for p in staff] == [None] * 5

    def test_without_a_reason_it_is_refused(self, staff):
        filing = file(FIVE)
        with pytest.raises(Refused):
            changing.withdraw(filing.pk, reason=" ", by=CLERK)

    def test_money_that_was_part_paid_is_an_officers(self, staff):
        filing = file({1: 10_000})
        bill = Bill.objects.get()
        pay(bill, 300, line="part")
        changing.withdraw(filing.pk, reason="ยื่นผิดงวด", by=CLERK)
        assert SuspenseItem.objects.get().reason == "over"
        pay(bill, 700, line="more")  # still comes in, by the old paper
        assert sum(i.amount for i in SuspenseItem.objects.filter(status="open")) == 1000


class TestWaiting:
    """People who are not enrolled: what changes of their money stands aside too."""

    @pytest.fixture
    def unknown(self):
        make_employer()
        make_person(national_id(9))
        return file({9: 10_000})

    def test_the_held_money_follows_the_difference(self, unknown):
        assert balance("2203") == Decimal("1275.00")
        change({9: 12_000})
        assert balance("2203") == Decimal("1530.00")
        assert WaitingLine.objects.get().amount == 1200
        change({9: 8_000})
        assert balance("2203") == Decimal("1020.00")

    def test_enrolled_later_the_person_has_what_stands(self, unknown):
        change({9: 12_000})
        person = Person.objects.get()
        employ(person)
        waiting.release(person_id=person.pk, national_id=person.national_id, account_no=ACCOUNT)
        assert (balance("2203"), base_of(person)) == (0, 12_000)
        for bill in Bill.objects.filter(status="unpaid"):
            pay(bill)
        assert account(person.pk, JUNE, JUNE)[0].status == "paid"

    def test_a_line_without_wage_begins_to_wait_when_it_gets_one(self):
        make_employer()
        make_person(national_id(9))
        employ(make_person(national_id(1)))
        file({1: 10_000, 9: 0})
        change({9: 10_000})
        assert (WaitingLine.objects.get().amount, balance("2203")) == (1000, Decimal("1275.00"))


class TestTheTable:
    def test_rows_are_never_changed(self, staff):
        file({1: 10_000})
        change({1: 12_000})
        for act in (
            lambda: Difference.objects.update(base=0),
            lambda: Difference.objects.update(person_id=7),
            lambda: Difference.objects.all().delete(),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()

    def test_nothing_is_taken_away_that_does_not_stand(self, staff):
        filing = file({1: 10_000})
        change({1: 12_000})
        adjustment = Adjustment.objects.get()
        with pytest.raises(IntegrityError, match="takes away more"), transaction.atomic():
            Difference.objects.create(
                period=JUNE.first, adjustment_id=adjustment.pk + 1, origin_id=filing.pk, account_no=ACCOUNT,
                branch_no=HEAD, national_id=national_id(1), person_id=staff[0].pk,
                wage=0, base=0, employee=Decimal("-600.01"), employer=0, government=0,
            )  # fmt: skip

    def test_it_is_partitioned_with_the_lines(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "select (select relkind::text from pg_class where relname = 'contributions_difference'),"
                " (select count(*) from pg_inherits where inhparent = 'contributions_difference'::regclass),"
                " (select count(*) from pg_inherits where inhparent = 'contributions_line'::regclass)"
            )
            kind, own, lines = cursor.fetchone()
        assert (kind, own) == ("p", lines)

    def test_shares_add_up_to_the_differences(self, staff):
        file(FIVE)
        change({1: 10_333, 2: 0, 5: 17_499})
        sums: dict[str, Decimal] = {}
        for share in AdjustmentShare.objects.all():
            sums[share.payer] = sums.get(share.payer, ZERO) + share.amount
        adjustment = Adjustment.objects.get()
        assert sums == {payer: getattr(adjustment, payer) for payer in ("employee", "employer", "government")}


def test_the_cause_is_applied_once(staff):
    """The same delta under the same cause, as a run that is taken up again would bring it."""
    filing = file({1: 10_000, 2: 12_000})
    why = differences.Why(Cause.RELIEF, "relief:2026-07-10", CLERK, "ทดสอบ", filing)
    one_baht_less = (
        "select account_no, national_id, branch_no, filing_id, line, person_id, 0, 0, -1, -1, 0"
        " from contributions_line where filing_id = %(filing)s"
    )
    for made in (1, 0):
        assert differences.fill(one_baht_less, {"filing": filing.pk}) == 2
        assert len(differences.write(JUNE, [ACCOUNT], why)) == made
    assert (Adjustment.objects.count(), Difference.objects.count()) == (1, 2)
