"""The office registers who did not (SSA s.37): an inquiry, two officers, a letter; then the persons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from integrations.public import GatewayDown
from registration.models import LateKind
from registration.rules.section33 import LAW_BEGINS, report_due
from registration.selectors import employer_of_tax_id
from registration.services.checks import DBD, ask_later
from registration.services.employers import ask_register, lock_tax_id, open_account, register_said, tax_id_of
from registration.services.enrolment import Enrol, Enrolment, enrol
from registration.services.lateness import note_if_late
from registration.services.telling import tell_employer
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel import employer_account
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import office_of, provinces
from sso_core.law.public import current
from sso_core.messaging.public import Recipient

CASE_TYPE = "registration.ex_officio"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What an officer found out: evidence, findings, and since when there was an employee."""

    tax_id: str
    name: str
    address: str
    province: str
    obliged_since: date
    evidence: str
    findings: str
    email: str = ""
    phone: str = ""


def open_inquiry(inquiry: Inquiry, *, by: Actor) -> cases.CaseView:
    """Put the record of an inquiry before two officers. Raises ``Refused``.

    Nobody applied, so the case has no applicant: the officer who inquired may propose, another confirms.
    """
    _refuse_unless_officer(by)
    digits = tax_id_of(inquiry.tax_id)
    _refuse_unfit(inquiry)
    payload = _payload(inquiry, digits, by)
    with transaction.atomic():
        lock_tax_id(digits)
        _refuse_known(digits)
        case = cases.open_case(
            CASE_TYPE,
            subject=f"tax:{digits}",
            subject_name=payload["dbd"]["name"] if payload["dbd"] else inquiry.name,
            subject_ident=digits,
            applicant=Actor(ActorKind.OFFICER, None, by.name),
            office=office_of(inquiry.province),
            payload=payload,
            channel="counter",
            tell=False,
        )
        if payload["dbd"] is None:
            ask_later(DBD, f"case:{case.reference}", {"tax_id": digits, "reference": case.reference})
        record("inquiry_opened", by=by, subject=f"tax:{digits}", params={"case": case.reference})
    return case


def _payload(inquiry: Inquiry, digits: str, by: Actor) -> dict[str, Any]:
    try:
        said = ask_register(digits)
    except GatewayDown:
        said = None
    return {
        "tax_id": digits,
        "name": inquiry.name,
        "address": inquiry.address,
        "province": inquiry.province,
        "email": inquiry.email,
        "phone": inquiry.phone,
        "obliged_since": inquiry.obliged_since.isoformat(),
        "evidence": inquiry.evidence.strip(),
        "findings": inquiry.findings.strip(),
        "inquirer": by.name,
        "dbd": said,
    }


def _refuse_unless_officer(by: Actor) -> None:
    if by.kind is not ActorKind.OFFICER:
        raise Refused(Finding("only_an_officer"))


def _refuse_known(digits: str) -> None:
    if employer_of_tax_id(digits) is not None:
        raise Refused(Finding("employer_exists", field="tax_id"))
    if cases.open_cases(CASE_TYPE, subject_ident=digits):
        raise Refused(Finding("inquiry_open", field="tax_id"))


def _refuse_unfit(inquiry: Inquiry) -> None:
    rows = (
        (inquiry.province not in provinces(), "province_unknown", "province"),
        (inquiry.obliged_since > clock.today(), "first_employee_later", "obliged_since"),
        (inquiry.obliged_since < LAW_BEGINS, "before_the_law", "obliged_since"),
        (not inquiry.evidence.strip(), "evidence_missing", "evidence"),
        (not inquiry.findings.strip(), "findings_missing", "findings"),
    )
    found = [Finding(code, field=field, section="37") for wrong, code, field in rows if wrong]
    if found:
        raise Refused(*found)


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Two officers agreed: the account is opened, and the employer hears of it."""
    if not decision.approved:
        return
    told, said = case.payload, register_said(case)
    if said is None or not said["ok"]:
        raise Refused(Finding("dbd_unverified", field="outcome"))
    lock_tax_id(told["tax_id"])
    if employer_of_tax_id(told["tax_id"]) is not None:
        raise Refused(Finding("employer_exists", field="outcome"))
    since = date.fromisoformat(told["obliged_since"])
    opened = open_account(
        tax_id=told["tax_id"],
        name=said["name"],
        province=told["province"],
        address=told["address"],
        email=told["email"],
        phone=told["phone"],
        obliged_since=since,
    )
    note_if_late(
        LateKind.REGISTRATION,
        opened.id,
        happened_on=since,
        due_on=report_due(since, law=current()),
        reported_on=timezone.localdate(case.opened_at),
    )
    number = opened.account_no
    by = Actor(ActorKind.OFFICER, decision.checker_id, decision.checker_name)
    record("registered_ex_officio", by=by, subject=f"employer:{number}", params={"case": case.reference})
    cases.record(case.reference, "account_issued", by=SYSTEM, account_no=number)
    # From now on it is the employer's case: the letter is kept with it, and its staff follow and appeal.
    cases.set_subject(case.reference, f"employer:{number}", ident=number)
    tell_employer(number, "registration/registered_ex_officio", account_no=employer_account.format(number))


def recipient(case: cases.CaseView) -> Recipient | None:
    """The employer, once there is an account; before that nobody is told."""
    opened = employer_of_tax_id(case.payload["tax_id"])
    if opened is None:
        return None
    return Recipient(f"employer:{opened.account_no}", opened.name, opened.email, opened.phone, "th")


def enrol_ex_officio(command: Enrol, *, found: str, by: Actor) -> Enrolment:
    """An officer enrols a person whom the employer did not; ``found`` says by what. Raises ``Refused``."""
    _refuse_unless_officer(by)
    if not found.strip():
        raise Refused(Finding("evidence_missing", field="found", section="37"))
    with transaction.atomic():
        done = enrol(command, by=by)
        one = done.enrolled[0]
        told = {"person": one.person_name, "found": found.strip()}
        record("enrolled_ex_officio", by=by, subject=f"employer:{command.account}", params=told)
        tell_employer(
            command.account,
            "registration/enrolled_ex_officio",
            "staff/",
            name=one.person_name,
            found=found.strip(),
        )
    return done
