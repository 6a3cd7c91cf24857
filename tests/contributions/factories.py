"""An employer, its people, and filings for them, for the tests of contributions."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from contributions.files.reader import open_filing
from contributions.models import Bill
from contributions.services.receiving import BankLine, receive
from registration.models import Branch, Coverage, Employment, Person
from registration.public import open_account
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.messaging.public import deliver_all
from tests.contributions.filings import CONTEXT, SAMPLES

ACCOUNT = "1000000016"
CLERK = Actor(ActorKind.EMPLOYER, 7, "วิชุดา ศรีสมบัติ", acting_for=f"employer:{ACCOUNT}", assurance=2)
OFFICER = Actor(ActorKind.OFFICER, 9, "สมหญิง การเงิน", acting_for="office:1001", assurance=2)
CLEAN = (SAMPLES / "1-10_clean_2569-06.txt").read_bytes()
FAULTY = (SAMPLES / "1-10_faults_2569-06.txt").read_bytes()


def make_employer(account: str = ACCOUNT, *, province: str = "10") -> None:
    open_account(
        tax_id="0105561000013", name="บริษัท ตัวอย่างการผลิต จำกัด", province=province, address="1 ถนนตัวอย่าง",
        email="hr@example.test", account_no=account,
    )  # fmt: skip


def make_person(national_id: str, first_name: str = "ธนา", last_name: str = "พรหมมา") -> Person:
    person = Person(
        national_id=national_id, title_code="003", title="นาย", first_name=first_name, last_name=last_name,
        birth_date=date(1990, 1, 1),
    )  # fmt: skip
    person.set_keys()
    person.save()
    return person


def employ(person: Person, account: str = ACCOUNT, *, since: date = date(2025, 1, 1)) -> Employment:
    Coverage.objects.get_or_create(person=person, section=33, starts_on=since)
    branch = Branch.objects.get(employer__account_no=account, branch_no="000000")
    return Employment.objects.create(person=person, branch=branch, starts_on=since, reported_on=since)


def enrol_everybody(data: bytes = CLEAN, *, but: Iterable[int] = ()) -> None:
    """Everyone of a text filing works for the employer, but those on the named lines."""
    for row in open_filing(data, CONTEXT).rows:
        if row.line not in set(but):
            employ(make_person(row.national_id, row.first_name, row.last_name))


def pay(
    bill: Bill, amount: Decimal | str | None = None, *, on: date = date(2026, 7, 14), line: str = ""
) -> None:
    """The bank reports a payment of this bill, and everything that follows happens."""
    receive(
        BankLine(
            bank_line_id=line or f"test-{bill.ref2}-{on}",
            ref1=bill.ref1,
            ref2=bill.ref2,
            amount=Decimal(amount) if amount is not None else bill.total,
            paid_at=datetime(on.year, on.month, on.day, 4, 0, tzinfo=UTC),
            bank="006",
            channel="QR",
        )
    )
    deliver_all()
