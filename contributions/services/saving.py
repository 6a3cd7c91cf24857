"""Saving beside the contributions of Section 40: own bills, own account of the ledger, shown apart."""

from decimal import Decimal

from django.db import transaction

from contributions.models import Bill, BillKind, BillStatus
from contributions.rules import section40
from contributions.services.voluntary import held_today, write_bill
from contributions.services.voluntary_terms import MonthTerms
from registration.public import lock_person, person
from sso_core import clock
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period
from sso_core.law.public import current

KIND = BillKind.SAVING


def most(person_id: int) -> Decimal:
    """The most that the person may save this month, in baht; 0 where its option has no saving."""
    held = held_today(person_id, 40)
    if held is None or held.option is None:
        return Decimal("0.00")
    return section40.saving_most(held.option, Period.of(clock.today()), law=current())


def this_month(person_id: int) -> Bill | None:
    """The saving of this month, waiting or paid."""
    month = Period.of(clock.today()).first
    found = Bill.objects.filter(kind=KIND, person_id=person_id, period=month)
    return found.exclude(status=BillStatus.CANCELLED).first()


@transaction.atomic
def save(person_id: int, amount: Decimal) -> Bill:
    """A bill of a saving for this month; the same sum again is the same bill, another replaces an unpaid one.

    Raises ``Refused``: no saving under the option, a sum above the limit, or saved already this month.
    """
    lock_person(person_id)
    limit = most(person_id)
    if not limit:
        raise Refused(Finding("saving.not_open", section="40"))
    if not 0 < amount <= limit or amount != round(amount, 2):
        raise Refused(
            Finding("saving.amount", field="amount", params={"most": f"{limit:,.2f}"}, section="40")
        )
    present = this_month(person_id)
    if present is not None and present.status == BillStatus.PAID:
        raise Refused(Finding("saving.done", section="40"))
    if present is not None:
        if present.contribution == amount:
            return present
        present.status = BillStatus.CANCELLED
        present.save(update_fields=["status"])
    month, held = Period.of(clock.today()), held_today(person_id, 40)
    assert held is not None
    terms = MonthTerms(None, held.option, amount, section40.pay_until(month, law=current()))
    return write_bill(person(person_id), KIND, month, terms)
