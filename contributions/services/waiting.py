"""Money of people who are in a filing but not enrolled with the employer: held, visible, released.

The filing is assessed whole. The shares of these lines are moved aside in the ledger until the
enrolment comes; then the person's account gets the month, as it was filed.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Q

from contributions.models import Bill, BillKind, BillStatus, Difference, Filing, FilingLine, WaitingLine
from contributions.services.accounts import credit_lines
from contributions.services.assessing import split
from finance.public import Posting, post_many
from sso_core import clock
from sso_core.kernel.period import Period

_HOLD = """
insert into contributions_waitingline (filing_id, period, branch_no, line, account_no, national_id, name, amount)
select filing_id, period, branch_no, line, account_no, national_id, first_name || ' ' || last_name, employee + employer
  from contributions_line where period = %s and filing_id = %s and person_id is null and base > 0
returning branch_no, line"""


def hold(filing: Filing) -> int:
    """Note every line without a person, and move its shares aside in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [filing.period, filing.pk])
        places = cursor.fetchall()
    if places:
        lines = FilingLine.objects.filter(
            period=filing.period, filing_id=filing.pk, person_id=None, base__gt=0
        )
        post_many([_posting(filing, line, "waiting_for_enrolment", "held") for line in lines])
    return len(places)


def numbers_held(account_no: str) -> frozenset[str]:
    """The people of an employer's filings whose money waits for their enrolment."""
    waits = WaitingLine.objects.filter(account_no=account_no, settled_at=None)
    return frozenset(waits.values_list("national_id", flat=True))


@transaction.atomic
def release(*, person_id: int, national_id: str, account_no: str) -> int:
    """The person is enrolled: give the held lines of the employed months their person.

    Paid months go to the account at once; unpaid ones will, with the rest of their filing.
    """
    held = list(
        WaitingLine.objects.select_for_update()
        .select_related("filing")
        .filter(account_no=account_no, national_id=national_id, settled_at=None)
    )
    released = [line for line in held if _give_person(line, person_id)]
    return len(released)


def _give_person(held: WaitingLine, person_id: int) -> bool:
    period = Period.of(held.period)
    if not _employed(person_id, held.account_no, period):
        return False
    lines = FilingLine.objects.filter(
        period=held.period, filing_id=held.filing_id, branch_no=held.branch_no, line=held.line
    )
    lines.update(person_id=person_id)
    changes = Difference.objects.filter(
        period=held.period, account_no=held.account_no, national_id=held.national_id
    )
    changes.filter(person_id=None).update(person_id=person_id)
    line = _standing(lines.get(), changes)
    held.settled_at, held.person_id = clock.now(), person_id
    held.save()
    if line.employee or line.employer or line.government:
        post_many([_posting(held.filing, line, "enrolment_settled", "released")])
    bill = Bill.objects.filter(own_bill(held.filing), status=BillStatus.PAID).first()
    if bill is not None or held.filing.cleared_on:
        credit_lines(held.filing, bill, branch=held.branch_no, since=held.line, until=held.line)
    return True


def own_bill(filing: Filing) -> Q:
    """The bill that asks for a filing's lines, where it is not cancelled."""
    return Q(filing=filing, kind=BillKind.FILING) | Q(pk=filing.billed_in_id)


def _standing(line: FilingLine, changes: Iterable[Difference]) -> FilingLine:
    """The line as it stands after its differences, not to be saved."""
    for change in changes:
        line.employee += change.employee
        line.employer += change.employer
        line.government += change.government
    return line


def _employed(person_id: int, account_no: str, period: Period) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """select 1 from registration_roll where person_id = %s and account_no = %s and starts_on <= %s
               and (ends_on is null or ends_on >= %s)""",
            [person_id, account_no, period.last, period.first],
        )
        return cursor.fetchone() is not None


def _posting(filing: Filing, line: FilingLine, rule: str, what: str) -> Posting:
    shares = {"employee": line.employee, "employer": line.employer, "government": line.government}
    amounts = split(Period.of(filing.period), shares)
    return Posting(
        event_key=f"filing:{filing.pk}:{line.branch_no}:{line.line}:{what}",
        rule=rule,
        on=clock.today(),
        amounts={f"{payer}.{fund}": amount for (payer, fund), amount in amounts.items() if amount},
        ref=f"filing:{filing.reference}",
        subject=f"employer:{filing.account_no}",
        memo=f"{filing.reference} แถว {line.line}",
    )


def total_held(lines: Iterable[WaitingLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal("0.00"))
