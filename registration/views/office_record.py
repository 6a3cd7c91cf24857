"""A person's record in the office: its history field by field, and corrections that another officer decides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registration import selectors
from registration.caseload import is_open_for
from registration.forms import CorrectEmploymentForm, CorrectPersonForm
from registration.history import changes_of
from registration.models import Person
from registration.services import corrections
from registration.values import PersonView
from sso_core.accounts.public import actor_of, officer_required
from sso_core.kernel.finding import Refused


def open_record(request: HttpRequest, person_id: int) -> PersonView | None:
    """The person, if this officer has said why the record is opened; None sends to the question."""
    try:
        found = selectors.person(person_id)
    except Person.DoesNotExist:
        raise Http404 from None
    if found.merged_into is not None:
        raise Http404
    by, subject = actor_of(request), f"person:{person_id}"
    return found if is_open_for(by, subject) else None


@officer_required()
@require_GET
def history(request: HttpRequest, person_id: int) -> HttpResponse:
    """Every change, or those of one field."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    every = changes_of(person_id)
    field = request.GET.get("field", "")
    fields = sorted({(change.field, change.label) for change in every}, key=lambda pair: pair[1])
    shown = [change for change in every if not field or change.field == field]
    context = {"person": found, "changes": shown, "fields": fields, "field": field}
    return render(request, "registration/office_history.html", context)


@officer_required()
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, person_id: int) -> HttpResponse:
    """Birth date and sex."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    initial = {"birth_date": found.birth_date, "sex": found.sex}
    form = CorrectPersonForm(request.POST or None, initial=initial)
    return asked(
        request, found, form, lambda told: corrections.ask_person(person_id, **told, by=actor_of(request)),
        template="office_correct",
    )  # fmt: skip


@officer_required()
@require_http_methods(["GET", "POST"])
def correct_employment(request: HttpRequest, person_id: int, employment: int) -> HttpResponse:
    """The days of one employment."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    one = selectors.employment(employment)
    if one is None or one.person_id != person_id:
        raise Http404
    initial = {"starts_on": one.starts_on, "ends_on": one.ends_on, "why_left": one.reason}
    form = CorrectEmploymentForm(request.POST or None, initial=initial)
    return asked(
        request, found, form, lambda told: corrections.ask_employment(employment, **told, by=actor_of(request)),
        template="office_correct", one=one,
    )  # fmt: skip


def asked(
    request: HttpRequest, found: PersonView, form: Any, ask: Any, *, template: str, **context: Any
) -> HttpResponse:
    """Ask what the form says and lead back to the record; refused or not sent yet, show the form.

    ``ask`` takes what the form told and returns the case, which another officer decides.
    """
    if request.method == "POST" and form.is_valid():
        try:
            case = ask(form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ส่งคำขอ %(ref)s แล้ว เจ้าหน้าที่อีกคนตัดสิน") % {"ref": case.reference})
            return redirect("registration:office_person", found.id)
    values = {"person": found, "form": form, **context}
    return render(request, f"registration/{template}.html", values, status=422 if form.errors else 200)
