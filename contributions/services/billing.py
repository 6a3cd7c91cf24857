"""Bills: two references, a sum, a last day, and the surcharge of being late."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from contributions.models import Adjustment, Bill, BillKind, BillStatus, Filing
from contributions.rules import section39 as section39_rules
from contributions.services.due import due_on
from contributions.services.parts import Parts, assessed, by_branch, keep_parts, parts_of, total
from contributions.services.totals import late, provinces_of
from registration.public import employer, provinces_on
from sso_core import clock
from sso_core.kernel import case_reference
from sso_core.kernel.period import Period
from sso_core.law.public import in_force


def bill_filing(filing: Filing) -> Bill | None:
    """The bill of a submitted filing, with the surcharge up to today; none where every wage is 0."""
    parts = assessed(filing.pk)
    if not total(parts):
        return None
    return _employer_bill(BillKind.FILING, filing.account_no, filing.period, parts, filing=filing)


def bill_difference(adjustment: Adjustment, parts: Parts) -> Bill:
    """The bill of what an adjustment makes owed beyond what was; late from the month's own due date (s.49)."""
    bill = _employer_bill(
        BillKind.DIFFERENCE,
        adjustment.account_no,
        adjustment.period,
        parts,
        filing=adjustment.filing,
        adjustment=adjustment,
    )
    keep_parts(bill, parts)
    return bill


def replace_bill(old: Bill, parts: Parts) -> Bill:
    """Cancel an unpaid bill and issue it anew for another sum; the old one leads to the new one."""
    account = old.subject.partition(":")[2]
    cancel_bill(old)
    bill = _employer_bill(
        BillKind(old.kind), account, old.period, parts, filing=old.filing, adjustment=old.adjustment
    )
    keep_parts(bill, parts)
    old.replaced_by = bill
    old.save(update_fields=["replaced_by"])
    return bill


def cancel_bill(bill: Bill) -> None:
    bill.status = BillStatus.CANCELLED
    bill.save(update_fields=["status"])


def _employer_bill(
    kind: BillKind,
    account: str,
    month: date,
    parts: Parts,
    *,
    filing: Filing | None,
    adjustment: Adjustment | None = None,
) -> Bill:
    today = clock.today()
    due = dues(account, month, by_branch(parts), filing=filing)
    return Bill.objects.create(
        kind=kind,
        filing=filing,
        adjustment=adjustment,
        subject=f"employer:{account}",
        payer_name=filing.employer_name if filing else _name(account),
        ref1=account,
        ref2=next_reference(month),
        period=month,
        contribution=total(parts),
        surcharge=surcharge_of(parts, due, today),
        due_on=min(due.values(), default=due_on(Period.of(month))),
        worked_on=today,
        issued_at=clock.now(),
    )


def _name(account: str) -> str:
    found = employer(account)
    return found.name if found else account


def dues(account: str, month: date, branches: Iterable[str], *, filing: Filing | None) -> dict[str, date]:
    """The last day of each branch for a wage month: by the place that was assessed, else by the register."""
    period, wanted = Period.of(month), set(branches)
    places = provinces_of(filing) if filing else {}
    if wanted - places.keys():
        places = provinces_on(account, period.last) | places
    return {branch: due_on(period, places.get(branch)) for branch in wanted}


def surcharge_of(parts: Parts, due: Mapping[str, date], day: date) -> Decimal:
    """The lawful surcharge of these parts paid on ``day``, by the due date of each branch (s.49)."""
    late_ones = ((amount, due[branch]) for branch, amount in by_branch(parts).items() if amount > 0)
    return sum((late(amount, last, day)["surcharge"] for amount, last in late_ones), Decimal("0.00"))


def surcharge_on(bill: Bill, day: date) -> Decimal:
    """The lawful surcharge of a bill if it is paid on ``day``."""
    if bill.kind == BillKind.SURCHARGE:
        return bill.surcharge
    if bill.kind in (BillKind.SECTION40, BillKind.SAVING, BillKind.INSTALMENT, BillKind.RECLAIM):
        return Decimal("0.00")
    if bill.kind == BillKind.SECTION39:
        paid = max(day, bill.due_on)
        worked = section39_rules.surcharge(bill.contribution, due=bill.due_on, paid=paid, law=in_force())
        return worked["surcharge"]
    return surcharge_of_parts(bill, parts_of(bill), day)


def surcharge_of_parts(bill: Bill, parts: Parts, day: date) -> Decimal:
    """The same if the bill asked for these parts."""
    account = bill.subject.partition(":")[2]
    return surcharge_of(parts, dues(account, bill.period, by_branch(parts), filing=bill.filing), day)


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
        rest_of=bill,
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
