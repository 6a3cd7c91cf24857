"""A death that the civil register does not tell, recorded by the office, and taken back where it was a mistake."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from registration.forms.records import DeathForm, LifeForm
from registration.services import deaths
from registration.values import PersonView
from registration.views.office_record import asked, open_record
from sso_core.accounts.public import actor_of, officer_required
from sso_core.documents.public import store_upload


@officer_required()
@require_http_methods(["GET", "POST"])
def death(request: HttpRequest, person_id: int) -> HttpResponse:
    """Asks for a death to be recorded, or for one recorded here to be taken back; another officer decides."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    form = (LifeForm if found.died_on else DeathForm)(request.POST or None, request.FILES or None)
    return asked(request, found, form, lambda told: _ask(request, found, dict(told)), template="office_death")


@transaction.atomic
def _ask(request: HttpRequest, found: PersonView, told: dict[str, Any]) -> Any:
    by, paper = actor_of(request), told.pop("paper")
    documents: tuple[str, ...] = ()
    if paper:
        kept = store_upload(paper, subject=f"person:{found.id}", kind="death", by=by)
        documents = (str(kept.id),)
    ask = deaths.ask_life if found.died_on else deaths.ask_death
    return ask(found.id, **told, documents=documents, by=by)
