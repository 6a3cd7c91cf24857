"""An employer joins (form 1-01), and its staff get rights (SSA s.34)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from integrations.public import DbdCompany, GatewayDown, dbd_company
from registration.models import Branch, Check, CheckState, Employer, EmployerKind
from registration.services.people import ask_later
from registration.values import EmployerView, employer_view
from sso_core import clock
from sso_core.accounts import public as accounts
from sso_core.cases import public as cases
from sso_core.kernel import employer_account, thai_id, thai_text
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import office_of, provinces
from sso_core.messaging.public import Recipient, publish, tell

CASE_TYPE = "registration.employer"
DBD = "dbd"
ACTIVE_STATES = ("active", "ยังดำเนินกิจการอยู่", "1")


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


def apply_employer(application: EmployerApplication, *, by: Actor, channel: str = "web") -> cases.CaseView:
    """Ask for an account: the juristic id is checked at DBD, then an officer decides.

    While DBD does not answer the application is kept and checked later. Raises ``Refused``.
    """
    digits = _tax_id(application.tax_id)
    _refuse_known(digits)
    if application.province not in provinces():
        raise Refused(Finding("province_unknown", field="province"))
    payload: dict[str, Any] = {**asdict(application), "tax_id": digits}
    payload["first_employee_on"] = application.first_employee_on.isoformat()
    try:
        payload["dbd"] = _dbd(dbd_company(digits))
    except GatewayDown:
        payload["dbd"] = None
    with transaction.atomic():
        _lock_tax_id(digits)
        _refuse_known(digits)
        case = cases.open_case(
            CASE_TYPE,
            subject=f"juristic:{digits}",
            subject_name=application.name,
            subject_ident=digits,
            applicant=by,
            office=office_of(application.province),
            payload=payload,
            channel=channel,
        )
        if payload["dbd"] is None:
            ask_later(DBD, f"case:{case.reference}", {"tax_id": digits, "reference": case.reference})
    return case


def _tax_id(text: str) -> str:
    try:
        return thai_id.normalise(text)
    except ValueError:
        raise Refused(Finding("id_invalid", field="tax_id", params={"value": text})) from None


def _refuse_known(digits: str) -> None:
    if Employer.objects.filter(tax_id=digits, closed_on__isnull=True).exists():
        raise Refused(Finding("employer_exists", field="tax_id"))
    waiting = (case for case in cases.cases_of(f"juristic:{digits}") if case.is_open)
    if any(case.type == CASE_TYPE for case in waiting):
        raise Refused(Finding("application_open", field="tax_id"))


def _lock_tax_id(digits: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('registration.tax_id'), hashtext(%s))", [digits]
        )


def _dbd(found: DbdCompany | None) -> dict[str, Any]:
    if found is None:
        raise Refused(Finding("dbd_not_found", field="tax_id"))
    if found.status not in ACTIVE_STATES:
        raise Refused(Finding("dbd_not_active", field="tax_id", params={"status": found.status}))
    return {"name": found.name_th, "status": found.status}


def dbd_of(case: cases.CaseView) -> dict[str, Any] | None:
    """What DBD said of an application, also when it said so later; None while it has not answered."""
    if case.payload.get("dbd"):
        return dict(case.payload["dbd"])
    answered = Check.objects.filter(kind=DBD, subject=f"case:{case.reference}").exclude(
        state=CheckState.WAITING
    )
    check = answered.order_by("-pk").first()
    return {**check.payload.get("answer", {}), "passed": check.state == CheckState.PASSED} if check else None


def ask_dbd_again(check: Check) -> CheckState:
    """Put a waiting question to DBD again."""
    from registration.services.people import LONGEST_WAIT, RETRY_AFTER

    try:
        found = dbd_company(check.payload["tax_id"])
    except GatewayDown as down:
        check.attempts += 1
        check.detail = str(down)[:300]
        check.next_try_at = clock.now() + min(RETRY_AFTER * 2**check.attempts, LONGEST_WAIT)
        check.save()
        return CheckState.WAITING
    passed = found is not None and found.status in ACTIVE_STATES
    answer = {"name": found.name_th, "status": found.status} if found else {"name": "", "status": "ไม่พบ"}
    check.payload = {**check.payload, "answer": answer}
    check.state = CheckState.PASSED if passed else CheckState.FAILED
    check.save()
    return CheckState(check.state)


@transaction.atomic
def admit(case: cases.CaseView, decision: cases.Decision) -> None:
    """The officer approved: the account number is issued, and the applicant becomes its administrator."""
    if not decision.approved:
        return
    said = dbd_of(case)
    if said is None or said.get("passed") is False:
        raise Refused(Finding("dbd_unverified"))
    told = case.payload
    employer = open_account(
        tax_id=told["tax_id"],
        name=told["name"],
        province=told["province"],
        address=told["address"],
        email=told["email"],
        phone=told["phone"],
    )
    assert case.applicant_user_id is not None
    accounts.grant(
        case.applicant_user_id,
        accounts.Role.employer_admin,
        f"employer:{employer.account_no}",
        by=Actor("officer", decision.maker_id, decision.maker_name),  # type: ignore[arg-type]
    )
    cases.record(case.reference, "account_issued", by=_system(), account_no=employer.account_no)
    tell(
        Recipient(f"employer:{employer.account_no}", employer.name, employer.email, employer.phone),
        "registration/employer_admitted",
        {
            "account_no": employer_account.format(employer.account_no),
            "action_url": f"/employer/{employer.account_no}/",
        },
        case_ref=case.reference,
    )


def _system() -> Actor:
    from sso_core.kernel.actor import SYSTEM

    return SYSTEM


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
) -> EmployerView:
    """Write an employer with its head office. Without ``account_no`` a new one is issued."""
    employer = Employer(
        account_no=account_no or employer_account.issue(province, _next_account()),
        tax_id=tax_id,
        name=name,
        kind=EmployerKind.JURISTIC if tax_id.startswith("0") else EmployerKind.PERSON,
        search_key=thai_text.search_key(name),
        email=email,
        phone=phone,
        office=office_of(province),
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


def give_right(account: str, username: str, role: str, *, until: date | None, by: Actor) -> accounts.Grant:
    """Let a second person of the company act for it. Raises ``Refused`` for an unknown user or oneself."""
    user = accounts.user_by_name(username)
    if user is None:
        raise Refused(Finding("user_unknown", field="username"))
    if user.pk == by.user_id:
        raise Refused(Finding("grant_to_self", field="username"))
    return accounts.grant(user.pk, role, f"employer:{account}", by=by, until=until)


def take_right(account: str, grant_id: int, *, by: Actor) -> None:
    """End a right; nobody ends the own one."""
    scope = f"employer:{account}"
    found = next((g for g in accounts.holders_of_scope(scope) if g.pk == grant_id), None)
    if found is None or found.user_id == by.user_id:
        raise Refused(Finding("grant_to_self", field="username"))
    accounts.revoke(grant_id, by=by)
