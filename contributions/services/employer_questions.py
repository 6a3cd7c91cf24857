"""The office asks an employer about the months that somebody looks for, and the employer answers once."""

from datetime import date

from django.db import IntegrityError, transaction

from contributions.models import EmployerAnswer, EmployerQuestion
from contributions.selectors.month_searches import rows_of
from contributions.services.month_searches import FIND, NOTABLE
from registration.public import employer, employer_recipient
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period
from sso_core.messaging.public import tell


@transaction.atomic
def ask_employer(reference: str, account: str, text: str, due_on: date, *, by: Actor) -> EmployerQuestion:
    """Ask an employer about the months of a search; an employer is asked once a case. Raises ``Refused``."""
    case = cases.case(reference)
    if case is None or case.type != FIND or case.status not in NOTABLE:
        raise Refused(Finding("search.closed"))
    if by.user_id is not None and by.user_id == case.applicant_user_id:
        raise Refused(Finding("case.applicant_decides"))
    if employer(account) is None:
        raise Refused(Finding("search.employer_unknown", field="account"))
    if not text.strip():
        raise Refused(Finding("search.question", field="text"))
    if due_on <= clock.today():
        raise Refused(Finding("case.due_past", field="due_on"))
    months = ", ".join(Period.of(row.period).be_short() for row in rows_of(reference))
    try:
        with transaction.atomic():
            asked = EmployerQuestion.objects.create(
                case_reference=reference, account_no=account, person_name=case.subject_name,
                national_id=case.subject_ident, months=months[:400], text=text.strip(), asked_by=by.name,
                asked_at=clock.now(), due_on=due_on,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(Finding("search.asked_already", field="account")) from None
    cases.record(reference, "search_employer_asked", by, account=account, due=due_on)
    told = {
        "question": asked, "action_url": f"/employer/{account}/questions/{asked.pk}/", "action_label": "ตอบคำถาม",
    }  # fmt: skip
    tell(employer_recipient(account), "contributions/search_question", told, case_ref=reference)
    return asked


@transaction.atomic
def answer(question_id: int, account: str, answer: str, text: str, *, by: Actor) -> EmployerQuestion:
    """The employer answers; it cannot be taken back. Raises ``Refused``, ``EmployerQuestion.DoesNotExist``."""
    asked = EmployerQuestion.objects.select_for_update().get(pk=question_id, account_no=account)
    case = cases.case(asked.case_reference)
    if asked.answered_at is not None:
        raise Refused(Finding("search.answered_already"))
    if case is None or not case.is_open:
        raise Refused(Finding("search.closed"))
    if answer not in EmployerAnswer.values:
        raise Refused(Finding("search.answer", field="answer"))
    asked.answer, asked.answer_text = answer, text.strip()
    asked.answered_by, asked.answered_at = by.name, clock.now()
    asked.save()
    said = str(EmployerAnswer(answer).label)
    cases.record(asked.case_reference, "search_employer_answered", by, account=account, said=said)
    cases.set_amount(asked.case_reference, None, alert=f"นายจ้างตอบแล้ว: {said}")
    return asked
