"""The office assesses a month that was not filed (s.47bis), and gives way to the truth when it comes.

An assessment is a bill and a ledger entry of its own; it names nobody. When the employer files, or proves another
sum, the entry is reversed, and money that was paid for it is held for what is really owed.
"""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from contributions.models import (
    Bill,
    BillKind,
    BillStatus,
    CollectionCase,
    CollectionMonth,
    DebtKind,
    Filing,
    LetterKind,
    OfficeAssessment,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.rules import collection_terms as terms
from contributions.rules.assessment import PaidMonth, Worker, assessment
from contributions.services import collecting
from contributions.services.assessing import split
from contributions.services.billing import next_reference
from contributions.services.bouncing import unsettle
from contributions.services.collection_letters import send_letter
from contributions.services.parts import keep_parts
from contributions.services.receiving import needed_of, paid_day, settle_held
from finance.public import post, reverse
from registration.public import province_on, staff_of
from sso_core import clock
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.branch_no import HEAD_OFFICE
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Step, Worked
from sso_core.law.public import NoLaw, current
from sso_core.law.steps import plain_number, step

_LAST_PAID = """
select f.period, sum(f.employee), sum(f.employer)
  from contributions_filing f
 where f.account_no = %(account)s and f.status = 'submitted' and f.period < %(before)s
 group by f.period
having sum(f.employee + f.employer) > 0
   and bool_and(f.cleared_on is not null
                or exists (select from contributions_bill b
                            where b.status = 'paid'
                              and (b.id = f.billed_in_id or b.kind = 'filing' and b.filing_id = f.id)))
 order by f.period desc limit 1"""
_LAST_WAGES = """
select distinct on (l.person_id) l.person_id, l.wage
  from contributions_line l
 where l.account_no = %(account)s and l.period < %(before)s and l.person_id is not null
 order by l.person_id, l.period desc"""
_FILED = """
select s.id, f.id
  from contributions_officeassessment s
  join contributions_filing f on f.account_no = s.account_no and f.period = s.period and f.status = 'submitted'
 where s.replaced_on is null and s.account_no between %s and %s order by s.id, f.id desc"""


def work_out(account: str, period: Period) -> Worked:
    """What s.47bis gives for a month of an employer, from what the register and the bills say."""
    found = _last_paid(account, period)
    workers = () if found else _workers(account, period)
    return assessment(period, law=current(), last_paid=found, workers=workers)


def _last_paid(account: str, period: Period) -> PaidMonth | None:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_PAID, {"account": account, "before": period.first})
        row = cursor.fetchone()
    return PaidMonth(Period.of(row[0]), row[1], row[2]) if row else None


def _workers(account: str, period: Period) -> list[Worker]:
    """Who was on the register in the month, once each, with the wage last filed, else told at the enrolment."""
    places: dict[str, str] = {}
    found: dict[int, Worker] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WAGES, {"account": account, "before": period.first})
        filed: dict[int, Decimal] = dict(cursor.fetchall())
    for one in staff_of(account):
        if one.starts_on > period.last or (one.ends_on is not None and one.ends_on < period.first):
            continue
        if one.branch_no not in places:
            places[one.branch_no] = province_on(account, one.branch_no, period.first) or ""
        found[one.person_id] = Worker(filed.get(one.person_id) or one.wage or None, places[one.branch_no])
    return list(found.values())


def assessable(case: CollectionCase) -> list[CollectionMonth]:
    """The months that nobody filed and whose warning has run out."""
    rows = case.months.filter(
        kind=DebtKind.NOT_FILED, settled_on=None, bill=None, answer_by__lt=clock.today()
    )
    return list(rows.order_by("period"))


@transaction.atomic
def assess_case(case_id: int, *, by: Actor) -> list[OfficeAssessment]:
    """Assess every month of the case whose warning has run out, bill it, and tell the employer. Raises ``Refused``."""
    case = collecting.locked(case_id)
    collecting.refuse_illegal(case, "assess")
    collecting.refuse_held(case)
    months = assessable(case)
    if not months:
        raise Refused(Finding("collection.nothing_to_assess", section="47bis"))
    made = [_assess_month(case, month, by=by) for month in months]
    total = sum((one.amount for one in made), ZERO)
    letter = send_letter(
        case,
        LetterKind.ASSESSMENT,
        terms.adjustment(clock.today(), law=current()).until,
        by=by,
        months=[_told(one) for one in made],
        total=str(total),
        proof_until=made[0].proof_until.isoformat(),
    )
    collecting.move(
        case,
        "assess",
        by=by,
        answer_by=letter.answer_by,
        amount=total,
        months=len(made),
        letter=letter.number,
    )
    return made


def _told(one: OfficeAssessment) -> dict[str, object]:
    period = Period.of(one.period).be_label()
    return {"period": period, "amount": str(one.amount), "ref2": one.bill.ref2, "worked": one.worked}


def _assess_month(case: CollectionCase, month: CollectionMonth, *, by: Actor) -> OfficeAssessment:
    try:
        worked = work_out(case.account_no, Period.of(month.period))
    except NoLaw as unknown:
        raise Refused(
            Finding("collection.law_unknown", params={"why": unknown.th}, section="47bis")
        ) from None
    except ValueError:
        params = {"month": Period.of(month.period).be_label()}
        raise Refused(Finding("collection.nobody_on_register", params=params, section="47bis")) from None
    return _make(case, month, worked, str(worked.inputs["way"]), by=by)


def _make(
    case: CollectionCase,
    month: CollectionMonth,
    worked: Worked,
    way: str,
    *,
    by: Actor,
    proof_until: date | None = None,
) -> OfficeAssessment:
    """The assessment with its bill, its shares by fund and its ledger entry; the month has a sum now."""
    today, law = clock.today(), current()
    bill = Bill.objects.create(
        kind=BillKind.ASSESSED,
        subject=case.subject,
        payer_name=case.employer_name,
        ref1=case.account_no,
        ref2=next_reference(month.period),
        period=month.period,
        contribution=worked["amount"],
        due_on=month.due_on,
        worked_on=month.due_on,
        issued_at=clock.now(),
    )
    made = OfficeAssessment.objects.create(
        case=case,
        account_no=case.account_no,
        period=month.period,
        way=way,
        amount=worked["amount"],
        worked=worked.as_dict(),
        law_hash=law.hash,
        bill=bill,
        assessed_on=today,
        proof_until=proof_until or terms.proof(today, law=law).until,
        assessed_by_id=by.user_id,
        assessed_by=by.name,
    )
    shares = split(Period.of(month.period), {p: worked[p] for p in ("employee", "employer")})
    keep_parts(bill, {(HEAD_OFFICE, payer, fund): amount for (payer, fund), amount in shares.items()})
    post(
        event_key=_key(made),
        rule="contribution_estimated",
        on=today,
        amounts={f"{payer}.{fund}": amount for (payer, fund), amount in shares.items() if amount},
        ref=f"bill:{bill.ref2}",
        subject=case.subject,
        memo=f"ประเมินตามมาตรา 47 ทวิ {Period.of(month.period).be_label()}",
    )
    month.bill = bill
    month.settled_on = None
    month.save(update_fields=["bill", "settled_on"])
    return made


def _key(one: OfficeAssessment) -> str:
    return f"office_assessment:{one.pk}"


def replace_filed(low: str, high: str) -> int:
    """Let real filings take the place of assessments of the same month, of a range of employers; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FILED, [low, high])
        found = dict(reversed(cursor.fetchall()))
    for assessment_id, filing_id in sorted(found.items()):
        replace_by_filing(assessment_id, Filing.objects.get(pk=filing_id))
    return len(found)


def filed(filing: Filing) -> None:
    """A filing was submitted: an assessment of its month, if there is one, gives way at once."""
    found = OfficeAssessment.objects.filter(
        account_no=filing.account_no, period=filing.period, replaced_on=None
    )
    for number in found.values_list("pk", flat=True):
        replace_by_filing(number, filing)


@transaction.atomic
def replace_by_filing(assessment_id: int, filing: Filing) -> None:
    """The real filing counts: the assessment is reversed, what was paid for it is put to the filing's bill."""
    one = _standing(assessment_id)
    if one is None:
        return
    held = _withdraw(one, why=f"ยื่นแบบ {filing.reference}", filing=filing)
    paid = sum((item.amount for item in held), ZERO)
    bill = Bill.objects.filter(filing=filing, kind=BillKind.FILING).exclude(status="cancelled").first()
    _use(held, bill)
    facts = {"period": Period.of(one.period).be_label(), "filing": filing.reference}
    collecting.write(one.case, "replaced", SYSTEM, amount=one.amount, held=paid, **facts)


@transaction.atomic
def prove(assessment_id: int, *, employee: Decimal, employer_share: Decimal, why: str, by: Actor) -> None:
    """An officer accepts a proof that another sum is owed: more or less is told with 30 days' notice (s.47bis).

    A sum of 0 means that nothing was owed. Raises ``Refused`` after the two years, and for no change or no reason.
    """
    one = _standing(assessment_id)
    if one is None:
        raise Refused(Finding("collection.assessment_gone", section="47bis"))
    if clock.today() > one.proof_until:
        raise Refused(Finding("collection.proof_late", section="47bis"))
    if not why.strip():
        raise Refused(Finding("collection.reason_missing", field="why"))
    amount = employee + employer_share
    if amount == one.amount:
        raise Refused(Finding("collection.no_change", field="employee"))
    case = collecting.locked(one.case_id)
    month = CollectionMonth.objects.filter(case=case, bill=one.bill).first()
    held = _withdraw(one, why=why.strip(), filing=None)
    paid = sum((item.amount for item in held), ZERO)
    bill = None
    if amount and month is not None:
        bill = _make(
            case,
            month,
            _proved(one, employee, employer_share),
            "proved",
            by=by,
            proof_until=one.proof_until,  # the two years run from the first assessment
        ).bill
    _use(held, bill)
    _tell_adjustment(case, one, amount, held=paid, bill=bill, why=why.strip(), by=by)


def _proved(one: OfficeAssessment, employee: Decimal, employer_share: Decimal) -> Worked:
    amount = employee + employer_share
    steps: tuple[Step, ...] = (
        step("assessed", ("ยอดที่ประเมินไว้", "Sum assessed before"), "47bis", one.amount,
             formula=plain_number(one.amount)),
        step("amount", ("ยอดตามที่พิสูจน์", "Sum as proved"), "47bis", amount,
             formula=f"ผู้ประกันตน {plain_number(employee)} + นายจ้าง {plain_number(employer_share)}"),
        step("difference", ("ส่วนต่าง", "Difference"), "47bis", amount - one.amount,
             formula=f"{plain_number(amount)} - {plain_number(one.amount)}"),
    )  # fmt: skip
    results = {
        "employee": employee,
        "employer": employer_share,
        "difference": amount - one.amount,
        "amount": amount,
    }
    return Worked(
        "contribution.assessment", results, steps, {"period": str(one.period)}, one.period, current().hash
    )


def _tell_adjustment(
    case: CollectionCase,
    one: OfficeAssessment,
    amount: Decimal,
    *,
    held: Decimal,
    bill: Bill | None,
    why: str,
    by: Actor,
) -> None:
    letter = send_letter(
        case,
        LetterKind.ADJUSTMENT,
        terms.adjustment(clock.today(), law=current()).until,
        by=by,
        period=Period.of(one.period).be_label(),
        before=str(one.amount),
        after=str(amount),
        held=str(held),
        ref2=bill.ref2 if bill else "",
        why=why,
    )
    collecting.write(case, "proved", by, amount=amount, before_amount=one.amount, letter=letter.number)


def _standing(assessment_id: int) -> OfficeAssessment | None:
    rows = OfficeAssessment.objects.select_for_update(of=("self",)).select_related("case", "bill")
    return rows.filter(pk=assessment_id, replaced_on=None).first()


def _withdraw(one: OfficeAssessment, *, why: str, filing: Filing | None) -> list[SuspenseItem]:
    """Take an assessment out of the books; the money that was paid for it is held again, and comes back."""
    bill = Bill.objects.select_for_update(of=("self",)).get(pk=one.bill_id)
    today = clock.today()
    if bill.status == BillStatus.PAID:
        unsettle(bill, why)
    reverse(_key(one), on=today, reason=why[:300])
    one.replaced_on, one.why, one.replaced_by = today, why[:300], filing
    one.save(update_fields=["replaced_on", "why", "replaced_by"])
    CollectionMonth.objects.filter(bill=bill).update(settled_on=today)
    bill.status = BillStatus.CANCELLED
    bill.save(update_fields=["status"])
    items = SuspenseItem.objects.select_for_update(of=("self",)).select_related("money_in")
    return list(items.filter(bill=bill, status=SuspenseStatus.OPEN).order_by("pk"))


def _use(held: list[SuspenseItem], bill: Bill | None) -> None:
    """Put what was paid for an assessment to what is really owed; what is over, or not enough yet, stays held."""
    reason = SuspenseReason.OVER if bill is None or bill.status != BillStatus.UNPAID else SuspenseReason.SHORT
    for item in held:
        item.bill, item.reason = bill or item.bill, reason
        item.save(update_fields=["bill", "reason"])
    if bill is None or reason == SuspenseReason.OVER or not held:
        return
    locked = Bill.objects.select_for_update(of=("self",)).select_related("filing").get(pk=bill.pk)
    if sum((item.amount for item in held), ZERO) >= needed_of(locked):
        settle_held(locked, held, paid_on=max(paid_day(item.money_in) for item in held), by=None)
