"""Many filings at once leave the same rows as the same filings uploaded and submitted one by one."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contributions.models import Bill
from contributions.models import Filing as FiledForm
from contributions.public import account as account_of
from contributions.public import submit_filing, upload_filing
from contributions.selectors.deadlines import calendar_of
from contributions.services import changing
from contributions.services.amending import NewWage
from contributions.services.bulk.intake import Incoming, take
from finance.public import verify_ledger
from registration.models import Branch, Employer, Employment, FormerPlace, Person
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel import case_reference
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.models import Message
from tests.contributions.factories import pay
from tests.contributions.filings import NATIONAL, RELIEF, Filing, national_id
from tests.contributions.filings import Person as Somebody

pytestmark = pytest.mark.django_db
ACCOUNTS = ["1000000016", "1000000024", "1000000032"]
PEOPLE = 12  # of each employer
BY = Actor(SYSTEM.kind, None, "e-Filing Gateway", assurance=2)
MONTHS = [Period(2026, 5), Period(2026, 6)]
_OF = " join contributions_filing f on f.id = x.filing_id"
ROWS = {
    "filings": "select account_no, employer_name, period, format, filename, sha256, status, lines, recomputed, wages,"
    " employee, employer, government, law_hash, uploaded_by, submitted_by, submitted_at from contributions_filing",
    "files": f"select f.sha256, x.content from contributions_filingfile x{_OF}",
    "sections": f"select f.sha256, x.branch_no, x.province, x.declared from contributions_filingsection x{_OF}",
    "findings": "select f.sha256, x.branch_no, x.line, x.field, x.code, x.severity, x.section, x.params - 'reference',"
    f" x.national_id, x.settled from contributions_filingfinding x{_OF}",
    "staged": "select f.sha256, x.branch_no, x.line, x.national_id, x.title_code, x.first_name, x.last_name, x.wage,"
    f" x.contribution from contributions_stagedline x{_OF}",
    "lines": "select f.sha256, x.branch_no, x.line, x.account_no, x.national_id, x.person_id, x.title_code,"
    " x.first_name, x.last_name, x.wage, x.base, x.employee, x.employer, x.government"
    f" from contributions_line x{_OF} and f.period = x.period",
    "assessments": f"select f.sha256, x.branch_no, x.payer, x.fund, x.amount from contributions_assessment x{_OF}",
    "bills": "select f.sha256, x.kind, x.subject, x.payer_name, x.ref1, length(x.ref2), x.period, x.contribution,"
    f" x.surcharge, x.due_on, x.worked_on, x.status, x.issued_at from contributions_bill x{_OF}",
    "waiting": "select f.sha256, x.branch_no, x.line, x.account_no, x.national_id, x.name, x.amount"
    f" from contributions_waitingline x{_OF}",
    "ledger": "select e.rule, e.posted_on, e.subject, split_part(e.event_key, ':', 3), split_part(e.event_key, ':', 4),"
    " split_part(e.memo, ' ', 2), l.number, l.account, l.fund, l.debit, l.credit"
    " from finance_ledgerline l join finance_ledgerentry e on e.id = l.entry_id",
    "told": "select subject, title, email from messaging_message where template = 'contributions/nothing_to_pay'",
    "events": "select verb, user_id, actor_kind, actor_name, acting_for, subject from audit_event"
    " where verb like 'contributions.%'",
}


Rows = dict[str, list[tuple[object, ...]]]


def rows(queries: dict[str, str]) -> Rows:
    found = {}
    with connection.cursor() as cursor:
        for name, query in queries.items():
            cursor.execute(query)
            found[name] = sorted(cursor.fetchall(), key=repr)
    return found


def told(story: Callable[[], object], queries: dict[str, str] = ROWS) -> Rows:
    """The rows that a story leaves; the story is then undone."""
    with transaction.atomic():
        story()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        found = rows(queries)
        proved = verify_ledger()
        transaction.set_rollback(True)
    assert proved.holds, proved.faults
    return found


def one_by_one(files: Sequence[Incoming]) -> None:
    for file in files:
        try:
            kept = upload_filing(file.account, file.content, filename=file.name, period=file.period, by=BY)
            if kept.is_new:
                submit_filing(kept.filing_id, seen_total=None, by=BY)
                for run in BatchRun.objects.filter(kind="contributions.submit", key=str(kept.filing_id)):
                    work(run.pk)
        except Refused:
            continue


@pytest.fixture
def employers():
    """Three employers with two branches, one of which moved into a province with relief; not everybody is enrolled."""
    for place, account in enumerate(ACCOUNTS):
        employer = Employer.objects.create(
            account_no=account, tax_id=f"010556100001{place}", name=f"บริษัท ตัวอย่าง {place} จำกัด",
            registered_on=date(2020, 1, 1),
        )  # fmt: skip
        first = Branch.objects.create(employer=employer, branch_no="000000", name="สำนักงานใหญ่", province="10")
        second = Branch.objects.create(employer=employer, branch_no="000001", name="สาขา", province="90")
        if place == 1:
            FormerPlace.objects.create(branch=second, last_day=date(2026, 5, 31), province="10")
        for n in range(PEOPLE - 2):
            person = Person(
                national_id=national_id(place * 100 + n), title_code="003", title="นาย", first_name="ธนา",
                last_name="พรหมมา" if n else "นามเดิม",
            )  # fmt: skip
            person.set_keys()
            person.save()
            Employment.objects.create(
                person=person,
                branch=second if n % 3 else first,
                starts_on=date(2025, 1, 1),
                reported_on=date(2025, 1, 1),
            )


@st.composite
def filing(draw) -> Incoming:
    place = draw(st.integers(0, 2))
    month = draw(st.sampled_from(MONTHS))
    numbers = draw(st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=8, unique=True))
    wages = st.one_of(
        st.sampled_from([0, 1, 164_999, 165_000, 1_750_000, 1_750_001]), st.integers(0, 9_000_000)
    )
    half = draw(st.integers(0, len(numbers)))
    data = b""
    for branch, part in (("000000", numbers[:half]), ("000001", numbers[half:])):
        if not part:
            continue
        relief = branch == "000001" and draw(st.booleans())
        made = Filing(
            people=tuple(_somebody(draw, place * 100 + n, draw(wages)) for n in part),
            account=ACCOUNTS[place], branch=draw(st.sampled_from([branch] * 9 + ["000007"])), period=month.mmyy_be(),
            employer_name="บริษัท ตัวอย่าง จำกัด", terms=RELIEF if relief else NATIONAL, rate="0300" if relief else "0500",
        )  # fmt: skip
        if draw(st.integers(0, 9)) == 0:
            made.changes["total_wages"] = "1" * 15
        data += made.data()
    if draw(st.integers(0, 19)) == 0:
        data = draw(st.sampled_from([b"\x89PNG....", b"", data[:200], "ก".encode("utf-16")]))
    return Incoming(f"{ACCOUNTS[place]}.txt", data, ACCOUNTS[place], month)


def _somebody(draw, number: int, wage: int) -> Somebody:
    fault = draw(st.integers(0, 39))
    contribution = 100 if fault == 0 else None
    name = {1: "ธ1นา", 2: "สมชาย", 3: "นา\\ม"}.get(fault, "ธนา")
    found = "1" * 13 if fault == 4 else national_id(number)
    return Somebody(found, wage, contribution=contribution, first_name=name)


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    files=st.lists(filing(), min_size=1, max_size=7),
    today=st.sampled_from(["2026-07-10", "2026-07-15", "2026-09-03"]),
)
def test_bulk_is_the_single_path(employers, files, today):
    with time_machine.travel(f"{today}T03:00:00Z", tick=False):
        expected = told(lambda: one_by_one(files))
        found = told(lambda: take(files, by=BY))
    for name in ROWS:
        more = [row for row in found[name] if row not in expected[name]]
        less = [row for row in expected[name] if row not in found[name]]
        assert (more, less) == ([], []), name
        assert found[name] == expected[name], name


def test_a_bills_number_has_its_check_digit(employers):
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        take([Incoming("x", Filing(people=(Somebody(national_id(1), 1_200_000),)).data())], by=BY)
    assert case_reference.is_valid(f"B{Bill.objects.get().ref2}")


def _all_zero(month: Period, *numbers: int) -> Incoming:
    made = Filing(people=tuple(Somebody(national_id(n), 0) for n in numbers), period=month.mmyy_be())
    return Incoming("zero.txt", made.data(), ACCOUNTS[0], month)


@pytest.mark.parametrize("day", ["2026-07-10", "2026-09-03"])
def test_a_filing_of_wages_of_0_gets_no_bill_by_either_path(employers, day):
    """In time and late; beside one that has a wage, which gets its bill."""
    files = [_all_zero(MONTHS[1], 1, 2), Incoming(
        "x", Filing(people=(Somebody(national_id(101), 1_200_000),), account=ACCOUNTS[1]).data(), ACCOUNTS[1], MONTHS[1]
    )]  # fmt: skip
    with time_machine.travel(f"{day}T03:00:00Z", tick=False):
        expected = told(lambda: one_by_one(files))
        found = told(lambda: take(files, by=BY))
    assert expected["bills"] == found["bills"]
    assert expected["filings"] == found["filings"]
    assert len(found["bills"]) == 1
    assert len(found["filings"]) == 2
    assert expected["told"] == found["told"]
    assert [subject for subject, *_ in found["told"]] == [f"employer:{ACCOUNTS[0]}"]


def test_many_are_told_that_nothing_is_to_be_paid_once_and_by_as_many_statements_as_one(employers):
    def take_zeroes(*places: int) -> int:
        files = [
            Incoming(f"{place}.txt", Filing(
                people=(Somebody(national_id(place * 100), 0),), account=ACCOUNTS[place]).data(), ACCOUNTS[place])
            for place in places
        ]  # fmt: skip
        seen: list[str] = []

        def note(execute, sql, *rest):
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            assert take(files, by=BY).filed + take(files, by=BY).known == 2 * len(places)
        return len([sql for sql in seen if "messag" in sql or "outbox" in sql])

    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        assert take_zeroes(0) == take_zeroes(1, 2)
    told = Message.objects.filter(template="contributions/nothing_to_pay").order_by("subject")
    assert [one.subject for one in told] == [f"employer:{account}" for account in ACCOUNTS]
    filing = FiledForm.objects.get(account_no=ACCOUNTS[0])
    assert (filing.reference in told[0].body, told[0].action_url) == (
        True, f"/employer/{ACCOUNTS[0]}/filings/{filing.pk}/",
    )  # fmt: skip


@pytest.mark.parametrize("path", [one_by_one, lambda files: take(files, by=BY)])
def test_wages_of_0_that_were_wrong_are_amended_and_asked_for(employers, path):
    """The difference is asked for by a bill of its own, and paying it credits the person."""
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        path([_all_zero(MONTHS[1], 1)])
        assert not Bill.objects.exists()
        month = next(m for m in calendar_of(ACCOUNTS[0], date(2026, 7, 10)).months if m.period == MONTHS[1])
        assert not month.unpaid
        wages = [NewWage(national_id(1), "000000", Decimal(12000))]
        changing.change_people(ACCOUNTS[0], MONTHS[1], wages, seen=None, by=BY)
        bill = Bill.objects.get()
        assert (bill.kind, bill.contribution) == ("difference", Decimal(1200))
        assert verify_ledger().holds
        pay(bill, on=date(2026, 7, 10))
        person = Person.objects.get(national_id=national_id(1))
        (shown,) = account_of(person.pk, MONTHS[1], MONTHS[1])
        assert (shown.status, shown.base) == ("paid", Decimal(12000))
        assert verify_ledger().holds
