"""A death that the civil register does not tell, recorded by the office, and taken back where it was a mistake."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registration.forms.records import DeathForm, LifeForm
from registration.services import deaths
from registration.values import PersonView
from registration.views.office_record import open_record
from sso_core.accounts.public import actor_of, officer_required
from sso_core.documents.public import store_upload
from sso_core.kernel.finding import Refused


@officer_required()
@require_http_methods(["GET", "POST"])
def death(request: HttpRequest, person_id: int) -> HttpResponse:
    """Asks for a death to be recorded, or for one recorded here to be taken back; another officer decides."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    form = (LifeForm if found.died_on else DeathForm)(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = _ask(request, found, dict(form.cleaned_data))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ส่งคำขอ %(ref)s แล้ว เจ้าหน้าที่อีกคนตัดสิน") % {"ref": case.reference})
            return redirect("registration:office_person", person_id)
    context = {"person": found, "form": form}
    return render(request, "registration/office_death.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _ask(request: HttpRequest, found: PersonView, told: dict[str, Any]) -> Any:
    by, paper = actor_of(request), told.pop("paper")
    documents: tuple[str, ...] = ()
    if paper:
        kept = store_upload(paper, subject=f"person:{found.id}", kind="death", by=by)
        documents = (str(kept.id),)
    ask = deaths.ask_life if found.died_on else deaths.ask_death
    return ask(found.id, **told, documents=documents, by=by)
