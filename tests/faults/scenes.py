"""What the tests of faults begin with: a filing of many, pensions to pay, payments at the gate."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

from benefits.models import Award, AwardKind, Claim, ClaimKind
from benefits.public import start_pension_run
from contributions.models import Bill
from contributions.public import upload_filing
from finance import public as finance
from registration.models import Branch, Employment, Person
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.cases.models import Case
from sso_core.kernel.period import Period
from sso_core.messaging.public import publish
from tests.contributions.factories import ACCOUNT, CLERK, make_employer
from tests.contributions.filings import Filing, national_id
from tests.contributions.filings import Person as Somebody
from tests.finance.factories import CHECKER, MAKER, approved_orders, bank, promptpay
from tests.registration.factories import make_person

PEOPLE = 40


def last_month() -> Period:
    return Period.of(clock.today()).prev()


def employed() -> None:
    """An employer with ``PEOPLE`` people."""
    make_employer()
    people = [
        Person(national_id=national_id(n), first_name="ธนา", last_name="พรหมมา", title_code="003")
        for n in range(PEOPLE)
    ]
    for person in people:
        person.set_keys()
    Person.objects.bulk_create(people)
    branch = Branch.objects.get(employer__account_no=ACCOUNT)
    since = date(2025, 1, 1)
    Employment.objects.bulk_create(
        Employment(person=person, branch=branch, starts_on=since, reported_on=since) for person in people
    )


def uploaded() -> int:
    """Last month's file of the employer is read and checked; returns the filing."""
    made = tuple(Somebody(national_id(n), 9_000_00 + n * 100) for n in range(PEOPLE))
    content = replace(Filing(), people=made, period=last_month().mmyy_be(), paid_date="000000").data()
    return upload_filing(ACCOUNT, content, filename="month.txt", period=None, by=CLERK).filing_id


def paid(bill: Bill) -> None:
    """The bank told of a payment; finance tells contributions by the outbox."""
    paid_at = datetime.combine(clock.today(), time(4, 0), UTC)
    publish(
        "finance.bill_payment",
        f"006/{bill.ref2}",
        {
            "bank_line_id": f"006/{bill.ref2}",
            "ref1": bill.ref1,
            "ref2": bill.ref2,
            "amount": str(bill.total),
            "paid_at": paid_at.isoformat(),
            "bank": "006",
            "channel": "QR",
        },
    )


def pensioners(number: int) -> list[Award]:
    """People with a pension that runs."""
    return [_pensioner(n) for n in range(number)]


def _pensioner(number: int) -> Award:
    person = make_person(birth_date=date(1968, 1, 1))
    case = Case.objects.create(
        reference=f"OA-{number}",
        type="benefits.old_age",
        subject=f"person:{person.pk}",
        subject_name=person.full_name,
        subject_ident=person.national_id,
        applicant_name=person.full_name,
        channel="web",
        office="1001",
        status="closed",
        public_status="paying",
        opened_at=clock.now(),
        sla_days=30,
        due_on=clock.today(),
    )
    claim = Claim.objects.create(
        case=case, reference=case.reference, kind=ClaimKind.OLD_AGE, person=person, event_on=date(2026, 1, 1)
    )
    return Award.objects.create(
        claim=claim,
        person=person,
        kind=AwardKind.PENSION,
        amount=Decimal(3500 + number),
        starts_on=date(2026, 1, 1),
    )


def pensions_started() -> BatchRun:
    run: BatchRun = start_pension_run(Period.of(clock.today()), by=MAKER)
    return run


def at_the_gate() -> str:
    """Five payments in a batch that was released: three good, one to a closed account, one that comes back."""
    today = clock.today()
    approved_orders(2, due_on=today, subject="person:1")
    approved_orders(1, due_on=today, subject="person:2", destination=promptpay("0812345678"))
    approved_orders(1, due_on=today, subject="person:3", destination=bank("1234560009"))
    approved_orders(1, due_on=today, subject="person:4", destination=bank("1234560008"))
    return finance.release_batch(finance.make_batch(today, MAKER).reference, CHECKER).reference
