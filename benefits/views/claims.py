"""What follows a claim: confirmation, money sent again, old age, and the officers' acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from benefits.forms.old_age import DeclareForm, PensionRunForm, ReturnsForm
from benefits.models import Award
from benefits.selectors import ClaimView, awards_of, claim, claims_of, rights_of
from benefits.services import claims as services
from benefits.services import old_age, pension_run
from sso_core.accounts.public import (
    Role,
    User,
    aal2_required,
    actor_of,
    may_at,
    member_required,
    officer_required,
)
from sso_core.cases import public as cases
from sso_core.kernel.finding import Refused


def _own(request: HttpRequest, reference: str) -> ClaimView:
    found = claim(reference)
    if found is None or found.person_id != request.person_id:  # type: ignore[attr-defined]
        raise Http404
    return found


@member_required
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Every right that can be claimed here, with the person's own standing, and what was claimed."""
    person_id = request.person_id  # type: ignore[attr-defined]
    context = {"rights": rights_of(person_id), "claims": claims_of(person_id), "awards": awards_of(person_id)}
    return render(request, "benefits/rights.html", context)


@member_required
@require_GET
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirmation: reference, what happens next and by when, the receipt as PDF."""
    found = _own(request, reference)
    return render(request, "benefits/done.html", {"claim": found, "case": cases.case(reference)})


@member_required
@aal2_required
@require_POST
def reissue(request: HttpRequest, reference: str) -> HttpResponse:
    """Send returned money again to the account of today."""
    found = _own(request, reference)
    try:
        services.reissue(reference, by=actor_of(request))
    except Refused as refused:
        context = {"claim": found, "findings": refused.findings}
        return render(request, "benefits/returned.html", context, status=422)
    return redirect("benefits:returned", reference)


@member_required
@require_GET
def returned(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of money that a bank gave back, and what to do."""
    return render(request, "benefits/returned.html", {"claim": _own(request, reference)})


@member_required
@aal2_required
@require_http_methods(["GET", "POST"])
def old_age_claim(request: HttpRequest) -> HttpResponse:
    """Where the person stands for old age, the amount by steps, and the claim."""
    person_id = request.person_id  # type: ignore[attr-defined]
    found = old_age.position(person_id)
    form = DeclareForm(request.POST or None)
    findings = []
    if request.method == "POST" and form.is_valid():
        try:
            made = old_age.submit(person_id, by=actor_of(request), channel="web")
        except Refused as refused:
            findings = list(refused.findings)
        else:
            return redirect("benefits:done", made.reference)
    return render(request, "benefits/old_age.html", {"position": found, "form": form, "findings": findings})


@officer_required(Role.officer)
@require_http_methods(["GET", "POST"])
def returns(request: HttpRequest, reference: str) -> HttpResponse:
    """The officer enters the yearly returns on a lump sum."""
    found = claim(reference)
    if found is None or not _may_work(request, reference):
        raise Http404
    form = ReturnsForm(request.POST or None, initial={"returns": found.facts.get("returns")})
    if request.method == "POST" and form.is_valid():
        try:
            old_age.record_returns(reference, form.cleaned_data["returns"], by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("cases:office_case", ref=reference)
    return render(request, "benefits/returns.html", {"form": form, "claim": found})


def _may_work(request: HttpRequest, reference: str) -> bool:
    user = request.user
    return isinstance(user, User) and may_at(user, cases.case(reference).office, Role.officer)


@officer_required(Role.officer, Role.finance)
@require_http_methods(["GET", "POST"])
def pensions(request: HttpRequest) -> HttpResponse:
    """Pensions in payment, and the run of a month."""
    form = PensionRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = pension_run.start(form.cleaned_data["period"], by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("batch:run", run.pk)
    active = Award.objects.filter(kind="pension", status="active").select_related("claim")
    context = {"form": form, "count": active.count(), "awards": active.order_by("-pk")[:50]}
    return render(request, "benefits/pensions.html", context)
