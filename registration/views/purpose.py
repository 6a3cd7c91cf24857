"""Why a record is opened: outside one's own cases an officer says it first, and every opening is kept."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registration.caseload import in_caseload
from registration.forms import PurposeForm
from registration.values import EmployerView, PersonView
from sso_core.accounts.public import actor_of
from sso_core.audit.public import Purpose, has_stated_purpose, log_access
from sso_core.kernel import employer_account, thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused


@dataclass(frozen=True, slots=True)
class Record:
    """What is opened: ``number`` is as it may be shown before a reason is given."""

    subject: str
    name: str
    number: str
    what: str
    path: str
    search: str
    search_label: str

    @staticmethod
    def of_person(found: PersonView) -> "Record":
        return Record(
            f"person:{found.id}",
            found.full_name,
            thai_id.mask(found.national_id),
            "ข้อมูลบุคคล",
            reverse("registration:office_person", args=[found.id]),
            reverse("registration:office_people"),
            _("ค้นหาบุคคล"),
        )

    @staticmethod
    def of_employer(found: EmployerView) -> "Record":
        return Record(
            f"employer:{found.account_no}",
            found.name,
            employer_account.format(found.account_no),
            "ข้อมูลนายจ้าง",
            reverse("registration:office_employer", args=[found.account_no]),
            reverse("registration:office_employers"),
            _("ค้นหานายจ้าง"),
        )


def log_reading(by: Actor, record: Record, purpose: Purpose) -> None:
    log_access(
        by, subject=record.subject, subject_name=record.name, purpose=str(purpose.label), what=record.what
    )


def question(request: HttpRequest, record: Record) -> HttpResponse | None:
    """The question why, or the way on once it is answered; None where the record may be shown."""
    by = actor_of(request)
    if request.method == "POST":
        return _answered(request, by, record)
    if in_caseload(by, record.subject):
        log_reading(by, record, Purpose.CASE)
        return None
    return None if has_stated_purpose(by, record.subject) else _ask(request, record)


def _answered(request: HttpRequest, by: Actor, record: Record) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        return _ask(request, record, missing=True)
    log_reading(by, record, Purpose(purpose))
    return redirect(record.path)


def _ask(request: HttpRequest, record: Record, *, missing: bool = False) -> HttpResponse:
    """Nothing but name and the number as it may be shown, until a reason is given."""
    context = {"record": record, "form": PurposeForm({} if missing else None)}
    return render(request, "registration/purpose.html", context, status=422 if missing else 200)


def open_for(by: Actor, record: Record, purpose: str) -> None:
    """The same over the API, where the reason comes with the question. Raises ``Refused`` without one."""
    if in_caseload(by, record.subject):
        log_reading(by, record, Purpose.CASE)
    elif purpose in Purpose.values:
        log_reading(by, record, Purpose(purpose))
    elif not has_stated_purpose(by, record.subject):
        raise Refused(Finding("purpose_needed", field="purpose"))
