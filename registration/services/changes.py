"""The facts of an employer change: form 6-15, by the 15th of the next month (SSA s.44).

Contacts count at once. A name is the one of the register of companies or persons. What the register confirms is
written without an officer; an address of its own choosing and who signs are looked at by one.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from integrations.public import GatewayDown
from registration.models import Branch, ChangedFact, Employer
from registration.rules.section33 import change_due
from registration.selectors import employer_recipient
from registration.services.branches import lock_employer, move_branch, refuse_unfit_move, set_office
from registration.services.checks import DBD, ask_later
from registration.services.employers import ask_register, register_said
from registration.services.lateness import note_change
from registration.services.stands import Stand, stand
from registration.values import EmployerView, employer_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel import thai_text
from sso_core.kernel.actor import Actor
from sso_core.kernel.branch_no import HEAD_OFFICE
from sso_core.kernel.finding import Finding, Refused, Severity
from sso_core.kernel.places import provinces
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import tell

CASE_TYPE = "registration.change"


@dataclass(frozen=True, slots=True)
class Change:
    """Form 6-15: the facts as they are since ``changed_on``."""

    changed_on: date
    name: str
    address: str
    province: str = ""
    directors: tuple[str, ...] = ()
    subdistrict: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """``case`` is decided already where the register confirmed everything."""

    case: cases.CaseView
    findings: tuple[Finding, ...] = ()


@transaction.atomic
def set_employer_contacts(account: str, *, email: str, phone: str, by: Actor) -> EmployerView:
    """How the office reaches the employer, from now on. Raises ``Refused``."""
    employer = lock_employer(account)
    if (employer.email, employer.phone) == (email, phone):
        return employer_view(employer)
    if employer.email and employer.email != email:
        # The old address hears of it, so that a change by a stranger does not stay unnoticed.
        page = {"action_url": f"/employer/{account}/facts/"}
        tell(employer_recipient(account), "registration/contacts_changed", page)
    before = f"{employer.email} {employer.phone}".strip()
    employer.email, employer.phone = email, phone
    employer.save(update_fields=["email", "phone"])
    today = clock.today()
    note_change(
        employer, ChangedFact.CONTACT, before=before, after=f"{email} {phone}".strip(), changed_on=today
    )
    record("employer_contacts_changed", by=by, subject=f"employer:{account}")
    return employer_view(employer)


def report_change(account: str, change: Change, *, by: Actor, channel: str = "web") -> Reported:
    """Report what changed. Decided at once when the register confirms it, else an officer's case.

    While the register is silent the case waits for it. Raises ``Refused``, also while another change is open.
    """
    present = Employer.objects.filter(account_no=account).first()
    if present is None:
        raise Refused(Finding("employer_unknown"))
    said = _ask(present.tax_id)
    with transaction.atomic():
        employer = lock_employer(account)
        new = _new_facts(employer, change)
        case = _open(employer, new, change, said, by=by, channel=channel)
        record("change_reported", by=by, subject=f"employer:{account}", params={"facts": sorted(new)})
        if said is not None and _confirmed(new, said):
            words = "ตรงกับทะเบียนทุกข้อ"
            case = cases.decide_automatically(case.reference, None, words)
        return Reported(case, _lateness(change.changed_on))


def _ask(tax_id: str) -> dict[str, Any] | None:
    try:
        return ask_register(tax_id)
    except GatewayDown:
        return None


def _new_facts(employer: Employer, change: Change) -> dict[str, Any]:
    """What differs from the register of ours. Raises ``Refused`` for what cannot be."""
    if change.changed_on > clock.today():
        raise Refused(Finding("change_in_future", field="changed_on"))
    at = stand(change.address, change.province, change.subdistrict, change.postcode)
    if cases.open_cases(CASE_TYPE, subject_ident=employer.account_no):
        raise Refused(Finding("change_open"))
    new: dict[str, Any] = {}
    if (name := thai_text.normalise(change.name)) != employer.name:
        new["name"] = name
    head = Branch.objects.get(employer=employer, branch_no=HEAD_OFFICE)
    if (at.address, at.province) != (head.address, head.province):
        refuse_unfit_move(head, change.changed_on, field="changed_on")
        new["address"] = asdict(at)
    if list(change.directors) != employer.directors:
        new["directors"] = list(change.directors)
    if not new:
        raise Refused(Finding("nothing_changed"))
    return new


def _open(
    employer: Employer,
    new: dict[str, Any],
    change: Change,
    said: dict[str, Any] | None,
    *,
    by: Actor,
    channel: str,
) -> cases.CaseView:
    payload = {
        "new": new,
        "changed_on": change.changed_on.isoformat(),
        "dbd": said,
        "tax_id": employer.tax_id,
    }
    case = cases.open_case(
        CASE_TYPE,
        subject=f"employer:{employer.account_no}",
        subject_name=employer.name,
        subject_ident=employer.account_no,
        applicant=by,
        office=employer.office,
        payload=payload,
        channel=channel,
    )
    if said is None:
        told = {"tax_id": employer.tax_id, "reference": case.reference}
        ask_later(DBD, f"case:{case.reference}", told)
    return case


def _confirmed(new: dict[str, Any], said: dict[str, Any]) -> bool:
    """Whether the register says the same of everything that is new; it does not say who signs."""
    place = new.get("address")
    same_place = place is None or all(place[key] == said[key] for key in ("address", "province"))
    return "directors" not in new and same_place and new.get("name", said["name"]) == said["name"]


def _lateness(changed_on: date) -> tuple[Finding, ...]:
    due = change_due(changed_on, law=current())
    if clock.today() <= due:
        return ()
    return (Finding("late_change", Severity.WARN, "changed_on", {"due": format_date(due)}, "44"),)


@transaction.atomic
def apply_change(case: cases.CaseView, decision: cases.Decision) -> None:
    """Write the facts of an approved case; each is kept with what it was and when it was told."""
    if not decision.approved:
        return
    employer = lock_employer(case.employer_account)
    new, on = case.payload["new"], date.fromisoformat(case.payload["changed_on"])
    told = {"changed_on": on, "reported_on": timezone.localdate(case.opened_at)}
    if "name" in new:
        said = register_said(case)
        if said is None or said["name"] != new["name"]:
            raise Refused(Finding("name_unconfirmed", field="outcome"))
        _rename(employer, new["name"], case.reference, told)
    if "address" in new:
        _move(employer, new["address"], on, case.reference, told)
    if "directors" in new:
        before, employer.directors = "\n".join(employer.directors), new["directors"]
        employer.save(update_fields=["directors"])
        after = "\n".join(employer.directors)
        _keep(employer, ChangedFact.DIRECTORS, before, after, case.reference, told)


def _rename(employer: Employer, name: str, reference: str, told: dict[str, date]) -> None:
    before, employer.name = employer.name, name
    employer.search_key = thai_text.search_key(name)
    employer.save(update_fields=["name", "search_key"])
    _keep(employer, ChangedFact.NAME, before, name, reference, told)


def _move(employer: Employer, place: dict[str, str], on: date, reference: str, told: dict[str, date]) -> None:
    rows = Branch.objects.select_for_update(of=("self",)).select_related("employer")
    head = rows.get(employer=employer, branch_no=HEAD_OFFICE)
    before = f"{head.address} {provinces()[head.province]}"
    move_branch(head, Stand(**place), on=on)
    head.save()
    set_office(employer, head)
    after = f"{head.address} {provinces()[head.province]}"
    _keep(employer, ChangedFact.ADDRESS, before, after, reference, told)


def _keep(
    employer: Employer, fact: ChangedFact, before: str, after: str, reference: str, told: dict[str, date]
) -> None:
    note_change(employer, fact, before=before, after=after, case_reference=reference, **told)
