"""A filing from upload to the people's accounts and the ledger, and what goes wrong on the way."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from contributions import proofs
from contributions.models import (
    AccountRow,
    Allocation,
    Assessment,
    Bill,
    Filing,
    FilingFinding,
    FilingLine,
    FilingSection,
    FilingStatus,
    MoneyIn,
    Receipt,
    StagedLine,
    SuspenseItem,
    WaitingLine,
)
from contributions.public import account, months_paid, submit_filing, upload_filing
from contributions.services import corrections
from contributions.services.receiving import apply_suspense
from contributions.services.totals import staged_totals
from contributions.services.uploads import discard, ensure_staged
from finance.public import balance
from registration.models import Branch, FormerPlace, Person
from sso_core import clock
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import (
    ACCOUNT,
    CLEAN,
    CLERK,
    FAULTY,
    OFFICER,
    employ,
    enrol_everybody,
    make_employer,
    make_person,
    pay,
)
from tests.contributions.filings import SAMPLES

pytestmark = pytest.mark.django_db
JUNE = Period(2026, 6)


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def _books_agree(_ten_july, db):
    """Whatever a test did, the sub-ledgers agree with the ledger afterwards."""
    yield
    for prove in (proofs.receivables, proofs.held_money, proofs.accounts):
        for proof in prove():
            assert proof.holds, proof


@pytest.fixture
def employer():
    make_employer()
    enrol_everybody()


def upload(data: bytes = CLEAN, name: str = "1-10.txt", period: Period | None = None) -> Filing:
    return Filing.objects.get(
        pk=upload_filing(ACCOUNT, data, filename=name, period=period, by=CLERK).filing_id
    )


def submitted(data: bytes = CLEAN) -> Filing:
    filing = upload(data)
    submit_filing(filing.pk, seen_total=None, by=CLERK)
    filing.refresh_from_db()
    return filing


def codes(filing: Filing) -> list[tuple[int, str]]:
    rows = FilingFinding.objects.filter(filing=filing).order_by("line", "code")
    return [(row.line, row.code.removeprefix("filing.")) for row in rows]


class TestUpload:
    def test_the_clean_file(self, employer):
        filing = upload()
        assert (filing.status, filing.lines, codes(filing)) == (FilingStatus.CHECKED, 25, [])
        assert (filing.wages, filing.employee, filing.employer) == (
            Decimal("548298.25"), Decimal("17455.00"), Decimal("17455.00"),
        )  # fmt: skip
        assert StagedLine.objects.filter(filing_id=filing.pk).count() == 25

    def test_the_excel_file_of_the_same_people(self, employer):
        data = (SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes()
        filing = upload(data, "clean.xlsx", JUNE)
        assert (filing.lines, codes(filing), filing.employee) == (25, [], Decimal("17455.00"))

    def test_the_same_file_twice_is_the_same_filing(self, employer):
        first = upload_filing(ACCOUNT, CLEAN, filename="a", period=JUNE, by=CLERK)
        again = upload_filing(ACCOUNT, CLEAN, filename="b", period=JUNE, by=CLERK)
        assert (first.is_new, again.is_new, again.filing_id) == (True, False, first.filing_id)

    def test_a_discarded_file_may_come_again(self, employer):
        first = upload()
        discard(first.pk, by=CLERK)
        assert upload().pk != first.pk

    def test_faults_are_kept_with_their_lines(self, employer):
        filing = upload(FAULTY)
        assert (1, "total_employee") in codes(filing)
        assert [(line, code) for line, code in codes(filing) if code not in {"not_enrolled", "total_employee"}] == [
            (18, "contribution_wrong"), (18, "id_twice"), (25, "id_check_digit"),
        ]  # fmt: skip
        # A person whose id is wrong is not looked for in the register.
        assert (25, "not_enrolled") not in codes(filing)

    def test_an_unreadable_file_is_kept_and_said_to_be(self, employer):
        filing = upload(b"\x89PNG....", "x.png", JUNE)
        assert (filing.status, codes(filing)) == (FilingStatus.UNREADABLE, [(0, "format_unknown")])

    def test_a_month_that_nobody_told_is_asked_for(self, employer):
        with pytest.raises(Refused, match="period_missing"):
            upload((SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes(), "x.xlsx")

    def test_who_is_not_enrolled_is_listed(self):
        make_employer()
        enrol_everybody(but={3, 9})
        assert codes(upload()) == [(3, "not_enrolled"), (9, "not_enrolled")]

    def test_a_name_that_differs_and_a_branch_that_is_not_there(self):
        make_employer()
        enrol_everybody(but={2})
        employ(make_person("3792174218095", "ธนา", "พรหมา"))
        assert codes(upload()) == [(2, "name_differs")]
        assert (0, "branch_unknown") in codes(upload(CLEAN.replace(b"1000000016000000", b"1000000016000009")))

    def test_a_wage_that_fell_by_more_than_half(self, employer):
        submitted(CLEAN.replace(b"15076906", b"15066905"))
        wage = b"00000002879900000000087500"
        lower = b"00000001000000000000050000"
        assert (2, "wage_halved") in codes(upload(CLEAN.replace(wage, lower)))

    def test_lost_staged_lines_are_read_again_with_the_corrections(self, employer):
        filing = upload()
        corrections.remove_lines(filing.pk, [("000000", 2)], by=CLERK)
        StagedLine.objects.all().delete()  # what a crash of the server does to an unlogged table
        filing.refresh_from_db()
        ensure_staged(filing)
        assert StagedLine.objects.filter(filing_id=filing.pk).count() == 24


class TestCorrections:
    def test_an_edited_line_is_checked_again_and_the_sums_follow(self, employer):
        filing = upload()
        values = {
            "national_id": "3-7921-74218-09-5", "title_code": "003", "first_name": "ธนา", "last_name": "พรหมมา",
            "wage": "10,000",
        }  # fmt: skip
        corrections.edit_line(filing.pk, "000000", 2, values, by=CLERK)
        filing.refresh_from_db()
        assert (codes(filing), filing.recomputed) == ([], True)
        assert filing.employee == Decimal("17455.00") - 875 + 500

    def test_a_wrong_edit_is_told(self, employer):
        filing = upload()
        values = {
            "national_id": "1390757938341",
            "title_code": "",
            "first_name": "",
            "last_name": "x",
            "wage": "-1",
        }
        corrections.edit_line(filing.pk, "000000", 2, values, by=CLERK)
        assert codes(filing) == [
            (2, "amount_negative"), (2, "first_name_missing"), (2, "id_twice"), (2, "title_missing"),
        ]  # fmt: skip

    def test_our_working_in_place_of_wrong_contributions(self, employer):
        filing = upload(FAULTY)
        corrections.recompute(filing.pk, by=CLERK)
        left = [row for row in codes(filing) if row[1] != "not_enrolled"]
        assert left == [(18, "id_twice"), (25, "id_check_digit")]

    def test_the_good_lines_can_be_filed_without_the_faulty(self, employer):
        filing = upload(FAULTY)
        assert corrections.remove_faulty(filing.pk, by=CLERK) == 2
        filing.refresh_from_db()
        assert (filing.lines, FilingFinding.objects.filter(filing=filing, severity="block").count()) == (
            23,
            0,
        )
        submit_filing(filing.pk, seen_total=None, by=CLERK)

    def test_a_submitted_filing_is_not_changed(self, employer):
        filing = submitted()
        with pytest.raises(Refused, match="filing_closed"):
            corrections.remove_lines(filing.pk, [("000000", 2)], by=CLERK)


class TestSubmit:
    def test_lines_assessment_bill_and_ledger(self, employer):
        filing = submitted()
        assert filing.status == FilingStatus.SUBMITTED
        assert FilingLine.objects.filter(filing_id=filing.pk, person_id__isnull=False).count() == 25
        assert not StagedLine.objects.exists()
        by_payer = {}
        for row in Assessment.objects.filter(filing=filing):
            by_payer[row.payer] = by_payer.get(row.payer, 0) + row.amount
        assert (by_payer["employee"], by_payer["employer"]) == (Decimal("17455.00"), Decimal("17455.00"))
        assert by_payer["government"] == filing.government
        bill = Bill.objects.get(filing=filing)
        assert (bill.ref1, bill.total, bill.due_on.isoformat()) == (
            ACCOUNT,
            Decimal("34910.00"),
            "2026-07-15",
        )
        assert (
            balance("1201", "smid") + balance("1201", "old_age_child") + balance("1201", "unemployment")
            == bill.total
        )

    def test_submitting_twice_is_once(self, employer):
        filing = submitted()
        again = submit_filing(filing.pk, seen_total=None, by=CLERK)
        assert (again.pk, Bill.objects.count(), FilingLine.objects.count()) == (filing.pk, 1, 25)

    def test_faults_block(self, employer):
        with pytest.raises(Refused, match="filing_has_faults"):
            submit_filing(upload(FAULTY).pk, seen_total=None, by=CLERK)
        assert not FilingLine.objects.exists()

    def test_a_sum_that_changed_since_it_was_seen_is_not_submitted(self, employer):
        with pytest.raises(Refused, match="totals_changed"):
            submit_filing(upload().pk, seen_total=Decimal("1.00"), by=CLERK)

    def test_people_already_filed_are_told_and_the_rest_may_be_added(self, employer):
        submitted()
        other = upload(CLEAN.replace(b"\x1a", b"") + b"\r\n")
        assert {code for _, code in codes(other)} == {"person_filed"}
        with pytest.raises(Refused):
            submit_filing(other.pk, seen_total=None, by=CLERK)

    def test_the_surcharge_is_known_before_filing_late(self, employer):
        with time_machine.travel("2026-08-14T03:00:00Z", tick=False):
            totals = staged_totals(upload(), as_of=clock.today())
            assert totals.surcharge == Decimal("698.20")  # 34,910 x 2% x 30/30
            filing = submitted()
            assert Bill.objects.get(filing=filing).surcharge == Decimal("698.20")


class TestPayment:
    def test_receipt_allocation_accounts_and_ledger(self, employer):
        filing = submitted()
        bill = Bill.objects.get()
        pay(bill)
        receipt = Receipt.objects.get(bill=bill)
        assert (receipt.amount, bool(receipt.document_id)) == (Decimal("34910.00"), True)
        assert sum(Allocation.objects.values_list("amount", flat=True)) == receipt.amount
        assert AccountRow.objects.filter(origin_id=filing.pk).count() == 25
        assert [balance("1201", fund) for fund in ("smid", "old_age_child", "unemployment")] == [0, 0, 0]
        person = Person.objects.get(national_id="3792174218095")
        month = account(person.pk, JUNE, JUNE)[0]
        assert (month.status, month.employee, month.wage) == ("paid", Decimal("875.00"), Decimal("28799.00"))
        assert months_paid(person.pk, JUNE, JUNE).count == 1

    def test_before_payment_the_month_shows_as_filed_and_counts(self, employer):
        submitted()
        person = Person.objects.get(national_id="3792174218095")
        assert account(person.pk, JUNE, JUNE)[0].status == "filed"
        assert months_paid(person.pk, JUNE, JUNE).count == 1

    def test_the_same_bank_line_twice_is_one_payment(self, employer):
        submitted()
        bill = Bill.objects.get()
        pay(bill, line="L1")
        pay(bill, line="L1")
        assert (MoneyIn.objects.count(), Receipt.objects.count(), SuspenseItem.objects.count()) == (1, 1, 0)

    def test_paid_twice_is_held(self, employer):
        submitted()
        bill = Bill.objects.get()
        pay(bill, line="L1")
        pay(bill, line="L2")
        assert list(SuspenseItem.objects.values_list("reason", "amount")) == [("double", Decimal("34910.00"))]
        assert balance("2202", "common") == Decimal("34910.00")

    def test_too_much_is_held_over(self, employer):
        submitted()
        pay(Bill.objects.get(), "35000")
        assert list(SuspenseItem.objects.values_list("reason", "amount")) == [("over", Decimal("90.00"))]

    def test_too_little_waits_for_the_rest(self, employer):
        submitted()
        bill = Bill.objects.get()
        pay(bill, "30000", line="L1")
        assert not Receipt.objects.exists()
        pay(bill, "5000", line="L2")
        assert Receipt.objects.get().amount == Decimal("34910.00")
        assert list(SuspenseItem.objects.filter(status="open").values_list("reason", "amount")) == [
            ("over", Decimal("90.00"))
        ]
        assert balance("2202", "common") == Decimal("90.00")
        assert balance("1201", "smid") == 0

    def test_unknown_references_wait_for_an_officer_who_applies_them(self, employer):
        submitted()
        bill = Bill.objects.get()
        stray = Bill(ref1="999", ref2="888", contribution=Decimal("34910.00"), surcharge=Decimal(0))
        pay(stray, line="L9")
        item = SuspenseItem.objects.get()
        assert item.reason == "unmatched"
        apply_suspense([item.pk], bill.pk, by=OFFICER)
        deliver_all()
        bill.refresh_from_db()
        assert (bill.status, Receipt.objects.count(), balance("2202", "common")) == ("paid", 1, 0)
        with pytest.raises(Refused):
            apply_suspense([item.pk], bill.pk, by=OFFICER)

    def test_paid_late_the_surcharge_left_is_billed_apart(self, employer):
        submitted()
        bill = Bill.objects.get()
        with time_machine.travel("2026-08-14T03:00:00Z", tick=False):
            pay(bill, "34910", on=clock.today())
        rest = Bill.objects.get(kind="surcharge")
        assert (rest.total, rest.ref2 != bill.ref2) == (Decimal("698.20"), True)
        assert balance("1203", "common") == Decimal("698.20")
        pay(rest, line="L2")
        assert balance("1203", "common") == 0
        assert AccountRow.objects.count() == 25

    def test_late_with_surcharge_in_one_payment(self, employer):
        submitted()
        bill = Bill.objects.get()
        with time_machine.travel("2026-08-14T03:00:00Z", tick=False):
            pay(bill, "35608.20", on=clock.today())
        assert (Bill.objects.count(), balance("1203", "common")) == (1, 0)
        assert Receipt.objects.get().surcharge == Decimal("698.20")


class TestWaiting:
    @pytest.fixture
    def waiting(self):
        make_employer()
        enrol_everybody(but={2})
        return submitted()

    def test_money_is_taken_and_waits(self, waiting):
        held = WaitingLine.objects.get()
        assert (held.national_id, held.amount) == ("3792174218095", Decimal("1750.00"))
        pay(Bill.objects.get())
        assert AccountRow.objects.count() == 24
        assert sum(balance("2203", f) for f in ("smid", "old_age_child", "unemployment")) > Decimal("1750")

    def test_enrolment_after_payment_releases_it(self, waiting):
        pay(Bill.objects.get())
        self.enrol()
        person = Person.objects.get(national_id="3792174218095")
        assert account(person.pk, JUNE, JUNE)[0].employee == Decimal("875.00")
        assert [balance("2203", f) for f in ("smid", "old_age_child", "unemployment")] == [0, 0, 0]
        assert WaitingLine.objects.get().settled_at is not None

    def test_enrolment_before_payment_releases_it_with_the_rest(self, waiting):
        self.enrol()
        assert AccountRow.objects.count() == 0
        pay(Bill.objects.get())
        assert AccountRow.objects.count() == 25

    def test_an_enrolment_from_a_later_month_does_not(self, waiting):
        self.enrol(since="2026-07-01")
        assert WaitingLine.objects.get().settled_at is None

    def test_a_file_that_enrols_many_releases_it(self, waiting):
        from sso_core.messaging.public import publish

        person, other = make_person("3792174218095"), make_person("1100400000018")
        employ(person, since=JUNE.first)
        people = [[other.pk, other.national_id], [person.pk, person.national_id]]
        publish("registration.people_enrolled", "1/2", {"account_no": ACCOUNT, "people": people})
        deliver_all()
        assert WaitingLine.objects.get().person_id == person.pk

    def enrol(self, since="2026-06-01"):
        from datetime import date

        from sso_core.messaging.public import publish

        person = make_person("3792174218095")
        employment = employ(person, since=date.fromisoformat(since))
        publish(
            "registration.employment_started",
            str(employment.pk),
            {"person_id": person.pk, "account_no": ACCOUNT, "branch_no": "000000", "starts_on": since},
        )
        deliver_all()


@pytest.mark.parametrize(("last_day", "province"), [(date(2026, 6, 30), "90"), (date(2026, 6, 29), "10")])
def test_a_wage_month_has_the_province_of_its_last_day(employer, last_day, province):
    FormerPlace.objects.create(branch=Branch.objects.get(), last_day=last_day, province="90")
    found = upload_filing(ACCOUNT, CLEAN, filename="june.txt", period=JUNE, by=CLERK)
    assert FilingSection.objects.get(filing_id=found.filing_id).province == province


def test_one_person_under_two_numbers_is_told_at_the_number_that_was_given_up(employer):
    """Both lines would be credited to one person once, and the money of the other to nobody."""
    stays, given_up = Person.objects.order_by("pk")[:2]
    given_up.employments.all().delete()
    given_up.coverages.all().delete()
    given_up.merged_into = stays
    given_up.save()
    filing = upload()
    line = StagedLine.objects.get(filing_id=filing.pk, national_id=given_up.national_id).line
    found = FilingFinding.objects.get(filing=filing, code="filing.person_twice")
    assert (found.line, found.severity, found.params["number"]) == (line, "block", stays.national_id)
    with pytest.raises(Refused):
        submit_filing(filing.pk, seen_total=None, by=CLERK)


def test_a_number_that_was_given_up_is_credited_to_the_person(employer):
    given_up = Person.objects.order_by("pk").first()
    stays = make_person("1880000000010", given_up.first_name, given_up.last_name)
    given_up.employments.update(person=stays)
    given_up.coverages.update(person=stays)
    given_up.merged_into = stays
    given_up.save()
    filing = submitted()
    assert FilingLine.objects.get(national_id=given_up.national_id).person_id == stays.pk
    assert not WaitingLine.objects.filter(filing=filing).exists()
