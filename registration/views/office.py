"""The officer's pages: find people and employers, and open a record for a stated reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from registration import search, selectors
from registration.acts import acts_of
from registration.duties import changes_of, late_of
from registration.models import Person
from registration.panels import office_panels, person_panels
from registration.services.contractors import contractors_of, principals_of
from registration.services.deaths import death_of
from registration.services.merging import merges_of
from registration.values import PersonView
from registration.views.purpose import Record, question
from sso_core import clock
from sso_core.accounts.public import actor_of, holders_of_scope, officer_required
from sso_core.audit.public import accesses_of, record
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor
from sso_core.kernel.thai_calendar import age

EMPLOYERS_BESIDE = 5
ACTS_SHOWN = 5


@officer_required()
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Search by any fragment. The list shows the number masked; the record wants a reason."""
    text, at = (request.GET.get(name, "").strip() for name in ("q", "employer"))
    found = search_people(actor_of(request), text, at)
    before = search.names_before(found, text)
    employers = search.find_employers(at or text)[:EMPLOYERS_BESIDE]
    context = {
        "q": text,
        "employer": at,
        "people": [(one, before.get(one.id, "")) for one in found],
        "employers": employers,
        "most": search.FOUND_AT_MOST,
    }
    return render(request, "registration/office_people.html", context)


def search_people(by: Actor, text: str, employer: str) -> tuple[PersonView, ...]:
    """People by fragments of their own and of an employer; that somebody searched is kept."""
    if not text and not employer:
        return ()
    found = search.find_people(text, employer=employer)
    told = {"q": " · ".join(filter(None, (text, employer)))[:100], "found": len(found)}
    record("people_searched", by=by, subject="people", params=told)
    return found


@officer_required()
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person's record. Outside one's own cases a reason is asked first; every opening is logged."""
    try:
        found = selectors.person(person_id)
    except Person.DoesNotExist:
        raise Http404 from None
    if found.merged_into is not None:
        return redirect("registration:office_person", found.merged_into)
    if (asked := question(request, Record.of_person(found))) is not None:
        return asked
    subject, today = f"person:{person_id}", clock.today()
    context = {
        "person": found,
        "age": age(found.birth_date, today) if found.birth_date and not found.died_on else None,
        "former_names": selectors.former_names(person_id),
        "merges": merges_of(person_id),
        "death": death_of(person_id),
        "standing": selectors.coverage_on(person_id, today),
        "employments": selectors.employments_of(person_id),
        "coverages": selectors.coverages(person_id),
        "destination": selectors.destination_of(person_id),
        "asked": selectors.asked_destination_of(person_id),
        "cases": cases.cases_of(subject),
        "accesses": accesses_of(subject)[:20],
        "panels": [(panel.title, panel.template, panel.context(person_id)) for panel in person_panels()],
    }
    return render(request, "registration/office_person.html", context)


@officer_required()
@require_GET
def employers(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = search.find_employers(text)
    return render(request, "registration/office_employers.html", {"q": text, "employers": found})


@officer_required()
@require_http_methods(["GET", "POST"])
def employer(request: HttpRequest, account: str) -> HttpResponse:
    """An employer's record, opened as a person's is."""
    found = selectors.employer(account)
    if found is None:
        raise Http404
    if (asked := question(request, Record.of_employer(found))) is not None:
        return asked
    today = clock.today()
    page = selectors.staff_page(
        account, day=today, show="all", text=request.GET.get("q", ""), number=request.GET.get("page")
    )
    context = {
        "employer": found,
        "branches": selectors.branches(account),
        "counts": selectors.staff_counts(account, today),
        "page": page,
        "q": request.GET.get("q", ""),
        "holders": holders_of_scope(f"employer:{account}"),
        "cases": cases.cases_of(f"employer:{account}")[:20],
        "acts": acts_of(account).object_list[:ACTS_SHOWN],
        "changes": changes_of(account),
        "late": late_of(account, most=ACTS_SHOWN),
        "below": contractors_of(account),
        "above": principals_of(account),
        "panels": office_panels(account),
        "accesses": accesses_of(f"employer:{account}")[:10],
    }
    return render(request, "registration/office_employer.html", context)
