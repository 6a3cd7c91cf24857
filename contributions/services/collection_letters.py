"""Letters of collection: written, printed, kept as sent, told to the employer; one by one or many at once."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from contributions.models import (
    CollectionCase,
    CollectionLetter,
    CollectionMonth,
    DebtKind,
    LetterKind,
)
from contributions.rules import collection_terms as terms
from contributions.selectors import collection as read
from contributions.services import collecting, joint_liability
from registration.public import employer_recipient
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.cases.offices import office_name
from sso_core.documents.public import next_number, render_pdf
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import BE_OFFSET, format_date
from sso_core.law.public import current
from sso_core.messaging.public import tell

WARN_RUN = "contributions.arrears_warn"
SERIES = "contributions.collection"
DOCUMENT_KIND = "contributions.collection"
CASES_A_CHUNK = 25


def send_letter(
    case: CollectionCase, kind: LetterKind, answer_by: date, *, by: Actor, **facts: Any
) -> CollectionLetter:
    """Print a letter, keep it, and tell the employer by every way there is. ``facts`` are what it says."""
    today = clock.today()
    year = today.year + BE_OFFSET
    number = f"{year % 100:02d}CL{next_number(SERIES, year):08d}"
    title = str(kind.label)
    document = render_pdf(
        f"contributions/letters/collection_{kind}.html",
        {
            "case": case,
            "answer_by": answer_by,
            "office": office_name(case.office, "th"),
            "by_name": by.name,
            **facts,
        },
        kind=DOCUMENT_KIND,
        subject=case.subject,
        reference=number,
        title=title,
        by=by,
    )
    letter = CollectionLetter.objects.create(
        case=case,
        kind=kind,
        number=number,
        sent_on=today,
        answer_by=answer_by,
        facts=facts,
        document_id=str(document.id),
        by_id=by.user_id,
        by_name=by.name,
    )
    context = {
        "case": case,
        "answer_by": format_date(answer_by),
        "letter": letter,
        "action_url": f"/employer/{case.account_no}/arrears/",
        "action_label": "ดูหนี้และสิ่งที่ต้องทำ",
        **facts,
    }
    tell(employer_recipient(case.account_no), f"contributions/collection_{kind}", context)
    return letter


@transaction.atomic
def warn(case_id: int, *, by: Actor) -> CollectionLetter:
    """Warn of every month not warned of yet: at least 30 days to file, pay or prove (s.47bis). Raises ``Refused``."""
    case = collecting.locked(case_id)
    collecting.refuse_illegal(case, "warn")
    today = clock.today()
    until = terms.warning(today, law=current()).until
    debts = [debt for debt in read.owed(case).debts if not debt.is_warned]
    if not debts:
        raise Refused(Finding("collection.nothing_to_warn", section="47bis"))
    letter = send_letter(case, LetterKind.WARNING, until, by=by, **_told(debts))
    CollectionMonth.objects.filter(pk__in=[d.id for d in debts]).update(warned_on=today, answer_by=until)
    collecting.move(case, "warn", by=by, answer_by=until, months=len(debts), letter=letter.number)
    joint_liability.tell_principals(case, by=by)
    return letter


def _told(debts: Sequence[read.Debt]) -> dict[str, Any]:
    """What a letter says of debts: JSON, so that it is kept as it was said."""
    whole = read.Owed(tuple(debts), clock.today())
    return {
        "months": [
            {
                "period": debt.period.be_label(),
                "kind": debt.kind,
                "people": debt.people,
                "due_on": debt.due_on.isoformat(),
                "contribution": None if debt.contribution is None else str(debt.contribution),
                "surcharge": None if debt.surcharge is None else str(debt.surcharge),
                "total": None if debt.total is None else str(debt.total),
                "ref2": debt.ref2,
            }
            for debt in debts
        ],
        "total": str(whole.total),
        "unknown": whole.unknown,
        "not_filed": any(debt.kind == DebtKind.NOT_FILED and debt.total is None for debt in debts),
    }


@transaction.atomic
def warn_of_seizure(case_id: int, *, by: Actor) -> CollectionLetter:
    """The second warning: property may be seized once its days have passed (s.50). Raises ``Refused``."""
    case = collecting.locked(case_id)
    collecting.refuse_illegal(case, "warn_seizure")
    collecting.refuse_held(case)
    debts = overdue(case)
    if not debts:
        raise Refused(Finding("collection.not_overdue", section="50"))
    until = terms.seizure_warning(clock.today(), law=current()).until
    letter = send_letter(case, LetterKind.SEIZURE_WARNING, until, by=by, **_told(debts))
    collecting.move(
        case, "warn_seizure", by=by, answer_by=until, amount=letter.facts["total"], letter=letter.number
    )
    return letter


def overdue(case: CollectionCase) -> list[read.Debt]:
    """Debts with a sum, of which the employer was warned, and whose time to answer is over."""
    today, law = clock.today(), current()
    return [
        debt
        for debt in read.owed(case).debts
        if debt.total is not None
        and debt.answer_by is not None
        and debt.answer_by < today
        and (debt.assessment is None or terms.adjustment(debt.assessment.assessed_on, law=law).is_over(today))
    ]


def start_warning_run(cases: Sequence[int], *, by: Actor) -> BatchRun:
    """Send warnings to many employers, a letter each. The same list twice on a day is one run."""
    numbers = sorted(set(cases))
    chunks = [{"cases": numbers[n : n + CASES_A_CHUNK]} for n in range(0, len(numbers), CASES_A_CHUNK)]
    today = clock.today()
    key = f"{today}/{sha256(repr(numbers).encode()).hexdigest()[:16]}"
    run = start_run(
        WARN_RUN,
        key,
        chunks,
        by=by,
        title=f"หนังสือเตือน {len(numbers):,} ราย {format_date(today)}",
        payload={"by_id": by.user_id, "by": by.name, "kind": by.kind.value},
        items=len(numbers),
    )
    params = {"cases": len(numbers), "run": run.reference}
    record("contributions.warnings_sent", by=by, subject=by.acting_for or "office:*", params=params)
    return run


def warn_slice(cases: Sequence[int], *, by: Actor) -> dict[str, int]:
    """Warn some of a run. Who paid meanwhile, or was warned by somebody else, is left out."""
    sent = 0
    for case_id in cases:
        try:
            warn(case_id, by=by)
        except Refused:
            continue
        sent += 1
    return {"items": len(cases), "sent": sent, "left_out": len(cases) - sent}
