"""The officer's pages: find people and employers, and open a record for a stated reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from registration import search, selectors
from registration.acts import acts_of
from registration.duties import changes_of, late_of
from registration.forms import PurposeForm
from registration.models import Person
from registration.panels import person_panels
from registration.services.contractors import contractors_of, principals_of
from registration.services.deaths import death_of
from registration.services.merging import merges_of
from registration.values import PersonView
from sso_core import clock
from sso_core.accounts.public import actor_of, holders_of_scope, officer_required
from sso_core.audit.public import Purpose, accesses_of, has_stated_purpose, log_access, record
from sso_core.cases import public as cases
from sso_core.cases.public import CaseView
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


def in_caseload(by: Actor, own_cases: tuple[CaseView, ...]) -> bool:
    """Whether an open case of the person is this officer's."""
    return any(case.assigned_to == by.user_id and case.is_open for case in own_cases)


def log_reading(by: Actor, found: PersonView, purpose: Purpose) -> None:
    subject = f"person:{found.id}"
    log_access(by, subject=subject, subject_name=found.full_name, purpose=purpose.label, what="ข้อมูลบุคคล")


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
    by, subject = actor_of(request), f"person:{person_id}"
    if request.method == "POST":
        return _purpose_given(request, by, found)
    own_cases = cases.cases_of(subject)
    if in_caseload(by, own_cases):
        log_reading(by, found, Purpose.CASE)
    elif not has_stated_purpose(by, subject):
        return _ask_purpose(request, found)
    today = clock.today()
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
        "cases": own_cases,
        "accesses": accesses_of(subject)[:20],
        "panels": [(panel.title, panel.template, panel.context(person_id)) for panel in person_panels()],
    }
    return render(request, "registration/office_person.html", context)


def _purpose_given(request: HttpRequest, by: Actor, found: PersonView) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        return _ask_purpose(request, found, missing=True)
    log_reading(by, found, Purpose(purpose))
    return redirect("registration:office_person", found.id)


def _ask_purpose(request: HttpRequest, found: PersonView, *, missing: bool = False) -> HttpResponse:
    """The number is masked and nothing else is shown until a reason is given."""
    form = PurposeForm({} if missing else None)
    context = {"person": found, "form": form}
    return render(request, "registration/purpose.html", context, status=422 if missing else 200)


@officer_required()
@require_GET
def employers(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = search.find_employers(text)
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
        "accesses": accesses_of(f"employer:{account}")[:10],
    }
    return render(request, "registration/office_employer.html", context)
