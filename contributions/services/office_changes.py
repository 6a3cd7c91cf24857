"""What only two officers together may change: a paid filing taken back, and months that stand under the wrong person.

An officer or the employer asks by a case; another officer decides. What is decided is written as differences, so the
member sees the old and the new with the reason. Moving months moves no money: the sums of the employer stay.
"""

from django.db import connection, transaction

from contributions.files.checks import block
from contributions.models import Cause, Filing
from contributions.services import account_changes, changing, differences
from contributions.services.differences import Why
from contributions.services.locking import lock_month
from registration.public import PersonView, employer, person, person_by_national_id
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period, months

WITHDRAW = "contributions.withdraw"
MOVE = "contributions.move_months"
MOST_MONTHS = 240
_MOVED = """
select s.account_no, s.national_id, s.branch_no, s.filing_id, s.line, s.person_id, -s.wage, -s.base, -s.employee,
       -s.employer, -s.government
  from contributions_standing s
 where s.period = %(period)s and s.account_no = %(account)s and s.person_id = %(source)s and s.base > 0
union all
select s.account_no, %(number)s, s.branch_no, min(s.filing_id), min(s.line), %(target)s, sum(s.wage), sum(s.base),
       sum(s.employee), sum(s.employer), sum(s.government)
  from contributions_standing s
 where s.period = %(period)s and s.account_no = %(account)s and s.person_id = %(source)s and s.base > 0
 group by s.account_no, s.branch_no"""

_COUNT = """
select (select count(*) from contributions_standing s
         where s.person_id = %(person)s and s.account_no = %(account)s
           and s.period between %(since)s and %(until)s and s.base > 0)
     + (select count(*) from contributions_account_standing a
         where a.person_id = %(person)s and a.account_no = %(account)s
           and a.period between %(since)s and %(until)s and a.base > 0)"""


@transaction.atomic
def ask_withdrawal(filing_id: int, *, reason: str, by: Actor) -> cases.CaseView | None:
    """Take a filing back at once while nothing is paid; else ask the office. Raises ``Refused``."""
    filing = Filing.objects.get(pk=filing_id)
    if not reason.strip():
        raise Refused(block("reason_needed", 0, "reason"))
    if not changing.is_paid(filing):
        changing.withdraw(filing_id, reason=reason, by=by)
        return None
    found = employer(filing.account_no)
    if found is None or not changing.may_withdraw(filing):
        raise Refused(block("nothing_to_withdraw", 0, ""))
    subject = f"employer:{filing.account_no}"
    for one in cases.open_cases_telling(WITHDRAW, filing=filing_id):
        return one
    return cases.open_case(
        WITHDRAW,
        subject=subject,
        subject_name=filing.employer_name,
        subject_ident=filing.account_no,
        applicant=by,
        office=found.office,
        payload={"filing": filing_id, "reference": filing.reference, "reason": reason.strip()},
    )


def withdrawal_decided(case: cases.CaseView, decision: cases.Decision) -> None:
    if decision.approved:
        by = Actor(ActorKind.OFFICER, decision.checker_id, decision.checker_name)
        changing.withdraw(case.payload["filing"], reason=case.payload["reason"], by=by, through_office=True)


def ask_move(
    source_id: int,
    *,
    number: str,
    account: str,
    since: Period,
    until: Period,
    reason: str,
    by: Actor,
) -> cases.CaseView:
    """Ask that months that stand under ``source_id`` become another person's. Raises ``Refused``.

    They are of one employer, or, where ``account`` is blank, those that were paid for oneself.
    """
    source, target = person(source_id), _target(number)
    if target.id == source.id:
        raise Refused(Finding("move.same_person", field="number"))
    if not 0 <= until.minus(since) < MOST_MONTHS:
        raise Refused(Finding("move.months", field="until"))
    if not _count(source.id, account, since, until):
        raise Refused(Finding("move.nothing_there", field="account"))
    if not reason.strip():
        raise Refused(Finding("move.reason", field="reason"))
    return cases.open_case(
        MOVE,
        subject=f"person:{source.id}",
        subject_name=source.full_name,
        subject_ident=source.national_id,
        applicant=by,
        office=source.office,
        payload={
            "target": target.id,
            "number": target.national_id,
            "name": target.full_name,
            "account": account,
            "since": str(since),
            "until": str(until),
            "reason": reason.strip(),
        },
        channel="office",
        tell=False,
    )


def _target(number: str) -> PersonView:
    found = person_by_national_id(number)
    if found is None:
        raise Refused(Finding("move.nobody", field="number", params={"number": number}))
    return found


def months_to_move(source_id: int, account: str, since: Period, until: Period) -> tuple[Period, ...]:
    """The months of the range that stand under the person at the employer; blank: paid for oneself."""
    return tuple(period for period in months(since, until) if _count(source_id, account, period, period))


def _count(source_id: int, account: str, since: Period, until: Period) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT, {"person": source_id, "account": account, "since": since.first, "until": until.first}
        )
        return int(cursor.fetchone()[0])


def move_decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Move the months: taken from the one, given to the other, in the same amounts."""
    if not decision.approved or case.person_id is None:
        return
    told = case.payload
    by = Actor(ActorKind.OFFICER, decision.checker_id, decision.checker_name)
    why = Why(Cause.CORRECTION, f"case:{case.reference}", by, told["reason"])
    since, until = Period.parse(told["since"]), Period.parse(told["until"])
    source, target = person(case.person_id), person(told["target"])
    for period in months_to_move(source.id, told["account"], since, until):
        move_month(period, source, target, told["account"], why)


def move_month(period: Period, source: PersonView, target: PersonView, account: str, why: Why) -> None:
    """Give a month to its owner: what was filed, what was loaded, and what was paid for oneself."""
    lock_month(account, period)
    values = {
        "period": period.first,
        "account": account,
        "source": source.id,
        "target": target.id,
        "number": target.national_id,
    }
    if account and differences.fill(_MOVED, values):
        differences.write(period, [account], why)
    account_changes.move(period, source, target, account, why)
