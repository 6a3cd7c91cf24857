"""Sections 39 and 40 month by month: which months a person is billed for, and which it may pay.

Section 39 owes every month from the first on. A month of Section 40 is owed to nobody: it is paid within the
month or does not count. Months ahead may be paid in both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from contributions.models import AccountRow, Bill, BillKind, BillStatus, Difference
from contributions.selectors.accounts import gap_months
from contributions.services.billing import next_reference, refresh_bill, surcharge_on
from contributions.services.voluntary_terms import MonthTerms, advance_months, month_terms
from registration.public import CoverageView, PersonView, coverages, lock_person, person
from sso_core import clock
from sso_core.kernel.period import Period
from sso_core.kernel.period import months as months_between

SECTIONS = (39, 40)
KINDS = {39: BillKind.SECTION39, 40: BillKind.SECTION40}


@dataclass(frozen=True, slots=True)
class MonthDue:
    """A month that may be paid now. Amounts in baht, the surcharge as of today."""

    period: Period
    amount: Decimal
    surcharge: Decimal
    due_on: date

    @property
    def total(self) -> Decimal:
        return self.amount + self.surcharge


def stretches(person_id: int, section: int) -> list[CoverageView]:
    """The stretches under a section, oldest first."""
    return sorted((c for c in coverages(person_id) if c.section == section), key=lambda c: c.since)


def touching(held: Iterable[CoverageView], month: Period) -> CoverageView | None:
    """The last stretch that has a day in the month."""
    found = [c for c in held if c.since <= month.last and (c.until is None or c.until >= month.first)]
    return found[-1] if found else None


def held_today(person_id: int, section: int) -> CoverageView | None:
    today = clock.today()
    held = stretches(person_id, section)
    return next((c for c in held if c.since <= today and (c.until is None or c.until >= today)), None)


def months_billed(person_id: int, section: int) -> tuple[Period, ...]:
    """The months that everybody of the section has a bill for today; none where the status does not hold."""
    held = held_today(person_id, section)
    if held is None or person(person_id).died_on is not None:
        return ()
    now = Period.of(clock.today())
    return months_between(Period.of(held.since), now) if section == 39 else (now,)


@transaction.atomic
def bill_months(person_id: int, section: int) -> list[Bill]:
    """Each of ``months_billed`` has its bill, as of today; one made before stays.

    A month that the older system has, that is not loaded, or whose amount is not known gets none.
    """
    return _bills(person_id, section, months_billed(person_id, section))


def _bills(person_id: int, section: int, wanted: Iterable[Period]) -> list[Bill]:
    wanted = tuple(wanted)
    if not wanted:
        return []
    lock_person(person_id)
    who, held = person(person_id), stretches(person_id, section)
    settled = _settled_elsewhere(person_id, section, wanted)
    made = (_bill(who, section, month, touching(held, month)) for month in wanted if month not in settled)
    return [bill for bill in made if bill is not None]


def _settled_elsewhere(person_id: int, section: int, wanted: tuple[Period, ...]) -> frozenset[Period]:
    first, last = min(wanted), max(wanted)
    loaded = AccountRow.objects.filter(
        person_id=person_id, section=section, origin="history", period__range=(first.first, last.first)
    )
    given = Difference.objects.filter(
        person_id=person_id, section=section, base__gt=0, period__range=(first.first, last.first)
    ).exclude(origin="filing")
    days = [*loaded.values_list("period", flat=True), *given.values_list("period", flat=True)]
    paid = {Period.of(day) for day in days}
    return frozenset(paid) | gap_months(person_id, first, last)


def _bill(who: PersonView, section: int, month: Period, held: CoverageView | None) -> Bill | None:
    kind = KINDS[section]
    there = Bill.objects.filter(kind=kind, person_id=who.id, period=month.first)
    bill = there.exclude(status=BillStatus.CANCELLED).first()
    if bill is not None:
        return refresh_bill(bill.pk)
    terms = month_terms(section, month, area=who.province, option=held.option if held else None)
    return None if held is None or terms.amount is None else write_bill(who, kind, month, terms)


def write_bill(who: PersonView, kind: BillKind, month: Period, terms: MonthTerms) -> Bill:
    """A new bill of a person for a month, with the surcharge of today."""
    assert terms.amount is not None
    today = clock.today()
    bill = Bill(
        kind=kind,
        person_id=who.id,
        subject=f"person:{who.id}",
        payer_name=who.full_name,
        ref1=who.national_id,
        ref2=next_reference(month.first),
        period=month.first,
        option=terms.option,
        contribution=terms.amount,
        due_on=terms.due_on,
        worked_on=today,
        issued_at=clock.now(),
    )
    bill.surcharge = surcharge_on(bill, today)
    bill.save()
    return bill


def payable(person_id: int, section: int) -> list[MonthDue]:
    """What the person may pay today, oldest first: what is open, this month, and the months ahead."""
    held = held_today(person_id, section)
    open_bills = {Period.of(bill.period): bill for bill in open_bills_of(person_id, section)}
    ahead = _ahead(person_id, section, held) if held else ()
    who, own = person(person_id), stretches(person_id, section)
    found = []
    for month in sorted({*open_bills, *ahead}):
        bill = open_bills.get(month)
        if bill is not None:
            found.append(MonthDue(month, bill.contribution, surcharge_on(bill, clock.today()), bill.due_on))
            continue
        touched = touching(own, month)
        terms = month_terms(section, month, area=who.province, option=touched.option if touched else None)
        if touched and terms.amount is not None:
            found.append(MonthDue(month, terms.amount, Decimal("0.00"), terms.due_on))
    return found


def open_bills_of(person_id: int, section: int) -> list[Bill]:
    """Unpaid bills that can still be paid, oldest first."""
    unpaid = Bill.objects.filter(kind=KINDS[section], person_id=person_id, status=BillStatus.UNPAID)
    if section == 40:
        unpaid = unpaid.filter(due_on__gte=clock.today())
    return list(unpaid.order_by("period"))


def _ahead(person_id: int, section: int, held: CoverageView) -> tuple[Period, ...]:
    """This month and those that may be paid in advance, without what has a bill."""
    now = Period.of(clock.today())
    last = now + advance_months(section, clock.today())
    if (
        held.until is not None
        and touching(stretches(person_id, section), Period.of(held.until).next()) is None
    ):
        last = min(last, Period.of(held.until))
    taken = Bill.objects.filter(kind=KINDS[section], person_id=person_id, period__gte=now.first)
    known = {Period.of(day) for day in taken.exclude(status="cancelled").values_list("period", flat=True)}
    settled = _settled_elsewhere(person_id, section, (now, last))
    return tuple(month for month in months_between(now, last) if month not in known | settled)


def bill_ahead(person_id: int, section: int, wanted: Iterable[Period]) -> list[Bill]:
    """Bills of months that ``payable`` names."""
    return _bills(person_id, section, wanted)
