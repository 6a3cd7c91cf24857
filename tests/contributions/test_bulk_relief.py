"""A relief of many employers at once leaves the same rows as employer by employer, whatever was paid, late or waits."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contributions.models import Adjustment, Bill, Refund
from contributions.services import differences, relief
from contributions.services.bulk.intake import Incoming, take
from contributions.services.bulk.relief import write_many
from contributions.services.rebilling import rebill
from registration.models import Branch, Employer, Employment, Person
from sso_core.kernel.period import Period
from tests.contributions.factories import pay
from tests.contributions.filings import NATIONAL, Filing, national_id
from tests.contributions.filings import Person as Somebody
from tests.contributions.test_bulk import BY, told

pytestmark = pytest.mark.django_db
NOVEMBER = Period(2024, 11)
RUN = {"known": "2025-05-27", "by": 9, "by_name": "สมศรี หัวหน้า"}
CHUNK = {"period": str(NOVEMBER), **relief.EVERY}
ACCOUNTS = ["1000000016", "1000000024", "1000000032"]
PEOPLE = 8  # of each employer; the last is not enrolled
AS_KNOWN = replace(NATIONAL, ceiling=Decimal(15000))
ROWS = {
    "adjustments": "select account_no, period, cause, cause_key, reason, people, wages, employee, employer, government,"
    " law_now, known_then, known_now, by_name from contributions_adjustment",
    "differences": "select a.account_no, d.branch_no, d.national_id, d.line, d.person_id, d.base, d.employee,"
    " d.employer, d.government from contributions_difference d"
    " join contributions_adjustment a on a.id = d.adjustment_id",
    "shares": "select a.account_no, s.branch_no, s.payer, s.fund, s.amount from contributions_adjustmentshare s"
    " join contributions_adjustment a on a.id = s.adjustment_id",
    "bills": "select b.kind, b.filing_id, b.subject, b.payer_name, b.ref1, length(b.ref2), b.period, b.contribution,"
    " b.surcharge, b.due_on, b.worked_on, b.status, b.paid_on, b.adjustment_id is null, n.contribution, n.status"
    " from contributions_bill b left join contributions_bill n on n.id = b.replaced_by_id",
    "bill parts": "select b.subject, b.kind, b.status, p.branch_no, p.payer, p.fund, p.amount"
    " from contributions_billpart p join contributions_bill b on b.id = p.bill_id",
    "refunds": "select account_no, payee_name, period, employee, employer, surcharge, amount, status, remitted_on,"
    " asked_on, noticed_on, collect_by, bank_account, claimed_by, handed_on_by, refused_why from contributions_refund",
    "refund parts": "select r.account_no, p.branch_no, p.payer, p.fund, p.amount from contributions_refundpart p"
    " join contributions_refund r on r.id = p.refund_id",
    "ledger": "select e.rule, e.posted_on, e.subject, split_part(e.event_key, ':', 1), split_part(e.event_key, ':', 3),"
    " regexp_replace(e.ref, '[0-9]{7}$', ''), regexp_replace(e.memo, '[0-9]{7}', ''), l.number, l.account, l.fund,"
    " l.debit, l.credit from finance_ledgerline l join finance_ledgerentry e on e.id = l.entry_id",
    "held": "select i.reason, i.status, i.amount, b.subject, b.contribution from contributions_suspenseitem i"
    " left join contributions_bill b on b.id = i.bill_id",
    "waiting": "select account_no, national_id, amount from contributions_waitingline",
    "accounts": "select account_no, person_id, employee, employer, paid_on from contributions_account",
    "filings": "select id, billed_in_id is null, cleared_on from contributions_filing",
    "messages": "select subject, recipient_name, template, title, body, email from messaging_message",
    "events": "select topic, count(*) from messaging_outboxevent group by topic",
}


@dataclass(frozen=True)
class Told:
    """A filing of an employer, and what came for its bill: nothing, a part, all in time, or all late."""

    place: int
    wages: tuple[tuple[int, int], ...]
    split: int
    filed: str
    paid: str


@pytest.fixture
def employers():
    """Each with two branches, one of them in a province of the notice; the third is in it with both."""
    for place, account in enumerate(ACCOUNTS):
        employer = Employer.objects.create(
            account_no=account, tax_id=f"010556100001{place}", name=f"บริษัท ตัวอย่าง {place} จำกัด",
            registered_on=date(2020, 1, 1), email="hr@example.test" if place else "",
        )  # fmt: skip
        first = "90" if place == 2 else "10"
        branches = [
            Branch.objects.create(employer=employer, branch_no=f"{n:06d}", name="สาขา", province=province)
            for n, province in enumerate((first, "90"))
        ]
        for n in range(PEOPLE - 1):
            person = Person(
                national_id=national_id(place * 100 + n),
                title_code="003",
                first_name="ธนา",
                last_name="พรหมมา",
            )
            person.set_keys()
            person.save()
            since = date(2024, 1, 1)
            Employment.objects.create(
                person=person, branch=branches[n % 2], starts_on=since, reported_on=since
            )


@st.composite
def filing(draw, place: int, numbers: list[int]) -> Told:
    wage = st.one_of(st.sampled_from([0, 165_000, 1_500_000, 1_500_001]), st.integers(100, 4_000_000))
    return Told(
        place,
        tuple((n, draw(wage)) for n in numbers),
        draw(st.integers(0, len(numbers))),
        draw(st.sampled_from(["2024-12-10", "2024-12-10", "2025-01-20"])),
        draw(st.sampled_from(["no", "no", "part", "in time", "in time", "late"])),
    )


@st.composite
def month(draw) -> list[Told]:
    """One or two filings of each employer, of different people."""
    found = []
    for place in range(len(ACCOUNTS)):
        numbers = draw(st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=5, unique=True))
        half = draw(st.sampled_from([0, 0, len(numbers) // 2]))
        found += [draw(filing(place, part)) for part in (numbers[:half], numbers[half:]) if part]
    return found


def file(one: Told) -> None:
    data = b""
    for branch, part in (("000000", one.wages[: one.split]), ("000001", one.wages[one.split :])):
        if part:
            people = tuple(Somebody(national_id(one.place * 100 + n), wage) for n, wage in part)
            told_of = {"account": ACCOUNTS[one.place], "branch": branch, "period": NOVEMBER.mmyy_be()}
            data += Filing(people=people, terms=AS_KNOWN, paid_date="000000", **told_of).data()
    with time_machine.travel(f"{one.filed}T03:00:00Z", tick=False):
        known = set(Bill.objects.values_list("pk", flat=True))
        take([Incoming("month.txt", data, ACCOUNTS[one.place], NOVEMBER)], by=BY)
        bill = Bill.objects.exclude(pk__in=known).filter(contribution__gt=0).first()
    if bill is None or one.paid == "no":
        return
    day = date(2025, 2, 3) if one.paid == "late" else date.fromisoformat(one.filed)
    with time_machine.travel(f"{day}T03:00:00Z", tick=False):
        bill.refresh_from_db()
        pay(bill, (bill.total / 2).quantize(Decimal("0.01")) if one.paid == "part" else None, on=day)


def single(period, accounts, why) -> int:
    written = differences.write(period, accounts, why)
    for one in written:
        rebill(one.adjustment, one.parts)
    return len(written)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(filings=month(), today=st.sampled_from(["2025-05-27", "2025-06-02"]))
def test_many_at_once_is_one_by_one(employers, filings, today):
    with transaction.atomic():
        for one in filings:
            file(one)
        with time_machine.travel(f"{today}T03:00:00Z", tick=False):
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(relief, "write_many", single)
                expected = told(lambda: relief.relieve(RUN, CHUNK), ROWS)
            found = told(lambda: (relief.relieve(RUN, CHUNK), relief.relieve(RUN, CHUNK)), ROWS)
        transaction.set_rollback(True)
    for name in ROWS:
        more = [row for row in found[name] if row not in expected[name]]
        less = [row for row in expected[name] if row not in found[name]]
        assert (more, less) == ([], []), name
        assert found[name] == expected[name], name


@pytest.mark.parametrize("first", ["in time", "no", "part"])
def test_the_usual_cases_go_together(employers, monkeypatch, first):
    """Paid in time, not paid, and of a main and an additional filing one or both not paid: none goes the single way."""
    file(Told(0, ((1, 2_000_000), (3, 2_000_000)), 0, "2024-12-10", first))
    file(Told(0, ((5, 2_000_000), (0, 1_000_000)), 0, "2024-12-10", "no"))
    file(Told(1, ((0, 1_000_000), (1, 2_000_000)), 1, "2024-12-10", "in time"))
    file(Told(2, ((0, 1_000_000), (1, 2_000_000)), 1, "2024-12-10", "no"))
    together = []

    def alone(one, parts):
        raise AssertionError(f"{one.account_no} went alone")

    monkeypatch.setattr("contributions.services.bulk.relief.rebill", alone)
    monkeypatch.setattr(relief, "write_many", lambda *args: together.append(write_many(*args)))
    with time_machine.travel("2025-06-02T03:00:00Z", tick=False):
        relief.relieve(RUN, CHUNK)
    assert together == [3]
    assert Refund.objects.get().amount == 600  # one branch of two: 15,000 at 2 percent less, twice
    assert Bill.objects.filter(status="cancelled", replaced_by__status="unpaid").count() == 2
    assert Adjustment.objects.count() == 3
