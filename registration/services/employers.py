"""An employer joins: form 1-01 (SSA s.34).

A company's number is checked at DBD, a natural person's at DOPA. While the register is silent the application
is kept and checked later; it cannot be approved before. The name and status are those of the register.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from integrations.public import GatewayDown, dbd_company, dopa_person
from registration.models import Branch, Check, CheckState, Employer, EmployerKind, LateKind
from registration.rules.section33 import obliged_since, report_due
from registration.selectors import employer_of_tax_id
from registration.services.checks import DBD, ask_later, settle, wait_longer
from registration.services.lateness import note_if_late
from registration.services.telling import tell_employer
from registration.values import EmployerView, employer_view
from sso_core import clock
from sso_core.accounts import public as accounts
from sso_core.cases import public as cases
from sso_core.kernel import employer_account, thai_id, thai_text
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import office_of, provinces
from sso_core.law.public import current
from sso_core.messaging.public import Recipient, publish

CASE_TYPE = "registration.employer"
# The words DBD has for a company that lives (confidence M).
ACTIVE_STATES = ("active", "ยังดำเนินกิจการอยู่", "1")
ALIVE = "มีชีวิตอยู่"


@dataclass(frozen=True, slots=True)
class EmployerApplication:
    """Form 1-01 as filled in."""

    tax_id: str
    name: str
    address: str
    province: str
    email: str
    phone: str
    first_employee_on: date
    employees: int


def is_company(tax_id: str) -> bool:
    """Juristic numbers begin with 0; any other number is a natural person's."""
    return tax_id.startswith("0")


def look_up(tax_id: str) -> dict[str, Any]:
    """Name, status and address in the register of companies or persons.

    Raises ``Refused`` for what cannot become an employer, ``GatewayDown`` while nobody answers.
    """
    digits = tax_id_of(tax_id)
    _refuse_known(digits)
    return _told(ask_register(digits))


def ask_register(digits: str) -> dict[str, Any]:
    """What the register says; ``ok`` when an account may be opened."""
    if is_company(digits):
        company = dbd_company(digits)
        if company is None:
            return {"ok": False, "name": "", "status": "", "code": "dbd_not_found"}
        ok = company.status in ACTIVE_STATES
        told = {"name": company.name_th, "status": company.status, "address": company.address}
        return {"ok": ok, **told, "province": company.province, "code": "" if ok else "dbd_not_active"}
    person = dopa_person(digits)
    if person is None:
        return {"ok": False, "name": "", "status": "", "code": "dopa_not_found"}
    alive = person.status == "alive"
    name = f"{person.title}{person.first_name} {person.last_name}".strip()
    told = {"name": name, "status": ALIVE if alive else "เสียชีวิต", "address": person.address}
    return {"ok": alive, **told, "province": person.province, "code": "" if alive else "dopa_dead"}


def _told(answer: Mapping[str, Any]) -> dict[str, Any]:
    if answer["code"]:
        params = {"status": answer["status"]}
        raise Refused(Finding(answer["code"], field="tax_id", params=params, section="34"))
    return dict(answer)


def apply_employer(application: EmployerApplication, *, by: Actor, channel: str = "web") -> cases.CaseView:
    """Ask for an account: the number is checked at its register, then an officer decides.

    While the register does not answer the application is kept and checked later. Raises ``Refused``, also for
    a second application while one is open.
    """
    digits = tax_id_of(application.tax_id)
    _refuse_known(digits)
    _refuse_unfit(application)
    payload: dict[str, Any] = {**asdict(application), "tax_id": digits}
    payload["first_employee_on"] = application.first_employee_on.isoformat()
    try:
        payload["dbd"] = _told(ask_register(digits))
    except GatewayDown:
        payload["dbd"] = None
    with transaction.atomic():
        lock_tax_id(digits)
        _refuse_known(digits)
        return _open(digits, application, payload, by=by, channel=channel)


def _open(
    digits: str, application: EmployerApplication, payload: dict[str, Any], *, by: Actor, channel: str
) -> cases.CaseView:
    answer = payload["dbd"]
    case = cases.open_case(
        CASE_TYPE,
        subject=_subject(by),
        subject_name=answer["name"] if answer else application.name,
        subject_ident=digits,
        applicant=by,
        office=office_of(application.province),
        payload=payload,
        channel=channel,
    )
    if answer is None:
        ask_later(DBD, f"case:{case.reference}", {"tax_id": digits, "reference": case.reference})
    return case


def tax_id_of(text: str) -> str:
    try:
        return thai_id.normalise(text)
    except ValueError:
        raise Refused(Finding("id_invalid", field="tax_id", params={"value": text})) from None


def open_application_of(*, by: Actor) -> cases.CaseView | None:
    """The newest application of this user that is not decided yet."""
    return next(iter(cases.cases_of(_subject(by), type=CASE_TYPE, open_only=True)), None)


def _subject(by: Actor) -> str:
    return f"person:{by.person_id}" if by.person_id else f"user:{by.user_id}"


def _refuse_known(digits: str) -> None:
    if employer_of_tax_id(digits) is not None:
        raise Refused(Finding("employer_exists", field="tax_id"))
    if cases.open_cases(CASE_TYPE, subject_ident=digits):
        raise Refused(Finding("application_open", field="tax_id"))


def _refuse_unfit(application: EmployerApplication) -> None:
    found = []
    if application.province not in provinces():
        found.append(Finding("province_unknown", field="province"))
    if application.first_employee_on > clock.today():
        found.append(Finding("first_employee_later", field="first_employee_on", section="34"))
    if application.employees < 1:
        found.append(Finding("no_employees", field="employees", section="34"))
    if found:
        raise Refused(*found)


def _obliged_since(told: Mapping[str, Any]) -> date:
    """Since when the law of that time asked for an account: smaller employers came later than larger ones."""
    headcounts = [(date.fromisoformat(told["first_employee_on"]), int(told["employees"]))]
    since = obliged_since(headcounts, law=current())
    assert since is not None, "every employer of one employee is obliged since 2002"
    return since


def lock_tax_id(digits: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('registration.tax_id'), hashtext(%s))", [digits]
        )


def register_said(case: cases.CaseView) -> dict[str, Any] | None:
    """What the register said of an application, also when it said so later; None while it is silent."""
    if case.payload.get("dbd"):
        return dict(case.payload["dbd"])
    answered = Check.objects.filter(kind=DBD, subject=f"case:{case.reference}").exclude(
        state=CheckState.WAITING
    )
    check = answered.order_by("-pk").first()
    return dict(check.payload["answer"]) if check else None


def ask_again(check: Check) -> CheckState:
    """Put a waiting question to the register again."""
    try:
        answer = ask_register(check.payload["tax_id"])
    except GatewayDown as down:
        return wait_longer(check, str(down))
    check.payload = {**check.payload, "answer": answer}
    return settle(check, passed=answer["ok"], detail=answer["code"])


@transaction.atomic
def admit(case: cases.CaseView, decision: cases.Decision) -> None:
    """The officer approved: the account number is issued, and the applicant becomes its administrator."""
    if not decision.approved:
        return
    said = register_said(case)
    if said is None or not said["ok"]:
        raise Refused(Finding("dbd_unverified", field="outcome"))
    told = case.payload
    lock_tax_id(told["tax_id"])
    if employer_of_tax_id(told["tax_id"]) is not None:
        raise Refused(Finding("employer_exists", field="outcome"))
    began = _obliged_since(told)
    employer = open_account(
        tax_id=told["tax_id"],
        name=said["name"],
        province=told["province"],
        address=told["address"],
        email=told["email"],
        phone=told["phone"],
        obliged_since=began,
    )
    # Late or not is judged by the day of the application, not by how long the office took.
    note_if_late(
        LateKind.REGISTRATION,
        employer.id,
        happened_on=began,
        due_on=report_due(began, law=current()),
        reported_on=timezone.localdate(case.opened_at),
    )
    officer = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    if case.applicant_user_id is not None:
        scope = f"employer:{employer.account_no}"
        accounts.grant(case.applicant_user_id, accounts.Role.employer_admin, scope, by=officer)
    cases.record(case.reference, "account_issued", by=SYSTEM, account_no=employer.account_no)
    number = employer_account.format(employer.account_no)
    tell_employer(employer.account_no, "registration/employer_admitted", account_no=number)


def applicant_recipient(case: cases.CaseView) -> Recipient:
    """Who applied, at the contacts given for the company."""
    told = case.payload
    return Recipient(case.subject, case.applicant_name, told["email"], told["phone"], "th")


@transaction.atomic
def open_account(
    *,
    tax_id: str,
    name: str,
    province: str,
    address: str,
    email: str = "",
    phone: str = "",
    account_no: str = "",
    obliged_since: date | None = None,
) -> EmployerView:
    """Write an employer with its head office. Without ``account_no`` a new one is issued.

    ``obliged_since`` is the first employee's first day, from which the 30 days of s.34 count.
    """
    employer = Employer(
        account_no=account_no or employer_account.issue(province, _next_account()),
        tax_id=tax_id,
        name=name,
        kind=EmployerKind.JURISTIC if is_company(tax_id) else EmployerKind.PERSON,
        search_key=thai_text.search_key(name),
        email=email,
        phone=phone,
        office=office_of(province),
        obliged_since=obliged_since,
        registered_on=clock.today(),
    )
    employer.save()
    Branch.objects.create(
        employer=employer, branch_no="000000", name="สำนักงานใหญ่", address=address, province=province
    )
    publish("registration.employer_opened", employer.account_no, {"account_no": employer.account_no})
    return employer_view(employer)


def _next_account() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('registration_account_seq')")
        return int(cursor.fetchone()[0])
