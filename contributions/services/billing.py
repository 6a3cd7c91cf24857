"""Bills: two references, a sum, a last day, and the surcharge of being late."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from contributions.models import Assessment, Bill, BillKind, BillStatus, Filing
from contributions.rules import section39 as section39_rules
from contributions.rules.surcharge import due_date
from contributions.services.totals import late, provinces_of
from sso_core import clock
from sso_core.kernel import case_reference
from sso_core.kernel.period import Period
from sso_core.law.public import current


def bill_filing(filing: Filing) -> Bill:
    """The bill of a submitted filing, with the surcharge up to today."""
    today = clock.today()
    amounts = branch_amounts(filing)
    due = {branch: _due(filing, province) for branch, province in provinces_of(filing).items()}
    return Bill.objects.create(
        kind=BillKind.FILING,
        filing=filing,
        subject=f"employer:{filing.account_no}",
        payer_name=filing.employer_name,
        ref1=filing.account_no,
        ref2=next_reference(filing.period),
        period=filing.period,
        contribution=sum(amounts.values(), Decimal("0.00")),
        surcharge=sum(
            (late(amount, due[branch], today)["surcharge"] for branch, amount in amounts.items()),
            Decimal("0.00"),
        ),
        due_on=min((due[branch] for branch in amounts), default=_due(filing, "")),
        worked_on=today,
        issued_at=clock.now(),
    )


def branch_amounts(filing: Filing) -> dict[str, Decimal]:
    """What each branch of a submitted filing owes for both payers."""
    amounts: dict[str, Decimal] = {}
    owed = Assessment.objects.filter(filing=filing, payer__in=("employee", "employer"))
    for branch_no, amount in owed.values_list("branch_no", "amount"):
        amounts[branch_no] = amounts.get(branch_no, Decimal("0.00")) + amount
    return amounts


def _due(filing: Filing, province: str) -> date:
    return due_date(Period.of(filing.period), law=current(), province=province or None)


def surcharge_on(bill: Bill, day: date) -> Decimal:
    """The lawful surcharge of a bill if it is paid on ``day``."""
    if bill.kind == BillKind.SURCHARGE:
        return bill.surcharge
    if bill.kind in (BillKind.SECTION40, BillKind.SAVING):
        return Decimal("0.00")
    if bill.kind == BillKind.SECTION39:
        paid = max(day, bill.due_on)
        worked = section39_rules.surcharge(bill.contribution, due=bill.due_on, paid=paid, law=current())
        return worked["surcharge"]
    assert bill.filing is not None
    provinces = provinces_of(bill.filing)
    return sum(
        (
            late(amount, _due(bill.filing, provinces.get(branch, "")), day)["surcharge"]
            for branch, amount in branch_amounts(bill.filing).items()
        ),
        Decimal("0.00"),
    )


def too_late(bill: Bill, day: date) -> bool:
    """Whether the bill can no longer be paid on ``day``: a month of Section 40 is paid within it or not at all."""
    return bill.kind in (BillKind.SECTION40, BillKind.SAVING) and day > bill.due_on


@transaction.atomic
def refresh_bill(bill_id: int) -> Bill:
    """An unpaid bill as it stands today: the references stay, the surcharge grows."""
    bill = Bill.objects.select_for_update(of=("self",)).select_related("filing").get(pk=bill_id)
    today = clock.today()
    if bill.status != BillStatus.UNPAID or bill.worked_on >= today:
        return bill
    set_surcharge(bill, surcharge_on(bill, today), today)
    return bill


def set_surcharge(bill: Bill, surcharge: Decimal, day: date) -> None:
    """Keep the surcharge of a bill as of a day. The ledger takes it up when the contributions are paid."""
    bill.surcharge, bill.worked_on = surcharge, day
    bill.save(update_fields=["surcharge", "worked_on"])


def bill_rest_of_surcharge(bill: Bill, amount: Decimal, day: date) -> Bill:
    """Contributions came after the day that the bill was worked to: what the surcharge grew is billed apart."""
    return Bill.objects.create(
        kind=BillKind.SURCHARGE,
        filing=bill.filing,
        person_id=bill.person_id,
        subject=bill.subject,
        payer_name=bill.payer_name,
        ref1=bill.ref1,
        ref2=next_reference(bill.period),
        period=bill.period,
        contribution=Decimal("0.00"),
        surcharge=amount,
        due_on=bill.due_on,
        worked_on=day,
        issued_at=clock.now(),
    )


def next_reference(period: date) -> str:
    """``69060000001238``: B.E. year and month, a running number, and a check digit for keyed payments."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('contributions_bill_reference')")
        number = int(cursor.fetchone()[0])
    return case_reference.make("B", period, number)[1:].replace("-", "")
