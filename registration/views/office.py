"""The officer's pages: find people and employers, and open a record for a stated reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from registration import selectors
from registration.forms import SearchForm
from registration.models import Person
from registration.panels import person_panels
from sso_core.accounts.public import actor_of, officer_required
from sso_core.audit.public import Purpose, accesses_of, has_stated_purpose, log_access
from sso_core.cases import public as cases


@officer_required()
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Search by any fragment. The list shows the number masked; the record wants a reason."""
    form = SearchForm(request.GET or None)
    text = request.GET.get("q", "").strip()
    found = selectors.find_people(text) if text else ()
    context = {"form": form, "q": text, "people": found, "most": selectors.FOUND_AT_MOST}
    return render(request, "registration/office_people.html", context)


@officer_required()
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person's record. Outside one's own cases a reason is asked first; every opening is logged."""
    try:
        found = selectors.person(person_id)
    except Person.DoesNotExist:
        raise Http404 from None
    by, subject = actor_of(request), f"person:{person_id}"
    own_cases = cases.cases_of(subject)
    mine = any(case.assigned_to == by.user_id and case.is_open for case in own_cases)
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        if purpose not in Purpose.values:
            return render(
                request,
                "registration/purpose.html",
                {"person": found, "purposes": Purpose.choices, "missing": True},
            )
        log_access(
            by, subject=subject, subject_name=found.full_name, purpose=Purpose(purpose).label, what="ข้อมูลบุคคล"
        )
        return redirect("registration:office_person", person_id)
    if not mine and not has_stated_purpose(by, subject):
        return render(request, "registration/purpose.html", {"person": found, "purposes": Purpose.choices})
    if mine:
        log_access(
            by, subject=subject, subject_name=found.full_name, purpose=Purpose.CASE.label, what="ข้อมูลบุคคล"
        )
    context = {
        "person": found,
        "employments": selectors.employments_of(person_id),
        "coverages": selectors.coverages(person_id),
        "destination": selectors.destination_of(person_id),
        "cases": own_cases,
        "accesses": accesses_of(subject)[:20],
        "panels": [(panel.title, panel.template, panel.context(person_id)) for panel in person_panels()],
    }
    return render(request, "registration/office_person.html", context)


@officer_required()
@require_GET
def employers(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = selectors.find_employers(text) if text else ()
    return render(request, "registration/office_employers.html", {"q": text, "employers": found})


@officer_required()
@require_GET
def employer(request: HttpRequest, account: str) -> HttpResponse:
    found = selectors.employer(account)
    if found is None:
        raise Http404
    log_access(
        actor_of(request),
        subject=f"employer:{account}",
        subject_name=found.name,
        purpose=Purpose.ENQUIRY.label,
        what="ข้อมูลนายจ้าง",
    )
    context = {
        "employer": found,
        "branches": selectors.branches(account),
        "staff": selectors.staff_of(account)[:200],
    }
    return render(request, "registration/office_employer.html", context)
