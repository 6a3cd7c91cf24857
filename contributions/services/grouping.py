"""Several months paid at once: one pair of references, and what comes under it goes to the oldest month first."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from contributions.models import Bill, BillGroup, BillStatus, MoneyIn
from contributions.services.billing import next_reference, refresh_bill, surcharge_on
from contributions.services.receiving import BankLine, plain, receive
from contributions.services.voluntary import bill_ahead, payable
from registration.public import lock_person, person
from sso_core import clock
from sso_core.clock import BANGKOK
from sso_core.kernel.finding import Finding, Refused

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class GroupView:
    """The months of a group as they stand today; ``total`` is what is still to pay, in baht."""

    id: int
    ref1: str
    ref2: str
    payer_name: str
    bills: tuple[Bill, ...]

    @property
    def unpaid(self) -> tuple[Bill, ...]:
        return tuple(bill for bill in self.bills if bill.status == BillStatus.UNPAID)

    @property
    def total(self) -> Decimal:
        return sum((bill.total for bill in self.unpaid), ZERO)


@transaction.atomic
def bill_together(person_id: int, section: int, count: int) -> BillGroup:
    """The oldest ``count`` months that may be paid, under one reference; the same months again, the same group.

    Raises ``Refused`` where there are not so many.
    """
    lock_person(person_id)
    wanted = payable(person_id, section)[:count]
    if count < 1 or len(wanted) < count:
        params = {"count": count, "most": len(wanted)}
        raise Refused(Finding("voluntary.months", field="months", params=params, section=str(section)))
    bills = bill_ahead(person_id, section, [month.period for month in wanted])
    keys = {bill.pk for bill in bills}
    for group in BillGroup.objects.filter(person_id=person_id, bills__in=keys).distinct():
        if set(group.bills.values_list("pk", flat=True)) == keys:
            return group
    who = person(person_id)
    group = BillGroup.objects.create(
        person_id=person_id,
        subject=f"person:{person_id}",
        payer_name=who.full_name,
        ref1=who.national_id,
        ref2=next_reference(clock.today()),
        issued_at=clock.now(),
    )
    group.bills.set(bills)
    return group


def group_view(group: BillGroup) -> GroupView:
    """The group with every bill refreshed to today."""
    keys = group.bills.order_by("period").values_list("pk", flat=True)
    bills = tuple(refresh_bill(key) for key in list(keys))
    return GroupView(group.pk, group.ref1, group.ref2, group.payer_name, bills)


@transaction.atomic
def receive_any(line: BankLine) -> list[MoneyIn]:
    """Take a bank's line, for one bill or for a group; taken before, nothing happens."""
    refs = {"ref1": plain(line.ref1), "ref2": plain(line.ref2)}
    group = BillGroup.objects.select_for_update().filter(**refs).first()
    if group is None:
        return [receive(line)]
    known = list(MoneyIn.objects.filter(bank_line_id__startswith=f"{line.bank_line_id}/"))
    return known or [receive(part) for part in _parts(group, line)]


def _parts(group: BillGroup, line: BankLine) -> list[BankLine]:
    """The line, divided over the unpaid bills; what is left over keeps the references of the group."""
    paid_on = line.paid_at.astimezone(BANGKOK).date()
    left, parts = line.amount, []
    for bill in group.bills.filter(status=BillStatus.UNPAID).order_by("period"):
        part = min(left, bill.contribution + surcharge_on(bill, paid_on))
        left -= part
        if part:
            parts.append(_part(line, bill.ref2, bill.ref1, part))
    return [*parts, _part(line, group.ref2, group.ref1, left)] if left else parts


def _part(line: BankLine, ref2: str, ref1: str, amount: Decimal) -> BankLine:
    return replace(line, bank_line_id=f"{line.bank_line_id}/{ref2}", ref1=ref1, ref2=ref2, amount=amount)
