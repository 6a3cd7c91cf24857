"""Foreigners in the office: registered by passport, papers with their days, another number when one is given."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registration.forms.foreigners import ForeignerForm, NumberForm, PaperForm
from registration.models import PaperKind
from registration.services import foreigners
from registration.services.foreigners import Foreigner, Paper
from registration.views.office_record import asked, open_record
from registration.views.purpose import Record, log_reading
from sso_core.accounts.public import actor_of, officer_required
from sso_core.audit.public import Purpose
from sso_core.kernel.finding import Refused

A_PAGE = 50


@officer_required()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register somebody by the passport; the number is given at once."""
    form = ForeignerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        country = told.pop("country").upper()
        paper = Paper(PaperKind.PASSPORT, country, told.pop("number"), valid_until=told.pop("valid_until"))
        try:
            made = foreigners.register_foreigner(
                Foreigner(**told, nationality=country, paper=paper), by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            log_reading(actor_of(request), Record.of_person(made), Purpose.CORRECTION)
            messages.success(request, _("ขึ้นทะเบียนแล้ว เลขประจำตัวอยู่ใต้ชื่อ"))
            return redirect("registration:office_person", made.id)
    status = 422 if form.errors else 200
    return render(request, "registration/office_foreigner.html", {"form": form}, status=status)


@officer_required()
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, person_id: int) -> HttpResponse:
    """The papers of a person; a new one, or the same with new days."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            foreigners.add_paper(person_id, Paper(**form.cleaned_data), by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("บันทึกเอกสารแล้ว"))
            return redirect("registration:office_papers", person_id)
    context = {"person": found, "form": form, "papers": foreigners.papers_of(person_id)}
    return render(request, "registration/office_papers.html", context, status=422 if form.errors else 200)


@officer_required()
@require_POST
def give_up(request: HttpRequest, person_id: int, paper: int) -> HttpResponse:
    if open_record(request, person_id) is None:
        return redirect("registration:office_person", person_id)
    if not foreigners.papers_of(person_id).filter(pk=paper).exists():
        raise Http404
    foreigners.give_up_paper(paper, by=actor_of(request))
    messages.success(request, _("เลิกใช้เอกสารนี้แล้ว"))
    return redirect("registration:office_papers", person_id)


@officer_required()
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, person_id: int) -> HttpResponse:
    """Asks for another number; another officer decides."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    form = NumberForm(request.POST or None)
    return asked(
        request, found, form, lambda told: foreigners.ask_number(person_id, **told, by=actor_of(request)),
        template="office_number",
    )  # fmt: skip


@officer_required()
@require_GET
def ending(request: HttpRequest) -> HttpResponse:
    """Papers that ended or soon end, the longest ended first."""
    page = Paginator(foreigners.ending_papers(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "registration/office_ending_papers.html", {"page": page})
