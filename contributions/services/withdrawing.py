"""The insured days of a person changed: months of Sections 39 and 40 that no longer are ones are taken back.

An unpaid bill is withdrawn. A paid month, as after a job that began while months ahead were paid, is undone whole:
its money is held for the office to give back or to use otherwise, and the person is told. A month ahead under
another option is billed anew, and its money goes to the new bill.
"""

from decimal import Decimal
from functools import partial

from django.db import transaction

from contributions.models import Bill, BillKind, BillStatus, SuspenseItem, SuspenseReason
from contributions.services.mandates import stop_for_nothing
from contributions.services.voluntary import KINDS, SECTIONS, bill_ahead, held_today, stretches, touching
from contributions.services.voluntary_rebilling import bill_anew, cancel, free_money
from registration.public import lock_person, person, recipient_of
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period
from sso_core.messaging.public import tell

WHY = "ไม่ได้เป็นผู้ประกันตนมาตรานี้ในเดือนนั้น"
OTHER_OPTION = "เปลี่ยนทางเลือกก่อนถึงเดือนนั้น"


@transaction.atomic
def follow_coverage(person_id: int) -> int:
    """Bring the person's own bills in line with its insured days; returns how many months were taken back."""
    lock_person(person_id)
    done = 0
    for section in SECTIONS:
        held = stretches(person_id, section)
        for bill in _bills_of(person_id, section):
            month = Period.of(bill.period)
            touched = touching(held, month)
            if touched is None:
                done += _withdraw(bill, section)
            elif bill.option is not None and touched.option != bill.option and _is_ahead(month):
                bill_anew(bill, partial(_bill_ahead, person_id, month), why=OTHER_OPTION)
                done += 1
    if not any(held_today(person_id, section) for section in SECTIONS):
        stop_for_nothing(person_id)
    return done


def _bills_of(person_id: int, section: int) -> list[Bill]:
    kinds = [KINDS[section], *([BillKind.SAVING] if section == 40 else [])]
    found = Bill.objects.select_for_update(of=("self",)).filter(subject=f"person:{person_id}", kind__in=kinds)
    # What is saved stays saved: only a saving that was not paid yet goes with its month.
    own = found.exclude(status=BillStatus.CANCELLED).exclude(kind=BillKind.SAVING, status=BillStatus.PAID)
    return list(own.order_by("period", "pk"))


def _is_ahead(month: Period) -> bool:
    return month > Period.of(clock.today())


def _bill_ahead(person_id: int, month: Period) -> Bill:
    (new,) = bill_ahead(person_id, 40, [month])
    return new


def _withdraw(bill: Bill, section: int) -> int:
    was_paid, amount = bill.status == BillStatus.PAID, bill.total
    items = free_money(bill, WHY)
    cancel(bill)
    SuspenseItem.objects.filter(pk__in=[item.pk for item in items]).update(reason=SuspenseReason.CANCELLED)
    if was_paid:
        params = {"bill": bill.ref2, "amount": str(amount)}
        record("contributions.month_withdrawn", by=SYSTEM, subject=bill.subject, params=params)
        _tell_withdrawn(bill, amount, section)
    return 1


def _tell_withdrawn(bill: Bill, amount: Decimal, section: int) -> None:
    assert bill.person_id is not None
    if person(bill.person_id).died_on is not None:
        return
    context = {
        "period": bill.period,
        "amount": amount,
        "section": section,
        "action_url": "/me/contributions/",
        "action_label": "ดูเงินสมทบของฉัน",
    }
    tell(recipient_of(bill.person_id), "contributions/month_withdrawn", context)
